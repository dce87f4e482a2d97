// The contract of the port Switch, as a function of a PBX: the real Asterisk and the simulated one both pass it.
import type { Test } from 'tap';
import type { Input } from '../../src/core/inputs.js';
import type { Switch } from '../../src/core/switch.js';
import { until } from '../until.js';
import type { ContractPbx, PhoneManner } from './pbx.js';
import { type Watch, watch } from './watch.js';

const callerNumber = '0612345600';

/** A daemon that is connected, and closed when the test ends. */
async function givenDaemon(t: Test, pbx: ContractPbx) {
  const daemon = await pbx.daemon();
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

export function switchContract(t: Test, given: () => Promise<ContractPbx>): void {
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
    const elsewhere = await pbx.phone({ kind: 'rings' });
    const target = elsewhere.endpoint.replace('PJSIP/', '');
    const phone = await pbx.phone({ kind: 'redirects', to: `sip:${target}@127.0.0.1` });
    const { call } = await givenWaiting(pbx, plateau, seen);
    ring(plateau, call, `${call}.1`, phone.endpoint);
    t.strictSame(await seen.next('leg-redirected'), { type: 'leg-redirected', leg: `${call}.1`, target });
    t.strictSame(await seen.next('leg-ended'), { type: 'leg-ended', leg: `${call}.1`, end: 'rejected' });
    t.strictSame(elsewhere.calls(), []);
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
    t.strictSame([slow.calls()[0]?.end, quick.calls()[0]?.state], ['cancelled', 'up']);
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
    t.ok(phone.calls().every(({ state }) => state === 'over'));
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
    t.strictSame(await seen.next('bridged', 500), { type: 'bridged', call, leg });
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
    t.strictSame(await seen.next('bridged', 500), { type: 'bridged', call, leg });
  });

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
      (pbx.deadManSeconds + 3) * 1000,
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
