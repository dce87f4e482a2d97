// Opening hours, compiled to UTC: where a moment lies in them.
import type { OpenInterval } from './site.js';

/** The opening in which the moment lies; `undefined`: closed. */
export function openingAt(hours: readonly OpenInterval[], atMs: number): OpenInterval | undefined {
  let low = 0;
  let high = hours.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((hours[middle]?.fromMs ?? Number.POSITIVE_INFINITY) <= atMs) low = middle + 1;
    else high = middle;
  }
  const last = hours[low - 1];
  return last !== undefined && atMs < last.toMs ? last : undefined;
}
