import { createServer } from 'node:net';
import t from 'tap';
import { systemClock } from '../../src/signs/clock.js';
import { EmulatedSign } from '../../src/signs/emulated-sign.js';
import { startEmulator } from '../../src/signs/emulator.js';
import { plainRows } from '../../src/signs/screen.js';
import { loadSiteFile } from '../../src/site/load.js';
import { writeUsers } from '../../src/users/file.js';
import { hashPassword } from '../../src/users/secrets.js';
import { until } from '../until.js';
import { ask, cookieOf, formLogIn } from './given-door.js';
import { givenPlace, isUp, siteText, startPanelProcess, story } from './given-panel.js';

const noSign = 9;

type BoardJson = {
  readonly stale: boolean;
  readonly figures: Readonly<Record<string, number | null>>;
  readonly rows: string[];
};

async function board(port: number, id = 'hall'): Promise<BoardJson | null> {
  const response = await fetch(`http://127.0.0.1:${port}/wb/${id}.json`).catch(() => null);
  return response?.ok === true ? ((await response.json()) as BoardJson) : null;
}

t.test('the panel process shows what happens, ends when it is told to, and goes on where it was', async t => {
  const place = await givenPlace(t);
  place.write(siteText(place.ports, noSign));
  const { daemon, ports } = place;
  daemon.happen(story.loggedIn('101'), story.queued('c1'), story.queued('c2'));
  const first = startPanelProcess(t, place);
  await isUp(first);
  await until(
    'both calls are on the board',
    async () => (await board(ports.boards))?.figures['n1.waiting'] === 2,
  );
  daemon.happen(story.offered('c1', '101'), story.answered('c1', '101', 4000));
  await until('one is answered', async () => (await board(ports.boards))?.figures['n1.waiting'] === 1);
  first.signal('SIGTERM');
  t.match(await first.ended, { code: 0 }, 'a clean end');

  daemon.readFrom.length = 0;
  daemon.happen(story.queued('c3'));
  const second = startPanelProcess(t, place);
  await isUp(second);
  await until('it knows both', async () => (await board(ports.boards))?.figures['n1.waiting'] === 2);
  const readFrom = [...daemon.readFrom].sort((a, b) => a - b);
  t.same(readFrom, [1, 5], 'figures: nothing twice but the last fact; events: what they keep in memory');
  t.notMatch(second.output(), /not usable|afresh/);
});

t.test('a port that is taken leaves the rest of the panel at work', async t => {
  const place = await givenPlace(t);
  place.write(siteText(place.ports, noSign));
  const squatter = createServer();
  await new Promise<void>(resolve => squatter.listen(place.ports.page, '127.0.0.1', resolve));
  t.teardown(() => squatter.close());
  const panel = startPanelProcess(t, place);
  await isUp(panel);
  await until('the board is current', async () => (await board(place.ports.boards))?.stale === false);
  t.match(panel.output(), /"setting":"panel.port".*"code":"EADDRINUSE".*"msg":"port cannot be listened on"/);
});

t.test('what cannot work is refused at once, with what to do', async t => {
  const place = await givenPlace(t);
  place.write(
    siteText(place.ports, noSign).replace('{n1.waiting:3}"], ', '').replaceAll('n1.waiting', 'n1.wating'),
  );
  const bad = startPanelProcess(t, place);
  t.match(await bad.ended, { code: 1 });
  t.match(bad.output(), /site\.yaml:\d+:\d+: error.*no figure `wating`[\s\S]*did you mean.*waiting/i);

  place.write(siteText(place.ports, noSign));
  const panel = startPanelProcess(t, place);
  await isUp(panel);
  const second = startPanelProcess(t, place);
  t.match(await second.ended, { code: 1 });
  t.match(second.output(), /Another process has this data folder open/);
});

t.test('a new site file in the calls process is taken over', async t => {
  const place = await givenPlace(t);
  const { daemon, ports } = place;
  place.write(siteText(ports, noSign));
  daemon.happen(story.queued('c1'));
  const panel = startPanelProcess(t, place);
  await isUp(panel);
  await until('the call is there', async () => (await board(ports.boards))?.figures['n1.waiting'] === 1);

  const changed = siteText(ports, noSign, '  door: { columns: 10, rows: ["{all.waiting:3}"] }');
  place.write(changed);
  const loaded = await loadSiteFile(place.siteFile, {
    nowMs: Date.now(),
    environment: { ...process.env, NOT_FOR_THE_PANEL: 'the daemon knows it' },
  });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  daemon.happen({ type: 'site-loaded', revision: loaded.site.core.revision });
  const there = await until('the new board is served', () => board(ports.boards, 'door'));
  t.ok(there);
  await until(
    'with its figures',
    async () => (await board(ports.boards, 'door'))?.figures['all.waiting'] === 1,
  );
  t.notMatch(panel.output(), /another site file/, 'both processes give the file the same name');

  place.write('site: {}\n');
  daemon.happen({ type: 'site-loaded', revision: 'worse' });
  await until('it says why', () => panel.output().includes('the old one stays'));
  t.equal((await board(ports.boards, 'door'))?.figures['all.waiting'], 1, 'and shows what it showed');
});

t.test('a message reaches the sign, outlives the panel, and how the sign is comes back', async t => {
  const place = await givenPlace(t);
  const sign = new EmulatedSign({
    wire: { format: 'binary', checksum: true, accents: 'two-byte' },
    destination: { type: 'Z', address: '01' },
  });
  const adapter = await startEmulator({ host: '127.0.0.1', port: 0, signs: [sign] }, systemClock);
  t.teardown(() => adapter.close());
  place.write(siteText(place.ports, adapter.port));
  const { daemon } = place;
  const seen = () =>
    sign
      .screen(Date.now())
      .flatMap(page => plainRows(page))[0]
      ?.trim();
  const by = { kind: 'supervisor', name: 'claire' } as const;
  const signs = ['hall'];
  daemon.happen(story.queued('c1'));
  const first = startPanelProcess(t, place);
  await isUp(first);
  await until('the figure', () => seen() === 'N1 ATT   1', 20_000);
  const untilMs = Date.now() + 600_000;
  const message = { text: 'Réunion 15 h', colour: 'amber', flash: false, untilMs } as const;
  daemon.happen({ type: 'sign-message-shown', signs, ...message, by });
  await until('the message', () => seen() === 'Réunion 15 h', 20_000);
  await until(
    'the panel tells it',
    () => daemon.signsReported[0]?.pages[0]?.trim() === 'Réunion 15 h',
    20_000,
  );
  t.match(daemon.signsReported, [
    { sign: 'hall', protocol: 'alpha', place: `127.0.0.1:${adapter.port}`, trouble: null },
  ]);
  first.signal('SIGTERM');
  await first.ended;
  sign.powerCycle('lost');
  const second = startPanelProcess(t, place);
  await isUp(second);
  await until('it is there again', () => seen() === 'Réunion 15 h', 20_000);
  daemon.happen({ type: 'sign-message-ended', signs, by });
  await until('the figure again', () => seen() === 'N1 ATT   1', 20_000);
});

t.test('the first user opens the pages to the network, the last one closes them', async t => {
  const place = await givenPlace(t);
  place.write(siteText(place.ports, noSign).replace('panel: {', 'panel: { bind: 0.0.0.0,'));
  const panel = startPanelProcess(t, place);
  await isUp(panel);
  const listened = () =>
    panel
      .output()
      .split('\n')
      .flatMap(line =>
        (/"host":"([0-9.]+)".*"setting":"panel.port".*"msg":"listening"/.exec(line) ?? []).slice(1),
      );
  t.strictSame(listened(), ['127.0.0.1']);
  t.match(panel.output(), /no users yet: pages open on this machine only/);
  t.equal((await ask(place.ports.page, '/')).status, 200);

  const password = 'correct horse battery';
  const tess = { name: 'tess', role: 'technician', agent: null, supervisor: null, flows: null } as const;
  const data = `${place.folder}/data`;
  writeUsers(data, [{ ...tess, secret: await hashPassword(password) }]);
  await until('it listens everywhere', () => listened().at(-1) === '0.0.0.0');
  t.match(panel.output(), /pages are not encrypted/);
  const came = await formLogIn(place.ports.page, { user: 'tess', password });
  t.match(came, { status: 303, headers: { location: '/' } });
  const headers = { cookie: cookieOf(came) };
  t.equal((await ask(place.ports.page, '/', { headers })).status, 200);

  writeUsers(data, []);
  await until('it listens here only', () => listened().length === 3);
  t.equal(listened().at(-1), '127.0.0.1');
  panel.signal('SIGTERM');
  t.match(await panel.ended, { code: 0 });
});
