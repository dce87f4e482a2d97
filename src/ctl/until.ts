// `--until 18:00 [--date 2026-12-24]`: a moment of the site's clock.
import { Temporal } from 'temporal-polyfill';

/** Epoch ms; `null` for what is no time or no day. Without a date: today at that time, also when it has gone by. */
export function momentOf(time: string, date: string | null, zone: string, nowMs: number): number | null {
  const [, hours, minutes] = /^([01]?\d|2[0-3])[:h]([0-5]\d)$/.exec(time) ?? [];
  if (hours === undefined || minutes === undefined) return null;
  const now = Temporal.Instant.fromEpochMilliseconds(nowMs).toZonedDateTimeISO(zone);
  const day = date === null ? now.toPlainDate() : dayOf(date);
  if (day === null) return null;
  const plainTime = new Temporal.PlainTime(Number(hours), Number(minutes));
  return day.toZonedDateTime({ timeZone: zone, plainTime }).epochMilliseconds;
}

function dayOf(written: string): Temporal.PlainDate | null {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(written) ?? [];
  try {
    return Temporal.PlainDate.from(
      { year: Number(year), month: Number(month), day: Number(day) },
      { overflow: 'reject' },
    );
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
