// Recordings at rest: two tracks become one file, encrypted for a key, kept, listed, given out and deleted; and what an archive does when
// things go wrong.
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { OutsideError } from '../../src/base/errors.js';
import type { ArchiveFact } from '../../src/core/facts-listening.js';
import { Archive } from '../../src/recordings/archive.js';
import { exportRecording, writeNewKeys } from '../../src/recordings/export.js';
import { deleteOld, keepRecording, listRecordings } from '../../src/recordings/folder.js';
import type { Job, JobResult } from '../../src/recordings/jobs.js';
import { doJob } from '../../src/recordings/keep.js';
import { isSealed, newKeys, open, seal } from '../../src/recordings/seal.js';
import { durationMsOf, stereoOf } from '../../src/recordings/wav.js';
import { fc } from '../properties.js';
import { quietLog } from '../quiet-log.js';
import { until } from '../until.js';

const noon = Date.UTC(2026, 10, 23, 12);

function givenFolder(t: Test): string {
  const folder = mkdtempSync(join(tmpdir(), 'plateau-recordings-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A track as Asterisk writes it; `lengths` false: it was killed before it wrote them. */
function track(samples: readonly number[], lengths = true): Buffer {
  const file = Buffer.alloc(44 + samples.length * 2);
  file.write('RIFF', 0, 'latin1');
  file.writeUInt32LE(lengths ? 36 + samples.length * 2 : 0, 4);
  file.write('WAVEfmt ', 8, 'latin1');
  for (const [at, value] of [
    [16, 16],
    [24, 8_000],
    [28, 16_000],
  ] as const)
    file.writeUInt32LE(value, at);
  for (const [at, value] of [
    [20, 1],
    [22, 1],
    [32, 2],
    [34, 16],
  ] as const)
    file.writeUInt16LE(value, at);
  file.write('data', 36, 'latin1');
  file.writeUInt32LE(lengths ? samples.length * 2 : 0, 40);
  for (const [index, sample] of samples.entries()) file.writeInt16LE(sample, 44 + index * 2);
  return file;
}

const samplesOf = (stereo: Buffer | null) =>
  stereo === null
    ? null
    : Array.from({ length: (stereo.length - 44) / 2 }, (_, index) => stereo.readInt16LE(44 + index * 2));

t.test('the caller is on the left, the agent on the right, and who is shorter is silent', async t => {
  t.strictSame(samplesOf(stereoOf(track([1, 2, 3]), track([7, 8]))), [1, 7, 2, 8, 3, 0]);
  t.strictSame(samplesOf(stereoOf(null, track([7]))), [0, 7]);
  t.strictSame(samplesOf(stereoOf(track([1, 2], false), null)), [1, 0, 2, 0], 'lengths were not written');
  t.equal(stereoOf(null, null), null);
  t.equal(stereoOf(Buffer.from('RIFF but no sound at all'), Buffer.alloc(3)), null);
  const stereo = stereoOf(track(Array.from({ length: 8_000 }, () => 1)), null);
  t.equal(stereo === null ? null : durationMsOf(stereo), 1_000);
});

t.test('nothing makes reading a track fail but a refusal', async t => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), fc.nat(60), (bytes, at) => {
      const file = track([1, 2, 3, 4]);
      file.set(bytes.subarray(0, file.length - Math.min(at, file.length)), Math.min(at, file.length));
      stereoOf(file, Buffer.from(bytes));
      return true;
    }),
  );
  t.pass();
});

t.test('what is sealed is opened by its key alone, whole', async t => {
  const { publicKey, privateKey } = newKeys();
  fc.assert(
    fc.property(
      fc.oneof(
        fc.uint8Array({ maxLength: 200 }),
        fc.constantFrom(65_535, 65_536, 65_537, 200_000).map(n => new Uint8Array(n).fill(7)),
      ),
      plain => {
        const opened = open(seal(Buffer.from(plain), publicKey), privateKey);
        return opened.ok && opened.plain.equals(Buffer.from(plain));
      },
    ),
    { numRuns: 60 },
  );
  const sealed = seal(Buffer.alloc(150_000, 5), publicKey);
  t.ok(isSealed(sealed));
  t.notOk(sealed.includes(Buffer.alloc(32, 5)), 'nothing of it is in clear');
  t.not(seal(Buffer.alloc(9), publicKey).toString('hex'), seal(Buffer.alloc(9), publicKey).toString('hex'));
  t.match(open(sealed, newKeys().privateKey), { ok: false, because: 'other-key' });
  t.match(open(sealed, 'no key'), { ok: false, because: 'bad-key' });
  t.match(open(Buffer.from('RIFF'), privateKey), { ok: false, because: 'not-sealed' });
  t.throws(() => seal(Buffer.alloc(1), 'plateau-rec1:short'), RangeError);
});

t.test('a file that was altered, cut or rearranged anywhere is refused', async t => {
  const { publicKey, privateKey } = newKeys();
  const sealed = seal(Buffer.alloc(140_000, 9), publicKey);
  fc.assert(
    fc.property(fc.nat(sealed.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
      const altered = Buffer.from(sealed);
      altered[at] = (altered[at] ?? 0) ^ change;
      return !open(altered, privateKey).ok;
    }),
    { numRuns: 60 },
  );
  fc.assert(
    fc.property(fc.nat(sealed.length - 1), length => !open(sealed.subarray(0, length), privateKey).ok),
    { numRuns: 60 },
  );
  const chunk = 65_536 + 16;
  const [header, first, second, rest] = [
    sealed.subarray(0, 48),
    sealed.subarray(48, 48 + chunk),
    sealed.subarray(48 + chunk, 48 + 2 * chunk),
    sealed.subarray(48 + 2 * chunk),
  ];
  t.notOk(open(Buffer.concat([header, second, first, rest]), privateKey).ok);
  t.notOk(open(Buffer.concat([header, first, second]), privateKey).ok, 'the last chunk is cut off');
});

const talk = (recording: string, startedAtMs: number) => ({
  recording,
  call: recording.slice(0, recording.lastIndexOf('-')),
  flow: 'n1',
  agent: '101',
  startedAtMs,
});
const sound = { data: Buffer.from('sound'), encrypted: false, durationMs: 1_000 };

t.test('recordings are listed, those of a call apart, and deleted when they are old', async t => {
  const folder = givenFolder(t);
  for (const [recording, daysAgo] of [
    ['1.1-1', 40],
    ['1.2-1', 2],
    ['1.2-2', 2],
    ['1.22-1', 0],
  ] as const)
    await keepRecording(folder, talk(recording, noon - daysAgo * 86_400_000), sound);
  writeFileSync(join(folder, '2026-11-23', 'odd.json'), '{"recording":"../../etc"}');
  const ids = async (call: string | null) =>
    (await listRecordings(folder, call, 10)).map(one => one.recording).sort();
  t.strictSame(await ids(null), ['1.1-1', '1.2-1', '1.2-2', '1.22-1']);
  t.strictSame(await ids('1.2'), ['1.2-1', '1.2-2']);
  t.equal(statSync(join(folder, '2026-11-23/1.22-1.wav')).mode & 0o007, 0, 'nobody else may read it');
  t.strictSame(
    (await deleteOld(folder, noon - 30 * 86_400_000)).map(({ recording }) => recording),
    ['1.1-1'],
  );
  t.strictSame(await ids(null), ['1.2-1', '1.2-2', '1.22-1']);
  t.strictSame(readdirSync(folder).sort(), ['2026-11-21', '2026-11-23']);
  t.strictSame(await listRecordings(join(folder, 'nowhere'), null, 10), []);
});

t.test('a recording is given out decrypted, never over a file that is there', async t => {
  const folder = givenFolder(t);
  const keyFile = join(folder, 'key');
  const made = await writeNewKeys(keyFile);
  if (!made.ok) throw new Error(made.why);
  t.equal(statSync(keyFile).mode & 0o077, 0);
  t.match(await writeNewKeys(keyFile), { ok: false }, 'a key is never written over');
  const from = join(folder, 'c1-1.wav.enc');
  writeFileSync(from, seal(Buffer.from('sound'), made.publicKey));
  const to = join(folder, 'c1.wav');
  t.strictSame(await exportRecording({ from, keyFile, to }), { ok: true, bytes: 5 });
  t.equal(readFileSync(to, 'utf8'), 'sound');
  t.match(await exportRecording({ from, keyFile, to }), { ok: false, because: 'not-written' });
  t.match(await exportRecording({ from: to, keyFile, to: `${to}2` }), { ok: false, because: 'not-sealed' });
  t.match(await exportRecording({ from: `${from}x`, keyFile, to }), { ok: false, because: 'not-read' });
});

function givenArchive(
  t: Test,
  runJob: ((job: Job) => Promise<JobResult>) | null,
  url = 'http://127.0.0.1:9',
  unkept: readonly string[] = [],
  about = async (recording: string) => (recording === 'c9-1' ? null : talk(recording, noon)),
) {
  const told: ArchiveFact[] = [];
  const folder = givenFolder(t);
  const archive = new Archive({
    ari: { url, user: 'u', password: 'p' },
    setup: () => ({ folder, keepMs: 86_400_000, publicKey: null }),
    isWanted: () => true,
    about,
    isLive: recording => recording === 'c7-1',
    unkept: () => [...unkept].filter(one => !told.some(({ recording }) => recording === one)),
    tell: fact => told.push(fact),
    log: quietLog(),
    ...(runJob === null ? {} : { runJob }),
  });
  t.teardown(() => archive.stop());
  const ends = (recording: string) =>
    archive.see({
      atMs: Date.now(),
      fact: {
        type: 'recording-ended',
        call: recording.slice(0, -2),
        recording,
        because: 'talk-ended',
        by: { kind: 'rule', name: 'talk-ended' },
      },
    });
  return { archive, told, folder, ends };
}

t.test(
  'what ended is fetched, one after the other; what is live, or unknown to Asterisk, is left',
  async t => {
    const asked: string[] = [];
    let atOnce = 0;
    const { archive, told, ends } = givenArchive(t, async job => {
      if (job.kind === 'list') return { kind: 'listed', recordings: ['c5-1', 'c7-1', 'c9-1'] };
      t.equal(++atOnce, 1, 'one at a time');
      asked.push(`${job.of.recording} ${job.of.flow}`);
      await new Promise(resolve => setImmediate(resolve));
      atOnce -= 1;
      if (job.of.recording === 'c2-1') return { kind: 'missing', why: 'no file' };
      return { kind: 'kept', file: `d/${job.of.recording}.wav`, bytes: 5, encrypted: false };
    });
    await archive.start();
    for (const recording of ['c1-1', 'c2-1', 'c1-1']) ends(recording);
    await archive.look();
    await until('all are done', () => told.length === 4);
    t.strictSame(asked, ['c1-1 n1', 'c2-1 n1', 'c5-1 n1', 'c9-1 ']);
    t.strictSame(
      told.map(({ type, recording }) => `${type} ${recording}`),
      ['recording-kept c1-1', 'recording-missing c2-1', 'recording-kept c5-1', 'recording-kept c9-1'],
    );
    t.strictSame(archive.causes(), []);
  },
);

t.test('what an earlier daemon died over is kept, or reported as missing, and never both', async t => {
  const { archive, told, folder, ends } = givenArchive(
    t,
    async job =>
      job.kind === 'list'
        ? { kind: 'listed', recordings: [] }
        : { kind: 'missing', why: 'Asterisk has no such file' },
    undefined,
    ['c1-1', 'c2-1'],
  );
  await keepRecording(folder, talk('c1-1', noon), sound);
  await archive.look();
  await until('both are settled', () => told.length === 2);
  ends('c1-1');
  ends('c3-1');
  await until('the third is, too', () => told.length === 3);
  t.strictSame(
    told.map(({ type, recording }) => `${type} ${recording}`),
    ['recording-kept c1-1', 'recording-missing c2-1', 'recording-missing c3-1'],
  );
});

/** An Asterisk that has these files in store. */
async function givenAri(t: Test, stored: Map<string, Buffer>): Promise<string> {
  const server = createServer((request, response) => {
    const [, what = '', name = '', tail] =
      /^\/ari\/recordings\/(live|stored)\/?([^/]*)(\/file)?$/.exec(request.url ?? '') ?? [];
    if (request.headers.authorization !== `Basic ${Buffer.from('u:p').toString('base64')}`)
      response.statusCode = 401;
    else if (what === 'live') response.statusCode = 404;
    else if (name === '') response.write(JSON.stringify([...stored.keys(), 'other'].map(name => ({ name }))));
    else if (!stored.has(name)) response.statusCode = 404;
    else if (request.method === 'DELETE') stored.delete(name);
    else if (tail !== undefined) response.write(stored.get(name));
    response.end();
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => server.close());
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}`;
}

t.test('a file without sound is reported as missing once, however often Asterisk is asked', async t => {
  const stored = new Map([
    ['plateau-c1-1-caller', Buffer.alloc(0)],
    ['plateau-c1-1-agent', Buffer.alloc(0)],
  ]);
  const { archive, told, ends } = givenArchive(t, doJob, await givenAri(t, stored));
  await archive.look();
  await until('it is reported', () => told.length === 1 && archive.health.waiting === 0);
  await archive.look();
  t.equal(archive.health.waiting, 0, 'it is not fetched again');
  t.match(told, [{ type: 'recording-missing', recording: 'c1-1', why: 'what Asterisk has is no sound' }]);
  ends('c1-1');
  t.equal(archive.health.waiting, 1, 'one that has just ended is');
  await until('it is reported', () => told.length === 2);
});

t.test('what cannot be kept stays with Asterisk, and is an alarm', async t => {
  const { archive, told, ends } = givenArchive(t, async () => ({ kind: 'failed', why: 'ENOSPC' }));
  ends('c1-1');
  await until('it failed', () => archive.health.failed);
  t.strictSame(told, []);
  t.match(archive.causes(), [{ kind: 'recordings-kept-late', why: 'ENOSPC' }]);
});

t.test('a journal that cannot be read ends nothing: the recording is kept when it can', async t => {
  let full = true;
  const { archive, told, ends } = givenArchive(
    t,
    async job =>
      job.kind === 'list'
        ? { kind: 'listed', recordings: [] }
        : { kind: 'kept', file: 'c1-1.wav', bytes: 1, encrypted: false },
    undefined,
    ['c1-1'],
    async recording => {
      if (full) throw new OutsideError('disk-full', 'no space left on device');
      return talk(recording, noon);
    },
  );
  ends('c1-1');
  t.equal(await until('it failed', () => archive.health.failed), 'no space left on device');
  full = false;
  await archive.look();
  await until('it is kept', () => told.length === 1);
  t.match(told, [{ type: 'recording-kept', recording: 'c1-1' }]);
  t.equal(archive.health.failed, null);
});

t.test('who is given a recording is on record, with the day on which it is deleted', async t => {
  const { archive, told, folder } = givenArchive(t, async () => ({ kind: 'failed', why: 'not asked' }));
  await keepRecording(folder, talk('c1-1', noon), sound);
  const by = { kind: 'command-line', name: 'anna' } as const;
  t.match(await archive.open('c1-1', by), { path: join(folder, '2026-11-23/c1-1.wav') });
  t.equal(await archive.open('c1-2', by), null);
  t.equal(await archive.deleteOld(noon + 2 * 86_400_000), 1);
  t.strictSame(told, [
    { type: 'recording-opened', call: 'c1', recording: 'c1-1', by },
    { type: 'recording-deleted', call: 'c1', recording: 'c1-1', because: 'age' },
  ]);
});

t.test('a folder that cannot be used stops recording, and says so', async t => {
  const file = join(givenFolder(t), 'file');
  writeFileSync(file, '');
  const archive = new Archive({
    ari: null,
    setup: () => ({ folder: join(file, 'below'), keepMs: 1, publicKey: null }),
    isWanted: () => true,
    about: async () => null,
    isLive: () => false,
    unkept: () => [],
    tell: () => undefined,
    log: quietLog(),
  });
  t.ok(archive.mayRecord(), 'before it is known it is tried');
  await archive.start();
  t.notOk(archive.mayRecord());
  t.match(archive.causes(), [{ kind: 'recordings-room', why: /ENOTDIR/ }]);
});

t.test('the process of its own fetches, merges, encrypts and clears up, from an ARI', async t => {
  const stored = new Map([
    ['plateau-c1-1-caller', track([1, 2])],
    ['plateau-c1-1-agent', track([7, 8])],
  ]);
  const url = await givenAri(t, stored);
  const { archive, told, folder } = givenArchive(t, null, url);
  await archive.look();
  await until('it is kept', () => told.length === 1, 20_000);
  t.strictSame(told, [
    {
      type: 'recording-kept',
      call: 'c1',
      recording: 'c1-1',
      file: '2026-11-23/c1-1.wav',
      bytes: 52,
      encrypted: false,
    },
  ]);
  t.strictSame(samplesOf(readFileSync(join(folder, '2026-11-23/c1-1.wav'))), [1, 7, 2, 8]);
  t.equal(stored.size, 0, 'nothing is left in clear');
  // Whoever cleared up was killed between the two.
  stored.set('plateau-c1-1-agent', track([7, 8]));
  await archive.look();
  await until('the other one is cleared up', () => stored.size === 0, 20_000);
  t.strictSame(samplesOf(readFileSync(join(folder, '2026-11-23/c1-1.wav'))), [1, 7, 2, 8], 'still whole');
});
