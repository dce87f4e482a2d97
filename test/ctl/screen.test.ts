import { stripVTControlCharacters } from 'node:util';
import t from 'tap';
import { near } from '../../src/ctl/near.js';
import { lineWidth, paint, wantsColours } from '../../src/ctl/screen.js';
import { type Column, table } from '../../src/ctl/table.js';
import { fit, padEnd, padStart, printable, widthOf, wrap } from '../../src/ctl/text-width.js';
import { clockIn } from '../../src/ctl/times.js';
import { fc } from '../properties.js';

/** Names as callers and agents have them: accents, wide signs, emoji, joiners. */
const names = fc.string({ unit: 'grapheme', maxLength: 40 }).map(printable);

t.test('a text is as wide as the terminal shows it', async t => {
  const widths: readonly [text: string, width: number][] = [
    ['', 0],
    ['Dupont', 6],
    ['Hélène', 6],
    ['He\u0301le\u0300ne', 6],
    ['山田太郎', 8],
    ['한국', 4],
    ['👩‍👩‍👧 Zoé', 6],
    ['→ ≥ … ·', 7],
    ['❤️', 2],
  ];
  for (const [text, width] of widths) t.equal(widthOf(text), width, text);
});

t.test('a text that is cut or filled up has the width that was asked for', async () => {
  fc.assert(
    fc.property(names, fc.integer({ min: 1, max: 30 }), (name, width) => {
      const cut = fit(name, width);
      if (widthOf(name) <= width) return cut === name;
      return widthOf(cut) <= width && widthOf(cut) >= width - 1 && cut.endsWith('…');
    }),
  );
  fc.assert(
    fc.property(names, fc.integer({ min: 0, max: 60 }), (name, width) => {
      const wanted = Math.max(width, widthOf(name));
      return widthOf(padEnd(name, width)) === wanted && widthOf(padStart(name, width)) === wanted;
    }),
  );
});

t.test('wrapping loses no word, and no line is too long that has more than one', async t => {
  // Lines are broken at plain spaces: other white space stays within its word.
  const sentences = fc.array(names, { maxLength: 20 }).map(words => words.join(' ').replaceAll(/\s/g, ' '));
  fc.assert(
    fc.property(sentences, fc.integer({ min: 10, max: 80 }), (text, width) => {
      const lines = wrap(text, width);
      const said = (one: string) => one.replaceAll(/\s/g, '');
      return (
        said(lines.join('')) === said(text) &&
        lines.every(line => widthOf(line) <= width || !/\S\s+[^\s:;?!»«]/.test(line))
      );
    }),
  );
  t.strictSame(
    wrap('Appel du client : il attend', 15),
    ['Appel du', 'client : il', 'attend'],
    'the colon stays',
  );
});

t.test(
  'a table fits where it can, drops what is optional, cuts what may be cut, and never an id',
  async () => {
    const columns: readonly Column[] = [
      { title: { en: 'Call', fr: 'Appel' } },
      { title: { en: 'Name', fr: 'Nom' }, least: 8 },
      { title: { en: 'Wait', fr: 'Attente' }, align: 'right' },
      { title: { en: 'Skills', fr: 'Compétences' }, optional: true },
    ];
    const rows = fc.array(
      fc.tuple(
        fc.stringMatching(/^[0-9]{10}\.[0-9]{1,3}$/),
        names,
        names.map(name => fit(name, 6)),
        names,
      ),
      {
        minLength: 1,
        maxLength: 8,
      },
    );
    fc.assert(
      fc.property(rows, fc.integer({ min: 40, max: 120 }), fc.boolean(), (all, width, colours) => {
        const shown = table(columns, all, { language: 'fr', columns: width, colours });
        const lines = stripVTControlCharacters(shown).trimEnd().split('\n');
        return (
          lines.length === all.length + 1 &&
          lines.every(line => widthOf(line) <= width) &&
          all.every(([id], index) => lines[index + 1]?.startsWith(id))
        );
      }),
    );
  },
);

t.test('nothing that is printable steers a terminal', async () => {
  const texts = fc.array(fc.integer({ min: 0, max: 0x2fff })).map(points => String.fromCodePoint(...points));
  fc.assert(fc.property(texts, text => !/[\p{Cc}\u2028-\u202e\u2066-\u2069]/u.test(printable(text))));
});

t.test('who wants colours', async t => {
  t.equal(wantsColours(true, {}, true), true);
  t.equal(wantsColours(false, {}, true), false, 'no terminal');
  t.equal(wantsColours(true, {}, false), false, '--no-color');
  t.equal(wantsColours(true, { NO_COLOR: '1' }, true), false);
  t.equal(wantsColours(true, { NO_COLOR: '' }, true), true, 'empty: not set');
  t.equal(wantsColours(true, { TERM: 'dumb' }, true), false);
  const screen = { language: 'en', columns: null, colours: true } as const;
  t.equal(paint('ready', 'good', screen), '\u001b[32mready\u001b[39m');
  t.equal(paint('', 'good', screen), '');
  t.equal(lineWidth(screen), 80, 'where there is no terminal');
  t.equal(lineWidth({ ...screen, columns: 300 }), 110, 'longer lines are hard to read');
});

t.test('clock times are those of the site, through the change of summer time', async t => {
  const paris = clockIn('Europe/Paris');
  const before = Date.UTC(2026, 9, 25, 0, 59, 59);
  t.strictSame([before, before + 1000, before + 3_601_000].map(paris.time), [
    '02:59:59',
    '02:00:00',
    '03:00:00',
  ]);
  t.equal(paris.time(Date.UTC(2026, 10, 23, 23)), '00:00:00', 'midnight is not 24');
  t.equal(paris.day(Date.UTC(2026, 10, 23, 23), 'fr'), 'mardi 24 novembre 2026');
  t.equal(
    clockIn('Europe/Atlantis').zone,
    clockIn(new Intl.DateTimeFormat().resolvedOptions().timeZone).zone,
  );
});

t.test('what is near: a slip first, then what holds the word, without minding accents', async t => {
  const agents = [
    { id: '101', words: ['Hélène Lefèvre', 'PJSIP/101'] },
    { id: '102', words: ['Marie Dupont', 'PJSIP/102'] },
    { id: '1010', words: ['Marie-Hélène', 'PJSIP/1010'] },
  ];
  t.strictSame(near('helene', agents), ['101', '1010']);
  t.strictSame(near('PJSIP/102', agents), ['102']);
  t.strictSame(near('1001', agents), ['101']);
  t.strictSame(near('a', agents), [], 'too little to go by');
  t.strictSame(near('zoé', agents), []);
});
