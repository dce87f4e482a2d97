// The contract of the port Switch: callers wait, talk, and hang up.
import type { Test } from 'tap';
import { until } from '../until.js';
import { callerNumber, givenDaemon, givenTalk, givenWaiting, hold, ring, types } from './given.js';
import type { ContractPbx } from './pbx.js';

export function talkContract(t: Test, given: () => Promise<ContractPbx>): void {
  t.test('a caller waits, his agent answers, they talk, the agent hangs up', async t => {
    const pbx = await given();
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
    const pbx = await given();
    const { switch: plateau, seen } = await givenDaemon(t, pbx);
    const { caller, call, leg, phone } = await givenTalk(pbx, plateau, seen);
    await caller.hangUp();
    t.strictSame(await seen.next('caller-hung-up'), { type: 'caller-hung-up', call });
    plateau.perform({ type: 'cancel', leg });
    t.strictSame(await seen.next('leg-ended'), { type: 'leg-ended', leg, end: 'hung-up' });
    t.equal(await until('the agent is hung up', () => phone.calls()[0]?.end), 'they-hung-up');
  });

  t.test('the caller hangs up while he waits', async t => {
    const pbx = await given();
    const { switch: plateau, seen } = await givenDaemon(t, pbx);
    const { caller, call } = await givenWaiting(pbx, plateau, seen);
    await caller.hangUp();
    t.strictSame(await seen.next('caller-hung-up'), { type: 'caller-hung-up', call });
    t.strictSame(types(seen.ofCalls()), ['call-arrived', 'caller-hung-up']);
  });

  t.test('an announcement does not delay the talk', async t => {
    const pbx = await given();
    const { switch: plateau, seen } = await givenDaemon(t, pbx);
    const phone = await pbx.phone({ kind: 'answers' });
    const { call } = await givenWaiting(pbx, plateau, seen);
    const leg = `${call}.1`;
    for (const position of [4, 3])
      plateau.perform({ type: 'announce', call, language: 'fr', position, expectedWaitMs: 600_000 });
    ring(plateau, call, leg, phone.endpoint);
    await seen.next('leg-answered');
    plateau.perform({ type: 'bridge', call, leg });
    t.strictSame(await seen.next('bridged', 4_000), { type: 'bridged', call, leg });
  });

  t.test('after a talk that came to nothing the caller waits again, and talks with another', async t => {
    const pbx = await given();
    const { switch: plateau, seen } = await givenDaemon(t, pbx);
    const { caller, call, leg, phone } = await givenTalk(pbx, plateau, seen);
    await phone.hangUp();
    t.strictSame(await seen.next('leg-ended'), { type: 'leg-ended', leg, end: 'hung-up' });
    hold(plateau, call);
    const other = await pbx.phone({ kind: 'answers' });
    ring(plateau, call, `${call}.2`, other.endpoint);
    await seen.next('leg-answered');
    plateau.perform({ type: 'bridge', call, leg: `${call}.2` });
    t.strictSame(await seen.next('bridged'), { type: 'bridged', call, leg: `${call}.2` });
    t.strictSame([caller.state(), other.calls()[0]?.state], ['up', 'up']);
  });

  t.test('joining what is gone fails, and says who is gone', async t => {
    const pbx = await given();
    const { switch: plateau, seen } = await givenDaemon(t, pbx);
    const { call } = await givenWaiting(pbx, plateau, seen);
    plateau.perform({ type: 'bridge', call, leg: `${call}.9` });
    t.strictSame(await seen.next('bridge-failed'), {
      type: 'bridge-failed',
      call,
      leg: `${call}.9`,
      gone: 'leg',
    });
    plateau.perform({ type: 'bridge', call: 'nobody', leg: 'nobody.1' });
    t.strictSame(await seen.next('bridge-failed'), {
      type: 'bridge-failed',
      call: 'nobody',
      leg: 'nobody.1',
      gone: 'caller',
    });
  });
}
