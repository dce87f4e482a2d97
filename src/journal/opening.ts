// Opening the journal's store, and reading what recovery needs of it.
import { renameSync } from 'node:fs';
import { OutsideError } from '../base/errors.js';
import type { Store } from '../base/store.js';
import { findDamage, type Hole, readEnds, readHoles } from './damage.js';
import { settledWithin } from './deadline.js';
import type { Damage } from './health.js';
import { type OpenedStore, setAside } from './level.js';
import { rebuild } from './rebuild.js';
import { readSnapshots, type Snapshot } from './snapshots.js';

/** Of an opening; what makes a new journal has a deadline of its own (rebuild.ts). */
const openingDeadlineMs = 10_000;
/** So many times in one run a damaged journal is repaired; then the disk is not to be trusted, and an empty one begins. */
const repairLimit = 3;

/** A folder that could not be read: where it was moved, and whether what could still be read of it is in the new one. */
export type SetAside = { readonly folder: string; readonly salvaged: boolean };

export type Opening = OpenedStore & {
  readonly setAside: SetAside | null;
  /** What is missing in the new one, between its facts, and is now on record. */
  readonly missing: readonly Hole[];
};

/** What was found on the disk at the start. */
export type Recovery = {
  /** Newest first. One of another version of the program is for the reader to refuse. */
  readonly snapshots: readonly Snapshot[];
  readonly damage: readonly Damage[];
  readonly lastSeq: number;
  /** The folder was not there before: the first installation, or a disk that is not mounted. */
  readonly made: boolean;
  readonly setAside: SetAside | null;
};

type Open = (path: string) => Promise<OpenedStore>;

/** What is damaged: nothing that we know of, or something that a reading ran into. */
export type Opener = (known: 'sound' | 'damaged') => Promise<Opening>;

/**
 * Opens the store, time after time. A damaged folder is set aside, and a new one with all that can be read of it takes its place.
 * An opening that took longer than `deadlineMs` is taken up by the next call. The making of a new one is waited for, at a start as well:
 * who gave it up would go on with nothing, and soon write that down as the newest snapshot.
 */
export function opener(path: string, now: () => number, open: Open, deadlineMs = openingDeadlineMs): Opener {
  let underWay: Promise<Opening> | null = null;
  let repairs = 0;
  let isRebuilding = false;
  let openingSinceMs = 0;
  const rebuildHere = async () => {
    isRebuilding = true;
    return rebuild(path).finally(() => {
      isRebuilding = false;
      openingSinceMs = performance.now();
    });
  };
  const mend = async (): Promise<Opening> => {
    // Made first: who dies meanwhile has the old folder in its place.
    const rebuilt = ++repairs <= repairLimit ? await rebuildHere() : null;
    const folder = setAside(path, now());
    if (rebuilt !== null) renameSync(rebuilt.folder, path);
    const salvaged = rebuilt !== null;
    return { ...(await open(path)), setAside: { folder, salvaged }, missing: rebuilt?.missing ?? [] };
  };
  const openOrMend = async (known: 'sound' | 'damaged'): Promise<Opening> => {
    if (known === 'damaged') return mend();
    try {
      return { ...(await open(path)), setAside: null, missing: [] };
    } catch (error) {
      if (!isDamage(error)) throw error;
      return mend();
    }
  };
  return async known => {
    openingSinceMs = performance.now();
    underWay ??= openOrMend(known);
    for (let leftMs = deadlineMs; leftMs > 0; ) {
      const result = await settledWithin(leftMs, underWay);
      if (result !== null) {
        underWay = null;
        if (result.status === 'rejected') throw result.reason;
        return result.value;
      }
      leftMs = isRebuilding ? deadlineMs : openingSinceMs + deadlineMs - performance.now();
    }
    throw new OutsideError('store-failed', `${path}: opening takes more than ${deadlineMs} ms`);
  };
}

export const isDamage = (error: unknown) => error instanceof OutsideError && error.code === 'store-damaged';

/**
 * Reads what is there. Where nothing can be read (no store, or one that was set aside) numbers begin at the present epoch millisecond:
 * higher than any that was ever used, so that no subscriber takes a new fact for one that he has. `markedSeq`: what stood in the file
 * beside the folder.
 */
export async function readRecovery(
  opening: Opening | null,
  nowMs: number,
  markedSeq: number,
): Promise<Recovery> {
  const nothing = { snapshots: [], damage: [], lastSeq: nowMs - 1, made: false };
  if (opening === null) return { ...nothing, setAside: null };
  if (opening.setAside?.salvaged === false) return { ...nothing, made: true, setAside: opening.setAside };
  const { snapshots, damage: badSnapshots } = await readSnapshots(opening.store);
  const found = await findDamageSince(opening.store, snapshots);
  const holes = await readHoles(opening.store);
  const last = (await readEnds(opening.store))?.last ?? 0;
  const missing = opening.missing.map(hole => ({ kind: 'gap', ...hole }) as const);
  const known = [...missing, ...badSnapshots, ...found];
  const lastKnown = Math.max(last, snapshots[0]?.seq ?? 0, ...holes.map(({ to }) => to));
  // Nothing is missing before the end, so it was the end that was dropped: not more facts than bytes.
  const dropped = found.length === 0 ? opening.droppedBytes : 0;
  const tailTo = Math.max(markedSeq, dropped === 0 ? 0 : lastKnown + dropped);
  const isKnown = known.some(({ to }) => to >= tailTo);
  const tail: Damage = { kind: 'tail-lost', from: lastKnown + 1, to: tailTo };
  const damage = tailTo > lastKnown && !isKnown ? [...known, tail] : known;
  const lastSeq = Math.max(lastKnown, ...damage.map(({ to }) => to));
  return { snapshots, damage, lastSeq, made: opening.made, setAside: opening.setAside };
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
