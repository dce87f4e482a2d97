import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import t, { type Test } from 'tap';
import { until } from '../until.js';
import { someFact } from './files.js';
import { atMs, bridged, everything, givenJournal } from './given-journal.js';
import { givenSmallDisk, noSmallDisk } from './small-disk.js';

const skip = noSmallDisk();
const patientMs = 30_000;
const child = fileURLToPath(new URL('filling-child.js', import.meta.url));

type Told = {
  readonly acked?: number;
  readonly health?: string;
  readonly opened?: number;
  readonly closed?: number;
};

/** The child's journal in `path`, and what it tells. */
function givenWriter(t: Test, path: string) {
  const writer: ChildProcess = spawn(process.execPath, [child, path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const told: Told[] = [];
  let rest = '';
  writer.stdout?.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    told.push(...lines.map(line => JSON.parse(line) as Told));
  });
  const gone = new Promise(resolve => writer.on('close', resolve));
  const end = async (signal: NodeJS.Signals) => {
    writer.kill(signal);
    await gone;
  };
  t.teardown(() => end('SIGKILL'));
  const acked = () => told.flatMap(({ acked: seq }) => (seq === undefined ? [] : [seq]));
  const health = () => told.findLast(one => one.health !== undefined)?.health;
  const more = async (count: number) => {
    const before = acked().length;
    await until(`${count} more facts are acknowledged`, () => acked().length >= before + count, patientMs);
  };
  return {
    told,
    acked,
    health,
    more,
    end,
    is: (what: string) => until(what, () => health() === what, patientMs),
  };
}

/** Every fact that was acknowledged is there, as it was written. */
async function checkAll(t: Test, path: string, acked: readonly number[]): Promise<void> {
  const { journal, recovery } = await givenJournal({ path });
  t.strictSame(recovery.damage, []);
  const there = new Map((await everything(journal)).map(({ seq, fact }) => [seq, JSON.stringify(fact)]));
  t.strictSame(
    acked.filter(seq => there.get(seq) !== JSON.stringify(someFact(seq))),
    [],
    `${acked.length} facts were acknowledged, all are there`,
  );
  await journal.close();
}

for (const [how, signal] of [
  ['a clean end', 'SIGTERM'],
  ['a kill -9', 'SIGKILL'],
] as const)
  t.test(
    `a full disk: on from memory, back when there is room, nothing lost after ${how}`,
    { skip },
    async t => {
      const disk = givenSmallDisk(t, 8);
      const path = `${disk.folder}/journal`;
      const writer = givenWriter(t, path);
      for (let round = 0; round < 3; round++) {
        await writer.more(100);
        disk.fill();
        await writer.is('disk-full');
        await writer.more(100);
        disk.free();
        await writer.is('well');
      }
      await writer.more(100);
      const acked = writer.acked();
      await writer.end(signal);
      if (signal === 'SIGTERM') t.match(writer.told.at(-1), { closed: 0 });
      await checkAll(t, path, acked);
    },
  );

/** By LevelDB's own log, and the one before where it was opened again since. */
function tableHadNoRoom(path: string): boolean {
  const logs = ['LOG', 'LOG.old'].map(name => `${path}/${name}`).filter(existsSync);
  return logs.some(log => /Level-0 table .* IO error.*No space left/.test(readFileSync(log, 'utf8')));
}

t.test('the journal itself fills the disk, flushing a table', { skip }, async t => {
  const disk = givenSmallDisk(t, 16);
  const path = `${disk.folder}/journal`;
  const { journal, append, healths, damaged } = await givenJournal({ path });
  // What a table cannot make smaller.
  const long = (index: number) => `${index}-${randomBytes(27_000).toString('base64')}`;
  const calls: string[] = [];
  const one = async () => {
    calls.push(long(calls.length));
    await append(bridged(calls.at(-1) ?? ''));
  };
  await one();
  // Room for the log that becomes a table, but not for the table; nothing is appended while LevelDB writes the table, or the next log
  // could be the one that finds no room.
  disk.fill(4_500_000);
  const tableIsBeingWritten = () =>
    readdirSync(path).filter(name => name.endsWith('.log')).length > 1 && !tableHadNoRoom(path);
  await until(
    'the disk is full',
    async () => {
      if (tableIsBeingWritten()) return false;
      await one();
      return journal.health.trouble !== null;
    },
    patientMs,
  );
  t.match(journal.health.trouble, { code: 'disk-full' });
  // The fact that begins the next log may find no room either, if the table is quicker.
  await until('it is a table that has no room', () => tableHadNoRoom(path), patientMs);
  await one();
  disk.free();
  await until('it is well again', () => journal.health.trouble === null, patientMs);
  await one();
  t.equal(await journal.close(), 0);
  t.strictSame([damaged, healths.at(-1)?.dropped], [[], 0]);
  const after = await givenJournal({ path });
  t.strictSame(
    (await everything(after.journal)).map(({ fact }) => 'call' in fact && fact.call),
    calls,
    `all ${calls.length} are there`,
  );
  await after.journal.close();
});

t.test('a disk that is full at the start: from memory, then to the disk', { skip }, async t => {
  const disk = givenSmallDisk(t, 8);
  const path = `${disk.folder}/journal`;
  const before = await givenJournal({ path });
  await before.append(bridged('before'));
  await before.journal.close();
  disk.fill();
  const { journal, recovery, append } = await givenJournal({ path });
  t.match(journal.health.trouble, { code: 'disk-full' });
  t.equal(recovery.lastSeq, atMs - 1, 'at numbers that were never used');
  await append(bridged('during'));
  disk.free();
  await until('it is well again', () => journal.health.trouble === null, patientMs);
  t.equal(await journal.close(), 0);
  const after = await givenJournal({ path });
  t.strictSame(after.recovery.damage, []);
  t.strictSame(
    [await after.journal.read(1), await after.journal.read(atMs)].flat().map(({ fact }) => fact),
    [bridged('before'), bridged('during')],
  );
  t.strictSame(
    readdirSync(disk.folder).filter(name => name.includes('set-aside')),
    [],
    'nothing is moved',
  );
  await after.journal.close();
});

const reserve = { bytes: 1_500_000, firstLookMs: 1, lookEveryMs: 20 };

t.test('the reserve: made while there is room, given up for the last facts, made anew', { skip }, async t => {
  const disk = givenSmallDisk(t, 24);
  const path = `${disk.folder}/journal`;
  const { journal, append, healths } = await givenJournal({ path, reserve });
  await until('the reserve is there', () => journal.room?.reserve === 'there', patientMs);
  t.match(journal.room, { isLow: false });
  disk.fill();
  await until('the disk is full', async () => {
    await append(bridged('c'));
    return healths.length > 0;
  });
  t.match(healths[0]?.trouble, { code: 'disk-full' });
  await until('what memory held is written', () => journal.health.trouble === null, patientMs);
  t.ok(journal.snapshotIsDue);
  t.ok(await journal.writeSnapshot({ state: 'as it was' }, atMs), 'and so is a snapshot');
  t.match(journal.room, { reserve: 'spent', isLow: true });
  t.notOk(existsSync(`${path}.reserve`));
  disk.free();
  await until('it is made anew', () => journal.room?.reserve === 'there', patientMs);
  t.equal(await journal.close(), 0);
  const after = await givenJournal({ path });
  t.match(after.recovery, { damage: [], snapshots: [{ state: { state: 'as it was' } }] });
  await after.journal.close();
});

t.test('the reserve opens a journal on a disk that is full at the start', { skip }, async t => {
  const disk = givenSmallDisk(t, 24);
  const path = `${disk.folder}/journal`;
  const before = await givenJournal({ path, reserve });
  await before.append(bridged('before'));
  await until('the reserve is there', () => before.journal.room?.reserve === 'there', patientMs);
  await before.journal.close();
  disk.fill();
  const { journal, recovery } = await givenJournal({ path, reserve });
  t.match([recovery.lastSeq, journal.health.trouble], [1, null], 'it goes on where it was');
  await journal.close();
});

t.test('there is no reserve where it would leave too little room', { skip }, async t => {
  const disk = givenSmallDisk(t, 5);
  const path = `${disk.folder}/journal`;
  const { journal } = await givenJournal({ path, reserve });
  await until('somebody has looked', () => journal.room?.freeBytes, patientMs);
  t.match(journal.room, { reserve: 'none', isLow: true });
  await journal.close();
});

t.test('a disk that is mounted read-only: from memory, then to the disk', { skip }, async t => {
  const disk = givenSmallDisk(t, 8);
  const path = `${disk.folder}/journal`;
  const before = await givenJournal({ path });
  await before.append(bridged('before'));
  await before.journal.close();
  disk.remount('ro');
  const { journal, append } = await givenJournal({ path });
  t.match(journal.health.trouble, { code: 'store-failed', why: /Read-only|EROFS/ });
  await append(bridged('during'));
  disk.remount('rw');
  await until('it is well again', () => journal.health.trouble === null, patientMs);
  t.equal(await journal.close(), 0);
  t.match(readFileSync(`${path}/LOG`, 'utf8'), /Recovering/);
  const after = await givenJournal({ path });
  t.match(await after.journal.read(atMs), [{ fact: bridged('during') }]);
  await after.journal.close();
});
