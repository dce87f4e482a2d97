// Frames of every protocol against what their makers publish, and the ways to a sign over real ports: TCP with an independent Modbus
// server, UDP, HTTP, and a serial line on a pseudo-terminal.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { server as modbusServers } from 'jsmodbus';
import t from 'tap';
import { must } from '../../src/base/assert.js';
import { encodeModbus, ModbusFrames } from '../../src/base/modbus.js';
import { awtrixBody } from '../../src/signs/awtrix/driver.js';
import { type Clock, systemClock } from '../../src/signs/clock.js';
import type { Emulated } from '../../src/signs/emulated.js';
import { EmulatedSign } from '../../src/signs/emulated-sign.js';
import { type EmulatorKind, emulate, startEmulators } from '../../src/signs/emulators.js';
import { writeText } from '../../src/signs/modbus/driver.js';
import { plainRows } from '../../src/signs/screen.js';
import { serialSettings } from '../../src/signs/serial.js';
import { type Sign, startSigns } from '../../src/signs/signs.js';
import { encodeFrame } from '../../src/signs/text/encode.js';
import type { SignPlace, SignSpeech } from '../../src/site/site-file.js';
import { fc } from '../properties.js';
import { until } from '../until.js';
import { frame, kinds } from './drivers.js';
import { program } from './given.js';
import { listLogger } from './virtual.js';

const bytesOf = (written: string) => Buffer.from(written.replaceAll(' ', ''), 'hex');

t.test('a Modbus frame is the one of the makers’ manuals', async t => {
  const pdu = writeText(0, 'ATT 12', false);
  const attached = encodeModbus({ transaction: 1, unit: 1, pdu });
  t.same(
    Buffer.from(attached),
    bytesOf('00 01 00 00 00 0D 01 10 00 00 00 03 06 41 54 54 20 31 32'),
    'Baumer',
  );
  // The same PDU as on a serial line (Baumer DA030S..DA101S, manual p. 13), without address and CRC.
  t.same(
    Buffer.from(writeText(0x101, 'Bonjour\0', false)),
    bytesOf('10 01 01 00 04 08 42 6F 6E 6A 6F 75 72 00'),
  );
  t.same(Buffer.from(writeText(0x101, '875421', false)), bytesOf('10 01 01 00 03 06 38 37 35 34 32 31'));
  t.same(Buffer.from(writeText(0x10a, '87542\r', false)), bytesOf('10 01 0A 00 03 06 38 37 35 34 32 0D'));
  t.same(Buffer.from(writeText(0, 'abc', true)), bytesOf('10 00 00 00 02 04 62 61 20 63'), 'swapped');
});

t.test('Modbus frames are found however they are cut, and noise ends the connection', async t => {
  const one = fc.record({
    transaction: fc.nat(0xffff),
    unit: fc.nat(255),
    pdu: fc.uint8Array({ minLength: 1, maxLength: 253 }),
  });
  fc.assert(
    fc.property(fc.array(one, { maxLength: 5 }), fc.integer({ min: 1, max: 50 }), (frames, size) => {
      const bytes = Buffer.concat(frames.map(encodeModbus));
      const reader = new ModbusFrames();
      const read = [];
      for (let at = 0; at < bytes.length; at += size)
        read.push(...reader.push(bytes.subarray(at, at + size)));
      t.same(read, frames);
      return !reader.broken && !reader.isWithin;
    }),
    { numRuns: 50 },
  );
  const reader = new ModbusFrames();
  t.same(reader.push(Buffer.from('GET / HTTP/1.0\r\n\r\n')), []);
  t.ok(reader.broken);
  t.same(reader.push(encodeModbus({ transaction: 1, unit: 1, pdu: Uint8Array.of(1) })), [], 'for good');
});

t.test('a packet of a board is what its manual spells', async t => {
  const rows = ['ATT 12', 'MAX 45'];
  t.equal(encodeFrame(frame('<02>01{row1}<03>'), rows, 6), '\x0201ATT 12\x03');
  t.equal(encodeFrame(frame('{text}<0D>'), rows, 6), 'ATT 12MAX 45\r');
  t.equal(encodeFrame(frame('<02>{from}{row3}<03>{sum}'), rows, 6), '\x02      \x03C3', 'six blanks and 03');
  t.equal(encodeFrame(frame('{from}AB{xor}'), rows, 6), 'AB03');
});

t.test('a page of an AWTRIX clock is as its interface describes it', async t => {
  const page = {
    mode: 'hold',
    rows: [
      [
        { text: 'ATT ', colour: 'green', flash: false },
        { text: '12', colour: 'red', flash: true },
      ],
    ],
  } as const;
  t.strictSame(awtrixBody(page, 8, 30_000), {
    text: [
      { t: 'ATT ', c: '#00FF00' },
      { t: '12', c: '#FF0000' },
    ],
    noScroll: true,
    blinkText: 500,
    lifetime: 30,
    lifetimeMode: 1,
  });
  t.match(awtrixBody(page, 5, 30_000), { noScroll: false }, 'what is too long scrolls');
});

t.test('a serial port is opened as the sign wants it', async t => {
  t.match(serialSettings({ path: '/dev/x', bits: '7E1', baud: 9_600 }), {
    path: '/dev/x',
    baudRate: 9_600,
    dataBits: 7,
    parity: 'even',
    stopBits: 1,
    hupcl: false,
  });
  t.match(serialSettings({ path: '/dev/x', bits: '8N1', baud: 300 }), { dataBits: 8, parity: 'none' });
  t.match(serialSettings({ path: '/dev/x', bits: '7O1', baud: 300 }), { dataBits: 7, parity: 'odd' });
});

/** Five seconds pass in one of ours: a sign answers only ten seconds after it was cleared. */
const quickClock: Clock = {
  now: () => startedMs + (Date.now() - startedMs) * 5,
  after: (delayMs, run) => systemClock.after(delayMs / 5, run),
};
const startedMs = Date.now();

type Tap = { teardown(run: () => unknown): void };

/** A sign of that speech at a place, which is told that so many wait. */
function givenSign(t: Tap, place: SignPlace, speech: SignSpeech, waiting: number, clock = systemClock): Sign {
  const layout = { id: 's', columns: 12, rows: 1, pages: [{ text: 'Été {n:3}', mode: 'hold' as const }] };
  const common = { language: 'fr', zone: 'Europe/Paris', pageMs: 5_000, refreshMs: 10_000 } as const;
  const signs = startSigns(
    [{ place, baud: null, signs: [{ ...common, program: program(layout), speech }] }],
    {
      clock,
      logger: listLogger(),
    },
  );
  t.teardown(() => signs.stop());
  const sign = must(signs.signs.get('s'), 'sign');
  sign.want({ values: { n: waiting } });
  return sign;
}

const speechOf = (name: string) =>
  must(
    kinds.find(kind => kind.name === name),
    name,
  ).speech;
const seen = (sign: Emulated) =>
  sign
    .screen(Date.now())
    .flatMap(page => plainRows(page))[0]
    ?.trim();

for (const [kind, name] of [
  ['udp', 'ASCII, Latin-1'],
  ['http', 'AWTRIX'],
  ['tcp', 'Modbus, CP437, bytes swapped, with colours'],
] as const satisfies readonly (readonly [EmulatorKind, string])[])
  t.test(`${name} over ${kind}: shown over a real port, and again after the display was away`, async t => {
    const speech = speechOf(name);
    const display = emulate({ speech, columns: 12, rows: 1 });
    const first = await startEmulators(kind, { host: '127.0.0.1', port: 0 }, [display], systemClock);
    const { port } = first;
    const sign = givenSign(t, { kind, host: '127.0.0.1', port }, speech, 7);
    await until('seven', () => seen(display) === 'Été   7');
    await first.close();
    display.powerCycle('lost');
    sign.want({ values: { n: 8 } });
    if (kind !== 'udp') await until('it is missed', () => sign.link().kind === 'waiting', 20_000);
    const second = await startEmulators(kind, { host: '127.0.0.1', port }, [display], systemClock);
    t.teardown(() => second.close());
    await until('eight', () => seen(display) === 'Été   8', 20_000);
    t.match(sign.link(), { kind: 'connected' });
  });

t.test('an independent Modbus server gets the text, and its refusal is told', async t => {
  const listening = createServer();
  const holding = Buffer.alloc(64);
  const sockets = new Set<Socket>();
  listening.on('connection', socket => sockets.add(socket));
  new modbusServers.TCP(listening, { holding });
  listening.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  t.teardown(() => {
    for (const socket of sockets) socket.destroy();
    listening.close();
  });
  const address = listening.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const place = { kind: 'tcp', host: '127.0.0.1', port } as const;
  const speech = {
    ...(speechOf('Modbus, ASCII') as Extract<SignSpeech, { protocol: 'modbus' }>),
    register: 4,
    rowRegisters: 6,
  };
  const sign = givenSign(t, place, speech, 12);
  await until('its registers hold the text', () => holding.toString('latin1', 8, 20) === 'Ete  12     ');
  await until('its answer is here', () => {
    const link = sign.link();
    return link.kind === 'connected' && link.answeredAtMs !== undefined;
  });
  const beyond = givenSign(t, place, { ...speech, register: 30 }, 12);
  await until('the refusal', () => {
    const link = beyond.link();
    return link.kind === 'waiting' && link.error.code === 'sign-rejected';
  });
});

/** A pseudo-terminal that util-linux makes: what is written to its name comes out of the program, and the other way round. */
async function givenTerminal(t: Tap): Promise<{ readonly path: string; readonly program: ChildProcess }> {
  const command = 'stty raw -echo; tty; exec sleep 600';
  const running = spawn('script', ['--quiet', '--flush', '--command', command, '/dev/null'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  t.teardown(() => running.kill('SIGKILL'));
  const lines = createInterface({ input: must(running.stdout, 'its output') });
  const [path] = (await once(lines, 'line')) as [string];
  lines.close();
  return { path: path.trim(), program: running };
}

t.test(
  'an Alpha sign on a serial line is set up, answers, and is missed when the cable is pulled',
  async t => {
    const { path, program: terminal } = await givenTerminal(t);
    const sign = new EmulatedSign({
      wire: { format: 'binary', checksum: true, accents: 'two-byte' },
      destination: { type: 'Z', address: '01' },
    });
    const output = must(terminal.stdout, 'its output');
    output
      .resume()
      .setEncoding('latin1')
      .on('data', (bytes: string) => {
        for (const answer of sign.receive(bytes, quickClock.now())) terminal.stdin?.write(answer, 'latin1');
      });
    const place = { kind: 'serial', path, bits: '7E1' } as const;
    const driven = givenSign(t, place, speechOf('Alpha, 7 bits, at 1,200 baud'), 5, quickClock);
    await until('five', () => seen(sign) === 'Été   5', 20_000);
    await until(
      'it answers',
      () => {
        const link = driven.link();
        return link.kind === 'connected' && link.answeredAtMs !== undefined;
      },
      30_000,
    );
    terminal.kill('SIGKILL');
    await until('the cable is missed', () => driven.link().kind === 'waiting');
    t.match(driven.link(), { error: { code: 'sign-lost' } });
  },
);

t.test('a serial port that is not there is told with what to do', async t => {
  const sign = givenSign(
    t,
    { kind: 'serial', path: '/dev/no-such-port', bits: '8N1' },
    speechOf('ASCII, Latin-1'),
    1,
  );
  await until('the error', () => sign.link().kind === 'waiting');
  t.match(sign.link(), { error: { code: 'sign-port', message: /^\/dev\/no-such-port: / } });
});
