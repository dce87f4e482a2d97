// Lists of campaigns, as people write them, and where their customers are.
import t from 'tap';
import { type CsvPart, CsvReader } from '../../src/base/csv.js';
import { type ListAsked, readList } from '../../src/campaigns/read-list.js';
import type { ListRules } from '../../src/campaigns/rows.js';
import { zoneOf } from '../../src/campaigns/zones.js';
import { countryOf } from '../../src/site/numbers.js';

const rules: ListRules = {
  zone: 'Europe/Paris',
  numberZones: [{ prefix: '+33596', zone: 'America/Martinique' }],
  countryOf,
  numbers: { country: '+33', national: '0', allow: ['+33', '+1', '+49', '+262', '+237'], deny: ['+3389'] },
};

async function* given(text: string): AsyncGenerator<CsvPart & { readonly readBytes: number }> {
  yield { ...new CsvReader().take(text, true), readBytes: text.length };
}

const reads = (text: string, kind: ListAsked['kind'] = 'campaign') =>
  readList({ pieces: given(text), rules, kind, progress: () => undefined });

const said = ({ problems }: Awaited<ReturnType<typeof reads>>) =>
  problems.map(({ line, severity, text }) => `${line} ${severity}: ${text.en}`);

t.test('a list says whom to call, and where he is', async t => {
  const read = await reads(
    'name;number;zone;customer;remark\n' +
      'Anna;06 12 34 50 01;;c-1;x\n' +
      'Ben;+1 212 555 0101;America/New_York;c-2;\n' +
      '"Chloé; Paul";0596 71 00 00;;;\n' +
      'Dora;+262 692 00 00 01;;;\n',
  );
  t.strictSame(read.listed, [
    { number: '+33612345001', name: 'Anna', customer: 'c-1', zone: 'Europe/Paris' },
    { number: '+12125550101', name: 'Ben', customer: 'c-2', zone: 'America/New_York' },
    { number: '+33596710000', name: 'Chloé; Paul', customer: '', zone: 'America/Martinique' },
    { number: '+262692000001', name: 'Dora', customer: '', zone: 'Indian/Reunion' },
  ]);
  t.strictSame(said(read), [
    '1 warning: the column `remark` is left out: a list has number, name, customer and zone',
  ]);
  t.match(read, { rows: 4, bad: 0, warnings: 1, isBroken: false });
});

t.test('every row that is wrong is said, with its line', async t => {
  const read = await reads(
    'number,name,zone\n' +
      '0612345001,Anna,\n' +
      ',Nobody,\n' +
      '12,Short,\n' +
      '0899 12 34 56,Premium,\n' +
      '+8816 1234 5678,Satellite,\n' +
      '+44 20 7946 0000,London,\n' +
      '0612345002,Zone,Europe/Pariss\n' +
      '+1 212 555 0102,Where,\n' +
      '06.12.34.50.01,Twice,\n' +
      '0612345003,Many,,x,y\n' +
      '0612345004,Emil,\n' +
      '0612345005,Short,CST\n',
  );
  t.strictSame(said(read), [
    '3 error: the number is missing',
    '4 error: `12` is not a telephone number',
    '5 error: outbound.numbers of the site file does not let +33899123456 be dialled',
    '6 error: outbound.numbers of the site file does not let +881612345678 be dialled',
    '7 error: outbound.numbers of the site file does not let +442079460000 be dialled',
    '8 error: there is no time zone `Europe/Pariss`; write for instance Europe/Paris',
    '9 error: where +12125550102 is cannot be told from its country: add a column zone (America/New_York), or outbound.zones in the site file',
    '10 warning: +33612345001 stands already on line 2: he is called once',
    '11 error: 5 fields, but the first line names 3 columns',
    '13 error: there is no time zone `CST`; write for instance Europe/Paris',
  ]);
  t.strictSame(
    read.listed.map(({ number }) => number),
    ['+33612345001', '+33612345004'],
  );
  t.match(read, { rows: 12, bad: 9, warnings: 1 });
});

t.test('a file that is no list is broken', async t => {
  for (const [text, problem] of [
    ['', '1 error: there are no rows'],
    ['number,name\n', '1 error: there are no rows'],
    ['name,customer\nAnna,1\n', '1 error: the first line has no column `number`'],
    ['number,name,number\n0612345001,x,y\n', '1 error: the column `number` stands there twice'],
    ['number,name\n0612345001,"x\n', '2 error: a quotation mark is opened and never closed'],
  ] as const) {
    const read = await reads(text);
    t.strictSame([read.isBroken, said(read)], [true, [problem]], text);
  }
});

t.test('a do-not-call list needs no heading, and may hold any subscriber’s number', async t => {
  const plain = await reads('0612345001\n+44 20 7946 0000\n06 12 34 50 01\nx\n', 'numbers');
  t.strictSame(
    plain.listed.map(({ number }) => number),
    ['+33612345001', '+442079460000'],
  );
  t.strictSame(said(plain), [
    '3 warning: +33612345001 stands already on line 1: he is called once',
    '4 error: `x` is not a telephone number',
  ]);
  const table = await reads('name,number,since\nAnna,0612345001,2026\n', 'numbers');
  t.strictSame([table.listed.length, said(table)], [1, []]);
});

t.test('where a number is, by the country it belongs to', async t => {
  const where = (number: string) => zoneOf(number, countryOf(number) ?? '', rules);
  t.strictSame(['+33612345001', '+33596710000', '+237677000001', '+4930123456', '+12125550101'].map(where), [
    'Europe/Paris',
    'America/Martinique',
    'Africa/Douala',
    'Europe/Berlin',
    null,
  ]);
  t.equal(
    zoneOf('+12125550101', 'US', { ...rules, zone: 'America/Chicago' }),
    'America/Chicago',
    'a site in a country of many zones takes its own',
  );
});
