// Calls that the site makes itself: an agent first, then the customer.

import t from 'tap';
import { apply } from '../../src/core/apply.js';
import { nextDeadline } from '../../src/core/deadlines.js';
import { decide, resume } from '../../src/core/decide.js';
import type { Fact } from '../../src/core/facts.js';
import type { Input } from '../../src/core/inputs.js';
import { invariants } from '../../src/core/invariants.js';
import { dialString, mayDial, normaliseNumber } from '../../src/core/numbers.js';
import type { Site } from '../../src/core/site.js';
import { fromSnapshot, toSnapshot } from '../../src/core/snapshot.js';
import { createState } from '../../src/core/state.js';
import { createPromises, takeEffect, takeFact } from '../../src/sim/promises.js';
import { fc } from '../properties.js';
import { givenPartner, noon } from './given.js';
import { CallingFloor, customer, givenCallingSite, givenRules, minute } from './given-outbound.js';

t.test('an agent is reserved first, then the customer is dialled, then they talk', async t => {
  const floor = new CallingFloor(givenCallingSite());
  floor.wants('case-c7.1');
  t.strictSame(floor.effects, []);
  floor.logsIn('101');
  t.strictSame(floor.offers(), { 101: 'case-c7.1' });
  floor.step({ type: 'leg-answered', leg: 'case-c7.1.1' });
  floor.step({ type: 'leg-ringing', leg: 'case-c7.1.2' });
  floor.step({ type: 'leg-answered', leg: 'case-c7.1.2' });
  floor.step({ type: 'bridged', call: 'case-c7.1', leg: 'case-c7.1.1' });
  floor.passes(20_000);
  floor.step({ type: 'leg-ended', leg: 'case-c7.1.2', end: 'hung-up' });
  t.strictSame(
    floor.facts.map(({ type }) => type),
    [
      'outbound-queued',
      'outbound-due',
      'ring-opened',
      'agent-logged-in',
      'call-offered',
      'call-answered',
      'customer-dialled',
      'customer-rang',
      'customer-answered',
      'call-bridged',
      'talk-ended',
      'outbound-ended',
    ],
  );
  t.strictSame(
    floor.effects.map(effect => ('leg' in effect ? `${effect.type} ${effect.leg}` : effect.type)),
    [
      'ring-first case-c7.1.1',
      'dial-customer case-c7.1.2',
      'join case-c7.1.1',
      'cancel case-c7.1.2',
      'cancel case-c7.1.1',
    ],
  );
  const [talk] = floor.take('talk-ended');
  t.match(talk, { agent: '101', talkMs: 20_000, by: 'caller' });
  t.strictSame([floor.state.calls.size, floor.state.legs.size, nextDeadline(floor.state)], [0, 0, null]);
});

t.test(
  'a customer who is not reached is called again by the rule for that outcome, and given up after it',
  async t => {
    const floor = new CallingFloor(givenCallingSite());
    floor.logsIn('101');
    floor.wants('case-c7.1');
    const dialled: number[] = [];
    for (let attempt = 1; attempt <= 4; attempt++) {
      floor.step({ type: 'leg-answered', leg: floor.legTo('101') });
      dialled.push((floor.nowMs - noon) / minute);
      floor.step({ type: 'leg-ended', leg: floor.customerOf('case-c7.1'), end: 'busy' });
      t.strictSame(floor.offers(), {}, 'the agent is free');
      floor.passes(5 * minute);
    }
    t.strictSame(dialled, [0, 5, 10, 15]);
    t.match(floor.take('outbound-ended'), [{ end: 'not-reached', attempts: 4 }]);
  },
);

t.test('a customer who lets it ring is taken back in time', async t => {
  const floor = new CallingFloor(givenCallingSite());
  floor.logsIn('101');
  floor.wants('case-c7.1');
  floor.step({ type: 'leg-answered', leg: floor.legTo('101') });
  floor.passes(30_000);
  t.match(floor.take('customer-not-reached'), [
    { cause: 'no-answer', nextAtMs: noon + 30_000 + 30 * minute },
  ]);
  t.strictSame(floor.effects.slice(-2), [
    { type: 'cancel', leg: 'case-c7.1.1' },
    { type: 'cancel', leg: 'case-c7.1.2' },
  ]);
});

t.test('an agent who hangs up before the customer answers ends the attempt', async t => {
  const floor = new CallingFloor(givenCallingSite());
  floor.logsIn('101');
  floor.wants('case-c7.1');
  floor.step({ type: 'leg-answered', leg: floor.legTo('101') });
  floor.step({ type: 'leg-ended', leg: 'case-c7.1.1', end: 'hung-up' });
  t.match(floor.take('customer-not-reached'), [{ cause: 'agent-gone', agent: '101' }]);
  t.strictSame(floor.effects.at(-1), { type: 'cancel', leg: 'case-c7.1.2' });
});

t.test('a talk with a customer ends when it has lasted as long as the site file allows', async t => {
  const floor = new CallingFloor(givenCallingSite({ maximumTalkMs: 10 * minute }));
  floor.logsIn('101');
  floor.wants('case-c7.1');
  floor.talks('case-c7.1', '101');
  t.match(
    floor.effects.find(({ type }) => type === 'dial-customer'),
    { maximumTalkMs: 10 * minute },
  );
  floor.effects = [];
  floor.passes(10 * minute - 1);
  t.strictSame(floor.take('talk-ended'), []);
  floor.passes(1);
  t.match(floor.take('talk-ended', 'outbound-ended'), [
    { type: 'talk-ended', by: 'limit', talkMs: 10 * minute },
    { type: 'outbound-ended', end: 'talked' },
  ]);
  t.strictSame(floor.effects, [
    { type: 'cancel', leg: 'case-c7.1.2' },
    { type: 'cancel', leg: 'case-c7.1.1' },
  ]);
});

t.test('a RONA keeps the place and tries the next agent; nobody is dialled meanwhile', async t => {
  const floor = new CallingFloor(givenCallingSite());
  floor.logsIn('101', '102');
  floor.wants('case-c7.1');
  floor.passes(15_000);
  t.strictSame(floor.offers(), { 102: 'case-c7.1' });
  t.notOk(floor.effects.some(({ type }) => type === 'dial-customer'));
});

t.test('it rests until its moment, stands in line by its time, and expires', async t => {
  const floor = new CallingFloor(givenCallingSite({ expiresMs: 60 * minute }));
  floor.wants('case-c7.1', { notBeforeMs: noon + 10 * minute });
  floor.arrives('c1', 'n1');
  floor.passes(10 * minute);
  floor.arrives('c2', 'n1');
  t.strictSame(floor.take('outbound-due').length, 1);
  floor.logsIn('101');
  t.strictSame(floor.offers(), { 101: 'c1' }, 'c1 waits for longer');
  floor.logsIn('102');
  t.strictSame(floor.offers(), { 101: 'c1', 102: 'case-c7.1' }, 'c2 came after it');
  floor.command('102', { kind: 'logout' });
  floor.passes(60 * minute);
  t.match(floor.take('outbound-ended'), [{ end: 'expired', attempts: 0 }]);
});

t.test(
  'never out of hours: the line is left at closing time and stood in again at the next opening',
  async t => {
    const hours = [
      { fromMs: noon - minute, toMs: noon + 10 * minute },
      { fromMs: noon + 100 * minute, toMs: noon + 200 * minute },
    ];
    for (const site of [
      givenCallingSite({}, { hours }),
      givenCallingSite({
        callTimes: [
          { prefix: '', hours: null },
          { prefix: '+336', hours },
        ],
      }),
    ]) {
      const floor = new CallingFloor(site);
      floor.wants('case-c7.1');
      floor.passes(9 * minute + 55_000);
      floor.logsIn('101');
      floor.passes(5_000);
      t.match(floor.take('outbound-postponed'), [{ untilMs: noon + 100 * minute }]);
      t.strictSame(floor.offers(), {}, 'his phone does not ring any more');
      floor.passes(89 * minute);
      t.strictSame(floor.offers(), {});
      floor.passes(minute);
      t.strictSame(floor.offers(), { 101: 'case-c7.1' });
    }
  },
);

t.test('an agent who answers as the time ends dials nobody', async t => {
  const hours = [{ fromMs: noon - minute, toMs: noon + 10_000 }];
  const floor = new CallingFloor(givenCallingSite({ callTimes: [{ prefix: '+33', hours }] }));
  floor.logsIn('101');
  floor.wants('case-c7.1');
  const leg = floor.legTo('101');
  floor.nowMs += 10_000;
  floor.step({ type: 'leg-answered', leg });
  t.match(floor.take('outbound-postponed'), [{ because: 'call-times', agent: '101', leg }]);
  t.strictSame(floor.effects.at(-1), { type: 'cancel', leg });
  t.strictSame(floor.state.agents.get('101')?.work, { kind: 'idle' });
});

t.test('caps: concurrent calls, calls a minute, calls a day', async t => {
  for (const [caps, because, freeAfterMs] of [
    [{ concurrent: 1, perMinute: null, perDay: null }, 'concurrent-cap', 15_000],
    [{ concurrent: null, perMinute: 1, perDay: null }, 'minute-cap', minute],
    [{ concurrent: null, perMinute: null, perDay: 1 }, 'day-cap', 12 * 60 * minute],
  ] as const) {
    const floor = new CallingFloor(givenCallingSite({ caps }));
    floor.logsIn('101', '102');
    floor.wants('case-c7.1');
    floor.wants('case-c7.2', { number: '0612345679' });
    t.strictSame(floor.offers(), { 101: 'case-c7.1', 102: 'case-c7.2' });
    floor.step({ type: 'leg-answered', leg: floor.legTo('101') });
    t.match(floor.take('outbound-postponed'), [
      { call: 'case-c7.2', because, untilMs: noon + freeAfterMs + 100 },
    ]);
    t.strictSame(floor.offers(), {}, 'no phone rings for a call that could not be made');
  }
});

t.test('a phone that redirects to a partner does not send the customer’s call there', async t => {
  const site = givenCallingSite();
  const partners = new Map([['snt', givenPartner('snt')]]);
  const floor = new CallingFloor({ ...site, partners });
  floor.logsIn('101');
  floor.wants('case-c7.1');
  floor.step({ type: 'leg-redirected', leg: floor.legTo('101'), target: 'sip:0140000001@x' });
  t.strictSame(floor.take('overflow-opened', 'partner-dialled'), []);
});

t.test('two calls to one number are never in flight together', async t => {
  const floor = new CallingFloor(givenCallingSite());
  floor.logsIn('101', '102');
  floor.wants('case-c7.1');
  floor.wants('case-c7.2');
  floor.step({ type: 'leg-answered', leg: floor.legTo('101') });
  floor.step({ type: 'leg-answered', leg: floor.legTo('102') });
  t.match(floor.take('outbound-postponed'), [{ call: 'case-c7.2', because: 'same-number' }]);
});

t.test('what may not be dialled is refused, and what is no longer allowed is given up', async t => {
  const floor = new CallingFloor(givenCallingSite());
  for (const [number, because] of [
    ['0899123456', 'number-not-allowed'],
    ['0033899123456', 'number-not-allowed'],
    ['+4915112345678', 'number-not-allowed'],
    ['+88213300000', 'number-not-allowed'],
    ['0033 0 899 12 34 56', 'number-not-allowed'],
    ['+33 0 0 12125551234', 'bad-number'],
    ['112', 'bad-number'],
    ['3204', 'bad-number'],
    ['', 'bad-number'],
    ['0612345678&PJSIP/x', 'bad-number'],
  ] as const) {
    floor.wants('case-c7.1', { number });
    t.strictSame(floor.answer, { ok: false, because }, number);
  }
  floor.wants('case-c7.1');
  t.strictSame(floor.answer, { ok: true });
  floor.wants('case-c7.1');
  t.strictSame(floor.answer, { ok: false, because: 'already-wanted' });
  floor.state.site = givenCallingSite({ numbers: { ...givenRules().numbers, allow: ['+337'] } });
  floor.logsIn('101');
  floor.step({ type: 'leg-answered', leg: floor.legTo('101') });
  t.match(floor.take('outbound-ended'), [{ end: 'not-allowed' }]);
  t.notOk(floor.effects.some(({ type }) => type === 'dial-customer'));
});

t.test('a call is cancelled at any time before the customer has answered', async t => {
  for (const stage of [0, 1, 2, 3]) {
    const floor = new CallingFloor(givenCallingSite());
    floor.wants('case-c7.1');
    if (stage > 0) floor.logsIn('101');
    if (stage > 1) floor.step({ type: 'leg-answered', leg: floor.legTo('101') });
    if (stage > 2) floor.step({ type: 'leg-answered', leg: floor.customerOf('case-c7.1') });
    floor.step({
      type: 'outbound-cancel',
      call: 'case-c7.1',
      by: { kind: 'command-line', name: 'root' },
    });
    t.strictSame(floor.answer, stage > 2 ? { ok: false, because: 'already-talking' } : { ok: true });
    t.equal(floor.state.calls.size, stage > 2 ? 1 : 0);
  }
});

t.test('a call that only one agent may make goes to nobody else, and waits for him', async t => {
  const floor = new CallingFloor(givenCallingSite());
  floor.logsIn('102');
  floor.wants('case-c7.1', { onlyAgent: '101' });
  t.match(floor.take('outbound-postponed'), [{ because: 'agent-away', untilMs: noon + 2 * minute }]);
  floor.logsIn('101');
  floor.passes(2 * minute);
  t.strictSame(floor.offers(), { 101: 'case-c7.1' });
  floor.passes(15_000);
  t.match(floor.take('outbound-postponed'), [{ because: 'agent-away' }], 'he lets it ring');
  t.strictSame(floor.offers(), {});
  floor.passes(minute);
  t.strictSame(floor.offers(), { 101: 'case-c7.1' });
  floor.command('101', { kind: 'logout' });
  t.strictSame(floor.offers(), {});
  floor.passes(10 * minute);
  t.strictSame(floor.offers(), {});
});

t.test('numbers in international form, and how a trunk wants them', async t => {
  const { numbers } = givenRules();
  for (const [given, expected] of [
    ['06 12 34 56 78', '+33612345678'],
    ['0033612345678', '+33612345678'],
    ['+33 (6) 12-34-56-78', '+33612345678'],
    ['612345678', null],
    ['+0612345678', null],
    ['+3361234567890123', null],
    ['anonymous', null],
    ['+33 (0)6 12 34 56 78', '+33612345678'],
    ['0033 06 12 34 56 78', '+33612345678'],
    ['+33 0 0 12125551234', null],
  ] as const)
    t.equal(normaliseNumber(given, numbers), expected, given);
  const elsewhere = (country: string, national: string) => ({
    ...numbers,
    country,
    national,
    allow: [country],
  });
  const italy = elsewhere('+39', '');
  const russia = elsewhere('+7', '8');
  t.equal(normaliseNumber('+39 06 1234 5678', italy), '+390612345678', 'where the 0 belongs to the number');
  t.equal(normaliseNumber('+7 800 123 45 67', russia), '+78001234567');
  t.strictSame(
    [
      mayDial(italy, '+390612345678'),
      mayDial(italy, '+390012125551234'),
      mayDial(russia, '+78001234567'),
      mayDial(russia, '+710121255512'),
    ],
    [true, false, true, false],
    'nothing is let through that the trunk would take for a call abroad',
  );
  const rules = givenRules();
  t.strictSame(
    (['national', 'international', 'digits'] as const).map(dialAs =>
      dialString({ ...rules, dialAs }, customer),
    ),
    ['0612345678', '0033612345678', '33612345678'],
  );
  t.equal(dialString(rules, '+4915112345678'), '004915112345678');
  const open = { ...numbers, allow: ['+33', '+33800'], deny: ['+337'] };
  t.strictSame(
    ['+33612345678', '+33712345678', '+33800123456', '+33899123456', '+97912345678'].map(one =>
      mayDial(open, one),
    ),
    [true, false, true, false, false],
  );
});

const agents = ['101', '102'] as const;
const event = fc.record({
  kind: fc.constantFrom(
    ...[
      'want',
      'want',
      'cancel',
      'answer',
      'answer',
      'answer',
      'ring',
      'busy',
      'gone',
      'lost',
      'arrive',
      'caller',
      'key',
      'key',
      'key',
      'key',
    ],
    ...[
      'login',
      'login',
      'logout',
      'bridged',
      'bridged',
      'bridge-failed',
      'redirect',
      'trunk',
      'clock',
      'restart',
    ],
  ),
  afterMs: fc.oneof(
    { weight: 6, arbitrary: fc.constant(0) },
    { weight: 5, arbitrary: fc.integer({ min: 0, max: 10_000 }) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 40 * minute }) },
  ),
  pick: fc.nat(20),
});
const caps = fc.record({
  concurrent: fc.constantFrom(null, 1),
  perMinute: fc.constantFrom(null, 1, 2),
  perDay: fc.constantFrom(null, 5),
});
const hours = [0, 1, 2, 3, 4, 5].map(hour => ({
  fromMs: noon + hour * 60 * minute,
  toMs: noon + hour * 60 * minute + 45 * minute,
}));
/** Offered to whoever waits at all. */
const callBack = { offerAboveMs: 0, firstAfterMs: 0, prompt: 'offer' };
const sites = fc
  .tuple(caps, fc.boolean(), fc.boolean())
  .map(([some, closes, times]) =>
    givenCallingSite(
      { caps: some, callTimes: [{ prefix: '+33', hours: times ? hours : null }] },
      { hours: closes ? hours : null, callBack },
    ),
  );

type Event = typeof event extends fc.Arbitrary<infer E> ? E : never;

/** Runs the events with the promises checked on every fact and effect; what is broken is thrown. */
function run(
  site: Site,
  list: readonly Event[],
): { facts: [Fact, number][]; live: ReturnType<typeof createState> } {
  let state = createState(site);
  const promises = createPromises(site);
  const facts: [Fact, number][] = [];
  let nowMs = noon;
  const settle = (decision: ReturnType<typeof decide>, what: string) => {
    for (const fact of decision.facts) {
      facts.push([fact, nowMs]);
      takeFact(promises, fact, nowMs);
    }
    for (const effect of decision.effects) takeEffect(promises, effect);
    const broken = [...promises.broken.splice(0), ...invariants(state, nowMs)];
    if (broken.length > 0) throw new Error(`after ${what}: ${broken.join('; ')}`);
  };
  const step = (input: Input) => settle(decide(state, input, nowMs), JSON.stringify(input));
  for (const [serial, one] of list.entries()) {
    const untilMs = nowMs + one.afterMs;
    for (let due = nextDeadline(state); due !== null && due <= untilMs; due = nextDeadline(state)) {
      nowMs = Math.max(nowMs, due);
      step({ type: 'clock' });
    }
    nowMs = untilMs;
    if (one.kind === 'restart') {
      state = fromSnapshot(JSON.parse(JSON.stringify(toSnapshot(state))), site);
      settle(resume(state, nowMs), 'a restart');
    } else step(inputOf(state, one, serial, nowMs));
  }
  return { facts, live: state };
}

function inputOf(
  state: ReturnType<typeof createState>,
  { kind, pick }: Event,
  serial: number,
  nowMs: number,
): Input {
  const legs = [...state.legs.keys()];
  const leg = legs[pick % Math.max(1, legs.length)] ?? 'no-leg';
  const calls = [...state.calls.values()];
  const call = calls[pick % Math.max(1, calls.length)]?.id ?? 'no-call';
  const asked =
    calls.findLast(({ callBack }) => callBack !== null && callBack.stage !== 'declined')?.id ?? call;
  const agent = agents[pick % 2] ?? '101';
  const by = { kind: 'phone', name: agent } as const;
  const talk = state.legs.get(leg)?.talk?.leg ?? leg;
  const ofLeg = state.legs.get(leg)?.id ?? 'no-call';
  switch (kind) {
    case 'want':
      return {
        ...{
          type: 'outbound-wanted',
          serial,
          subject: 'x',
          flow: 'n1',
          by,
          customer: null,
        },
        kind: pick % 5 === 0 ? 'campaign' : 'callback',
        ...{
          number: `061234567${pick % 3}`,
          name: '',
          language: 'fr',
          priority: null,
          onlyAgent: pick % 6 === 0 ? agent : null,
        },
        ...{ notBeforeMs: nowMs + (pick % 4) * minute, expiresAtMs: null },
      };
    case 'cancel':
      return { type: 'outbound-cancel', call, by };
    case 'answer':
      return { type: 'leg-answered', leg };
    case 'ring':
      return { type: 'leg-ringing', leg };
    case 'busy':
      return { type: 'leg-ended', leg, end: 'busy' };
    case 'gone':
      return { type: 'leg-ended', leg, end: 'hung-up' };
    case 'lost':
      return { type: 'leg-ended', leg, end: 'lost' };
    case 'redirect':
      return { type: 'leg-redirected', leg, target: 'sip:0899@x' };
    case 'arrive':
      return {
        ...{
          type: 'call-arrived',
          call: `c${serial}`,
          channel: 'x',
          flow: 'n1',
          caller: `061234567${pick % 4}`,
          callerName: '',
        },
        ...{ dialled: '2', trunk: 't', language: 'fr', choice: '' },
      };
    case 'caller':
      return { type: 'caller-hung-up', call };
    case 'key':
      return { type: 'caller-key', call: asked, key: '111112#*06'.charAt(pick % 10) };
    case 'login':
      return { type: 'agent-command', agent, command: { kind: 'login' }, by };
    case 'logout':
      return { type: 'agent-command', agent, command: { kind: 'logout' }, by };
    case 'bridged':
      return { type: 'bridged', call: ofLeg, leg: talk };
    case 'bridge-failed':
      return { type: 'bridge-failed', call: ofLeg, leg: talk, gone: 'unknown' };
    case 'trunk':
      return { type: 'trunk-changed', trunk: 'out', inUse: 0, usable: pick % 3 === 0 ? 0 : 30, alarm: null };
    default:
      return { type: 'clock' };
  }
}

t.test(
  'whatever happens: nobody is dialled without a reserved agent, twice at once, out of hours, beyond a cap, or before an inbound call by a campaign',
  async t => {
    const parameters = { numRuns: Number(process.env['PLATEAU_PROPERTY_RUNS'] ?? 60) };
    let [dialled, booked] = [0, 0];
    fc.assert(
      fc.property(sites, fc.array(event, { minLength: 20, maxLength: 150, size: 'max' }), (site, list) => {
        const { facts, live } = run(site, list);
        dialled += facts.filter(([{ type }]) => type === 'customer-dialled').length;
        booked += facts.filter(([{ type }]) => type === 'callback-booked').length;
        const replayed = createState(site);
        for (const [fact, atMs] of facts) apply(replayed, fact, atMs);
        const records = [live, replayed].map(state => JSON.stringify(toSnapshot(state)));
        if (records[0] !== records[1]) throw new Error(`replay differs:\n${records.join('\n')}`);
      }),
      parameters,
    );
    t.ok(dialled > parameters.numRuns / 10, `${dialled} customers dialled`);
    t.ok(booked > parameters.numRuns / 10, `${booked} call-backs booked`);
  },
);
