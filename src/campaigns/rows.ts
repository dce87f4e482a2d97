// From the rows of a list to whom is called: which column is what, and what is wrong with a row.
import type { Text } from '../base/language.js';
import { plainText } from '../base/plain-text.js';
import { mayDial, normaliseNumber } from '../core/numbers.js';
import type { NumberRules } from '../core/site-outbound.js';
import { isZone } from '../site/compile/days.js';
import type { Listed } from './records.js';
import { rowTexts } from './texts.js';
import { type ZoneRules, zoneOf } from './zones.js';

export type ListRules = ZoneRules & { readonly numbers: NumberRules };

type Column = keyof Listed | 'ignored';

export type Columns = { readonly columns: readonly Column[]; readonly ignored: readonly string[] };

type Read<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly text: Text };

const longestName = 80;
const longestCustomer = 64;

/** Reads the first row: it names the columns. */
export function readColumns(fields: readonly string[]): Read<Columns> {
  const columns: Column[] = [];
  const ignored: string[] = [];
  for (const field of fields) {
    const column = columnOf(field.trim().toLowerCase());
    if (column === 'ignored') ignored.push(plainText(field.trim(), 40));
    else if (columns.includes(column)) return wrong(rowTexts.columnTwice(column));
    columns.push(column);
  }
  return columns.includes('number')
    ? { ok: true, value: { columns, ignored } }
    : wrong(rowTexts.columnMissing('number'));
}

function columnOf(name: string): Column {
  return name === 'number' || name === 'name' || name === 'customer' || name === 'zone' ? name : 'ignored';
}

/** Reads a row, or says what is wrong with it; the first thing that is. */
export function readRow(fields: readonly string[], { columns }: Columns, rules: ListRules): Read<Listed> {
  if (fields.length > columns.length) return wrong(rowTexts.tooManyFields(fields.length, columns.length));
  const at = (column: Column) => (fields[columns.indexOf(column)] ?? '').trim();
  const number = readNumber(at('number'), rules);
  if (!number.ok) return number;
  if (!mayDial(rules.numbers, number.value)) return wrong(rowTexts.notAllowed(number.value));
  const customer = at('customer');
  if (customer.length > longestCustomer || /[\p{Cc}\s]/u.test(customer))
    return wrong(rowTexts.badCustomer(plainText(customer, 40)));
  const written = at('zone');
  if (written !== '' && !isZone(written)) return wrong(rowTexts.noZone(plainText(written, 40)));
  const zone = written === '' ? zoneOf(number.value, rules.countryOf(number.value) ?? '', rules) : written;
  if (zone === null) return wrong(rowTexts.zoneUnknown(number.value));
  return {
    ok: true,
    value: { number: number.value, name: plainText(at('name'), longestName), customer, zone },
  };
}

/** A number in international form, of a country that has such numbers. */
export function readNumber(
  written: string,
  { numbers, countryOf }: Pick<ListRules, 'numbers' | 'countryOf'>,
): Read<string> {
  if (written === '') return wrong(rowTexts.numberMissing);
  const number = normaliseNumber(written, numbers);
  return number === null || countryOf(number) === null
    ? wrong(rowTexts.noNumber(plainText(written, 40)))
    : { ok: true, value: number };
}

function wrong(text: Text): { readonly ok: false; readonly text: Text } {
  return { ok: false, text };
}
