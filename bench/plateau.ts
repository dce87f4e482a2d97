// The daemon as a site runs it: its own process, a generated site file, a journal on disk; agents log in over its socket.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Asterisk } from '../lab/asterisk.js';
import { startOwned } from '../lab/owned-process.js';
import { connectLink, type LinkClient } from '../src/link/client.js';
import type { AgentState } from '../src/link/messages.js';
import type { Group } from './floor.js';
import { siteFile } from './site-file.js';

const plateaud = fileURLToPath(new URL('../src/plateaud.js', import.meta.url));
const startMs = 20_000;
const stopMs = 8_000;
const pollMs = 50;

/** A running daemon that is in control of the calls. */
export type Plateau = {
  readonly pid: number;
  /** Where it is spoken to. */
  readonly socket: string;
  readonly link: LinkClient;
  /** Logs agents in; resolves when the daemon says that they are ready. */
  readonly logIn: (agents: readonly string[]) => Promise<void>;
  /** The end of its log. */
  readonly output: () => string;
  /** Ends it cleanly, by force after 8 s. */
  readonly stop: () => Promise<void>;
};

let started = 0;

/** Starts plateaud with one flow for each group; resolves when it has connected to Asterisk. */
export async function startPlateau(
  asterisk: Pick<Asterisk, 'folder' | 'ami' | 'ari' | 'beforeStop'>,
  groups: readonly Group[],
  nodeArguments: readonly string[],
): Promise<Plateau> {
  started += 1;
  const folder = join(asterisk.folder, `plateau-${started}`);
  const socket = join(folder, 'control.sock');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'site.yaml'), siteFile(asterisk, groups));
  const daemon = startOwned({ command: process.execPath, args: [...nodeArguments, plateaud] }, [
    ...['--site', join(folder, 'site.yaml'), '--data', join(folder, 'data'), '--socket', socket],
  ]);
  asterisk.beforeStop(() => daemon.end('SIGTERM', stopMs));
  const fail = (why: string): Error => new Error(`bench: plateaud ${why}\n${daemon.output()}`);
  const deadlineAtMs = Date.now() + startMs;
  let link: LinkClient | undefined;
  for (;;) {
    if (!daemon.isRunning()) throw fail('ended by itself');
    if (Date.now() > deadlineAtMs) throw fail(`was not in control after ${startMs} ms`);
    link ??= await connectLink(socket).catch(() => undefined);
    if (link !== undefined && (await link.ask('status', {})).switch.connected) break;
    await delay(pollMs);
  }
  const connected = link;
  return {
    pid: daemon.pid,
    socket,
    link: connected,
    logIn: agents => logIn(connected, agents),
    output: daemon.output,
    stop: async () => {
      connected.close();
      await daemon.end('SIGTERM', stopMs);
    },
  };
}

async function logIn(link: LinkClient, agents: readonly string[]): Promise<void> {
  for (const agent of agents) {
    const answer = await link.ask('agent-command', {
      agent,
      command: { kind: 'login' },
      by: { kind: 'command-line', name: 'bench' },
    });
    if (!answer.ok) throw new Error(`bench: agent ${agent} cannot log in: ${answer.because}`);
  }
  const wanted = new Set(agents);
  const deadlineAtMs = Date.now() + startMs;
  for (;;) {
    const views = (await link.ask('agents', {})).agents.filter(view => wanted.has(view.agent));
    const others: Partial<Record<AgentState, number>> = {};
    for (const { state } of views) if (state !== 'ready') others[state] = (others[state] ?? 0) + 1;
    if (Object.keys(others).length === 0 && views.length === agents.length) return;
    if (Date.now() > deadlineAtMs) throw new Error(`bench: agents are not ready: ${JSON.stringify(others)}`);
    await delay(pollMs);
  }
}
