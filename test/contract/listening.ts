// The contract of the port Switch: recordings, and supervisors who listen. Neither ever changes a talk.
import type { Test } from 'tap';
import { until } from '../until.js';
import { givenDaemon, givenTalk, ring, types } from './given.js';
import type { ContractPbx } from './pbx.js';

const supervision = 'sup-anna-1795314298000';

export function listeningContract(t: Test, given: () => Promise<ContractPbx>): void {
  const ringSupervisor = (endpoint: string, timeoutMs = 20_000) =>
    ({
      type: 'ring-supervisor',
      supervision,
      endpoint,
      afterMs: 0,
      agentName: 'Alice',
      timeoutMs,
    }) as const;

  t.test('a supervisor hears a talk in each mode, and the talk goes on when he hangs up', async t => {
    const pbx = await given();
    const { switch: plateau, seen } = await givenDaemon(t, pbx);
    const talk = await givenTalk(pbx, plateau, seen);
    const supervisor = await pbx.phone({ kind: 'answers' });
    plateau.perform(ringSupervisor(supervisor.endpoint));
    t.strictSame(await seen.next('supervisor-answered'), { type: 'supervisor-answered', supervision });
    for (const mode of ['listen', 'whisper', 'barge'] as const)
      plateau.perform({
        type: 'supervise',
        supervision,
        talk: talk.leg,
        mode,
        tellAgent: mode === 'listen',
      });
    plateau.perform({ type: 'leave-talk', supervision });
    await supervisor.hangUp();
    t.strictSame(await seen.next('supervisor-gone'), { type: 'supervisor-gone', supervision });
    await talk.caller.hangUp();
    await seen.next('caller-hung-up');
    t.notOk(types(seen.ofCalls()).includes('supervision-failed'));
  });

  t.test('a supervisor who is let go is hung up, and the talk is not', async t => {
    const pbx = await given();
    const { switch: plateau, seen } = await givenDaemon(t, pbx);
    const talk = await givenTalk(pbx, plateau, seen);
    const supervisor = await pbx.phone({ kind: 'answers' });
    plateau.perform(ringSupervisor(supervisor.endpoint));
    await seen.next('supervisor-answered');
    plateau.perform({ type: 'supervise', supervision, talk: talk.leg, mode: 'barge', tellAgent: false });
    plateau.perform({ type: 'end-supervision', supervision });
    t.equal(await until('his phone is quiet', () => supervisor.calls()[0]?.end), 'they-hung-up');
    t.strictSame([talk.caller.state(), talk.phone.calls()[0]?.state], ['up', 'up']);
  });

  for (const [name, manner] of [
    ['busy', { kind: 'busy' }],
    ['silent', { kind: 'rings' }],
    ['unknown', { kind: 'unknown' }],
  ] as const)
    t.test(`a supervisor's phone that is ${name} is heard of`, async t => {
      const pbx = await given();
      const { switch: plateau, seen } = await givenDaemon(t, pbx);
      const supervisor = await pbx.phone(manner);
      plateau.perform(ringSupervisor(supervisor.endpoint, 1_000));
      t.strictSame(await seen.next('supervisor-gone'), { type: 'supervisor-gone', supervision });
      t.notOk(types(seen.ofCalls()).includes('supervisor-answered'));
    });

  t.test('a recording goes on without the daemon, is found by the next one, and ended', async t => {
    const pbx = await given();
    const { switch: plateau, seen, die } = await givenDaemon(t, pbx);
    const { call, leg, caller } = await givenTalk(pbx, plateau, seen);
    const recording = `${call}-1`;
    const about = { notice: 'tone', announcement: 'conf-now-recording', language: 'fr' } as const;
    plateau.perform({ type: 'record', call, recording, channel: call, leg, ...about });
    plateau.perform({ type: 'pause-recording', call, recording });
    plateau.perform({ type: 'resume-recording', call, recording });
    await until('it is recorded', () => pbx.isRecorded(recording));
    die();
    const { switch: next, seen: found } = await givenDaemon(t, pbx);
    t.strictSame([...(found.snapshots[0]?.recordings ?? [])], [recording]);
    next.perform({ type: 'stop-recording', call, recording });
    await until('it has ended', async () => !(await pbx.isRecorded(recording)));
    t.equal(caller.state(), 'up');
    t.notOk(types(seen.ofCalls()).includes('recording-failed'));
  });

  t.test('a talk to which a caller was passed on is recorded, with its notice', async t => {
    const pbx = await given();
    const { switch: plateau, seen } = await givenDaemon(t, pbx);
    const { call, leg } = await givenTalk(pbx, plateau, seen);
    const target = `${call}.2`;
    const other = await pbx.phone({ kind: 'answers' });
    ring(plateau, call, target, other.endpoint);
    await seen.next('leg-answered');
    plateau.perform({ type: 'gather', call, leg, target, withCaller: true });
    await seen.next('gathered');
    plateau.perform({ type: 'cancel', leg });
    plateau.perform({ type: 'bridge', call, leg: target });
    const recording = `${call}-1`;
    const about = { notice: 'tone', announcement: 'conf-now-recording', language: 'fr' } as const;
    plateau.perform({ type: 'record', call, recording, channel: call, leg: target, ...about });
    await until('it is recorded', () => pbx.isRecorded(recording));
    t.notOk(types(seen.ofCalls()).includes('recording-failed'));
  });

  t.test('what cannot be recorded is said, and harms nobody', async t => {
    const pbx = await given();
    const { switch: plateau, seen } = await givenDaemon(t, pbx);
    const { caller } = await givenTalk(pbx, plateau, seen);
    plateau.perform({
      type: 'record',
      call: 'nobody',
      recording: 'nobody-1',
      channel: 'nobody',
      leg: 'nobody.1',
      notice: 'none',
      announcement: 'conf-now-recording',
      language: 'en',
    });
    t.match(await seen.next('recording-failed'), {
      call: 'nobody',
      recording: 'nobody-1',
      because: 'refused',
    });
    t.equal(caller.state(), 'up');
  });
}
