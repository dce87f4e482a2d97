// Section `campaigns`: calls to the customers of a list, made by agents who are reserved first. The lists come by `plateauctl campaign import`.
import type { z } from 'zod';
import { block, date, duration, id, name, oneOf, text, wholeNumber } from '../words.js';

const again = (after: string, times: number) =>
  block({
    after: duration('1m', '30d').prefault(after).describe('How much later it is tried again.'),
    times: wholeNumber(0, 20).prefault(times).describe('How often, in all. 0: never.'),
  }).prefault({});

export type CampaignSection = z.output<typeof campaignSection>;

export const campaignSection = block({
  name: name.describe('Shown to people.'),
  flow: id.describe('One of `flows`: its rings say which agents make the calls, its hours when they work.'),
  mode: oneOf(['preview', 'progressive']).describe(
    '`preview`: the agent is shown the customer and accepts or skips him; `progressive`: the agent answers, and the customer is dialled.',
  ),
  times: id
    .optional()
    .describe(
      "One of `calendars`, read in each customer's own zone; if not given, `outbound.callTimes` is, in his zone too.",
    ),
  from: date.optional().describe('Its first day.'),
  until: date.optional().describe('Its last day; it stops by itself then.'),
  preview: block({
    within: duration('5s', '10m').prefault('30s').describe('How long the agent may look at the customer.'),
    otherwise: oneOf(['dial', 'skip']).prefault('skip').describe('What becomes of it when he has not said.'),
  }).optional(),
  keepReady: wholeNumber(0, 1_000)
    .prefault(0)
    .describe('So many ready agents of the ring stay free for callers.'),
  maximumAtOnce: wholeNumber(1, 500).prefault(1).describe('Calls of the campaign at once.'),
  callerNumber: text('number', /^\+?[0-9]{1,20}$/)
    .optional()
    .describe('The number that customers are shown; if not given, `outbound.callerNumber`.'),
  attempts: wholeNumber(1, 20)
    .prefault(3)
    .describe('How often one customer is dialled, whatever came of it.'),
  notReached: block({
    busy: again('10m', 3),
    noAnswer: again('2h', 2),
    rejected: again('1d', 0),
    unreachable: again('1d', 1),
    skipped: again('1d', 1).describe('The agent did not want him.'),
  })
    .prefault({})
    .describe('When and how often it is tried again, by what came of it.'),
});
