// How many polling displays one core can answer: the boards' server under load over loopback, in turns with a plain Node server that
// always says the same. What counts is the server's own CPU time, for the load shares the machine with it.
import { type ChildProcess, fork } from 'node:child_process';
import { connect, type Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { BoardPorts, CpuTime } from './boards-server.js';
import type { BenchRow } from './row.js';

const program = fileURLToPath(new URL('boards-server.js', import.meta.url));
const targetPerSecond = 5000;
const turns = 3;
const turnMs = 2000;
const connections = 40;
const answerDeadlineMs = 20_000;

/** About how long `measureBoards` takes. */
export const boardsExpectedMs = 2 * 2 * (turns + 0.5) * turnMs + 3000;

/** One way of asking: over kept connections, or with a connection for each question as tiny clients do. */
type Way = { readonly name: string; readonly request: (path: string) => string; readonly isKept: boolean };

const ways: readonly Way[] = [
  { name: 'kept connections', request: path => `GET ${path} HTTP/1.1\r\nHost: b\r\n\r\n`, isKept: true },
  { name: 'HTTP/1.0, a connection each', request: path => `GET ${path} HTTP/1.0\r\n\r\n`, isKept: false },
];

type Tally = { answers: number; cpuMs: number };

/** Rows for the report. Rejects when an answer is not what it should be. */
export async function measureBoards(): Promise<readonly BenchRow[]> {
  const server = fork(program, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  try {
    const ports = (await heard(server)) as BoardPorts;
    const rows: BenchRow[] = [];
    for (const way of ways) rows.push(await measureWay(server, ports, way));
    return rows;
  } finally {
    server.disconnect();
  }
}

async function measureWay(server: ChildProcess, ports: BoardPorts, way: Way): Promise<BenchRow> {
  const board: Tally = { answers: 0, cpuMs: 0 };
  const plain: Tally = { answers: 0, cpuMs: 0 };
  const request = way.request('/wb/hall.txt?w=20&h=4');
  // Not counted: code that is not compiled yet.
  await load(ports.boards, request, way, turnMs / 4);
  await load(ports.plain, request, way, turnMs / 4);
  for (let turn = 0; turn < turns; turn += 1)
    for (const [port, tally] of [
      [ports.boards, board],
      [ports.plain, plain],
    ] as const) {
      const before = await cpuOf(server);
      tally.answers += await load(port, request, way, turnMs);
      tally.cpuMs += (await cpuOf(server)) - before;
    }
  const perSecond = (tally: Tally) => Math.round((1000 * tally.answers) / tally.cpuMs);
  const [measured, reference] = [perSecond(board), perSecond(plain)];
  return {
    what: `polled board, ${way.name}: answers a second of one core`,
    measured: `${measured}/s`,
    reference: null,
    ratio: null,
    target: `≥ ${targetPerSecond}/s`,
    ok: measured >= targetPerSecond,
    note: `a plain Node server that always says the same: ${reference}/s in the same run (${(measured / reference).toFixed(2)} ×); ${connections} clients, ${turns} × ${turnMs / 1000} s, figures changing 4 times a second, CPU time of the server alone`,
  };
}

function heard(server: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the boards’ server says nothing')), answerDeadlineMs);
    server.once('message', message => {
      clearTimeout(timer);
      resolve(message);
    });
  });
}

async function cpuOf(server: ChildProcess): Promise<number> {
  const answer = heard(server);
  server.send('cpu');
  return ((await answer) as CpuTime).cpuMs;
}

/** Asks as fast as answers come, for so long; resolves to the number of answers. */
async function load(port: number, request: string, way: Way, forMs: number): Promise<number> {
  const until = performance.now() + forMs;
  const client = way.isKept ? keptClient : cutClient;
  const counts = await Promise.all(Array.from({ length: connections }, () => client(port, request, until)));
  return counts.reduce((sum, count) => sum + count, 0);
}

function keptClient(port: number, request: string, until: number): Promise<number> {
  return new Promise((resolve, reject) => {
    let count = 0;
    let text = '';
    const socket = open(port, reject);
    socket.on('connect', () => socket.write(request));
    socket.on('data', (chunk: string) => {
      text += chunk;
      const length = answerLength(text);
      if (length === null || text.length < length) return;
      text = text.slice(length);
      count += 1;
      if (performance.now() < until) socket.write(request);
      else {
        socket.destroy();
        resolve(count);
      }
    });
  });
}

async function cutClient(port: number, request: string, until: number): Promise<number> {
  let count = 0;
  while (performance.now() < until) {
    await new Promise<void>((resolve, reject) => {
      let text = '';
      const socket = open(port, reject);
      socket.on('connect', () => socket.write(request));
      socket.on('data', (chunk: string) => {
        text += chunk;
      });
      socket.on('end', () => {
        socket.destroy();
        if (text.length === answerLength(text)) resolve();
        else reject(new Error(`not an answer: ${text}`));
      });
    });
    count += 1;
  }
  return count;
}

function open(port: number, reject: (error: Error) => void): Socket {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  socket.setEncoding('latin1').setTimeout(answerDeadlineMs, () => reject(new Error('no answer')));
  socket.on('error', reject);
  return socket;
}

/** Characters of the whole answer, as soon as its header is there. Only a 200 counts. */
function answerLength(text: string): number | null {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return null;
  const [, length] = /^HTTP\/1\.1 200 OK\r\n[\s\S]*Content-Length: (\d+)/.exec(text) ?? [];
  if (length === undefined) throw new Error(`not an answer: ${text.slice(0, 200)}`);
  return end + 4 + Number(length);
}
