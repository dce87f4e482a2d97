// Reading requests about campaigns.
import { z } from 'zod';
import type { ListedView } from './campaign-messages.js';

const id = z.number().int().positive().max(Number.MAX_SAFE_INTEGER);
const line = (most: number) => z.string().regex(new RegExp(`^[^\\p{Cc}]{0,${most}}$`, 'u'));
const campaign = z.string().regex(/^[a-z][a-z0-9-]{0,31}$/);
const agent = z.string().min(1).max(200);
const count = z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER);
const limit = z.number().int().positive().max(5_000);

const listed = z.object({
  number: z.string().regex(/^\+[1-9][0-9]{7,14}$/),
  name: line(80),
  customer: z.string().regex(/^[^\p{Cc}\s]{0,64}$/u),
  zone: z.string().regex(/^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/),
}) satisfies z.ZodType<ListedView>;

export function campaignRequests<A extends z.ZodType>(by: A) {
  return [
    z.object({ id, type: z.literal('campaigns') }),
    z.object({ id, type: z.literal('campaign-order'), campaign, order: z.enum(['start', 'stop']), by }),
    z.object({
      id,
      type: z.literal('campaign-add'),
      campaign,
      listed: z.array(listed).min(1).max(1_000),
      by,
    }),
    z.object({ id, type: z.literal('campaign-clear'), campaign, by }),
    z.object({ id, type: z.literal('campaign-records'), campaign, afterId: count, limit }),
    z.object({
      id,
      type: z.literal('do-not-call'),
      change: z.enum(['add', 'remove']),
      numbers: z.array(z.string().min(1).max(40)).min(1).max(1_000),
      by,
    }),
    z.object({ id, type: z.literal('do-not-call-list'), after: line(20), limit }),
    z.object({
      id,
      type: z.literal('preview-answer'),
      agent,
      answer: z.enum(['accept', 'skip']),
      by,
    }),
  ] as const;
}
