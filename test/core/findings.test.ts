// Examples that the simulator found, each failing before its fix.
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
