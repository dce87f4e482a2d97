// Child processes that never outlive us: not after Ctrl-C, not after an exit, and where the system can do it not after a
// SIGKILL either.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import type { Program } from './program.js';

/** A program that was started, and ends with us. */
export type OwnedProcess = {
  readonly pid: number;
  /** Resolves when the process is gone. */
  readonly ended: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
  readonly isRunning: () => boolean;
  /** The end of what it has printed on both outputs (at most 64 KiB). */
  readonly output: () => string;
  readonly signal: (signal: NodeJS.Signals) => void;
  /** Asks with `signal`, then forces with SIGKILL after `graceMs`. Resolves when the process is gone. */
  readonly end: (signal: NodeJS.Signals, graceMs: number) => Promise<void>;
};

const outputLimit = 65_536;
const running = new Set<ChildProcess>();
const folders = new Set<string>();
let hooked = false;

/** The kernel sends the child this signal when we die, however we die (util-linux). */
const setpriv = ['/usr/bin/setpriv', '/bin/setpriv'].find(path => existsSync(path));

/**
 * Starts a program in a session of its own: a Ctrl-C in the terminal does not reach it, so that it is ended by us, in order.
 * `folder`, if given, is removed should we exit before the process has ended; `show`: what it prints is printed here, too.
 */
export function startOwned(
  { command, args }: Program,
  more: readonly string[],
  options: { readonly cwd?: string; readonly folder?: string; readonly show?: boolean } = {},
): OwnedProcess {
  hookExit();
  const line = [command, ...args, ...more];
  const [file = command, ...rest] =
    setpriv === undefined ? line : [setpriv, '--pdeathsig', 'KILL', '--', ...line];
  const child = spawn(file, rest, {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
  });
  running.add(child);
  if (options.folder !== undefined) folders.add(options.folder);
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-outputLimit);
      if (options.show === true) process.stdout.write(text);
    });
  const ended = new Promise<Awaited<OwnedProcess['ended']>>(resolve => {
    child.once('error', error => {
      output += String(error);
      running.delete(child);
      resolve({ code: 127, signal: null });
    });
    child.once('close', (code, signal) => {
      running.delete(child);
      resolve({ code, signal });
    });
  });
  const end = async (signal: NodeJS.Signals, graceMs: number): Promise<void> => {
    if (running.has(child)) child.kill(signal);
    const force = setTimeout(() => child.kill('SIGKILL'), graceMs);
    await ended;
    clearTimeout(force);
  };
  return {
    pid: child.pid ?? 0,
    ended,
    isRunning: () => running.has(child),
    output: () => output,
    signal: signal => {
      child.kill(signal);
    },
    end,
  };
}

/** The owner has removed the folder himself. */
export function forgetFolder(folder: string): void {
  folders.delete(folder);
}

function hookExit(): void {
  if (hooked) return;
  hooked = true;
  process.on('exit', killAll);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    const onSignal = (): void => {
      process.removeListener(signal, onSignal);
      // Whoever else listens decides when the process ends; the exit hook, or the kernel, does the rest.
      if (process.listenerCount(signal) > 0) return;
      killAll();
      process.kill(process.pid, signal);
    };
    process.prependListener(signal, onSignal);
  }
}

function killAll(): void {
  for (const child of running) child.kill('SIGKILL');
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
}
