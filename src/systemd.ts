// Telling systemd how we are (sd_notify): ready, alive, stopping, and a line for `systemctl status`. Node cannot send a datagram
// to a Unix socket, so that systemd's own systemd-notify does: a shell beside us, started once, calls it for each line that it is
// given. Forking costs the shell and not the calls, nothing here waits, and no native package is needed. For entry points only.
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { Socket } from 'node:net';
import type { Readable, Writable } from 'node:stream';
import type { Logger } from './base/logger.js';

export type Systemd = {
  /** What systemd wants to hear of at least this often, ms; `null`: it does not watch us. */
  readonly watchdogMs: number | null;
  readonly ready: () => void;
  readonly alive: () => void;
  /** Resolves when systemd has heard it, or after half a second: there is no need to wait for it before the rest is done. */
  readonly stopping: () => Promise<void>;
  /** The line of `systemctl status`. Repeating it costs nothing. */
  readonly status: (line: string) => void;
};

const shell = '/bin/sh';
/**
 * Each line is answered when systemd has taken it in. Never more than one is on its way, but for the last word. On a busy machine we
 * end before that is answered: an answer that nobody reads must not end the shell, or the last word is never said.
 */
const script = 'trap "" PIPE; while IFS= read -r line; do systemd-notify -- "$line"; echo "$?"; done';
/** systemd-notify itself gives up sooner. */
const answerMs = 10_000;
/** After the shell has ended. */
const restMs = 1_000;
const lastWordMs = 500;
/** As long as a start may take by the units, counted from each time that we ask for more. */
const moreTimeMs = 30_000;
/** Who is not ready after this is not asked for any more. */
const longestStartMs = 600_000;

type Speaker = ChildProcessByStdio<Writable, Readable, null>;

/**
 * Does nothing where systemd did not start us (no `NOTIFY_SOCKET`). Until we are ready, systemd is asked for more time every
 * `askEveryMs`: to mend a large journal takes minutes, and must not be ended half-way and begun again for ever.
 */
export function tellSystemd(environment: NodeJS.ProcessEnv, log: Logger, askEveryMs = 10_000): Systemd {
  const socket = environment['NOTIFY_SOCKET'];
  const { say, sayLast } = socket === undefined ? mute : notifier(socket, log);
  const giveUpAtMs = performance.now() + longestStartMs;
  const asking = setInterval(() => {
    if (performance.now() < giveUpAtMs) say('EXTEND_TIMEOUT_USEC', String(moreTimeMs * 1000));
  }, askEveryMs);
  asking.unref();
  let told = '';
  return {
    watchdogMs: watchdogOf(environment),
    ready: () => {
      clearInterval(asking);
      say('READY', '1');
    },
    alive: () => say('WATCHDOG', '1'),
    stopping: () => {
      clearInterval(asking);
      return sayLast('STOPPING', '1');
    },
    status: line => {
      if (line === told) return;
      told = line;
      say('STATUS', line.replaceAll(/\s+/g, ' '));
    },
  };
}

/** `WATCHDOG_PID` names whom it is meant for: not us, when we were started by who it was. */
function watchdogOf({ WATCHDOG_USEC: usec, WATCHDOG_PID: pid }: NodeJS.ProcessEnv): number | null {
  if (pid !== undefined && pid !== String(process.pid)) return null;
  const ms = Number(usec) / 1000;
  return ms > 0 ? ms : null;
}

type Notifier = {
  readonly say: (variable: string, value: string) => void;
  /** Says it as the last word; resolves when it was heard, or after half a second. */
  readonly sayLast: (variable: string, value: string) => Promise<void>;
};

const mute: Notifier = { say: () => undefined, sayLast: async () => undefined };

/** Of each variable only the newest value is kept until it can be said: a late sign of life is not said twice. */
function notifier(socket: string, log: Logger): Notifier {
  const waiting = new Map<string, string>();
  let speaker: Speaker | null = null;
  let unanswered = 0;
  let isOver = false;
  let late: NodeJS.Timeout | undefined;
  let restUntilMs = 0;
  let heard = (): void => undefined;

  const write = (line: string): void => {
    speaker ??= start();
    unanswered += 1;
    late ??= setTimeout(() => speaker?.kill('SIGKILL'), answerMs).unref();
    speaker.stdin.write(`${line}\n`);
  };
  const next = (): void => {
    const [first] = waiting;
    if (first === undefined || unanswered > 0 || performance.now() < restUntilMs) return;
    waiting.delete(first[0]);
    write(first.join('='));
  };
  const answered = (codes: readonly string[]): void => {
    clearTimeout(late);
    late = undefined;
    unanswered = Math.max(0, unanswered - codes.length);
    for (const code of codes) if (code !== '0') log.warn({ code }, 'systemd-notify failed');
    if (unanswered === 0) heard();
    next();
  };
  const start = (): Speaker => {
    const child = spawn(shell, ['-c', script], {
      env: { NOTIFY_SOCKET: socket, PATH: '/usr/bin:/bin' },
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    const gone = (why: string) => {
      if (speaker !== child) return;
      speaker = null;
      unanswered = 0;
      restUntilMs = performance.now() + restMs;
      log.error({ why }, 'systemd cannot be told how we are');
      answered([]);
    };
    child.on('error', error => gone(error.message));
    child.on('close', code => gone(`the shell ended: ${code}`));
    child.stdin.on('error', error => gone(error.message));
    // Each answer is written in one piece, a line of its own.
    child.stdout.setEncoding('utf8').on('data', (text: string) => answered(text.trim().split('\n')));
    // It ends with us, and does not keep us.
    child.unref();
    for (const pipe of [child.stdin, child.stdout]) if (pipe instanceof Socket) pipe.unref();
    return child;
  };
  return {
    say: (variable, value) => {
      if (isOver) return;
      waiting.set(variable, value);
      next();
    },
    sayLast: (variable, value) => {
      isOver = true;
      waiting.clear();
      const done = new Promise<void>(resolve => {
        heard = resolve;
        setTimeout(resolve, lastWordMs).unref();
      });
      write(`${variable}=${value}`);
      return done;
    },
  };
}

export type Watched = {
  /** Resolves when the main loop has really turned; never, or false, when it has not. */
  readonly turns: () => Promise<boolean>;
  readonly status: () => string;
};

/**
 * Three times in systemd's interval: a turn of the main loop is asked for, and systemd hears of it when it has come. A loop that
 * runs but does not decide is as dead as one that hangs. Returns what ends it.
 */
export function keepAlive(systemd: Systemd, watched: Watched, log: Logger): () => void {
  let asked = false;
  const look = async () => {
    systemd.status(watched.status());
    // One question at a time: the last one has not come back.
    if (asked) return;
    asked = true;
    const turned = await watched.turns();
    asked = false;
    if (turned) systemd.alive();
    else log.error({}, 'the main loop does not turn: systemd is told nothing');
  };
  const looking = setInterval(() => void look(), (systemd.watchdogMs ?? usualMs) / 3);
  void look();
  return () => clearInterval(looking);
}

/** How often the status is told, times three, where systemd does not watch us. */
const usualMs = 15_000;
