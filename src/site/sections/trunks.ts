// Sections `trunks` and `partners`: the lines to the outside, and who takes overflow through them.
import type { z } from 'zod';
import { block, duration, id, label, list, oneOf, text, wholeNumber, yesNo } from '../words.js';

export type TrunkSection = z.output<typeof trunkSection>;

export const trunkSection = block({
  name: label.describe('Shown on pages.'),
  kind: oneOf(['pjsip', 'dahdi']).describe('pjsip: SIP. dahdi: E1/T2 cards.'),
  endpoint: text('trunk-endpoint', /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/).describe(
    'pjsip: the name of the endpoint in pjsip.conf. dahdi: the group to dial, e.g. g1.',
  ),
  spans: list(wholeNumber(1, 256)).prefault([]).describe('dahdi: the spans of the trunk.'),
  channels: wholeNumber(1, 10_000).describe('How many calls it carries at once; a T2 carries 30.'),
});

export type PartnerSection = z.output<typeof partnerSection>;

const destination = block({
  trunk: id.describe('One of `trunks`.'),
  number: text('number', /^\+?[0-9]{1,20}$/).describe('The number to dial, between quotes.'),
});

const caps = block({
  concurrent: wholeNumber(1, 10_000).optional().describe('Calls at once.'),
  perMinute: wholeNumber(1, 10_000).optional().describe('Calls a minute.'),
  minutesPerDay: wholeNumber(1, 10_000_000).optional().describe('Minutes of talk a day.'),
});

export const partnerSection = block({
  name: label.describe('Shown on pages and reports.'),
  destinations: list(destination)
    .min(1)
    .describe('Tried in this order. Nothing that is not in this list is ever dialled.'),
  caps: caps
    .prefault({})
    .describe('Hard limits of what the partner gets; beyond them callers stay in line here.'),
  dialTimeout: duration('5s', '2m').prefault('20s').describe('How long the partner may let it ring.'),
  confirm: yesNo
    .prefault(false)
    .describe('The partner must press 1 (where an answering machine might take the call).'),
  maximumTalk: duration('1m', '12h').optional().describe('A talk is ended after this long.'),
  retryAfter: duration('1s', '1h')
    .prefault('30s')
    .describe('A partner that refused a call gets no other one for this long.'),
});
