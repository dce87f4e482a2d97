import t from 'tap';
import { resume } from '../../src/core/decide.js';
import type { Input } from '../../src/core/inputs.js';
import type { SwitchSnapshot } from '../../src/core/switch.js';
import { reconcile } from '../../src/engine/reconcile.js';
import { partStrangers } from '../../src/engine/strangers.js';
import { Floor, givenAgent, givenFlow, givenSite } from '../core/given.js';
import { CallingFloor, givenCallingSite, minute } from '../core/given-outbound.js';
import { emptySwitch } from './given-switch.js';

type Arrival = Extract<Input, { type: 'call-arrived' }>;

const arrival = (call: string): Arrival => {
  const about = {
    caller: '0612345678',
    callerName: '',
    dialled: '3200',
    trunk: 'operator',
    language: 'fr',
    choice: '',
  } as const;
  return { type: 'call-arrived', call, channel: call, flow: 'n1', ...about };
};
const waits = (call: string) => ({ arrival: arrival(call), joinedWith: null });

/** c1 talks with 101 (leg c1.1), c2 rings 102 (leg c2.1), c3 waits. */
function givenFloor(): Floor {
  const floor = new Floor(
    givenSite(
      [givenFlow({ id: 'n1' })],
      [givenAgent('101', { internet: 1 }), givenAgent('102', { internet: 1 })],
    ),
  );
  floor.logsIn('101');
  floor.arrives('c1', 'n1');
  floor.answers('101');
  floor.logsIn('102');
  floor.arrives('c2', 'n1');
  floor.arrives('c3', 'n1');
  return floor;
}

t.test('a switch on which all is as we remember it changes nothing', async t => {
  const floor = givenFloor();
  const { inputs, effects } = reconcile(floor.state, {
    ...emptySwitch,
    callers: [{ arrival: arrival('c1'), joinedWith: 'c1.1' }, waits('c2'), waits('c3')],
    legs: [
      { leg: 'c1.1', state: 'up' },
      { leg: 'c2.1', state: 'ringing' },
    ],
  });
  t.strictSame(effects, []);
  floor.facts = [];
  for (const input of inputs) floor.step(input);
  t.strictSame(floor.facts, [{ type: 'leg-rang', call: 'c2', leg: 'c2.1' }]);
});

t.test('a caller who is gone is on record for what became of him, as far as it can be known', async t => {
  const { state } = givenFloor();
  const how = (snapshot: Partial<SwitchSnapshot>) =>
    reconcile(state, { ...emptySwitch, ...snapshot }).inputs.map(({ type }) => type);
  t.strictSame(how({}), ['caller-lost', 'caller-lost', 'caller-lost']);
  t.strictSame(how({ elsewhere: new Set(['c3']) }), ['caller-lost', 'caller-lost', 'caller-left']);
  const queuedAtMs = state.calls.get('c3')?.queuedAtMs ?? 0;
  t.strictSame(how({ startedAtMs: queuedAtMs }), ['caller-lost', 'caller-lost', 'caller-lost']);
  t.strictSame(how({ startedAtMs: queuedAtMs + 1 }), ['caller-cut-off', 'caller-cut-off', 'caller-cut-off']);
  const floor = givenFloor();
  floor.facts = [];
  floor.step({ type: 'caller-cut-off', call: 'c1' });
  t.strictSame(
    floor.facts.flatMap(fact => (fact.type === 'call-ended' ? [fact.end] : [])),
    ['switch-died'],
  );
});

t.test('what happened while we were away is told as if it happened now', async t => {
  const inputs = (snapshot: Partial<SwitchSnapshot>) =>
    reconcile(givenFloor().state, { ...emptySwitch, ...snapshot }).inputs;
  t.strictSame(inputs({ callers: [waits('c2'), waits('c3')], legs: [{ leg: 'c2.1', state: 'up' }] }), [
    { type: 'caller-lost', call: 'c1' },
    { type: 'leg-answered', leg: 'c2.1' },
  ]);
  t.strictSame(
    inputs({ callers: [waits('c1'), waits('c2'), waits('c3'), waits('c9')], legs: [] }),
    [
      { type: 'leg-ended', leg: 'c1.1', end: 'lost' },
      { type: 'leg-ended', leg: 'c2.1', end: 'lost' },
      arrival('c9'),
    ],
    'an agent who hung up meanwhile frees his caller; who came meanwhile is new',
  );
});

t.test('a caller whose agent hung up meanwhile goes to the head of his flow', async t => {
  const floor = givenFloor();
  const { inputs } = reconcile(floor.state, {
    ...emptySwitch,
    callers: [waits('c1'), waits('c2'), waits('c3')],
    legs: [{ leg: 'c2.1', state: 'ringing' }],
  });
  for (const input of inputs) floor.step(input);
  t.strictSame(floor.offers(), { 101: 'c1', 102: 'c2' });
});

t.test(
  'a leg that nobody knows is hung up, a talk that fell apart is joined again, a talk of others is left alone',
  async t => {
    const { inputs, effects } = reconcile(givenFloor().state, {
      ...emptySwitch,
      callers: [waits('c1'), waits('c2'), waits('c3'), { arrival: arrival('c8'), joinedWith: 'c8.4' }],
      legs: [
        { leg: 'c1.1', state: 'up' },
        { leg: 'c2.1', state: 'ringing' },
        { leg: 'c7.1', state: 'ringing' },
        { leg: 'c8.4', state: 'up' },
      ],
    });
    t.strictSame(inputs, [{ type: 'leg-ringing', leg: 'c2.1' }]);
    t.strictSame(effects, [
      { type: 'cancel', leg: 'c7.1' },
      { type: 'bridge', call: 'c1', leg: 'c1.1' },
    ]);
  },
);

t.test('after a restart those who wait are held again, in the order in which they stood', async t => {
  const floor = givenFloor();
  const { effects } = resume(floor.state, floor.nowMs);
  t.strictSame(
    effects.map(effect => `${effect.type} ${'call' in effect ? effect.call : ''}`),
    ['hold c2', 'hold c3'],
  );
});

t.test('a caller whose call we ended, and were killed before we said so, is let go now', async t => {
  const floor = givenFloor();
  floor.passes(60_000);
  floor.step({ type: 'leg-ended', leg: 'c1.1', end: 'hung-up' });
  const { inputs, effects } = reconcile(floor.state, {
    ...emptySwitch,
    callers: [waits('c1'), waits('c2'), waits('c3')],
  });
  t.strictSame(effects, [{ type: 'hang-up', call: 'c1' }]);
  t.notOk(inputs.some(input => input.type === 'call-arrived'));
});

t.test('a caller who talks with a leg that nobody remembers is not taken out of that talk', async t => {
  const floor = givenFloor();
  const { inputs, effects, strangers } = reconcile(floor.state, {
    ...emptySwitch,
    callers: [
      { arrival: arrival('c1'), joinedWith: 'c1.1' },
      waits('c2'),
      { arrival: arrival('c3'), joinedWith: 'c3.1' },
    ],
    legs: [
      { leg: 'c1.1', state: 'up' },
      { leg: 'c2.1', state: 'ringing' },
      { leg: 'c3.1', state: 'up' },
    ],
  });
  t.strictSame(effects, []);
  t.strictSame([...strangers], [['c3', 'c3.1']]);
  for (const input of inputs) floor.step(input);
  t.notOk(floor.state.calls.has('c3'), 'the facts of his talk are lost: of him nothing more is known');
});

t.test(
  'a caller whom nobody remembers, alone in the bridge of a leg that has hung up, is a new one',
  async t => {
    const floor = givenFloor();
    const { inputs, effects, strangers } = reconcile(floor.state, {
      ...emptySwitch,
      callers: [
        { arrival: arrival('c1'), joinedWith: 'c1.1' },
        waits('c2'),
        waits('c3'),
        { arrival: arrival('c8'), joinedWith: 'c8.4' },
      ],
      legs: [
        { leg: 'c1.1', state: 'up' },
        { leg: 'c2.1', state: 'ringing' },
      ],
    });
    t.strictSame(effects, []);
    t.equal(strangers.size, 0);
    for (const input of inputs) floor.step(input);
    t.equal(floor.state.calls.get('c8')?.flow, 'n1', 'he waits, and is not left in silence');
  },
);

t.test('whoever is joined has pressed the key, though that fact is lost', async t => {
  const agent = givenAgent('101', { internet: 1 }, { confirm: true });
  const floor = new Floor(givenSite([givenFlow({ id: 'n1' })], [agent]));
  floor.logsIn('101');
  floor.arrives('c1', 'n1');
  floor.step({ type: 'leg-answered', leg: 'c1.1' });
  const { inputs } = reconcile(floor.state, {
    ...emptySwitch,
    callers: [{ arrival: arrival('c1'), joinedWith: 'c1.1' }],
    legs: [{ leg: 'c1.1', state: 'up' }],
  });
  for (const input of inputs) floor.step(input);
  t.equal(floor.state.calls.get('c1')?.talk?.leg, 'c1.1');
  t.strictSame(
    resume(floor.state, floor.nowMs).effects.map(({ type }) => type),
    ['bridge'],
    'he is not put back into the line',
  );
});

t.test('of a talk that nobody remembers the other end is hung up when one is gone', async t => {
  const strangers = new Map([
    ['c1', 'c1.1'],
    ['c2', 'c2.4'],
  ]);
  t.strictSame(partStrangers(strangers, { type: 'leg-ended', leg: 'c9.1', end: 'hung-up' }), []);
  t.strictSame(partStrangers(strangers, { type: 'leg-ended', leg: 'c1.1', end: 'hung-up' }), [
    { type: 'hang-up', call: 'c1' },
  ]);
  t.strictSame(partStrangers(strangers, { type: 'caller-hung-up', call: 'c1' }), [], 'once');
  t.strictSame(partStrangers(strangers, { type: 'caller-hung-up', call: 'c2' }), [
    { type: 'cancel', leg: 'c2.4' },
  ]);
});

t.test('a join that was thought to have failed is taken apart, as it was decided', async t => {
  const floor = givenFloor();
  floor.step({ type: 'bridge-failed', call: 'c1', leg: 'c1.1', gone: 'unknown' });
  const { inputs, effects, strangers } = reconcile(floor.state, {
    ...emptySwitch,
    callers: [{ arrival: arrival('c1'), joinedWith: 'c1.1' }, waits('c2'), waits('c3')],
    legs: [
      { leg: 'c1.1', state: 'up' },
      { leg: 'c2.1', state: 'ringing' },
    ],
  });
  t.notOk(inputs.some(({ type }) => type === 'caller-lost'));
  t.strictSame(effects, [{ type: 'cancel', leg: 'c1.1' }]);
  t.equal(strangers.size, 0);
});

t.test('a recording that was suspended or resumed while Asterisk was away is so now', async t => {
  const flow = givenFlow({ id: 'n1', recording: { sharePercent: 100, notice: 'tone' } });
  const floor = new Floor(givenSite([flow], [givenAgent('101', { internet: 1 })]));
  floor.logsIn('101');
  floor.arrives('c1', 'n1');
  floor.answers('101');
  const said = (command: 'pause' | 'resume') => {
    const by = { kind: 'phone', name: 'PJSIP/101' } as const;
    floor.step({ type: 'recording-command', agent: '101', command, by });
    const { effects, afterwards } = reconcile(floor.state, {
      ...emptySwitch,
      callers: [{ arrival: arrival('c1'), joinedWith: 'c1.1' }],
      legs: [{ leg: 'c1.1', state: 'up' }],
      recordings: new Set(['c1-1', 'c9-1']),
    });
    return [...effects, ...afterwards];
  };
  const other = { type: 'stop-recording', call: 'c9', recording: 'c9-1' };
  t.strictSame(said('pause'), [other, { type: 'pause-recording', call: 'c1', recording: 'c1-1' }]);
  t.strictSame(said('resume'), [other, { type: 'resume-recording', call: 'c1', recording: 'c1-1' }]);
});

/** The agent 101 has answered for the agent-first call, and its customer is being dialled. */
function givenDialling(): CallingFloor {
  const floor = new CallingFloor(givenCallingSite());
  floor.logsIn('101');
  floor.wants('case-c7.1');
  floor.step({ type: 'leg-answered', leg: 'case-c7.1.1' });
  return floor;
}

/** A daemon comes back to this. */
function comesBack(floor: CallingFloor, legs: SwitchSnapshot['legs']) {
  floor.facts = [];
  const { inputs, effects } = reconcile(floor.state, { ...emptySwitch, legs });
  for (const input of inputs) floor.step(input);
  const again = resume(floor.state, floor.nowMs);
  floor.facts.push(...again.facts);
  return { effects: [...effects, ...again.effects], facts: floor.facts.map(({ type }) => type) };
}

t.test(
  'a customer’s leg that is gone is an attempt that was lost: he is not dialled again at once',
  async t => {
    const floor = givenDialling();
    const { facts, effects } = comesBack(floor, [{ leg: 'case-c7.1.1', state: 'up' }]);
    t.strictSame(facts, ['customer-not-reached']);
    t.strictSame(effects, []);
    t.match(floor.state.calls.get('case-c7.1')?.outbound, { restUntilMs: floor.nowMs + 30 * minute });
  },
);

t.test('a customer who answered meanwhile is joined', async t => {
  const { facts, effects } = comesBack(givenDialling(), [
    { leg: 'case-c7.1.1', state: 'up' },
    { leg: 'case-c7.1.2', state: 'up' },
  ]);
  t.strictSame(facts, ['customer-answered']);
  t.strictSame(effects, [{ type: 'join', call: 'case-c7.1', leg: 'case-c7.1.1', customer: 'case-c7.1.2' }]);
});

t.test('a customer who had answered and is gone with the agent is not called a second time', async t => {
  const floor = givenDialling();
  floor.step({ type: 'leg-answered', leg: 'case-c7.1.2' });
  const { facts } = comesBack(floor, []);
  t.strictSame(facts, ['talk-ended', 'outbound-ended']);
  t.equal(floor.state.calls.size, 0);
});

t.test('a call without a caller that rests or waits is not lost because no caller is there', async t => {
  const floor = new CallingFloor(givenCallingSite());
  floor.wants('case-c7.1', { notBeforeMs: floor.nowMs + minute });
  floor.wants('case-c7.2', { number: '0612345679' });
  t.strictSame(comesBack(floor, []), { effects: [], facts: [] });
  t.equal(floor.state.calls.size, 2);
});

t.test('a target whom the agent has let go is hung up before caller and agent are joined again', async t => {
  const floor = new Floor(
    givenSite(
      [givenFlow({ id: 'n1' })],
      [givenAgent('101', { internet: 1 }), givenAgent('102', { internet: 1 })],
    ),
  );
  const by = { kind: 'phone', name: 'PJSIP/101' } as const;
  floor.logsIn('101');
  floor.arrives('c1', 'n1');
  floor.answers('101');
  floor.step({ type: 'bridged', call: 'c1', leg: 'c1.1' });
  floor.logsIn('102');
  const to = { kind: 'agent', agent: '102' } as const;
  const transfer = { kind: 'transfer', manner: 'accompanied', to } as const;
  floor.step({ type: 'agent-command', agent: '101', command: transfer, by });
  floor.step({ type: 'leg-answered', leg: 'c1.2' });
  floor.step({ type: 'gathered', call: 'c1', target: 'c1.2' });
  floor.step({ type: 'agent-command', agent: '101', command: { kind: 'transfer-cancel' }, by });
  // The process died before it could say so.
  const { effects } = reconcile(floor.state, {
    ...emptySwitch,
    callers: [{ arrival: arrival('c1'), joinedWith: 'c1.2' }],
    legs: [
      { leg: 'c1.1', state: 'up' },
      { leg: 'c1.2', state: 'up' },
    ],
  });
  t.strictSame(effects, [
    { type: 'cancel', leg: 'c1.2' },
    { type: 'bridge', call: 'c1', leg: 'c1.1' },
  ]);
});

t.test('facts of an attempt are lost: the customer who is there is not dialled again', async t => {
  for (const [state, told, effect] of [
    ['up', ['call-answered', 'customer-dialled', 'customer-answered'], 'join'],
    ['ringing', ['call-answered', 'customer-dialled', 'customer-rang'], null],
  ] as const) {
    const floor = new CallingFloor(givenCallingSite());
    floor.logsIn('101');
    floor.wants('case-c7.1');
    floor.effects = [];
    const { facts, effects } = comesBack(floor, [
      { leg: 'case-c7.1.1', state: 'up' },
      { leg: 'case-c7.1.2', state },
    ]);
    t.strictSame(facts, [...told]);
    t.match(
      effects.map(({ type }) => type),
      effect === null ? [] : [effect],
    );
    t.notOk(floor.effects.some(({ type }) => type === 'dial-customer' || type === 'cancel'));
    t.match(floor.state.calls.get('case-c7.1')?.outbound, { dialled: 1, customer: { leg: 'case-c7.1.2' } });
  }
});

t.test('an agent and a customer whom nobody remembers talk on, and the call is not made again', async t => {
  const floor = new CallingFloor(givenCallingSite());
  floor.wants('case-c7.1');
  const { inputs, effects, strangers } = reconcile(floor.state, {
    ...emptySwitch,
    legs: [
      { leg: 'case-c7.1.1', state: 'up' },
      { leg: 'case-c7.1.2', state: 'up' },
      { leg: 'cb-c9.1.1', state: 'up' },
      { leg: 'cb-c9.1.2', state: 'ringing' },
    ],
  });
  for (const input of inputs) floor.step(input);
  t.match(floor.take('outbound-ended'), [{ call: 'case-c7.1', end: 'talked' }]);
  t.strictSame(effects, [
    { type: 'cancel', leg: 'cb-c9.1.1' },
    { type: 'cancel', leg: 'cb-c9.1.2' },
  ]);
  t.strictSame(partStrangers(strangers, { type: 'leg-ended', leg: 'case-c7.1.2', end: 'hung-up' }), [
    { type: 'cancel', leg: 'case-c7.1.1' },
  ]);
  t.equal(strangers.size, 0);
});
