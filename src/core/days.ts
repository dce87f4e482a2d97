// Local days of the site: where a moment lies in them.
import type { Site } from './site.js';

type Days = Pick<Site, 'dayStarts'>;

/** How many days have begun until the moment, of those that the site was compiled for. */
function daysBegun({ dayStarts }: Days, atMs: number): number {
  let low = 0;
  let high = dayStarts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((dayStarts[middle] ?? Number.POSITIVE_INFINITY) <= atMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Start of the local day in which the moment lies. */
export function dayStartOf(site: Days, atMs: number): number {
  return site.dayStarts[daysBegun(site, atMs) - 1] ?? 0;
}

/** Start of the local day after it; `null`: the site was not compiled for so far. */
export function nextDayStartOf(site: Days, atMs: number): number | null {
  return site.dayStarts[daysBegun(site, atMs)] ?? null;
}
