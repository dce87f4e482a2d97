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

/** Every number within its field, and no range the wrong way round. */
function isPossible(cron: string): boolean {
  return cron.split(' ').every((field, index) => {
    const [least, most] = fields[index] ?? [0, 0];
    return field.split(',').every(part => {
      const [range = '', step] = part.split('/');
      const [from = '', to = from] = range.split('-');
      if (step !== undefined && (Number(step) < 1 || (range !== '*' && !range.includes('-')))) return false;
      return range === '*' || (Number(from) >= least && Number(to) <= most && Number(from) <= Number(to));
    });
  });
}
