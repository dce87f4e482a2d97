// Local days and times of a zone as UTC instants, right over changes of the clock. Pure: nothing here asks what time it is.
import { Temporal } from 'temporal-polyfill';

const dayMs = 86_400_000;
const minuteMs = 60_000;

/** One local day. `weekday` 0 is Monday. A day of a clock change lasts 23 or 25 hours. */
export type LocalDay = {
  readonly date: string;
  readonly weekday: number;
  readonly startMs: number;
  readonly endMs: number;
};

/** The local days from the one that holds `fromMs` to the one that holds `toMs`. */
export function localDays(zone: string, fromMs: number, toMs: number): LocalDay[] {
  const days: LocalDay[] = [];
  let date = Temporal.Instant.fromEpochMilliseconds(fromMs).toZonedDateTimeISO(zone).toPlainDate();
  let startMs = startOf(date, zone);
  while (startMs <= toMs) {
    const next = date.add({ days: 1 });
    const endMs = startOf(next, zone);
    days.push({ date: date.toString(), weekday: date.dayOfWeek - 1, startMs, endMs });
    date = next;
    startMs = endMs;
  }
  return days;
}

/** The instant of a local time, in minutes of that day; a time that the clock skips is the instant after the gap. */
export function instantOf(day: LocalDay, zone: string, minute: number): number {
  if (minute === 0) return day.startMs;
  if (minute === 1440) return day.endMs;
  if (day.endMs - day.startMs === dayMs) return day.startMs + minute * minuteMs;
  const date = Temporal.PlainDate.from(day.date);
  const time = new Temporal.PlainTime(Math.floor(minute / 60), minute % 60);
  return date.toZonedDateTime({ timeZone: zone, plainTime: time }).epochMilliseconds;
}

function startOf(date: Temporal.PlainDate, zone: string): number {
  return date.toZonedDateTime(zone).epochMilliseconds;
}

/** The first instant of a date (`2026-11-22`) in the zone. */
export function dayStartMs(date: string, zone: string): number {
  return startOf(Temporal.PlainDate.from(date), zone);
}

/** The first instant after it. */
export function dayEndMs(date: string, zone: string): number {
  return startOf(Temporal.PlainDate.from(date).add({ days: 1 }), zone);
}

/**
 * Whether days of the zone can be told. A few short names that `Intl` takes (CST, IST, BST …) mean several zones, and are refused here as
 * by the reader of the calendars.
 */
export function isZone(written: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+/-]*$/.test(written)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: written });
    dayStartMs('2026-01-01', written);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
