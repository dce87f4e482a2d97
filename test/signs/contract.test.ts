// One contract for all that we drive: whatever the protocol, a person sees what the layout says, in virtual time, on the emulator of
// each kind of sign.
import t from 'tap';
import { must } from '../../src/base/assert.js';
import { driverOf } from '../../src/signs/drivers.js';
import { emulate } from '../../src/signs/emulators.js';
import { SignLine } from '../../src/signs/line.js';
import { plainRows } from '../../src/signs/screen.js';
import type { SignSpeech } from '../../src/site/site-file.js';
import { frame, givenKind, kinds } from './drivers.js';
import { program, quiet, START_MS } from './given.js';
import { VirtualAdapter, VirtualClock } from './virtual.js';

const calm = { 'n1.waiting': 3, 'n1.longest': 45, 'n1.level': 92 };
const fine = { alerts: {}, staleSinceMs: undefined };
const first = { full: 'Été à Noël ATT 3 ça °MAX 0:45', plain: 'Ete a Noel ATT 3 ca oMAX 0:45' };
const second = 'N1 QS 92';
/** A set-up at 1,200 baud takes a while. */
const setUpMs = 40_000;

for (const kind of kinds) {
  const shown = (text: string) => (kind.isPlain === true ? text.replace(first.full, first.plain) : text);
  const ready = () => {
    const given = givenKind(kind);
    given.line.want(0, { values: calm, ...fine });
    given.line.start();
    given.clock.advance(setUpMs);
    return given;
  };

  t.test(`${kind.name}: every page of the layout is read, accents included`, async t => {
    const { readFor } = ready();
    t.same([...readFor(12_000)].sort(), [second, shown(first.full)].sort());
  });

  t.test(`${kind.name}: a figure that changes is read within two seconds of its page`, async t => {
    const { line, clock, read, readFor } = ready();
    for (let waiting = 4; waiting <= 9; waiting += 1) {
      line.want(0, { values: { ...calm, 'n1.waiting': waiting }, alerts: {} });
      clock.advance(2_000);
      const wanted = shown(first.full).replace('ATT 3', `ATT ${waiting}`);
      for (const page of read()) t.ok(page === wanted || page === second, page);
    }
    t.ok([...readFor(12_000)].includes(shown(first.full).replace('ATT 3', 'ATT 9')));
  });

  t.test(`${kind.name}: red is said by colour, or by a mark for who has none`, async t => {
    const { line, readFor, coloured, clock } = ready();
    line.want(0, { values: { ...calm, 'n1.waiting': 8 }, alerts: { 'n1.waiting': 'red' } });
    if (kind.red === 'mark') {
      t.ok([...readFor(12_000)].includes(shown(first.full).replace('ATT 3', 'ATT !8')));
      return;
    }
    let seen = '';
    for (let passed = 0; passed < 12; passed += 1) {
      clock.advance(1_000);
      seen += coloured();
    }
    t.match(seen, /\[red!\] *8/, 'and flashes');
    t.notMatch(seen, /\[red!?\] *0:45/, 'nothing else does');
    t.match(seen, /\[green\]/);
  });

  t.test(`${kind.name}: figures that nobody renews are replaced by words`, async t => {
    const { line, clock, readFor } = ready();
    line.want(0, { staleSinceMs: START_MS });
    clock.advance(4_000);
    const words = [...readFor(25_000)].join(' ');
    for (const word of ['indisponibles', 'depuis', '14:05']) t.match(words, word);
    t.notMatch(words, '0:45');
    line.want(0, { values: calm, ...fine });
    clock.advance(4_000);
    t.same([...readFor(12_000)].sort(), [second, shown(first.full)].sort());
  });

  t.test(`${kind.name}: a message goes before the figures, and they come back`, async t => {
    const { line, clock, readFor } = ready();
    const text = 'Réunion à 15 h, salle Molière : venez tous';
    line.want(0, { message: { text, colour: 'amber', flash: false } });
    clock.advance(4_000);
    const words = [...readFor(40_000)].join(' ');
    for (const word of ['salle', 'venez', 'tous']) t.match(words, word);
    t.match(words, kind.isPlain === true ? 'Moliere' : 'Molière');
    t.notMatch(words, 'QS');
    line.want(0, { message: undefined });
    clock.advance(4_000);
    t.same([...readFor(12_000)].sort(), [second, shown(first.full)].sort());
  });

  t.test(`${kind.name}: unplugged for a minute and robbed of its memory, it is right again soon`, async t => {
    const { line, clock, adapter, sign, readFor } = ready();
    adapter.loses = () => true;
    for (let second = 0; second < 60; second += 1) {
      line.want(0, { values: { ...calm, 'n1.waiting': second % 9 }, ...fine });
      clock.advance(1_000);
    }
    sign.powerCycle('lost');
    line.want(0, { values: calm, ...fine });
    adapter.loses = () => false;
    clock.advance(setUpMs + 70_000);
    t.same([...readFor(12_000)].sort(), [second, shown(first.full)].sort());
  });

  t.test(`${kind.name}: a cut line is mended, and shows the newest figures`, async t => {
    const { line, clock, adapter, sign, readFor } = ready();
    adapter.refuses = 'sign-unreachable';
    adapter.cut();
    sign.powerCycle('kept');
    clock.advance(60_000);
    t.match(line.link(0), { kind: 'waiting' });
    line.want(0, { values: { ...calm, 'n1.level': 71 }, ...fine });
    adapter.refuses = undefined;
    clock.advance(30_000 + setUpMs);
    t.match(line.link(0), { kind: 'connected' });
    t.same([...readFor(12_000)].sort(), ['N1 QS 71', shown(first.full)].sort());
  });

  t.test(`${kind.name}: the line is never sent faster than it can take`, async t => {
    const { line, clock, adapter } = ready();
    for (let tick = 0; tick < 600; tick += 1) {
      line.want(0, {
        values: { 'n1.waiting': tick, 'n1.longest': 7 * tick, 'n1.level': tick % 100 },
        alerts: tick % 3 === 0 ? { 'n1.waiting': 'red' } : {},
        message: tick % 50 === 0 ? { text: `n° ${tick}`, colour: 'red', flash: true } : undefined,
      });
      if (tick % 97 === 0) line.setUpAgain(0);
      clock.advance(tick % 7 === 0 ? 900 : 37);
    }
    const bitsPerByte = 11;
    const tooSoon = adapter.written.slice(1).filter(({ atMs }, index) => {
      const before = must(adapter.written[index], 'packet');
      const lineMs =
        kind.baud === null ? 0 : (before.bytes.length * bitsPerByte * 1_000) / must(kind.baud, 'baud');
      return atMs < before.atMs + lineMs + 50;
    });
    t.ok(adapter.written.length > 20);
    t.same(tooSoon, []);
    if (kind.isSevenBit === true)
      t.same(
        adapter.written.filter(({ bytes }) => /[^\0-\x7f]/.test(bytes)),
        [],
        'and holds nothing that seven bits cannot carry',
      );
  });

  t.test(`${kind.name}: set up again on demand, it shows the same`, async t => {
    const { line, clock, sign, readFor } = ready();
    sign.powerCycle('lost');
    line.setUpAgain(0);
    clock.advance(setUpMs);
    t.same([...readFor(12_000)].sort(), [second, shown(first.full)].sort());
  });
}

const several = 3;
const unitOf = (index: number) => index + 1;
const shared: readonly (readonly [string, (index: number) => SignSpeech])[] = [
  [
    'Modbus displays behind one gateway',
    index => ({
      protocol: 'modbus',
      unit: unitOf(index),
      register: 0,
      rowRegisters: 10,
      swapBytes: false,
      charset: 'ascii',
      codes: null,
    }),
  ],
  [
    'boards that take a packet a row',
    index => ({
      protocol: 'text',
      frames: [frame(`<02>${unitOf(index)}1{row1}<03>`), frame(`<02>${unitOf(index)}2{row2}<03>`)],
      charset: 'ascii',
      codes: null,
    }),
  ],
];

for (const [name, speechOf] of shared)
  t.test(`${name}: a first row that always changes does not keep the second one from the sign`, async t => {
    const clock = new VirtualClock(START_MS);
    const all = Array.from({ length: several }, (_, index) => ({
      speech: speechOf(index),
      columns: 20,
      rows: 2,
    }));
    const displays = all.map(emulate);
    const adapter = new VirtualAdapter(clock, displays);
    const pages = [{ text: 'ATT {n1.waiting:3}\nMAX {n1.longest:3}', mode: 'hold' as const }];
    const drivers = all.map(({ speech }, index) => {
      const settings = { language: 'en', zone: 'Europe/Paris', pageMs: 5_000, refreshMs: 10_000 } as const;
      const drawn = program({ id: `plateau-${index}`, columns: 20, rows: 2, pages });
      return driverOf({ ...settings, program: drawn, speech }, START_MS);
    });
    const line = new SignLine(drivers, { ...quiet, place: 'test', dial: adapter.dial, clock, baud: 1_200 });
    line.start();
    for (let tick = 0; tick < 300; tick += 1) {
      const values = { 'n1.waiting': tick, 'n1.longest': Math.floor(tick / 100) };
      for (let index = 0; index < several; index += 1) line.want(index, { values, staleSinceMs: undefined });
      clock.advance(100);
    }
    const seen = displays.map(display => plainRows(must(display.screen(clock.steady())[0], 'page')));
    t.same(
      seen.map(rows => rows[1]?.trim()),
      Array.from({ length: several }, () => 'MAX   2'),
    );
    for (const [first = ''] of seen)
      t.ok(Number(first.slice(4)) > 250, `${first}: and the first row is fresh`);
  });
