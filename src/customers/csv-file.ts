// Reads a list from its file, piece by piece, so that it may be of any length.
import { createReadStream, statSync } from 'node:fs';
import { type CsvPart, CsvReader } from '../base/csv.js';
import { OutsideError } from '../base/errors.js';

/** Bytes; throws an `OutsideError` (`list-unreadable`). */
export function sizeOf(file: string): number {
  try {
    return statSync(file).size;
  } catch (error) {
    throw new OutsideError('list-unreadable', `${file}: ${(error as Error).message}`, error);
  }
}

/**
 * The rows of a file, its first line included, with how much of it has been read. Nothing comes behind a trouble. Rejects with an
 * `OutsideError` when the file cannot be read.
 */
export async function* csvRows(file: string): AsyncGenerator<CsvPart & { readonly readBytes: number }> {
  const csv = new CsvReader();
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let readBytes = 0;
  let rows = 0;
  for await (const piece of piecesOf(file)) {
    readBytes += piece?.length ?? 0;
    // The byte-order mark is left out by the decoder.
    const text = decoded(decoder, piece);
    if (text === null) {
      yield { rows: [], trouble: { line: Math.max(2, rows + 1), because: 'not-utf8' }, readBytes };
      return;
    }
    const part = csv.take(text, piece === null);
    rows += part.rows.length;
    yield { ...part, readBytes };
    if (part.trouble !== null) return;
  }
}

/** `null` is the end of the file. */
async function* piecesOf(file: string): AsyncGenerator<Uint8Array | null> {
  try {
    for await (const piece of createReadStream(file, { highWaterMark: 262_144 })) yield piece as Uint8Array;
    yield null;
  } catch (error) {
    if (error instanceof OutsideError) throw error;
    throw new OutsideError('list-unreadable', `${file}: ${(error as Error).message}`, error);
  }
}

/** Null: not UTF-8. */
function decoded(decoder: InstanceType<typeof TextDecoder>, bytes: Uint8Array | null): string | null {
  try {
    return bytes === null ? decoder.decode() : decoder.decode(bytes, { stream: true });
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}
