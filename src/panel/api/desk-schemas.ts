// What the HTTP API says to an agent of himself.
import { z } from 'zod';
import { agentShown, agentStates, customerShown, named } from './schemas.js';

const atMs = z.int().nonnegative();
const ms = z.int().nonnegative();
const count = z.int().nonnegative();
const text = z.object({ en: z.string(), fr: z.string() });
const target = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('agent'), agent: z.string() }),
  z.object({ kind: z.literal('flow'), flow: z.string() }),
  z.object({ kind: z.literal('partner'), partner: z.string() }),
  z.object({ kind: z.literal('number'), number: z.string() }),
]);

const transfer = z.object({
  part: z.enum(['sender', 'target']).describe('sender: it is his; target: the caller is being sent to him.'),
  manner: z.enum(['blind', 'consultation', 'accompanied']),
  to: target,
  toName: text,
  fromName: z.string(),
  stage: z.enum(['sought', 'answered']),
  talksWith: z.enum(['caller', 'target', 'both']).describe('With whom the sender talks.'),
});

const call = z.object({
  call: z.string(),
  flow: z.string(),
  flowName: text,
  caller: z.string().describe('Of a call to a customer, his number.'),
  callerName: z.string(),
  dialled: z.string(),
  stage: z.enum(['offered', 'confirming', 'preview', 'dialling', 'joining', 'talking']),
  queuedAtMs: atMs,
  waitedMs: ms.describe('Of waits that are over.'),
  waitingSinceMs: atMs.nullable(),
  talkSinceMs: atMs.nullable(),
  untilMs: atMs.nullable().describe('End of the offer, of the time for the key, or of the preview.'),
  held: z.boolean(),
  recording: z.enum(['on', 'paused']).nullable(),
  transfer: transfer.nullable(),
  repeat: z.boolean(),
  contacts: count.nullable().describe('Earlier contacts of the customer that the site remembers.'),
  case: z.string().nullable().describe('The open case of the customer.'),
  customer: customerShown.nullable(),
  page: z.string().nullable().describe('The page about the customer that the site file names.'),
  outbound: z
    .object({
      kind: z.enum(['callback', 'case', 'campaign']),
      dialled: count,
      otherwise: z.enum(['dial', 'skip']).nullable().describe('What the end of the preview does.'),
    })
    .nullable(),
});

export const deskShown = named(
  'Desk',
  z.object({
    nowMs: atMs,
    switchConnected: z
      .boolean()
      .describe('False: no connection to Asterisk; talks go on, and nothing can be done to them.'),
    agent: agentShown.extend({ phone: z.enum(['unknown', 'idle', 'busy', 'unavailable']) }),
    call: call.nullable(),
    wrapUp: z
      .object({
        call: z.string(),
        flow: z.string(),
        flowName: text,
        untilMs: atMs,
        customerName: z.string().nullable(),
      })
      .nullable(),
  }),
);

export const previewBody = named(
  'PreviewAnswer',
  z.strictObject({
    answer: z.enum(['accept', 'skip']).describe('accept: the customer is dialled. skip: another time.'),
  }),
);

export const dayShown = named(
  'AgentDay',
  z.object({
    date: z.string().describe('The local day, YYYY-MM-DD.'),
    answered: count.describe('Calls, and not sent back in line.'),
    talks: count,
    talkMs: ms,
    wrapUpMs: ms,
    missed: count.describe('Offers that rang out (RONA).'),
    states: z.partialRecord(z.enum(agentStates), ms).describe('Time in each state, up to now.'),
  }),
);
