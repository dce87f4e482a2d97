// From the journal to the state as it was: the newest snapshot that can be read, and the facts after it. Nothing is decided here.
import { AssertionError } from '../base/assert.js';
import { apply } from '../core/apply.js';
import type { Recorded } from '../core/facts.js';
import type { Site } from '../core/site.js';
import { fromSnapshot } from '../core/snapshot.js';
import { createState, type State } from '../core/state.js';
import type { FactStore } from './ports.js';

export type Recovered = {
  readonly state: State;
  /** The snapshot that was used ends here; 0: none. */
  readonly snapshotSeq: number;
  readonly facts: number;
};

/**
 * `firstSeq`: where the journal begins to be whole. A snapshot of another version of the program is passed over. Rejects when the
 * journal cannot be read.
 */
export async function recover(
  site: Site,
  snapshots: readonly { readonly seq: number; readonly state: unknown }[],
  firstSeq: number,
  read: FactStore['read'],
): Promise<Recovered> {
  const { state, seq } = newest(site, snapshots);
  let facts = 0;
  let next = seq === 0 ? firstSeq : seq + 1;
  for (let page: readonly Recorded[] = await read(next); page.length > 0; page = await read(next)) {
    for (const { fact, atMs } of page) apply(state, fact, atMs);
    facts += page.length;
    next = (page.at(-1)?.seq ?? next) + 1;
  }
  return { state, snapshotSeq: seq, facts };
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
