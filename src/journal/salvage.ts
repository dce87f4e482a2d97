// What can be read of a damaged journal, record by record, into a new one: every record is vouched for by its own sum, whatever LevelDB
// thinks of the file that it comes from.
import type { Store, StoreOperation } from '../base/store.js';
import { findDamage, type Hole, readEnds, writeHoles } from './damage.js';
import {
  checkedText,
  factOperations,
  factRange,
  holeRange,
  readFact,
  seqOfKey,
  snapshotRange,
} from './records.js';

const pageSize = 1000;

/** What a salvage came to. */
export type Salvaged = {
  /** Whether there is any. */
  readonly facts: boolean;
  /** Between two facts, and not on record before. */
  readonly missing: readonly Hole[];
};

/** Copies the holes, snapshots and facts that can be read. */
export async function copyReadable(from: Store, to: Store): Promise<void> {
  for (const range of [holeRange, snapshotRange]) {
    const entries = await from.range({ ...range, limit: pageSize });
    const good = entries.filter(([key, value]) => checkedText(key, value) !== null);
    await to.batch(
      good.map(([key, value]) => ({ type: 'put', key, value })),
      { sync: false },
    );
  }
  for (let next = 0; ; ) {
    const page = await from.range({ ...factRange(next), limit: pageSize });
    const operations: StoreOperation[] = [];
    for (const [key, value] of page) {
      const record = readFact(key, value);
      if (record !== null) operations.push(...factOperations(record));
    }
    await to.batch(operations, { sync: page.length < pageSize });
    if (page.length < pageSize) return;
    // Forward in any case, though the keys of a damaged table may be out of their order.
    next = Math.max(next, ...page.map(([key]) => seqOfKey(key))) + 1;
  }
}

/**
 * Writes down what is missing between the facts of the new store. A fact that was deleted of old may be there again, and what was
 * deleted behind it then counts as missing.
 */
export async function completed(to: Store): Promise<Salvaged> {
  const ends = await readEnds(to);
  if (ends === null) return { facts: false, missing: [] };
  const missing = await findDamage(to, ends.first);
  await writeHoles(to, missing);
  return { facts: true, missing: missing.map(({ from, to: last }) => ({ from, to: last })) };
}
