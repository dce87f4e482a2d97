// The only file that knows `level`. Its faults are cured here: a missing CURRENT file would silently empty the database, and the reason
// why an opening failed is told only by the cause of an error that always reads the same.
import { existsSync, readdirSync, renameSync } from 'node:fs';
import { Level } from 'level';
import type { ErrorCode } from '../base/error-catalogue.js';
import { OutsideError } from '../base/errors.js';
import type { Store } from '../base/store.js';

const sentinelKey = '!sentinel';

type Sentinel = { readonly format: 1; readonly kind: string };

/** A store, and whether this opening made it because there was nothing at its path. */
export type OpenedStore = { readonly store: Store; readonly made: boolean };

/**
 * Opens the store of `kind` (e.g. `journal`) in the folder `path`, or makes it where the folder is missing or empty. Everything else
 * is refused with an `OutsideError`: `store-locked` (another process has it), `store-damaged` (LevelDB cannot read it),
 * `store-foreign` (no sentinel of this kind), `disk-full`, `store-failed`. Nothing that is there is ever changed by a refusal.
 */
export async function openStore(path: string, kind: string): Promise<OpenedStore> {
  const made = !existsSync(path) || readdirSync(path).every(isLeftOfAnUnfinishedMaking);
  // With `createIfMissing` LevelDB would make a new database beside the old tables, and then delete those.
  if (!made && !existsSync(`${path}/CURRENT`))
    throw new OutsideError('store-damaged', `${path} holds files but no CURRENT file`);
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
  return { store: asStore(path, level), made };
}

/** What LevelDB writes before a new database exists: no data can be in it. */
function isLeftOfAnUnfinishedMaking(name: string): boolean {
  return name === 'LOCK' || /^LOG(\.old)?$|^MANIFEST-\d+$|\.dbtmp$/.test(name);
}

async function checkSentinel(path: string, kind: string, level: Level): Promise<void> {
  const expected = JSON.stringify({ format: 1, kind } satisfies Sentinel);
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
    close: () => outside(path, level.close()),
  };
}

/** Moves a folder that cannot be used out of the way and returns its new name. Nothing in it is lost. */
export function setAside(path: string, nowMs: number): string {
  const stamp = new Date(nowMs).toISOString().replaceAll(/[:.]/g, '-');
  const name = `${path}.set-aside-${stamp}`;
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
  if (code === 'ENOSPC' || message.includes('No space left on device')) return 'disk-full';
  return 'store-failed';
}
