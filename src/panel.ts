#!/usr/bin/env node
// The panel process: site file, store, control socket, signs, then everything that people look at. It knows no secret of Asterisk,
// and nothing that happens to it reaches a call.
import { join } from 'node:path';
import { Option } from 'commander';
import type { Logger } from './base/logger.js';
import { linkFeed } from './link/feed.js';
import { createLogger } from './logging.js';
import { Door } from './panel/door/door.js';
import type { PanelStore } from './panel/keeper.js';
import { type Panel, startPanel } from './panel/panel.js';
import { ScreenTeller } from './panel/screens.js';
import { certificateCauses, reportAlarms, signCauses } from './panel-alarms.js';
import { openPanelData } from './panel-data.js';
import { reportSigns } from './panel-report.js';
import { startPanelSigns } from './panel-signs.js';
import { words } from './panel-words.js';
import {
  type CommonOptions,
  endOnFaults,
  type LogOptions,
  logLevelOption,
  program,
  refuse,
  runProgram,
  stopOnSignals,
  version,
} from './program.js';
import { loadSiteFile } from './site/load.js';
import { printProblems, problemLine } from './site/problem.js';
import type { SiteFile } from './site/site-file.js';
import { keepAlive, tellSystemd } from './systemd.js';
import { AuditTrail } from './users/audit.js';
import { UserBook } from './users/book.js';

type Options = CommonOptions & LogOptions & { readonly data: string };

/** Figures are published once a second; a panel that is so late is dead. */
const silentMs = 5_000;
const pageFolder = new URL('./panel/page/', import.meta.url);

function readOptions(): Options {
  return program(
    'plateau-panel',
    'Plateau, the panel: the live page, the displays that poll, and the signs of one site.',
  )
    .addOption(
      new Option('--data <folder>', 'where the panel keeps its figures')
        .default('/var/lib/plateau-panel')
        .env('PLATEAU_PANEL_DATA'),
    )
    .addOption(logLevelOption())
    .parse()
    .opts<Options>();
}

const load = (path: string) => loadSiteFile(path, { nowMs: Date.now(), secrets: 'skip' });

/** The panel for one site file, and the next one when the calls process has loaded another. */
class Running {
  readonly #options: Options;
  readonly #store: PanelStore;
  readonly #log: Logger;
  readonly #users: UserBook;
  readonly #audit: AuditTrail;
  readonly #door: Door;
  #site: SiteFile;
  #stop: () => Promise<void> = async () => undefined;
  /** Null between two panels. */
  #panel: Panel | null = null;
  /** Starts and stops, one after the other. */
  #work: Promise<void> = Promise.resolve();

  constructor(options: Options, site: SiteFile, store: PanelStore, log: Logger) {
    this.#options = options;
    this.#site = site;
    this.#store = store;
    this.#log = log;
    const doorLog = log.child({ room: 'users' });
    this.#users = new UserBook(options.data, site.users, doorLog);
    this.#audit = new AuditTrail(options.data, doorLog);
    const { sessions: limits } = site.panel;
    this.#door = new Door({ users: this.#users, audit: this.#audit, limits, now: Date.now });
    let hadUsers = this.#users.state !== 'none';
    this.#users.onChange(() => {
      const hasUsers = this.#users.state !== 'none';
      // Where the pages are served depends on it.
      if (hasUsers !== hadUsers) void this.#restart();
      hadUsers = hasUsers;
    });
  }

  start(): Promise<void> {
    return this.#next(() => this.#begin());
  }

  async #begin(): Promise<void> {
    const signs = startPanelSigns(this.#site, this.#log.child({ room: 'signs' }));
    const feed = linkFeed(this.#options.socket);
    const panel: Panel = await startPanel({
      site: this.#site,
      feed,
      store: this.#store,
      signs: signs.ports,
      pageFolder,
      door: this.#door,
      machines: {
        feed: linkFeed(this.#options.socket),
        words,
        version,
        webhooksFile: join(this.#options.data, 'webhooks.json'),
      },
      log: this.#log.child({ room: 'panel' }),
      now: Date.now,
      siteChanged: revision => void this.#reload(revision),
    });
    this.#panel = panel;
    const endReports = reportSigns(feed, () => signs.view(Date.now()));
    const screens = this.#tellScreens();
    const certificate = certificateCauses(this.#site.panel.tls, Date.now);
    const endAlarms = reportAlarms(
      this.#options.socket,
      async () => [...signCauses(signs.ports), ...(await certificate())],
      this.#log.child({ room: 'alarms' }),
    );
    this.#stop = async () => {
      this.#panel = null;
      await endAlarms();
      await screens?.close();
      endReports();
      signs.stop();
      await panel.close();
    };
  }

  #tellScreens(): ScreenTeller | null {
    const { screen: setup, core: site } = this.#site;
    if (setup.webhook === null) return null;
    const feed = linkFeed(this.#options.socket);
    const log = this.#log.child({ room: 'screens' });
    const screens = new ScreenTeller({ setup, site, feed, log, now: Date.now }, setup.webhook);
    screens.start();
    return screens;
  }

  stop(): Promise<void> {
    return this.#next(() => this.#stop());
  }

  /** For good. */
  async end(): Promise<void> {
    this.#users.close();
    await this.stop();
    await this.#audit.close();
  }

  #restart(): Promise<void> {
    return this.#next(async () => {
      await this.#stop();
      await this.#begin();
    });
  }

  /** False when nothing reaches signs and boards any more. */
  publishes(): boolean {
    return this.#panel === null || this.#panel.silentMs() < silentMs;
  }

  async #reload(revision: string): Promise<void> {
    const loaded = await load(this.#options.site);
    if (!loaded.ok) {
      const problems = loaded.problems.map(problem => problemLine(problem)[this.#options.lang]);
      this.#log.error({ revision, problems }, 'the new site file cannot be used, the old one stays');
    } else if (loaded.site.core.revision === this.#site.core.revision)
      this.#log.warn({ revision, ours: this.#site.core.revision }, 'plateaud works with another site file');
    else {
      this.#log.info({ revision }, 'site file read again');
      this.#site = loaded.site;
      this.#door.sessions.setLimits(loaded.site.panel.sessions);
      this.#users.setSite(loaded.site.users);
      await this.#restart();
    }
  }

  #next(job: () => Promise<void>): Promise<void> {
    this.#work = this.#work.then(job);
    return this.#work;
  }
}

async function run(options: Options): Promise<void> {
  const log = createLogger(options.logLevel);
  endOnFaults(log);
  const systemd = tellSystemd(process.env, log);
  const loaded = await load(options.site);
  if (!loaded.ok) refuse(printProblems(loaded.problems, options.lang));
  const data = await openPanelData(options.data, log);
  const running = new Running(options, loaded.site, data.store, log);
  await running.start();
  log.info({ version, site: loaded.site.core.name }, 'plateau-panel runs');
  systemd.ready();
  const status = { en: `panel of ${loaded.site.core.name}`, fr: `panneau de ${loaded.site.core.name}` };
  const watched = { turns: async () => running.publishes(), status: () => status[options.lang] };
  const rest = keepAlive(systemd, watched, log);
  let farewell: Promise<void> = Promise.resolve();
  stopOnSignals(log, [
    async () => {
      rest();
      farewell = systemd.stopping();
    },
    () => running.end(),
    () => data.close(),
    () => farewell,
  ]);
}

const options = readOptions();
runProgram('plateau-panel', options.lang, () => run(options));
