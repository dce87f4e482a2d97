// Section `calendars`: opening hours by name. An opening belongs to the day on which it begins, also when it ends after midnight.
import { z } from 'zod';
import { block, isDate, named, oneOf, refuse, text } from '../words.js';

/** Minutes of the day; `to` above 1440 ends on the next day. */
export type TimeRange = {
  readonly from: number;
  readonly to: number;
  readonly at: number;
  readonly length: number;
};

export type CalendarSection = {
  /** By key as written (`mon-fri`). */
  readonly days: ReadonlyMap<string, readonly TimeRange[]>;
  /** `ordinary`: a holiday is like any other day. */
  readonly holidays: 'ordinary' | readonly TimeRange[];
  /** By date or span of dates as written. */
  readonly dates: ReadonlyMap<string, readonly TimeRange[]>;
};

export const dayNames = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** Every way to name days of the week, with the days meant (0 is Monday). */
export const dayKeys: ReadonlyMap<string, readonly number[]> = new Map([
  ['every-day', [0, 1, 2, 3, 4, 5, 6]],
  ...dayNames.map((day, index): [string, number[]] => [day, [index]]),
  ...dayNames.flatMap((first, from) =>
    dayNames
      .slice(from + 1)
      .map((last, index): [string, number[]] => [
        `${first}-${last}`,
        Array.from({ length: index + 2 }, (_, step) => from + step),
      ]),
  ),
]);

const rangePattern = /^([01]\d|2[0-3]):([0-5]\d) *- *(?:([01]\d|2[0-3]):([0-5]\d)|24:00)$/;
const hoursPattern =
  /^(?:closed|(?:[01]\d|2[0-3]):[0-5]\d *- *(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)(?: *, *(?:[01]\d|2[0-3]):[0-5]\d *- *(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00))*)$/;

/** Openings of one day: `08:00-12:00, 13:30-18:00` or `closed`. `22:00-06:00` ends on the next day. */
export const hours = text('hours', hoursPattern).transform((written, context): readonly TimeRange[] => {
  if (written === 'closed') return [];
  const ranges: TimeRange[] = [];
  let at = 0;
  for (const part of written.split(',')) {
    const trimmed = part.trim();
    const found = rangePattern.exec(trimmed);
    const from = Number(found?.[1]) * 60 + Number(found?.[2]);
    const until = found?.[3] === undefined ? 1440 : Number(found[3]) * 60 + Number(found[4]);
    const start = at + part.indexOf(trimmed);
    if (until === from)
      return refuse(context, {
        text: { en: `\`${trimmed}\` is empty`, fr: `\`${trimmed}\` est vide` },
        hint: { en: 'a whole day is 00:00-24:00', fr: 'une journée entière est 00:00-24:00' },
        at: start,
        length: trimmed.length,
      });
    ranges.push({ from, to: until < from ? until + 1440 : until, at: start, length: trimmed.length });
    at += part.length + 1;
  }
  return ranges;
});

/** The days of `2026-12-24` or `2026-12-24..2026-12-31`; `null` for anything else. */
export function spanOfDates(key: string): { readonly first: string; readonly last: string } | null {
  const [first = '', last = first, ...more] = key.split('..');
  return more.length === 0 && isDate(first) && isDate(last) && first <= last ? { first, last } : null;
}

const weekDays = Object.fromEntries([...dayKeys.keys()].map(key => [key, hours.optional()]));

export const calendarSection = block({
  ...weekDays,
  holidays: z
    .union([oneOf(['ordinary']), hours], { error: 'hours' })
    .prefault('closed')
    .describe('On public holidays: closed, opening hours, or `ordinary` (like any other day).'),
  dates: named(hours)
    .prefault({})
    .describe(
      'Days that are not like others, by date or span of dates (2026-12-24..2026-12-31); stronger than all else.',
    ),
}).transform((given): CalendarSection => {
  const { holidays, dates, ...days } = given;
  const written = Object.entries(days as Record<string, readonly TimeRange[] | undefined>);
  return {
    days: new Map(written.flatMap(([key, ranges]) => (ranges === undefined ? [] : [[key, ranges]]))),
    holidays,
    dates: new Map(Object.entries(dates)),
  };
});
