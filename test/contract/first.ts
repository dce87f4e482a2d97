// The contract of the port Switch: calls without a caller: an agent's phone rings first, then the customer's, and they are joined.
import type { Test } from 'tap';
import type { Switch } from '../../src/core/switch.js';
import { until } from '../until.js';
import { givenDaemon, types } from './given.js';
import type { ContractPbx } from './pbx.js';
import type { Watch } from './watch.js';

const customerNumber = '+33612345678';
let calls = 0;

function ringFirst(plateau: Switch, endpoint: string) {
  const call = `cb-${Date.now()}.${++calls}`;
  plateau.perform({
    type: 'ring-first',
    call,
    leg: `${call}.1`,
    endpoint,
    kind: 'callback',
    customerNumber,
    customerName: 'Camille',
    language: 'fr',
    timeoutMs: 20_000,
  });
  return { call, leg: `${call}.1`, customer: `${call}.2` };
}

type First = ReturnType<typeof ringFirst>;
type Far = Awaited<ReturnType<ContractPbx['partner']>>;

function dial(plateau: Switch, { call, leg, customer }: First, { trunk, number }: Far): void {
  plateau.perform({
    type: 'dial-customer',
    call,
    leg: customer,
    agentLeg: leg,
    trunk,
    number,
    callerNumber: '0144000000',
    timeoutMs: 20_000,
    maximumTalkMs: 3_600_000,
  });
}

async function givenPair(t: Test, pbx: ContractPbx, plateau: Switch, seen: Watch, far: Far) {
  const phone = await pbx.phone({ kind: 'answers' });
  const first = ringFirst(plateau, phone.endpoint);
  t.strictSame(await seen.next('leg-answered'), { type: 'leg-answered', leg: first.leg });
  dial(plateau, first, far);
  t.strictSame(await seen.next('leg-answered'), { type: 'leg-answered', leg: first.customer });
  plateau.perform({ type: 'join', call: first.call, leg: first.leg, customer: first.customer });
  t.strictSame(await seen.next('bridged'), { type: 'bridged', call: first.call, leg: first.leg });
  return { ...first, phone };
}

export function firstContract(t: Test, given: () => Promise<ContractPbx>): void {
  t.test('an agent’s phone rings without a caller, the customer is dialled, and they talk', async t => {
    const pbx = await given();
    const far = await pbx.partner({ kind: 'answers' });
    const { switch: plateau, seen } = await givenDaemon(t, pbx);
    const { call, leg, customer, phone } = await givenPair(t, pbx, plateau, seen, far);
    plateau.perform({ type: 'join', call, leg, customer });
    t.strictSame(await seen.next('bridged'), { type: 'bridged', call, leg }, 'said again, and it is so');
    await far.far.hangUp();
    t.strictSame(await seen.next('leg-ended'), { type: 'leg-ended', leg: customer, end: 'hung-up' });
    plateau.perform({ type: 'cancel', leg });
    t.strictSame(await seen.next('leg-ended'), { type: 'leg-ended', leg, end: 'hung-up' });
    t.equal(await until('the agent is let go', () => phone.calls()[0]?.end), 'they-hung-up');
    t.notOk(types(seen.ofCalls()).includes('bridge-failed'));
  });

  for (const [kind, end] of [
    ['busy', 'busy'],
    ['declines', 'rejected'],
  ] as const)
    t.test(`a customer who is ${kind} is not reached, and the agent is still there`, async t => {
      const pbx = await given();
      const far = await pbx.partner({ kind });
      const { switch: plateau, seen } = await givenDaemon(t, pbx);
      const phone = await pbx.phone({ kind: 'answers' });
      const first = ringFirst(plateau, phone.endpoint);
      await seen.next('leg-answered');
      dial(plateau, first, far);
      t.strictSame(await seen.next('leg-ended'), { type: 'leg-ended', leg: first.customer, end });
      t.equal(phone.calls()[0]?.state, 'up');
    });

  t.test('a customer who rings is taken back when the agent has gone', async t => {
    const pbx = await given();
    const far = await pbx.partner({ kind: 'rings' });
    const { switch: plateau, seen } = await givenDaemon(t, pbx);
    const phone = await pbx.phone({ kind: 'answers' });
    const first = ringFirst(plateau, phone.endpoint);
    await seen.next('leg-answered');
    dial(plateau, first, far);
    await until('the customer is rung', () =>
      seen.inputs.some(input => input.type === 'leg-ringing' && input.leg === first.customer),
    );
    await phone.hangUp();
    t.strictSame(await seen.next('leg-ended'), { type: 'leg-ended', leg: first.leg, end: 'hung-up' });
    plateau.perform({ type: 'cancel', leg: first.customer });
    t.equal(await until('it stops to ring', () => far.far.calls()[0]?.end), 'cancelled');
  });

  t.test('nobody is dialled for an agent who is not there, and nobody is joined with him', async t => {
    const pbx = await given();
    const far = await pbx.partner({ kind: 'answers' });
    const { switch: plateau, seen } = await givenDaemon(t, pbx);
    const first = { call: 'cb-1.1', leg: 'cb-1.1.1', customer: 'cb-1.1.2' };
    dial(plateau, first, far);
    t.strictSame(await seen.next('leg-ended'), { type: 'leg-ended', leg: first.customer, end: 'lost' });
    plateau.perform({ type: 'join', call: first.call, leg: first.leg, customer: first.customer });
    t.match(await seen.next('bridge-failed'), { call: first.call, leg: first.leg });
    t.strictSame(far.far.calls(), []);
  });

  t.test('a daemon that comes after one that died finds both, and joins nobody twice', async t => {
    const pbx = await given();
    const far = await pbx.partner({ kind: 'answers' });
    const { switch: plateau, seen, die } = await givenDaemon(t, pbx);
    const { call, leg, customer, phone } = await givenPair(t, pbx, plateau, seen, far);
    die();
    const { switch: next, seen: found } = await givenDaemon(t, pbx);
    t.strictSame(
      found.snapshots[0]?.legs.toSorted((a, b) => (a.leg < b.leg ? -1 : 1)),
      [
        { leg, state: 'up' },
        { leg: customer, state: 'up' },
      ],
    );
    t.strictSame(found.snapshots[0]?.callers, []);
    next.perform({ type: 'join', call, leg, customer });
    t.strictSame(await found.next('bridged'), { type: 'bridged', call, leg });
    t.strictSame([phone.calls()[0]?.state, far.far.calls()[0]?.state], ['up', 'up']);
    await phone.hangUp();
    t.strictSame(await found.next('leg-ended'), { type: 'leg-ended', leg, end: 'hung-up' });
  });
}
