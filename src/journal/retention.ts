// Forgetting: facts older than the site keeps them, with what leads to them. Never one that recovery needs.
import type { Store } from '../base/store.js';
import { allCalls, callKey, callOf, factRange, readFact, seqOfKey, snapshotRange } from './records.js';

const pageSize = 1000;

/**
 * Deletes the facts that are older than `beforeMs` and older than the oldest snapshot, and gives their room back to the disk: LevelDB
 * only notes a deletion, and would keep the tables until it has a reason of its own. Resolves to how many were deleted.
 */
export async function deleteBefore(store: Store, beforeMs: number): Promise<number> {
  const count = await deleteFacts(store, beforeMs);
  if (count > 0) for (const range of [factRange(0), allCalls]) await store.compact(range);
  return count;
}

async function deleteFacts(store: Store, beforeMs: number): Promise<number> {
  const [oldest] = await store.range({ ...snapshotRange, limit: 1 });
  if (oldest === undefined) return 0;
  const neededFrom = seqOfKey(oldest[0]);
  let count = 0;
  for (;;) {
    const page = await store.range({ ...factRange(0, neededFrom), limit: pageSize });
    const [first] = page;
    if (first === undefined) return count;
    const leads: { type: 'del'; key: string }[] = [];
    let keepFrom = seqOfKey(first[0]);
    for (const [key, value] of page) {
      const record = readFact(key, value);
      if (record !== null && record.atMs >= beforeMs) break;
      keepFrom = seqOfKey(key) + 1;
      const call = record === null ? null : callOf(record.fact);
      if (call !== null && record !== null) leads.push({ type: 'del', key: callKey(call, record.seq) });
      count++;
    }
    await store.batch(leads, { sync: false });
    await store.clear(factRange(0, keepFrom));
    if (keepFrom <= seqOfKey(page.at(-1)?.[0] ?? first[0])) return count;
  }
}
