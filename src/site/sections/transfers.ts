// Section `transfers`: where agents may send their callers, and by which digits.
import type { z } from 'zod';
import { targetPattern } from '../target.js';
import { block, duration, id, label, named, text, wholeNumber } from '../words.js';

export type TransfersSection = z.output<typeof transfersSection>;

const outsideNumber = block({
  name: label.describe('Shown on pages and reports.'),
  trunk: id.describe('One of `trunks`.'),
  number: text('number', /^\+?[0-9]{1,20}$/).describe('The number to dial, between quotes.'),
  concurrent: wholeNumber(1, 1_000).prefault(2).describe('Calls to it at once.'),
  perMinute: wholeNumber(1, 1_000).prefault(10).describe('Calls to it a minute.'),
  dialTimeout: duration('5s', '2m').prefault('30s').describe('How long it may ring.'),
  maximumTalk: duration('1m', '12h').prefault('1h').describe('A talk is ended after this long.'),
});

export const transfersSection = block({
  maximum: wholeNumber(1, 50).prefault(8).describe('So often may one call be transferred.'),
  priority: wholeNumber(0, 100)
    .prefault(1)
    .describe(
      "Added to the flow's priority for who is transferred into it: he goes before those from outside.",
    ),
  prefix: text('talk-prefix', /^\*[0-9]{0,2}$/)
    .prefault('*2')
    .describe('What an agent presses before a code while he talks.'),
  numbers: named(outsideNumber)
    .prefault({})
    .describe('Outside numbers that agents may transfer to, by id; none but these is ever dialled.'),
  codes: named(text('target', targetPattern))
    .prefault({})
    .describe(
      'Digits, between quotes, that name a target on a phone. An agent has those of his phone anyway.',
    ),
}).prefault({});
