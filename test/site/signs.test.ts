import t from 'tap';
import { compileLayout } from '../../src/signs/layout.js';
import { fc } from '../properties.js';
import { compiled, saidOf, smallSite } from './small-site.js';

const page = 'columns: 20, pages: ["ATT {n1.waiting:3}"]';

t.test('a sign of each protocol needs few keys, and the others have their values', async t => {
  const { signs } = await compiled(`${smallSite}signs:
  hall: { protocol: alpha, host: 10.0.0.1, port: 3001, ${page} }
  desk: { protocol: alpha, serial: /dev/ttyUSB0, ${page} }
  gate: { protocol: modbus, host: 10.0.0.2, port: 502, ${page} }
  dock: { protocol: ascii, host: 10.0.0.3, port: 10001, udp: true, codes: baumer, ${page} }
  roof: { protocol: template, serial: /dev/ttyS1, send: ["<02>01{row1}<03>{xor}", "<04>"], colourCodes: { red: "<1C>1", amber: "<1C>3", green: "<1C>2" }, ${page} }
  lamp: { protocol: awtrix, host: clock.local, ${page} }
`);
  const [hall, desk, gate, dock, roof, lamp] = signs;
  t.match(hall, {
    place: { kind: 'tcp', host: '10.0.0.1', port: 3001 },
    baud: 9_600,
    speech: { protocol: 'alpha', format: 'binary', checksum: true, accents: 'two-byte', address: '00' },
    colours: true,
    refreshMs: 600_000,
  });
  t.match(desk, { place: { kind: 'serial', path: '/dev/ttyUSB0', bits: '7E1' }, baud: 9_600 });
  t.match(gate, {
    place: { kind: 'tcp' },
    baud: null,
    speech: { protocol: 'modbus', unit: 1, register: 0, rowRegisters: 10, charset: 'ascii', codes: null },
    colours: false,
    refreshMs: 10_000,
  });
  t.strictSame(dock?.speech, {
    protocol: 'text',
    frames: [
      [
        { kind: 'row', row: null },
        { kind: 'bytes', bytes: '\r' },
      ],
    ],
    charset: 'ascii',
    codes: { red: 'X\0', amber: 'X\x02', green: 'X\x01', flashOn: '\b', flashOff: '\t' },
  });
  t.match(dock, { place: { kind: 'udp' }, colours: true });
  t.match(roof, { place: { kind: 'serial', bits: '8N1' }, baud: 9_600, colours: true });
  t.strictSame(roof?.speech.protocol === 'text' && roof.speech.frames, [
    [
      { kind: 'bytes', bytes: '\x02' },
      { kind: 'bytes', bytes: '01' },
      { kind: 'row', row: 0 },
      { kind: 'bytes', bytes: '\x03' },
      { kind: 'xor' },
    ],
    [{ kind: 'bytes', bytes: '\x04' }],
  ]);
  t.match(lamp, { place: { kind: 'http', host: 'clock.local', port: 80 }, speech: { app: 'plateau' } });
});

t.test('what does not belong to a sign, or cannot be on one line, is told with what does', async t => {
  t.strictSame(
    await saidOf(`${smallSite}signs:
  a: { protocol: modbus, host: h, port: 502, address: "01", ${page} }
  b: { protocol: ascii, ${page} }
  c: { protocol: ascii, serial: /dev/ttyS0, host: h, ${page} }
  d: { protocol: alpha, serial: /dev/ttyS1, accents: one-byte, ${page} }
  e: { protocol: ascii, serial: /dev/ttyS2, bits: 7E1, charset: latin1, ${page} }
  f: { protocol: template, host: h, port: 1, ${page} }
  g: { protocol: template, host: h, port: 2, send: "<2>{row1}", ${page} }
  h: { protocol: modbus, host: h, port: 503, codes: baumer, rows: 2, ${page} }
  i: { protocol: alpha, host: h, port: 3001, address: "01", ${page} }
  j: { protocol: alpha, host: h, port: 3001, address: "02", format: ascii3, ${page} }
  k: { protocol: alpha, host: h, port: 3001, address: "01", ${page} }
  l: { protocol: alpha, host: h, port: 3001, ${page} }
  m: { protocol: alpha, host: h, port: 3002, ${page} }
  n: { protocol: alpha, host: h, port: 3002, address: "02", ${page} }
  o: { protocol: ascii, host: h, port: 3003, ${page} }
  p: { protocol: ascii, host: h, port: 3003, udp: true, end: lf, ${page} }
  q: { protocol: modbus, host: h, port: 504, rowRegisters: 5, ${page} }
  r: { protocol: modbus, host: h, port: 505, rowRegisters: 5, codes: baumer, ${page} }
  s: { protocol: modbus, host: h, port: 506, rowRegisters: 9, rows: 2, codes: baumer, ${page} }
`),
    [
      '18:46 error signs.a.address: `address` is not a key of a sign of protocol modbus (it takes host, port, unit, register, rowRegisters, swapBytes, charset, codes)',
      '19:3 error signs.b: where is this sign? (`host` and `port`, or `serial`)',
      '20:45 error signs.c.host: a sign is on a network or on a serial line (`host` and `port`, or `serial`)',
      '21:54 error signs.d.accents: a line of 7 bits carries no accent in one byte (accents: two-byte, or 8 bits)',
      '22:65 error signs.e.charset: a line of 7 bits carries ASCII only (charset: ascii, or 8 bits)',
      '23:3 error signs.f: what is sent to this board? (e.g. send: "<02>01{row1}<03>")',
      '24:53 error signs.g.send: `<2>` cannot be sent (bytes as <02>, and {text}, {row1}, {row2} …, {from}, {sum}, {xor})',
      '25:46 error signs.h.codes: with colours and several rows it must be known where each row begins (give rowRegisters)',
      '27:3 error signs.j: signs.i is on the same line with another `format` (a line has one way of speaking)',
      '28:3 error signs.k: h:3001 is already used by signs.i (each needs a port or address of its own)',
      '29:3 error signs.l: signs.i is on the same line, and address 00 (also when none is given) is that of all signs of a line (give each of them an address: address: "01")',
      '31:3 error signs.n: signs.m is on the same line, and address 00 (also when none is given) is that of all signs of a line (give each of them an address: address: "01")',
      '33:3 error signs.p: signs.o is on the same line with another `udp` (a line has one way of speaking)',
      '34:60 error signs.q.rowRegisters: 5 registers hold 10 characters; a row has 20 (rowRegisters: 10)',
      '36:60 error signs.s.rowRegisters: 9 registers hold 18 characters; a row has 20 (rowRegisters: 10)',
    ],
  );
});

t.test('a row of a sign is as wide as the sign writes it, and of a board as it is written', async t => {
  const displays = (text: string) => `${smallSite}signs:
  hall: { protocol: alpha, host: h, port: 3001, columns: 8, rows: 2, pages: [["${text}", x], "${text}"] }
boards:
  a: { columns: 8, rows: ["${text}"] }
`;
  const advice =
    '(it writes œ as oe, ß as ss, ≥ as >=, … as three points and € as EUR: shorten the text, or the widths of the figures)';
  t.strictSame(await saidOf(displays('NS ≥ 80%')), [
    `18:79 error signs.hall.pages[0][0]: this row is 9 characters wide on a sign; this one has 8 ${advice}`,
    `18:95 error signs.hall.pages[1]: this row is 9 characters wide on a sign; this one has 8 ${advice}`,
  ]);
  t.strictSame(await saidOf(displays('NS ≥80%')), []);
  t.strictSame(await saidOf(displays('e\u0301te\u0301 1 2')), [
    '20:27 error boards.a.rows[0]: this row is 9 characters wide; the display has 8 (shorten the text, or the widths of the figures ({n1.waiting:2}))',
  ]);
});

t.test('whatever stands on a sign: what the check lets pass can be shown', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit: fc.constantFrom(...'ab ~éÊœŒß≥≤…€«’漢\u{1f4de}\u0301'), maxLength: 9 }),
      async text => {
        const content = `${smallSite}signs:\n  hall: { protocol: alpha, host: h, port: 1, columns: 8, pages: ["${text}x"] }\n`;
        const passes = (await saidOf(content)).length === 0;
        const layout = {
          id: 'hall',
          columns: 8,
          rows: 1,
          pages: [{ text: `${text}x`, mode: 'hold' as const }],
        };
        return passes === compileLayout(layout).ok;
      },
    ),
    { numRuns: 60 },
  );
});

t.test('a sign of one colour has room for the mark of what is red', async t => {
  const site = (colours: boolean) => `${smallSite}signs:
  hall:
    protocol: alpha
    host: h
    port: 3001
    colours: ${colours}
    columns: 24
    pages:
      - "{n1.waiting:2} {n1.longest:5} {n1.serviceLevel:3}"
      - ["{n1.waiting:1}", "{n1.serviceLevel:2} {n1.longest:3}"]
    rows: 2
thresholds:
  n1.waiting: { amber: 3, red: 4 }
  n1.longest: { amber: 2m, red: 10m }
  n1.serviceLevel: { amber: 80%, red: 70% }
`;
  t.strictSame(await saidOf(site(true)), []);
  const noRoom = (figure: string, least: number) =>
    `there is no room for the mark ! when \`${figure}\` is red (give it ${least} characters)`;
  t.strictSame(await saidOf(site(false)), [
    `26:10 warning signs.hall.pages[1][0]: ${noRoom('n1.waiting', 2)}`,
    `26:28 warning signs.hall.pages[1][1]: ${noRoom('n1.serviceLevel', 3)}`,
    `26:28 warning signs.hall.pages[1][1]: ${noRoom('n1.longest', 4)}`,
  ]);
});

t.test('boards have places of their own, and say who may ask', async t => {
  const boards = (more: string) => `${smallSite}boards:
  a: { columns: 20, rows: [x], udpPort: 8201, modbusBlock: 3 }
  b: { columns: 20, rows: [x], ${more} }
`;
  const { panel, boards: all } = await compiled(
    `${boards('port: 8201')}panel: { modbusPort: 1502, boardsAllow: [10.1.0.0/16, "::1"] }\n`,
  );
  t.match(panel, { modbusPort: 1502, boardsAllow: ['10.1.0.0/16', '::1'] });
  t.match(all, [
    { udpPort: 8201, modbusBlock: 3, port: null },
    { port: 8201, udpPort: null, modbusBlock: null },
  ]);
  t.strictSame(await saidOf(`${boards('udpPort: 8201, modbusBlock: 3')}panel: { modbusPort: 8081 }\n`), [
    '19:41 error boards.b.udpPort: 8201 is already used by boards.a (each needs a port or address of its own)',
    '19:60 error boards.b.modbusBlock: block 3 is that of boards.a (each board needs one of its own)',
    '20:22 error panel.modbusPort: 8081 is already used by panel.boardsPort (each needs a port or address of its own)',
  ]);
  t.strictSame(await saidOf(`${boards('udpPort: 8202')}panel: { boardsAllow: [10.1.0.0/33] }\n`), [
    '18:47 warning boards.a.modbusBlock: nobody can read registers: panel.modbusPort is not given (e.g. panel: { modbusPort: 1502 })',
    '20:24 error panel.boardsAllow[0]: `10.1.0.0/33` is neither an address nor a network (e.g. 10.0.0.7 or 10.1.0.0/16)',
  ]);
});

t.test('a text is put on signs by the clock', async t => {
  const { schedules } = await compiled(`${smallSite}signs:
  hall: { protocol: alpha, host: 10.0.0.1, port: 3001, ${page} }
schedules:
  pause: { cron: "*/30 9-17 * * 1-5", do: message, text: "Pause 5 min", signs: [hall], for: 2m, colour: green, flash: true }
  evening: { at: "18:00", days: mon-fri, do: message, text: Bonsoir }
  night: { at: "22:30", do: log-out }
`);
  t.strictSame(schedules, [
    {
      id: 'pause',
      cron: '*/30 9-17 * * 1-5',
      action: {
        kind: 'message',
        signs: ['hall'],
        text: 'Pause 5 min',
        colour: 'green',
        flash: true,
        forMs: 120_000,
      },
    },
    {
      id: 'evening',
      cron: '0 18 * * 1,2,3,4,5',
      action: {
        kind: 'message',
        signs: null,
        text: 'Bonsoir',
        colour: 'amber',
        flash: false,
        forMs: 600_000,
      },
    },
    { id: 'night', cron: '30 22 * * *', action: { kind: 'log-out', teams: null } },
  ]);
});

const never =
  'this never comes (minute 0-59, hour 0-23, day 1-31, month 1-12, day of the week 0-7; */n or a-b/n for every so many)';

t.test('a schedule that never comes, or says what its action does not know, is refused', async t => {
  t.strictSame(
    await saidOf(`${smallSite}schedules:
  a: { do: log-out }
  b: { at: "18:00", cron: "0 18 * * *", do: log-out }
  c: { cron: "0 24 * * *", do: log-out }
  d: { cron: "often", do: log-out }
  e: { at: "18:00", do: message }
  f: { at: "18:00", do: log-out, text: Bonsoir }
  g: { at: "18:00", do: message, text: Bonsoir, signs: [roof] }
  h: { cron: "0 9-8 * * *", do: log-out }
  i: { cron: "0 0 31 2 *", do: log-out }
  j: { cron: "0 0 31,30-31 2-2 *", do: log-out }
  k: { cron: "0 0 31 4,6 *", do: log-out }
  l: { cron: "0 0 29,31 */6,2 *", do: log-out }
  m: { cron: "0 0 29 2 *", do: log-out }
  n: { cron: "0 0 31 4-6 *", do: log-out }
`),
    [
      '18:3 error schedules.a: when? (at: "18:00", or cron: "*/30 9-17 * * 1-5")',
      '19:21 error schedules.b.cron: cron says all of it (without at and days)',
      `20:14 error schedules.c.cron: ${never}`,
      '21:14 error schedules.d.cron: `often` is not five fields of cron (write for instance `"*/30 9-17 * * 1-5"`, `"0 8 1 * *"`)',
      '22:3 error schedules.e: what is to be shown? (e.g. text: "Réunion à 15 h")',
      '23:34 error schedules.f.text: `text` is not for log-out (it takes teams)',
      '24:57 error schedules.g.signs[0]: there is no sign `roof`',
      `25:14 error schedules.h.cron: ${never}`,
      `26:14 error schedules.i.cron: ${never}`,
      `27:14 error schedules.j.cron: ${never}`,
      `28:14 error schedules.k.cron: ${never}`,
    ],
  );
});
