// The panel's process beside a real daemon and its journal: whatever becomes of the panel's own database, and of the journal itself, it
// shows what the facts say when they are counted the slow and obvious way.
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, rmSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import { fileURLToPath } from 'node:url';
import t, { type Test } from 'tap';
import type { Recorded } from '../../src/core/facts.js';
import type { LinkClient } from '../../src/link/client.js';
import type { GroupFigures } from '../../src/panel/figures.js';
import type { PageChange } from '../../src/panel/page-state.js';
import { loadSiteFile } from '../../src/site/load.js';
import type { SiteFile } from '../../src/site/site-file.js';
import { type Daemon, linkTo, startDaemon } from '../daemon.js';
import { damages } from '../journal/files.js';
import { givenJournal } from '../journal/given-journal.js';
import { until } from '../until.js';
import { CoreFloor } from './core-floor.js';
import { givenPlace, isUp, siteText, startPanelProcess } from './given-panel.js';
import { naiveFigures } from './naive-figures.js';

const ctlProgram = fileURLToPath(new URL('../../src/plateauctl.js', import.meta.url));
const noSign = 9;
const patientMs = 60_000;
const by = { kind: 'command-line', name: 'test' } as const;

/** An hour of a busy floor, up to now, in a journal that no daemon has open. */
async function writeHistory(path: string, { core }: SiteFile): Promise<void> {
  const nowMs = Date.now();
  const floor = new CoreFloor(core, nowMs - 3_600_000, 7, {
    ...{ betweenCallsMs: 20_000, talkMs: 40_000, patienceMs: 60_000 },
  });
  floor.run(nowMs);
  const { journal } = await givenJournal({ path });
  for (const { fact, atMs } of floor.facts.slice(0, -1)) journal.append([fact], atMs, () => undefined);
  const [last] = floor.facts.slice(-1);
  if (last === undefined) throw new Error('no history');
  await new Promise<void>(resolve => void journal.append([last.fact], last.atMs, resolve));
  await journal.close();
}

/** Everything in the daemon's journal, and what comes. */
async function allFacts(
  link: LinkClient,
): Promise<{ readonly facts: Recorded[]; readonly firstSeq: number }> {
  const facts: Recorded[] = [];
  const { firstSeq, lastSeq } = await link.subscribe(1, {
    facts: more => void facts.push(...more),
    heartbeat: () => undefined,
  });
  await until('all facts are read', () => (facts.at(-1)?.seq ?? 0) >= lastSeq, patientMs);
  return { facts, firstSeq };
}

/** The whole page, as a browser gets it that has just come. */
async function pageAt(port: number): Promise<PageChange> {
  const asked = get(`http://127.0.0.1:${port}/events`);
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  let text = '';
  for await (const chunk of response.setEncoding('utf8')) {
    text += String(chunk);
    const [, data] = /^data: (.*)\n\n/m.exec(text) ?? [];
    if (data !== undefined) return JSON.parse(data) as PageChange;
  }
  throw new Error(`no event: ${text}`);
}

const counted = ({
  waiting,
  talking,
  withPartner,
  longestSinceMs,
  today,
  agents,
}: Omit<GroupFigures, 'serviceLevel' | 'alarms'>) => ({
  ...{ waiting, talking, withPartner, longestSinceMs, today, agents },
});

/** Both sides at the page's moment. `stale` is the page's word on itself. */
async function bothSides(port: number, facts: readonly Recorded[], site: SiteFile) {
  const { set, nowMs } = await pageAt(port);
  const naive = naiveFigures(facts, site.core, nowMs);
  const all = set.all?.['all'];
  const flow = set.flows?.['n1'];
  const naiveFlow = naive.flows[0];
  return {
    stale: set.site?.['site']?.stale ?? null,
    shown: {
      date: set.site?.['site']?.date,
      all: all === undefined ? null : { ...counted(all), share: all.share },
      flow:
        flow === undefined
          ? null
          : { ...counted(flow), share: flow.share, expectedWaitMs: flow.expectedWaitMs },
    },
    naive: {
      date: naive.date,
      all: { ...counted(naive.site), share: naive.site.serviceLevel },
      flow:
        naiveFlow === undefined
          ? null
          : {
              ...{ ...counted(naiveFlow), share: naiveFlow.serviceLevel },
              expectedWaitMs: naiveFlow.expectedWaitMs,
            },
    },
  };
}

/** The simulated floor goes on meanwhile: what is compared is a moment at which both have heard the same. */
async function agrees(t: Test, port: number, facts: readonly Recorded[], site: SiteFile, what: string) {
  let last: Awaited<ReturnType<typeof bothSides>> | null = null;
  const look = async () => {
    last = await bothSides(port, facts, site);
    return last.stale === null && JSON.stringify(last.shown) === JSON.stringify(last.naive) ? last : null;
  };
  const found =
    (await until(what, look, patientMs).catch(() => null)) ?? last ?? (await bothSides(port, facts, site));
  t.strictSame([found.stale, found.shown], [null, found.naive], what);
  t.ok((found.shown.all?.today.offered ?? 0) > 0, 'and that is something');
}

async function givenSite(siteFile: string): Promise<SiteFile> {
  const loaded = await loadSiteFile(siteFile, {
    nowMs: Date.now(),
    environment: { ...process.env, NOT_FOR_THE_PANEL: 'the daemon knows it' },
  });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  return loaded.site;
}

function ctl(...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, [ctlProgram, ...args], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`plateauctl ${args.join(' ')}: ${stdout}${stderr}`);
  return stdout;
}

const stop = async (daemon: Daemon) => {
  daemon.child.kill('SIGTERM');
  await daemon.ended;
};

t.test('a real journal, a real daemon, a real panel', { timeout: 240_000 }, async t => {
  const place = await givenPlace(t);
  await place.daemon.stop();
  place.write(siteText(place.ports, noSign));
  const { folder, ports } = place;
  const site = await givenSite(place.siteFile);
  const daemonData = `${folder}/calls`;
  await writeHistory(`${daemonData}/journal`, site);
  const start = () => startDaemon(t, folder, '--simulated', '--data', daemonData);
  let daemon = start();
  let link = await linkTo(t, folder, daemon);
  let { facts, firstSeq } = await allFacts(link);
  t.ok(facts.length > 500, `${facts.length} facts`);

  let panel = startPanelProcess(t, place);
  await isUp(panel);
  await agrees(t, ports.page, facts, site, 'a panel that has never run counts the journal');
  const restartPanel = async (between: () => void) => {
    panel.signal('SIGTERM');
    await panel.ended;
    between();
    panel = startPanelProcess(t, place);
    await isUp(panel);
  };
  const somethingHappens = async () => {
    for (const kind of ['logout', 'login'] as const)
      await link.ask('agent-command', { agent: '101', command: { kind }, by });
  };

  await restartPanel(() => undefined);
  await agrees(t, ports.page, facts, site, 'with its own database as it left it');
  t.notMatch(panel.output(), /afresh|not usable|damaged/, 'which it went on with');
  const own = `${folder}/data/panel`;
  const losses: Readonly<Record<string, () => void>> = {
    'a missing CURRENT': () => damages['a missing CURRENT'](own),
    'a cut MANIFEST': () => damages['a cut MANIFEST'](own),
    'all of it lost': () => rmSync(own, { recursive: true }),
  };
  for (const [name, damage] of Object.entries(losses)) {
    await restartPanel(damage);
    await somethingHappens();
    await agrees(t, ports.page, facts, site, name);
    t.ok(readdirSync(own).includes('CURRENT'), 'and it has a database again');
  }

  const made = JSON.parse(ctl('checkpoint', '--socket', `${folder}/s`, '--json')) as {
    readonly result: { readonly file: string };
  };
  const restoreAndStart = async () => {
    await stop(daemon);
    ctl('restore', made.result.file, '--data', daemonData);
    daemon = start();
    link = await linkTo(t, folder, daemon);
    const before = firstSeq;
    ({ facts, firstSeq } = await allFacts(link));
    t.ok(firstSeq > before + facts.length, `the journal begins at ${firstSeq} now`);
  };
  await somethingHappens();
  await restoreAndStart();
  const notices = () => panel.output().includes('"because":"journal begins later"');
  await until('the panel that ran on has noticed', notices, patientMs);
  await agrees(t, ports.page, facts, site, 'a panel that runs on beside a restored journal');
  await restartPanel(() => undefined);
  await agrees(t, ports.page, facts, site, 'and when it is started again');
  panel.signal('SIGTERM');
  await panel.ended;
  await restoreAndStart();
  panel = startPanelProcess(t, place);
  await isUp(panel);
  await until('the panel that comes back has noticed', notices, patientMs);
  await agrees(t, ports.page, facts, site, 'a panel that did not run while a journal was restored');
});
