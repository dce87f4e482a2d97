// What the thresholds say of the figures, without flicker: worse is shown at once, better only when it has lasted. Signs and boards
// show the same.
import type { Threshold } from '../site/site-file.js';
import { alertOf } from './alerts.js';
import { figureValue } from './display.js';
import type { Figures } from './figures.js';
import type { Alert } from './page-state.js';

/** By `flow.figure`; a figure without a threshold is not in it. */
export type Alerts = ReadonlyMap<string, Alert>;

export const noAlerts: Alerts = new Map();

const severity = { fine: 0, amber: 1, red: 2 } as const satisfies Record<Alert, number>;

/** 0 fine, 1 amber, 2 red. */
export function alertLevel(alert: Alert): number {
  return severity[alert];
}

type Kept = {
  shown: Alert;
  /** The worst that it has been since it began to be better than what is shown. */
  since: { atMs: number; worst: Alert } | null;
};

/** Remembers what is shown of each threshold. */
export class SteadyAlerts {
  readonly #thresholds: readonly Threshold[];
  readonly #kept = new Map<string, Kept>();

  constructor(thresholds: readonly Threshold[]) {
    this.#thresholds = thresholds;
  }

  /** The alerts at `nowMs`. Call it in the order of time. */
  update(figures: Figures, nowMs: number): Alerts {
    const alerts = new Map<string, Alert>();
    for (const threshold of this.#thresholds) {
      const key = `${threshold.flow}.${threshold.figure}`;
      const kept = this.#kept.get(key) ?? { shown: 'fine', since: null };
      this.#kept.set(key, kept);
      const value = figureValue(figures, threshold.flow, threshold.figure);
      settle(kept, alertOf(threshold, value), threshold.steadyMs, nowMs);
      alerts.set(key, kept.shown);
    }
    return alerts;
  }
}

function settle(kept: Kept, now: Alert, steadyMs: number, nowMs: number): void {
  if (severity[now] >= severity[kept.shown]) {
    kept.shown = now;
    kept.since = null;
    return;
  }
  // A clock that was set back: time is counted from here.
  if (kept.since === null || nowMs < kept.since.atMs) kept.since = { atMs: nowMs, worst: now };
  else if (severity[now] > severity[kept.since.worst]) kept.since.worst = now;
  if (nowMs - kept.since.atMs < steadyMs) return;
  // Amber for a while and fine for a moment is amber still.
  kept.shown = kept.since.worst;
  kept.since = now === kept.shown ? null : { atMs: nowMs, worst: now };
}
