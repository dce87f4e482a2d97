// A program of the bench: displays that poll as a large site has them, a thousand that connect and say nothing, and attackers who never
// end their question. Told a port it begins; told to stop it tells how the polls went.
import { connect, type Socket } from 'node:net';
import { type LoadResult, load } from './displays-plan.js';

const question = 'GET /wb/hall.txt HTTP/1.0\r\n\r\n';
const delays: number[] = [];
const idle = new Set<Socket>();
const slow = new Set<Socket>();
let failures = 0;
let stopped = false;

function poll(port: number): void {
  const startedAt = performance.now();
  const socket = connect({ port, host: '127.0.0.1' }, () => socket.write(question));
  let text = '';
  socket.setEncoding('latin1').on('data', (chunk: string) => {
    text += chunk;
  });
  socket.on('error', () => {
    failures += 1;
  });
  socket.on('close', () => {
    if (text.startsWith('HTTP/1.1 200')) delays.push(performance.now() - startedAt);
    else failures += 1;
  });
}

/** Opened again when they are cut. */
function hold(port: number, sockets: Set<Socket>, begin: string): void {
  if (stopped) return;
  const socket = connect({ port, host: '127.0.0.1' }, () => socket.write(begin));
  sockets.add(socket);
  socket.resume().on('error', () => undefined);
  socket.on('close', () => {
    sockets.delete(socket);
    setTimeout(() => hold(port, sockets, begin), 100);
  });
}

function begin(port: number): void {
  for (let index = 0; index < load.idle; index += 1) hold(port, idle, '');
  for (let index = 0; index < load.slow; index += 1)
    hold(port, slow, 'GET /wb/hall.txt HTTP/1.1\r\nX-Slow: ');
  setInterval(() => {
    for (const socket of slow) socket.write('x');
  }, load.byteEveryMs);
  for (let index = 0; index < load.polling; index += 1)
    setTimeout(() => setInterval(() => poll(port), load.everyMs), (index * load.everyMs) / load.polling);
}

function end(): void {
  stopped = true;
  const sorted = delays.sort((a, b) => a - b);
  const p99Ms = sorted[Math.floor(0.99 * sorted.length)] ?? 0;
  const result: LoadResult = { answers: sorted.length, failures, p99Ms, idle: idle.size, slow: slow.size };
  process.send?.(result, () => process.exit(0));
}

process.on('message', (message: { readonly port: number } | 'stop') => {
  if (message === 'stop') end();
  else begin(message.port);
});
process.on('disconnect', () => process.exit(0));
