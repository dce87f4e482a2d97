// The daemon itself, as a process of its own beside an Asterisk of the lab: started, listened to, ended, killed, started again.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { OutsideError } from '../src/base/errors.js';
import type { Actor, Fact, Recorded } from '../src/core/facts.js';
import type { Supervision } from '../src/core/facts-supervision.js';
import type { AgentCommand, CommandAnswer } from '../src/core/inputs.js';
import { connectLink, type LinkClient } from '../src/link/client.js';
import type { Asterisk } from './asterisk.js';
import { forgetFolder, type OwnedProcess, startOwned } from './owned-process.js';

const program = fileURLToPath(new URL('../src/plateaud.js', import.meta.url));
const startMs = 20_000;
const pollMs = 20;
const stopMs = 8_000;

export type PlateauOptions = {
  /** The site file's text, without its section `asterisk`: that is ours to write. */
  readonly site: string;
  readonly logLevel?: 'debug' | 'info';
  /** Seconds of the dead-man's switch; 15 if not given. */
  readonly deadmanSeconds?: number;
  /** Where its journal is kept; a folder of its own, removed at the end, if not given. */
  readonly data?: string;
};

/** How an Asterisk is reached. */
export type AsteriskLinks = Pick<Asterisk, 'ami' | 'ari'>;

/** A running daemon. */
export type Plateau = {
  readonly socket: string;
  readonly folder: string;
  readonly siteFile: string;
  readonly pid: () => number;
  /** All facts so far, over its restarts, in order. */
  readonly facts: () => readonly Recorded[];
  /** All facts of one type so far. */
  readonly told: <T extends Fact['type']>(type: T) => readonly Extract<Fact, { type: T }>[];
  readonly ask: LinkClient['ask'];
  readonly command: (agent: string, command: AgentCommand) => Promise<CommandAnswer>;
  readonly supervise: (order: Supervision, by: Actor) => Promise<CommandAnswer>;
  readonly logIn: (...agents: readonly string[]) => Promise<void>;
  readonly log: () => string;
  readonly writeSite: (site: string) => Promise<void>;
  /** SIGKILL, as in a crash. */
  readonly kill: () => Promise<void>;
  readonly signal: (signal: NodeJS.Signals) => void;
  /** A clean stop. */
  readonly end: () => Promise<void>;
  /** Starts it again on the same folder; resolves when it has its Asterisk. */
  readonly start: () => Promise<void>;
  /** Ends it and removes its folder. */
  readonly stop: () => Promise<void>;
};

/** The section of the site file that leads to this Asterisk. */
function asteriskSection({ ami, ari }: AsteriskLinks, deadmanSeconds: number): string {
  const { hostname, port } = new URL(ari.url);
  const access = (host: string, at: number | string, user: string, password: string) =>
    `{ host: ${host}, port: ${at}, user: ${user}, password: "${password}" }`;
  return [
    'asterisk:',
    `  ami: ${access(ami.host, ami.port, ami.user, ami.secret)}`,
    `  ari: ${access(hostname, port, ari.user, ari.password)}`,
    `  deadman: ${deadmanSeconds}s`,
    '',
  ].join('\n');
}

/** Starts the daemon and resolves when it is connected to its Asterisk. Rejects with its output when it is not in 20 s. */
export async function startPlateau(asterisk: AsteriskLinks, options: PlateauOptions): Promise<Plateau> {
  const folder = await mkdtemp(join(tmpdir(), 'plateau-'));
  const siteFile = join(folder, 'site.yaml');
  const socket = join(folder, 'control.sock');
  const writeSite = (site: string) =>
    writeFile(siteFile, `${asteriskSection(asterisk, options.deadmanSeconds ?? 15)}\n${site}`);
  await writeSite(options.site);

  const facts: Recorded[] = [];
  let earlierLog = '';
  let running: { readonly daemon: OwnedProcess; readonly link: LinkClient } | null = null;
  const must = () => {
    if (running === null) throw new Error('the daemon does not run');
    return running;
  };
  const start = async () => {
    const args = [
      program,
      '--site',
      siteFile,
      '--data',
      options.data ?? folder,
      '--socket',
      socket,
      '--log-level',
      options.logLevel ?? 'info',
      '--lang',
      'en',
    ];
    const daemon = startOwned({ command: process.execPath, args: ['--enable-source-maps', ...args] }, [], {
      folder,
    });
    const link = await connected(daemon, socket);
    await link.subscribe((facts.at(-1)?.seq ?? 0) + 1, {
      facts: more => void facts.push(...more),
      heartbeat: () => undefined,
    });
    running = { daemon, link };
  };
  const gone = async (signal: NodeJS.Signals) => {
    const { daemon, link } = must();
    running = null;
    await daemon.end(signal, stopMs);
    link.close();
    earlierLog += daemon.output();
  };
  await start();
  const ask: LinkClient['ask'] = (type, question, deadlineMs) => must().link.ask(type, question, deadlineMs);
  const command = (agent: string, one: AgentCommand) =>
    ask('agent-command', { agent, command: one, by: { kind: 'command-line', name: 'test' } });
  return {
    socket,
    folder,
    siteFile,
    pid: () => must().daemon.pid,
    facts: () => facts,
    told: <T extends Fact['type']>(type: T) => facts.flatMap(({ fact }) => (isOf(fact, type) ? [fact] : [])),
    ask,
    command,
    supervise: (order, by) => ask('supervision', { order, by }),
    logIn: async (...agents) => {
      for (const agent of agents) await command(agent, { kind: 'login' });
    },
    log: () => earlierLog + (running?.daemon.output() ?? ''),
    writeSite,
    kill: () => gone('SIGKILL'),
    signal: signal => must().daemon.signal(signal),
    end: () => gone('SIGTERM'),
    start,
    stop: async () => {
      if (running !== null) await gone('SIGTERM');
      await rm(folder, { recursive: true, force: true });
      forgetFolder(folder);
    },
  };
}

function isOf<T extends Fact['type']>(fact: Fact, type: T): fact is Extract<Fact, { type: T }> {
  return fact.type === type;
}

async function connected(daemon: OwnedProcess, socket: string): Promise<LinkClient> {
  const deadlineAtMs = Date.now() + startMs;
  let why = 'it did not listen on its socket';
  for (;;) {
    if (!daemon.isRunning()) throw new Error(`plateaud ended:\n${daemon.output()}`);
    const link = await connectLink(socket).catch((error: unknown) => {
      if (!(error instanceof OutsideError)) throw error;
      return null;
    });
    if (link !== null) {
      const status = await link.ask('status', {});
      if (status.switch.connected) return link;
      why = status.switch.why ?? 'connecting';
      link.close();
    }
    if (Date.now() > deadlineAtMs) {
      await daemon.end('SIGKILL', 0);
      throw new Error(`plateaud has no Asterisk after ${startMs} ms (${why}):\n${daemon.output()}`);
    }
    await delay(pollMs);
  }
}
