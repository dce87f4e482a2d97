// The contract of the port Switch: giving callers back, and daemons that close, die or hang.
import type { Test } from 'tap';
import { until } from '../until.js';
import { givenDaemon, givenTalk, givenWaiting, hold, ring, types } from './given.js';
import type { ContractPbx } from './pbx.js';

export function daemonContract(t: Test, given: () => Promise<ContractPbx>): void {
  t.test('a caller is given back to the dialplan, which is told why', async t => {
    const pbx = await given();
    const { switch: plateau, seen } = await givenDaemon(t, pbx);
    for (const next of ['closed', 'fallback'] as const) {
      const { call } = await givenWaiting(pbx, plateau, seen);
      plateau.perform({ type: 'announce', call, language: 'fr', position: 4, expectedWaitMs: null });
      plateau.perform({ type: 'release', call, next });
      await until(`${next} is executed`, async () => (await pbx.released()).at(-1) === next);
    }
    t.strictSame(types(seen.ofCalls()), ['call-arrived', 'call-arrived']);
  });

  t.test('a caller may be given back before he was held', async t => {
    const pbx = await given();
    const { switch: plateau, seen } = await givenDaemon(t, pbx);
    await pbx.caller();
    const { call } = await seen.next('call-arrived');
    plateau.perform({ type: 'release', call, next: 'nobody' });
    await until('the dialplan has him', async () => (await pbx.released()).at(-1) === 'nobody');
    t.strictSame(types(seen.ofCalls()), ['call-arrived']);
  });

  t.test('a daemon that comes after one that died finds callers, talks and legs', async t => {
    const pbx = await given();
    const { switch: plateau, seen, die } = await givenDaemon(t, pbx);
    const talk = await givenTalk(pbx, plateau, seen);
    const waiting = await givenWaiting(pbx, plateau, seen);
    const ringing = await pbx.phone({ kind: 'rings' });
    ring(plateau, waiting.call, `${waiting.call}.1`, ringing.endpoint);
    await until('the phone rings', () => ringing.calls()[0]);
    die();
    const { switch: next, seen: found } = await givenDaemon(t, pbx);
    const [snapshot] = found.snapshots;
    const arrivals = seen.inputs.filter(({ type }) => type === 'call-arrived');
    t.strictSame(
      snapshot?.callers.toSorted((a, b) => (a.arrival.call < b.arrival.call ? -1 : 1)),
      [
        { arrival: arrivals[0], joinedWith: talk.leg },
        { arrival: arrivals[1], joinedWith: null },
      ],
    );
    t.strictSame(snapshot?.legs, [{ leg: talk.leg, state: 'up' }]);
    t.equal(await until('the phone stops', () => ringing.calls()[0]?.end), 'cancelled');
    hold(next, waiting.call);
    await talk.phone.hangUp();
    t.strictSame(await found.next('leg-ended'), { type: 'leg-ended', leg: talk.leg, end: 'hung-up' });
    await waiting.caller.hangUp();
    t.strictSame(await found.next('caller-hung-up'), { type: 'caller-hung-up', call: waiting.call });
    t.strictSame(types(found.ofCalls()), ['leg-ended', 'caller-hung-up']);
  });

  t.test('a waiting caller whom nobody renews is let go to the fall-back; a talk is not', async t => {
    const pbx = await given();
    const { switch: plateau, seen, hang } = await givenDaemon(t, pbx);
    const talk = await givenTalk(pbx, plateau, seen);
    const waiting = await givenWaiting(pbx, plateau, seen);
    hang();
    await until(
      'the fall-back has him',
      async () => (await pbx.released()).includes('fallback'),
      (pbx.deadManSeconds + 15) * 1000,
    );
    t.strictSame(
      [waiting.caller.state(), talk.caller.state(), talk.phone.calls()[0]?.state],
      ['up', 'up', 'up'],
    );
  });

  t.test('a waiting caller who is renewed waits for longer than the dead-man’s time', async t => {
    const pbx = await given();
    const { switch: plateau, seen } = await givenDaemon(t, pbx);
    const { caller } = await givenWaiting(pbx, plateau, seen);
    const untilMs = Date.now() + (pbx.deadManSeconds + 1) * 1000;
    await until('the time has passed', () => Date.now() > untilMs);
    t.strictSame([caller.state(), types(seen.ofCalls())], ['up', ['call-arrived']]);
  });

  t.test('a daemon that closes leaves its callers, and takes no new ones', async t => {
    const pbx = await given();
    const { switch: plateau, seen } = await givenDaemon(t, pbx);
    const { caller } = await givenWaiting(pbx, plateau, seen);
    await plateau.close();
    await pbx.caller();
    await until('the fall-back has the new one', async () => (await pbx.released()).at(-1) === 'fallback');
    t.strictSame([caller.state(), types(seen.ofCalls()), seen.losses], ['up', ['call-arrived'], []]);
  });
}
