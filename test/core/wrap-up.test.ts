// Wrap-up codes: what an agent says his calls were about.
import t from 'tap';
import { apply } from '../../src/core/apply.js';
import { changeSite } from '../../src/core/decide.js';
import type { Fact } from '../../src/core/facts.js';
import type { Input } from '../../src/core/inputs.js';
import type { Site } from '../../src/core/site.js';
import type { WrapUpRules } from '../../src/core/site-wrap-up.js';
import { fromSnapshot, toSnapshot } from '../../src/core/snapshot.js';
import { createState, type State } from '../../src/core/state.js';
import { codeOfDigits } from '../../src/core/wrap-up.js';
import { fc } from '../properties.js';
import { Floor, givenAgent, givenFlow, givenSite } from './given.js';

const codes = ['fault', 'sale', 'bill'];
const asks = (required: boolean): WrapUpRules => ({ codes, required });

/** `n1` asks as told, `n2` asks nothing; two agents, thirty seconds of wrap-up. */
function site(rules: WrapUpRules | null = asks(false), about: Partial<Site> = {}): Site {
  const asking = rules === null ? {} : { wrapUpCodes: rules };
  return givenSite(
    [givenFlow({ id: 'n1', ...asking }), givenFlow({ id: 'n2' })],
    [givenAgent('101', { internet: 1 }), givenAgent('102', { internet: 1 })],
    [],
    {
      wrapUpMs: 30_000,
      wrapUpCodes: new Map(codes.map(id => [id, { id, name: { en: id, fr: id } }])),
      ...about,
    },
  );
}

function talks(floor: Floor, call: string, flow = 'n1'): void {
  floor.arrives(call, flow);
  floor.answers('101');
  floor.passes(10_000);
}

/** Agent 101 has talked with the caller of `c1` and wraps up. */
function wrappingUp(rules?: WrapUpRules | null): Floor {
  const floor = new Floor(site(rules));
  floor.logsIn('101');
  talks(floor, 'c1');
  floor.step({ type: 'caller-hung-up', call: 'c1' });
  floor.facts = [];
  return floor;
}

const says = (floor: Floor, code: string, agent = '101') =>
  floor.command(agent, { kind: 'wrap-up-code', code });

t.test(
  'an agent says what his call was about, while he talks and after it; the last word counts',
  async t => {
    const floor = new Floor(site());
    floor.logsIn('101');
    talks(floor, 'c1');
    t.strictSame(says(floor, 'fault'), { ok: true });
    floor.step({ type: 'caller-hung-up', call: 'c1' });
    floor.facts = [];
    t.strictSame(says(floor, 'sale'), { ok: true });
    t.strictSame(floor.take('wrap-up-coded'), [
      {
        ...{ type: 'wrap-up-coded', call: 'c1', leg: 'c1.1', agent: '101', flow: 'n1', code: 'sale' },
        ...{ instead: 'fault', by: { kind: 'phone', name: '101' } },
      },
    ]);
    t.strictSame(says(floor, 'sale'), { ok: true }, 'the same again');
    t.strictSame(floor.take('wrap-up-coded'), [], 'is no news');
  },
);

t.test('a wrap-up that ends without a code is on record as such, and may still get one', async t => {
  const floor = wrappingUp();
  floor.passes(30_000);
  t.match(floor.take('wrap-up-not-coded'), [{ call: 'c1', leg: 'c1.1', agent: '101', because: 'time' }]);
  t.strictSame(says(floor, 'bill'), { ok: true }, 'he thinks of it later');
  t.match(floor.take('wrap-up-coded'), [{ call: 'c1', code: 'bill', instead: null }]);
  talks(floor, 'c2');
  t.strictSame(says(floor, 'fault'), { ok: true });
  t.match(floor.take('wrap-up-coded'), [{ call: 'c2', instead: null }], 'from now on he speaks of this one');
});

t.test('what nobody asked, or makes no sense, is refused by name', async t => {
  const floor = new Floor(site());
  const nothing = { ok: false, because: 'no-call-to-code' };
  floor.logsIn('101');
  t.strictSame(says(floor, 'fault'), nothing);
  floor.arrives('c1', 'n1');
  t.strictSame(says(floor, 'fault'), nothing, 'it only rings');
  floor.step({ type: 'leg-answered', leg: floor.legTo('101') });
  t.strictSame(says(floor, 'fault'), nothing, 'not joined yet');
  floor.step({ type: 'bridged', call: 'c1', leg: 'c1.1' });
  t.strictSame(says(floor, 'weather'), { ok: false, because: 'unknown-code' });
  t.strictSame(says(floor, 'fault'), { ok: true });
  floor.passes(1_000);
  floor.step({ type: 'leg-ended', leg: 'c1.1', end: 'hung-up' });
  t.strictSame(says(floor, 'sale'), nothing, 'he hung up at once: that was no talk');
  floor.passes(31_000);
  floor.answers('101');
  floor.passes(5_000);
  floor.step({ type: 'caller-hung-up', call: 'c1' });
  floor.passes(30_000);
  talks(floor, 'c2', 'n2');
  t.strictSame(says(floor, 'fault'), { ok: false, because: 'no-codes' });
});

t.test('a required code holds back the end of a wrap-up by the agent, never that by time', async t => {
  const floor = wrappingUp(asks(true));
  t.strictSame(floor.command('101', { kind: 'ready' }), { ok: false, because: 'code-needed' });
  t.equal(floor.state.agents.get('101')?.work.kind, 'wrap-up');
  says(floor, 'fault');
  t.equal(floor.state.agents.get('101')?.work.kind, 'wrap-up', 'a code alone ends nothing');
  t.strictSame(floor.command('101', { kind: 'ready' }), { ok: true });
  t.strictSame(floor.take('wrap-up-not-coded'), []);

  const late = wrappingUp(asks(true));
  late.command('101', { kind: 'ready' });
  late.passes(30_000);
  t.equal(late.state.agents.get('101')?.work.kind, 'idle');
  t.match(late.take('wrap-up-not-coded'), [{ because: 'time' }]);

  const leaves = wrappingUp(asks(true));
  t.strictSame(leaves.command('101', { kind: 'logout' }), { ok: true });
  t.match(leaves.take('wrap-up-not-coded'), [{ because: 'logged-out' }]);

  const free = wrappingUp(asks(false));
  t.strictSame(free.command('101', { kind: 'ready' }), { ok: true });
  t.match(free.take('wrap-up-not-coded'), [{ because: 'agent' }]);
});

t.test('who sends his caller on and who takes him over each speak of their own talk', async t => {
  const floor = new Floor(site());
  floor.logsIn('101');
  talks(floor, 'c1');
  floor.logsIn('102');
  floor.command('101', { kind: 'transfer', manner: 'blind', to: { kind: 'agent', agent: '102' } });
  floor.answers('102');
  floor.passes(10_000);
  says(floor, 'fault');
  says(floor, 'sale', '102');
  t.strictSame(
    floor.take('wrap-up-coded').map(({ agent, call, leg, code }) => [agent, call, leg, code]),
    [
      ['101', 'c1', 'c1.1', 'fault'],
      ['102', 'c1', 'c1.2', 'sale'],
    ],
  );
});

t.test('on the phone a code is its number in the list of the flow', async t => {
  const floor = wrappingUp();
  const agent = floor.state.agents.get('101');
  const read = (digits: string) => (agent === undefined ? null : codeOfDigits(floor.state, agent, digits));
  t.strictSame(['1', '3'].map(read), ['fault', 'bill']);
  t.strictSame(
    ['4', '0', '', '01', '1#', '111'].filter(digits => read(digits) !== null),
    [],
  );
});

t.test('a reload that takes the codes away takes the question away', async t => {
  const floor = wrappingUp(asks(true));
  changeSite(floor.state, site(null, { revision: 'r2' }), floor.nowMs);
  t.strictSame(says(floor, 'fault'), { ok: false, because: 'no-codes' });
  t.strictSame(floor.command('101', { kind: 'ready' }), { ok: true });
  t.strictSame(floor.take('wrap-up-not-coded'), []);
});

t.test('a snapshot of before there were codes asks for none', async t => {
  const floor = wrappingUp(asks(true));
  const stored = JSON.parse(JSON.stringify(toSnapshot(floor.state)));
  for (const agent of stored.agents) delete agent.lastTalk;
  const state = fromSnapshot(stored, site(asks(true)));
  const { work, lastTalk } = state.agents.get('101') ?? {};
  t.strictSame([work?.kind, lastTalk], ['wrap-up', null]);
});

type Told = { readonly fact: Fact; readonly atMs: number };

/** Remembers when each fact was told, and the state as stored at one moment. */
class ToldFloor extends Floor {
  readonly told: Told[] = [];

  override step(input: Input): void {
    super.step(input);
    for (const fact of this.facts.splice(0)) this.told.push({ fact, atMs: this.nowMs });
  }
}

type Word = {
  readonly afterMs: number;
  readonly code: string;
  readonly agent: string;
  readonly isReady: boolean;
};

const words = fc.array(
  fc.record<Word>({
    afterMs: fc.integer({ min: 0, max: 12_000 }),
    code: fc.constantFrom(...codes, 'weather'),
    agent: fc.constantFrom('101', '102'),
    isReady: fc.boolean(),
  }),
  { maxLength: 40, size: 'max' },
);

/** Calls come every fifteen seconds, are answered when they ring and last ten seconds; words fall anywhere between. */
function day(rules: WrapUpRules, list: readonly Word[], isSaid: boolean): ToldFloor {
  const floor = new ToldFloor(site(rules));
  floor.logsIn('101', '102');
  const said = list.map((word, index) => ({
    atMs: list.slice(0, index + 1).reduce((sum, { afterMs }) => sum + afterMs, 0),
    run: () => {
      if (word.isReady) floor.command(word.agent, { kind: 'ready' });
      else if (isSaid) says(floor, word.code, word.agent);
    },
  }));
  const calls = Array.from({ length: 12 }, (_, index) => `c${index}`).flatMap((call, index) => [
    { atMs: index * 15_000, run: () => floor.arrives(call, 'n1') },
    { atMs: index * 15_000 + 2_000, run: () => answerAll(floor) },
    { atMs: index * 15_000 + 12_000, run: () => floor.step({ type: 'caller-hung-up', call }) },
  ]);
  const startMs = floor.nowMs;
  for (const { atMs, run } of [...calls, ...said].sort((a, b) => a.atMs - b.atMs)) {
    floor.passes(startMs + atMs - floor.nowMs);
    run();
  }
  floor.passes(120_000);
  return floor;
}

function answerAll(floor: Floor): void {
  for (const agent of Object.keys(floor.offers())) floor.answers(agent);
}

const isAbout = ({ fact }: Told) => fact.type.startsWith('wrap-up-');

t.test('a code that is not required changes nothing but the record of it', async t => {
  fc.assert(
    fc.property(words, list => {
      const others = (isSaid: boolean) =>
        JSON.stringify(day(asks(false), list, isSaid).told.filter(told => !isAbout(told)));
      if (others(true) !== others(false)) throw new Error(`${others(true)}\n${others(false)}`);
    }),
    { numRuns: 60 },
  );
  t.pass('wrap-ups begin and end as without codes');
});

t.test('every code is of one talk of that agent, his last, and says what it replaces', async t => {
  fc.assert(
    fc.property(words, fc.boolean(), (list, required) => {
      const { told } = day(asks(required), list, true);
      const last = new Map<string, { readonly leg: string; code: string | null }>();
      for (const { fact } of told) {
        if (fact.type === 'call-bridged') {
          const answer = told.find(
            one => one.fact.type === 'call-answered' && one.fact.leg === fact.leg,
          )?.fact;
          if (answer?.type === 'call-answered') last.set(answer.agent ?? '', { leg: fact.leg, code: null });
        }
        if (fact.type !== 'wrap-up-coded' && fact.type !== 'wrap-up-not-coded') continue;
        const talk = last.get(fact.agent);
        if (talk?.leg !== fact.leg) throw new Error(`${fact.leg} is not ${fact.agent}'s last talk`);
        if (fact.type === 'wrap-up-coded') {
          if (fact.instead !== talk.code) throw new Error(`${fact.instead}, not ${talk.code}`);
          talk.code = fact.code;
        } else if (talk.code !== null) throw new Error(`${fact.leg} has a code`);
        else if (required && fact.because === 'agent') throw new Error('ended without a code');
      }
    }),
    { numRuns: 60 },
  );
  t.pass('each code has its talk');
});

t.test(
  'what was said survives a kill: a replay of the facts, or of a snapshot, comes to the same',
  async t => {
    fc.assert(
      fc.property(words, fc.boolean(), (list, required) => {
        const { state, told } = day(asks(required), list, true);
        const replayed = createState(state.site);
        let middle: State = replayed;
        for (const [index, { fact, atMs }] of told.entries()) {
          if (index === Math.floor(told.length / 2))
            middle = fromSnapshot(JSON.parse(JSON.stringify(toSnapshot(replayed))), state.site);
          apply(replayed, fact, atMs);
          if (middle !== replayed) apply(middle, fact, atMs);
        }
        const records = (one: State) => JSON.stringify(toSnapshot(one));
        if (records(replayed) !== records(state) || records(middle) !== records(state))
          throw new Error(`${records(replayed)}\n${records(middle)}\n${records(state)}`);
      }),
      { numRuns: 60 },
    );
    t.pass('replay = live');
  },
);
