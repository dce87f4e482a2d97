// The contract of the port Switch, as a function of a PBX: the real Asterisk and the simulated one both pass it.
import type { Test } from 'tap';
import type { Input } from '../../src/core/inputs.js';
import type { Switch } from '../../src/core/switch.js';
import type { ContractPbx } from './pbx.js';
import { until, type Watch, watch } from './watch.js';

const callerNumber = '0612345600';

/** A daemon that is connected, and closed when the test ends. */
async function givenDaemon(t: Test, pbx: ContractPbx) {
  const daemon = pbx.daemon();
  t.teardown(() => daemon.switch.close());
  return { ...daemon, seen: await watch(daemon.switch) };
}

function hold(plateau: Switch, call: string): void {
  plateau.perform({ type: 'hold', call, music: 'default', language: 'fr' });
}

function ring(plateau: Switch, call: string, leg: string, endpoint: string, timeoutMs = 20_000): void {
  plateau.perform({ type: 'ring', call, leg, endpoint, callerNumber, callerName: 'Jean', timeoutMs });
}

/** A caller who waits, held. */
async function givenWaiting(pbx: ContractPbx, plateau: Switch, seen: Watch) {
  const caller = await pbx.caller();
  const { call } = await seen.next('call-arrived');
  hold(plateau, call);
  await until('the caller is answered', () => caller.state() === 'up');
  return { caller, call };
}

/** A caller who talks with an agent. */
async function givenTalk(pbx: ContractPbx, plateau: Switch, seen: Watch) {
  const phone = await pbx.phone({ kind: 'answers' });
  const { caller, call } = await givenWaiting(pbx, plateau, seen);
  const leg = `${call}.1`;
  ring(plateau, call, leg, phone.endpoint);
  await seen.next('leg-answered');
  plateau.perform({ type: 'bridge', call, leg });
  await seen.next('bridged');
  return { caller, call, leg, phone };
}

const types = (inputs: readonly Input[]) => inputs.map(({ type }) => type);

export function switchContract(t: Test, given: () => ContractPbx): void {
  t.test('a caller waits, his agent answers, they talk, the agent hangs up', async t => {
    const pbx = given();
    const { switch: plateau, seen } = await givenDaemon(t, pbx);
    const phone = await pbx.phone({ kind: 'rings' });
    const caller = await pbx.caller();
    const arrived = await seen.next('call-arrived');
    const { call } = arrived;
    t.strictSame(
      { ...arrived, call: '', channel: '', trunk: '' },
      {
        type: 'call-arrived',
        call: '',
        channel: '',
        flow: 'acquisition',
        caller: callerNumber,
        callerName: '',
        dialled: '3204',
        trunk: '',
        language: arrived.language,
        choice: '',
      },
    );
    hold(plateau, call);
    ring(plateau, call, `${call}.1`, phone.endpoint);
    await seen.next('leg-ringing');
    await phone.answer();
    await seen.next('leg-answered');
    plateau.perform({ type: 'bridge', call, leg: `${call}.1` });
    await seen.next('bridged');
    t.equal(caller.state(), 'up');
    await phone.hangUp();
    t.strictSame(await seen.next('leg-ended'), { type: 'leg-ended', leg: `${call}.1`, end: 'hung-up' });
    plateau.perform({ type: 'hang-up', call });
    await until('the caller is hung up', () => caller.state() === 'over');
    t.strictSame(types(seen.ofCalls()), [
      'call-arrived',
      'leg-ringing',
      'leg-answered',
      'bridged',
      'leg-ended',
    ]);
  });

  t.test('the caller hangs up while he talks', async t => {
    const pbx = given();
    const { switch: plateau, seen } = await givenDaemon(t, pbx);
    const { caller, call, leg, phone } = await givenTalk(pbx, plateau, seen);
    await caller.hangUp();
    t.strictSame(await seen.next('caller-hung-up'), { type: 'caller-hung-up', call });
    plateau.perform({ type: 'cancel', leg });
    t.strictSame(await seen.next('leg-ended'), { type: 'leg-ended', leg, end: 'hung-up' });
    t.equal(await until('the agent is hung up', () => phone.calls()[0]?.end), 'they-hung-up');
  });

  t.test('the caller hangs up while he waits', async t => {
    const pbx = given();
    const { switch: plateau, seen } = await givenDaemon(t, pbx);
    const { caller, call } = await givenWaiting(pbx, plateau, seen);
    await caller.hangUp();
    t.strictSame(await seen.next('caller-hung-up'), { type: 'caller-hung-up', call });
    t.strictSame(types(seen.ofCalls()), ['call-arrived', 'caller-hung-up']);
  });
}
