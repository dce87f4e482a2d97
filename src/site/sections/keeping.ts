// Sections `schedules` and `journal`: what happens by the clock, and how long records are kept.
import type { z } from 'zod';
import { dayKeys } from '../week.js';
import { block, duration, id, list, oneOf, text, wholeNumber, yesNo } from '../words.js';

const [firstDays = 'every-day', ...otherDays] = dayKeys.keys();

export type ScheduleSection = z.output<typeof scheduleSection>;

/** Minute, hour, day, month, day of the week; each a number, a range, a list, or every so many. */
const cronPattern =
  /^(?:(?:\*|\d{1,2}(?:-\d{1,2})?)(?:\/\d{1,2})?(?:,(?:\*|\d{1,2}(?:-\d{1,2})?)(?:\/\d{1,2})?)*(?: (?=.)|$)){5}$/;

export const scheduleSection = block({
  at: text('time', /^(?:[01]\d|2[0-3]):[0-5]\d$/)
    .optional()
    .describe("Time of the day, in the site's zone."),
  days: oneOf([firstDays, ...otherDays])
    .optional()
    .describe('Days of the week, e.g. mon-fri. Default: every-day.'),
  cron: text('cron', cronPattern)
    .optional()
    .describe(
      'Instead of at and days: minute, hour, day, month, day of the week (0 is Sunday), e.g. "*/30 9-17 * * 1-5".',
    ),
  do: oneOf(['log-out', 'message']).describe(
    'log-out: agents who forgot to log out are logged out (when their talk is over). message: a text on signs.',
  ),
  teams: list(id).min(1).optional().describe('log-out: only these teams; if not given, everybody.'),
  text: text('sign-message', /^[^\p{Cc}]{1,100}$/u)
    .optional()
    .describe('message: what is shown.'),
  signs: list(id).min(1).optional().describe('message: on these signs; if not given, on all.'),
  for: duration('1s', '1d').optional().describe('message: so long. Default: 10m.'),
  colour: oneOf(['red', 'amber', 'green']).optional().describe('message: its colour. Default: amber.'),
  flash: yesNo.optional().describe('message: it flashes. Default: false.'),
});

export type JournalSection = z.output<typeof journalSection>;

export const journalSection = block({
  keep: duration('1d', '3660d').prefault('90d').describe('How long the record of calls is kept.'),
  checkpoints: wholeNumber(0, 365)
    .prefault(7)
    .describe('How many nightly checkpoints of the record are kept beside it; 0: none is made.'),
}).prefault({});
