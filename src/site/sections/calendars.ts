// Section `calendars`: opening hours by name. An opening belongs to the day on which it begins, also when it ends after midnight.
import { z } from 'zod';
import { dayKeys, type TimeRange } from '../week.js';
import { block, named, oneOf, refuse, text } from '../words.js';

export type CalendarSection = {
  /** By key as written (`mon-fri`). */
  readonly days: ReadonlyMap<string, readonly TimeRange[]>;
  /** `ordinary`: a holiday is like any other day. */
  readonly holidays: 'ordinary' | readonly TimeRange[];
  /** By date or span of dates as written. */
  readonly dates: ReadonlyMap<string, readonly TimeRange[]>;
};

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
