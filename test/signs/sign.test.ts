// A sign driven through its whole life, in virtual time, against an emulated sign.
import { deepStrictEqual, ok } from 'node:assert';
import fc from 'fast-check';
import t from 'tap';
import { must } from '../../src/base/assert.js';
import { signColours } from '../../src/signs/alpha/codes.js';
import type { Wire } from '../../src/signs/alpha/packet.js';
import { EmulatedSign } from '../../src/signs/emulated-sign.js';
import { compileLayout, type SignLayout, type SignProgram } from '../../src/signs/layout.js';
import { SignLine } from '../../src/signs/line.js';
import { previewSign } from '../../src/signs/preview.js';
import { colouredRows, plainRows } from '../../src/signs/screen.js';
import { DEFAULT_PACING, type SignSettings } from '../../src/signs/sign.js';
import { type SignValues, valueText } from '../../src/signs/values.js';
import { listLogger, VirtualAdapter, VirtualClock } from './virtual.js';

/** 14:05 in Paris. */
const START_MS = Date.UTC(2026, 2, 4, 13, 5);
const checked: Wire = { format: 'binary', checksum: true, accents: 'one-byte' };
const quiet = { logger: listLogger(), pacing: DEFAULT_PACING };

const levelOne: SignLayout = {
  id: 'plateau-1',
  columns: 24,
  rows: 2,
  pages: [{ text: 'N1 ATT {n1.waiting:3} NS {n1.level:3}%\nMAX {n1.longest:5}', mode: 'hold' }],
  values: {
    'n1.waiting': {
      thresholds: [
        { from: 1, colour: 'amber' },
        { from: 5, colour: 'red', flash: true },
      ],
    },
    'n1.level': {
      colour: 'green',
      thresholds: [
        { below: 80, colour: 'amber' },
        { below: 70, colour: 'red' },
      ],
    },
    'n1.longest': { show: 'duration', thresholds: [{ from: 60, colour: 'red' }] },
  },
};

function program(layout: SignLayout): SignProgram {
  const compiled = compileLayout(layout);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.errors));
  return compiled.program;
}

/** What stands between STX and ETX or EOT. */
function bodyOf(bytes: string): string {
  return bytes.split('\x02')[1]?.split('\x03')[0] ?? '';
}

/** A sign at the end of a line, in virtual time. */
function givenSign(layout: SignLayout = levelOne, wire: Wire = checked) {
  const clock = new VirtualClock(START_MS);
  const sign = new EmulatedSign({ wire, destination: { type: 'Z', address: '01' } });
  const adapter = new VirtualAdapter(clock, [sign]);
  const settings: SignSettings = {
    program: program(layout),
    destination: { type: 'Z', address: '00' },
    accents: wire.format === 'binary' ? wire.accents : 'two-byte',
    language: 'fr',
    zone: 'Europe/Paris',
  };
  const line = new SignLine([settings], { ...quiet, place: 'test', dial: adapter.dial, clock, wire });
  return {
    clock,
    sign,
    adapter,
    settings,
    line,
    show: (values: SignValues) => line.want(0, { values, staleSinceMs: undefined }),
    seen: () => sign.screen(clock.steady()).flatMap(page => colouredRows(page)),
    /** What was sent while `action` ran, without the frame around it. */
    bodiesDuring: (action: () => void) => {
      const before = adapter.written.length;
      action();
      return adapter.written.slice(before).map(({ bytes }) => bodyOf(bytes));
    },
  };
}

const calm = { 'n1.waiting': 3, 'n1.longest': 45, 'n1.level': 92 };
const calmRows = ['[green]N1 ATT [amber]  3[green] NS  92%', '[green]MAX  0:45         '];

t.test('a sign that is connected shows its figures in their colours', async t => {
  const { line, show, seen, clock } = givenSign();
  show(calm);
  line.start();
  clock.advance(10_000);
  t.same(seen(), calmRows);
  show({ 'n1.waiting': 12, 'n1.longest': 75, 'n1.level': 64 });
  clock.advance(1_000);
  t.same(seen(), [
    '[green]N1 ATT [red!] 12[green] NS [red] 64[green]%',
    '[green]MAX [red] 1:15[green]         ',
  ]);
});

t.test('a figure that is not known is shown as dashes, not as the last one', async t => {
  const { line, show, seen, clock } = givenSign();
  show(calm);
  line.start();
  clock.advance(10_000);
  show({ 'n1.waiting': 3, 'n1.level': Number.NaN });
  clock.advance(1_000);
  t.same(seen(), ['[green]N1 ATT [amber]  3[green] NS ---%', '[green]MAX -----         ']);
});

t.test('only what changed is sent', async t => {
  const { line, show, clock, bodiesDuring } = givenSign();
  show(calm);
  line.start();
  clock.advance(15_000);
  const tick = (values: SignValues) =>
    bodiesDuring(() => {
      show(values);
      clock.advance(2_000);
    });
  t.same(tick(calm), [], 'the same figures: nothing');
  t.same(tick({ ...calm, 'n1.waiting': 4 }), ['Ga\x1c3  4'], 'one figure: one STRING');
  t.same(
    tick({ ...calm, 'n1.waiting': 5, 'n1.level': 91 }),
    ['Gb\x1c2 91', 'Ga\x071\x1c1  5\x070'],
    'two figures: first the one whose turn is the longest ago',
  );
  t.same(
    bodiesDuring(() => {
      for (let waiting = 6; waiting < 60; waiting += 1)
        show({ ...calm, 'n1.level': 91, 'n1.waiting': waiting });
      clock.advance(2_000);
    }),
    ['Ga\x071\x1c1  6\x070', 'Ga\x071\x1c1 59\x070'],
    'a burst: the first at once, then the newest, and nothing of what was between',
  );
});

t.test('the set-up comes in the order in which a real sign needs it', async t => {
  const { line, clock, bodiesDuring } = givenSign();
  const bodies = bodiesDuring(() => {
    line.start();
    clock.advance(9_000);
  });
  t.same(bodies, [
    'E$',
    'E$AAU002DFFFFaBL000C0000bBL000C0000cBL00100000',
    'A0',
    'E!00',
    'AA\x1b0b\x1e1\x1c2N1 ATT \x10a\x1c2 NS \x10b\x1c2%\rMAX \x10c\x1c2         ',
    'E.SUA',
    'E&4',
    "E'M",
    'E 1405',
    'Ga---',
    'Gb\x1c2---',
    'Gc-----',
  ]);
});

t.test('packets keep their distance, whatever is asked', async t => {
  const { line, show, clock, adapter } = givenSign();
  line.start();
  for (let tick = 0; tick < 1_500; tick += 1) {
    show({ 'n1.waiting': tick, 'n1.longest': tick, 'n1.level': tick % 100 });
    clock.advance(tick % 7 === 0 ? 900 : 37);
  }
  const gaps = adapter.written.slice(1).map(({ atMs, bytes }, index) => {
    const before = must(adapter.written[index], 'packet');
    return { afterClear: bodyOf(before.bytes) === 'E$', gapMs: atMs - before.atMs, bytes };
  });
  ok(gaps.length > 500);
  t.same(
    gaps.filter(gap => gap.gapMs < 250),
    [],
  );
  t.same(
    gaps.filter(gap => gap.afterClear && gap.gapMs < 2_000),
    [],
  );
});

t.test('a figure that changes all the time does not keep the others from the sign', async t => {
  const names = Array.from('abcdefghij');
  const layout: SignLayout = {
    id: 'ten',
    columns: 40,
    rows: 1,
    pages: [{ text: names.map(name => `{${name}:4}`).join(''), mode: 'hold' }],
  };
  const { line, show, clock, sign } = givenSign(layout);
  line.start();
  clock.advance(10_000);
  const values = (tick: number) => Object.fromEntries(names.map(name => [name, tick]));
  for (let tick = 0; tick < 200; tick += 1) {
    show(values(tick));
    clock.advance(250);
  }
  const [row = ''] = plainRows(must(sign.screen(clock.now())[0], 'page'));
  const shown = (row.match(/.{4}/g) ?? []).map(Number);
  t.equal(shown.length, 10);
  t.ok(Math.min(...shown) >= 200 - 11, `the oldest of ten figures is at most ten packets old: ${row}`);
});

t.test('figures that are not renewed are replaced by a text, until they are', async t => {
  const { line, show, seen, clock } = givenSign();
  show(calm);
  line.start();
  clock.advance(10_000);
  line.want(0, { staleSinceMs: START_MS + 10_000 });
  clock.advance(1_000);
  t.same(seen(), ['[amber]données indisponibles', '[amber]depuis 14:05']);
  clock.advance(15 * 60_000);
  t.same(seen(), ['[amber]données indisponibles', '[amber]depuis 14:05'], 'also after a refresh');
  show({ ...calm, 'n1.waiting': 0 });
  clock.advance(1_000);
  t.same(seen(), ['[green]N1 ATT   0 NS  92%', '[green]MAX  0:45         ']);
});

t.test('the text about old figures moves through a sign that is too small for it', async t => {
  const layout: SignLayout = { id: 's', columns: 12, rows: 1, pages: [{ text: 'N1 {a:3}', mode: 'hold' }] };
  const { line, sign, clock } = givenSign(layout);
  line.want(0, { staleSinceMs: START_MS });
  line.start();
  clock.advance(10_000);
  const [page] = sign.screen(clock.now());
  t.equal(page?.mode, 'rotate');
  t.same(page && plainRows(page), ['données indisponibles depuis 14:05']);
});

t.test('a cut line is dialled again, slower and slower, and then shows the newest figures', async t => {
  const { line, show, seen, clock, adapter, sign } = givenSign();
  show(calm);
  line.start();
  clock.advance(40_000);
  const connected = line.link(0);
  t.match(connected, { kind: 'connected', sinceMs: START_MS + 1 });

  adapter.refuses = 'sign-refused';
  const cutMs = clock.now();
  adapter.cut();
  t.same(line.link(0), {
    kind: 'waiting',
    untilMs: cutMs + 1_000,
    error: { code: 'sign-lost', message: 'adapter: cut' },
  });
  sign.powerCycle('lost');
  show({ ...calm, 'n1.waiting': 4 });
  t.same(seen(), []);
  clock.advance(130_000);
  const waits = adapter.dialled
    .slice(1)
    .map((atMs, index) => Math.round((atMs - (adapter.dialled[index] ?? 0)) / 1_000));
  t.same(waits.slice(1), [2, 4, 8, 16, 30, 30, 30]);
  t.match(line.link(0), { kind: 'waiting', error: { code: 'sign-refused' } });

  adapter.refuses = undefined;
  show({ ...calm, 'n1.waiting': 7 });
  clock.advance(45_000);
  t.match(line.link(0), { kind: 'connected' });
  t.same(seen(), ['[green]N1 ATT [red!]  7[green] NS  92%', '[green]MAX  0:45         ']);
});

t.test('failures of one kind are told once', async t => {
  const clock = new VirtualClock(START_MS);
  const adapter = new VirtualAdapter(clock, []);
  const logger = listLogger();
  const { settings } = givenSign();
  const line = new SignLine([settings], {
    ...quiet,
    logger,
    place: 'test',
    dial: adapter.dial,
    clock,
    wire: checked,
  });
  adapter.refuses = 'sign-unreachable';
  line.start();
  clock.advance(300_000);
  adapter.refuses = undefined;
  clock.advance(60_000);
  t.same(
    logger.lines.filter(each => !each.startsWith('debug')),
    ['warn sign line failed', 'info sign line connected'],
  );
});

t.test('an adapter that takes nothing any more is dialled again', async t => {
  const { line, show, seen, clock, adapter } = givenSign();
  show(calm);
  line.start();
  clock.advance(10_000);
  adapter.stuck = true;
  show({ ...calm, 'n1.waiting': 4 });
  clock.advance(9_000);
  t.equal(adapter.dialled.length, 1);
  adapter.unstick();
  clock.advance(500);
  t.match(seen()[0], /\[amber\] {2}4/, 'late is not lost');

  adapter.stuck = true;
  show({ ...calm, 'n1.waiting': 2 });
  clock.advance(10_500);
  t.match(line.link(0), { kind: 'waiting', error: { code: 'sign-stalled' } });
  adapter.stuck = false;
  clock.advance(10_000);
  t.match(seen()[0], /\[amber\] {2}2/);
});

t.test('an adapter that accepts no connection is given up after five seconds', async t => {
  const clock = new VirtualClock(START_MS);
  const { settings } = givenSign();
  const line = new SignLine([settings], {
    ...quiet,
    place: '10.0.0.9:3001',
    dial: () => ({ busy: false, write: () => t.fail('nothing is written'), close: () => undefined }),
    clock,
    wire: checked,
  });
  line.start();
  clock.advance(4_999);
  t.same(line.link(0), { kind: 'connecting' });
  clock.advance(1);
  t.match(line.link(0), {
    kind: 'waiting',
    error: { code: 'sign-unreachable', message: '10.0.0.9:3001: no answer in 5000 ms' },
  });
});

t.test('a sign that lost its memory behind its adapter is right again after the next refresh', async t => {
  const { line, show, seen, clock, sign } = givenSign();
  show(calm);
  line.start();
  clock.advance(60_000);
  sign.powerCycle('lost');
  t.same(seen(), []);
  clock.advance(10 * 60_000);
  t.same(seen(), calmRows);
});

t.test('a sign that kept its memory is refreshed without becoming dark', async t => {
  const { line, show, seen, clock, bodiesDuring } = givenSign();
  show(calm);
  line.start();
  clock.advance(60_000);
  const bodies = bodiesDuring(() => {
    for (let second = 0; second < 11 * 60; second += 1) {
      clock.advance(1_000);
      deepStrictEqual(seen(), calmRows);
    }
  });
  t.equal(bodies.filter(body => body === 'F$').length, 1);
  t.equal(bodies.filter(body => body === 'E$').length, 0);
  t.equal(bodies.filter(body => body.startsWith('AA')).length, 1);
  t.equal(bodies.filter(body => body.startsWith('G')).length, 3);
  t.same(
    bodies.filter(body => body.startsWith('E ')),
    ['E 1415', 'E 1416'],
    'its clock is set right',
  );
});

t.test('a sign that cannot answer is set up from the start at every refresh', async t => {
  const clock = new VirtualClock(START_MS);
  const sign = new EmulatedSign({ wire: checked, destination: { type: 'Z', address: '01' } });
  const adapter = new VirtualAdapter(clock, [sign]);
  const { settings } = givenSign();
  const dial: typeof adapter.dial = events => adapter.dial({ ...events, received: () => undefined });
  const line = new SignLine([settings], { ...quiet, place: 'test', dial, clock, wire: checked });
  line.want(0, { values: calm });
  line.start();
  clock.advance(60_000);
  sign.powerCycle('lost');
  clock.advance(10 * 60_000);
  t.same(
    sign.screen(clock.steady()).flatMap(page => colouredRows(page)),
    calmRows,
  );
  t.match(line.link(0), { kind: 'connected', answeredAtMs: undefined });
});

t.test('how a sign is, is known from its answers', async t => {
  const { line, clock } = givenSign();
  t.same(line.link(0), { kind: 'stopped' });
  line.start();
  t.same(line.link(0), { kind: 'connecting' });
  clock.advance(30_000);
  t.same(line.link(0), {
    kind: 'connected',
    sinceMs: START_MS + 1,
    lastWriteMs: START_MS + 10_001,
    answeredAtMs: START_MS + 10_031,
  });
  line.stop();
  t.same(line.link(0), { kind: 'stopped' });
});

t.test('a clock that is set back does not silence a sign', async t => {
  const { line, show, seen, clock } = givenSign();
  show(calm);
  line.start();
  clock.advance(60_000);
  clock.setBack(3_600_000);
  show({ ...calm, 'n1.waiting': 2 });
  clock.advance(10_000);
  t.match(seen()[0], /\[amber\] {2}2/);
});

t.test('a sign shows its own clock', async t => {
  const layout: SignLayout = { id: 's', columns: 12, rows: 1, pages: [{ text: '{clock} N1', mode: 'hold' }] };
  const { line, seen, clock } = givenSign(layout);
  line.start();
  clock.advance(5 * 60_000);
  t.same(seen(), ['[green]14:10 N1']);
});

t.test('signs on one line share its pace and take only what is theirs', async t => {
  const clock = new VirtualClock(START_MS);
  const addresses = ['01', '02', '03'];
  const signs = addresses.map(
    address => new EmulatedSign({ wire: checked, destination: { type: 'Z', address } }),
  );
  const adapter = new VirtualAdapter(clock, signs);
  const settings = addresses.map(
    (address): SignSettings => ({
      program: program({ ...levelOne, id: `plateau-${address}` }),
      destination: { type: 'Z', address },
      accents: 'one-byte',
      language: 'en',
      zone: 'Europe/Paris',
    }),
  );
  const line = new SignLine(settings, { ...quiet, place: 'test', dial: adapter.dial, clock, wire: checked });
  line.start();
  for (let index = 0; index < 3; index += 1) line.want(index, { values: { 'n1.waiting': index } });
  clock.advance(12 * 60_000);
  line.want(1, { staleSinceMs: START_MS });
  clock.advance(2_000);
  const seen = signs.map(sign => sign.screen(clock.now()).flatMap(page => plainRows(page))[0]);
  t.same(seen, ['N1 ATT   0 NS ---%', 'no data since 14:05', 'N1 ATT   2 NS ---%']);
  const gaps = adapter.written.slice(1).map(({ atMs }, index) => atMs - (adapter.written[index]?.atMs ?? 0));
  t.ok(Math.min(...gaps) >= 250);
  for (const [index, sign] of signs.entries()) {
    const link = line.link(index);
    t.ok(
      link.kind === 'connected' && (link.answeredAtMs ?? 0) > clock.now() - 90_000,
      `sign ${index + 1} answers`,
    );
    t.equal(sign.outcomes.filter(each => each.kind === 'done' && each.command === 'clear-memory').length, 1);
  }
});

const style = fc.record(
  {
    show: fc.constantFrom('plain' as const, 'duration' as const),
    colour: fc.constantFrom(...signColours),
    thresholds: fc.array(
      fc.oneof(
        fc.record({ from: fc.nat(100), colour: fc.constantFrom(...signColours), flash: fc.boolean() }),
        fc.record({ below: fc.nat(100), colour: fc.constantFrom(...signColours) }),
      ),
      { maxLength: 3 },
    ),
  },
  { requiredKeys: [] },
);
const names = ['a', 'n1.waiting', 'été', '3204'];
const cell = fc.oneof(
  fc.string({ unit: fc.constantFrom(...'ATT N1 é°%:'), maxLength: 6 }),
  fc.record({ name: fc.constantFrom(...names), width: fc.integer({ min: 1, max: 6 }), left: fc.boolean() }),
);
const page = fc.record({
  rows: fc.array(fc.array(cell, { maxLength: 4 }), { minLength: 1, maxLength: 3 }),
  mode: fc.constantFrom('hold' as const, 'flash' as const),
  colour: fc.constantFrom(...signColours),
});
const figure = fc.oneof(fc.integer({ min: -20, max: 9_999 }), fc.string({ unit: 'grapheme', maxLength: 8 }));

t.test('whatever the layout, the figures and the wire, the sign shows what was meant', async t => {
  const scenario = fc.record({
    pages: fc.array(page, { minLength: 1, maxLength: 3 }),
    styles: fc.tuple(style, style, style, style),
    first: fc.dictionary(fc.constantFrom(...names), figure),
    second: fc.dictionary(fc.constantFrom(...names), figure),
    wire: fc.constantFrom<Wire>(
      checked,
      { format: 'binary', checksum: false, accents: 'two-byte' },
      { format: 'ascii2' },
      { format: 'ascii3' },
    ),
  });
  fc.assert(
    fc.property(scenario, ({ pages, styles, first, second, wire }) => {
      const used = new Set(
        pages.flatMap(({ rows }) => rows.flat().map(each => (typeof each === 'string' ? '' : each.name))),
      );
      const styleOf = new Map(names.map((name, index) => [name, must(styles[index], 'style')]));
      const layout: SignLayout = {
        id: 'any',
        columns: 40,
        rows: 3,
        values: Object.fromEntries([...styleOf].filter(([name]) => used.has(name))),
        pages: pages.map(({ rows, mode, colour }) => ({
          mode,
          colour,
          text: rows
            .map(row =>
              row
                .map(each =>
                  typeof each === 'string' ? each : `{${each.name}:${each.left ? '<' : ''}${each.width}}`,
                )
                .join(''),
            )
            .join('\n')
            // As the last line end of a block in YAML.
            .concat('\n'),
        })),
      };
      // Said again here, apart from the product: what stands in each row.
      const literal = (text: string) =>
        wire.format === 'ascii3'
          ? text.replaceAll('_', '-')
          : wire.format === 'ascii2'
            ? text.replaceAll(']', ')')
            : text;
      const expected = (values: SignValues) =>
        pages.flatMap(({ rows }) => {
          const texts = rows.map(row =>
            row
              .map(each => {
                if (typeof each === 'string') return each;
                const align = each.left ? 'left' : 'right';
                return valueText({ ...each, align, style: styleOf.get(each.name) ?? {} }, values[each.name]);
              })
              .join(''),
          );
          const widest = Math.max(...texts.map(text => text.length));
          return texts.map(text => literal(text.padEnd(widest)));
        });
      const { line, show, clock, sign, settings } = givenSign(layout, wire);
      show(first);
      line.start();
      clock.advance(30_000);
      deepStrictEqual(
        sign.screen(clock.now()).flatMap(each => plainRows(each)),
        expected(first),
      );
      show(second);
      clock.advance(30_000);
      deepStrictEqual(
        sign.screen(clock.now()).flatMap(each => plainRows(each)),
        expected(second),
      );
      const meant = previewSign(settings, { values: second, staleSinceMs: undefined }, clock.now());
      deepStrictEqual(
        sign.screen(clock.now()),
        meant.map(each => ({
          ...each,
          rows: each.rows.map(row => row.map(run => ({ ...run, text: literal(run.text) }))),
        })),
      );
      deepStrictEqual(
        sign.outcomes.filter(each => each.kind !== 'done'),
        [],
      );
    }),
    { numRuns: 150 },
  );
  t.pass('150 layouts');
});
