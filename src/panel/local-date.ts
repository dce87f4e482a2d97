// Which local day an instant belongs to: every figure of a day counts the calls that entered on it.

/** The local date of an instant, `YYYY-MM-DD`. */
export type LocalDate = (atMs: number) => string;

/** Zones differ from UTC by whole quarters of an hour and change on them, so a quarter lies in one local day. */
const quarterMs = 15 * 60_000;
const kept = 64;

/** Dates of an IANA time zone. Refuses an unknown zone with a `RangeError`. */
export function localDates(zone: string): LocalDate {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  const known = new Map<number, string>();
  return atMs => {
    const quarter = Math.floor(atMs / quarterMs);
    const found = known.get(quarter);
    if (found !== undefined) return found;
    if (known.size >= kept) known.clear();
    const date = format.format(quarter * quarterMs);
    known.set(quarter, date);
    return date;
  };
}

/** Time of day as a sign shows it, `HH:MM`. */
export function localTimes(zone: string): (atMs: number) => string {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' });
  return atMs => format.format(atMs);
}
