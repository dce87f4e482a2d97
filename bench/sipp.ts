// Callers and phones in bulk: one SIPp process for many, with the scenarios beside this file and a full message trace. The
// lab's own SIPp takes orders in the middle of a call and traces less; a bench wants neither.
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Asterisk } from '../lab/asterisk.js';
import { type OwnedProcess, startOwned } from '../lab/owned-process.js';
import { readTrace, type SipMessage } from './trace.js';

/** The compiled file is dist/bench/sipp.js: the project is two folders up. */
const scenarios = fileURLToPath(new URL('../../bench/scenarios', import.meta.url));
const readyMs = 5_000;
const pollMs = 20;

/** A SIPp process in bulk. */
export type Bulk = {
  /** Resolves to true when the process has ended by itself, having made all its calls; to false after `withinMs`. */
  readonly finished: (withinMs: number) => Promise<boolean>;
  /** Ends the process if it runs, and reads its trace. */
  readonly stop: () => Promise<readonly SipMessage[]>;
};

/** How long the agent on a phone talks: drawn evenly from this range. */
export type Talk = { readonly fromMs: number; readonly toMs: number };

/** Answers the calls to all phones of `port`. */
export async function startPhones(asterisk: Asterisk, port: number, talk: Talk): Promise<Bulk> {
  const template = await readFile(join(scenarios, 'phones.xml'), 'utf8');
  const scenario = template
    .replace('{{talkFromMs}}', String(talk.fromMs))
    .replace('{{talkToMs}}', String(talk.toMs));
  const args = ['-i', '127.0.0.1', '-p', `${port}`];
  const { folder, bulk } = await start(asterisk, scenario, [], args);
  await untilTraced(folder);
  return bulk;
}

export type CallersOrder = {
  readonly number: string;
  readonly count: number;
  readonly perSecond: number;
  /** The number of the first caller; the next ones count up from it. */
  readonly firstCaller: number;
};

/** Lets `count` callers call on the operator's trunk. The process ends when the last of them has been served. */
export async function startCallers(asterisk: Asterisk, order: CallersOrder): Promise<Bulk> {
  const { number, count, perSecond, firstCaller } = order;
  const scenario = await readFile(join(scenarios, 'caller.xml'), 'utf8');
  const lines = Array.from({ length: count }, (_, index) => `0${firstCaller + index};${number}\n`);
  const { bulk } = await start(asterisk, scenario, lines, [
    `${asterisk.sip.host}:${asterisk.sip.port}`,
    ...['-i', asterisk.operator.address, '-p', `${await asterisk.freePort()}`],
    ...['-inf', 'lines.csv', '-m', `${count}`, '-l', `${count}`, '-r', `${perSecond}`],
  ]);
  return bulk;
}

let started = 0;

async function start(
  asterisk: Asterisk,
  scenario: string,
  lines: readonly string[],
  args: readonly string[],
): Promise<{ folder: string; bulk: Bulk }> {
  started += 1;
  const folder = join(asterisk.folder, 'bench', `${started}`);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'scenario.xml'), scenario);
  await writeFile(join(folder, 'lines.csv'), `SEQUENTIAL\n${lines.join('')}`);
  const traced = ['-trace_msg', '-message_file', 'trace.log', '-trace_err', '-error_file', 'errors.log'];
  const usual = [
    '-sf',
    'scenario.xml',
    '-nostdin',
    '-ci',
    '127.0.0.1',
    '-cp',
    `${await asterisk.freePort()}`,
  ];
  const sipp = startOwned(asterisk.programs.sipp, [...args, ...usual, ...traced], { cwd: folder });
  const bulk = { finished: (withinMs: number) => endsWithin(sipp, withinMs), stop: () => stop(sipp, folder) };
  asterisk.beforeStop(async () => {
    await sipp.end('SIGKILL', 0);
  });
  return { folder, bulk };
}

async function endsWithin(sipp: OwnedProcess, withinMs: number): Promise<boolean> {
  const timer = new AbortController();
  const late = delay(withinMs, false, { signal: timer.signal }).catch(() => false);
  const inTime = await Promise.race([sipp.ended.then(() => true), late]);
  timer.abort();
  return inTime;
}

/** SIGTERM lets SIPp write the end of its trace. */
async function stop(sipp: OwnedProcess, folder: string): Promise<readonly SipMessage[]> {
  await sipp.end('SIGTERM', 1_000);
  return readTrace(await readFile(join(folder, 'trace.log'), 'utf8'));
}

/** SIPp makes the file of its trace when it begins to listen. */
async function untilTraced(folder: string): Promise<void> {
  const deadlineAtMs = Date.now() + readyMs;
  while (!existsSync(join(folder, 'trace.log'))) {
    if (Date.now() > deadlineAtMs) throw new Error(`bench: SIPp did not start in ${readyMs} ms: ${folder}`);
    await delay(pollMs);
  }
}
