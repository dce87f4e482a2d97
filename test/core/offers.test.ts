import t from 'tap';
import { must } from '../../src/base/assert.js';
import { Floor, givenAgent, givenFlow, givenPartner, givenSite, noon } from './given.js';

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

t.test('a RONA less than the limit leaves the agent ready, and an answer forgives him', async t => {
  const site = givenSite([givenFlow({ id: 'n1' })], [givenAgent('101', { internet: 1 })], [], {
    noAnswersBeforeNotReady: 2,
  });
  const floor = new Floor(site);
  floor.logsIn('101');
  floor.arrives('c1', 'n1');
  floor.passes(15_000);
  t.strictSame(floor.offers(), {}, 'the call remembers that he did not answer');
  floor.passes(60_000);
  t.strictSame(floor.offers(), { 101: 'c1' }, 'for a minute');
  floor.answers('101');
  t.equal(floor.state.agents.get('101')?.noAnswers, 0);
  t.strictSame(floor.take('agent-not-ready'), []);
});

t.test('each cause of refusal has its own back-off, for the call and for the agent', async t => {
  const until = (end: 'rejected' | 'busy' | 'unreachable' | 'no-answer') => {
    const floor = new Floor(givenSite([givenFlow({ id: 'n1' })], [givenAgent('101', { internet: 1 })]));
    floor.logsIn('101');
    floor.arrives('c1', 'n1');
    floor.step({ type: 'leg-ended', leg: floor.legTo('101'), end });
    const [ended] = floor.take('offer-ended');
    return [ended?.cause, (ended?.callUntilMs ?? noon) - noon, (ended?.agentUntilMs ?? noon) - noon];
  };
  t.strictSame(until('rejected'), ['rejected', 30_000, 5_000]);
  t.strictSame(until('busy'), ['busy', 10_000, 10_000]);
  t.strictSame(until('unreachable'), ['unreachable', 5_000, 20_000]);
  t.strictSame(until('no-answer'), ['no-answer', 60_000, 0]);
});

t.test('an agent who rejected one call is offered the next one when his own back-off is over', async t => {
  const floor = new Floor(givenSite([givenFlow({ id: 'n1' })], [givenAgent('101', { internet: 1 })]));
  floor.logsIn('101');
  floor.arrives('c1', 'n1');
  floor.step({ type: 'leg-ended', leg: floor.legTo('101'), end: 'rejected' });
  floor.arrives('c2', 'n1');
  t.strictSame(floor.offers(), {});
  floor.passes(5_000);
  t.strictSame(floor.offers(), { 101: 'c2' }, 'c1 was first, but he refused it');
});

t.test('selection: longest idle, best level, fewest calls, most specialised, linear', async t => {
  const first = (selection: Parameters<typeof givenFlow>[0]['selection'] & string) => {
    const agents = [
      givenAgent('101', { internet: 1, phone: 1, tv: 1 }),
      givenAgent('102', { internet: 3, phone: 1 }),
      givenAgent('103', { internet: 2 }),
    ];
    const floor = new Floor(givenSite([givenFlow({ id: 'n1', selection })], agents));
    floor.logsIn('103');
    floor.arrives('c0', 'n1');
    floor.answers('103');
    floor.step({ type: 'caller-hung-up', call: 'c0' });
    floor.passes(1_000);
    floor.logsIn('102');
    floor.passes(1_000);
    floor.logsIn('101');
    floor.passes(1_000);
    floor.arrives('c1', 'n1');
    return Object.keys(floor.offers());
  };
  t.strictSame(first('longest-idle'), ['103']);
  t.strictSame(first('best-level'), ['102']);
  t.strictSame(first('fewest-calls'), ['102'], 'neither 101 nor 102 had one; 102 has been idle longer');
  t.strictSame(first('most-specialised'), ['103']);
  t.strictSame(first('linear'), ['101']);
});

t.test(
  'a freed agent takes the call that comes first: priority, then the time at which the caller first asked',
  async t => {
    const flows = [givenFlow({ id: 'n1' }), givenFlow({ id: 'vip', priority: 1 })];
    const floor = new Floor(
      givenSite(flows, [givenAgent('101', { internet: 1 })], [], { priorityStepMs: 60_000 }),
    );
    floor.arrives('old', 'n1');
    floor.passes(61_000);
    floor.arrives('n1', 'n1');
    floor.arrives('vip', 'vip');
    const order: string[] = [];
    floor.logsIn('101');
    for (let i = 0; i < 3; i++) {
      const call = Object.values(floor.offers())[0] ?? '';
      order.push(call);
      floor.answers('101');
      floor.step({ type: 'caller-hung-up', call });
    }
    t.strictSame(
      order,
      ['old', 'vip', 'n1'],
      'a step of priority is worth a minute: who has waited longer than that still goes first',
    );
  },
);

t.test('two callers and one agent in the same millisecond: one gets him, the other waits', async t => {
  const floor = new Floor(givenSite([givenFlow({ id: 'n1' })], [givenAgent('101', { internet: 1 })]));
  floor.logsIn('101');
  floor.arrives('c1', 'n1');
  floor.arrives('c2', 'n1');
  t.strictSame(floor.offers(), { 101: 'c1' });
  floor.answers('101');
  floor.step({ type: 'leg-ended', leg: 'c1.1', end: 'hung-up' });
  t.strictSame(floor.take('call-returned').length, 1, 'hung up at once: c1 returns to the front');
  t.strictSame(floor.offers(), { 101: 'c2' });
});

t.test(
  'several phones ring at once: one winner, even when two answer in the same millisecond, and no loser is blamed',
  async t => {
    const agents = ['101', '102', '103'].map(id => givenAgent(id, { internet: 1 }));
    const floor = new Floor(givenSite([givenFlow({ id: 'n1', ringAtOnce: 3 })], agents));
    floor.logsIn('101', '102', '103');
    floor.arrives('c1', 'n1');
    t.strictSame(floor.offers(), { 101: 'c1', 102: 'c1', 103: 'c1' });
    const [second, third] = [floor.legTo('102'), floor.legTo('103')];
    floor.effects = [];
    floor.step({ type: 'leg-answered', leg: second });
    floor.step({ type: 'leg-answered', leg: third });
    t.strictSame(
      floor.effects.map(effect => `${effect.type} ${'leg' in effect ? effect.leg : ''}`),
      ['bridge c1.2', 'cancel c1.1', 'cancel c1.3', 'cancel c1.3'],
      'who answers too late is hung up',
    );
    t.strictSame(
      floor.take('offer-ended').map(({ agent, cause, callUntilMs }) => [agent, cause, callUntilMs]),
      [
        ['101', 'taken-elsewhere', null],
        ['103', 'taken-elsewhere', null],
      ],
    );
    floor.arrives('c2', 'n1');
    t.strictSame(floor.offers(), { 101: 'c2', 103: 'c2' });
  },
);

t.test('a mobile must press 1: a voicemail that answers never swallows the caller', async t => {
  const floor = new Floor(
    givenSite([givenFlow({ id: 'n1' })], [givenAgent('101', { internet: 1 }, { confirm: true })]),
  );
  floor.logsIn('101');
  floor.arrives('c1', 'n1');
  floor.step({ type: 'leg-answered', leg: 'c1.1' });
  floor.step({ type: 'leg-key', leg: 'c1.1', key: '5' });
  t.strictSame(floor.take('call-answered'), []);
  floor.passes(8_000);
  t.strictSame(
    floor.take('offer-ended').map(fact => fact.cause),
    ['not-confirmed'],
  );
  t.equal(floor.state.calls.get('c1')?.talk, null);
  floor.command('101', { kind: 'ready' });
  floor.passes(60_000);
  floor.step({ type: 'leg-answered', leg: 'c1.2' });
  floor.step({ type: 'leg-key', leg: 'c1.2', key: '1' });
  t.strictSame(
    floor.take('call-answered').map(fact => fact.agent),
    ['101'],
  );
});

t.test('an agent who hangs up within seconds sends the caller to the front, before older ones', async t => {
  const floor = new Floor(
    givenSite(
      [givenFlow({ id: 'n1' })],
      [givenAgent('101', { internet: 1 }), givenAgent('102', { internet: 1 })],
    ),
  );
  floor.arrives('c0', 'n1');
  floor.logsIn('101');
  floor.answers('101');
  floor.passes(60_000);
  floor.arrives('old', 'n1');
  floor.passes(60_000);
  floor.step({ type: 'caller-hung-up', call: 'c0' });
  t.strictSame(floor.offers(), { 101: 'old' });
  floor.arrives('new', 'n1');
  floor.answers('101');
  floor.passes(2_000);
  floor.arrives('newest', 'n1');
  floor.step({ type: 'leg-ended', leg: floor.state.calls.get('old')?.talk?.leg ?? '', end: 'hung-up' });
  t.strictSame(
    floor.take('call-returned').map(({ call, because }) => [call, because]),
    [['old', 'hung-up-at-once']],
  );
  floor.logsIn('102');
  t.strictSame(floor.offers(), { 101: 'new', 102: 'old' }, '101 is spared the caller on whom he hung up');
});

t.test("a phone's redirect is followed only to a destination of the closed list", async t => {
  const partner = givenPartner('mobiles', { destinations: [{ trunk: 'out', number: '0600000001' }] });
  const redirected = (target: string) => {
    const floor = new Floor(
      givenSite([givenFlow({ id: 'n1' })], [givenAgent('101', { internet: 1 })], [partner]),
    );
    floor.logsIn('101');
    floor.arrives('c1', 'n1');
    floor.effects = [];
    floor.step({ type: 'leg-redirected', leg: 'c1.1', target });
    return floor.effects.map(effect => (effect.type === 'dial' ? `dial ${effect.number}` : effect.type));
  };
  t.strictSame(redirected('sip:0600000001@10.0.0.1'), ['cancel', 'dial 0600000001']);
  t.strictSame(redirected('sip:0899000000@10.0.0.1'), ['cancel']);
  t.strictSame(redirected('sip:0600000001;x=0899000000@evil'), ['cancel', 'dial 0600000001']);
  t.strictSame(redirected('Local/0600000001@anywhere'), ['cancel']);
});

t.test('a phone that is busy outside the ACD is not rung, and gets a call when it is free again', async t => {
  const floor = new Floor(givenSite([givenFlow({ id: 'n1' })], [givenAgent('101', { internet: 1 })]));
  floor.logsIn('101');
  floor.step({ type: 'phone-changed', endpoint: 'PJSIP/101', phone: 'busy' });
  floor.arrives('c1', 'n1');
  t.strictSame(floor.offers(), {});
  floor.step({ type: 'phone-changed', endpoint: 'PJSIP/101', phone: 'idle' });
  t.strictSame(floor.offers(), { 101: 'c1' });
  floor.step({ type: 'phone-changed', endpoint: 'PJSIP/101', phone: 'busy' });
  t.equal(floor.state.agents.get('101')?.phone, 'idle', 'that one is our own doing');
});

t.test(
  'a caller who hangs up while waiting, while ringing and while talking has exactly one end',
  async t => {
    const floor = new Floor(givenSite([givenFlow({ id: 'n1' })], [givenAgent('101', { internet: 1 })]));
    floor.arrives('waits', 'n1');
    floor.passes(4_000);
    floor.step({ type: 'caller-hung-up', call: 'waits' });
    floor.step({ type: 'caller-hung-up', call: 'waits' });
    floor.logsIn('101');
    floor.arrives('rings', 'n1');
    floor.effects = [];
    floor.step({ type: 'caller-hung-up', call: 'rings' });
    t.strictSame(floor.effects, [{ type: 'cancel', leg: 'rings.1' }]);
    floor.arrives('talks', 'n1');
    floor.answers('101');
    floor.passes(30_000);
    floor.step({ type: 'caller-hung-up', call: 'talks' });
    t.strictSame(
      floor
        .take('call-ended')
        .map(({ call, end, waitedMs, talkMs, position }) => ({ call, end, waitedMs, talkMs, position })),
      [
        { call: 'waits', end: 'abandoned', waitedMs: 4_000, talkMs: 0, position: 1 },
        { call: 'rings', end: 'abandoned', waitedMs: 0, talkMs: 0, position: 1 },
        { call: 'talks', end: 'caller-hung-up', waitedMs: 0, talkMs: 30_000, position: 0 },
      ],
    );
  },
);

t.test('a leg that is lost as it begins is not tried again as fast as the machine can', async t => {
  const floor = new Floor(givenSite([givenFlow({ id: 'n1' })], [givenAgent('101', { internet: 1 })]));
  floor.logsIn('101');
  floor.arrives('c1', 'n1');
  floor.step({ type: 'leg-ended', leg: 'c1.1', end: 'lost' });
  t.strictSame(floor.offers(), {}, 'of a caller who is gone nobody may have heard');
  floor.passes(999);
  t.strictSame(floor.offers(), {});
  floor.passes(1);
  t.strictSame(floor.offers(), { 101: 'c1' });
  floor.passes(1_000);
  floor.step({ type: 'leg-ended', leg: 'c1.2', end: 'lost' });
  t.strictSame(floor.offers(), { 101: 'c1' }, 'one that rang and was lost is made good at once');
});

t.test('a leg that rings or answers for nobody is taken back', async t => {
  const floor = new Floor(givenSite([givenFlow({ id: 'n1' })], [givenAgent('101', { internet: 1 })]));
  floor.logsIn('101');
  floor.arrives('c1', 'n1');
  floor.effects = [];
  floor.step({ type: 'leg-ringing', leg: 'c9.1' });
  floor.step({ type: 'leg-answered', leg: 'c9.1' });
  floor.step({ type: 'leg-ringing', leg: 'c1.1' });
  t.strictSame(floor.effects, Array(2).fill({ type: 'cancel', leg: 'c9.1' }));
});

t.test('fewest calls: at midnight everybody begins anew, who is ready and had none yet as well', async t => {
  const agents = [givenAgent('101', { internet: 1 }), givenAgent('102', { internet: 1 })];
  const floor = new Floor(givenSite([givenFlow({ id: 'n1', selection: 'fewest-calls' })], agents));
  let calls = 0;
  const taken = () => {
    const call = `c${++calls}`;
    floor.arrives(call, 'n1');
    const agent = must(Object.keys(floor.offers())[0], 'an agent who is offered the call');
    floor.answers(agent);
    floor.passes(10_000);
    floor.step({ type: 'caller-hung-up', call });
    return agent;
  };
  floor.logsIn('101');
  t.strictSame([taken(), taken(), taken()], ['101', '101', '101']);
  floor.logsIn('102');
  t.strictSame([taken(), taken()], ['102', '102']);
  floor.passes(13 * 3_600_000);
  t.strictSame([taken(), taken(), taken()], ['101', '102', '101']);
  floor.command('101', { kind: 'logout' });
  t.strictSame([taken(), taken()], ['102', '102']);
  floor.command('101', { kind: 'login' });
  t.equal(taken(), '101');
});
