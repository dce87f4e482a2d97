// The calls process on a disk that is full, read-only or damaged: it serves, says so, and goes on without a restart when that is mended.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import type { LinkClient } from '../src/link/client.js';
import { givenFolder, lines, linkTo, lonelySite, startDaemon } from './daemon.js';
import { givenSmallDisk, noSmallDisk } from './journal/small-disk.js';
import { until } from './until.js';

const skip = noSmallDisk();
const ctlProgram = fileURLToPath(new URL('../src/plateauctl.js', import.meta.url));
const patientMs = 60_000;
const by = { kind: 'command-line', name: 'test' } as const;

/** The alarms of a running daemon about its store, by kind. */
async function storeAlarms(link: LinkClient) {
  const { alarms } = await link.ask('status', {});
  return alarms.filter(({ kind }) => /^(store|disk)-/.test(kind));
}

const firstAlarm = (link: LinkClient) =>
  until('there is an alarm', async () => (await storeAlarms(link))[0], patientMs);

const command = (link: LinkClient, kind: 'login' | 'logout') =>
  link.ask('agent-command', { agent: '101', command: { kind }, by });

t.test('a full disk at the start, then while it runs', { skip }, async t => {
  const disk = givenSmallDisk(t, 24);
  const folder = givenFolder(t, lonelySite);
  const data = ['--data', `${disk.folder}/data`];
  disk.fill();
  const daemon = startDaemon(t, folder, '--simulated', ...data);
  const link = await linkTo(t, folder, daemon);
  await command(link, 'logout');
  t.same(await command(link, 'login'), { ok: true }, 'it serves');
  const degraded = await until(
    'the alarm says how much is free',
    async () => {
      const [alarm] = await storeAlarms(link);
      return alarm?.text.en.includes('MB are free') && alarm;
    },
    patientMs,
  );
  t.match(degraded, {
    kind: 'store-degraded',
    severity: 'critical',
    text: {
      en: /kept in memory.*No space left.* 0 MB are free on the disk of/,
      fr: /en mémoire.*Il reste 0 Mo/,
    },
    advice: { en: /disk is full.*make room now/, fr: /disque est plein.*faites de la place/ },
  });
  disk.free();
  await until(
    'the alarm is over',
    async () => {
      const alarms = await storeAlarms(link);
      return alarms.every(({ kind }) => kind !== 'store-degraded');
    },
    patientMs,
  );
  t.strictSame(
    lines(daemon).filter(({ msg }) => msg === 'journal damaged'),
    [],
    'a new journal misses nothing',
  );
  disk.fill();
  await until(
    'the disk is full again',
    async () => {
      await command(link, 'logout');
      await command(link, 'login');
      return (await storeAlarms(link)).some(({ kind }) => kind === 'store-degraded');
    },
    patientMs,
  );
  disk.free();
  await until(
    'and well again',
    async () => {
      const alarms = await storeAlarms(link);
      return alarms.every(({ kind }) => kind !== 'store-degraded');
    },
    patientMs,
  );
  t.same(await command(link, 'logout'), { ok: true });
  const { store } = await link.ask('status', {});
  await until(
    'all is durable',
    () => readSeq(`${disk.folder}/data/journal.last`) >= store.lastSeq,
    patientMs,
  );
  daemon.child.kill('SIGKILL');
  await daemon.ended;
  const again = startDaemon(t, folder, '--simulated', ...data);
  const linkAgain = await linkTo(t, folder, again);
  const { agents } = await linkAgain.ask('agents', {});
  t.match(agents, [{ agent: '101', state: 'logged-out' }], 'what was decided from memory is on the disk');
  t.strictSame(
    lines(again).filter(({ msg }) => msg === 'journal damaged'),
    [],
  );
});

const readSeq = (path: string) => Number(readFileSync(path, 'utf8').slice(0, 16));

t.test('a data folder that cannot be written or is not ours', { skip }, async t => {
  const disk = givenSmallDisk(t, 24);
  const folder = givenFolder(t, lonelySite);
  const data = ['--data', `${disk.folder}/data`];
  mkdirSync(`${disk.folder}/data`);
  disk.remount('ro');
  const daemon = startDaemon(t, folder, '--simulated', ...data);
  const link = await linkTo(t, folder, daemon);
  await command(link, 'logout');
  t.same(await command(link, 'login'), { ok: true }, 'it serves');
  t.match(await firstAlarm(link), { kind: 'store-degraded', text: { en: /read-only file system/i } });
  disk.remount('rw');
  await until(
    'it goes on without a restart',
    async () => {
      const alarms = await storeAlarms(link);
      return alarms.every(({ kind }) => kind !== 'store-degraded');
    },
    patientMs,
  );
  daemon.child.kill('SIGTERM');
  t.equal(await daemon.ended, 0);

  const papers = `${folder}/papers`;
  mkdirSync(`${papers}/journal`, { recursive: true });
  writeFileSync(`${papers}/journal/letter.txt`, 'Dear sirs');
  const second = startDaemon(t, folder, '--simulated', '--data', papers);
  const secondLink = await linkTo(t, folder, second);
  t.match(await firstAlarm(secondLink), {
    kind: 'store-degraded',
    text: { en: /holds files, but no database/ },
    advice: { en: /Check the path/ },
  });
  t.strictSame(readdirSync(`${papers}/journal`), ['letter.txt'], 'and touches nothing');
});

t.test('a damaged journal: an alarm with what and where, and the folder is kept', async t => {
  const folder = givenFolder(t, lonelySite);
  const first = startDaemon(t, folder);
  const link = await linkTo(t, folder, first);
  await command(link, 'login');
  first.child.kill('SIGTERM');
  await first.ended;
  rmSync(`${folder}/data/journal/CURRENT`);
  const second = startDaemon(t, folder);
  const again = await linkTo(t, folder, second);
  t.match(await firstAlarm(again), {
    kind: 'store-damaged',
    text: { en: /kept as .*journal\.set-aside-.*in use/, fr: /gardé sous .*journal\.set-aside-/ },
    advice: { en: /Check the disk/, fr: /Vérifiez le disque/ },
  });
  t.match(await again.ask('agents', {}), { agents: [{ agent: '101', state: 'ready' }] }, 'nothing was lost');
});

t.test('a second daemon gets nothing, even when the file LOCK is gone', async t => {
  const folder = givenFolder(t, lonelySite);
  const first = startDaemon(t, folder);
  const link = await linkTo(t, folder, first);
  rmSync(`${folder}/data/journal/LOCK`);
  const second = startDaemon(t, folder, '--socket', `${folder}/other`);
  t.equal(await second.ended, 1);
  t.match(
    second.output(),
    /data\/journal is in use.*\nAnother process has this data folder open.*systemctl stop/,
  );
  const french = startDaemon(t, folder, '--socket', `${folder}/other`, '--lang', 'fr');
  t.equal(await french.ended, 1);
  t.match(french.output(), /Un autre processus utilise ce dossier/);
  t.equal((await link.ask('status', {})).site, 'Test', 'the first one goes on');
});

/** plateauctl as a process of its own. */
function ctl(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [ctlProgram, ...args], { encoding: 'utf8' });
  // Wrapped to a width that depends on the lengths of paths.
  const flat = (text: string) => text.replaceAll(/\s+/g, ' ');
  return { exit: status, out: flat(stdout), err: flat(stderr) };
}

t.test('a checkpoint on demand beside a running daemon; restored when it is stopped', async t => {
  const folder = givenFolder(t, lonelySite);
  const first = startDaemon(t, folder);
  const link = await linkTo(t, folder, first);
  await command(link, 'login');
  const socket = ['--socket', `${folder}/s`];
  const made = ctl('checkpoint', ...socket, '--json');
  t.equal(made.exit, 0, made.out);
  const { result } = JSON.parse(made.out) as { result: { file: string; facts: number; openCalls: number } };
  t.match(result, { ok: true, openCalls: 0, file: /data\/checkpoints\/plateau-.*\.checkpoint$/ });
  const french = ctl('checkpoint', ...socket, '--lang', 'fr', '--to', folder);
  t.match(french.out, /^Sauvegarde écrite, relue et entière/);
  const nowhere = ctl('checkpoint', ...socket, '--lang', 'en', '--to', `${folder}/nowhere`);
  t.equal(nowhere.exit, 1);
  t.match(nowhere.err, /no checkpoint was written:[\s\S]*ENOENT[\s\S]*Does the folder exist/);
  t.match(await storeAlarms(link), [], 'an alarm is for the checkpoints of the night');
  await command(link, 'logout');
  const { store } = await link.ask('status', {});

  const restore = ['restore', result.file, '--data', `${folder}/data`];
  const running = ctl(...restore, '--lang', 'en');
  t.equal(running.exit, 1, 'not while the daemon runs');
  t.match(running.err, /nothing was restored[\s\S]*in use by another[\s\S]*systemctl stop plateaud/);
  first.child.kill('SIGTERM');
  await first.ended;
  t.match(ctl(...restore, '--dry-run', '--lang', 'fr').out, /rien n’a été changé \(essai à blanc\)/);
  const done = ctl(...restore, '--lang', 'en');
  t.equal(done.exit, 0, done.err);
  t.match(
    done.out,
    /is restored from[\s\S]*facts, from[\s\S]*not ended: 0[\s\S]*kept as[\s\S]*set-aside[\s\S]*systemctl start plateaud/,
  );
  const second = startDaemon(t, folder);
  const again = await linkTo(t, folder, second);
  t.match(await again.ask('agents', {}), { agents: [{ agent: '101', state: 'ready' }] }, 'as it was then');
  t.ok((await again.ask('status', {})).store.lastSeq > store.lastSeq, 'under numbers that were never used');
  t.match(ctl('restore', `${folder}/site.yaml`, '--data', folder, '--json').out, /"code":"checkpoint-bad"/);
});
