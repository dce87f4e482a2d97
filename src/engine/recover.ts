// From the journal to the state as it was: the newest snapshot that can be read, and the facts after it. Nothing is decided here.
// A hole in the journal is passed over, not an end: what came after it is nearer to the truth, what contradicts itself is taken back
// (core/mend.ts), and the switch's snapshot tells the rest.
import { AssertionError } from '../base/assert.js';
import { apply } from '../core/apply.js';
import type { Recorded } from '../core/facts.js';
import { mendRecords } from '../core/mend.js';
import type { Site } from '../core/site.js';
import { fromSnapshot } from '../core/snapshot.js';
import { createState, type State } from '../core/state.js';
import type { FactStore } from './ports.js';

export type Recovered = {
  readonly state: State;
  /** The snapshot that was used ends here; 0: none. */
  readonly snapshotSeq: number;
  readonly facts: number;
  /** Of the last fact, epoch ms; 0: there is none. */
  readonly lastAtMs: number;
  /** Holes that were passed over: then a new snapshot is due at once, so that the next recovery need not pass them again. */
  readonly holes: number;
};

/**
 * Folds what the journal holds. A snapshot of another version of the program is passed over. Rejects when the journal cannot be read.
 */
export async function recover(
  site: Site,
  snapshots: readonly { readonly seq: number; readonly state: unknown }[],
  journal: Pick<FactStore, 'read' | 'readableFrom'>,
): Promise<Recovered> {
  const { state, seq } = newest(site, snapshots);
  let lastAtMs = (seq === 0 ? [] : await journal.read(seq))[0]?.atMs ?? 0;
  let facts = 0;
  let holes = 0;
  // A journal that has no disk at the start holds nothing, and cannot be read.
  let next = seq === 0 ? await journal.readableFrom(0) : seq + 1;
  while (next !== null) {
    const page: readonly Recorded[] = await journal.read(next);
    for (const { fact, atMs } of page) apply(state, fact, atMs);
    facts += page.length;
    const last = page.at(-1);
    if (last !== undefined) {
      next = last.seq + 1;
      lastAtMs = Math.max(lastAtMs, last.atMs);
    } else {
      next = await journal.readableFrom(next);
      if (next !== null) holes++;
    }
  }
  mendRecords(state, lastAtMs);
  return { state, snapshotSeq: seq, facts, lastAtMs, holes };
}

function newest(
  site: Site,
  snapshots: readonly { readonly seq: number; readonly state: unknown }[],
): { state: State; seq: number } {
  for (const { seq, state } of snapshots) {
    try {
      return { state: fromSnapshot(state, site), seq };
    } catch (error) {
      if (!(error instanceof AssertionError)) throw error;
    }
  }
  return { state: createState(site), seq: 0 };
}
