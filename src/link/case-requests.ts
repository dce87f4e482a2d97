// Reading commands about cases.
import { z } from 'zod';
import type { CaseCommand } from '../core/case-commands.js';

const name = z.string().min(1).max(200);
/** One line for people. */
const line = (most: number) => z.string().regex(new RegExp(`^[^\\p{Cc}]{1,${most}}$`, 'u'));
const customer = line(64);
const channel = z.string().regex(/^[a-z][a-z0-9-]{0,31}$/);
const moment = z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER);
const id = { case: line(32) };

export const caseCommand = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('contact'), customer, channel, atMs: moment.nullable() }),
  z.object({
    kind: z.literal('open'),
    customer,
    customerName: line(80).or(z.literal('')),
    owner: name.nullable(),
    colour: name.nullable(),
    note: line(500).nullable(),
  }),
  z.object({ kind: z.literal('open-last'), agent: name }),
  z.object({ kind: z.literal('solve-last'), agent: name }),
  z.object({ kind: z.literal('note'), ...id, text: line(500) }),
  z.object({ kind: z.literal('colour'), ...id, colour: name }),
  z.object({ kind: z.literal('give'), ...id, agent: name }),
  z.object({ kind: z.literal('wait'), ...id, entity: line(80) }),
  z.object({ kind: z.literal('resume'), ...id }),
  z.object({
    kind: z.literal('call-back'),
    ...id,
    atMs: moment.nullable(),
    number: line(40).nullable().default(null),
  }),
  z.object({ kind: z.literal('solve'), ...id }),
  z.object({ kind: z.literal('reopen'), ...id }),
  z.object({ kind: z.literal('close'), ...id }),
]) satisfies z.ZodType<CaseCommand>;
