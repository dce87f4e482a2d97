// What people see: values, layouts and what is wrong with them, the dots of a matrix, and how a real sign behaves.

import t from 'tap';
import { errorCatalogue } from '../../src/base/error-catalogue.js';
import { drawable } from '../../src/base/sign-characters.js';
import { signColours } from '../../src/signs/alpha/codes.js';
import { type Command, encodeClearMemory, encodeCommand } from '../../src/signs/alpha/commands.js';
import { EVERY_SIGN, encodePacket, type Wire } from '../../src/signs/alpha/packet.js';
import { EmulatedSign } from '../../src/signs/emulated-sign.js';
import { glyphRow, hasGlyph } from '../../src/signs/font.js';
import { compileLayout, type LayoutError, type SignLayout } from '../../src/signs/layout.js';
import { localTime } from '../../src/signs/local-time.js';
import { renderMatrix } from '../../src/signs/matrix.js';
import { noticeCommand, noticePages } from '../../src/signs/notice.js';
import { colouredRows, plainRows } from '../../src/signs/screen.js';
import { layoutErrorText } from '../../src/signs/texts.js';
import { type ValueSlot, valuePieces, valueText } from '../../src/signs/values.js';
import { fc } from '../properties.js';

const slot = (width: number, rest: Partial<ValueSlot> = {}): ValueSlot => ({
  name: 'any',
  width,
  align: 'right',
  style: {},
  ...rest,
});

t.test('a value always takes its width, and a number is never cut', async t => {
  const duration = { style: { show: 'duration' as const } };
  const percent = { style: { show: 'percent' as const } };
  const shown: [string, ValueSlot, number | string | undefined, string][] = [
    ['a number stands on the right', slot(4), 12, '  12'],
    ['or on the left', slot(4, { align: 'left' }), 12, '12  '],
    ['a fraction is rounded', slot(3), 81.6, ' 82'],
    ['one that is too large is a bound', slot(3), 1234, '>99'],
    ['also in one character', slot(1), 10, '>'],
    ['one that is too small is a bound', slot(3), -123, '<-9'],
    ['a duration is in minutes and seconds', slot(5, duration), 45, ' 0:45'],
    ['a long one in minutes', slot(4, duration), 6_000, '100m'],
    ['a longer one in hours', slot(3, duration), 7_200 * 30, '60h'],
    ['a percentage with its sign', slot(4, percent), 82, ' 82%'],
    ['and without it where there is no room', slot(2, percent), 82, '82'],
    ['what is not known is dashes', slot(3), undefined, '---'],
    ['what is not a number is dashes', slot(3), Number.POSITIVE_INFINITY, '---'],
    ['a text is cut', slot(5), 'Déborde', 'Débor'],
    ['a text holds nothing that the sign obeys', slot(4), '\x04\x1c1A', '??1A'],
  ];
  for (const [name, where, value, text] of shown) t.equal(valueText(where, value), text, name);
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 9 }),
      fc.oneof(fc.integer(), fc.double(), fc.string()),
      (width, value) => {
        return valueText(slot(width), value).length === width;
      },
    ),
  );
});

t.test('the last threshold that holds gives the colour; texts and unknown values have none', async t => {
  const waiting = slot(2, {
    style: {
      thresholds: [
        { from: 1, colour: 'amber' },
        { from: 5, colour: 'red', flash: true },
      ],
    },
  });
  const level = slot(3, { style: { colour: 'green', thresholds: [{ below: 80, colour: 'red' }] } });
  t.same(valuePieces(waiting, 0), [{ kind: 'text', text: ' 0' }]);
  t.same(valuePieces(waiting, 4), [
    { kind: 'colour', colour: 'amber' },
    { kind: 'text', text: ' 4' },
  ]);
  t.same(valuePieces(waiting, 5), [
    { kind: 'flash', on: true },
    { kind: 'colour', colour: 'red' },
    { kind: 'text', text: ' 5' },
    { kind: 'flash', on: false },
  ]);
  t.same(valuePieces(waiting, '9'), [{ kind: 'text', text: ' 9' }]);
  t.same(valuePieces(level, 80), [
    { kind: 'colour', colour: 'green' },
    { kind: 'text', text: ' 80' },
  ]);
  t.same(valuePieces(level, 79.9), [
    { kind: 'colour', colour: 'red' },
    { kind: 'text', text: ' 80' },
  ]);
  t.same(valuePieces(level, undefined), [
    { kind: 'colour', colour: 'green' },
    { kind: 'text', text: '---' },
  ]);
});

t.test('whatever is said on a sign fits into its priority text', async t => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(...'aé œ€ 漢字'), maxLength: 130 }),
      fc.integer({ min: 4, max: 125 }),
      fc.integer({ min: 1, max: 8 }),
      fc.boolean(),
      (text, columns, rows, flash) => {
        const command = noticeCommand({ columns, rows }, { text, colour: 'red', flash });
        const pages = noticePages({ columns, rows }, { text, colour: 'red', flash });
        return (
          encodeCommand(command, 'two-byte').length <= 2 + 125 &&
          pages.length >= 1 &&
          pages.every(page => page.rows.length <= rows && plainRows(page).every(row => row.length <= columns))
        );
      },
    ),
  );
  t.pass('and into the pages of one that moves nothing');
});

const small: SignLayout = { id: 's', columns: 10, rows: 1, pages: [] };

t.test('everything that is wrong with a layout is told at once, in two languages', async t => {
  const alphabet = Array.from({ length: 27 }, (_, index) => `{v${index}:1}`);
  const wrong: [SignLayout, LayoutError[]][] = [
    [small, [{ reason: 'no-page' }]],
    [
      { ...small, pages: [{ text: 'ATT {a:3} MAX {b:5}\nligne 2', mode: 'hold' }], values: { c: {} } },
      [
        { reason: 'too-many-rows', page: 1, rows: 2, most: 1 },
        { reason: 'row-too-wide', page: 1, row: 1, width: 17, most: 10 },
        { reason: 'unknown-value', page: 1, name: 'b' },
        { reason: 'value-not-shown', name: 'c' },
      ],
    ],
    [
      {
        ...small,
        pages: [
          { text: '{a}', mode: 'hold' },
          { text: '{a:3', mode: 'hold' },
          { text: '{a:0}', mode: 'hold' },
        ],
      },
      [
        { reason: 'bad-placeholder', page: 1, row: 1, text: '{a}' },
        { reason: 'bad-placeholder', page: 2, row: 1, text: '{a:3' },
        { reason: 'bad-placeholder', page: 3, row: 1, text: '{a:0}' },
      ],
    ],
    [
      { ...small, columns: 99, pages: [{ text: '{a:60}', mode: 'hold' }] },
      [{ reason: 'value-too-wide', page: 1, name: 'a', width: 60, most: 59 }],
    ],
    [
      { ...small, pages: Array.from({ length: 27 }, () => ({ text: 'A', mode: 'hold' as const })) },
      [{ reason: 'too-many-pages', pages: 27, most: 26 }],
    ],
  ];
  const known = new Set(['a', 'c']);
  for (const [layout, errors] of wrong)
    t.same(compileLayout(layout, known), { ok: false, errors }, errors.map(each => each.reason).join(', '));

  const many = compileLayout({ ...small, columns: 99, pages: [{ text: alphabet.join(''), mode: 'hold' }] });
  t.same(many, { ok: false, errors: [{ reason: 'too-many-values', values: 27, most: 26 }] });
  for (const error of wrong.flatMap(([, errors]) => errors)) {
    const { en, fr } = layoutErrorText(error);
    t.ok(en.endsWith('.') && fr.endsWith('.') && en !== fr, `${error.reason}: ${en} / ${fr}`);
  }
});

t.test('the same value in the same width at two places is one STRING', async t => {
  const compiled = compileLayout({
    ...small,
    pages: [
      { text: 'A {a:3} {a:<3}', mode: 'hold' },
      { text: 'B {a:3}', mode: 'flash', colour: 'red' },
    ],
  });
  t.match(compiled, { ok: true, program: { strings: [{ label: 'a' }, { label: 'b' }] } });
  t.equal(compiled.ok && compiled.program.strings.length, 2);
});

t.test('the site’s clock follows its zone through summer time', async t => {
  t.same(localTime(Date.UTC(2026, 2, 29, 0, 59), 'Europe/Paris'), {
    hour: 1,
    minute: 59,
    weekday: 1,
    text: '01:59',
  });
  t.same(localTime(Date.UTC(2026, 2, 29, 1, 0), 'Europe/Paris'), {
    hour: 3,
    minute: 0,
    weekday: 1,
    text: '03:00',
  });
  t.same(localTime(Date.UTC(2026, 0, 3, 23, 5), 'Africa/Douala'), {
    hour: 0,
    minute: 5,
    weekday: 1,
    text: '00:05',
  });
});

t.test('every character that a sign can draw has dots of its own', async t => {
  const all = Array.from({ length: 0x2000 }, (_, point) => String.fromCodePoint(point)).filter(
    char => drawable(char) === char,
  );
  t.ok(all.length > 135, `${all.length} characters`);
  t.same(
    all.filter(char => !hasGlyph(char)),
    [],
  );
  const dots = new Map(all.map(char => [[0, 1, 2, 3, 4, 5, 6].map(row => glyphRow(char, row)).join(), char]));
  t.equal(dots.size, all.length, 'no two look the same');
});

t.test('rows become dots in their colours, cut at the edge of the sign', async t => {
  const rows = [
    [
      { text: 'É', colour: 'red', flash: false },
      { text: '1', colour: 'green', flash: true },
    ],
  ] as const;
  const lit = renderMatrix(rows, { columns: 2, rows: 1 });
  t.same(lit, {
    width: 11,
    height: 7,
    pixels: [
      '00010000200',
      '00100002200',
      '11111000200',
      '10000000200',
      '11110000200',
      '10000000200',
      '11111002220',
    ],
  });
  const dark = renderMatrix(rows, { columns: 2, rows: 1, flashDark: true });
  t.same(dark.pixels[6], '11111000000');
  t.same(JSON.parse(JSON.stringify(lit)), lit);
  const cut = renderMatrix(rows, { columns: 1, rows: 2 });
  t.same([cut.width, cut.height, cut.pixels[6], cut.pixels[7]], [5, 15, '11111', '00000']);
});

const wire: Wire = { format: 'binary', checksum: true, accents: 'one-byte' };
const text = (value: string) => [{ kind: 'text' as const, text: value }];

/** An emulated sign that has been set up with a page `A` calling the STRING `a` of four bytes. */
function givenSetUp() {
  const sign = new EmulatedSign({ wire, destination: { type: 'Z', address: '01' } });
  let nowMs = 10_000;
  const sendBody = (body: string, destination = EVERY_SIGN) => {
    nowMs += 250;
    return sign.receive(encodePacket(body, destination, wire), nowMs);
  };
  const send = (command: Command) => sendBody(encodeCommand(command, 'one-byte'));
  const clear = () => {
    sendBody(encodeClearMemory({ eraseEverything: true }));
    nowMs += 2_000;
  };
  const configure = () =>
    send({
      kind: 'configure-memory',
      files: [
        { label: 'A', type: 'text', size: 40 },
        { label: 'a', type: 'string', size: 4 },
      ],
    });
  const writePage = () =>
    send({
      kind: 'write-text',
      label: 'A',
      position: 'middle',
      mode: 'hold',
      pieces: [...text('N1 '), { kind: 'call', label: 'a' }],
    });
  const write = (value: string, label = 'a') => send({ kind: 'write-string', label, pieces: text(value) });
  const seen = () => sign.screen(nowMs).flatMap(page => plainRows(page));
  const pass = (ms: number) => {
    nowMs += ms;
  };
  return { sign, sendBody, send, clear, configure, writePage, write, seen, pass };
}

t.test('an emulated sign refuses what a real one refuses', async t => {
  const given = givenSetUp();
  const { sign, seen } = given;
  given.configure();
  given.writePage();
  given.write('12');
  t.same(seen(), [], 'a configuration that does not follow a clear shows nothing');
  given.clear();
  given.configure();
  given.writePage();
  t.same(seen(), ['N1 '], 'a STRING that was never written draws nothing');
  given.write('12');
  t.same(seen(), ['N1 12']);
  given.write('13', 'b');
  t.same(sign.outcomes.at(-1), { kind: 'ignored', reason: 'not-allocated' });
  given.write('12345');
  t.same(sign.outcomes.at(-1), { kind: 'overrun', label: 'a' });
  t.same(seen(), ['N1 '], 'an overrun empties the STRING');
  given.write('14');
  given.sendBody('Ga15', { type: 'Z', address: '02' });
  t.same(sign.outcomes.at(-1), { kind: 'ignored', reason: 'other-address' });
  given.sendBody('Ga16', { type: 'Z', address: '0?' });
  t.same(seen(), ['N1 16'], '? stands for any digit');
  given.sendBody('E(0');
  given.write('17');
  t.same(seen(), ['N1 16'], 'deaf while it beeps');
  given.pass(3_000);
  given.write('17');
  t.same(seen(), ['N1 17']);
  given.clear();
  given.sendBody('E$AAUFFFFFFFF');
  t.same(sign.outcomes.at(-1), { kind: 'ignored', reason: 'no-memory' });
});

t.test('a priority text replaces everything until it is released', async t => {
  const given = givenSetUp();
  given.clear();
  given.configure();
  given.writePage();
  given.write('12');
  const priority = (value: string): Command => ({
    kind: 'priority-text',
    position: 'middle',
    mode: 'flash',
    pieces: [...text(value), { kind: 'call', label: 'a' }],
  });
  given.send(priority('ALERTE '));
  given.write('13');
  t.same(given.seen(), ['ALERTE 13'], 'it may call STRINGs, and they may be written meanwhile');
  given.send({ kind: 'release-priority' });
  t.same(given.seen(), ['N1 13']);
});

t.test('an emulated sign answers as the manual says, but not just after a clear', async t => {
  const given = givenSetUp();
  given.clear();
  given.configure();
  t.same(given.send({ kind: 'read-memory' }), []);
  given.pass(5_000);
  const memory = 'E$AAU74E6FFFFaBL00040000';
  t.same(given.send({ kind: 'read-memory' }), [encodePacket(memory, { type: '0', address: '00' }, wire)]);
  given.send({ kind: 'set-time', hour: 14, minute: 5 });
  given.send({ kind: 'time-format', hours: 24 });
  given.send({ kind: 'speaker', on: false });
  const general = 'E"10547603A08061405M007500,74BE';
  t.same(given.send({ kind: 'read-general' }), [encodePacket(general, { type: '0', address: '00' }, wire)]);
});

t.test('a colour that is set in a STRING goes on after it, as on a real sign', async t => {
  const given = givenSetUp();
  given.clear();
  given.configure();
  given.sendBody('AA\x1b b\x1c2N1 \x10a%');
  given.sendBody('Ga\x1c112');
  t.same(
    given.sign.screen(0).map(page => colouredRows(page)),
    [['[green]N1 [red]12%']],
  );
});

t.test('no bytes at all make an emulated sign throw', async t => {
  const noise = fc.string({
    unit: fc.constantFrom(...'\x00\x02\x03\x05\x08\x0c\x0d\x10\x13\x1a\x1c\x1dABab0159$".\' &!'),
    maxLength: 40,
  });
  const body = fc.tuple(
    fc.constantFrom('A', 'AA', 'Aa', 'A0', 'G', 'Ga', 'E', 'E$', 'E.', 'E ', 'E&', 'F"', 'F$', 'I', ''),
    noise,
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(body, noise), { maxLength: 12 }), parts => {
      const given = givenSetUp();
      given.clear();
      given.configure();
      for (const part of parts) {
        if (typeof part === 'string') given.sign.receive(part, 20_000);
        else given.sendBody(part.join(''));
        for (const page of given.sign.screen(20_000)) renderMatrix(page.rows, { columns: 20, rows: 2 });
      }
      return given.sign
        .screen(20_000)
        .every(page => page.rows.flat().every(run => signColours.includes(run.colour)));
    }),
    { numRuns: 500 },
  );
  t.pass('500 scenes');
});

t.test('every failure of a sign’s line tells the operator what to do', async t => {
  for (const [code, { en, fr }] of Object.entries(errorCatalogue)) {
    if (!code.startsWith('sign-')) continue;
    t.ok(en.length > 40 && fr.length > 40, code);
  }
});

t.test(
  'red has its mark on a sign of one colour, whatever the value; only a mere bound has none',
  async t => {
    const slot = (
      show: 'plain' | 'duration' | 'percent' | 'score',
      width: number,
      align: 'left' | 'right' = 'right',
    ) => ({
      name: 'n',
      width,
      align,
      style: { show, mark: true, thresholds: [{ from: 0, colour: 'red' as const }] },
    });
    const texts = (
      [
        [slot('duration', 5), 599],
        [slot('duration', 5), 600],
        [slot('duration', 5, 'left'), 600],
        [slot('duration', 4), 600],
        [slot('duration', 3), 600],
        [slot('duration', 4), 45],
        [slot('duration', 3), 45],
        [slot('duration', 3), 0],
        [slot('duration', 2), 45],
        [slot('percent', 3), 69],
        [slot('score', 3), 34],
        [slot('plain', 2), 9],
        [slot('plain', 2), 10],
        [slot('plain', 2), 100],
        [slot('plain', 1), 5],
      ] as const
    ).map(([at, value]) => valuePieces(at, value));
    t.same(
      texts,
      [
        '!9:59',
        ' !10m',
        '10m! ',
        '!10m',
        '10m',
        '!45s',
        '45s',
        '!0s',
        '>9',
        '!69',
        ' !3',
        '!9',
        '10',
        '>9',
        '5',
      ].map(text => [{ kind: 'text', text }]),
    );
  },
);
