// What the keeper's process is asked, and what it answers: one JSON document each way, on standard input and output, so that no secret
// stands on a command line.
import { z } from 'zod';
import type { RecordingOf } from './folder.js';

export type StoredAt = { readonly url: string; readonly user: string; readonly password: string };

export type Job =
  /** The recordings of ours that Asterisk has in store. */
  | { readonly kind: 'list'; readonly ari: StoredAt }
  /** Fetch both tracks, keep them as one file, and delete them from Asterisk's store when that is safe. */
  | {
      readonly kind: 'keep';
      readonly ari: StoredAt;
      readonly of: RecordingOf;
      readonly folder: string;
      readonly publicKey: string | null;
    };

const ari = z.object({ url: z.string(), user: z.string(), password: z.string() });

export const jobShape: z.ZodType<Job> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('list'), ari }),
  z.object({
    kind: z.literal('keep'),
    ari,
    of: z.object({
      recording: z.string(),
      call: z.string(),
      flow: z.string(),
      agent: z.string(),
      startedAtMs: z.number(),
    }),
    folder: z.string(),
    publicKey: z.string().nullable(),
  }),
]);

export const resultShape = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('listed'), recordings: z.array(z.string()) }),
  z.object({
    kind: z.literal('kept'),
    file: z.string(),
    bytes: z.number(),
    encrypted: z.boolean(),
  }),
  /** Asterisk has nothing of it. */
  z.object({ kind: z.literal('missing'), why: z.string() }),
  /** What Asterisk has of it is no sound, and stays there. */
  z.object({ kind: z.literal('no-sound'), why: z.string() }),
  /** To be tried again. */
  z.object({ kind: z.literal('failed'), why: z.string() }),
]);

export type JobResult = z.output<typeof resultShape>;
