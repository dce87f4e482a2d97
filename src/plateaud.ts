#!/usr/bin/env node
// The calls process: site file, journal, recovery, control socket, switch; in this order, and undone in the other.
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { asteriskFindings } from './asterisk/doctor.js';
import { type AsteriskOptions, createAsteriskSwitch } from './asterisk/switch.js';
import { errorCatalogue } from './base/error-catalogue.js';
import { OutsideError } from './base/errors.js';
import type { Language } from './base/language.js';
import type { Logger } from './base/logger.js';
import type { Recorded } from './core/facts.js';
import { toSnapshot } from './core/snapshot.js';
import { Engine } from './engine/engine.js';
import { nightJob, scheduledJob } from './engine/night.js';
import { systemClock } from './engine/ports.js';
import { recover } from './engine/recover.js';
import { answersOf } from './engine/requests.js';
import { createSchedules, type Job } from './engine/schedules.js';
import { loadSiteInForce, SiteInForce } from './engine/site-in-force.js';
import { type Journal, openJournal } from './journal/journal.js';
import type { Recovery } from './journal/opening.js';
import { type LinkServer, serveLink } from './link/server.js';
import { createLogger, type LogLevel, logFact } from './logging.js';
import { createSimulatedSwitch } from './sim/switch.js';
import { printProblems, problemLine } from './site/problem.js';

type Options = {
  readonly site: string;
  readonly data: string;
  readonly socket: string;
  readonly lang: Language;
  readonly logLevel: LogLevel;
  readonly simulated: boolean;
};

/** A clean stop takes no longer than this: then systemd would lose patience before we do. */
const stopMs = 5_000;

const version = (
  JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }
).version;

function readOptions(): Options {
  const language: Language = /^fr/i.test(process.env['LC_ALL'] ?? process.env['LANG'] ?? '') ? 'fr' : 'en';
  const program = new Command('plateaud')
    .description('Plateau, the calls process: holds the callers of one site and routes them.')
    .version(version)
    .addOption(new Option('--site <file>', 'site file').default('/etc/plateau/site.yaml').env('PLATEAU_SITE'))
    .addOption(
      new Option('--data <folder>', 'where the journal is kept')
        .default('/var/lib/plateau')
        .env('PLATEAU_DATA'),
    )
    .addOption(
      new Option('--socket <path>', 'control socket')
        .default('/run/plateau/control.sock')
        .env('PLATEAU_SOCKET'),
    )
    .addOption(
      new Option('--lang <language>', 'language of messages').choices(['en', 'fr']).default(language),
    )
    .addOption(new Option('--log-level <level>').choices(['debug', 'info', 'warn', 'error']).default('info'))
    .option('--simulated', 'no Asterisk: a simulated PBX with simulated callers and agents', false);
  return program.parse().opts<Options>();
}

/** Says what is wrong and what to do, and ends the process: nothing has begun yet. */
function refuse(text: string): never {
  process.stderr.write(text.endsWith('\n') ? text : `${text}\n`);
  process.exit(1);
}

async function loadSite({ site, simulated, lang }: Options): Promise<SiteInForce> {
  const loaded = await loadSiteInForce(site, simulated ? 'skip' : 'read');
  return loaded instanceof SiteInForce ? loaded : refuse(printProblems(loaded.problems, lang));
}

function asteriskOptions(site: SiteInForce, boot: string, logger: Logger): AsteriskOptions {
  const { ami, ari, deadmanMs } = site.file.asterisk;
  const withPassword = <T extends { password: string | null }>(access: T) => ({
    ...access,
    password: access.password ?? '',
  });
  let agents = site.file.core.agents;
  let endpoints = endpointsOf(agents);
  return {
    ami: withPassword(ami),
    ari: withPassword(ari),
    boot,
    deadManSeconds: Math.round(deadmanMs / 1000),
    trunks: () => site.file.core.trunks,
    // Asked at every event of a phone: made anew only when the site file was read again.
    endpoints: () => {
      if (agents !== site.file.core.agents) {
        agents = site.file.core.agents;
        endpoints = endpointsOf(agents);
      }
      return endpoints;
    },
    log: logger,
  };
}

function endpointsOf(agents: SiteInForce['file']['core']['agents']): ReadonlySet<string> {
  return new Set([...agents.values()].map(agent => agent.endpoint));
}

async function recoverState(site: SiteInForce, journal: Journal, recovery: Recovery, logger: Logger) {
  const startedAtMs = Date.now();
  for (const damage of recovery.damage) logger.error(damage, 'journal damaged');
  if (recovery.setAside !== null) logger.error({ folder: recovery.setAside }, 'unreadable journal set aside');
  const recovered = await recover(site.file.core, recovery.snapshots, journal);
  const { state, snapshotSeq, facts, holes } = recovered;
  logger.info(
    { snapshotSeq, facts, holes, calls: state.calls.size, ms: Date.now() - startedAtMs },
    'state recovered',
  );
  if (holes > 0 || recovery.damage.length > 0) await journal.writeSnapshot(toSnapshot(state), startedAtMs);
  return state;
}

/** Opens the journal; `publish` is told of facts that are safe. */
function openJournalIn(folder: string, logger: Logger, publish: (records: readonly Recorded[]) => void) {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new OutsideError('store-failed', `${folder}: ${(error as Error).message}`, error);
  }
  return openJournal({
    path: join(folder, 'journal'),
    now: Date.now,
    events: {
      published: publish,
      healthChanged: ({ trouble, inMemory }) =>
        trouble === null
          ? logger.info({}, 'journal is well')
          : logger.error({ ...trouble, inMemory }, 'journal in trouble'),
      damaged: (damage, setAside) => logger.error({ damage, setAside }, 'journal damaged'),
    },
  });
}

/** Nothing of ours may take the process down half-way: it ends, systemd starts it again, the journal is replayed. */
function endOnFaults(logger: Logger): void {
  process.on('uncaughtException', error => {
    logger.error({ error: error.stack ?? String(error) }, 'fatal: the process ends');
    process.exit(1);
  });
}

function stopOnSignals(logger: Logger, steps: readonly (() => Promise<unknown>)[]): void {
  const stop = async (signal: string) => {
    logger.info({ signal }, 'stopping');
    setTimeout(() => process.exit(1), stopMs).unref();
    for (const step of steps) await step();
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop(signal));
}

type Daemon = {
  readonly options: Options;
  readonly logger: Logger;
  readonly boot: string;
  readonly startedAtMs: number;
  readonly site: SiteInForce;
  readonly journal: Journal;
  readonly engine: Engine;
  /** Null where the PBX is simulated. */
  readonly asterisk: AsteriskOptions | null;
};

/** The site's own schedules, and the night's housekeeping. */
function jobsOf({ site, engine, journal, logger }: Daemon): readonly Job[] {
  const night = nightJob({
    recompileSite: () => {
      site.recompile(Date.now());
      engine.changeSite(site.file.core);
    },
    writeSnapshot: () => journal.writeSnapshot(toSnapshot(engine.state), engine.now()),
    forgetOldFacts: () => journal.deleteBefore(Date.now() - site.file.journal.keepMs),
    verifyJournal: async () => {
      for (const damage of await journal.verify()) logger.error(damage, 'journal damaged');
    },
  });
  const own = site.file.schedules.map(one => scheduledJob(one, engine.state, input => engine.input(input)));
  return [night, ...own];
}

/** Opens the control socket; `putInForce` is called when the site file was read again. */
function openLink(daemon: Daemon, putInForce: () => void): Promise<LinkServer> {
  const { options, logger, boot, startedAtMs, site, journal, engine, asterisk } = daemon;
  return serveLink({
    path: options.socket,
    answers: answersOf({
      engine,
      store: journal,
      storeHealth: () => ({ ...journal.health, why: journal.health.trouble?.why ?? null }),
      version,
      boot,
      startedAtMs,
      simulated: options.simulated,
      site: () => ({ zone: site.file.zone, inForceSinceMs: site.sinceMs }),
      reload: async () => {
        const problems = await site.reload();
        if (problems.length === 0) putInForce();
        return problems.map(problemLine);
      },
      needsRestart: () => site.needsRestart,
      doctor: async () => (asterisk === null ? [] : asteriskFindings(asterisk)),
    }),
    source: {
      firstSeq: () => journal.firstSeq(),
      publishedSeq: () => journal.publishedSeq,
      read: fromSeq => journal.read(fromSeq),
    },
    heartbeat: () => ({
      nowMs: Date.now(),
      seq: journal.publishedSeq,
      switchConnected: engine.switchHealth.connected,
      storeOk: journal.health.trouble === null,
    }),
    log: logger.child({ room: 'link' }),
  });
}

async function run(options: Options): Promise<void> {
  const logger = createLogger(options.logLevel);
  endOnFaults(logger);
  const boot = `${Date.now().toString(36)}-${randomBytes(2).toString('hex')}`;
  const startedAtMs = Date.now();

  const site = await loadSite(options);
  for (const warning of site.warnings)
    logger.warn({ problem: problemLine(warning)[options.lang] }, 'site file');

  const asterisk = options.simulated ? null : asteriskOptions(site, boot, logger.child({ room: 'switch' }));
  let link: LinkServer | null = null;
  const { journal, recovery } = await openJournalIn(options.data, logger, records => link?.publish(records));
  const engine = new Engine({
    state: await recoverState(site, journal, recovery, logger),
    switch:
      asterisk === null
        ? createSimulatedSwitch({ site: () => site.file.core, seed: 1 })
        : createAsteriskSwitch(asterisk),
    store: journal,
    clock: systemClock,
    logger: logger.child({ room: 'engine' }),
    boot,
    decided: record => logFact(logger, record),
    chooseFlow: (arrival, atMs) => site.file.chooseFlow({ ...arrival, atMs }),
  });
  const daemon: Daemon = { options, logger, boot, startedAtMs, site, journal, engine, asterisk };
  const schedules = createSchedules(logger.child({ room: 'schedules' }));
  const schedule = () => schedules.replace(site.file.zone, jobsOf(daemon));
  link = await openLink(daemon, () => {
    engine.changeSite(site.file.core);
    schedule();
  });
  engine.start();
  schedule();
  logger.info({ version, boot, site: site.file.core.name, simulated: options.simulated }, 'plateaud runs');
  stopOnSignals(logger, [
    async () => schedules.stop(),
    () => engine.stop(),
    async () => link?.close(),
    () => journal.close(),
  ]);
}

const options = readOptions();
run(options).catch((error: unknown) => {
  if (!(error instanceof OutsideError)) throw error;
  refuse(`plateaud: ${error.message}\n${errorCatalogue[error.code][options.lang]}`);
});
