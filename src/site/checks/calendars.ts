// Calendars: every day once, hours in order and apart, dates that exist.
import { type Complaint, doubtful, wrong, wrongKey } from '../problem.js';
import type { Draft } from '../read.js';
import type { CalendarSection } from '../sections/calendars.js';
import type { Path } from '../source.js';
import { checkTexts } from '../texts-checks.js';
import { dayKeys, dayNames, spanOfDates, type TimeRange } from '../week.js';

const dayMinutes = 1440;

export function checkCalendars(draft: Draft, written: (path: Path) => boolean): Complaint[] {
  const found: Complaint[] = [];
  for (const [id, calendar] of draft.calendars.right) {
    const path: Path = ['calendars', id];
    const lists: [Path, readonly TimeRange[]][] = [
      ...[...calendar.days].map(([key, ranges]): [Path, readonly TimeRange[]] => [[...path, key], ranges]),
      ...[...calendar.dates].map(([key, ranges]): [Path, readonly TimeRange[]] => [
        [...path, 'dates', key],
        ranges,
      ]),
    ];
    if (calendar.holidays !== 'ordinary') lists.push([[...path, 'holidays'], calendar.holidays]);
    for (const [place, ranges] of lists) found.push(...checkRanges(place, ranges));
    found.push(...checkWeek(path, calendar));
    for (const key of calendar.dates.keys())
      if (spanOfDates(key) === null) found.push(wrongKey([...path, 'dates', key], checkTexts.badDates(key)));
    if (draft.site !== null && draft.site.holidays === undefined && written([...path, 'holidays']))
      found.push(doubtful([...path, 'holidays'], checkTexts.holidaysUndefined, 'key'));
  }
  return found;
}

function checkRanges(path: Path, ranges: readonly TimeRange[]): Complaint[] {
  const found: Complaint[] = [];
  let lastTo = 0;
  for (const { from, to, at, length } of ranges) {
    if (from < lastTo) found.push(wrong(path, { ...checkTexts.openingsOverlap, at, length }));
    lastTo = Math.max(lastTo, to);
    // A night shift is shorter than this; longer ones are mostly two times the wrong way round.
    if (to > dayMinutes && to - from >= dayMinutes / 2)
      found.push(
        doubtful(path, { ...checkTexts.longNight(`${time(from)}-${time(to)}`, time(to)), at, length }),
      );
  }
  return found;
}

function checkWeek(path: Path, calendar: CalendarSection): Complaint[] {
  const found: Complaint[] = [];
  const owner = new Map<number, string>();
  for (const key of calendar.days.keys())
    for (const day of dayKeys.get(key) ?? []) {
      const other = owner.get(day);
      if (other === undefined) owner.set(day, key);
      else {
        found.push(wrongKey([...path, key], checkTexts.dayTwice(dayNames[day] ?? '', other)));
        break;
      }
    }
  for (let day = 0; day < 7; day += 1) {
    const key = owner.get(day);
    const nextDay = (day + 1) % 7;
    const last = calendar.days.get(key ?? '')?.at(-1);
    const next = calendar.days.get(owner.get(nextDay) ?? '')?.[0];
    if (key === undefined || last === undefined || next === undefined || last.to - dayMinutes <= next.from)
      continue;
    const { at, length } = last;
    found.push(
      wrong([...path, key], { ...checkTexts.openingsReachNextDay(dayNames[nextDay] ?? ''), at, length }),
    );
    break;
  }
  if ([...calendar.days.values()].every(ranges => ranges.length === 0))
    found.push(doubtful(path, checkTexts.neverOpen, 'key'));
  return found;
}

function time(minutes: number): string {
  const ofDay = minutes > dayMinutes ? minutes - dayMinutes : minutes;
  return `${String(Math.floor(ofDay / 60)).padStart(2, '0')}:${String(ofDay % 60).padStart(2, '0')}`;
}
