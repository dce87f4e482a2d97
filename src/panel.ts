#!/usr/bin/env node
// The panel process: site file, store, control socket, signs, then everything that people look at. It knows no secret of Asterisk,
// and nothing that happens to it reaches a call.
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { errorCatalogue } from './base/error-catalogue.js';
import { OutsideError } from './base/errors.js';
import type { Language } from './base/language.js';
import type { Logger } from './base/logger.js';
import type { Store } from './base/store.js';
import { openStore, setAside } from './journal/level.js';
import { linkFeed } from './link/feed.js';
import { createLogger, type LogLevel } from './logging.js';
import { type Panel, startPanel } from './panel/panel.js';
import { panelStore } from './panel/panel-store.js';
import { startPanelSigns } from './panel-signs.js';
import { loadSiteFile } from './site/load.js';
import { printProblems, problemLine } from './site/problem.js';
import type { SiteFile } from './site/site-file.js';

type Options = {
  readonly site: string;
  readonly data: string;
  readonly socket: string;
  readonly lang: Language;
  readonly logLevel: LogLevel;
};

/** A clean stop takes no longer than this: then systemd would lose patience before we do. */
const stopMs = 5_000;
const pageFolder = new URL('./panel/page/', import.meta.url);

const version = (
  JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }
).version;

function readOptions(): Options {
  const language: Language = /^fr/i.test(process.env['LC_ALL'] ?? process.env['LANG'] ?? '') ? 'fr' : 'en';
  const program = new Command('plateau-panel')
    .description('Plateau, the panel: the live page, the displays that poll, and the signs of one site.')
    .version(version)
    .addOption(new Option('--site <file>', 'site file').default('/etc/plateau/site.yaml').env('PLATEAU_SITE'))
    .addOption(
      new Option('--data <folder>', 'where the panel keeps its figures')
        .default('/var/lib/plateau-panel')
        .env('PLATEAU_PANEL_DATA'),
    )
    .addOption(
      new Option('--socket <path>', 'control socket of plateaud')
        .default('/run/plateau/control.sock')
        .env('PLATEAU_SOCKET'),
    )
    .addOption(
      new Option('--lang <language>', 'language of messages').choices(['en', 'fr']).default(language),
    )
    .addOption(new Option('--log-level <level>').choices(['debug', 'info', 'warn', 'error']).default('info'));
  return program.parse().opts<Options>();
}

/** Says what is wrong and what to do, and ends the process: nothing has begun yet. */
function refuse(text: string): never {
  process.stderr.write(text.endsWith('\n') ? text : `${text}\n`);
  process.exit(1);
}

const load = (path: string) => loadSiteFile(path, { nowMs: Date.now(), secrets: 'skip' });

/** The panel's own database; `null` when there is none to be had: then each start reads the whole journal. */
async function openPanelStore(folder: string, log: Logger): Promise<Store | null> {
  const path = join(folder, 'panel');
  try {
    mkdirSync(folder, { recursive: true });
    return await openOrSetAside(path, log);
  } catch (error) {
    if (error instanceof OutsideError && error.code === 'store-locked') throw error;
    log.error({ path, error: String(error) }, 'figures cannot be kept');
    return null;
  }
}

/** What cannot be read is moved away: all of it is in the journal of the calls process. */
async function openOrSetAside(path: string, log: Logger): Promise<Store> {
  try {
    return (await openStore(path, 'panel')).store;
  } catch (error) {
    if (!(error instanceof OutsideError) || error.code !== 'store-damaged') throw error;
    log.error({ path, movedTo: setAside(path, Date.now()) }, 'damaged figures set aside');
    return (await openStore(path, 'panel')).store;
  }
}

/** The panel for one site file, and the next one when the calls process has loaded another. */
class Running {
  readonly #options: Options;
  readonly #store: Store | null;
  readonly #log: Logger;
  #site: SiteFile;
  #stop: () => Promise<void> = async () => undefined;
  /** Starts and stops, one after the other. */
  #work: Promise<void> = Promise.resolve();

  constructor(options: Options, site: SiteFile, store: Store | null, log: Logger) {
    this.#options = options;
    this.#site = site;
    this.#store = store;
    this.#log = log;
  }

  start(): Promise<void> {
    return this.#next(async () => {
      const signs = startPanelSigns(this.#site, this.#log.child({ room: 'signs' }));
      const panel: Panel = await startPanel({
        site: this.#site,
        feed: linkFeed(this.#options.socket),
        store: this.#store === null ? null : panelStore(this.#store),
        signs: signs.ports,
        pageFolder,
        log: this.#log.child({ room: 'panel' }),
        now: Date.now,
        siteChanged: revision => void this.#reload(revision),
      });
      this.#stop = async () => {
        signs.stop();
        await panel.close();
      };
    });
  }

  stop(): Promise<void> {
    return this.#next(() => this.#stop());
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
      await this.stop();
      await this.start();
    }
  }

  #next(job: () => Promise<void>): Promise<void> {
    this.#work = this.#work.then(job);
    return this.#work;
  }
}

/** A fault of ours ends the process; systemd starts it again, and its figures are where they were. */
function endOnFaults(log: Logger): void {
  process.on('uncaughtException', error => {
    log.error({ error: error.stack ?? String(error) }, 'fatal: the process ends');
    process.exit(1);
  });
}

async function run(options: Options): Promise<void> {
  const log = createLogger(options.logLevel);
  endOnFaults(log);
  const loaded = await load(options.site);
  if (!loaded.ok) refuse(printProblems(loaded.problems, options.lang));
  const store = await openPanelStore(options.data, log);
  const running = new Running(options, loaded.site, store, log);
  await running.start();
  log.info({ version, site: loaded.site.core.name }, 'plateau-panel runs');
  const stop = async (signal: string) => {
    log.info({ signal }, 'stopping');
    setTimeout(() => process.exit(1), stopMs).unref();
    await running.stop();
    await store?.close();
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop(signal));
}

const options = readOptions();
run(options).catch((error: unknown) => {
  if (!(error instanceof OutsideError)) throw error;
  refuse(`plateau-panel: ${error.message}\n${errorCatalogue[error.code][options.lang]}`);
});
