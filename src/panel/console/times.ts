// Moments that a supervisor names: in so long, or the next time that the clock on the wall shows so much.
import { timeOfDay } from '../page/format.js';

const minuteMs = 60_000;
/** A day of 25 hours is one, too. */
const mostMinutes = 25 * 60;

/** The next moment after `nowMs` at which it is `HH:MM` in the zone; `null`: there is none, or that is no time. */
export function nextTimeOf(time: string, zone: string, nowMs: number): number | null {
  if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(time)) return null;
  const firstMs = (Math.floor(nowMs / minuteMs) + 1) * minuteMs;
  for (let minute = 0; minute < mostMinutes; minute += 1) {
    const atMs = firstMs + minute * minuteMs;
    if (timeOfDay(atMs, zone, 'en') === time) return atMs;
  }
  return null;
}

/** The whole minute not before so many minutes from now. */
export const inMinutes = (minutes: number, nowMs: number): number =>
  Math.ceil(nowMs / minuteMs) * minuteMs + minutes * minuteMs;
