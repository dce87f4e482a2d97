// A journal out of a checkpoint. The checkpoint is checked whole before anything is touched, the new journal is made and checked beside
// the present one, and that one is set aside, not deleted.
import {
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { OutsideError } from '../base/errors.js';
import type { Store, StoreOperation } from '../base/store.js';
import { type CheckpointInfo, readCheckpoint, shifted } from './checkpoint-file.js';
import { FolderLock } from './folder-lock.js';
import { openStore, setAside } from './level.js';
import { Mark } from './mark.js';
import { callKey, callOf, factRange, putOperation, readFact, seqOfKey, syncedKey } from './records.js';

const pageSize = 1000;

export type RestoreOptions = {
  readonly checkpoint: string;
  /** The daemon's data folder: `journal` is in it. */
  readonly data: string;
  readonly nowMs: number;
  /** Looks at everything and changes nothing. */
  readonly dryRun: boolean;
};

export type Restored = CheckpointInfo & {
  readonly journal: string;
  /** Where the journal that was there is now; `null`: there was none, or nothing was changed. */
  readonly setAside: string | null;
  readonly dryRun: boolean;
  /**
   * Every number is higher by this than in the checkpoint, and so higher than any that was ever given out: what came after the
   * checkpoint is gone, and who has seen it must not take new facts for those. Subscribers find that the journal begins later, and
   * count it anew from its start.
   */
  readonly numbersMovedBy: number;
};

/**
 * Rejects with an `OutsideError` and leaves everything as it was: `checkpoint-bad`, `store-locked` (a daemon runs), `disk-full`,
 * `store-failed`.
 */
export async function restore(options: RestoreOptions): Promise<Restored> {
  const { checkpoint, data, nowMs, dryRun } = options;
  const journal = join(data, 'journal');
  if (!existsSync(data)) throw new OutsideError('store-failed', `${data}: there is no such folder`);
  const lock = new FolderLock(journal);
  const isThere = existsSync(journal);
  if (isThere) await holdAlone(lock, journal);
  try {
    const info = await readCheckpoint(checkpoint);
    const used = Math.max(nowMs - 1, new Mark(`${journal}.last`).read());
    const by = Math.max(0, used + 1 - (info.firstSeq ?? used + 1));
    const restored = { ...info, journal, dryRun, numbersMovedBy: by };
    if (dryRun) return { ...restored, setAside: null };
    const beside = `${journal}.restoring`;
    rmSync(beside, { recursive: true, force: true });
    await fill(beside, checkpoint, by, info);
    giveTo(beside, data);
    const moved = isThere && readdirSync(journal).length > 0 ? setAside(journal, nowMs) : null;
    if (isThere && moved === null) rmSync(journal, { recursive: true });
    renameSync(beside, journal);
    syncFolder(data);
    return { ...restored, setAside: moved };
  } finally {
    lock.letGo();
  }
}

/** Where our own lock is not to be had, LevelDB's says whether a daemon runs. */
async function holdAlone(lock: FolderLock, journal: string): Promise<void> {
  lock.take();
  if (lock.isSound) return;
  try {
    await (await openStore(journal, 'journal')).store.close();
  } catch (error) {
    if (!(error instanceof OutsideError) || error.code === 'store-locked') throw error;
  }
}

/** Makes the new journal in `path`, closed and checked. */
async function fill(path: string, checkpoint: string, by: number, info: CheckpointInfo): Promise<void> {
  const { store } = await openStore(path, 'journal');
  try {
    await readCheckpoint(checkpoint, async entries => {
      const operations = entries.flatMap(([key, value]) => operationsOf(key, value, by));
      if (operations.length > 0) await store.batch(operations, { sync: false });
    });
    await store.batch([putOperation(syncedKey, { seq: info.lastSeq + by })], { sync: true });
    await check(store, info, by);
  } finally {
    await store.close();
  }
}

function operationsOf(key: string, value: string, by: number): readonly StoreOperation[] {
  const [moved, json] = shifted(key, value, by);
  const put = putOperation(moved, json);
  const call = key.startsWith('f!') ? callOf(must(key, value).fact) : null;
  if (call === null) return [put];
  return [put, { type: 'put', key: callKey(call, seqOfKey(moved)), value: '' }];
}

function must(key: string, value: string) {
  const record = readFact(key, value);
  if (record === null) throw new OutsideError('checkpoint-bad', `${key} is damaged`);
  return record;
}

/** Reads all of it back. */
async function check(store: Store, { firstSeq, facts }: CheckpointInfo, by: number): Promise<void> {
  let count = 0;
  for (let next = (firstSeq ?? 0) + by; ; ) {
    const page = await store.range({ ...factRange(next), limit: pageSize });
    const last = page.at(-1);
    if (last === undefined) break;
    count += page.filter(([key, value]) => readFact(key, value) !== null).length;
    next = seqOfKey(last[0]) + 1;
  }
  if (count !== facts)
    throw new OutsideError('store-failed', `${facts} facts were restored, ${count} can be read back`);
}

/** The daemon's account must be able to open what root has made. */
function giveTo(path: string, data: string): void {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = statSync(data);
  for (const file of [path, ...readdirSync(path).map(name => join(path, name))]) chownSync(file, uid, gid);
}

function syncFolder(path: string): void {
  const fd = openSync(path, 'r');
  fsyncSync(fd);
  closeSync(fd);
}
