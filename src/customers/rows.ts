// From the rows of a list to customers: which column is what, and what is wrong with a row.
import type { Text } from '../base/language.js';
import { plainText } from '../base/plain-text.js';
import type { AttributeValue } from '../core/customers.js';
import type { Attributes } from '../site/cel.js';
import type { NumberReader } from '../site/numbers.js';
import type { StoredCustomer } from './records.js';
import { rowTexts } from './texts.js';

/** What the site file says that rows are checked against. */
export type RowRules = {
  readonly attributes: Attributes;
  readonly units: ReadonlySet<string>;
  readonly numbers: NumberReader;
};

export type Column =
  | { readonly kind: 'id' }
  | { readonly kind: 'name' }
  | { readonly kind: 'unit' }
  | { readonly kind: 'numbers' }
  | { readonly kind: 'attribute'; readonly name: string }
  | { readonly kind: 'ignored' };

export type Columns = {
  readonly columns: readonly Column[];
  /** Left out: the site file does not declare them. */
  readonly ignored: readonly string[];
};

type Read<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly text: Text };

/** Reads the first row: it names the columns. */
export function readColumns(fields: readonly string[], attributes: Attributes): Read<Columns> {
  const ignored: string[] = [];
  const seen = new Set<string>();
  const columns: Column[] = [];
  for (const field of fields) {
    const name = field.trim();
    const column = columnOf(name, attributes);
    if (column.kind === 'ignored') ignored.push(plainText(name, 40));
    else if (column.kind !== 'numbers' && seen.has(name))
      return { ok: false, text: rowTexts.columnTwice(name) };
    seen.add(name);
    columns.push(column);
  }
  for (const needed of ['id', 'numbers'] as const)
    if (!columns.some(({ kind }) => kind === needed))
      return { ok: false, text: rowTexts.columnMissing(needed) };
  return { ok: true, value: { columns, ignored } };
}

function columnOf(name: string, attributes: Attributes): Column {
  if (name === 'id' || name === 'name' || name === 'unit') return { kind: name };
  if (/^numbers?\d?$/.test(name)) return { kind: 'numbers' };
  return Object.hasOwn(attributes, name) ? { kind: 'attribute', name } : { kind: 'ignored' };
}

export type ReadRow = StoredCustomer & { readonly numbers: readonly string[] };

const longestId = 64;
const longestName = 80;
const longestText = 200;
const mostNumbers = 20;

/** Reads a row, or says what is wrong with it; the first thing that is. */
export function readRow(fields: readonly string[], { columns }: Columns, rules: RowRules): Read<ReadRow> {
  if (fields.length > columns.length)
    return { ok: false, text: rowTexts.tooManyFields(fields.length, columns.length) };
  let id = '';
  let name = '';
  let unit: string | null = null;
  const numbers: string[] = [];
  const attributes: Record<string, AttributeValue> = {};
  for (const [index, column] of columns.entries()) {
    const written = (fields[index] ?? '').trim();
    if (written === '' || column.kind === 'ignored') continue;
    if (column.kind === 'id') id = written;
    else if (column.kind === 'name') name = plainText(written, longestName);
    else if (column.kind === 'unit') {
      if (!rules.units.has(written)) return { ok: false, text: rowTexts.noUnit(plainText(written, 40)) };
      unit = written;
    } else if (column.kind === 'numbers') {
      const wrong = takeNumbers(written, rules.numbers, numbers);
      if (wrong !== null) return { ok: false, text: rowTexts.noNumber(plainText(wrong, 40)) };
    } else {
      const kind = rules.attributes[column.name] ?? 'text';
      const value = attributeValue(written, kind);
      if (value === null)
        return { ok: false, text: rowTexts.badValue(column.name, plainText(written, 40), kind) };
      attributes[column.name] = value;
    }
  }
  if (id === '' || id.length > longestId || /[\p{Cc}\s]/u.test(id))
    return { ok: false, text: rowTexts.badId(plainText(id, 40)) };
  if (numbers.length > mostNumbers) return { ok: false, text: rowTexts.tooManyNumbers(mostNumbers) };
  return { ok: true, value: { id, name, unit, attributes, numbers } };
}

/** Several numbers of one field stand apart by `|`, `/`, `,` or `;`. Returns the one that is none. */
function takeNumbers(written: string, read: NumberReader, into: string[]): string | null {
  for (const part of written.split(/[|/,;]/)) {
    if (part.trim() === '') continue;
    const number = read(part.trim());
    if (number === null) return part.trim();
    if (!into.includes(number)) into.push(number);
  }
  return null;
}

const yes = /^(?:true|yes|y|1|vrai|oui|o|x)$/i;
const no = /^(?:false|no|n|0|faux|non)$/i;

/** The value that a text means for an attribute; `null`: none. Decimals with `.` or `,`; dates as 2026-11-22 or 22/11/2026. */
export function attributeValue(written: string, kind: Attributes[string]): AttributeValue | null {
  switch (kind) {
    case 'yes-no':
      return yes.test(written) ? true : no.test(written) ? false : null;
    case 'number':
      return /^-?\d{1,12}(?:[.,]\d{1,6})?$/.test(written) ? Number(written.replace(',', '.')) : null;
    case 'date':
      return readDate(written);
    case 'text':
      return plainText(written, longestText);
  }
}

function readDate(written: string): string | null {
  const [, day, month, year] = /^(\d{2})[/.](\d{2})[/.](\d{4})$/.exec(written) ?? [];
  const date = day === undefined ? written : `${year}-${month}-${day}`;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return null;
  const ms = Date.parse(`${date}T00:00:00Z`);
  return Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== date ? null : date;
}
