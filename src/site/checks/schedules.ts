// What happens by the clock: when, and which keys belong to which action.
import { type Complaint, wrong, wrongKey } from '../problem.js';
import type { Draft } from '../read.js';
import type { ScheduleSection } from '../sections/keeping.js';
import type { Path } from '../source.js';
import { displayTexts } from '../texts-displays.js';

type Key = keyof ScheduleSection;

const keysOf: Readonly<Record<ScheduleSection['do'], readonly Key[]>> = {
  'log-out': ['teams'],
  message: ['text', 'signs', 'for', 'colour', 'flash'],
};

/** Least and most of each field. */
const fields = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 7],
] as const;

/** At most, from January: in a leap year. */
const daysOfMonth = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

export function checkSchedule(path: Path, schedule: ScheduleSection, draft: Draft): Complaint[] {
  const { at, days, cron, text, do: action, signs = [] } = schedule;
  const found: Complaint[] = [];
  if (cron === undefined && at === undefined) found.push(wrongKey(path, displayTexts.whenNeeded));
  if (cron !== undefined && (at !== undefined || days !== undefined))
    found.push(wrongKey([...path, 'cron'], displayTexts.whenTwice));
  if (cron !== undefined && !isPossible(cron)) found.push(wrong([...path, 'cron'], displayTexts.notACron));
  for (const key of Object.values(keysOf).flat())
    if (schedule[key] !== undefined && !keysOf[action].includes(key))
      found.push(wrongKey([...path, key], displayTexts.foreignScheduleKey(key, action, keysOf[action])));
  if (action === 'message' && text === undefined) found.push(wrongKey(path, displayTexts.textNeeded));
  signs.forEach((sign, index) => {
    if (!draft.signs.names.has(sign))
      found.push(wrong([...path, 'signs', index], displayTexts.noSign(sign, [...draft.signs.names])));
  });
  return found;
}

/** Every number within its field, no range the wrong way round, and a day that one of its months has. */
function isPossible(cron: string): boolean {
  const values = cron.split(' ').map((field, index) => expanded(field, fields[index] ?? [0, 0]));
  const [, , days = null, months = null] = values;
  if (days === null || months === null || values.includes(null)) return false;
  const firstDay = Math.min(...days);
  return months.some(month => firstDay <= (daysOfMonth[month - 1] ?? 0));
}

/** What a field stands for; `null`: nothing. */
function expanded(field: string, [least, most]: readonly [number, number]): readonly number[] | null {
  const found: number[] = [];
  for (const part of field.split(',')) {
    const [range = '', step = '1'] = part.split('/');
    const [from = 0, to = from] = range === '*' ? [least, most] : range.split('-').map(Number);
    const isSingle = range !== '*' && !range.includes('-');
    if (from < least || to > most || from > to || Number(step) < 1 || (isSingle && part.includes('/')))
      return null;
    for (let value = from; value <= to; value += Number(step)) found.push(value);
  }
  return found;
}
