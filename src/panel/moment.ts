// What is published at one moment: the figures, and how far they can be believed. Signs, boards and the page all get the same one.
import { type Figures, figuresAt } from './figures.js';
import type { Floor } from './floor.js';
import type { FeedStatus } from './follower.js';
import type { Counted, StaleReason, Trouble } from './page-state.js';
import type { Setup } from './setup.js';

/** Figures that nobody has confirmed for so long are stale. The calls process is heard once a second. */
const staleAfterMs = 5_000;

export type Moment = {
  readonly nowMs: number;
  readonly floor: Floor;
  readonly figures: Figures;
  /** Time since the figures were last confirmed. */
  readonly ageMs: number;
  /** `sinceMs` 0: they never were. */
  readonly stale: { readonly because: StaleReason; readonly sinceMs: number } | null;
  readonly counted: Counted | null;
  readonly trouble: Trouble | null;
};

/** Takes a floor as it is now. */
export function momentOf(floor: Floor, status: FeedStatus, setup: Setup, nowMs: number): Moment {
  const { currentAtMs } = status;
  const ageMs = Math.max(0, nowMs - currentAtMs);
  const because = staleReason(status, ageMs);
  return {
    nowMs,
    floor,
    figures: figuresAt(floor, setup, nowMs),
    ageMs,
    stale: because === null ? null : { because, sinceMs: currentAtMs },
    counted: because === 'counting' ? status.counted : null,
    trouble: because === null && status.heartbeat?.storeOk === false ? 'store-degraded' : null,
  };
}

function staleReason({ complete, lost, heartbeat }: FeedStatus, ageMs: number): StaleReason | null {
  if (ageMs > staleAfterMs)
    return lost === null && heartbeat?.switchConnected === false ? 'switch-lost' : 'silent';
  return complete ? null : 'counting';
}
