// One line of what `npm run bench` reports, whoever measured it.

/** What was measured, beside what it is held against. Figures are texts with their unit (`3.1 ms`), as they are printed. */
export type BenchRow = {
  /** Begins in lower case, e.g. `idle agent, 10 calls/s: INVITE to INVITE, p50`. */
  readonly what: string;
  /** Plateau's figure. */
  readonly measured: string;
  /** The figure of app_queue in the same run; null where there is nothing to compare with. */
  readonly reference: string | null;
  /** Plateau's figure divided by the reference; null where there is none. */
  readonly ratio: number | null;
  /** In words, e.g. `p50 ≤ 1.1 × app_queue`; null where the figure is only told. */
  readonly target: string | null;
  /** Whether the target is met; null where there is none. */
  readonly ok: boolean | null;
  /** How it was measured, and for a miss why; may be empty. */
  readonly note: string;
};
