import t from 'tap';
import { Floor, givenAgent, givenFlow, givenSite } from './given.js';

const twoRings = givenFlow({
  id: 'n1',
  rings: [
    { kind: 'agents', requirement: 'internet>=3', afterMs: 0, whenWaitingAtLeast: null },
    { kind: 'agents', requirement: 'internet>=1', afterMs: 30_000, whenWaitingAtLeast: null },
  ],
});

t.test('a call goes to the ready agent who has the skill', async t => {
  const floor = new Floor(
    givenSite(
      [givenFlow({ id: 'n1' })],
      [givenAgent('101', { phone: 5 }), givenAgent('102', { internet: 1 })],
    ),
  );
  floor.logsIn('101', '102');
  floor.arrives('c1', 'n1');
  t.strictSame(floor.offers(), { 102: 'c1' });
  floor.answers('102');
  t.strictSame(floor.take('call-answered', 'call-bridged'), [
    { type: 'call-answered', call: 'c1', leg: 'c1.1', agent: '102', partner: null, waitedMs: 0 },
    { type: 'call-bridged', call: 'c1', leg: 'c1.1' },
  ]);
});

t.test('the rings widen with waiting time', async t => {
  const floor = new Floor(givenSite([twoRings], [givenAgent('101', { internet: 1 })]));
  floor.logsIn('101');
  floor.arrives('c1', 'n1');
  floor.passes(29_999);
  t.strictSame(floor.offers(), {});
  floor.passes(1);
  t.strictSame(floor.offers(), { 101: 'c1' });
});

t.test('a RONA puts the caller back at his old place, and the agent is made not-ready', async t => {
  const floor = new Floor(
    givenSite(
      [givenFlow({ id: 'n1' })],
      [givenAgent('101', { internet: 1 }), givenAgent('102', { internet: 1 })],
    ),
  );
  floor.logsIn('101');
  floor.arrives('c1', 'n1');
  floor.passes(1_000);
  floor.arrives('c2', 'n1');
  floor.passes(14_000);
  t.strictSame(floor.take('agent-not-ready'), [
    { type: 'agent-not-ready', agent: '101', reason: 'no-answer', by: { kind: 'rule', name: 'rona' } },
  ]);
  floor.logsIn('102');
  t.strictSame(floor.offers(), { 102: 'c1' });
});
