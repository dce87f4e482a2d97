// An ordered store of texts, as the journal and the panel's history need it. LevelDB stands behind it; tests put others there.

export type StoreOperation =
  | { readonly type: 'put'; readonly key: string; readonly value: string }
  | { readonly type: 'del'; readonly key: string };

/** Keys `from` (included) to `before` (excluded), in the order of their UTF-8 bytes. */
export type StoreRange = { readonly from: string; readonly before: string };

/** Every operation rejects with an `OutsideError` when the disk or the store fails. */
export type Store = {
  readonly get: (key: string) => Promise<string | undefined>;
  /** The values of several keys, `undefined` for each that is not there. */
  readonly getMany: (keys: readonly string[]) => Promise<readonly (string | undefined)[]>;
  /** At most `limit` entries, the last ones first if `newestFirst`. */
  readonly range: (
    range: StoreRange & { readonly limit: number; readonly newestFirst?: boolean },
  ) => Promise<readonly (readonly [key: string, value: string])[]>;
  /**
   * All or nothing. Not synced: survives the death of the process, not of the machine. Synced: survives both, and so do all batches
   * that were acknowledged before it.
   */
  readonly batch: (
    operations: readonly StoreOperation[],
    options: { readonly sync: boolean },
  ) => Promise<void>;
  readonly clear: (range: StoreRange) => Promise<void>;
  /** Gives the room of what was deleted in the range back to the disk; takes its time, beside reading and writing. */
  readonly compact: (range: StoreRange) => Promise<void>;
  readonly close: () => Promise<void>;
};
