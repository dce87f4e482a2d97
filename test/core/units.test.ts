import t from 'tap';
import { nextDeadline } from '../../src/core/deadlines.js';
import { decide } from '../../src/core/decide.js';
import type { Fact } from '../../src/core/facts.js';
import type { Input } from '../../src/core/inputs.js';
import { invariants } from '../../src/core/invariants.js';
import type { Flow, Ring, Site } from '../../src/core/site.js';
import { createState } from '../../src/core/state.js';
import { fc } from '../properties.js';
import {
  Floor,
  givenAgent,
  givenCustomer,
  givenFlow,
  givenPartner,
  givenSite,
  givenUnits,
  noon,
} from './given.js';

const ring = (requirement: string, afterMs: number): Ring => ({
  kind: 'agents',
  requirement,
  afterMs,
  whenWaitingAtLeast: null,
});

const units = givenUnits('nord', 'sud', 'ouest');
const parc = (about: Partial<Flow> = {}) =>
  givenFlow({
    id: 'n1',
    rings: [ring('internet>=2 & unit:own', 0), ring('internet>=1', 60_000)],
    ...about,
  });
const of = (team: string) => ({ teams: [team] });
const floorOf = (flows: Flow[] = [parc()]) =>
  new Floor(
    givenSite(
      flows,
      [
        givenAgent('101', { internet: 2 }, of('nord')),
        givenAgent('102', { internet: 2 }, of('sud')),
        givenAgent('103', { internet: 1 }, of('sud')),
        givenAgent('104', { expert: 1, internet: 1 }, of('nord')),
        givenAgent('105', { expert: 1 }, of('sud')),
      ],
      [givenPartner('snt')],
      { units },
    ),
  );

t.test('a customer goes to the agents of his own unit first, and to the others later', async t => {
  const floor = floorOf();
  floor.logsIn('102', '103');
  floor.logsIn('101');
  floor.command('101', { kind: 'not-ready', reason: 'lunch' });
  floor.arrives('c1', 'n1', givenCustomer('k1', 'nord'));
  t.strictSame(floor.offers(), {}, 'two of another unit are ready');
  t.strictSame(floor.take('ring-opened', 'ring-skipped').length, 1);
  floor.passes(59_999);
  t.strictSame(floor.offers(), {});
  floor.passes(1);
  t.strictSame(floor.offers(), { '102': 'c1' });
});

t.test('an agent of his unit who becomes ready takes him, whoever waits for another unit before', async t => {
  const floor = floorOf();
  floor.logsIn('101', '102');
  for (const agent of ['101', '102']) floor.command(agent, { kind: 'not-ready', reason: 'lunch' });
  floor.arrives('c1', 'n1', givenCustomer('k1', 'sud'));
  floor.passes(1_000);
  floor.arrives('c2', 'n1', givenCustomer('k2', 'nord'));
  floor.command('101', { kind: 'ready' });
  t.strictSame(floor.offers(), { '101': 'c2' });
});

t.test('a ring of his own unit costs nobody time who has nobody there', async t => {
  const cases = [
    { call: 'nobody knows him', customer: null, unit: null, because: 'no-unit' },
    { call: 'of no unit', customer: givenCustomer('k', null), unit: null, because: 'no-unit' },
    { call: 'unit is gone', customer: givenCustomer('k', 'est'), unit: 'est', because: 'unknown-unit' },
    { call: 'no agents', customer: givenCustomer('k', 'ouest'), unit: 'ouest', because: 'nobody-of-unit' },
    { call: 'not there', customer: givenCustomer('k', 'nord'), unit: 'nord', because: 'nobody-of-unit' },
  ] as const;
  for (const { call, customer, unit, because } of cases) {
    const floor = floorOf();
    floor.logsIn('103');
    floor.arrives(call, 'n1', customer);
    t.strictSame(floor.take('ring-skipped'), [
      { type: 'ring-skipped', call, ring: 0, unit, because, next: 1 },
    ]);
    t.strictSame(floor.offers(), { '103': call }, call);
  }
});

t.test('the ring that was skipped stays open: an agent of his unit who logs in takes him', async t => {
  const floor = floorOf();
  floor.arrives('c1', 'n1', givenCustomer('k1', 'nord'));
  floor.logsIn('101');
  t.strictSame(floor.offers(), { '101': 'c1' });
  t.match(floor.take('call-offered'), [{ why: { ring: 0, requirement: 'internet>=2 & unit:nord' } }]);
});

t.test(
  'rings of one’s own unit are skipped one after the other, never those that only a long line opens',
  async t => {
    const floor = floorOf([
      parc({
        rings: [
          ring('internet>=2 & unit:own', 0),
          { kind: 'partners', partners: ['snt'], afterMs: null, whenWaitingAtLeast: 5 },
          ring('internet>=1 & unit:own', 30_000),
          ring('expert>=1', 90_000),
        ],
      }),
    ]);
    floor.logsIn('105');
    floor.arrives('c1', 'n1', givenCustomer('k1', 'nord'));
    t.match(floor.take('ring-skipped'), [
      { ring: 0, next: 2 },
      { ring: 2, next: 3 },
    ]);
    t.strictSame(floor.offers(), { '105': 'c1' });
  },
);

t.test('where no ring is left it is said, and he waits for his unit', async t => {
  const floor = floorOf([parc({ rings: [ring('internet>=2 & unit:own', 0)] })]);
  floor.arrives('c1', 'n1', givenCustomer('k1', 'nord'));
  t.strictSame(floor.take('ring-skipped'), [
    { type: 'ring-skipped', call: 'c1', ring: 0, unit: 'nord', because: 'nobody-of-unit', next: null },
  ]);
  floor.logsIn('101');
  t.strictSame(floor.offers(), { '101': 'c1' });
});

t.test('level 2 of the territory: sent on, he keeps his unit', async t => {
  const floor = floorOf([
    parc({ maximumWaitMs: 10_000, tooLong: { kind: 'flow', flow: 'n2' } }),
    givenFlow({ id: 'n2', priority: 1, rings: [ring('expert>=1 & unit:own', 0), ring('expert>=1', 30_000)] }),
  ]);
  floor.logsIn('101', '102', '105', '104');
  floor.command('101', { kind: 'not-ready', reason: 'lunch' });
  floor.arrives('c1', 'n1', givenCustomer('k1', 'nord'));
  floor.passes(10_000);
  t.strictSame(floor.offers(), { '104': 'c1' }, 'not 105, who has been idle for longer');
});

t.test('what an entry rule gives a caller over others of his flow, he keeps in the next one', async t => {
  const flows = [
    parc({ maximumWaitMs: 10_000, tooLong: { kind: 'flow', flow: 'n2' } }),
    givenFlow({ id: 'n2', priority: 2, rings: [ring('expert>=1', 0)] }),
  ];
  const floor = floorOf(flows);
  floor.arrives('plain', 'n1');
  floor.passes(1_000);
  floor.arrives('vip', 'n1', givenCustomer('k1', null), { priority: 5 });
  floor.passes(12_000);
  t.strictSame(
    [...floor.state.calls.values()].map(({ id, flow, priority }) => ({ id, flow, priority })),
    [
      { id: 'plain', flow: 'n2', priority: 2 },
      { id: 'vip', flow: 'n2', priority: 7 },
    ],
  );
  floor.logsIn('104');
  t.strictSame(floor.offers(), { '104': 'vip' });
});

type Event = {
  readonly kind: 'arrive' | 'login' | 'logout' | 'answer' | 'end' | 'wait';
  readonly unit: string | null;
  readonly agent: number;
  readonly afterMs: number;
};

const widensAfterMs = 30_000;

/** Eight agents of three units; those of one never log in. */
const parcs: Site = givenSite(
  [givenFlow({ id: 'n1', rings: [ring('internet>=1 & unit:own', 0), ring('internet>=1', widensAfterMs)] })],
  ['nord', 'nord', 'nord', 'sud', 'sud', 'sud', 'ouest', 'ouest'].map((unit, index) =>
    givenAgent(String(101 + index), { internet: 1 }, of(unit)),
  ),
  [],
  { units },
);

const events = fc.array(
  fc.record<Event>({
    kind: fc.constantFrom('arrive', 'arrive', 'login', 'login', 'logout', 'answer', 'answer', 'end', 'wait'),
    unit: fc.constantFrom('nord', 'sud', 'ouest', 'est', null),
    agent: fc.nat(5),
    afterMs: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 20_000 })),
  }),
  { minLength: 10, maxLength: 100, size: 'max' },
);

/** Runs the events; hands each fact to `look` with the state as it was before the step. */
function run(list: readonly Event[], look: (fact: Fact, nowMs: number) => void): void {
  const state = createState(parcs);
  let nowMs = noon;
  let calls = 0;
  const step = (input: Input) => {
    for (const fact of decide(state, input, nowMs).facts) look(fact, nowMs);
    const broken = invariants(state, nowMs);
    if (broken.length > 0) throw new Error(broken.join('; '));
  };
  for (const { kind, unit, agent, afterMs } of list) {
    const untilMs = nowMs + afterMs;
    for (let due = nextDeadline(state); due !== null && due <= untilMs; due = nextDeadline(state)) {
      nowMs = Math.max(nowMs, due);
      step({ type: 'clock' });
    }
    nowMs = untilMs;
    const id = String(101 + agent);
    const leg = [...state.legs.keys()][agent] ?? 'none';
    const call = `c${++calls}`;
    const about = { channel: call, caller: '1', callerName: '', dialled: '2', trunk: 't', choice: '' };
    if (kind === 'arrive')
      step({
        ...{ type: 'call-arrived', call, flow: 'n1', language: 'fr', ...about },
        customer: unit === null ? null : givenCustomer(call, unit),
      });
    else if (kind === 'login' || kind === 'logout')
      step({ type: 'agent-command', agent: id, command: { kind }, by: { kind: 'phone', name: id } });
    else if (kind === 'answer') step({ type: 'leg-answered', leg });
    else if (kind === 'end') step({ type: 'leg-ended', leg, end: 'hung-up' });
  }
}

t.test(
  'whatever happens: own unit first, another one only later or where nobody of his is there',
  async t => {
    let offersToOthers = 0;
    let offersToOwn = 0;
    fc.assert(
      fc.property(events, list => {
        const cameAtMs = new Map<string, number>();
        const unitOf = new Map<string, string | null>();
        const skipped = new Set<string>();
        const loggedIn = new Set<string>();
        run(list, (fact, nowMs) => {
          if (fact.type === 'agent-logged-in') loggedIn.add(fact.agent);
          if (fact.type === 'agent-logged-out') loggedIn.delete(fact.agent);
          if (fact.type === 'call-queued') cameAtMs.set(fact.call, nowMs);
          if (fact.type === 'caller-identified') unitOf.set(fact.call, fact.customer.unit);
          if (fact.type === 'ring-skipped') {
            skipped.add(fact.call);
            const unit = unitOf.get(fact.call) ?? null;
            const own = [...loggedIn].filter(agent => parcs.agents.get(agent)?.teams[0] === unit);
            if (own.length > 0) throw new Error(`${fact.call} skips ${unit}, where ${own.join()} is there`);
          }
          if (fact.type !== 'call-offered') return;
          const own = parcs.agents.get(fact.agent)?.teams[0] === unitOf.get(fact.call);
          if (own) offersToOwn++;
          else offersToOthers++;
          const waitedMs = nowMs - (cameAtMs.get(fact.call) ?? 0);
          if (!own && waitedMs < widensAfterMs && !skipped.has(fact.call))
            throw new Error(
              `${fact.call} of ${unitOf.get(fact.call)} goes to ${fact.agent} after ${waitedMs} ms`,
            );
        });
      }),
      { numRuns: 200 },
    );
    t.ok(offersToOwn > 100 && offersToOthers > 100, `${offersToOwn} own, ${offersToOthers} others`);
  },
);
