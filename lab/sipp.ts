// One SIPp process: started with a scenario of lab/scenarios/, watched through its message trace, and ordered about while its
// calls last. SIPp has no way to end one call of many on demand; so an order is a datagram with the call's own Call-ID and a
// method that only our scenarios know (ANSWER, REJECT, PRESS, HANGUP).
import { createSocket } from 'node:dgram';
import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Asterisk } from './asterisk.js';
import { startOwned } from './owned-process.js';
import { afterMessage, readTraceLine, type SipCall } from './sip-trace.js';

const scenarios = fileURLToPath(new URL('../../lab/scenarios', import.meta.url));
const readyMs = 15_000;
const pollMs = 10;
/** SIPp reports as errors the time-outs by which our phones answer. */
const planned = /receive timeout on message|^The following events occurred/;

export type SippOptions = {
  readonly scenario: 'phone' | 'caller';
  /** What replaces `{{name}}` in the scenario. */
  readonly fill: Readonly<Record<string, string | number>>;
  /** The address and port that it binds. */
  readonly address: string;
  readonly port: number;
  /** One line a call, fields separated by `;`, for scenarios that dial. */
  readonly lines?: readonly string[];
  /** At most so many of them at once; all if not given. */
  readonly atOnce?: number;
  readonly callsPerSecond?: number;
};

export type SippOrder = 'ANSWER' | 'REJECT' | 'PRESS' | 'HANGUP';

/** A running SIPp. */
export type Sipp = {
  /** All its calls so far, in the order in which they began; read from the trace now. */
  readonly calls: () => readonly SipCall[];
  readonly order: (
    order: SippOrder,
    call: SipCall,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<void>;
  /** What SIPp complained about. */
  readonly complaints: () => Promise<string>;
  readonly isRunning: () => boolean;
  /** Ends the process; its calls are left as they are. */
  readonly kill: () => Promise<void>;
};

let started = 0;

/** Starts SIPp in a folder of its own below Asterisk's; resolves when it listens. */
export async function startSipp(asterisk: Asterisk, options: SippOptions): Promise<Sipp> {
  started += 1;
  const folder = join(asterisk.folder, 'sipp', `${process.pid}-${started}`);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'scenario.xml'), await filledScenario(options));
  const lines = options.lines ?? [];
  await writeFile(join(folder, 'lines.csv'), `SEQUENTIAL\n${lines.map(line => `${line}\n`).join('')}`);
  const sipp = startOwned(
    asterisk.programs.sipp,
    [
      ...(lines.length > 0 ? [`${asterisk.sip.host}:${asterisk.sip.port}`] : []),
      ...['-sf', 'scenario.xml', '-nostdin'],
      ...['-i', options.address, '-p', `${options.port}`, '-ci', '127.0.0.1'],
      ...['-cp', `${await asterisk.freePort()}`],
      ...(lines.length > 0
        ? ['-inf', 'lines.csv', '-m', `${lines.length}`, '-l', `${options.atOnce ?? lines.length}`]
        : []),
      ...['-r', `${options.callsPerSecond ?? 10}`],
      ...['-trace_shortmsg', '-shortmessage_file', 'trace.csv', '-trace_err', '-error_file', 'errors.log'],
    ],
    { cwd: folder },
  );
  const calls = traceReader(join(folder, 'trace.csv'));
  const complaints = async () => {
    if (!existsSync(join(folder, 'errors.log'))) return '';
    const lines = (await readFile(join(folder, 'errors.log'), 'utf8')).split('\n');
    return lines.filter(line => line !== '' && !planned.test(line)).join('\n');
  };
  const order: Sipp['order'] = (method, call, headers = {}) =>
    sendOrder(options.address, options.port, method, call.callId, headers);
  await waitFor(() => existsSync(join(folder, 'trace.csv')) || !sipp.isRunning(), readyMs);
  if (!existsSync(join(folder, 'trace.csv'))) {
    await sipp.end('SIGKILL', 0);
    throw new Error(`lab: SIPp did not start\n${sipp.output()}\n${await complaints()}`);
  }
  return { calls, order, complaints, isRunning: sipp.isRunning, kill: () => sipp.end('SIGKILL', 0) };
}

async function filledScenario({ scenario, fill }: SippOptions): Promise<string> {
  const template = await readFile(join(scenarios, `${scenario}.xml`), 'utf8');
  return template.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const value = fill[name];
    if (value === undefined) throw new Error(`lab: scenario ${scenario} needs ${name}`);
    return String(value);
  });
}

/** Reads what the trace has grown by since the last time. */
function traceReader(path: string): () => readonly SipCall[] {
  const calls = new Map<string, SipCall>();
  const buffer = Buffer.alloc(65_536);
  let offset = 0;
  let rest = '';
  return () => {
    if (!existsSync(path)) return [];
    const file = openSync(path, 'r');
    for (let size = -1; size !== 0; offset += size) {
      size = readSync(file, buffer, 0, buffer.length, offset);
      rest += buffer.toString('latin1', 0, size);
    }
    closeSync(file);
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const message = readTraceLine(line);
      const after = message && afterMessage(calls.get(message.callId), message);
      if (after !== undefined) calls.set(after.callId, after);
    }
    return [...calls.values()];
  };
}

let orders = 0;

/** Each order needs a branch of its own: SIPp drops what looks like a repetition. */
async function sendOrder(
  address: string,
  port: number,
  method: SippOrder,
  callId: string,
  headers: Readonly<Record<string, string>>,
): Promise<void> {
  orders += 1;
  const lines = [
    `${method} sip:lab SIP/2.0`,
    `Via: SIP/2.0/UDP 127.0.0.1:9;branch=z9hG4bK-order-${orders}`,
    `From: <sip:order@lab>;tag=${orders}`,
    'To: <sip:call@lab>',
    `Call-ID: ${callId}`,
    `CSeq: ${orders} ${method}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    'Content-Length: 0',
  ];
  const socket = createSocket('udp4');
  await new Promise<void>((resolve, reject) => {
    socket.send(`${lines.join('\r\n')}\r\n\r\n`, port, address, error => (error ? reject(error) : resolve()));
  }).finally(() => socket.close());
}

async function waitFor(condition: () => boolean, withinMs: number): Promise<void> {
  const deadlineAtMs = Date.now() + withinMs;
  while (!condition() && Date.now() < deadlineAtMs) await delay(pollMs);
}
