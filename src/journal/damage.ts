// Finding what is missing: LevelDB passes over a hole in its log without a word, so numbers and checksums are compared at every opening.
import type { Store } from '../base/store.js';
import type { Damage } from './health.js';
import {
  allCalls,
  checkedText,
  factRange,
  holeKey,
  holeRange,
  putOperation,
  seqOfKey,
  syncedKey,
} from './records.js';

/** Small: the night's verification runs beside calls. */
const pageSize = 500;
/** Holes that the journal itself has written down; there are hardly ever any. */
const maximumHoles = 1000;

/** Numbers that were never written, and why is on record: both included. */
export type Hole = { readonly from: number; readonly to: number };

/** The holes that the journal itself knows of. */
export async function readHoles(store: Store): Promise<readonly Hole[]> {
  const entries = await store.range({ ...holeRange, limit: maximumHoles });
  return entries.flatMap(([key, value]) => {
    const json = checkedText(key, value);
    return json === null ? [] : [{ from: seqOfKey(key), to: (JSON.parse(json) as { to: number }).to }];
  });
}

/** Writes down what is missing, so that it is told once and not at every opening. Rejects with an `OutsideError`. */
export async function writeHoles(store: Store, damage: readonly Damage[]): Promise<void> {
  const holes = damage.filter(({ kind }) => kind === 'gap' || kind === 'tail-lost');
  const operations = holes.map(({ from, to }) => putOperation(holeKey(from), { to }));
  if (operations.length > 0) await store.batch(operations, { sync: false });
}

/**
 * Whether it is in a file that LevelDB goes on working with; a hole in a log is left behind with that log, once it has been read. LevelDB
 * takes a flipped bit for what was written, and ends the process when that puts keys out of their order.
 */
export function isInTables(damage: readonly Damage[], { droppedBytes } = { droppedBytes: 0 }): boolean {
  return damage.some(
    ({ kind }) => kind === 'bad-sum' || kind === 'bad-snapshot' || (kind === 'gap' && droppedBytes === 0),
  );
}

/** The first and last numbers for which there is a fact, `null` in an empty journal. */
export async function readEnds(store: Store): Promise<{ first: number; last: number } | null> {
  const [first] = await store.range({ ...factRange(0), limit: 1 });
  const [last] = await store.range({ ...factRange(0), limit: 1, newestFirst: true });
  if (first === undefined || last === undefined) return null;
  return { first: seqOfKey(first[0]), last: seqOfKey(last[0]) };
}

/** Reads every fact from `fromSeq` on and tells what is missing or broken, oldest first; holes that are on record are not damage. */
export async function findDamage(store: Store, fromSeq: number): Promise<readonly Damage[]> {
  const damage: Damage[] = [];
  const holes = await readHoles(store);
  let expected = fromSeq;
  for (;;) {
    const page = await store.range({ ...factRange(expected), limit: pageSize });
    for (const [key, value] of page) {
      const seq = seqOfKey(key);
      if (seq > expected && !isCovered(holes, expected, seq - 1))
        damage.push({ kind: 'gap', from: expected, to: seq - 1 });
      if (checkedText(key, value) === null) damage.push({ kind: 'bad-sum', from: seq, to: seq });
      expected = seq + 1;
    }
    if (page.length < pageSize) break;
  }
  const synced = await lastSynced(store);
  // 0: nothing was ever synced, and nothing is missing.
  if (synced > 0 && synced >= expected && !isCovered(holes, expected, synced))
    damage.push({ kind: 'tail-lost', from: expected, to: synced });
  return damage;
}

/** Whether anything is wrong anywhere: a fact missing or broken, or keys that LevelDB gives out of their order. */
export async function findDisorder(store: Store): Promise<boolean> {
  for (const range of [factRange(0), allCalls]) {
    for (let { from } = range; ; ) {
      const page = await store.range({ ...range, from, limit: pageSize });
      for (const [key] of page) {
        if (key < from) return true;
        from = `${key}\0`;
      }
      if (page.length < pageSize) break;
    }
  }
  const ends = await readEnds(store);
  return ends !== null && (await findDamage(store, ends.first)).length > 0;
}

async function lastSynced(store: Store): Promise<number> {
  const value = await store.get(syncedKey);
  const json = value === undefined ? null : checkedText(syncedKey, value);
  return json === null ? 0 : (JSON.parse(json) as { seq: number }).seq;
}

function isCovered(holes: readonly Hole[], from: number, to: number): boolean {
  let reached = from;
  for (const hole of holes) {
    if (hole.from <= reached && hole.to >= reached) reached = hole.to + 1;
  }
  return reached > to;
}
