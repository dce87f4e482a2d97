// Snapshots of the state: the last two are kept, so that a broken one is no disaster.
import type { Store, StoreOperation } from '../base/store.js';
import type { Damage } from './health.js';
import { checkedText, putOperation, seqOfKey, snapshotKey, snapshotRange } from './records.js';

const kept = 2;

/** The state after fact `seq`. */
export type Snapshot = { readonly seq: number; readonly atMs: number; readonly state: unknown };

type Stored = { readonly t: number; readonly state: unknown };

/** The snapshots that can be read, newest first, and those that cannot. */
export async function readSnapshots(
  store: Store,
): Promise<{ snapshots: readonly Snapshot[]; damage: readonly Damage[] }> {
  const snapshots: Snapshot[] = [];
  const damage: Damage[] = [];
  for (const [key, value] of await store.range({ ...snapshotRange, limit: kept, newestFirst: true })) {
    const seq = seqOfKey(key);
    const text = checkedText(key, value);
    if (text === null) damage.push({ kind: 'bad-snapshot', from: seq, to: seq });
    else {
      const { t, state } = JSON.parse(text) as Stored;
      snapshots.push({ seq, atMs: t, state });
    }
  }
  return { snapshots, damage };
}

/** The operation that stores a snapshot: its text is made here and now. */
export function snapshotOperation({ seq, atMs, state }: Snapshot): StoreOperation {
  return putOperation(snapshotKey(seq), { t: atMs, state } satisfies Stored);
}

/** Stores a snapshot and deletes all but the last two, durably. */
export async function storeSnapshot(store: Store, snapshot: StoreOperation): Promise<void> {
  const there = await store.range({ ...snapshotRange, limit: 100, newestFirst: true });
  const others = there.map(([key]) => key).filter(key => key !== snapshot.key);
  const deletions = others.slice(kept - 1).map(key => ({ type: 'del', key }) as const);
  await store.batch([snapshot, ...deletions], { sync: true });
}
