import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import t from 'tap';
import { encodeRow } from '../../src/panel/boards/charset.js';
import { serveRawBoard } from '../../src/panel/boards/raw.js';
import { serveBoards } from '../../src/panel/boards/server.js';
import { emptyCounts, shareInHouse } from '../../src/panel/counts.js';
import { figureText } from '../../src/panel/display.js';
import type { Moment } from '../../src/panel/moment.js';
import { quietLog } from '../quiet-log.js';
import { until } from '../until.js';
import { floorBoard, givenAnswers, givenMoment, start } from './given-boards.js';

async function givenServer(t: Tap, answers = givenAnswers()): Promise<number> {
  const place = { host: '127.0.0.1', port: 0, headersDeadlineMs: 1_000 };
  const listening = serveBoards(answers, place, quietLog());
  t.teardown(() => listening.close());
  await listening.tried;
  return listening.port() ?? 0;
}

type Tap = { teardown(run: () => unknown): void };

/** Sends bytes and collects what comes until `enough` or until the server ends. */
function talk(
  port: number,
  bytes: string,
  enough?: RegExp,
): Promise<{ text: string; pieces: number; ended: boolean }> {
  return new Promise((resolve, reject) => {
    let text = '';
    let pieces = 0;
    const socket: Socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    const done = (ended: boolean) => {
      socket.destroy();
      resolve({ text, pieces, ended });
    };
    socket.setTimeout(10_000, () => reject(new Error(`no answer; so far: ${text}`)));
    socket.on('data', data => {
      text += data.toString('latin1');
      pieces += 1;
      if (enough?.test(text) === true) done(false);
    });
    socket.on('end', () => done(true));
    socket.on('error', reject);
  });
}

const rows = 'N1 ATT   3  1:00    \r\nD\u00c9BORD\u00c9 ---- 14:05  \r\n';
const bodyOf = (text: string) => text.slice(text.indexOf('\r\n\r\n') + 4);

t.test('a tiny HTTP/1.0 client without headers gets fixed rows in one piece', async t => {
  const port = await givenServer(t);
  const { text, pieces, ended } = await talk(port, 'GET /wb/floor.txt HTTP/1.0\r\n\r\n');
  t.equal(bodyOf(text), rows);
  t.match(
    text,
    /^HTTP\/1\.1 200 OK\r\nContent-Type: text\/plain; charset=iso-8859-1\r\nContent-Length: 44\r\n/,
  );
  t.equal(pieces, 1);
  t.ok(ended, 'and the connection is closed');
  t.ok(text.length < 512, `${text.length} bytes in all`);
});

t.test('odd clients are answered as well', async t => {
  const port = await givenServer(t);
  const ask = async (bytes: string, enough?: RegExp) => bodyOf((await talk(port, bytes, enough)).text);
  t.equal(await ask('GET /wb/floor.txt HTTP/1.0\n\n'), rows, 'bare line feeds, HTTP/1.0');
  t.equal(await ask('GET /wb/floor.txt HTTP/1.1\n\n'), rows, 'bare line feeds, HTTP/1.1');
  t.equal(await ask('GET /wb/floor.txt HTTP/1.1\r\n\r\n', /14:05 {2}\r\n/), rows, 'HTTP/1.1 without Host');
  const kept = 'GET /wb/floor.txt HTTP/1.0\r\nConnection: keep-alive\r\n\r\n';
  const { text, ended } = await talk(port, kept + kept, /14:05[\s\S]*14:05 {2}\r\n/);
  t.match(text, /keep-alive/i);
  t.notOk(ended, 'a client that asks for it keeps its connection');
  t.match(
    (await talk(port, 'HELO display\r\n\r\n')).text,
    /^HTTP\/1\.[01] 400 /,
    'what is no question is refused',
  );
  t.match((await talk(port, 'POST /wb/floor.txt HTTP/1.0\r\nContent-Length: 0\r\n\r\n')).text, / 405 /);
  t.match(
    (await talk(port, 'GET /wb/roof.txt HTTP/1.0\r\n\r\n')).text,
    / 404 [\s\S]*\r\n\r\nTableau inconnu : voir \/\r\n$/,
  );
});

t.test('a display that has the figures is told that nothing is new', async t => {
  const answers = givenAnswers();
  const port = await givenServer(t, answers);
  const ask = async (tag: string, path = '/wb/floor.txt') => {
    const { text } = await talk(port, `GET ${path} HTTP/1.0\r\nIf-None-Match: ${tag}\r\n\r\n`);
    return { status: Number(text.slice(9, 12)), tag: /ETag: (\S+)/.exec(text)?.[1] ?? '', text };
  };
  const first = await ask('"x"');
  t.equal(first.status, 200);
  t.equal((await ask(first.tag)).status, 304);
  t.equal((await ask(first.tag.replaceAll('"', ''))).status, 304, 'a tag that lost its quotes');
  t.equal((await ask(`W/${first.tag}, "other"`)).status, 304);
  t.equal(bodyOf((await ask(first.tag)).text), '', 'with no body');
  const json = await ask('"x"', '/wb/floor.json');
  answers.update(givenMoment(3, start + 60_000, { currentAtMs: start + 57_000 }));
  t.equal((await ask(json.tag, '/wb/floor.json')).status, 200, 'the longest wait has grown');
  answers.update(givenMoment(0));
  const empty = await ask('"x"');
  answers.update(givenMoment(0, start + 60_000, { currentAtMs: start + 57_000 }));
  t.equal((await ask(empty.tag)).status, 304, 'the clock and the age make no news');
  answers.update(givenMoment(1));
  t.equal((await ask(empty.tag)).status, 200, 'a call does');
});

t.test('a display is told when the figures are stale, and never refused', t => {
  const text = (moment: Moment | null) =>
    givenAnswers(moment).answer('/wb/floor.txt').body.toString('latin1');
  const stale = 'N1 ATT --- -----    \r\nD\u00c9BORD\u00c9 ---- 14:05  \r\n';
  t.equal(text(givenMoment(3, start, { currentAtMs: start - 5_000 })), rows, 'five seconds are nothing');
  t.equal(text(givenMoment(3, start, { currentAtMs: start - 5_001 })), stale);
  t.equal(text(givenMoment(3, start, { complete: false })), stale, 'a part of the journal is no figure');
  t.equal(text(null), stale.replace('14:05', '--:--'), 'also before anything is known');
  const silent = givenAnswers(givenMoment(3, start, { currentAtMs: start - 60_000 }));
  t.same(JSON.parse(silent.answer('/wb/floor.json').body.toString()), {
    board: 'floor',
    stale: true,
    state: 'silent',
    notice: 'aucune nouvelle du traitement d’appels',
    alarm: 0,
    alerts: {},
    figures: { 'n1.waiting': null, 'n1.longest': null, 'n1.serviceLevel': null },
    age: 60,
    time: '14:05',
    rows: ['N1 ATT --- -----', 'DÉBORDÉ ---- 14:05'],
  });
  t.equal(silent.answer('/wb/floor.json').status, 200);
  t.equal(
    silent.answer('/wb/floor.kv').body.toString(),
    'n1.waiting=\r\nn1.longest=\r\nn1.serviceLevel=\r\nstale=1\r\nstate=silent\r\nalarm=0\r\nage=60\r\n',
  );
  t.end();
});

t.test('figures come as numbers for machines', t => {
  const answers = givenAnswers();
  t.match(JSON.parse(answers.answer('/wb/floor.json').body.toString()), {
    stale: false,
    figures: { 'n1.waiting': 3, 'n1.longest': 60, 'n1.serviceLevel': null },
    age: 0,
  });
  const kv = answers.answer('/wb/floor.kv').body.toString();
  t.equal(
    kv,
    'n1.waiting=3\r\nn1.longest=60\r\nn1.serviceLevel=\r\nstale=0\r\nstate=ok\r\nalarm=0\r\nage=0\r\n',
  );
  t.ok(answers.answer('/wb/floor.json').body.length < 512);
  t.match(
    answers.answer('/').body.toString(),
    /averageWait \(secondes\): attente moyenne/,
    'and are explained',
  );
  t.end();
});

t.test('a display says how wide it is and what letters it has', t => {
  const answers = givenAnswers();
  const ask = (query: string) => answers.answer(`/wb/floor.txt?${query}`);
  t.equal(ask('w=8&h=1&eol=none').body.toString(), 'N1 ATT  ');
  t.equal(ask('w=8&h=3&cs=ascii&eol=lf').body.toString(), 'N1 ATT  \nDEBORDE \n        \n');
  t.equal(ask('w=8&h=2&cs=cp437&eol=none').body.toString('latin1').slice(8), 'D\x90BORD\x90 ');
  for (const query of ['w=0', 'w=201', 'h=x', 'h=51', 'cs=ebcdic', 'eol=cr', 'w=-1', 'w=1e3', '%', '&&='])
    t.same(
      [ask(query).status, ask(query).body.toString('latin1')],
      [200, rows],
      `${query}: as the site file says`,
    );
  t.equal(ask('cs=cp437').type, 'text/plain; charset=ibm437');
  t.end();
});

t.test('letters that a set lacks keep their width', t => {
  const word = 'Été à Noël, çà «œuvre» … € ’';
  t.equal(encodeRow(word, 'ascii').toString('latin1'), 'Ete a Noel, ca "ouvre" . ? \'');
  t.equal(
    encodeRow(word, 'latin1').toString('latin1'),
    "\u00c9t\u00e9 \u00e0 No\u00ebl, \u00e7\u00e0 \u00abouvre\u00bb . ? '",
  );
  t.same(
    [...encodeRow('éèêëàâçùûîïôÉÇ°»', 'cp437')],
    [0x82, 0x8a, 0x88, 0x89, 0x85, 0x83, 0x87, 0x97, 0x96, 0x8c, 0x8b, 0x93, 0x90, 0x80, 0xf8, 0xaf],
  );
  t.equal(encodeRow('a\u0000\u001b\tb', 'ascii').toString(), 'a   b', 'no control reaches a display');
  t.end();
});

t.test('a figure keeps its width', t => {
  t.equal(figureText('waiting', 7, 3), '  7');
  t.equal(figureText('waiting', 1234, 3), '>99', 'what does not fit is a bound, never cut digits');
  t.equal(figureText('waiting', null, 3), '---');
  t.equal(figureText('longest', 59_999, 5), ' 0:59', 'seconds that have not passed are not counted');
  t.equal(figureText('longest', 3_600_000, 4), ' 60m');
  t.equal(figureText('longest', 3_600_000, 5), '60:00');
  t.equal(figureText('longest', 36_000_000, 3), '10h');
  t.equal(figureText('serviceLevel', 82, 4), ' 82%');
  t.equal(figureText('shareInHouse', 40, 4), ' 40%');
  t.equal(figureText('serviceLevel', 100, 3), '100');
  t.end();
});

t.test('slow and silent clients do not hold others up', async t => {
  const port = await givenServer(t);
  const sockets: Socket[] = [];
  t.teardown(() => {
    for (const socket of sockets) socket.destroy();
  });
  const open = (bytes: string) =>
    new Promise<Socket>((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => resolve(socket));
      socket.on('error', reject);
      socket.write(bytes);
      sockets.push(socket);
    });
  await Promise.all(Array.from({ length: 1000 }, () => open('')));
  const loris = await open('GET /wb/floor.txt HTTP/1.1\r\nX-Slow: ');
  const closed = new Promise<void>(resolve => loris.on('close', () => resolve()));
  loris.resume();
  const { text } = await talk(port, 'GET /wb/floor.txt HTTP/1.0\r\n\r\n');
  t.equal(bodyOf(text), rows);
  t.notOk(loris.closed, 'beside 1,000 idle connections, and before any of them is cut');
  await closed;
  t.pass('who never ends his question is cut');
});

t.test('the most primitive displays just connect', async t => {
  const answers = givenAnswers();
  const listening = serveRawBoard(answers, floorBoard, { host: '127.0.0.1', port: 0 }, quietLog());
  t.teardown(() => listening.close());
  await listening.tried;
  const port = listening.port() ?? 0;
  t.same(await talk(port, ''), { text: rows, pieces: 1, ended: true });
  t.same((await talk(port, 'GET /anything\n')).text, rows, 'whatever they send');
});

t.test('a port that is taken is said, and taken when it is free', async t => {
  const squatter = createServer();
  await new Promise<void>(resolve => squatter.listen(0, '127.0.0.1', resolve));
  const { port } = squatter.address() as AddressInfo;
  const log = quietLog();
  const listening = serveBoards(givenAnswers(), { host: '127.0.0.1', port, againAfterMs: 50 }, log);
  t.teardown(() => listening.close());
  await listening.tried;
  t.equal(listening.port(), null);
  t.match(log.lines[0], {
    level: 'error',
    message: 'port cannot be listened on',
    fields: { code: 'EADDRINUSE', setting: 'panel.boardsPort', port },
  });
  await new Promise(resolve => squatter.close(resolve));
  await until('the port is served', () => listening.port() === port);
  t.pass('and is served then');
});

t.test('the share in-house is of the answered calls', async t => {
  t.equal(shareInHouse(emptyCounts()), null);
  t.equal(shareInHouse({ ...emptyCounts(), answered: 7, overflowed: { snt: 3, opl: 1 } }), 43);
});
