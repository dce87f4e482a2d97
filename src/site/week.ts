// Days of the week, dates and times of the day, as a site file writes them.

/** Minutes of the day; `to` above 1440 ends on the next day. */
export type TimeRange = {
  readonly from: number;
  readonly to: number;
  readonly at: number;
  readonly length: number;
};

export const dayNames = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** Every way to name days of the week, with the days meant (0 is Monday); spans first. */
export const dayKeys: ReadonlyMap<string, readonly number[]> = new Map([
  ['every-day', [0, 1, 2, 3, 4, 5, 6]],
  ...dayNames.flatMap((first, from) =>
    dayNames
      .slice(from + 1)
      .map((last, index): [string, number[]] => [
        `${first}-${last}`,
        Array.from({ length: index + 2 }, (_, step) => from + step),
      ]),
  ),
  ...dayNames.map((day, index): [string, number[]] => [day, [index]]),
]);

/** Whether a text is a day of the calendar, `2026-12-24`. */
export function isDate(written: string): boolean {
  const day = new Date(`${written}T00:00:00Z`);
  return (
    /^\d{4}-\d{2}-\d{2}$/.test(written) &&
    !Number.isNaN(day.getTime()) &&
    day.toISOString().startsWith(written)
  );
}

/** The days of `2026-12-24` or `2026-12-24..2026-12-31`; `null` for anything else. */
export function spanOfDates(key: string): { readonly first: string; readonly last: string } | null {
  const [first = '', last = first, ...more] = key.split('..');
  return more.length === 0 && isDate(first) && isDate(last) && first <= last ? { first, last } : null;
}
