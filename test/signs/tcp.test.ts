// Signs over a real TCP connection to emulated adapters, on a clock that runs faster than ours.
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import t from 'tap';
import { must } from '../../src/base/assert.js';
import { type Clock, systemClock } from '../../src/signs/clock.js';
import { EmulatedSign } from '../../src/signs/emulated-sign.js';
import { startEmulator } from '../../src/signs/emulator.js';
import { compileLayout, type SignProgram } from '../../src/signs/layout.js';
import { plainRows } from '../../src/signs/screen.js';
import { type SignLineSettings, startSigns } from '../../src/signs/signs.js';
import { listLogger } from './virtual.js';

/** Fifty seconds pass in one of ours: a set-up takes 0.1 s, and a loaded machine stays far from the sign's 1 s of silence. */
const SPEED = 50;
const startedMs = Date.now();
const fastClock: Clock = {
  now: () => startedMs + (Date.now() - startedMs) * SPEED,
  after: (delayMs, run) => systemClock.after(delayMs / SPEED, run),
};

const wire = { format: 'binary', checksum: true, accents: 'one-byte' } as const;

function program(id: string): SignProgram {
  const compiled = compileLayout({
    id,
    columns: 20,
    rows: 1,
    pages: [{ text: 'N1 ATT {waiting:3}', mode: 'hold' }],
  });
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.errors));
  return compiled.program;
}

/** Waits for something that a change brings about, with a deadline. */
class Changes {
  #listeners = new Set<() => void>();

  readonly happened = (): void => {
    for (const listener of this.#listeners) listener();
  };

  until(what: string, holds: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const done = (end: () => void) => {
        this.#listeners.delete(look);
        clearTimeout(deadline);
        clearInterval(poll);
        end();
      };
      const look = () => (holds() ? done(resolve) : undefined);
      const deadline = setTimeout(() => done(() => reject(new Error(`not within 20 s: ${what}`))), 20_000);
      // For what changes without a packet, such as the state of a link.
      const poll = setInterval(look, 20);
      this.#listeners.add(look);
      look();
    });
  }
}

const at = (port: number, ...ids: string[]): SignLineSettings => ({
  place: { kind: 'tcp', host: '127.0.0.1', port },
  baud: 9_600,
  signs: ids.map((id, index) => ({
    program: program(id),
    speech: {
      protocol: 'alpha',
      ...wire,
      address: ids.length === 1 ? '00' : `0${index + 1}`,
    },
    pageMs: 5_000,
    refreshMs: 600_000,
    language: 'fr',
    zone: 'Europe/Paris',
  })),
});

/** Signs of these addresses behind one adapter. */
async function played(changes: Changes, port: number, ...addresses: string[]) {
  const signs = addresses.map(address => new EmulatedSign({ wire, destination: { type: 'Z', address } }));
  const place = { host: '127.0.0.1', port };
  return { ...(await startEmulator({ ...place, signs }, fastClock, changes.happened)), signs };
}
type Played = Awaited<ReturnType<typeof played>>;

const seen = (emulator: Played, index = 0) =>
  must(emulator.signs[index], 'sign')
    .screen(fastClock.now())
    .flatMap(page => plainRows(page));

t.test('four signs on two adapters show what they are told, each its own', async t => {
  const changes = new Changes();
  const single = await played(changes, 0, '01');
  const triple = await played(changes, 0, '01', '02', '03');
  const signs = startSigns([at(single.port, 'p1'), at(triple.port, 'p2', 'p3', 'p4')], {
    clock: fastClock,
    logger: listLogger(),
  });
  t.teardown(async () => {
    signs.stop();
    await Promise.all([single.close(), triple.close()]);
  });
  t.same([...signs.signs.keys()], ['p1', 'p2', 'p3', 'p4']);
  let waiting = 0;
  for (const sign of signs.signs.values()) {
    waiting += 1;
    sign.want({ values: { waiting } });
  }
  const all = () => [seen(single), seen(triple, 0), seen(triple, 1), seen(triple, 2)].flat();
  const wanted = ['N1 ATT   1', 'N1 ATT   2', 'N1 ATT   3', 'N1 ATT   4'];
  await changes.until('four figures', () => all().join() === wanted.join());
  t.same(all(), wanted);
  must(signs.signs.get('p3'), 'p3').want({ staleSinceMs: fastClock.now() });
  await changes.until('the text', () => seen(triple, 1)[0]?.startsWith('données indisponibles') === true);
  must(signs.signs.get('p3'), 'p3').want({ values: { waiting: 30 }, staleSinceMs: undefined });
  await changes.until('the figure', () => seen(triple, 1)[0] === 'N1 ATT  30');
});

t.test('an adapter that restarts gets the right figures, and its absence is told', async t => {
  const changes = new Changes();
  const first = await played(changes, 0, '01');
  const { port } = first;
  const signs = startSigns([at(port, 'p1')], { clock: fastClock, logger: listLogger() });
  const sign = must(signs.signs.get('p1'), 'p1');
  sign.want({ values: { waiting: 7 } });
  await changes.until('seven', () => seen(first)[0] === 'N1 ATT   7');
  t.match(sign.link(), { kind: 'connected' });

  await first.close();
  await changes.until('the refusal', () => {
    const link = sign.link();
    return link.kind === 'waiting' && link.error.code === 'sign-refused';
  });
  sign.want({ values: { waiting: 8 } });

  const second = await played(changes, port, '01');
  t.teardown(async () => {
    signs.stop();
    await second.close();
  });
  await changes.until('eight', () => seen(second)[0] === 'N1 ATT   8');
  second.cut();
  sign.want({ values: { waiting: 9 } });
  await changes.until('nine', () => seen(second)[0] === 'N1 ATT   9');
  t.match(sign.link(), { kind: 'connected' });
});

t.test('an address that does not exist is told, and stopping ends everything', async t => {
  const signs = startSigns([{ ...at(9, 'p1'), place: { kind: 'tcp', host: 'sign.invalid', port: 9 } }], {
    clock: fastClock,
    logger: listLogger(),
  });
  const sign = must(signs.signs.get('p1'), 'p1');
  await new Changes().until('an error', () => sign.link().kind === 'waiting');
  t.match(sign.link(), { error: { code: 'sign-unreachable', message: /^sign\.invalid:9: / } });
  signs.stop();
  t.same(sign.link(), { kind: 'stopped' });
});

t.test('a packet is never split', async t => {
  const chunks: string[] = [];
  const changes = new Changes();
  const server = createServer((socket: Socket) => {
    socket.setEncoding('latin1');
    socket.on('data', data => {
      chunks.push(String(data));
      changes.happened();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const signs = startSigns([at(typeof address === 'object' && address !== null ? address.port : 0, 'p1')], {
    clock: fastClock,
    logger: listLogger(),
  });
  await changes.until('a set-up', () => chunks.length >= 9);
  signs.stop();
  server.close();
  const split = chunks.filter(chunk => !chunk.startsWith('\0\0\0\0\0\x01Z00') || !chunk.endsWith('\x04'));
  t.same(split, [], 'nothing arrives in halves');
});

t.test('the emulated adapter serves one client, and survives noise', async t => {
  const changes = new Changes();
  const emulator = await played(changes, 0, '01');
  t.teardown(() => emulator.close());
  const first = connect(emulator.port, '127.0.0.1');
  await once(first, 'connect');
  const second = connect(emulator.port, '127.0.0.1');
  second.resume();
  await once(second, 'close');
  first.write(Buffer.from(Array.from({ length: 4_096 }, (_, index) => (index * 7919) % 256)));
  first.write(Buffer.from('\0\0\0\0\0\x01Z00\x02F"\x04', 'latin1'));
  const [answer] = await once(first, 'data');
  t.match(String(answer), /E"10547603A/);
  first.destroy();
});
