// Recording and supervision on a real Asterisk, with sound: caller, agent and supervisor each sing a tone of their own, and what each of them
// and each track of the file hears is measured.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { givenPhone, labSkip, until } from '../../lab/given.js';
import { loudness, startVoice, type Voice } from '../../lab/voice.js';
import { newKeys, open } from '../../src/recordings/seal.js';
import { type Caller, type Floor, givenFloor } from './floor.js';

const tones = { caller: 440, agent: 1_000, supervisor: 1_700 } as const;
type Who = keyof typeof tones;
const { publicKey, privateKey } = newKeys();

const site = `
trunks:
  operator: { name: Operator, kind: pjsip, endpoint: operator, channels: 30 }
agents:
  - { phone: PJSIP/101, name: Alice, skills: { plain: 1, taped: 1, told: 1 } }
supervisors:
  anna: { name: Anna, phone: PJSIP/201, may: [listen, whisper, barge] }
  boris: { name: Boris, phone: PJSIP/202, may: [listen], flows: [taped] }
recordings: { encryptFor: "${publicKey}" }
flows:
  plain: { name: { en: a, fr: a }, rings: [{ at: 0s, agents: plain }] }
  taped: { name: { en: a, fr: a }, rings: [{ at: 0s, agents: taped }], recording: { share: 100%, notice: tone } }
  told: { name: { en: a, fr: a }, rings: [{ at: 0s, agents: told }], recording: { notice: announcement } }
`;
/** Loud enough to be heard; what is not there is quieter than a tenth of it. */
const loud = 0.2;
const quiet = 0.05;

t.test(
  'recording and supervision on a real Asterisk',
  { skip: await labSkip(), timeout: 400_000 },
  async t => {
    const agentVoice = await startVoice(tones.agent);
    const bossVoice = await startVoice(tones.supervisor);
    t.teardown(() => agentVoice.stop());
    t.teardown(() => bossVoice.stop());
    const floor = await givenFloor(t, {
      site,
      flows: ['plain', 'taped', 'told'],
      agents: ['101'],
      mediaPorts: { '101': agentVoice.port },
    });
    const { plateau, asterisk } = floor;
    const callerVoice = await startVoice(tones.caller, asterisk.operator.address);
    t.teardown(() => callerVoice.stop());
    const boss = await givenPhone(t, asterisk, { id: '201' }, { kind: 'rings' }, bossVoice.port);
    const by = { kind: 'command-line', name: 'test' } as const;
    await floor.logIn('101');

    const talks = async (flow: string): Promise<Caller> => {
      for (const voice of [callerVoice, agentVoice]) voice.forget();
      const caller = await floor.calls(flow, undefined, callerVoice.port);
      await floor.rings('101', caller);
      await floor.phone('101').answer();
      await floor.until('call-bridged', { call: caller.call });
      await hears(callerVoice, ['agent']);
      await hears(agentVoice, ['caller']);
      return caller;
    };
    const supervise = (mode: 'listen' | 'whisper' | 'barge', stays = false) =>
      plateau.ask('supervise', {
        request: { kind: 'start', supervisor: 'anna', agent: '101', mode, stays },
        by,
      });
    const ringsAndAnswers = async () => {
      await until('the supervisor’s phone rings', () =>
        boss.calls().some(call => call.end === undefined && call.answeredAtMs === undefined),
      );
      bossVoice.forget();
      await boss.answer();
    };
    const bossIsAlone = () => until('the supervisor is let go', () => boss.calls().every(({ end }) => end));

    await t.test(
      'a supervisor listens, whispers and barges, and the talk is as it was when he goes',
      async t => {
        const caller = await talks('plain');
        t.strictSame(await supervise('listen'), { ok: true });
        await ringsAndAnswers();
        await hears(bossVoice, ['caller', 'agent']);
        await hears(agentVoice, ['caller']);
        await hears(callerVoice, ['agent']);

        t.strictSame(
          await plateau.ask('supervise', {
            request: { kind: 'mode', supervisor: 'PJSIP/201', mode: 'whisper' },
            by,
          }),
          { ok: true },
        );
        await hears(agentVoice, ['caller', 'supervisor']);
        await hears(callerVoice, ['agent']);

        await boss.press('6');
        await floor.until('supervision-mode-changed', { mode: 'barge' });
        await hears(callerVoice, ['agent', 'supervisor']);
        await hears(agentVoice, ['caller', 'supervisor']);

        await boss.hangUp();
        await floor.until('supervision-ended', { because: 'supervisor-hung-up' });
        await hears(callerVoice, ['agent']);
        await hears(agentVoice, ['caller']);
        await caller.hangUp();
        await floor.until('call-ended', { call: caller.call, end: 'caller-hung-up' });
      },
    );

    await t.test('he is let go with the talk; who stays hears the next one too', async t => {
      const first = await talks('plain');
      t.strictSame(await supervise('listen', true), { ok: true });
      await ringsAndAnswers();
      await hears(bossVoice, ['caller', 'agent']);
      await first.hangUp();
      await floor.until('supervision-left', { call: first.call });
      bossVoice.forget();
      const second = await talks('plain');
      await hears(bossVoice, ['caller', 'agent']);
      t.strictSame(await plateau.ask('supervise', { request: { kind: 'stop', supervisor: 'anna' }, by }), {
        ok: true,
      });
      await bossIsAlone();
      await hears(callerVoice, ['agent']);
      t.strictSame(await supervise('whisper'), { ok: true });
      await ringsAndAnswers();
      await hears(agentVoice, ['caller', 'supervisor']);
      await floor.phone('101').hangUp();
      await bossIsAlone();
      await floor.until('call-ended', { call: second.call });
    });

    await t.test(
      'a supervisor starts by a feature code of his own phone; another flow’s talk is not his',
      async t => {
        const caller = await talks('plain');
        const code = async (number: string, phone: typeof boss.plan) => {
          const { startCallers } = await import('../../lab/callers.js');
          const calls = await startCallers(asterisk, { number, phone });
          await until('the code is over', () => calls.calls()[0]?.end, {
            withinMs: 30_000,
          });
          await calls.stop();
        };
        const before = plateau.told('supervision-started').length;
        const boris = await givenPhone(t, asterisk, { id: '202' }, { kind: 'rings' });
        await code('*55101', boris.plan);
        t.equal(plateau.told('supervision-started').length, before, 'not his flow');
        await code('*55101', boss.plan);
        await ringsAndAnswers();
        await hears(bossVoice, ['caller', 'agent']);
        t.match(plateau.told('supervision-started').at(-1), {
          supervisor: 'anna',
          by: { kind: 'phone', name: 'PJSIP/201' },
        });
        await caller.hangUp();
        await bossIsAlone();
      },
    );

    await t.test(
      'a talk is recorded in two tracks, paused in silence, encrypted, and nothing is left in clear',
      async t => {
        const caller = await talks('taped');
        const { recording } = await floor.until('recording-started', { call: caller.call });
        await isRecorded(floor, recording);
        const sings = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));
        // Sound takes time: this is how long the recording shall be, not a wait for something.
        await sings(1_500);
        const ask = (command: 'pause' | 'resume') =>
          plateau.ask('recording-command', { agent: '101', command, by });
        t.strictSame(await ask('pause'), { ok: true });
        await sings(1_500);
        t.strictSame(await ask('resume'), { ok: true });
        await sings(1_500);
        await caller.hangUp();
        const kept = await floor.until('recording-kept', { recording }, 40_000);
        t.match(kept, { encrypted: true });
        const folder = join(plateau.folder, 'recordings');
        const opened = open(readFileSync(join(folder, kept.file)), privateKey);
        if (!opened.ok) throw new Error(opened.because);
        const { left, right } = tracksOf(opened.plain);
        t.ok(left.length > 8_000 * 3, `${left.length} samples`);
        t.ok(heardAnywhere(left, tones.caller) && heardAnywhere(right, tones.agent), 'each on his own track');
        t.ok(
          !heardAnywhere(left, tones.agent) && !heardAnywhere(right, tones.caller),
          'and not on the other’s',
        );
        t.ok(silentFor(left, 1_000) && silentFor(right, 1_000), 'what was said meanwhile is not there');
        t.strictSame(storedIn(asterisk.folder), []);
      },
    );

    await t.test('the announcement comes before the recording, and both hear it', async t => {
      const caller = await floor.calls('told', undefined, callerVoice.port);
      await floor.rings('101', caller);
      await floor.phone('101').answer();
      const { recording } = await floor.until('recording-started', { call: caller.call });
      await until('the announcement is played', async () =>
        (await asterisk.log()).includes("Playing 'conf-now-recording"),
      );
      await isRecorded(floor, recording);
      await caller.hangUp();
      t.match(await floor.until('recording-kept', { recording }, 40_000), { call: caller.call });
    });

    await t.test('a daemon that is killed: talk and recording go on, the supervisor is let go', async t => {
      const caller = await talks('taped');
      const { recording } = await floor.until('recording-started', { call: caller.call });
      await isRecorded(floor, recording);
      t.strictSame(await supervise('barge'), { ok: true });
      await ringsAndAnswers();
      await hears(callerVoice, ['agent', 'supervisor']);
      await plateau.kill();
      await hears(callerVoice, ['agent', 'supervisor']);
      await plateau.start();
      await bossIsAlone();
      await hears(callerVoice, ['agent']);
      await hears(agentVoice, ['caller']);
      t.strictSame(
        plateau.told('recording-ended').filter(({ call }) => call === caller.call),
        [],
        'it goes on under its name',
      );
      await caller.hangUp();
      await floor.until('recording-kept', { recording }, 40_000);
    });

    await t.test('what ended while there was no daemon is fetched by the next one', async t => {
      const caller = await talks('taped');
      const { recording } = await floor.until('recording-started', { call: caller.call });
      await isRecorded(floor, recording);
      await plateau.kill();
      await caller.hangUp();
      await until('it is in Asterisk’s store', () => storedIn(asterisk.folder).length === 2);
      await plateau.start();
      await floor.until('recording-kept', { recording }, 40_000);
      t.strictSame(storedIn(asterisk.folder), []);
    });

    await t.test('where Asterisk cannot record, the talk goes on and it is said', async t => {
      const store = join(asterisk.folder, 'spool/recording');
      rmSync(store, { recursive: true });
      const caller = await talks('taped');
      await floor.until('recording-failed', { call: caller.call, because: 'refused' });
      await hears(callerVoice, ['agent']);
      const alarm = await until('there is an alarm', async () => {
        const { alarms } = await plateau.ask('status', {});
        return alarms.find(({ kind }) => kind === 'recordings-failed');
      });
      t.match(alarm, { severity: 'minor', about: null });
      await caller.hangUp();
      await floor.until('call-ended', { call: caller.call, end: 'caller-hung-up' });
      mkdirSync(store);
    });
  },
);

/** He hears these, and no other of the three. */
async function hears(voice: Voice, wanted: readonly Who[]): Promise<void> {
  const heard = () =>
    Object.fromEntries(Object.entries(tones).map(([who, tone]) => [who, voice.hears(tone)])) as Record<
      Who,
      number
    >;
  const isSo = () =>
    (Object.keys(tones) as Who[]).every(who => {
      const level = heard()[who];
      return wanted.includes(who) ? level > loud : level < quiet;
    });
  await until(`${wanted.join(' and ')} are heard, and nobody else`, isSo, {
    withinMs: 20_000,
    context: heard,
  });
}

/** Both tracks are being written. */
async function isRecorded(floor: Floor, recording: string): Promise<void> {
  await until('both tracks are written', () => {
    const names = storedIn(floor.asterisk.folder);
    return ['caller', 'agent'].every(side =>
      names.some(name => name.startsWith(`plateau-${recording}-${side}`)),
    );
  });
}

function storedIn(folder: string): string[] {
  const store = join(folder, 'spool/recording');
  return existsSync(store) ? readdirSync(store) : [];
}

function tracksOf(stereo: Buffer): { left: number[]; right: number[] } {
  const [left, right]: [number[], number[]] = [[], []];
  for (let at = 44; at + 4 <= stereo.length; at += 4) {
    left.push(stereo.readInt16LE(at));
    right.push(stereo.readInt16LE(at + 2));
  }
  return { left, right };
}

const windowSamples = 800;

function levels(track: readonly number[], tone: number): number[] {
  const found: number[] = [];
  for (let at = 0; at + windowSamples <= track.length; at += windowSamples)
    found.push(loudness(track.slice(at, at + windowSamples), tone));
  return found;
}

/** For at least half a second. */
const heardAnywhere = (track: readonly number[], tone: number) =>
  levels(track, tone).filter(level => level > loud).length >= 5;

/** The longest stretch of zeros, in milliseconds. */
function silentFor(track: readonly number[], ms: number): boolean {
  let longest = 0;
  let now = 0;
  for (const sample of track) {
    now = Math.abs(sample) < 32 ? now + 1 : 0;
    longest = Math.max(longest, now);
  }
  return longest / 8 >= ms;
}
