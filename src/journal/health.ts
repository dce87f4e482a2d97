// How the journal is, as the rest of the daemon sees it.
import type { ErrorCode } from '../base/error-catalogue.js';

/** Why facts are kept in memory instead of being acknowledged by the disk. */
export type Trouble = { readonly code: ErrorCode; readonly why: string; readonly sinceMs: number };

export type Health = {
  /** `null`: everything that is acknowledged is on its way to the disk within 50 ms. */
  readonly trouble: Trouble | null;
  /** Facts that a power failure would lose now. */
  readonly inMemory: number;
  /** Facts that were dropped because memory held too many; the journal names the hole. */
  readonly dropped: number;
};

/** Something that the journal should hold and does not. Numbers `from` to `to`, both included. */
export type Damage = {
  readonly kind: 'gap' | 'bad-sum' | 'bad-snapshot' | 'tail-lost';
  readonly from: number;
  readonly to: number;
};
