// The contract of the port Switch: phones and partners: how they are rung, and how that ends.
import type { Test } from 'tap';
import { until } from '../until.js';
import { callerNumber, givenDaemon, givenWaiting, ring } from './given.js';
import type { ContractPbx, PhoneManner } from './pbx.js';

export function legContract(t: Test, given: () => Promise<ContractPbx>): void {
  const refusals: readonly (readonly [string, PhoneManner, string])[] = [
    ['busy', { kind: 'busy' }, 'busy'],
    ['declining', { kind: 'declines' }, 'rejected'],
    ['unknown', { kind: 'unknown' }, 'unreachable'],
  ];
  for (const [name, manner, end] of refusals)
    t.test(`a leg to a ${name} phone ends ${end}, and the caller is still there`, async t => {
      const pbx = await given();
      const { switch: plateau, seen } = await givenDaemon(t, pbx);
      const phone = await pbx.phone(manner);
      const { caller, call } = await givenWaiting(pbx, plateau, seen);
      ring(plateau, call, `${call}.1`, phone.endpoint);
      t.strictSame(await seen.next('leg-ended'), { type: 'leg-ended', leg: `${call}.1`, end });
      t.equal(caller.state(), 'up');
    });

  t.test('a leg that nobody answers ends no-answer after its time', async t => {
    const pbx = await given();
    const { switch: plateau, seen } = await givenDaemon(t, pbx);
    const phone = await pbx.phone({ kind: 'rings' });
    const { call } = await givenWaiting(pbx, plateau, seen);
    ring(plateau, call, `${call}.1`, phone.endpoint, 1_000);
    t.strictSame(await seen.next('leg-ended'), { type: 'leg-ended', leg: `${call}.1`, end: 'no-answer' });
    t.equal(await until('the phone stops', () => phone.calls()[0]?.end), 'cancelled');
  });

  t.test('a phone that redirects is not followed', async t => {
    const pbx = await given();
    const { switch: plateau, seen } = await givenDaemon(t, pbx);
    // A number of the phone's own dialplan, which would reach us.
    const target = '*49';
    const phone = await pbx.phone({ kind: 'redirects', to: `sip:${target}@127.0.0.1` });
    const other = await pbx.phone({ kind: 'busy' });
    const { call } = await givenWaiting(pbx, plateau, seen);
    ring(plateau, call, `${call}.1`, phone.endpoint);
    t.strictSame(await seen.next('leg-redirected'), { type: 'leg-redirected', leg: `${call}.1`, target });
    t.strictSame(await seen.next('leg-ended'), { type: 'leg-ended', leg: `${call}.1`, end: 'rejected' });
    ring(plateau, call, `${call}.2`, other.endpoint);
    await seen.next('leg-ended');
    t.strictSame(seen.features, []);
  });

  t.test('two phones ring, the first to answer takes the call, the other stops', async t => {
    const pbx = await given();
    const { switch: plateau, seen } = await givenDaemon(t, pbx);
    const [slow, quick] = [await pbx.phone({ kind: 'rings' }), await pbx.phone({ kind: 'rings' })];
    const { call } = await givenWaiting(pbx, plateau, seen);
    ring(plateau, call, `${call}.1`, slow.endpoint);
    ring(plateau, call, `${call}.2`, quick.endpoint);
    await Promise.all([seen.next('leg-ringing'), seen.next('leg-ringing')]);
    await quick.answer();
    t.strictSame(await seen.next('leg-answered'), { type: 'leg-answered', leg: `${call}.2` });
    plateau.perform({ type: 'bridge', call, leg: `${call}.2` });
    plateau.perform({ type: 'cancel', leg: `${call}.1` });
    t.strictSame(await seen.next('leg-ended'), { type: 'leg-ended', leg: `${call}.1`, end: 'hung-up' });
    t.strictSame(await seen.next('bridged'), { type: 'bridged', call, leg: `${call}.2` });
    t.equal(await until('the slow one stops', () => slow.calls()[0]?.end), 'cancelled');
    t.equal(quick.calls()[0]?.state, 'up');
  });

  t.test('a leg that is cancelled in the moment of its birth ends, and does not ring on', async t => {
    const pbx = await given();
    const { switch: plateau, seen } = await givenDaemon(t, pbx);
    const phone = await pbx.phone({ kind: 'rings' });
    const { call } = await givenWaiting(pbx, plateau, seen);
    ring(plateau, call, `${call}.1`, phone.endpoint);
    plateau.perform({ type: 'cancel', leg: `${call}.1` });
    const { leg } = await seen.next('leg-ended');
    t.equal(leg, `${call}.1`);
    await until('the phone does not ring on', () => phone.calls().every(({ state }) => state === 'over'));
  });

  t.test('an answered leg is asked to press a key', async t => {
    const pbx = await given();
    const { switch: plateau, seen } = await givenDaemon(t, pbx);
    const phone = await pbx.phone({ kind: 'answers' });
    const { call } = await givenWaiting(pbx, plateau, seen);
    const leg = `${call}.1`;
    ring(plateau, call, leg, phone.endpoint);
    await seen.next('leg-answered');
    plateau.perform({ type: 'ask-confirmation', leg, language: 'en' });
    await phone.press('1');
    t.strictSame(await seen.next('leg-key'), { type: 'leg-key', leg, key: '1' });
    plateau.perform({ type: 'bridge', call, leg });
    t.strictSame(await seen.next('bridged', 4_000), { type: 'bridged', call, leg });
  });

  t.test('ringing for a caller who is gone ends the leg, and no phone rings', async t => {
    const pbx = await given();
    const { switch: plateau, seen } = await givenDaemon(t, pbx);
    const phone = await pbx.phone({ kind: 'rings' });
    ring(plateau, 'nobody', 'nobody.1', phone.endpoint);
    t.strictSame(await seen.next('leg-ended'), { type: 'leg-ended', leg: 'nobody.1', end: 'lost' });
    for (const type of ['hold', 'hang-up'] as const)
      plateau.perform(
        type === 'hold'
          ? { type, call: 'nobody', music: 'default', language: 'fr' }
          : { type, call: 'nobody' },
      );
    t.strictSame(phone.calls(), []);
  });

  t.test('an endpoint that would fork the call, or is none, is refused', async t => {
    const pbx = await given();
    const { switch: plateau, seen } = await givenDaemon(t, pbx);
    const phone = await pbx.phone({ kind: 'rings' });
    const { call } = await givenWaiting(pbx, plateau, seen);
    const refused = [`${phone.endpoint}&${phone.endpoint}`, 'PJSIP/0899@operator', 'Local/s@default/n', ''];
    for (const [index, endpoint] of refused.entries()) ring(plateau, call, `${call}.${index}`, endpoint);
    for (const index of refused.keys())
      t.strictSame(await seen.next('leg-ended'), {
        type: 'leg-ended',
        leg: `${call}.${index}`,
        end: 'unreachable',
      });
    t.strictSame(phone.calls(), []);
  });

  t.test('a partner is dialled on his trunk and talks with the caller', async t => {
    const pbx = await given();
    const { trunk, number, far } = await pbx.partner({ kind: 'answers' });
    const { switch: plateau, seen } = await givenDaemon(t, pbx);
    const { call } = await givenWaiting(pbx, plateau, seen);
    const leg = `${call}.1`;
    plateau.perform({
      type: 'dial',
      call,
      leg,
      trunk,
      number,
      callerNumber,
      callerName: '',
      timeoutMs: 20_000,
      maximumTalkMs: 3_600_000,
    });
    await seen.next('leg-answered');
    plateau.perform({ type: 'bridge', call, leg });
    await seen.next('bridged');
    const onTrunk = () =>
      seen.inputs.flatMap(input =>
        input.type === 'trunk-changed' && input.trunk === trunk.id ? [input.inUse] : [],
      );
    await far.hangUp();
    t.strictSame(await seen.next('leg-ended'), { type: 'leg-ended', leg, end: 'hung-up' });
    await until('the trunk is free', () => onTrunk().at(-1) === 0);
    t.strictSame(onTrunk(), [1, 0]);
  });

  t.test('a phone in a call that is not ours is busy, and idle after it', async t => {
    const pbx = await given();
    const phone = await pbx.phone({ kind: 'answers' });
    const { switch: plateau, seen } = await givenDaemon(t, pbx);
    const ofPhone = () =>
      seen.inputs.flatMap(input =>
        input.type === 'phone-changed' && input.endpoint === phone.endpoint ? [input.phone] : [],
      );
    t.strictSame(
      seen.snapshots[0]?.phones.find(({ endpoint }) => endpoint === phone.endpoint),
      { endpoint: phone.endpoint, phone: 'idle' },
    );
    const { call } = await givenWaiting(pbx, plateau, seen);
    ring(plateau, call, `${call}.1`, phone.endpoint);
    await seen.next('leg-answered');
    t.strictSame(ofPhone(), []);
    await phone.feature('status');
    await until('the phone is busy', () => ofPhone().includes('busy'));
    const request = await until('the feature code is here', () => seen.features[0]);
    t.strictSame(
      { ...request, answer: null },
      {
        endpoint: phone.endpoint,
        command: 'status',
        reasonCode: '',
        answer: null,
      },
    );
    request.answer('talking');
    await until('the phone is idle again', () => ofPhone().at(-1) === 'idle');
    t.strictSame(ofPhone(), ['busy', 'idle']);
  });
}
