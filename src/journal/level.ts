// The only file that knows `level`. Its faults are cured here: a missing CURRENT file would silently empty the database, and the reason
// why an opening failed is told only by the cause of an error that always reads the same.
import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { Level } from 'level';
import { assert } from '../base/assert.js';
import type { ErrorCode } from '../base/error-catalogue.js';
import { OutsideError } from '../base/errors.js';
import type { Store } from '../base/store.js';

const sentinelKey = '!sentinel';

type Sentinel = { readonly format: 1; readonly kind: string };

export type OpenedStore = {
  readonly store: Store;
  /** This opening made it, because there was nothing at its path. */
  readonly made: boolean;
  /** Bytes of the log that LevelDB could not read and passed over at this opening. */
  readonly droppedBytes: number;
};

/**
 * Opens the store of `kind` (e.g. `journal`) in the folder `path`, or makes it where the folder is missing or empty. Everything else
 * is refused with an `OutsideError`: `store-locked` (another process has it), `store-damaged` (LevelDB cannot read it),
 * `store-foreign` (no sentinel of this kind), `disk-full`, `store-failed`. Nothing that is there is ever changed by a refusal.
 */
export async function openStore(path: string, kind: string): Promise<OpenedStore> {
  const names = namesIn(path);
  const made = names.every(isLeftOfAnUnfinishedMaking);
  if (!made && !names.includes('CURRENT')) {
    if (!names.some(isOfLevel))
      throw new OutsideError('store-foreign', `${path} holds files, but no database`);
    // With `createIfMissing` LevelDB would make a new database beside the old tables, and then delete those.
    throw new OutsideError('store-damaged', `${path} holds a database without its file CURRENT`);
  }
  const level = new Level<string, string>(path, {
    keyEncoding: 'utf8',
    valueEncoding: 'utf8',
    createIfMissing: made,
  });
  await outside(path, level.open());
  try {
    await checkSentinel(path, kind, level);
  } catch (error) {
    await level.close();
    throw error;
  }
  return { store: asStore(path, level), made, droppedBytes: droppedAtOpening(path) };
}

function namesIn(path: string): readonly string[] {
  try {
    return existsSync(path) ? readdirSync(path) : [];
  } catch (error) {
    throw new OutsideError('store-failed', `${path}: ${(error as Error).message}`, error);
  }
}

/** What LevelDB writes before a new database exists: no data can be in it. */
function isLeftOfAnUnfinishedMaking(name: string): boolean {
  return name === 'LOCK' || /^LOG(\.old)?$|^MANIFEST-\d+$|\.dbtmp$/.test(name);
}

const isTable = (name: string) => /^\d{6,}\.(ldb|sst)$/.test(name);
/** Tables and logs. */
const isOfLevel = (name: string) => isTable(name) || /^\d{6,}\.log$/.test(name);

/**
 * LevelDB passes over what it cannot read in its log and says so nowhere but in its file LOG, which begins anew at each opening:
 * `…000123.log: dropping 3142 bytes; Corruption: checksum mismatch` (db/db_impl.cc).
 */
function droppedAtOpening(path: string): number {
  if (!existsSync(`${path}/LOG`)) return 0;
  const said = readFileSync(`${path}/LOG`, 'utf8').matchAll(/\.log: dropping (\d+) bytes/g);
  return [...said].reduce((sum, [, bytes]) => sum + Number(bytes), 0);
}

/**
 * Copies what holds the records of a database that nobody has open into the new folder `to`. Throws an `OutsideError`: `disk-full` or
 * `store-failed`.
 */
export function copyRecords(from: string, to: string): void {
  try {
    mkdirSync(to);
    // A table is never written again once it is there, so that a second name for it is a copy that takes no room.
    for (const name of namesIn(from)) {
      if (isTable(name)) linkSync(`${from}/${name}`, `${to}/${name}`);
      else if (isOfLevel(name)) copyFileSync(`${from}/${name}`, `${to}/${name}`);
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new OutsideError(code === 'ENOSPC' ? 'disk-full' : 'store-failed', `${to}: ${message}`, error);
  }
}

/** The files that hold records, to be read apart: each table, and the logs together. */
export function filesOf(path: string): readonly (readonly string[])[] {
  const names = namesIn(path).filter(isOfLevel).sort();
  const logs = names.filter(name => !isTable(name));
  return [...names.filter(isTable).map(name => [name]), ...(logs.length > 0 ? [logs] : [])];
}

/**
 * Opens some files of a damaged database by themselves, as what LevelDB's repair makes of them. Alone, because LevelDB merges tables as
 * soon as there are four, and does not survive keys that are out of their order; for a process whose death harms nobody.
 */
export async function openAlone(path: string, files: readonly string[]): Promise<Store> {
  const alone = `${path}/alone`;
  rmSync(alone, { recursive: true, force: true });
  mkdirSync(alone);
  for (const name of files) linkSync(`${path}/${name}`, `${alone}/${name}`);
  await outside(alone, classic(Level, 'repair', alone));
  const level = new Level<string, string>(alone, { createIfMissing: false });
  await outside(alone, level.open());
  return asStore(alone, level);
}

/** `level` is classic-level under Node, which can do more than its types say: those are made for the browser as well. */
async function classic(
  of: object,
  what: 'repair' | 'compactRange',
  ...given: readonly string[]
): Promise<void> {
  const found: unknown = Reflect.get(of, what);
  assert(typeof found === 'function', `classic-level has ${what}`);
  await Reflect.apply(found, of, given);
}

const sentinelOf = (kind: string) => JSON.stringify({ format: 1, kind } satisfies Sentinel);

async function checkSentinel(path: string, kind: string, level: Level): Promise<void> {
  const expected = sentinelOf(kind);
  const isEmpty = (await outside(path, level.keys({ limit: 1 }).all())).length === 0;
  if (isEmpty)
    await outside(path, level.batch([{ type: 'put', key: sentinelKey, value: expected }], { sync: true }));
  const found = await outside(path, level.get(sentinelKey));
  if (found === expected) return;
  throw new OutsideError(
    'store-foreign',
    found === undefined
      ? `${path} is a LevelDB database without our sentinel record`
      : `${path} says that it is ${found}; expected is ${expected}`,
  );
}

function asStore(path: string, level: Level): Store {
  return {
    get: key => outside(path, level.get(key)),
    getMany: keys => outside(path, level.getMany([...keys])),
    range: ({ from, before, limit, newestFirst = false }) =>
      outside(path, level.iterator({ gte: from, lt: before, limit, reverse: newestFirst }).all()),
    batch: (operations, { sync }) => outside(path, level.batch([...operations], { sync })),
    clear: ({ from, before }) => outside(path, level.clear({ gte: from, lt: before })),
    compact: ({ from, before }) => outside(path, classic(level, 'compactRange', from, before)),
    close: () => outside(path, level.close()),
  };
}

/** Moves a folder that cannot be used out of the way and returns its new name. Nothing in it is lost. */
export function setAside(path: string, nowMs: number): string {
  const stamp = new Date(nowMs).toISOString().replaceAll(/[:.]/g, '-');
  const wanted = `${path}.set-aside-${stamp}`;
  let name = wanted;
  for (let number = 2; existsSync(name); number++) name = `${wanted}-${number}`;
  renameSync(path, name);
  return name;
}

async function outside<T>(path: string, promise: Promise<T>): Promise<T> {
  try {
    return await promise;
  } catch (error) {
    const { code, message } = deepest(error);
    throw new OutsideError(tellApart(code, message), `${path}: ${message}`, error);
  }
}

function deepest(error: unknown): { readonly code: string; readonly message: string } {
  let at = error;
  while (at instanceof Error && at.cause instanceof Error) at = at.cause;
  if (!(at instanceof Error)) return { code: '', message: String(at) };
  return { code: 'code' in at ? String(at.code) : '', message: at.message };
}

function tellApart(code: string, message: string): ErrorCode {
  if (code === 'LEVEL_LOCKED') return 'store-locked';
  if (code === 'LEVEL_CORRUPTION' || message.startsWith('Corruption')) return 'store-damaged';
  // A file that LevelDB counts on: it calls that a failure of the disk.
  if (/\/(MANIFEST-\d+|\d+\.\w+): No such file/.test(message)) return 'store-damaged';
  if (code === 'ENOSPC' || message.includes('No space left on device')) return 'disk-full';
  return 'store-failed';
}
