// Comma-separated lists as spreadsheets write them: `,` or `;` or a tab, a byte-order mark, quoted fields with line feeds in them.
// Read in pieces of any size; what is wrong is said with its line.
import type { Text } from './language.js';

export type CsvRow = {
  /** Line of the file on which the row begins, from 1. */
  readonly line: number;
  readonly fields: readonly string[];
};

export type CsvTrouble = {
  readonly line: number;
  /** `open-quote`: never closed. `stray-quote`: something stands behind a closed one. `too-long`: no row is that long. */
  readonly because: 'open-quote' | 'stray-quote' | 'too-long' | 'not-utf8';
};

export const csvTroubles: Readonly<Record<CsvTrouble['because'], Text>> = {
  'open-quote': {
    en: 'a quotation mark is opened and never closed',
    fr: 'un guillemet est ouvert et jamais fermé',
  },
  'stray-quote': {
    en: 'something stands behind a closing quotation mark; a mark within a field is written twice',
    fr: 'quelque chose suit un guillemet fermant ; un guillemet dans un champ s’écrit deux fois',
  },
  'too-long': { en: 'this row is far too long', fr: 'cette ligne est bien trop longue' },
  'not-utf8': {
    en: 'the file is not UTF-8: save it as “CSV UTF-8”',
    fr: 'le fichier n’est pas en UTF-8 : enregistrez-le en « CSV UTF-8 »',
  },
};

export type CsvPart = {
  readonly rows: readonly CsvRow[];
  /** Nothing more can be read behind it. */
  readonly trouble: CsvTrouble | null;
};

/** Characters of one row. */
const longestRow = 65_536;

const quote = '"';

/** What the first line separates its fields with most often; `,` where it has one field only. */
export function separatorOf(firstLine: string): string {
  const count = (sign: string) => firstLine.split(sign).length;
  const [best = ','] = [',', ';', '\t'].sort((a, b) => count(b) - count(a));
  return count(best) > 1 ? best : ',';
}

/** Takes the text of a file piece by piece; gives its rows. Empty lines are passed over. */
export class CsvReader {
  #rest = '';
  #line = 1;
  #separator: string | null = null;
  #trouble: CsvTrouble | null = null;

  /** `last`: there is no more text behind this one. */
  take(text: string, last: boolean): CsvPart {
    if (this.#trouble !== null) return { rows: [], trouble: this.#trouble };
    this.#rest += text;
    const rows: CsvRow[] = [];
    let at = 0;
    while (at < this.#rest.length && this.#trouble === null) {
      const end = this.#row(at, last, rows);
      if (end < 0) break;
      at = end;
    }
    this.#rest = this.#rest.slice(at);
    if (this.#rest.length > longestRow && this.#trouble === null)
      this.#trouble = { line: this.#line, because: this.#rest.includes(quote) ? 'open-quote' : 'too-long' };
    return { rows, trouble: this.#trouble };
  }

  /** Reads the row at a place; returns where the next one begins, -1: it is not here whole. */
  #row(at: number, last: boolean, rows: CsvRow[]): number {
    let end = this.#rest.indexOf('\n', at);
    if (end < 0) {
      if (!last) return -1;
      end = this.#rest.length;
    }
    const line = this.#rest.slice(at, this.#rest[end - 1] === '\r' && end > at ? end - 1 : end);
    this.#separator ??= separatorOf(line);
    if (line.includes(quote)) return this.#quotedRow(at, last, rows);
    if (line.length > longestRow) this.#trouble = { line: this.#line, because: 'too-long' };
    else if (line !== '') rows.push({ line: this.#line, fields: line.split(this.#separator) });
    this.#line++;
    return end + 1;
  }

  #quotedRow(from: number, last: boolean, rows: CsvRow[]): number {
    const text = this.#rest;
    const fields: string[] = [];
    let at = from;
    let lines = 1;
    for (;;) {
      const field = text[at] === quote ? this.#quoted(at, last) : this.#plain(at, last);
      if (field === null) return -1;
      fields.push(field.value);
      lines += field.lines;
      at = field.end;
      if (text[at] === this.#separator) at++;
      else break;
    }
    rows.push({ line: this.#line, fields });
    this.#line += lines;
    return at + (text[at] === '\r' ? 2 : 1);
  }

  #plain(at: number, last: boolean): Field | null {
    const text = this.#rest;
    for (let end = at; end < text.length; end++) {
      const sign = text[end];
      if (sign === this.#separator || sign === '\n' || (sign === '\r' && text[end + 1] === '\n'))
        return { value: text.slice(at, end), end, lines: 0 };
    }
    return last ? { value: text.slice(at), end: text.length, lines: 0 } : null;
  }

  #quoted(at: number, last: boolean): Field | null {
    const text = this.#rest;
    let end = text.indexOf(quote, at + 1);
    while (end >= 0 && text[end + 1] === quote) end = text.indexOf(quote, end + 2);
    // A quote at the very end of a piece may be the first half of two.
    if (end < 0 || (end + 1 === text.length && !last)) {
      if (last) this.#trouble = { line: this.#line, because: 'open-quote' };
      return null;
    }
    const next = text[end + 1];
    const closes = next === undefined || next === this.#separator || next === '\n' || next === '\r';
    if (!closes) {
      this.#trouble = { line: this.#line, because: 'stray-quote' };
      return null;
    }
    const value = text.slice(at + 1, end).replaceAll('""', quote);
    return { value, end: end + 1, lines: value.split('\n').length - 1 };
  }
}

type Field = { readonly value: string; readonly end: number; readonly lines: number };
