// Key `shares` of a flow: how its answered calls are divided between in-house and partners.
import type { z } from 'zod';
import { block, duration, id, named, oneOf, percent, wholeNumber } from '../words.js';

export type ShareSection = z.output<typeof shareSection>;

const overflow = block({
  soft: duration('0s', '1h').prefault('0s').describe('Partners take nobody who has waited less.'),
  hard: duration('1s', '4h')
    .optional()
    .describe(
      'Partners may take whoever has waited so long, whatever the share. Without it: never beyond the share.',
    ),
});

export const shareSection = block({
  during: id.optional().describe('One of `calendars`: when this share is in force. Without it: always.'),
  inHouse: percent.optional().describe('Of the answered calls, so many in-house: no more, no fewer.'),
  partnersAtMost: percent.optional().describe('Of the answered calls, so many by partners at most.'),
  per: oneOf(['hour', 'day']).prefault('hour').describe('Counting begins anew every hour, or every day.'),
  overflow: overflow
    .prefault({})
    .describe(
      'The moment from which partners may take a caller moves between these two, so that the share is met.',
    ),
  proportions: named(wholeNumber(1, 1_000))
    .prefault({})
    .describe('What goes to partners is divided among them like this: { teleperf: 2, snt: 1 }.'),
});
