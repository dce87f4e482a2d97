// Sections `schedules` and `journal`: what happens by the clock, and how long records are kept.
import type { z } from 'zod';
import { dayKeys } from '../week.js';
import { block, duration, id, list, oneOf, text, wholeNumber } from '../words.js';

const [firstDays = 'every-day', ...otherDays] = dayKeys.keys();

export type ScheduleSection = z.output<typeof scheduleSection>;

export const scheduleSection = block({
  at: text('time', /^(?:[01]\d|2[0-3]):[0-5]\d$/).describe("Time of the day, in the site's zone."),
  days: oneOf([firstDays, ...otherDays])
    .prefault('every-day')
    .describe('Days of the week, e.g. mon-fri.'),
  do: oneOf(['log-out']).describe(
    'log-out: agents who forgot to log out are logged out (when their talk is over).',
  ),
  teams: list(id).min(1).optional().describe('Only these teams; if not given, everybody.'),
});

export type JournalSection = z.output<typeof journalSection>;

export const journalSection = block({
  keep: duration('1d', '3660d').prefault('90d').describe('How long the record of calls is kept.'),
  checkpoints: wholeNumber(0, 365)
    .prefault(7)
    .describe('How many nightly checkpoints of the record are kept beside it; 0: none is made.'),
}).prefault({});
