// What the engine needs from outside: a place for facts, and the time. journal/ and the entry point provide them; tests bring their own.
import type { CallId, Fact, Recorded } from '../core/facts.js';

export type FactStore = {
  readonly lastSeq: number;
  readonly snapshotIsDue: boolean;
  /** Numbers the facts and writes them. `then` is called once, later, in the order of the calls, when they survive the process. */
  readonly append: (facts: readonly Fact[], atMs: number, then: () => void) => readonly Recorded[];
  /** Facts from `fromSeq` on, oldest first, a page at a time, without a gap; empty when `fromSeq` is missing or not there yet. */
  readonly read: (fromSeq: number) => Promise<readonly Recorded[]>;
  /** The first number from `fromSeq` on under which there is a fact: the other side of a hole. `null`: none. */
  readonly readableFrom: (fromSeq: number) => Promise<number | null>;
  readonly factsOf: (call: CallId) => Promise<readonly Recorded[]>;
  /** Never rejects. */
  readonly writeSnapshot: (state: unknown, atMs: number) => Promise<boolean>;
};

export type Clock = {
  /** Epoch milliseconds, never backwards. */
  readonly now: () => number;
  /** Calls back once after `ms`; returns what takes it back. */
  readonly after: (ms: number, wake: () => void) => () => void;
};

/** Node caps a timer at 2^31 − 1 ms and fires a longer one at once. */
const longestMs = 2_147_000_000;

/** How fast time passes for us while the wall clock, which was set back, is behind. */
const behindSpeed = 0.9;

/** A journal that is ahead of the wall clock by more was written with a clock that was wrong: it is not followed into the future. */
const aheadLimitMs = 86_400_000;

/**
 * Epoch milliseconds from a wall clock that may be set, and a clock that cannot be. A wall clock that is set forward is followed at
 * once. When it is set back we go on a little slower until it has caught up, so that no moment comes twice and no deadline stalls.
 * `notBeforeMs` is the last moment that was lived through before a restart: nor does one come twice over that, or a day's minutes
 * with a partner could be had twice.
 */
export function steadyTime(wall: () => number, elapsed: () => number, notBeforeMs = 0): () => number {
  const wallMs = wall();
  let atMs = notBeforeMs - wallMs > aheadLimitMs ? wallMs : Math.max(wallMs, notBeforeMs);
  let elapsedMs = elapsed();
  return () => {
    const nextMs = elapsed();
    const atLeastMs = atMs + (nextMs - elapsedMs) * behindSpeed;
    elapsedMs = nextMs;
    atMs = Math.max(wall(), atLeastMs);
    return Math.floor(atMs);
  };
}

export function systemClock(notBeforeMs: number): Clock {
  return {
    now: steadyTime(
      () => Date.now(),
      () => performance.now(),
      notBeforeMs,
    ),
    after: (ms, wake) => {
      const timer = setTimeout(wake, Math.max(0, Math.min(ms, longestMs)));
      return () => clearTimeout(timer);
    },
  };
}
