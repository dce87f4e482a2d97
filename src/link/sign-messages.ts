// Signs on the control socket: how they are, as the panel tells it, and what is ordered for them.
import { z } from 'zod';
import type { SignId, SignOrder } from '../core/facts-signs.js';

/** A sign as the panel last saw it. */
export type SignView = {
  readonly sign: SignId;
  readonly protocol: string;
  /** `10.1.2.3:3001`, `/dev/ttyUSB0`. */
  readonly place: string;
  /** `null`: it is connected. */
  readonly trouble: string | null;
  /** The text of each page that it shows, rows separated by ` / `. */
  readonly pages: readonly string[];
};

export type SignsView = {
  /** The signs of the site file. */
  readonly known: readonly SignId[];
  readonly signs: readonly SignView[];
  /** When the panel told it; `null`: it has told nothing since the start. */
  readonly reportedAtMs: number | null;
  readonly nowMs: number;
};

export type SignAnswer =
  | { readonly ok: true; readonly signs: readonly SignId[] }
  | { readonly ok: false; readonly because: 'unknown-sign' };

const id = z.string().min(1).max(64);

const dayMs = 86_400_000;

/** What people other than technicians order. */
export const signMessage = z.object({
  kind: z.literal('message'),
  text: z.string().regex(/^[^\p{Cc}]{1,100}$/u),
  colour: z.enum(['red', 'amber', 'green']),
  flash: z.boolean(),
  forMs: z.number().int().min(1_000).max(dayMs),
});
export const signMessageEnd = z.object({ kind: z.literal('end-message') });

export const signOrder = z.discriminatedUnion('kind', [
  signMessage,
  signMessageEnd,
  z.object({ kind: z.literal('test') }),
  z.object({ kind: z.literal('clear') }),
]) satisfies z.ZodType<SignOrder>;

/** `null`: all signs. */
export const signNames = z.array(id).min(1).max(500).nullable();

export const signReport = z
  .array(
    z.object({
      sign: id,
      protocol: z.string().max(20),
      place: z.string().max(300),
      trouble: z.string().max(500).nullable(),
      pages: z.array(z.string().max(2_000)).max(50),
    }),
  )
  .max(500) satisfies z.ZodType<readonly SignView[]>;
