// Which local day and half-hour an instant belongs to: every figure of a day counts the calls that entered on it.

/** The local date of an instant, `YYYY-MM-DD`. */
export type LocalDate = (atMs: number) => string;

/** Days and half-hours of a zone. */
export type LocalCalendar = {
  readonly dateOf: LocalDate;
  /**
   * When the local half-hour of an instant began, epoch ms. Where the clock is set back the hour that comes twice has four half-hours, two of
   * each name; where it is set forward there are two fewer.
   */
  readonly halfHourOf: (atMs: number) => number;
};

/** Zones differ from UTC by whole quarters of an hour and change on them, so a quarter lies in one local day. */
const quarterMs = 15 * 60_000;
const dayMs = 86_400_000;
const kept = 64;

/** Days and half-hours of an IANA time zone. Refuses an unknown zone with a `RangeError`. */
export function localDates(zone: string): LocalCalendar {
  const date = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  const minute = new Intl.DateTimeFormat('en-GB', { timeZone: zone, minute: 'numeric' });
  return {
    dateOf: byQuarter(atMs => date.format(atMs)),
    halfHourOf: byQuarter(atMs => (Number(minute.format(atMs)) % 30 === 0 ? atMs : atMs - quarterMs)),
  };
}

/** Asks once for each quarter of an hour: with its beginning. */
function byQuarter<Value>(ask: (quarterAtMs: number) => Value): (atMs: number) => Value {
  const known = new Map<number, Value>();
  return atMs => {
    const quarter = Math.floor(atMs / quarterMs);
    const found = known.get(quarter);
    if (found !== undefined) return found;
    if (known.size >= kept) known.clear();
    const value = ask(quarter * quarterMs);
    known.set(quarter, value);
    return value;
  };
}

/** The date so many days before another. */
export function daysBefore(date: string, days: number): string {
  return new Date(Date.parse(`${date}T12:00:00Z`) - days * dayMs).toISOString().slice(0, 10);
}

/** Time of day as a sign shows it, `HH:MM`. */
export function localTimes(zone: string): (atMs: number) => string {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' });
  return atMs => format.format(atMs);
}
