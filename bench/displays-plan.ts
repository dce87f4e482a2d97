// What displays do to the boards' server in the bench, and what their program tells of it.

/** Answer to `stop`. */
export type LoadResult = {
  readonly answers: number;
  readonly failures: number;
  readonly p99Ms: number;
  /** Connections that said nothing, and those that never ended their question, when it was stopped. */
  readonly idle: number;
  readonly slow: number;
};

export const load = { polling: 40, everyMs: 100, idle: 1_000, slow: 200, byteEveryMs: 500 } as const;
