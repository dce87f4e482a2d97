// What the HTTP API says to supervisors besides: half-hours of earlier days, partners against their caps, campaigns.
import { z } from 'zod';
import { named } from './schemas.js';

const atMs = z.int().nonnegative();
const ms = z.number().nonnegative();
const count = z.int().nonnegative();
const cap = count.nullable().describe('null: no cap.');
const date = z.string().regex(/^\d{4}-\d\d-\d\d$/);

export const halfHoursShown = named(
  'HalfHours',
  z.object({
    date: date.describe('A day of the site’s zone.'),
    dates: z.array(date).describe('The days that are kept, today last.'),
    halfHours: z.array(
      z.object({
        flow: z.string().describe('`all`: the site as a whole, for who sees every flow.'),
        fromMs: atMs,
        offered: count,
        byAgents: count,
        byPartners: count,
        abandoned: count,
        serviceLevel: z.object({ good: count, of: count }),
        meanWaitMs: ms.nullable(),
        longestWaitMs: ms,
      }),
    ),
  }),
);

export const codesShown = named(
  'WrapUpCodes',
  z.object({
    date: date.describe('A day of the site’s zone.'),
    dates: z.array(date).describe('The days that are kept, today last.'),
    flows: z.array(
      z.object({
        flow: z.string(),
        codes: z.record(z.string(), count).describe('Talks by what agents said they were about.'),
        notCoded: count.describe('Talks of which they said nothing.'),
      }),
    ),
  }),
);

export const listeningShown = named(
  'Listening',
  z.object({
    nowMs: atMs,
    listening: z
      .object({
        agent: z.string(),
        mode: z.enum(['listen', 'whisper', 'barge']),
        stays: z.boolean().describe('Follows the agent to the next talks.'),
        state: z
          .enum(['ringing', 'waiting', 'hearing'])
          .describe('ringing: one’s own phone. waiting: for a talk of the agent.'),
      })
      .nullable()
      .describe('null: nobody’s.'),
  }),
);

export const partnersShown = named(
  'Partners',
  z.object({
    nowMs: atMs,
    partners: z.array(
      z.object({
        partner: z.string(),
        name: z.string(),
        caps: z.object({ concurrent: cap, perMinute: cap, minutesPerDay: cap }),
        live: count.describe('Calls that ring or talk there.'),
        lastMinute: count.describe('Calls begun within the last minute.'),
        minutesToday: count.describe('Of talk, those that go on included.'),
        waiting: count.describe('Callers who wait for the partner.'),
        cappedUntilMs: atMs.nullable().describe('A cap is reached: until when at least.'),
      }),
    ),
  }),
);

export const campaignsShown = named(
  'Campaigns',
  z.object({
    nowMs: atMs,
    trouble: z.string().nullable().describe('Why the lists cannot be used.'),
    campaigns: z.array(
      z.object({
        campaign: z.string(),
        name: z.object({ en: z.string(), fr: z.string() }),
        flow: z.string(),
        mode: z.enum(['preview', 'progressive']),
        state: z.enum(['running', 'waiting', 'stopped', 'over']),
        records: count,
        open: count.describe('Those who may still be called.'),
        inLine: count,
        reserved: count,
        talking: count,
        done: z.record(z.string(), count).describe('By what came of the last try.'),
        nextAtMs: atMs.nullable(),
      }),
    ),
  }),
);
