// Imports a list: read in pieces, checked row by row, written into a directory of its own, and seen by calls only when it is whole.
import { rmSync } from 'node:fs';
import { basename } from 'node:path';
import { type CsvRow, csvTroubles } from '../base/csv.js';
import { OutsideError } from '../base/errors.js';
import type { Text } from '../base/language.js';
import { type RowProblem, RowProblems } from '../base/row-problems.js';
import type { Store, StoreOperation } from '../base/store.js';
import { csvRows, sizeOf } from './csv-file.js';
import type { OpenStore } from './directory.js';
import { makingFolder, prepareFolder, switchTo } from './folders.js';
import { type DirectoryInfo, infoKey, operationsOf } from './records.js';
import { type Columns, type ReadRow, type RowRules, readColumns, readRow } from './rows.js';
import { rowTexts } from './texts.js';

export type ImportAsked = {
  readonly file: string;
  /** The daemon's data folder. */
  readonly data: string;
  readonly rules: RowRules;
  /** Everything is looked at and nothing is changed. */
  readonly dryRun: boolean;
  /** Rows that are wrong are left out; else one of them is enough for nothing to be changed. */
  readonly skipBad: boolean;
  readonly nowMs: number;
  /** Told now and then how far it is. */
  readonly progress: (rows: number, readBytes: number, allBytes: number) => void;
};

export type ImportReport = {
  readonly rows: number;
  readonly customers: number;
  readonly numbers: number;
  readonly bad: number;
  /** The first ones, in the order of the file. */
  readonly problems: readonly RowProblem[];
  readonly warnings: number;
  /** The new directory is the one that calls see, from the next look of the daemon on. */
  readonly switched: boolean;
};

const batchSize = 4_000;
const progressEveryRows = 5_000;

/** Rejects with an `OutsideError` when file or folder cannot be used, or another import is under way; then nothing was changed. */
export async function importCustomers(asked: ImportAsked, open: OpenStore): Promise<ImportReport> {
  const allBytes = sizeOf(asked.file);
  if (asked.dryRun) {
    const checking = new Import(asked, null);
    await checking.read(allBytes);
    return checking.report(false);
  }
  prepareFolder(asked.data);
  const making = makingFolder(asked.data);
  const store = await openEmpty(making, open);
  const work = new Import(asked, store);
  try {
    await work.read(allBytes);
    await work.finish();
  } finally {
    await store.close();
  }
  const switches = work.isGood;
  if (switches) switchTo(asked.data, making, asked.nowMs);
  else rmSync(making, { recursive: true, force: true });
  return work.report(switches);
}

/** What an import that was killed has left is thrown away; while one is under way, its lock refuses. */
async function openEmpty(path: string, open: OpenStore): Promise<Store> {
  try {
    await (await open(path)).close();
  } catch (error) {
    if (!(error instanceof OutsideError) || error.code === 'store-locked') throw error;
  }
  rmSync(path, { recursive: true, force: true });
  return open(path);
}

class Import {
  readonly #asked: ImportAsked;
  readonly #store: Store | null;
  readonly #lineOfId = new Map<string, number>();
  /** By the digits of the number: they are exact in a double. */
  readonly #lineOfNumber = new Map<number, number>();
  readonly #problems = new RowProblems();
  #operations: StoreOperation[] = [];
  #writing: Promise<void> = Promise.resolve();
  #columns: Columns | null = null;
  #rows = 0;
  /** The file itself is wrong: nothing of it is used. */
  #isBroken = false;

  constructor(asked: ImportAsked, store: Store | null) {
    this.#asked = asked;
    this.#store = store;
  }

  get isGood(): boolean {
    return !this.#isBroken && (this.#problems.bad === 0 || this.#asked.skipBad);
  }

  async read(allBytes: number): Promise<void> {
    let readBytes = 0;
    let lastRows = 0;
    for await (const piece of csvRows(this.#asked.file)) {
      readBytes = piece.readBytes;
      for (const row of piece.rows) {
        this.#row(row);
        if (this.#isBroken) return;
      }
      if (piece.trouble !== null) return this.#broken(piece.trouble.line, csvTroubles[piece.trouble.because]);
      await this.#write();
      if (this.#rows - lastRows < progressEveryRows) continue;
      lastRows = this.#rows;
      this.#asked.progress(this.#rows, readBytes, allBytes);
    }
    if (this.#rows === 0) this.#broken(1, rowTexts.noRows);
    this.#asked.progress(this.#rows, readBytes, allBytes);
  }

  /** Writes what is left, and says what the directory is: from then on it is whole. */
  async finish(): Promise<void> {
    await this.#writing;
    if (!this.isGood || this.#store === null) return;
    const { nowMs, file } = this.#asked;
    const info: DirectoryInfo = { ...this.#counts(), importedAtMs: nowMs, file: basename(file) };
    this.#operations.push({ type: 'put', key: infoKey, value: JSON.stringify(info) });
    await this.#store.batch(this.#operations, { sync: true });
  }

  report(switched: boolean): ImportReport {
    return { rows: this.#rows, switched, ...this.#problems.report(), ...this.#counts() };
  }

  #counts() {
    return { customers: this.#lineOfId.size, numbers: this.#lineOfNumber.size };
  }

  async #write(): Promise<void> {
    if (this.#operations.length < batchSize || this.#store === null) return;
    const operations = this.#operations;
    this.#operations = [];
    // While one is written the next rows are read; never more than that, or memory would hold what the disk is behind with.
    await this.#writing;
    this.#writing = this.#store.batch(operations, { sync: false });
    this.#writing.catch(() => undefined);
  }

  #row({ line, fields }: CsvRow): void {
    if (this.#columns === null) {
      this.#header(line, fields);
      return;
    }
    this.#rows++;
    const read = readRow(fields, this.#columns, this.#asked.rules);
    const taken = read.ok ? this.#lineOfId.get(read.value.id) : undefined;
    if (!read.ok) this.#problems.complain(line, read.text);
    else if (taken !== undefined) this.#problems.complain(line, rowTexts.idTaken(read.value.id, taken));
    else {
      this.#lineOfId.set(read.value.id, line);
      this.#keep(read.value, this.#ownNumbers(line, read.value));
    }
  }

  #keep(customer: ReadRow, numbers: readonly string[]): void {
    if (this.#store !== null && this.isGood) this.#operations.push(...operationsOf(customer, numbers));
  }

  #ownNumbers(line: number, { numbers }: ReadRow): readonly string[] {
    return numbers.filter(number => {
      const digits = Number(number.slice(1));
      const taken = this.#lineOfNumber.get(digits);
      if (taken === undefined) this.#lineOfNumber.set(digits, line);
      else this.#problems.warn(line, rowTexts.numberShared(number, taken));
      return taken === undefined;
    });
  }

  #header(line: number, fields: readonly string[]): void {
    const read = readColumns(fields, this.#asked.rules.attributes);
    if (!read.ok) {
      this.#broken(line, read.text);
      return;
    }
    this.#columns = read.value;
    for (const name of read.value.ignored) this.#problems.warn(line, rowTexts.columnIgnored(name));
  }

  #broken(line: number, text: Text): void {
    this.#isBroken = true;
    this.#problems.complain(line, text);
  }
}
