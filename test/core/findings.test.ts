// Examples that the simulator or a reader found, each failing before its fix.
import t from 'tap';
import { apply } from '../../src/core/apply.js';
import { nextDeadline } from '../../src/core/deadlines.js';
import { changeSite, decide, record, resume } from '../../src/core/decide.js';
import { invariants } from '../../src/core/invariants.js';
import { fromSnapshot, toSnapshot } from '../../src/core/snapshot.js';
import { createState } from '../../src/core/state.js';
import { Floor, givenAgent, givenFlow, givenSite, noon } from './given.js';

t.test('a reload that takes the announcements away leaves no deadline that is due for ever', async t => {
  const announcements = { firstAfterMs: 10_000, everyMs: 30_000, position: true, expectedWait: false };
  const agents = [givenAgent('101', { internet: 1 })];
  const floor = new Floor(givenSite([givenFlow({ id: 'n1', announcements })], agents));
  floor.arrives('c1', 'n1');
  changeSite(floor.state, givenSite([givenFlow({ id: 'n1' })], agents), floor.nowMs);
  t.equal(nextDeadline(floor.state), null);
});

t.test(
  'a caller whose talk comes to nothing after a restart, and whose flow is gone, is not left waiting',
  async t => {
    const agents = [givenAgent('101', { internet: 1 })];
    const floor = new Floor(givenSite([givenFlow({ id: 'n1' }), givenFlow({ id: 'n2' })], agents));
    floor.logsIn('101');
    floor.arrives('c1', 'n2');
    floor.answers('101');
    const without = givenSite([givenFlow({ id: 'n1' })], agents);
    const state = fromSnapshot(JSON.parse(JSON.stringify(toSnapshot(floor.state))), without);
    resume(state, noon);
    const { facts, effects } = decide(state, { type: 'leg-ended', leg: 'c1.1', end: 'lost' }, noon + 1_000);
    t.match(facts.at(-1), { type: 'call-ended', call: 'c1', end: 'fallback', reason: 'unknown-flow' });
    t.strictSame(effects, [{ type: 'release', call: 'c1', next: 'fallback' }]);
    t.strictSame(invariants(state, noon + 1_000), []);
  },
);

t.test(
  'the handling time that the EWT is made of is learnt from the facts, not from the site file',
  async t => {
    const flow = givenFlow({ id: 'n1', wrapUpMs: 20_000 });
    const site = givenSite([flow], [givenAgent('101', { internet: 1 })]);
    const floor = new Floor(site);
    floor.logsIn('101');
    floor.arrives('c1', 'n1');
    floor.answers('101');
    floor.passes(60_000);
    floor.step({ type: 'caller-hung-up', call: 'c1' });
    t.strictSame(floor.state.handling.get('n1'), { averageMs: 80_000, count: 1 });

    const replayed = createState({ ...site, flows: new Map([['n1', { ...flow, wrapUpMs: 0 }]]) });
    let atMs = noon;
    for (const fact of floor.facts) {
      if (fact.type === 'talk-ended') atMs = floor.nowMs;
      apply(replayed, fact, atMs);
    }
    t.equal(replayed.handling.get('n1')?.count, 1);
    t.match(replayed.handling.get('n1'), { averageMs: 80_000 });
  },
);

t.test('an announcement that falls due while the switch is away is not due for ever', async t => {
  const announcements = { firstAfterMs: 10_000, everyMs: 30_000, position: true, expectedWait: false };
  const floor = new Floor(givenSite([givenFlow({ id: 'n1', announcements })], []));
  floor.arrives('c1', 'n1');
  record(floor.state, { type: 'switch-lost', why: 'test' }, floor.nowMs);
  floor.passes(20_000);
  t.equal(nextDeadline(floor.state), null);
  record(floor.state, { type: 'switch-connected', version: 'test' }, floor.nowMs);
  const { effects } = resume(floor.state, floor.nowMs);
  t.strictSame(
    effects.map(({ type }) => type),
    ['hold', 'announce'],
  );
});

t.test(
  'a caller whose end was written down before a kill -9, and not done, is not put in line again',
  async t => {
    const floor = new Floor(givenSite([givenFlow({ id: 'n1' })], [givenAgent('101', { internet: 1 })]));
    floor.logsIn('101');
    floor.arrives('c1', 'n1');
    floor.answers('101');
    floor.passes(60_000);
    floor.step({ type: 'leg-ended', leg: 'c1.1', end: 'hung-up' });
    const state = fromSnapshot(JSON.parse(JSON.stringify(toSnapshot(floor.state))), floor.state.site);
    t.strictSame([...state.dismissed], [['c1', 'hang-up']]);
  },
);

t.test(
  'an agent who answered and was never asked for the key, because we were killed, is asked then',
  async t => {
    const agents = [givenAgent('101', { internet: 1 }, { confirm: true })];
    const floor = new Floor(givenSite([givenFlow({ id: 'n1' })], agents));
    floor.logsIn('101');
    floor.arrives('c1', 'n1');
    floor.step({ type: 'leg-answered', leg: 'c1.1' });
    const { effects } = resume(floor.state, floor.nowMs);
    t.strictSame(effects, [
      { type: 'hold', call: 'c1', music: 'default', language: 'fr' },
      { type: 'ask-confirmation', leg: 'c1.1', language: 'fr' },
    ]);
  },
);

t.test('a flow that a reload took away keeps the calls that it has, and gets no new ones', async t => {
  const [n1, n2] = [givenFlow({ id: 'n1' }), givenFlow({ id: 'n2' })];
  const agents = [givenAgent('101', { internet: 1 })];
  const floor = new Floor(givenSite([n1, n2], agents));
  floor.arrives('c1', 'n2');
  changeSite(floor.state, givenSite([n1], agents), floor.nowMs);
  floor.arrives('c2', 'n2');
  t.match(floor.take('call-ended'), [{ call: 'c2', end: 'fallback', reason: 'unknown-flow' }]);
  floor.logsIn('101');
  t.strictSame(floor.offers(), { 101: 'c1' });
});

const opensAt = (requirement: string, afterMs: number) =>
  ({ kind: 'agents', requirement, afterMs, whenWaitingAtLeast: null }) as const;

/** 101 talks with c1 of n1, who had waited for ten seconds, for ten minutes; 201 is of no ring that is open. */
function longTalk(): Floor {
  const rings = [opensAt('internet>=1', 0), opensAt('expert>=2', 30_000)];
  const n1 = givenFlow({ id: 'n1', rings, maximumWaitMs: 60_000, tooLong: { kind: 'release' } });
  const agents = [givenAgent('101', { internet: 1 }), givenAgent('201', { expert: 1 })];
  const floor = new Floor(givenSite([n1, givenFlow({ id: 'n2' })], agents));
  floor.arrives('c1', 'n1');
  floor.passes(10_000);
  floor.logsIn('101', '201');
  floor.answers('101');
  floor.passes(600_000);
  return floor;
}

/** How he comes back into line, and how long after that his flow lets him wait. */
const waysBack: Record<string, (floor: Floor) => void> = {
  'the leg of his agent is lost': floor => {
    floor.command('101', { kind: 'not-ready', reason: 'lunch' });
    floor.step({ type: 'leg-ended', leg: 'c1.1', end: 'lost' });
  },
  'his agent hangs up while he is on hold': floor => {
    floor.command('101', { kind: 'not-ready', reason: 'lunch' });
    floor.command('101', { kind: 'hold' });
    floor.step({ type: 'leg-ended', leg: 'c1.1', end: 'hung-up' });
  },
  'a blind transfer is not answered': floor => {
    floor.command('101', { kind: 'not-ready', reason: 'lunch' });
    floor.command('101', { kind: 'transfer', manner: 'blind', to: { kind: 'agent', agent: '201' } });
    floor.step({ type: 'leg-ended', leg: 'c1.2', end: 'busy' });
  },
  'the colleague to whom he was sent is lost after a second': floor => {
    floor.command('101', { kind: 'not-ready', reason: 'lunch' });
    floor.command('101', { kind: 'transfer', manner: 'consultation', to: { kind: 'agent', agent: '201' } });
    floor.answers('201');
    floor.step({ type: 'gathered', call: 'c1', target: 'c1.2' });
    floor.passes(300_000);
    floor.command('101', { kind: 'transfer-complete' });
    floor.step({ type: 'bridged', call: 'c1', leg: 'c1.2' });
    floor.step({ type: 'leg-ended', leg: 'c1.2', end: 'lost' });
  },
};

for (const [way, comesBack] of Object.entries(waysBack))
  t.test(`who comes back into line because ${way} has waited for as long as he waited`, async t => {
    const floor = longTalk();
    comesBack(floor);
    t.equal(floor.state.calls.get('c1')?.talk, null);
    floor.facts = [];
    const enteredMs = floor.nowMs - (floor.state.calls.get('c1')?.flowEnteredAtMs ?? 0);
    // Of two talks that overlapped neither is waited for twice: then he begins anew.
    t.equal(enteredMs, way.includes('colleague') ? 0 : 10_000);
    floor.passes(30_000 - enteredMs - 1);
    t.strictSame(floor.take('ring-opened', 'call-treated'), []);
    floor.passes(1);
    t.match(floor.take('ring-opened'), [{ ring: 1 }]);
    floor.passes(29_999);
    t.strictSame(floor.take('call-treated'), []);
    floor.passes(1);
    t.match(floor.take('call-treated'), [{ because: 'too-long' }]);
  });

/** The daemon begins anew with a site file that has no n1 any more. */
function withoutN1({ state, nowMs }: Floor): Floor {
  const { site } = state;
  const flows = [...site.flows.values()].filter(({ id }) => id !== 'n1');
  const without = givenSite(flows, [...site.agents.values()]);
  const again = new Floor(without);
  Object.assign(again, {
    nowMs,
    state: fromSnapshot(JSON.parse(JSON.stringify(toSnapshot(state))), without),
  });
  again.effects.push(...resume(again.state, nowMs).effects);
  return again;
}

const toFallback = { call: 'c1', end: 'fallback', reason: 'unknown-flow' };

t.test(
  'an agent who hangs up on hold, and whose flow is gone, leaves nobody with music for ever',
  async t => {
    const floor = longTalk();
    floor.command('101', { kind: 'hold' });
    const again = withoutN1(floor);
    again.step({ type: 'leg-ended', leg: 'c1.1', end: 'hung-up' });
    t.match(again.take('call-ended'), [toFallback]);
    t.strictSame(again.effects.at(-1), { type: 'release', call: 'c1', next: 'fallback' });
  },
);

t.test('a transfer that is taken back to a flow that is gone leaves nobody with music for ever', async t => {
  const floor = longTalk();
  const send = { kind: 'transfer', manner: 'consultation', to: { kind: 'flow', flow: 'n2' } } as const;
  floor.command('101', send);
  const again = withoutN1(floor);
  again.command('101', { kind: 'transfer-cancel' });
  again.command('101', { ...send, manner: 'blind', to: { kind: 'agent', agent: '201' } });
  t.match(again.take('call-ended'), [toFallback]);
  t.strictSame(again.effects.at(-1), { type: 'release', call: 'c1', next: 'fallback' });
});
