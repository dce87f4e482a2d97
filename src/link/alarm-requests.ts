// Reading commands about alarms, and the panel's reports.
import { z } from 'zod';
import type { PanelCause } from '../core/alarm-kinds.js';
import type { AlarmCommand } from '../core/facts-alarms.js';

/** The last moment that a date can name. */
const latestMs = 8_640_000_000_000_000;

/** One line for people. */
const line = (most: number) => z.string().regex(new RegExp(`^[^\\p{Cc}]{1,${most}}$`, 'u'));

export const alarmCommand = z.object({
  kind: z.literal('acknowledge'),
  alarm: line(300),
  note: line(500).nullable(),
}) satisfies z.ZodType<AlarmCommand>;

export const panelCause = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('sign-lost'), about: line(200), why: line(1_000) }),
  z.object({
    kind: z.literal('certificate-ends'),
    about: z.null(),
    endsAtMs: z.number().int().min(0).max(latestMs),
  }),
]) satisfies z.ZodType<PanelCause>;
