#!/usr/bin/env node
// The calls process: site file, journal, recovery, control socket, switch; in this order, and undone in the other.
import { randomBytes } from 'node:crypto';
import { Option } from 'commander';
import type { AsteriskOptions } from './asterisk/switch.js';
import type { Logger } from './base/logger.js';
import type { CampaignDesk } from './campaigns/desk.js';
import type { AlarmCause } from './core/alarm-kinds.js';
import { toSnapshot } from './core/snapshot.js';
import type { State } from './core/state.js';
import type { Switch } from './core/switch.js';
import { customerCauses, engineCauses, storeCauses, watchAlarms } from './engine/alarms.js';
import { Engine } from './engine/engine.js';
import { nightJob, scheduledJob } from './engine/night.js';
import { systemClock } from './engine/ports.js';
import { recover } from './engine/recover.js';
import { answersOf } from './engine/requests.js';
import { createSchedules, type Job } from './engine/schedules.js';
import { createSignDesk, type SignDesk } from './engine/sign-desk.js';
import { loadSiteInForce, SiteInForce } from './engine/site-in-force.js';
import { statusLine } from './engine/status-line.js';
import type { Journal } from './journal/journal.js';
import type { Recovery } from './journal/opening.js';
import { type LinkServer, serveLink } from './link/server.js';
import { createLogger, logFact } from './logging.js';
import { createCampaigns } from './plateaud-campaigns.js';
import { type DaemonCustomers, openDaemonCustomers } from './plateaud-customers.js';
import { type DaemonJournal, makeCheckpoint, openDaemonJournal } from './plateaud-journal.js';
import { createArchive, recordingAnswers } from './plateaud-recordings.js';
import {
  type CommonOptions,
  endOnFaults,
  type LogOptions,
  logLevelOption,
  program,
  refuse,
  runProgram,
  stopOnSignals,
  takeCredentials,
  version,
} from './program.js';
import type { Archive } from './recordings/archive.js';
import { createSimulatedSwitch } from './sim/switch.js';
import { printProblems, problemLine } from './site/problem.js';
import { keepAlive, tellSystemd } from './systemd.js';

type Options = CommonOptions & LogOptions & { readonly data: string; readonly simulated: boolean };

function readOptions(): Options {
  return program('plateaud', 'Plateau, the calls process: holds the callers of one site and routes them.')
    .addOption(
      new Option('--data <folder>', 'where the journal is kept')
        .default('/var/lib/plateau')
        .env('PLATEAU_DATA'),
    )
    .addOption(logLevelOption())
    .option('--simulated', 'no Asterisk: a simulated PBX with simulated callers and agents', false)
    .parse()
    .opts<Options>();
}

/** A decision that is so late will not come by itself. */
const overdueMs = 5_000;

async function loadSite({ site, simulated, lang }: Options): Promise<SiteInForce> {
  const loaded = await loadSiteInForce(site, simulated ? 'skip' : 'read');
  return loaded instanceof SiteInForce ? loaded : refuse(printProblems(loaded.problems, lang));
}

function asteriskOptions(
  site: SiteInForce,
  boot: string,
  mayRecord: () => boolean,
  logger: Logger,
): AsteriskOptions {
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
    mayRecord,
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
  const recovered = await recover(site.file.core, recovery.snapshots, journal);
  const { state, snapshotSeq, facts, lastAtMs, holes } = recovered;
  logger.info(
    { snapshotSeq, facts, holes, calls: state.calls.size, ms: Date.now() - startedAtMs },
    'state recovered',
  );
  if (holes > 0 || recovery.damage.length > 0) await journal.writeSnapshot(toSnapshot(state), startedAtMs);
  await journal.recovered();
  return { state, lastAtMs };
}

type Daemon = {
  readonly options: Options;
  readonly logger: Logger;
  readonly boot: string;
  readonly startedAtMs: number;
  readonly site: SiteInForce;
  readonly journal: Journal;
  readonly storeHealth: DaemonJournal['health'];
  readonly checkpoints: DaemonJournal['checkpoints'];
  readonly engine: Engine;
  readonly customers: DaemonCustomers;
  readonly recordings: Archive;
  readonly signs: SignDesk;
  readonly campaigns: CampaignDesk;
  /** Null where the PBX is simulated. */
  readonly asterisk: AsteriskOptions | null;
};

/** The site's own schedules, and the night's housekeeping. */
function jobsOf({ site, engine, journal, checkpoints, recordings, signs, logger }: Daemon): readonly Job[] {
  const night = nightJob({
    recompileSite: () => {
      site.recompile(Date.now());
      engine.changeSite(site.file.core);
    },
    writeSnapshot: () => journal.writeSnapshot(toSnapshot(engine.state), engine.now()),
    deleteOldRecordings: () => recordings.deleteOld(Date.now()),
    forgetOldFacts: () => journal.deleteBefore(Date.now() - site.file.journal.keepMs),
    verifyJournal: async () => {
      for (const damage of await journal.verify()) logger.error(damage, 'journal damaged');
    },
    writeCheckpoint: async () => {
      const keep = site.file.journal.checkpoints;
      if (keep > 0) await makeCheckpoint(checkpoints, null, keep, logger);
    },
  });
  const own = site.file.schedules.map(one =>
    scheduledJob(one, engine.state, input => engine.input(input), signs),
  );
  return [night, ...own];
}

/** What is wrong with the process and with what it hangs on. */
function causesOf({ engine, storeHealth, customers, recordings, site }: Daemon): AlarmCause[] {
  const causes = [
    ...engineCauses(engine),
    ...storeCauses(storeHealth()),
    ...customerCauses(customers.desk.state()),
    ...recordings.causes(),
  ];
  return site.needsRestart ? [...causes, { kind: 'restart-needed', about: null }] : causes;
}

/** Opens the control socket; `putInForce` is called when the site file was read again. */
function openLink(daemon: Daemon, putInForce: () => void): Promise<LinkServer> {
  const { options, logger, boot, startedAtMs, site, journal, engine, asterisk } = daemon;
  return serveLink({
    path: options.socket,
    answers: answersOf({
      engine,
      store: journal,
      storeHealth: daemon.storeHealth,
      version,
      boot,
      startedAtMs,
      simulated: options.simulated,
      site: () => ({ zone: site.file.zone, inForceSinceMs: site.sinceMs, page: site.file.screen.page }),
      reload: async () => {
        const problems = await site.reload();
        if (problems.length === 0) putInForce();
        return problems.map(problemLine);
      },
      checkpoints: {
        state: () => daemon.checkpoints.state,
        begin: to => void makeCheckpoint(daemon.checkpoints, to, site.file.journal.checkpoints, logger),
      },
      customers: daemon.customers.desk,
      signs: daemon.signs,
      recordings: recordingAnswers(daemon.recordings),
      campaigns: daemon.campaigns,
      doctor: async () => {
        const { asteriskFindings } = await import('./asterisk/doctor.js');
        return asterisk === null ? [] : asteriskFindings(asterisk);
      },
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

type Recovered = {
  readonly state: State;
  readonly lastAtMs: number;
  readonly customers: DaemonCustomers['search'];
};

/** Engine, switch and archive, which need each other. */
function wire(
  { options, logger, boot, site, journal }: Pick<Daemon, 'options' | 'logger' | 'boot' | 'site' | 'journal'>,
  { state, lastAtMs, customers }: Recovered,
  createAsteriskSwitch: (options: AsteriskOptions) => Switch,
): Pick<Daemon, 'recordings' | 'asterisk' | 'engine'> {
  const recordings: Archive = createArchive({
    ...{ site, journal, data: options.data, isSimulated: options.simulated },
    engine: () => engine,
    logger: logger.child({ room: 'recordings' }),
  });
  const asterisk = options.simulated
    ? null
    : asteriskOptions(site, boot, recordings.mayRecord, logger.child({ room: 'switch' }));
  const engine: Engine = new Engine({
    state,
    switch:
      asterisk === null
        ? createSimulatedSwitch({ site: () => site.file.core, seed: 1 })
        : createAsteriskSwitch(asterisk),
    store: journal,
    clock: systemClock(lastAtMs),
    logger: logger.child({ room: 'engine' }),
    boot,
    customers,
    decided: record => {
      logFact(logger, record);
      recordings.see(record);
    },
    route: ({ customer = null, ...arrival }, atMs) => site.file.route({ ...arrival, atMs, customer }),
  });
  return { recordings, asterisk, engine };
}

function signDeskOf(site: SiteInForce, engine: Engine): SignDesk {
  return createSignDesk({
    known: () => site.file.signs.map(({ id }) => id),
    now: () => engine.now(),
    tell: fact => engine.tell(fact),
  });
}

async function run(options: Options): Promise<void> {
  const logger = createLogger(options.logLevel);
  endOnFaults(logger);
  const systemd = tellSystemd(process.env, logger);
  const boot = `${Date.now().toString(36)}-${randomBytes(2).toString('hex')}`;
  const startedAtMs = Date.now();

  let link: LinkServer | null = null;
  // Callers wait for us: while another process checks the site file, we load the largest room.
  const [site, { createAsteriskSwitch }] = await Promise.all([
    loadSite(options),
    import('./asterisk/switch.js'),
  ]);
  for (const warning of site.warnings)
    logger.warn({ problem: problemLine(warning)[options.lang] }, 'site file');

  let campaigns: CampaignDesk | null = null;
  const opened = await openDaemonJournal(options.data, logger, records => {
    link?.publish(records);
    campaigns?.see(records);
  });
  const { journal, recovery } = opened;
  const customers = await openDaemonCustomers(
    options.data,
    () => site.file,
    logger.child({ room: 'customers' }),
  );
  const { state, lastAtMs } = await recoverState(site, journal, recovery, logger);
  const parts = { options, logger, boot, site, journal };
  const recovered = { state, lastAtMs, customers: customers.search };
  const { recordings, asterisk, engine } = wire(parts, recovered, createAsteriskSwitch);
  const { health: storeHealth, checkpoints } = opened;
  const signs = signDeskOf(site, engine);
  campaigns = createCampaigns({ data: options.data, site, engine, journal, customers, logger });
  const daemon: Daemon = {
    ...{ ...parts, startedAtMs, storeHealth, checkpoints },
    ...{ engine, asterisk, recordings, customers, signs, campaigns },
  };
  const schedules = createSchedules(logger.child({ room: 'schedules' }));
  const schedule = () => schedules.replace(site.file.zone, jobsOf(daemon));
  let rest = (): void => undefined;
  let unwatch = (): void => undefined;
  let farewell: Promise<void> = Promise.resolve();
  stopOnSignals(logger, [
    async () => {
      rest();
      unwatch();
      farewell = systemd.stopping();
    },
    async () => schedules.stop(),
    async () => recordings.stop(),
    async () => campaigns?.stop(),
    () => engine.stop(),
    async () => link?.close(),
    () => customers.close(),
    () => journal.close(),
    () => farewell,
  ]);
  // Whoever can connect may also end us: in good order, from the first moment.
  link = await openLink(daemon, () => {
    engine.changeSite(site.file.core);
    schedule();
  });
  void recordings.start();
  engine.start();
  unwatch = watchAlarms(engine, systemClock(0), () => causesOf(daemon));
  campaigns.start();
  schedule();
  // Ready is who can be talked to. The connection to Asterisk comes and goes, and is no reason to be started again.
  systemd.ready();
  const watched = {
    turns: () => engine.turns(overdueMs),
    status: () => statusLine(engine, daemon.storeHealth())[options.lang],
  };
  rest = keepAlive(systemd, watched, logger);
  logger.info({ version, boot, site: site.file.core.name, simulated: options.simulated }, 'plateaud runs');
}

takeCredentials(process.env);
const options = readOptions();
runProgram('plateaud', options.lang, () => run(options));
