// From opening hours to UTC intervals: exceptional dates first, then public holidays, then the days of the week.
import type { OpenInterval } from '../../core/site.js';
import type { CalendarSection } from '../sections/calendars.js';
import { dayKeys, spanOfDates, type TimeRange } from '../week.js';
import { instantOf, type LocalDay } from './days.js';

/** The openings of a calendar that begin on one of `days` (consecutive), sorted; openings that touch are one. */
export function openings(
  calendar: CalendarSection,
  days: readonly LocalDay[],
  holidays: ReadonlySet<string>,
  zone: string,
): OpenInterval[] {
  const found: OpenInterval[] = [];
  const week = weekOf(calendar);
  const dates = datesOf(calendar);
  days.forEach((day, index) => {
    const ordinary = week[day.weekday] ?? [];
    const onHoliday = calendar.holidays === 'ordinary' ? ordinary : calendar.holidays;
    const ranges = dates(day.date) ?? (holidays.has(day.date) ? onHoliday : ordinary);
    for (const { from, to } of ranges) {
      const fromMs = instantOf(day, zone, from);
      const next = days[index + 1];
      const toMs =
        to <= 1440
          ? instantOf(day, zone, to)
          : next === undefined
            ? day.endMs
            : instantOf(next, zone, to - 1440);
      if (toMs > fromMs) found.push({ fromMs, toMs });
    }
  });
  return joined(found);
}

function weekOf(calendar: CalendarSection): readonly TimeRange[][] {
  const week: TimeRange[][] = [[], [], [], [], [], [], []];
  for (const [key, ranges] of calendar.days)
    for (const day of dayKeys.get(key) ?? []) week[day]?.push(...ranges);
  return week;
}

/** What holds on a date by name; of several spans that hold it the shortest. */
function datesOf(calendar: CalendarSection): (date: string) => readonly TimeRange[] | null {
  const spans = [...calendar.dates].flatMap(([key, ranges]) => {
    const span = spanOfDates(key);
    return span === null ? [] : [{ ...span, ranges, days: Date.parse(span.last) - Date.parse(span.first) }];
  });
  spans.sort((a, b) => a.days - b.days);
  return date => spans.find(({ first, last }) => first <= date && date <= last)?.ranges ?? null;
}

function joined(intervals: readonly OpenInterval[]): OpenInterval[] {
  const sorted = [...intervals].sort((a, b) => a.fromMs - b.fromMs);
  const result: OpenInterval[] = [];
  for (const interval of sorted) {
    const last = result.at(-1);
    if (last !== undefined && interval.fromMs <= last.toMs)
      result[result.length - 1] = { fromMs: last.fromMs, toMs: Math.max(last.toMs, interval.toMs) };
    else result.push(interval);
  }
  return result;
}
