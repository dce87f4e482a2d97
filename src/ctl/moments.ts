// A moment as the technician writes it: `2026-11-24T10:00` or `10:00` in the zone of the site, or `2h` from now.
import { Temporal } from 'temporal-polyfill';

/** Epoch ms; `null`: not understood. A time alone is the next one of that name; a duration counts from `nowMs` on. */
export function momentOf(written: string, nowMs: number, zone: string): number | null {
  const [, amount = '', unit = ''] = /^(\d{1,4})(m|h|d)$/.exec(written) ?? [];
  if (amount !== '')
    return nowMs + Number(amount) * (unit === 'm' ? 60_000 : unit === 'h' ? 3_600_000 : 86_400_000);
  try {
    if (/^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}$/.test(written))
      return Temporal.PlainDateTime.from(written.replace(' ', 'T')).toZonedDateTime(zone).epochMilliseconds;
    if (!/^\d{2}:\d{2}$/.test(written)) return null;
    const now = Temporal.Instant.fromEpochMilliseconds(nowMs).toZonedDateTimeISO(zone);
    const today = now.withPlainTime(Temporal.PlainTime.from(written));
    return (today.epochMilliseconds > nowMs ? today : today.add({ days: 1 })).epochMilliseconds;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
