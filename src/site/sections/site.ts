// Section `site`: what the site is called, where and when it is, and what holds for all its agents.
import type { z } from 'zod';
import { block, date, duration, label, list, oneOf, text, wholeNumber, yesNo, zone } from '../words.js';

const holidays = block({
  country: text('country', /^[A-Z]{2}$/).describe('Whose public holidays: two capitals, e.g. FR or CM.'),
  region: text('region', /^[A-Za-z0-9]{1,10}$/)
    .optional()
    .describe('A region with holidays of its own, e.g. "57" for Moselle.'),
  extra: list(date)
    .prefault([])
    .describe('Days that are holidays here and not in the calendar of the country.'),
  except: list(date).prefault([]).describe('Public holidays on which this site works like on any other day.'),
});

export type SiteSection = z.output<typeof siteSection>;

export const siteSection = block({
  name: label.describe('Shown on pages, signs and reports.'),
  zone: zone.describe('Time zone of opening hours and of the day that reports count.'),
  languages: list(oneOf(['en', 'fr']))
    .min(1)
    .max(2)
    .describe('Languages spoken to callers; the first is used where the caller has not chosen.'),
  holidays: holidays.optional().describe('Public holidays, for the calendars.'),
  priorityStep: duration('0s', '1h')
    .prefault('30s')
    .describe('A call of priority 1 is served as if it had come this much earlier; priority 2, twice this.'),
  wrapUp: duration('0s', '1h')
    .prefault('10s')
    .describe('Wrap-up of an agent where neither he nor the flow has one.'),
  noAnswersBeforeNotReady: wholeNumber(0, 20)
    .prefault(1)
    .describe('After so many unanswered calls in a row an agent is made not-ready. 0: never.'),
  supervisionTone: yesNo
    .prefault(false)
    .describe('An agent hears a tone when a supervisor begins to listen to his talk.'),
  confirmTimeout: duration('3s', '1m')
    .prefault('8s')
    .describe('How long an agent with `confirm: true` has to press 1 after answering.'),
});
