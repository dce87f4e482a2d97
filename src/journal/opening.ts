// Opening the journal's store, and reading what recovery needs of it.
import { OutsideError } from '../base/errors.js';
import type { Store } from '../base/store.js';
import { findDamage, readEnds } from './damage.js';
import { settledWithin } from './deadline.js';
import type { Damage } from './health.js';
import { type OpenedStore, setAside } from './level.js';
import { readSnapshots, type Snapshot } from './snapshots.js';

const deadlineMs = 10_000;

/** An opened store, and where a folder that could not be read was moved. */
export type Opening = OpenedStore & { readonly setAside: string | null };

/** What was found on the disk at the start. */
export type Recovery = {
  /** Newest first. One of another version of the program is for the reader to refuse. */
  readonly snapshots: readonly Snapshot[];
  readonly damage: readonly Damage[];
  readonly lastSeq: number;
  /** The folder was not there before: the first installation, or a disk that is not mounted. */
  readonly made: boolean;
  /** Where a folder that could not be read was moved. */
  readonly setAside: string | null;
};

/** Opens the store, time after time; sets a damaged folder aside. An opening that took too long is taken up by the next call. */
export function opener(
  path: string,
  now: () => number,
  open: (path: string) => Promise<OpenedStore>,
): () => Promise<Opening> {
  let underWay: Promise<Opening> | null = null;
  return async () => {
    underWay ??= openOrSetAside(path, now, open);
    const result = await settledWithin(deadlineMs, underWay);
    if (result === null)
      throw new OutsideError('store-failed', `${path}: opening takes more than ${deadlineMs} ms`);
    underWay = null;
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  };
}

async function openOrSetAside(
  path: string,
  now: () => number,
  open: (path: string) => Promise<OpenedStore>,
): Promise<Opening> {
  try {
    return { ...(await open(path)), setAside: null };
  } catch (error) {
    if (!(error instanceof OutsideError) || error.code !== 'store-damaged') throw error;
    const moved = setAside(path, now());
    return { ...(await open(path)), setAside: moved };
  }
}

/**
 * Reads what is there. Where nothing can be read (no store, or one that was set aside) numbers begin at the present epoch millisecond:
 * higher than any that was ever used, so that no subscriber takes a new fact for one that he has.
 */
export async function readRecovery(opening: Opening | null, nowMs: number): Promise<Recovery> {
  const nothing = { snapshots: [], damage: [], lastSeq: nowMs - 1, made: false };
  if (opening === null) return { ...nothing, setAside: null };
  if (opening.setAside !== null) return { ...nothing, made: true, setAside: opening.setAside };
  const { snapshots, damage: badSnapshots } = await readSnapshots(opening.store);
  const found = await findDamageSince(opening.store, snapshots);
  const damage = [...badSnapshots, ...found];
  const last = (await readEnds(opening.store))?.last ?? 0;
  const lastSeq = Math.max(last, snapshots[0]?.seq ?? 0, ...damage.map(({ to }) => to));
  return { snapshots, damage, lastSeq, made: opening.made, setAside: null };
}

/** Looks at the facts from the oldest snapshot on: the others do not matter for recovery, and are for the night. */
async function findDamageSince(store: Store, snapshots: readonly Snapshot[]): Promise<readonly Damage[]> {
  const ends = await readEnds(store);
  const first = ends?.first ?? 1;
  const last = ends?.last ?? 0;
  const oldest = snapshots.at(-1);
  const found = await findDamage(store, oldest === undefined ? first : oldest.seq + 1);
  const newest = snapshots[0]?.seq ?? 0;
  const isKnown = found.some(({ to }) => to >= newest);
  return newest > last && !isKnown ? [...found, { kind: 'tail-lost', from: last + 1, to: newest }] : found;
}
