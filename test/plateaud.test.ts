import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { Level } from 'level';
import t from 'tap';
import type { LinkClient } from '../src/link/client.js';
import { type Daemon, givenFolder, lines, linkTo, lonelySite, startDaemon } from './daemon.js';
import { until } from './until.js';

/** Port 1 of the loopback: nobody listens there, so that the daemon has no Asterisk. */
const by = { kind: 'command-line', name: 'test' } as const;
const login = { agent: '101', command: { kind: 'login' }, by } as const;
t.test('a site file that is wrong: every problem with its place, and nothing is begun', async t => {
  const folder = givenFolder(
    t,
    lonelySite.replace('agents: n1', 'agents: n7').replace('wrapUp: 0s', 'wrapUp: soon'),
  );
  const english = startDaemon(t, folder);
  t.equal(await english.ended, 1);
  t.match(english.output(), /site\.yaml:2:\d+.*wrapUp[\s\S]*site\.yaml:14:\d+.*n7/);
  t.notOk(existsSync(`${folder}/data`));
  const french = startDaemon(t, folder, '--lang', 'fr');
  t.equal(await french.ended, 1);
  t.not(french.output(), english.output(), 'in the language that was asked for');
});

t.test(
  'without an Asterisk the daemon runs, says so, and takes commands; what they did survives kill -9',
  async t => {
    const folder = givenFolder(t, lonelySite);
    const first = startDaemon(t, folder);
    const link = await linkTo(t, folder, first);
    const status = await link.ask('status', {});
    t.match(status, {
      site: 'Test',
      zone: 'Europe/Paris',
      switch: { connected: false, simulated: false },
      store: { ok: true },
    });
    const away = await until('it is an alarm', async () => (await link.ask('alarms', {})).alarms[0]);
    t.match(away, { alarm: 'switch-away', severity: 'critical', acknowledged: null });
    const by = { kind: 'command-line', name: 'luc' } as const;
    const acknowledge = { kind: 'acknowledge', alarm: 'switch-away', note: 'seen' } as const;
    t.strictSame(await link.ask('alarm-command', { command: acknowledge, by }), { ok: true });
    t.strictSame(await link.ask('alarm-command', { command: acknowledge, by }), {
      ok: false,
      because: 'already-acknowledged',
    });
    const { store } = await link.ask('status', {});
    t.strictSame(await link.ask('agent-command', login), { ok: true });
    t.strictSame(await link.ask('agent-command', login), { ok: false, because: 'already-logged-in' });
    const facts: string[] = [];
    await link.subscribe(1, {
      facts: more => facts.push(...more.map(({ fact }) => fact.type)),
      heartbeat: () => undefined,
    });
    await until('the login is on record', () => facts.includes('agent-logged-in'));
    first.child.kill('SIGKILL');
    t.equal(await first.ended, 'SIGKILL');

    const second = startDaemon(t, folder);
    const again = await linkTo(t, folder, second);
    t.match(await again.ask('agents', {}), { agents: [{ agent: '101', state: 'ready' }] });
    t.match(await again.ask('alarms', {}), {
      alarms: [{ alarm: 'switch-away', sinceMs: away.sinceMs, acknowledged: { by, note: 'seen' } }],
    });
    t.match(
      await until('it is in the log', () => lines(second).find(({ msg }) => msg === 'state recovered')),
      { facts: store.lastSeq + 1, holes: 0 },
    );
  },
);

t.test('a second daemon is told that there is one, whether data or socket is the same', async t => {
  const folder = givenFolder(t, lonelySite);
  const first = startDaemon(t, folder);
  const link = await linkTo(t, folder, first);
  const sameData = startDaemon(t, folder, '--socket', `${folder}/other`);
  t.equal(await sameData.ended, 1);
  t.match(sameData.output(), /data\/journal.*\n.*Another process has this data folder open/);
  const sameSocket = startDaemon(t, folder, '--data', `${folder}/other-data`, '--lang', 'fr');
  t.equal(await sameSocket.ended, 1);
  t.match(
    sameSocket.output(),
    new RegExp(`another plateaud \\(pid ${first.child.pid}\\).*\n.*Un autre plateaud`),
  );
  t.equal((await link.ask('status', {})).site, 'Test', 'the first one goes on');
});

t.test(
  'a reload, wrong then right, and a clean stop: said in the journal, clients are told, the socket is gone',
  async t => {
    const folder = givenFolder(t, lonelySite);
    const daemon = startDaemon(t, folder);
    const link = await linkTo(t, folder, daemon);
    const before = await link.ask('status', {});
    writeFileSync(`${folder}/site.yaml`, lonelySite.replace('PJSIP/101', 'PJSIP 101'));
    const refused = await link.ask('reload', {});
    t.match(refused, {
      ok: false,
      revision: before.revision,
      problems: [{ en: /PJSIP 101/, fr: /PJSIP 101/ }],
    });
    writeFileSync(`${folder}/site.yaml`, lonelySite.replace('name: Alice', 'name: Alicia'));
    const taken = await link.ask('reload', {});
    t.match(taken, { ok: true, problems: [] });
    t.not(taken.revision, before.revision);
    t.match(await link.ask('agents', {}), { agents: [{ name: 'Alicia' }] });
    writeFileSync(`${folder}/site.yaml`, lonelySite.replace('password: secret', 'password: other'));
    t.match(await link.ask('reload', {}), { ok: true });
    await until('the links to Asterisk are made at the start', async () => {
      const { alarms } = await link.ask('status', {});
      return alarms.map(({ kind }) => kind).join() === 'switch-away,restart-needed';
    });

    daemon.child.kill('SIGTERM');
    t.match(await link.closed, /stopping/);
    t.equal(await daemon.ended, 0);
    t.notOk(existsSync(`${folder}/s`));
    t.notOk(existsSync(`${folder}/s.pid`));
    const journal = new Level<string, string>(`${folder}/data/journal`);
    const [last] = await journal.iterator({ gte: 'f!', lt: 'f"', reverse: true, limit: 1 }).all();
    await journal.close();
    t.match(last?.[1], /control-stopped/);
  },
);

/** Stops the daemon, deletes a fact of its journal and makes the one before it unreadable; what can be read then, and the last number. */
async function damage(daemon: Daemon, folder: string, unreadable: number) {
  daemon.child.kill('SIGTERM');
  t.equal(await daemon.ended, 0);
  const journal = new Level<string, string>(`${folder}/data/journal`);
  const key = (seq: number) => `f!${String(seq).padStart(16, '0')}`;
  await journal.put(key(unreadable), 'garbage');
  await journal.del(key(unreadable + 1));
  const keys = await journal.keys({ gte: key(unreadable + 1), lt: 'f"' }).all();
  await journal.close();
  return { left: keys.length, last: Number(keys.at(-1)?.slice(2)) };
}

const said = (daemon: Daemon, what: string) => lines(daemon).filter(({ msg }) => msg === what);
const once = (daemon: Daemon, what: string) => until(what, () => said(daemon, what)[0], 60_000);

async function logInAndOut(link: LinkClient, ...kinds: readonly ('login' | 'logout')[]) {
  for (const kind of kinds)
    t.strictSame(await link.ask('agent-command', { agent: '101', command: { kind }, by }), { ok: true });
}

t.test(
  'holes in the journal: told once, and what lies behind them counts, with a snapshot or without',
  async t => {
    const folder = givenFolder(t, lonelySite);
    const first = startDaemon(t, folder);
    await logInAndOut(await linkTo(t, folder, first), 'login', 'logout', 'login');
    const { left } = await damage(first, folder, 1);
    const second = startDaemon(t, folder);
    const secondLink = await linkTo(t, folder, second);
    t.match(await once(second, 'state recovered'), { snapshotSeq: 0, facts: left });
    t.match(await secondLink.ask('agents', {}), { agents: [{ agent: '101', state: 'ready' }] });
    t.match(said(second, 'journal damaged'), [
      { level: 'error', kind: 'bad-sum', from: 1, to: 1 },
      { kind: 'gap', from: 2, to: 2 },
    ]);
    await once(second, 'journal is well');
    second.child.kill('SIGTERM');
    t.equal(await second.ended, 0);

    const third = startDaemon(t, folder);
    const thirdLink = await linkTo(t, folder, third);
    t.strictSame(said(third, 'journal damaged'), [], 'it is on record now');
    const { store } = await thirdLink.ask('status', {});
    await logInAndOut(thirdLink, 'logout', 'login', 'logout');
    // Whoever has recovered from a hole has written a snapshot.
    const { last } = await damage(third, folder, store.lastSeq + 1);
    const fourth = startDaemon(t, folder);
    const fourthLink = await linkTo(t, folder, fourth);
    const { snapshotSeq, facts, holes } = await once(fourth, 'state recovered');
    t.ok(Number(snapshotSeq) > 0);
    t.strictSame(
      [facts, holes],
      [last - Number(snapshotSeq) - 2, 1],
      'all that can be read behind the snapshot',
    );
    t.match(await fourthLink.ask('agents', {}), { agents: [{ agent: '101', state: 'logged-out' }] });
    await once(fourth, 'journal is well');
  },
);

t.test('a journal that cannot be read is set aside, and calls are served', async t => {
  const folder = givenFolder(t, lonelySite);
  const first = startDaemon(t, folder);
  await linkTo(t, folder, first);
  first.child.kill('SIGTERM');
  await first.ended;
  writeFileSync(`${folder}/data/journal/CURRENT`, '');
  const second = startDaemon(t, folder);
  const link = await linkTo(t, folder, second);
  t.strictSame(await link.ask('agent-command', login), { ok: true });
  const [line] = lines(second).filter(({ msg }) => msg === 'unreadable journal set aside');
  t.equal(readFileSync(`${line?.['folder']}/CURRENT`, 'utf8'), '');
});
