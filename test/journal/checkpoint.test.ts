import { existsSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import os from 'node:os';
import { gunzipSync, gzipSync } from 'node:zlib';
import t from 'tap';
import { readCheckpoint } from '../../src/journal/checkpoint-file.js';
import type { CheckpointOutcome } from '../../src/journal/checkpoints.js';
import { Checkpoints } from '../../src/journal/checkpoints.js';
import type { Journal } from '../../src/journal/journal.js';
import { restore } from '../../src/journal/restore.js';
import { until } from '../until.js';
import { someFact } from './files.js';
import { atMs, bridged, everything, givenJournal } from './given-journal.js';
import { givenSmallDisk, noSmallDisk } from './small-disk.js';

const queued = (call: string) => ({
  type: 'call-queued' as const,
  call,
  channel: call,
  flow: 'n1',
  caller: '0142',
  callerName: 'Zoé\n"',
  dialled: '3200',
  trunk: 't',
  language: 'fr' as const,
  choice: '',
  priority: 0,
  virtualEntryAtMs: atMs,
});

const checkpointsOf = (journal: Journal, folder: string, spareBytes = 0, now = () => atMs) =>
  new Checkpoints({ journal, folder, now, spareBytes });

function must(outcome: CheckpointOutcome) {
  if (!outcome.ok) throw new Error(outcome.why);
  return outcome;
}

/** A data folder whose journal holds `count` facts, one open call, and a snapshot; closed. */
async function givenData(folder: string, count: number) {
  mkdirSync(folder, { recursive: true });
  const given = await givenJournal({ path: `${folder}/journal` });
  await given.append(queued('open'), ...Array.from({ length: count - 2 }, (_, index) => someFact(index)));
  await until('the snapshot is written', () => given.journal.writeSnapshot({ calls: ['open'] }, atMs));
  await given.append(bridged('open'));
  await until('all is durable', () => given.journal.health.inMemory === 0);
  return given;
}

t.test(
  'a checkpoint of a journal that goes on, restored elsewhere: the same facts under new numbers',
  async t => {
    const folder = t.testdir();
    const { journal, append } = await givenData(`${folder}/a`, 3000);
    const before = await everything(journal);
    const making = checkpointsOf(journal, `${folder}/checkpoints`).make(null, 7);
    let later = 0;
    let isMade = false;
    void making.finally(() => {
      isMade = true;
    });
    while (!isMade) {
      await append(bridged(`later${later++}`));
      await new Promise(resolve => setImmediate(resolve));
    }
    const made = must(await making);
    t.ok(later > 10, `${later} facts came meanwhile`);
    const whole = { facts: 3000, snapshots: 1, holes: 0, firstSeq: 1, lastSeq: 3000, openCalls: 1 };
    t.match(made, { ...whole, fromMs: atMs, toMs: atMs, madeAtMs: atMs });
    await journal.close();

    const nowMs = Date.now();
    mkdirSync(`${folder}/b`);
    const restored = await restore({ checkpoint: made.file, data: `${folder}/b`, nowMs, dryRun: false });
    t.match(restored, { ...whole, setAside: null, numbersMovedBy: nowMs - 1 });
    const after = await givenJournal({ path: `${folder}/b/journal` });
    t.match(after.recovery, {
      damage: [],
      lastSeq: nowMs - 1 + 3000,
      snapshots: [{ seq: nowMs - 1 + 2999, state: { calls: ['open'] } }],
    });
    t.strictSame(
      (await everything(after.journal)).map(record => ({ ...record, seq: record.seq - nowMs + 1 })),
      before,
    );
    t.equal((await after.journal.factsOf('open')).length, 2, 'calls lead to their facts');
    t.equal(await after.journal.firstSeq(), nowMs, 'and the history begins at the first');
    await after.journal.close();
  },
);

t.test('a restore over a journal: that one is set aside, no number is used again', async t => {
  const folder = t.testdir();
  const data = `${folder}/data`;
  const { journal, append } = await givenData(data, 100);
  const made = must(await checkpointsOf(journal, `${data}/checkpoints`).make(null, 7));
  await append(bridged('lost'));
  await until('it is durable', () => journal.health.inMemory === 0);
  const asked = { checkpoint: made.file, data, nowMs: atMs, dryRun: false };
  await t.rejects(restore(asked), { code: 'store-locked' }, 'while somebody has the journal open');
  await journal.close();
  const names = readdirSync(data).sort();
  t.match(await restore({ ...asked, dryRun: true }), { facts: 100, setAside: null, dryRun: true });
  t.strictSame(readdirSync(data).sort(), names, 'a dry run changes nothing');
  const { setAside } = await restore(asked);
  const after = await givenJournal({ path: `${data}/journal` });
  t.equal((await everything(after.journal)).length, 100);
  await after.append(bridged('new'));
  t.ok(after.journal.lastSeq > atMs, 'numbers begin behind all that were ever used');
  await after.journal.close();
  const aside = await givenJournal({ path: setAside ?? '' });
  t.match(
    (await everything(aside.journal)).at(-1),
    { seq: 101, fact: bridged('lost') },
    'what was there is kept',
  );
  await aside.journal.close();
});

t.test('a checkpoint that is not whole is refused, and nothing is touched', async t => {
  const folder = t.testdir();
  const data = `${folder}/data`;
  const { journal } = await givenData(data, 300);
  const { file } = must(await checkpointsOf(journal, `${folder}/c`).make(null, 7));
  await journal.close();
  const bytes = readFileSync(file);
  const lines = gunzipSync(bytes).toString().split('\n');
  const changed = (change: (lines: string[]) => string[]) => gzipSync(change([...lines]).join('\n'));
  const flipped = Buffer.from(bytes);
  flipped[Math.floor(bytes.length / 2)] = (bytes[Math.floor(bytes.length / 2)] ?? 0) ^ 1;
  const cases: Readonly<Record<string, readonly [Buffer, RegExp]>> = {
    'a flipped bit': [flipped, /./],
    'a cut file': [bytes.subarray(0, bytes.length - 100), /./],
    'an empty file': [Buffer.alloc(0), /before its end|end of file/],
    'another kind of file': [Buffer.from('hello'), /./],
    'another gzip file': [gzipSync('hello\n'), /line 1 is damaged/],
    'a changed fact': [changed(all => all.map(line => line.replace('0142', '0143'))), /line \d+ is damaged/],
    'a missing fact': [changed(all => all.toSpliced(100, 1)), /300 facts were written, 299 are there/],
    'facts in another order': [
      changed(all => [...all.slice(0, 99), ...all.slice(99, 101).reverse(), ...all.slice(101)]),
      /out of order/,
    ],
    'no end': [changed(all => all.slice(0, -2)), /before its end/],
  };
  const before = readdirSync(data).sort();
  for (const [name, [content, why]] of Object.entries(cases)) {
    const bad = `${folder}/bad`;
    writeFileSync(bad, content);
    await t.rejects(readCheckpoint(bad), { code: 'checkpoint-bad', message: why }, name);
    const asked = { checkpoint: bad, data, nowMs: atMs, dryRun: false };
    await t.rejects(restore(asked), { code: 'checkpoint-bad' });
  }
  const missing = { checkpoint: `${folder}/none`, data, nowMs: atMs, dryRun: false };
  await t.rejects(restore(missing), { code: 'checkpoint-bad', message: /ENOENT/ });
  t.strictSame(readdirSync(data).sort(), before);
  truncateSync(file, 10);
});

t.test('a checkpoint is made where no priority may be set', async t => {
  const folder = t.testdir();
  const { journal } = await givenData(`${folder}/data`, 10);
  const { setPriority } = os;
  const put = (one: typeof setPriority) => {
    Object.assign(os, { setPriority: one });
    syncBuiltinESMExports();
  };
  t.teardown(() => put(setPriority));
  let refused = 0;
  // As the system-call filter of the shipped unit does.
  put(() => {
    refused++;
    throw Object.assign(new Error('uv_os_setpriority returned EPERM'), { code: 'ERR_SYSTEM_ERROR' });
  });
  must(await checkpointsOf(journal, `${folder}/c`).make(null, 7));
  t.equal(refused, 1);
  await journal.close();
});

t.test('the newest few are kept; one to another folder is nobody’s to delete', async t => {
  const folder = t.testdir({ elsewhere: {} });
  const { journal } = await givenData(`${folder}/data`, 10);
  let nowMs = atMs;
  const checkpoints = checkpointsOf(journal, `${folder}/c`, 0, () => nowMs++);
  const made = [];
  for (let night = 0; night < 5; night++) made.push(must(await checkpoints.make(null, 3)).file);
  t.strictSame(
    readdirSync(`${folder}/c`).sort(),
    made.slice(2).map(file => file.slice(file.lastIndexOf('/') + 1)),
  );
  must(await checkpoints.make(`${folder}/elsewhere`, 3));
  t.equal(readdirSync(`${folder}/elsewhere`).length, 1);
  t.match(await checkpoints.make(`${folder}/nowhere`, 3), { ok: false, code: 'checkpoint-failed' });
  t.notOk(existsSync(`${folder}/nowhere`), 'a folder that is named is not made');
  await journal.close();
});

t.test('what a clock that was ahead has made goes before what is made now', async t => {
  const folder = t.testdir({ c: {} });
  const { journal } = await givenData(`${folder}/data`, 10);
  let nowMs = atMs + 86_400_000;
  const checkpoints = checkpointsOf(journal, `${folder}/c`, 0, () => nowMs++);
  const ahead = [must(await checkpoints.make(null, 2)).file, must(await checkpoints.make(null, 2)).file];
  nowMs = atMs;
  const now = must(await checkpoints.make(null, 2)).file;
  t.strictSame(
    [...ahead, now].map(file => existsSync(file)),
    [false, true, true],
  );
  await journal.close();
});

t.test('what a killed process left half-written goes at the next checkpoint', async t => {
  const half = 'plateau-20260101T030000000Z.checkpoint.partial';
  const folder = t.testdir({ c: { [half]: 'half', 'mine.partial': 'mine' }, elsewhere: { [half]: 'half' } });
  const { journal } = await givenData(`${folder}/data`, 10);
  const checkpoints = checkpointsOf(journal, `${folder}/c`);
  const { file } = must(await checkpoints.make(null, 7));
  t.strictSame(readdirSync(`${folder}/c`).sort(), ['mine.partial', file.slice(file.lastIndexOf('/') + 1)]);
  must(await checkpoints.make(`${folder}/elsewhere`, 7));
  t.equal(readdirSync(`${folder}/elsewhere`).length, 2, 'in a folder that is named nothing is deleted');
  await journal.close();
});

t.test(
  'one for another folder while one is being made comes after it; one for the same folder is that one',
  async t => {
    const folder = t.testdir({ backup: {} });
    const { journal } = await givenData(`${folder}/data`, 500);
    const checkpoints = checkpointsOf(journal, `${folder}/c`);
    const asked = [null, `${folder}/backup`, null, `${folder}/backup`].map(to => checkpoints.make(to, 3));
    const [night, backup, ...joined] = (await Promise.all(asked)).map(one => must(one).file);
    t.match(night, `${folder}/c/`);
    t.match(backup, `${folder}/backup/`);
    t.strictSame(joined, [night, backup]);
    t.strictSame([readdirSync(`${folder}/c`).length, readdirSync(`${folder}/backup`).length], [1, 1]);
    t.equal(checkpoints.state.underWay, null);
    await journal.close();
  },
);

t.test('without room no checkpoint is begun, and none is half there', { skip: noSmallDisk() }, async t => {
  const disk = givenSmallDisk(t, 8);
  const { journal } = await givenData(`${t.testdir()}/data`, 2000);
  const sparing = checkpointsOf(journal, disk.folder, 10_000_000);
  t.match(await sparing.make(null, 3), { ok: false, code: 'checkpoint-room' });
  disk.fill(8192);
  const careless = checkpointsOf(journal, disk.folder, -10_000_000);
  t.match(await careless.make(null, 3), { ok: false, code: 'checkpoint-room' });
  t.strictSame(readdirSync(disk.folder), ['somebody-elses'], 'nothing is left');
  t.equal(journal.health.trouble, null, 'the journal is on another disk, and well');
  await journal.close();
});
