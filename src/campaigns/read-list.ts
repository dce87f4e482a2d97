// Reads a whole list: every row is looked at before anything is done with one of them.
import { type CsvPart, type CsvRow, csvTroubles } from '../base/csv.js';
import type { Text } from '../base/language.js';
import { type RowProblem, RowProblems } from '../base/row-problems.js';
import type { Listed } from './records.js';
import { type Columns, type ListRules, readColumns, readNumber, readRow } from './rows.js';
import { rowTexts } from './texts.js';

export type ListRead = {
  readonly rows: number;
  /** Right ones, each number once, in the order of the file. */
  readonly listed: readonly Listed[];
  readonly bad: number;
  readonly warnings: number;
  /** The first ones, in the order of the file. */
  readonly problems: readonly RowProblem[];
  /** The file itself is wrong: nothing of it is to be used. */
  readonly isBroken: boolean;
};

export type ListAsked = {
  readonly pieces: AsyncIterable<CsvPart & { readonly readBytes: number }>;
  readonly rules: ListRules;
  /** `numbers`: a do-not-call list, of which only the numbers count; its first line need not name columns. */
  readonly kind: 'campaign' | 'numbers';
  /** Told now and then how far it is. */
  readonly progress: (rows: number, readBytes: number) => void;
};

const progressEveryRows = 5_000;

/** Rejects with an `OutsideError` when the file cannot be read. */
export async function readList(asked: ListAsked): Promise<ListRead> {
  const reading = new Reading(asked);
  let told = 0;
  for await (const { rows, trouble, readBytes } of asked.pieces) {
    for (const row of rows) reading.row(row);
    if (trouble !== null) reading.broken(trouble.line, csvTroubles[trouble.because]);
    if (reading.rows - told < progressEveryRows) continue;
    told = reading.rows;
    asked.progress(told, readBytes);
  }
  return reading.result();
}

class Reading {
  rows = 0;
  readonly #asked: ListAsked;
  readonly #listed: Listed[] = [];
  readonly #lineOf = new Map<string, number>();
  readonly #problems = new RowProblems();
  #columns: Columns | null = null;
  #isBroken = false;

  constructor(asked: ListAsked) {
    this.#asked = asked;
  }

  row({ line, fields }: CsvRow): void {
    if (this.#isBroken) return;
    const columns = this.#columns;
    if (columns === null) {
      this.#first(line, fields);
      return;
    }
    this.rows++;
    const { kind, rules } = this.#asked;
    if (kind === 'campaign') {
      const read = readRow(fields, columns, rules);
      if (read.ok) this.#keep(line, read.value);
      else this.#problems.complain(line, read.text);
      return;
    }
    const read = readNumber((fields[columns.columns.indexOf('number')] ?? '').trim(), rules);
    if (read.ok) this.#keep(line, { number: read.value, name: '', customer: '', zone: '' });
    else this.#problems.complain(line, read.text);
  }

  broken(line: number, text: Text): void {
    this.#isBroken = true;
    this.#problems.complain(line, text);
  }

  result(): ListRead {
    if (this.rows === 0 && !this.#isBroken) this.broken(1, rowTexts.noRows);
    return {
      ...{ rows: this.rows, listed: this.#listed, isBroken: this.#isBroken },
      ...this.#problems.report(),
    };
  }

  #first(line: number, fields: readonly string[]): void {
    const { kind, rules } = this.#asked;
    const isNumber = kind === 'numbers' && readNumber((fields[0] ?? '').trim(), rules).ok;
    if (isNumber) {
      this.#columns = { columns: ['number'], ignored: [] };
      this.row({ line, fields });
      return;
    }
    const read = readColumns(fields);
    if (!read.ok) {
      this.broken(line, read.text);
      return;
    }
    this.#columns = read.value;
    if (kind === 'campaign')
      for (const name of read.value.ignored) this.#problems.warn(line, rowTexts.columnIgnored(name));
  }

  #keep(line: number, listed: Listed): void {
    const before = this.#lineOf.get(listed.number);
    if (before !== undefined) {
      this.#problems.warn(line, rowTexts.twice(listed.number, before));
      return;
    }
    this.#lineOf.set(listed.number, line);
    this.#listed.push(listed);
  }
}
