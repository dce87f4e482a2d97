// What a sign shows over time and how little is sent for it, in virtual time, against an emulated sign.
import { deepStrictEqual, ok } from 'node:assert';
import t from 'tap';
import { must } from '../../src/base/assert.js';
import { signColours } from '../../src/signs/alpha/codes.js';
import type { Wire } from '../../src/signs/alpha/packet.js';
import type { SignLayout } from '../../src/signs/layout.js';
import { previewSign } from '../../src/signs/preview.js';
import { plainRows } from '../../src/signs/screen.js';
import { type SignValues, valueText } from '../../src/signs/values.js';
import { fc } from '../properties.js';
import { bodyOf, calm, calmRows, checked, givenSign, START_MS } from './given.js';

t.test('a sign that is connected shows its figures in their colours', async t => {
  const { line, show, seen, clock } = givenSign();
  show(calm);
  line.start();
  clock.advance(15_000);
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
  clock.advance(15_000);
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

t.test('a sign shows its own clock', async t => {
  const layout: SignLayout = { id: 's', columns: 12, rows: 1, pages: [{ text: '{clock} N1', mode: 'hold' }] };
  const { line, seen, clock } = givenSign(layout);
  line.start();
  clock.advance(5 * 60_000);
  t.same(seen(), ['[green]14:10 N1']);
});

const style = fc.record(
  {
    show: fc.constantFrom('plain' as const, 'duration' as const, 'percent' as const),
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
