// Call-back instead of waiting: offered, confirmed by a key, and made by an agent-first call that takes the caller's place.
import t from 'tap';
import { resume } from '../../src/core/decide.js';
import { fromSnapshot, toSnapshot } from '../../src/core/snapshot.js';
import { noon } from './given.js';
import { CallingFloor, customer, givenCallingSite, minute } from './given-outbound.js';

const callBack = { offerAboveMs: 3 * minute, firstAfterMs: 20_000, prompt: 'plateau/offer' };

/** 101 and 102 talk, two callers wait, and handling takes ten minutes: the second has to expect more than the limit. */
function givenCrowd(): CallingFloor {
  const floor = new CallingFloor(givenCallingSite({}, { callBack, expectedHandleMs: 10 * minute }));
  floor.logsIn('101', '102');
  floor.arrives('c1', 'n1');
  floor.answers('101');
  floor.arrives('c2', 'n1');
  floor.answers('102');
  floor.arrives('c3', 'n1');
  floor.facts = [];
  floor.effects = [];
  return floor;
}

const presses = (floor: CallingFloor, call: string, keys: string) => {
  for (const key of keys) floor.step({ type: 'caller-key', call, key });
};

t.test(
  'a caller who has to expect too long a wait is offered a call-back, confirms it, and keeps his place',
  async t => {
    const floor = givenCrowd();
    floor.passes(20_000);
    t.match(floor.take('callback-offered'), [{ call: 'c3', number: customer }]);
    t.match(floor.effects, [{ type: 'ask-callback', call: 'c3', say: 'offer', prompt: 'plateau/offer' }]);
    floor.arrives('c4', 'n1');
    presses(floor, 'c3', '1');
    t.match(floor.effects.at(-1), { type: 'ask-callback', say: 'read-back', digits: '0612345678' });
    presses(floor, 'c3', '1');
    t.match(floor.facts.slice(-5), [
      { type: 'callback-booked', call: 'c3', callback: 'cb-c3.1', number: customer, joined: false },
      { type: 'call-ended', call: 'c3', end: 'released', reason: 'call-back' },
      { type: 'outbound-queued', call: 'cb-c3.1', subject: 'c3', virtualEntryAtMs: noon },
      { type: 'outbound-due' },
      { type: 'ring-opened' },
    ]);
    t.strictSame(floor.effects.at(-1), { type: 'release', call: 'c3', next: 'call-back' });
    floor.step({ type: 'leg-ended', leg: 'c1.1', end: 'hung-up' });
    t.strictSame(floor.offers(), { 101: 'cb-c3.1' }, 'before c4, who came after him');
    floor.talks('cb-c3.1', '101');
    t.strictSame(
      floor.state.dismissed.get('c3'),
      'call-back',
      'a restart lets him go, and queues him no more',
    );
  },
);

t.test(
  'who wants another number keys it; what may not be dialled is refused, and he goes on waiting',
  async t => {
    const floor = givenCrowd();
    floor.passes(20_000);
    presses(floor, 'c3', '2089912345678#');
    t.match(floor.effects.at(-1), { say: 'not-possible' });
    presses(floor, 'c3', '0033700000001#');
    t.match(floor.effects.at(-1), { say: 'read-back', digits: '0700000001' });
    presses(floor, 'c3', '*1');
    t.equal(floor.state.calls.has('c3'), true);
    t.strictSame(floor.take('callback-booked', 'outbound-queued'), []);
  },
);

t.test(
  'who calls in himself and is answered is not called back; who only waits again, or calls for something else, is',
  async t => {
    const promised = () => {
      const floor = givenCrowd();
      floor.passes(20_000);
      presses(floor, 'c3', '11');
      floor.facts = [];
      return floor;
    };
    const answered = promised();
    answered.arrives('c9', 'n1', null, { priority: 1 });
    t.ok(
      answered.state.calls.has('cb-c3.1'),
      'he waits again: it may still be his call-back that comes first',
    );
    answered.step({ type: 'leg-ended', leg: 'c1.1', end: 'hung-up' });
    answered.step({ type: 'leg-answered', leg: answered.legTo('101') });
    answered.step({ type: 'bridged', call: 'c9', leg: 'c9.1' });
    t.match(answered.take('outbound-ended'), [{ call: 'cb-c3.1', end: 'called-in', attempts: 0 }]);
    t.strictSame(answered.state.outbound.callBacks.size, 0);
    const other = fromSnapshot(toSnapshot(promised().state), givenCallingSite({}, { callBack }));
    t.strictSame(
      [...other.outbound.callBacks],
      [[customer, new Set(['cb-c3.1'])]],
      'a restart still knows it',
    );
  },
);

t.test('no number that a caller keys or shows leads abroad by the zeros in it', async t => {
  const read = (floor: CallingFloor) =>
    floor.effects.flatMap(effect =>
      effect.type === 'ask-callback' && effect.say === 'read-back' ? [effect.digits] : [],
    );
  for (const keys of ['0033012125551234#', '00330012125551234#', '0033000012125551#', '0012125551234#']) {
    const floor = givenCrowd();
    floor.passes(20_000);
    presses(floor, 'c3', `2${keys}1`);
    floor.step({ type: 'leg-ended', leg: 'c1.1', end: 'hung-up' });
    t.notOk(
      read(floor).some(digits => digits.startsWith('00')),
      keys,
    );
    for (const { number } of floor.take('callback-booked')) t.notMatch(number, /^\+330/, keys);
  }
  const shown = new CallingFloor(givenCallingSite({}, { callBack, expectedHandleMs: 10 * minute }));
  shown.logsIn('101');
  shown.arrives('c1', 'n1');
  shown.answers('101');
  for (const [call, caller] of [
    ['c2', '+33012125551234'],
    ['c3', '+330012125551234'],
  ] as const)
    shown.arrives(call, 'n1', null, { caller });
  shown.passes(20_000);
  t.match(shown.take('callback-offered'), [
    { call: 'c2', number: '+3312125551234' },
    { call: 'c3', number: null },
  ]);
});

t.test('a number that an earlier version let into line is not dialled abroad', async t => {
  const before = new CallingFloor(givenCallingSite());
  before.wants('case-c7.1');
  const snapshot = JSON.stringify(toSnapshot(before.state)).replaceAll(customer, '+33012125551234');
  const floor = new CallingFloor(givenCallingSite());
  Object.assign(floor, { state: fromSnapshot(JSON.parse(snapshot), givenCallingSite()) });
  floor.logsIn('101');
  floor.step({ type: 'leg-answered', leg: floor.legTo('101') });
  t.match(floor.take('outbound-ended'), [{ call: 'case-c7.1', end: 'not-allowed' }]);
  t.notOk(floor.effects.some(({ type }) => type === 'dial-customer'));
});

t.test('a second request for the same number joins the first', async t => {
  const floor = givenCrowd();
  floor.arrives('c4', 'n1');
  floor.passes(20_000);
  presses(floor, 'c3', '11');
  presses(floor, 'c4', '11');
  t.match(floor.take('callback-booked'), [
    { call: 'c3', joined: false },
    { call: 'c4', callback: 'cb-c3.1', joined: true },
  ]);
  t.strictSame([...floor.state.calls.keys()], ['c1', 'c2', 'cb-c3.1']);
});

t.test(
  'nobody is asked who need not wait long, whom an agent is rung for, or whose keys nobody asked for',
  async t => {
    const short = new CallingFloor(givenCallingSite({}, { callBack, expectedHandleMs: minute }));
    short.logsIn('101');
    short.arrives('c1', 'n1');
    short.answers('101');
    short.arrives('c2', 'n1');
    short.passes(40_000);
    presses(short, 'c2', '11');
    t.strictSame(short.take('callback-offered', 'callback-dialogue'), []);
    const floor = givenCrowd();
    floor.passes(20_000);
    floor.step({ type: 'leg-ended', leg: 'c1.1', end: 'hung-up' });
    t.strictSame(floor.offers(), { 101: 'c3' });
    presses(floor, 'c3', '11');
    t.strictSame(floor.take('callback-booked'), []);
  },
);

t.test('an offer that was not due yet is made when the line has grown', async t => {
  const floor = new CallingFloor(givenCallingSite({}, { callBack, expectedHandleMs: minute }));
  floor.logsIn('101');
  floor.arrives('c0', 'n1');
  floor.answers('101');
  floor.arrives('c1', 'n1');
  floor.passes(30_000);
  t.strictSame(floor.take('callback-offered'), []);
  floor.command('101', { kind: 'logout' });
  floor.passes(30_000);
  t.match(floor.take('callback-offered'), [{ call: 'c1', expectedWaitMs: null }], 'nobody is there at all');
});

t.test('who cannot key a number that may be dialled is asked three times, and goes on waiting', async t => {
  const floor = givenCrowd();
  floor.passes(20_000);
  presses(floor, 'c3', '2');
  for (const wrong of ['112#', '0899123456#', '00881612345678#']) presses(floor, 'c3', wrong);
  t.match(floor.state.calls.get('c3')?.callBack, { stage: 'declined', asked: 3 });
  presses(floor, 'c3', '10612345678#1');
  t.strictSame(floor.take('callback-booked'), []);
});

t.test('what he is asked is not talked over by an announcement, which comes after it', async t => {
  const announcements = { firstAfterMs: 20_000, everyMs: 60_000, position: true, expectedWait: false };
  const flow = { callBack, expectedHandleMs: 10 * minute, announcements };
  const floor = new CallingFloor(givenCallingSite({}, flow));
  floor.logsIn('101');
  floor.arrives('c1', 'n1');
  floor.answers('101');
  floor.arrives('c2', 'n1');
  const said = () =>
    floor.effects.flatMap(effect => {
      if (effect.type === 'ask-callback') return [effect.say];
      return effect.type === 'announce' ? [effect.type] : [];
    });
  floor.passes(20_000);
  t.strictSame(said(), ['offer']);
  floor.passes(15_000);
  presses(floor, 'c2', '1');
  floor.passes(10_000);
  t.strictSame(said(), ['offer', 'read-back']);
  floor.passes(10_000);
  t.strictSame(said(), ['offer', 'read-back', 'announce']);
  presses(floor, 'c2', '1');
  t.match(floor.take('callback-booked'), [{ call: 'c2', number: customer }]);
});

t.test('whose flow offers it no longer, and whom nobody here would call, is not asked', async t => {
  const floor = givenCrowd();
  floor.passes(20_000);
  floor.state.site = { ...floor.state.site, outbound: null };
  presses(floor, 'c3', '11');
  t.strictSame(floor.take('callback-booked'), []);
});

t.test('a call-back that was booked is made after a restart, in its old place', async t => {
  const floor = givenCrowd();
  floor.passes(20_000);
  presses(floor, 'c3', '11');
  floor.arrives('c4', 'n1');
  const { site } = floor.state;
  const state = fromSnapshot(JSON.parse(JSON.stringify(toSnapshot(floor.state))), site);
  const recovered = Object.assign(new CallingFloor(site), { state, nowMs: floor.nowMs });
  resume(state, recovered.nowMs);
  recovered.step({ type: 'leg-ended', leg: 'c1.1', end: 'hung-up' });
  t.strictSame(recovered.offers(), { 101: 'cb-c3.1' });
  recovered.talks('cb-c3.1', '101');
  t.match(state.calls.get('cb-c3.1')?.outbound, { dialled: 1, customer: { stage: 'answered' } });
});

t.test('the service level does not hear of the call-back twice', async t => {
  const floor = givenCrowd();
  floor.passes(20_000);
  presses(floor, 'c3', '11');
  floor.step({ type: 'leg-ended', leg: 'c1.1', end: 'hung-up' });
  floor.talks('cb-c3.1', '101');
  floor.step({ type: 'leg-ended', leg: 'cb-c3.1.2', end: 'hung-up' });
  t.match(floor.take('call-ended', 'outbound-ended'), [
    { type: 'call-ended', call: 'c3', end: 'released', reason: 'call-back' },
    { type: 'call-ended', call: 'c1' },
    { type: 'outbound-ended', call: 'cb-c3.1', end: 'talked', subject: 'c3' },
  ]);
});
