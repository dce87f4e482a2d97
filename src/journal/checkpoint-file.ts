// A checkpoint: the whole journal in one file, from which it can be made again. Gzip of UTF-8 lines, each `KEY VALUE` as in the journal
// itself (records.ts): the value starts with the CRC-32 of key and JSON, so that every record is vouched for as it was when written.
//
//   header  {"plateau":"checkpoint","format":1,"madeAtMs":…,"lastSeq":…}
//   s!…     the newest snapshots, oldest first      h!…  the holes on record      f!…  every fact, in order
//   end     {"facts":…,"snapshots":…,"holes":…,"sum":"…"}      sum: CRC-32 of all lines before, line feeds included
//
// A file without a right last line is not a checkpoint. One text format instead of a copy of LevelDB's files: those cannot be copied while
// they are written, and this one can be read by anybody with zcat, in ten years as well.
import { createReadStream } from 'node:fs';
import { crc32, createGunzip } from 'node:zlib';
import { OutsideError } from '../base/errors.js';
import type { Recorded } from '../core/facts.js';
import { checkedText, putOperation, readFact, seqOfKey } from './records.js';

export const headerKey = 'header';
export const endKey = 'end';
const format = 1;

type Header = {
  readonly plateau: 'checkpoint';
  readonly format: number;
  readonly madeAtMs: number;
  readonly lastSeq: number;
};
type End = {
  readonly facts: number;
  readonly snapshots: number;
  readonly holes: number;
  readonly sum: string;
};

/** What a checkpoint holds. Moments are those of the facts. */
export type CheckpointInfo = {
  readonly file: string;
  readonly madeAtMs: number;
  readonly facts: number;
  readonly snapshots: number;
  readonly holes: number;
  /** `null`: no fact. */
  readonly firstSeq: number | null;
  readonly lastSeq: number;
  readonly fromMs: number | null;
  readonly toMs: number | null;
  /** Calls that had come and not ended. */
  readonly openCalls: number;
};

/** Lines as text, and their sum. */
export class Lines {
  #sum = 0;
  #facts = 0;
  #snapshots = 0;
  #holes = 0;

  static header(madeAtMs: number, lastSeq: number): readonly [string, string] {
    const { key, value } = put(headerKey, {
      plateau: 'checkpoint',
      format,
      madeAtMs,
      lastSeq,
    } satisfies Header);
    return [key, value];
  }

  /** The text of these records, each a line. */
  of(entries: readonly (readonly [key: string, value: string])[]): string {
    for (const [key] of entries) {
      if (key.startsWith('f!')) this.#facts++;
      else if (key.startsWith('s!')) this.#snapshots++;
      else if (key.startsWith('h!')) this.#holes++;
    }
    const text = entries.map(([key, value]) => `${key} ${value}\n`).join('');
    this.#sum = crc32(text, this.#sum);
    return text;
  }

  end(): string {
    const { key, value } = put(endKey, this.count);
    return `${key} ${value}\n`;
  }

  get count(): End {
    const sum = this.#sum.toString(16).padStart(8, '0');
    return { facts: this.#facts, snapshots: this.#snapshots, holes: this.#holes, sum };
  }
}

function put(key: string, value: unknown): { readonly key: string; readonly value: string } {
  const operation = putOperation(key, value);
  return { key, value: operation.type === 'put' ? operation.value : '' };
}

type Entries = readonly (readonly [key: string, value: string])[];

/**
 * Reads a checkpoint from its first line to its last and vouches for each; `take` is given the records, many at a time. Resolves to
 * what it holds. Rejects with an `OutsideError`: `checkpoint-bad`, with the line; `take` must not have done anything by then that
 * cannot be undone.
 */
export async function readCheckpoint(
  file: string,
  take: (entries: Entries) => Promise<void> = async () => undefined,
): Promise<CheckpointInfo> {
  const bad = (why: string, cause?: unknown) => new OutsideError('checkpoint-bad', `${file}: ${why}`, cause);
  const reading = new Reading(bad);
  try {
    for await (const lines of linesOf(file)) await take(reading.take(lines));
  } catch (error) {
    if (error instanceof OutsideError || !(error instanceof Error && 'code' in error)) throw error;
    throw bad(error.message, error);
  }
  return { file, ...reading.whole() };
}

/** Whole lines, as many as a piece of the file holds. */
async function* linesOf(file: string): AsyncGenerator<readonly string[]> {
  const source = createReadStream(file);
  const unpacked = createGunzip();
  source.on('error', error => unpacked.destroy(error));
  let rest = '';
  for await (const piece of source.pipe(unpacked).setEncoding('utf8')) {
    const lines = (rest + String(piece)).split('\n');
    rest = lines.pop() ?? '';
    yield lines;
  }
  if (rest !== '') yield [rest];
}

class Reading {
  readonly #bad: (why: string) => OutsideError;
  readonly #lines = new Lines();
  readonly #open = new Set<string>();
  #number = 0;
  #header: Header | null = null;
  #end: End | null = null;
  #first: Recorded | null = null;
  #last: Recorded | null = null;

  constructor(bad: (why: string) => OutsideError) {
    this.#bad = bad;
  }

  /** The records among these lines. */
  take(lines: readonly string[]): Entries {
    const entries: [string, string][] = [];
    for (const line of lines) {
      this.#number++;
      const at = line.indexOf(' ');
      const key = line.slice(0, at);
      const value = line.slice(at + 1);
      const json = at < 0 ? null : checkedText(key, value);
      if (json === null) throw this.#bad(`line ${this.#number} is damaged`);
      if (this.#end !== null) throw this.#bad(`line ${this.#number} comes after the end`);
      if (this.#header === null) this.#readHeader(key, json);
      else if (key === endKey) this.#readEnd(json);
      else {
        entries.push([key, value]);
        if (key.startsWith('f!')) this.#readFact(key, value);
      }
      if (this.#end === null) this.#lines.of([[key, value]]);
    }
    return entries;
  }

  #readHeader(key: string, json: string): void {
    const header = JSON.parse(json) as Header;
    if (key !== headerKey || header.plateau !== 'checkpoint')
      throw this.#bad('it is not a checkpoint of Plateau');
    if (header.format !== format)
      throw this.#bad(`it is of format ${header.format}; this program reads format ${format}`);
    this.#header = header;
  }

  #readEnd(json: string): void {
    const end = JSON.parse(json) as End;
    const { facts, snapshots, holes, sum } = this.#lines.count;
    if (end.facts !== facts || end.snapshots !== snapshots || end.holes !== holes || end.sum !== sum)
      throw this.#bad(`${end.facts} facts were written, ${facts} are there, or their sum is another one`);
    this.#end = end;
  }

  #readFact(key: string, value: string): void {
    const record = readFact(key, value);
    if (record === null) throw this.#bad(`line ${this.#number} is damaged`);
    if (this.#last !== null && record.seq <= this.#last.seq)
      throw this.#bad(`line ${this.#number} is out of order`);
    this.#first ??= record;
    this.#last = record;
    if (record.fact.type === 'call-queued') this.#open.add(record.fact.call);
    else if (record.fact.type === 'call-ended') this.#open.delete(record.fact.call);
  }

  whole(): Omit<CheckpointInfo, 'file'> {
    if (this.#header === null || this.#end === null)
      throw this.#bad(`it ends after line ${this.#number}, before its end`);
    const { facts, snapshots, holes } = this.#end;
    return {
      madeAtMs: this.#header.madeAtMs,
      ...{ facts, snapshots, holes },
      firstSeq: this.#first?.seq ?? null,
      lastSeq: this.#header.lastSeq,
      fromMs: this.#first?.atMs ?? null,
      toMs: this.#last?.atMs ?? null,
      openCalls: this.#open.size,
    };
  }
}

/** The same record with its number higher by `by`: what it says stays. */
export function shifted(key: string, value: string, by: number): readonly [key: string, value: unknown] {
  const moved = key.slice(0, 2) + String(seqOfKey(key) + by).padStart(16, '0');
  const json: unknown = JSON.parse(checkedText(key, value) ?? 'null');
  const isHole = key.startsWith('h!');
  return [moved, isHole ? { to: (json as { readonly to: number }).to + by } : json];
}
