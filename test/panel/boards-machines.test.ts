// Boards for machines and for the most primitive displays: Modbus registers read by an independent client, datagrams, LaMetric, who may
// ask, and colours that do not flicker.
import { createSocket, Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, Socket } from 'node:net';
import { client as modbusClients } from 'jsmodbus';
import t from 'tap';
import { answerModbus } from '../../src/panel/boards/modbus.js';
import { serveModbus } from '../../src/panel/boards/modbus-server.js';
import { serveRawBoard } from '../../src/panel/boards/raw.js';
import { serveBoards } from '../../src/panel/boards/server.js';
import { serveUdpBoard } from '../../src/panel/boards/udp.js';
import { allowList, type Listening } from '../../src/panel/listen.js';
import { SteadyAlerts } from '../../src/panel/steady-alerts.js';
import type { BoardSetup, Threshold } from '../../src/site/site-file.js';
import { fc } from '../properties.js';
import { quietLog } from '../quiet-log.js';
import { until } from '../until.js';
import { floorBoard, givenAnswers, givenMoment, row, start } from './given-boards.js';

type Tap = { teardown(run: () => unknown): void };

const rows = 'N1 ATT   3  1:00    \r\nD\u00c9BORD\u00c9 ---- 14:05  \r\n';
const here = { host: '127.0.0.1', port: 0 };

async function portOf(t: Tap, listening: Listening): Promise<number> {
  t.teardown(() => listening.close());
  await listening.tried;
  return listening.port() ?? 0;
}

const registered: BoardSetup = { ...floorBoard, modbusBlock: 2 };
const second: BoardSetup = {
  ...floorBoard,
  id: 'roof',
  columns: 9,
  rows: [row('T {all.waiting}')],
  modbusBlock: 7,
};

async function givenModbus(t: Tap, answers = givenAnswers(givenMoment(3), [registered, second])) {
  const port = await portOf(
    t,
    serveModbus(address => answers.register(address), { ...here, frameDeadlineMs: 300 }, quietLog()),
  );
  const socket = new Socket();
  // It looks for the connection's beginning itself.
  const client = new modbusClients.TCP(socket, 17);
  t.teardown(() => socket.destroy());
  await once(socket.connect(port, '127.0.0.1'), 'connect');
  return { answers, port, client };
}

t.test('a PLC reads a board by its map, with function 3 and with function 4', async t => {
  const { client, answers } = await givenModbus(t);
  const holding = (await client.readHoldingRegisters(200, 100)).response.body.valuesAsArray;
  const input = (await client.readInputRegisters(200, 100)).response.body.valuesAsArray;
  t.same([...holding], [...input]);
  const values = [...holding];
  t.same(values.slice(0, 10), [1, Math.floor(start / 1000) % 65_536, 0, 0, 0, 3, 0, 0, 0, 0]);
  t.same(values.slice(10, 14), [3, 60, 65_535, 0], 'waiting, longest, and no service level before a call');
  const text = Buffer.alloc(40);
  values.slice(40, 60).forEach((value, index) => {
    text.writeUInt16BE(value, 2 * index);
  });
  t.equal(text.toString('latin1'), 'N1 ATT   3  1:00    DÉBORDÉ ---- 14:05  ');
  const few = (await client.readHoldingRegisters(710, 1)).response.body.valuesAsArray;
  t.same([...few], [3], 'another board in its own block');
  t.equal(
    answers.answer('/wb/floor.modbus').body.toString(),
    [
      '200 map=1',
      '201 heartbeat',
      '202 age s',
      '203 state 0=ok 1=silent 2=switch-lost 3=counting 4=store-degraded',
      '204 alarm 0=fine 1=amber 2=red',
      '205 figures',
      '210 n1.waiting',
      '211 n1.longest',
      '212 n1.serviceLevel',
      '240-249 row 1',
      '250-259 row 2',
      '',
    ].join('\r\n'),
    'the map is told',
  );
});

t.test('a character of two halves takes one place in registers and in text', async t => {
  const wide: BoardSetup = { ...floorBoard, rows: [row('\u{1f4de} {n1.waiting:3}')], modbusBlock: 2 };
  const { client, answers } = await givenModbus(t, givenAnswers(givenMoment(3), [wide]));
  const values = [...(await client.readHoldingRegisters(240, 10)).response.body.valuesAsArray];
  const text = values.map(value => String.fromCharCode(value >> 8, value & 0xff)).join('');
  t.equal(text, '?   3'.padEnd(20));
  t.equal(answers.answer('/wb/floor.txt?cs=utf8&eol=none').body.toString(), `\u{1f4de}   3${' '.repeat(15)}`);
});

t.test('a fault while one request is answered ends that request and nothing else', async t => {
  const log = quietLog();
  const faults = () => log.lines.flatMap(({ level, fields }) => (level === 'error' ? [fields] : []));
  const broken = givenAnswers(givenMoment(3));
  t.intercept(broken, 'textOf', {
    value: () => {
      throw new Error('a fault of ours');
    },
  });
  const tcpPorts = [
    await portOf(t, serveRawBoard(broken, floorBoard, here, log)),
    await portOf(
      t,
      serveModbus(
        () => {
          throw new Error('a fault of ours');
        },
        here,
        log,
      ),
    ),
  ];
  for (const port of tcpPorts) {
    const socket = connect(port, '127.0.0.1', () =>
      socket.write(Uint8Array.of(0, 1, 0, 0, 0, 6, 1, 3, 0, 0, 0, 1)),
    );
    socket.on('error', () => undefined);
    await once(socket.resume(), 'close');
  }
  const udpPort = await portOf(t, serveUdpBoard(broken, floorBoard, here, log));
  const asking = createSocket('udp4');
  t.teardown(() => asking.close());
  asking.send('?', udpPort, '127.0.0.1');
  await until('the third fault is told', () => faults().length === 3);
  t.match(
    faults(),
    ['boards.floor.port', 'panel.modbusPort', 'boards.floor.udpPort'].map(setting => ({
      setting,
      error: { message: 'a fault of ours' },
    })),
  );
});

t.test('stale data say so in registers, and old numbers are not repeated', async t => {
  const { client, answers } = await givenModbus(t);
  answers.update(givenMoment(3, start, { currentAtMs: start - 60_000 }));
  const values = [...(await client.readHoldingRegisters(200, 15)).response.body.valuesAsArray];
  t.same([values[2], values[3], ...values.slice(10, 13)], [60, 1, 65_535, 65_535, 65_535]);
});

t.test('nothing can be written, and nothing is read where there is no board', async t => {
  const { client, port } = await givenModbus(t);
  const refusal = (request: Promise<unknown>) =>
    request.then(
      () => 'done',
      (error: { response?: { body?: { code?: number } } }) => error.response?.body?.code,
    );
  t.equal(await refusal(client.writeSingleRegister(200, 7)), 1);
  t.equal(await refusal(client.writeMultipleRegisters(200, [7, 8])), 1);
  t.equal(await refusal(client.writeSingleCoil(0, true)), 1);
  t.equal(await refusal(client.readCoils(0, 8)), 1);
  t.equal(await refusal(client.readHoldingRegisters(300, 1)), 2);
  t.equal(await refusal(client.readHoldingRegisters(299, 2)), 2);
  const noise = connect(port, '127.0.0.1', () => noise.write('GET / HTTP/1.0\r\n\r\n'));
  noise.on('error', () => undefined);
  await once(noise.resume(), 'close');
  t.same([...(await client.readHoldingRegisters(210, 1)).response.body.valuesAsArray], [3], 'others go on');
});

t.test('whatever is asked over Modbus, the answer is one', async () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 253 }), pdu => {
      const answer = answerModbus(pdu, address => (address < 500 ? address : null));
      const [code = 0] = pdu;
      const isAnswer = answer[0] === code && answer[1] === answer.length - 2;
      return answer.length <= 253 && (isAnswer || (answer[0] === (code | 0x80) && answer.length === 2));
    }),
  );
});

t.test('any datagram is answered by the text of the board, and a flood is not', async t => {
  const port = await portOf(t, serveUdpBoard(givenAnswers(), floorBoard, here, quietLog()));
  const socket = createSocket('udp4');
  t.teardown(() => socket.close());
  const texts: string[] = [];
  socket.on('message', bytes => texts.push(bytes.toString('latin1')));
  socket.send('', port, '127.0.0.1');
  await until('an answer', () => texts.length === 1);
  t.equal(texts[0], rows);
  for (let count = 0; count < 200; count += 1) socket.send('?', port, '127.0.0.1');
  const startedAt = performance.now();
  await until('another second has begun', () => {
    socket.send('?', port, '127.0.0.1');
    return performance.now() - startedAt > 1_200 && texts.length > 20;
  });
  const seconds = Math.ceil((performance.now() - startedAt) / 1000) + 1;
  t.ok(texts.length <= 20 * seconds + 1, `${texts.length} answers in at most ${seconds} seconds`);
});

t.test('a datagram that names no port to answer at is passed over', async t => {
  // Only a forger with a raw socket sends one, so that it is handed to the socket from inside.
  let serving: UdpSocket | undefined;
  const { bind } = UdpSocket.prototype;
  const bound = t.capture(UdpSocket.prototype, 'bind', function (this: UdpSocket, ...where: unknown[]) {
    serving = this;
    return Reflect.apply(bind, this, where);
  });
  const log = quietLog();
  const port = await portOf(t, serveUdpBoard(givenAnswers(), floorBoard, here, log));
  bound.restore();
  const from = { family: 'IPv4', address: '127.0.0.1', size: 1 };
  serving?.emit('message', Buffer.from('?'), { ...from, port: 0 });
  t.ok(serving);
  t.same(
    log.lines.filter(({ level }) => level === 'error'),
    [],
  );
  const asking = createSocket('udp4');
  t.teardown(() => asking.close());
  const answered = once(asking, 'message');
  asking.send('?', port, '127.0.0.1');
  t.equal(String((await answered)[0]), rows.replaceAll('\u00c9', '\ufffd'), 'who can be answered is');
});

t.test('a UDP port that is taken is said, and taken when it is free', async t => {
  const squatter = createSocket('udp4');
  await new Promise<void>(resolve => squatter.bind(0, '127.0.0.1', resolve));
  const { port } = squatter.address();
  const log = quietLog();
  const place = { host: '127.0.0.1', port, againAfterMs: 50 };
  const listening = serveUdpBoard(givenAnswers(), floorBoard, place, log);
  t.teardown(() => listening.close());
  await listening.tried;
  t.equal(listening.port(), null);
  t.match(log.lines[0], { level: 'error', fields: { code: 'EADDRINUSE', setting: 'boards.floor.udpPort' } });
  await new Promise<void>(resolve => squatter.close(() => resolve()));
  await until('the port is served', () => listening.port() === port);
});

t.test('a LaMetric clock gets its frames, and is told why figures are missing', t => {
  const answers = givenAnswers();
  const ask = () => JSON.parse(answers.answer('/wb/floor.lametric').body.toString()) as object;
  t.strictSame(ask(), {
    frames: [
      { text: 'N1 ATT 3 1:00', index: 0 },
      { text: 'DÉBORDÉ ---- 14:05', index: 1 },
    ],
  });
  const { etag } = answers.answer('/wb/floor.lametric');
  answers.update(givenMoment(0));
  t.not(answers.answer('/wb/floor.lametric').etag, etag);
  answers.update(givenMoment(3, start, { currentAtMs: start - 60_000 }));
  t.match(ask(), {
    frames: [{ text: 'aucune nouvelle du traitement d’appels', index: 0 }, { text: 'N1 ATT --- -----' }],
  });
  t.end();
});

t.test('who is not on the list gets nothing, whatever he speaks', async t => {
  const allowed = allowList(['10.1.0.0/16', '192.168.7.9', '2001:db8::/32']);
  t.same(
    [
      '10.1.2.3',
      '::ffff:10.1.2.3',
      '192.168.7.9',
      '2001:db8::1',
      '10.2.0.1',
      '192.168.7.8',
      '::1',
      undefined,
    ].map(address => allowed(address)),
    [true, true, true, true, false, false, false, false],
  );
  t.ok(allowList(null)('203.0.113.9'), 'without a list everybody may ask');
  const place = { ...here, allowed };
  const log = quietLog();
  const answers = givenAnswers(givenMoment(3), [registered]);
  const tcpPorts = await Promise.all([
    portOf(t, serveBoards(answers, place, log)),
    portOf(t, serveRawBoard(answers, registered, place, log)),
    portOf(
      t,
      serveModbus(address => answers.register(address), place, log),
    ),
  ]);
  for (const port of tcpPorts) {
    let text = '';
    const socket = connect(port, '127.0.0.1', () => socket.write('GET /wb/floor.txt HTTP/1.0\r\n\r\n'));
    socket.on('error', () => undefined);
    socket.on('data', bytes => {
      text += bytes.toString();
    });
    await once(socket, 'close');
    t.equal(text, '');
  }
  t.same(
    log.lines.flatMap(({ level, fields }) => (level === 'warn' ? [fields] : [])),
    ['panel.boardsPort', 'boards.floor.port', 'panel.modbusPort'].map(setting => ({
      setting,
      address: '127.0.0.1',
    })),
    'each port says once whom it turned away',
  );
});

t.test('an alarm reaches displays that poll', t => {
  const answers = givenAnswers();
  answers.update(
    givenMoment(3),
    new Map([
      ['n1.waiting', 'red'],
      ['n2.waiting', 'amber'],
    ]),
  );
  t.match(answers.answer('/wb/floor.kv').body.toString(), /\r\nalarm=2\r\n/);
  t.match(JSON.parse(answers.answer('/wb/floor.json').body.toString()), {
    alarm: 2,
    alerts: { 'n1.waiting': 'red' },
  });
  answers.update(givenMoment(3, start, { currentAtMs: start - 60_000 }), new Map([['n1.waiting', 'red']]));
  t.match(answers.answer('/wb/floor.kv').body.toString(), /\r\nalarm=0\r\n/, 'not of figures that are old');
  t.end();
});

const waiting: Threshold = {
  flow: 'n1',
  figure: 'waiting',
  unit: 'count',
  bad: 'above',
  amber: 5,
  red: 12,
  flash: false,
  steadyMs: 10_000,
};

t.test('a colour is worse at once, and better only when that has lasted', t => {
  const alerts = new SteadyAlerts([waiting]);
  const shown = (calls: number, second: number) =>
    alerts.update(givenMoment(calls, start + second * 1000).figures, start + second * 1000).get('n1.waiting');
  t.equal(shown(0, 0), 'fine');
  t.equal(shown(5, 1), 'amber', 'at once');
  for (let second = 2; second < 30; second += 1)
    t.equal(shown(second % 2 === 0 ? 4 : 5, second), 'amber', 'no flicker');
  t.equal(shown(12, 30), 'red', 'at once');
  t.equal(shown(4, 31), 'red');
  t.equal(shown(6, 35), 'red');
  t.equal(shown(4, 41), 'amber', 'ten seconds later: as bad as it was meanwhile');
  t.equal(shown(4, 50), 'amber');
  t.equal(shown(4, 51), 'fine');
  t.end();
});

t.test(
  'whatever the figures do, what is shown is never milder than they are, and calms down after them',
  t => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(15), fc.integer({ min: 1, max: 8 })), { maxLength: 40 }),
        steps => {
          const alerts = new SteadyAlerts([waiting]);
          const order = ['fine', 'amber', 'red'];
          let atMs = start;
          let last: { readonly shown: number; readonly changedAtMs: number } = {
            shown: 0,
            changedAtMs: start,
          };
          for (const [calls, seconds] of steps) {
            atMs += seconds * 1000;
            const shown = order.indexOf(
              alerts.update(givenMoment(calls, atMs).figures, atMs).get('n1.waiting') ?? '',
            );
            const now = calls >= 12 ? 2 : calls >= 5 ? 1 : 0;
            if (shown < now) return false;
            if (shown < last.shown && atMs - last.changedAtMs < waiting.steadyMs) return false;
            if (shown !== last.shown) last = { shown, changedAtMs: atMs };
          }
          for (const lateMs of [1, 10_000, 20_000, 30_000])
            alerts.update(givenMoment(0, atMs + lateMs).figures, atMs + lateMs);
          return (
            alerts.update(givenMoment(0, atMs + 30_001).figures, atMs + 30_001).get('n1.waiting') === 'fine'
          );
        },
      ),
      { numRuns: 40 },
    );
    t.end();
  },
);

t.test('a client that holds a half frame is cut, and idle ones change nothing', async t => {
  const { port, client } = await givenModbus(t);
  const sockets: Socket[] = [];
  t.teardown(() => {
    for (const socket of sockets) socket.destroy();
  });
  const open = () =>
    new Promise<Socket>((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => resolve(socket));
      socket.on('error', reject);
      sockets.push(socket);
    });
  await Promise.all(Array.from({ length: 150 }, open));
  const slow = await open();
  slow.write(Uint8Array.of(0, 1, 0, 0, 0, 200));
  t.same([...(await client.readHoldingRegisters(210, 1)).response.body.valuesAsArray], [3]);
  t.notOk(slow.closed, 'before who is slow is cut');
  const dripping = setInterval(() => slow.write(Uint8Array.of(0)), 100);
  t.teardown(() => clearInterval(dripping));
  await once(slow.resume(), 'close');
});
