// Sections `repeatCallers` and `cases`: who has called often is served in-house, and his problem has an owner until it is solved.
import { z } from 'zod';
import { block, duration, id, list, name, oneOf, wholeNumber } from '../words.js';

const insteadOfPartners = z.union(
  [
    oneOf(['stay', 'release']),
    block({ flow: id.describe('Goes on in another flow, with the time at which he first asked.') }),
  ],
  { error: 'treatment' },
);

const orNone = <T>(given: T | undefined): T | 'none' => given ?? 'none';

const owner = block({
  for: duration('0s', '10m')
    .prefault('45s')
    .describe(
      'For so long the owner of the case is asked before all others. 0s: he is asked like the others.',
    ),
});

export type RepeatCallersSection = z.output<typeof repeatCallersSection>;

/** `none`: the site does not look for repeat callers. */
export const repeatCallersSection = block({
  contacts: wholeNumber(2, 20)
    .prefault(3)
    .describe('From so many contacts of the same customer on, this call included, it is a repeat call.'),
  within: duration('1h', '31d').prefault('7d').describe('Contacts longer ago than this do not count.'),
  counts: oneOf(['answered', 'all'])
    .prefault('answered')
    .describe('Which calls are contacts: those that were answered, or all; other channels always count.'),
  flows: list(id).min(1).optional().describe('Only calls of these flows; if not given, of all.'),
  flow: id.optional().describe('Where a repeat call goes; if not given, it stays in the flow it came to.'),
  priority: wholeNumber(0, 100).prefault(0).describe('Of a repeat call, at least.'),
  insteadOfPartners: insteadOfPartners
    .prefault('stay')
    .describe('A repeat call never goes to partners: what becomes of it where the flow would send it there.'),
  owner: owner.prefault({}).describe("The owner of the caller's open case."),
})
  .optional()
  .transform(orNone);

export type CasesSection = z.output<typeof casesSection>;

const colour = block({
  id: id.describe('How commands and records call the colour.'),
  name: name.describe(
    "Its name: shown on the agent's phone before the caller's, for those too who see no colours.",
  ),
});

const colours: readonly z.input<typeof colour>[] = [
  { id: 'red', name: { en: 'Red', fr: 'Rouge' } },
  { id: 'orange', name: { en: 'Orange', fr: 'Orange' } },
  { id: 'green', name: { en: 'Green', fr: 'Vert' } },
];

const callBack = block({
  flow: id.describe(
    'Its hours and its wrap-up count; its rings say who makes the call when the owner does not.',
  ),
  keepFree: duration('0s', '30m')
    .prefault('2m')
    .describe('So long before the promised moment the owner gets no other call.'),
  late: duration('1m', '24h')
    .prefault('15m')
    .describe('So long after it the call is late: supervisors see an alarm.'),
  ownerAway: oneOf(['deputy', 'wait'])
    .prefault('deputy')
    .describe(
      'What becomes of a late call. deputy: another agent of the flow makes it; wait: it waits for the owner.',
    ),
});

/** `none`: the site keeps no cases. */
export const casesSection = block({
  colours: list(colour)
    .min(1)
    .max(10)
    .prefault([...colours])
    .describe('The most urgent first.'),
  firstColour: id.optional().describe('Of a new case; if not given, the least urgent.'),
  opens: oneOf(['repeat-call', 'by-hand'])
    .prefault('repeat-call')
    .describe('Whether a repeat call opens a case when an agent answers it, who then owns it.'),
  maximumOpen: wholeNumber(1, 1_000)
    .optional()
    .describe('Open cases that one agent may have; a new one goes to another agent beyond that.'),
  callBack: callBack
    .optional()
    .describe(
      'Promised call-backs are made, by the section `outbound`: the phone of the owner first, then the customer.',
    ),
})
  .optional()
  .transform(orNone);
