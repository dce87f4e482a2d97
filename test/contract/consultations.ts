// The contract of the port Switch: hold, and an agent who consults another one before he passes his caller on.
import type { Test } from 'tap';
import type { Switch } from '../../src/core/switch.js';
import { until } from '../until.js';
import { givenDaemon, givenTalk, ring, types } from './given.js';
import type { ContractPbx } from './pbx.js';
import type { Watch } from './watch.js';

function park(plateau: Switch, call: string, leg: string, legWaits: boolean): void {
  plateau.perform({ type: 'park', call, leg, music: 'default', language: 'fr', legWaits });
}

/** A talk, and a second agent who has answered. */
async function givenTwo(t: Test, given: () => Promise<ContractPbx>) {
  const pbx = await given();
  const { switch: plateau, seen, hang } = await givenDaemon(t, pbx);
  const talk = await givenTalk(pbx, plateau, seen);
  const other = await pbx.phone({ kind: 'answers' });
  const target = `${talk.call}.2`;
  const reach = async () => {
    ring(plateau, talk.call, target, other.endpoint);
    await seen.next('leg-answered');
  };
  return { pbx, plateau, seen, hang, ...talk, other, target, reach };
}

function gather(plateau: Switch, seen: Watch, about: { call: string; leg: string; target: string }) {
  return async (withCaller: boolean) => {
    plateau.perform({ type: 'gather', ...about, withCaller });
    return seen.next('gathered');
  };
}

export function consultationContract(t: Test, given: () => Promise<ContractPbx>): void {
  t.test('a caller is put on hold and taken back, and again', async t => {
    const pbx = await given();
    const { switch: plateau, seen } = await givenDaemon(t, pbx);
    const { caller, call, leg, phone } = await givenTalk(pbx, plateau, seen);
    for (let times = 0; times < 2; times++) {
      park(plateau, call, leg, false);
      plateau.perform({ type: 'bridge', call, leg });
      t.strictSame(await seen.next('bridged'), { type: 'bridged', call, leg });
    }
    t.strictSame([caller.state(), phone.calls()[0]?.state], ['up', 'up']);
    await phone.hangUp();
    t.strictSame(await seen.next('leg-ended'), { type: 'leg-ended', leg, end: 'hung-up' });
    t.notOk(types(seen.ofCalls()).includes('caller-hung-up'));
  });

  t.test('an agent asks another one, leaves, and the caller talks with that one', async t => {
    const { plateau, seen, caller, call, leg, phone, other, target, reach } = await givenTwo(t, given);
    park(plateau, call, leg, true);
    await reach();
    t.strictSame(await gather(plateau, seen, { call, leg, target })(false), {
      type: 'gathered',
      call,
      target,
    });
    plateau.perform({ type: 'cancel', leg });
    plateau.perform({ type: 'bridge', call, leg: target });
    t.strictSame(await seen.next('bridged'), { type: 'bridged', call, leg: target });
    t.strictSame(await seen.next('leg-ended'), { type: 'leg-ended', leg, end: 'hung-up' });
    t.equal(await until('the first agent is let go', () => phone.calls()[0]?.end), 'they-hung-up');
    t.strictSame([caller.state(), other.calls()[0]?.state], ['up', 'up']);
    await other.hangUp();
    t.strictSame(await seen.next('leg-ended'), { type: 'leg-ended', leg: target, end: 'hung-up' });
  });

  t.test('an agent asks another one, goes to the caller and back, and has the caller again', async t => {
    const { plateau, seen, caller, call, leg, phone, other, target, reach } = await givenTwo(t, given);
    park(plateau, call, leg, true);
    await reach();
    const together = gather(plateau, seen, { call, leg, target });
    await together(false);
    plateau.perform({ type: 'bridge', call, leg });
    await seen.next('bridged');
    park(plateau, call, leg, false);
    await together(false);
    plateau.perform({ type: 'cancel', leg: target });
    plateau.perform({ type: 'bridge', call, leg });
    t.strictSame(await seen.next('bridged'), { type: 'bridged', call, leg });
    t.equal(await until('the other agent is let go', () => other.calls()[0]?.end), 'they-hung-up');
    t.strictSame([caller.state(), phone.calls()[0]?.state], ['up', 'up']);
  });

  for (const leaves of ['agent', 'other'] as const)
    t.test(`three are joined, and the ${leaves} leaves the caller with the one who stays`, async t => {
      const { plateau, seen, caller, call, leg, target, reach } = await givenTwo(t, given);
      await reach();
      await gather(plateau, seen, { call, leg, target })(true);
      const [gone, stays] = leaves === 'agent' ? [leg, target] : [target, leg];
      plateau.perform({ type: 'cancel', leg: gone });
      t.strictSame(await seen.next('leg-ended'), { type: 'leg-ended', leg: gone, end: 'hung-up' });
      plateau.perform({ type: 'bridge', call, leg: stays });
      t.strictSame(await seen.next('bridged'), { type: 'bridged', call, leg: stays });
      await caller.hangUp();
      t.strictSame(await seen.next('caller-hung-up'), { type: 'caller-hung-up', call });
    });

  t.test('whoever is asked may be gone', async t => {
    const { plateau, seen, caller, call, leg, phone } = await givenTwo(t, given);
    const target = `${call}.9`;
    park(plateau, call, leg, true);
    plateau.perform({ type: 'gather', call, leg, target, withCaller: false });
    t.strictSame(await seen.next('gather-failed'), { type: 'gather-failed', call, target });
    plateau.perform({ type: 'bridge', call, leg });
    t.strictSame(await seen.next('bridged'), { type: 'bridged', call, leg });
    t.strictSame([caller.state(), phone.calls()[0]?.state], ['up', 'up']);
  });

  t.test('a caller on hold whom nobody renews is let go to the fall-back', async t => {
    const { pbx, plateau, caller, call, leg, hang, reach } = await givenTwo(t, given);
    park(plateau, call, leg, false);
    // By the time another phone has answered, what was said before is done.
    await reach();
    hang();
    await until(
      'the fall-back has him',
      async () => (await pbx.released()).includes('fallback'),
      (pbx.deadManSeconds + 15) * 1000,
    );
    t.equal(caller.state(), 'up');
  });
}
