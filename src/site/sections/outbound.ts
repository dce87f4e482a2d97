// Section `outbound`: whom the site calls itself, when, over which trunk and how often. Numbers come from callers and desks: nothing that the
// prefixes here do not allow is ever dialled.
import type { z } from 'zod';
import { block, duration, id, list, oneOf, text, wholeNumber, zone } from '../words.js';

const prefix = text('number', /^\+[1-9][0-9]{0,14}$/);

const retry = (after: string, times: number) =>
  block({
    after: duration('1m', '7d').prefault(after).describe('How much later the customer is called again.'),
    times: wholeNumber(0, 20).prefault(times).describe('How often, in all. 0: never.'),
  }).prefault({});

const orNone = <T>(given: T | undefined): T | 'none' => given ?? 'none';

export type OutboundSection = z.output<typeof outboundSection>;

/** `none`: the site calls nobody. */
export const outboundSection = block({
  trunk: id.describe('One of `trunks`: over which customers are called.'),
  callerNumber: text('number', /^\+?[0-9]{1,20}$/).describe('The number that customers are shown.'),
  country: prefix.describe('How national numbers are read: the prefix of the country, "+33".'),
  national: text('number', /^[0-9]{0,3}$/)
    .prefault('0')
    .describe('What stands before a national number; "" where nothing does.'),
  dialAs: oneOf(['national', 'international', 'digits'])
    .prefault('national')
    .describe('How the trunk wants numbers: 0612345678, 0033612345678 or 33612345678.'),
  numbers: block({
    allow: list(prefix).min(1).describe('Prefixes that may be dialled, e.g. "+33". Nothing else ever is.'),
    deny: list(prefix)
      .prefault([])
      .describe(
        'Prefixes that may not, e.g. "+3389"; the longest of both lists decides. Premium-rate ones are never.',
      ),
  }),
  callTimes: id
    .optional()
    .describe('One of `calendars`: when customers may be called by law, public holidays included.'),
  zones: list(
    block({
      prefix: prefix.describe('Of the numbers, e.g. "+262".'),
      zone: zone.describe('Where they are.'),
    }),
  )
    .prefault([])
    .describe('Customers who live in another time zone: `callTimes` is read in theirs.'),
  dialTimeout: duration('5s', '2m').prefault('30s').describe('How long it rings at the customer’s.'),
  caps: block({
    concurrent: wholeNumber(1, 10_000).optional().describe('Customers called at once.'),
    perMinute: wholeNumber(1, 10_000).optional().describe('Customers called a minute.'),
    perDay: wholeNumber(1, 1_000_000).optional().describe('Customers called a day.'),
  })
    .prefault({})
    .describe('Hard limits; beyond them calls wait.'),
  notReached: block({
    busy: retry('5m', 3),
    noAnswer: retry('30m', 2),
    rejected: retry('1h', 0),
    unreachable: retry('1h', 1),
  })
    .prefault({})
    .describe('When and how often a customer is called again who was not reached.'),
  maximumTalk: duration('1m', '12h')
    .prefault('4h')
    .describe('A talk with a customer who was called is ended after this long.'),
  expires: duration('10m', '30d')
    .prefault('1d')
    .describe('A call-back that could not be made so long is given up.'),
})
  .optional()
  .transform(orNone);
