import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import t from 'tap';
import { CsvReader, type CsvRow } from '../../src/base/csv.js';
import { Directory } from '../../src/customers/directory.js';
import { currentDirectory, makingFolder } from '../../src/customers/folders.js';
import { fc } from '../properties.js';
import { quietLog } from '../quiet-log.js';
import { imports, nowMs, open, said } from './given.js';

/** The rows of a text that comes in pieces of these lengths. */
function readAll(text: string, lengths: readonly number[]) {
  const reader = new CsvReader();
  const rows: CsvRow[] = [];
  let at = 0;
  for (const length of lengths) {
    rows.push(...reader.take(text.slice(at, at + length), false).rows);
    at += length;
  }
  const { rows: last, trouble } = reader.take(text.slice(at), true);
  return { rows: [...rows, ...last], trouble };
}

t.test('what a spreadsheet writes is read back, in pieces of any size, with its lines', t => {
  const field = fc.oneof(
    fc.string({ maxLength: 5 }),
    fc.constantFrom('', 'a;b', 'a,b', '"', 'two\nlines', 'x\r\ny', '""', ' spaced '),
  );
  const made = fc.record({
    rows: fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 8 }),
    separator: fc.constantFrom(',', ';', '\t'),
    ending: fc.constantFrom('\n', '\r\n'),
    lengths: fc.array(fc.integer({ min: 1, max: 7 }), { maxLength: 40 }),
    endsWithLine: fc.boolean(),
  });
  fc.assert(
    fc.property(made, ({ rows, separator, ending, lengths, endsWithLine }) => {
      const header = ['id', 'name', 'unit', 'numbers'];
      const written = [header, ...rows].map(row =>
        row.map(value => (/["\n\r,;\t]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value)),
      );
      const text = written.map(row => row.join(separator)).join(ending) + (endsWithLine ? ending : '');
      const read = readAll(text, lengths);
      let line = 1;
      const wanted = [header, ...rows].flatMap(fields => {
        const row = { line, fields };
        line += fields.join('').split('\n').length;
        return [row];
      });
      if (JSON.stringify(read) !== JSON.stringify({ rows: wanted, trouble: null }))
        throw new Error(`${JSON.stringify(text)} reads as ${JSON.stringify(read)}`);
    }),
    { numRuns: 500 },
  );
  t.strictSame(
    readAll('id,numbers\n\n\r\n1,2\n', []).rows.map(({ line }) => line),
    [1, 4],
    'empty lines',
  );
  t.end();
});

t.test('a list that cannot be read is said so, with the line', t => {
  t.strictSame(readAll('id,name\n1,"a\n2,b\n', []).trouble, { line: 2, because: 'open-quote' });
  t.strictSame(readAll(`id,name\n1,"${'x'.repeat(99_999)}`, [50_000, 50_000]).trouble, {
    line: 2,
    because: 'open-quote',
  });
  t.strictSame(readAll('id,name\n1,"a"b\n', []).trouble, { line: 2, because: 'stray-quote' });
  t.strictSame(readAll(`id\n${'x'.repeat(99_999)}\n`, []).trouble, { line: 2, because: 'too-long' });
  t.end();
});

const list = `\uFEFFid;numbers;name;unit;vip;debts;orderedOn;offer;comment
4711;06 12 34 56 78|0145000000;"Dupont; Camille";nord;oui;12,50;03/11/2026;fibre;x
4712;+33612345679;Bob;;no;;2026-10-01;;
4713;;Nobody;sud;;;;;
`;

t.test('a list becomes the directory: by any number, in any spelling, and by id', async t => {
  const data = t.testdir({ 'list.csv': list });
  const report = await imports(data, 'list.csv');
  t.match(report, { rows: 3, customers: 3, numbers: 3, bad: 0, warnings: 1, switched: true });
  t.match(said(report), [/^1 warning: the column `comment` is left out/]);
  const directory = new Directory(data, open, quietLog());
  t.equal(await directory.byNumber('+33612345678'), null, 'not open yet');
  await directory.renew();
  const camille = {
    ...{ id: '4711', name: 'Dupont; Camille', unit: 'nord' },
    attributes: { vip: true, debts: 12.5, orderedOn: '2026-11-03', offer: 'fibre' },
  };
  t.strictSame(await directory.byNumber('+33612345678'), camille);
  t.strictSame(await directory.byNumber('+33145000000'), camille);
  t.strictSame(await directory.byId('4711'), camille);
  t.strictSame(await directory.byNumber('+33612345679'), {
    ...{ id: '4712', name: 'Bob', unit: null },
    attributes: { vip: false, orderedOn: '2026-10-01' },
  });
  t.equal(await directory.byNumber('+33600000000'), null);
  t.strictSame(directory.info, { customers: 3, numbers: 3, importedAtMs: nowMs, file: 'list.csv' });
  await directory.close();
  t.equal(await directory.byId('4711'), null, 'closed');
});

const wrong = `id,numbers,unit,vip,debts,orderedOn
1,0612345678,nord,yes,1,2026-11-22
1,0612345679,nord,,,
2,061234567,,,,
3,,est,,,
4,,,maybe,,
5,,,,12x,
6,,,,,2026-02-30
,0612345677,,,,
a b,,,,,
7,0612345678,,,,
8,,,,,,,
9,0612345670,sud,no,0,01/01/2026
`;
const wrongSaid = [
  '3 error: the id `1` stands already on line 2',
  '4 error: `061234567` is not a telephone number',
  '5 error: the site file has no unit `est`',
  '6 error: vip: `maybe` is not yes or no',
  '7 error: debts: `12x` is not a number',
  '8 error: orderedOn: `2026-02-30` is not a date (2026-11-22 or 22/11/2026)',
  '9 error: the id is missing',
  '10 error: `a b` cannot be an id',
  '11 warning: the number +33612345678 stands already on line 2: it finds the customer of that line',
  '12 error: 8 fields, but the first line names 6 columns',
];

t.test('every wrong row is said with its line; then nothing changes, unless they are left out', async t => {
  const data = t.testdir({ 'good.csv': list, 'wrong.csv': wrong });
  await imports(data, 'good.csv');
  const before = currentDirectory(data);
  const refused = await imports(data, 'wrong.csv');
  t.strictSame(said(refused), wrongSaid);
  t.match(refused, { rows: 12, bad: 9, warnings: 1, switched: false });
  t.equal(currentDirectory(data), before);
  t.strictSame(readdirSync(`${data}/customers`).length, 2, 'nothing is left behind');
  const dry = await imports(data, 'wrong.csv', { dryRun: true, skipBad: true });
  t.strictSame([said(dry), dry.switched, currentDirectory(data)], [wrongSaid, false, before]);
  const skipped = await imports(data, 'wrong.csv', { skipBad: true, nowMs: nowMs + 1 });
  t.match(skipped, { rows: 12, customers: 3, numbers: 2, bad: 9, switched: true });
  const directory = new Directory(data, open, quietLog());
  await directory.renew();
  t.match(await directory.byNumber('+33612345678'), { id: '1' });
  t.match(await directory.byId('9'), { attributes: { vip: false, debts: 0, orderedOn: '2026-01-01' } });
  await directory.close();
});

t.test('files that are no lists are refused whole', async t => {
  const data = t.testdir({
    'empty.csv': '',
    'header.csv': 'id,numbers\n',
    'no-id.csv': 'numbers,name\n0612345678,x\n',
    'no-numbers.csv': 'id,name\n1,x\n',
    'twice.csv': 'id,numbers,name,name\n1,,,\n',
    'quote.csv': 'id,numbers,name\n1,,"x\n2,,y\n',
  });
  writeFileSync(`${data}/latin.csv`, Buffer.from('id,numbers,name\n1,,h\xe9l\xe8ne\n', 'latin1'));
  const refusals = async (...files: string[]) => {
    const all: (string | undefined)[] = [];
    for (const file of files) {
      const report = await imports(data, `${file}.csv`, { skipBad: true });
      t.equal(report.switched, false, file);
      all.push(said(report)[0]);
    }
    return all;
  };
  t.strictSame(await refusals('empty', 'header', 'no-id', 'no-numbers', 'twice', 'quote', 'latin'), [
    '1 error: there are no rows',
    '1 error: there are no rows',
    '1 error: the first line has no column `id`',
    '1 error: the first line has no column `numbers`',
    '1 error: the column `name` stands there twice',
    '2 error: a quotation mark is opened and never closed',
    '2 error: the file is not UTF-8: save it as “CSV UTF-8”',
  ]);
  t.equal(currentDirectory(data), null);
  await t.rejects(imports(data, 'nowhere.csv'), { code: 'list-unreadable' });
  await t.rejects(imports(data, '', { file: data }), { code: 'list-unreadable' });
  await t.rejects(imports(data, 'header.csv', { data: `${data}/nowhere` }), { code: 'store-failed' });
});

/** A list of so many customers, each with a number of his own. */
function longList(count: number, unit: string): string {
  const row = (index: number) => `${index},06${String(10_000_000 + index)},Customer ${index},${unit},no`;
  return `id,numbers,name,unit,vip\n${Array.from({ length: count }, (_, index) => row(index)).join('\n')}\n`;
}

t.test(
  'fifty thousand rows; calls see the old directory until the new one is whole, and never none',
  async t => {
    const count = 50_000;
    const data = t.testdir({ 'first.csv': longList(10, 'nord'), 'second.csv': longList(count, 'sud') });
    await imports(data, 'first.csv');
    const directory = new Directory(data, open, quietLog());
    await directory.renew();
    const seen = new Set<string | null>();
    let looking = true;
    let looks = 0;
    const look = async () => {
      while (looking) {
        seen.add((await directory.byNumber('+33610000005'))?.unit ?? null);
        if (++looks % 50 === 0) await directory.renew();
      }
    };
    const lookers = Promise.all([look(), look(), look()]);
    const progress: number[] = [];
    const report = await imports(data, 'second.csv', {
      nowMs: nowMs + 1,
      progress: rows => {
        t.strictSame([...seen], ['nord']);
        progress.push(rows);
      },
    });
    t.match(report, { rows: count, customers: count, numbers: count, bad: 0, switched: true });
    t.ok(progress.length >= 3 && progress.at(-1) === count, `told ${progress.length} times how far it is`);
    await directory.renew();
    looking = false;
    await lookers;
    t.strictSame(
      [...seen].filter(unit => unit !== 'sud'),
      ['nord'],
      `${looks} looks`,
    );
    t.match(await directory.byNumber(`+336${10_000_000 + count - 1}`), {
      id: String(count - 1),
      unit: 'sud',
    });
    t.equal(readdirSync(`${data}/customers`).length, 2, 'the old one is gone');
    await directory.close();
  },
);

t.test('what a killed import left is thrown away, and one that is under way keeps others out', async t => {
  const data = t.testdir({ 'list.csv': list });
  mkdirSync(`${data}/customers`);
  const making = await open(makingFolder(data));
  await making.batch([{ type: 'put', key: 'c!ghost', value: '["Ghost",null,{}]' }], { sync: false });
  await t.rejects(imports(data, 'list.csv'), { code: 'store-locked' });
  await making.close();
  t.equal((await imports(data, 'list.csv')).switched, true);
  const directory = new Directory(data, open, quietLog());
  await directory.renew();
  t.equal(await directory.byId('ghost'), null);
  await directory.close();
});

t.test('a directory that cannot be read knows nobody, and says so', async t => {
  const data = t.testdir({ 'list.csv': list });
  await imports(data, 'list.csv');
  for (const name of readdirSync(currentDirectory(data) ?? ''))
    if (name === 'CURRENT') writeFileSync(`${currentDirectory(data)}/${name}`, 'nonsense\n');
  const log = quietLog();
  const directory = new Directory(data, open, log);
  await directory.renew();
  t.equal(await directory.byNumber('+33612345678'), null);
  t.match(directory.trouble, /customers/);
  t.match(log.lines, [{ level: 'error', message: 'directory of customers in trouble' }]);
  await imports(data, 'list.csv', { nowMs: nowMs + 1 });
  await directory.renew();
  t.strictSame([directory.trouble, (await directory.byId('4712'))?.name], [null, 'Bob']);
  await directory.close();
});
