// Writing a checkpoint while facts keep coming: a page at a time, with pauses, to a file that gets its name when it is whole and checked.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { constants, setPriority } from 'node:os';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createGzip, type Gzip } from 'node:zlib';
import { OutsideError } from '../base/errors.js';
import type { Store, StoreRange } from '../base/store.js';
import { type CheckpointInfo, Lines } from './checkpoint-file.js';
import { factRange, holeRange, snapshotRange } from './records.js';

/** Small: between two pages the calls have their turn. */
const pageSize = 200;
/** After each page we rest this many times as long as it took. */
const restFactor = 1;
const checkDeadlineMs = 600_000;
/** Level 6 takes twice the time of 3 and gains a tenth. */
const gzipLevel = 3;
const program = fileURLToPath(new URL('check-program.js', import.meta.url));

export type WriteOptions = {
  /** Does some work with the store that is open now. */
  readonly withStore: <T>(work: (store: Store) => Promise<T>) => Promise<T>;
  /** Facts up to this one are written. */
  readonly lastSeq: number;
  readonly file: string;
  readonly madeAtMs: number;
  readonly progress: (facts: number) => void;
};

/** Resolves to what was read back from the disk. Rejects with an `OutsideError`; then there is no file. */
export async function writeCheckpoint(options: WriteOptions): Promise<CheckpointInfo> {
  const { file } = options;
  const partial = `${file}.partial`;
  try {
    await writeTo(partial, options);
    const info = await checkInChild(partial);
    await rename(partial, file);
    await syncFolder(dirname(file));
    return { ...info, file };
  } catch (error) {
    await rm(partial, { force: true }).catch(() => undefined);
    throw asOutside(error, file);
  }
}

async function writeTo(path: string, options: WriteOptions): Promise<void> {
  const { lastSeq, madeAtMs } = options;
  const lines = new Lines();
  const packed = createGzip({ level: gzipLevel });
  const written = pipeline(packed, createWriteStream(path, { mode: 0o640, flush: true }));
  // Awaited below; until then a failure is no unhandled one.
  written.catch(() => undefined);
  try {
    await write(packed, written, lines.of([Lines.header(madeAtMs, lastSeq)]));
    await writeAll(async page => write(packed, written, lines.of(page)), options);
    packed.end(lines.end());
    await written;
  } catch (error) {
    packed.destroy();
    throw error;
  }
}

/** Every record up to the last fact, a page at a time. */
async function writeAll(
  writePage: (page: readonly (readonly [string, string])[]) => Promise<void>,
  { withStore, lastSeq, progress }: WriteOptions,
): Promise<void> {
  const ranges = [
    { ...snapshotRange, before: beforeOf(snapshotRange, lastSeq) },
    { ...holeRange, before: beforeOf(holeRange, lastSeq) },
    factRange(0, lastSeq + 1),
  ];
  let facts = 0;
  for (const range of ranges) {
    let { from } = range;
    for (;;) {
      const startedAtMs = performance.now();
      const page = await withStore(store => store.range({ from, before: range.before, limit: pageSize }));
      const last = page.at(-1);
      if (last === undefined) break;
      await writePage(page);
      facts += last[0].startsWith('f!') ? page.length : 0;
      progress(facts);
      from = `${last[0]}\u0000`;
      await pause(Math.max(1, (performance.now() - startedAtMs) * restFactor));
    }
  }
}

/** The first key of the range behind that of `lastSeq`. */
const beforeOf = ({ from }: StoreRange, lastSeq: number) => from + String(lastSeq + 1).padStart(16, '0');

async function write(packed: Gzip, written: Promise<void>, text: string): Promise<void> {
  if (!packed.write(text)) await Promise.race([once(packed, 'drain'), written]);
}

/** Reads the file back in a process of its own, at the lowest priority: the calls process has other things to do. */
async function checkInChild(file: string): Promise<CheckpointInfo> {
  const child = spawn(process.execPath, [program, file], { stdio: ['ignore', 'pipe', 'pipe'] });
  if (child.pid !== undefined) letCallsGoFirst(child.pid);
  const timer = setTimeout(() => child.kill('SIGKILL'), checkDeadlineMs);
  const said = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said.out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.err += text;
  });
  const [code] = (await once(child, 'close').finally(() => clearTimeout(timer))) as [number | null];
  if (code === 0) return JSON.parse(said.out) as CheckpointInfo;
  throw new OutsideError('checkpoint-bad', said.err.trim() || `${file}: it could not be read back (${code})`);
}

/** Where we may: the system-call filter of the shipped unit refuses it, and a checkpoint is worth more than its priority. */
function letCallsGoFirst(pid: number): void {
  try {
    setPriority(pid, constants.priority.PRIORITY_LOW);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function asOutside(error: unknown, file: string): unknown {
  if (error instanceof OutsideError || !(error instanceof Error && 'code' in error)) return error;
  const isFull = error.code === 'ENOSPC' || error.code === 'EDQUOT';
  return new OutsideError(
    isFull ? 'checkpoint-room' : 'checkpoint-failed',
    `${file}: ${error.message}`,
    error,
  );
}
