// A record of a list: whom to call, and what has come of it so far; and how it is stored.
import type { CampaignId } from '../core/site-campaigns.js';

/** As it comes from a list. */
export type Listed = {
  /** In international form. */
  readonly number: string;
  readonly name: string;
  /** What the list calls him; may be empty. */
  readonly customer: string;
  readonly zone: string;
};

/** What came of the last try. `agent-gone`: his agent hung up before he was dialled; `lost`: nobody knows. */
export const outcomes = [
  'talked',
  'busy',
  'no-answer',
  'rejected',
  'unreachable',
  'skipped',
  'agent-gone',
  'lost',
  'do-not-call',
  'not-allowed',
] as const;

export type Outcome = (typeof outcomes)[number];

export type CampaignRecord = Listed & {
  readonly campaign: CampaignId;
  /** Counts from 1 in its campaign. */
  readonly id: number;
  /** Nobody calls him any more. */
  readonly isDone: boolean;
  /** Times that he was dialled. */
  readonly attempts: number;
  /** How often each outcome came. */
  readonly counts: Readonly<Partial<Record<Outcome, number>>>;
  readonly outcome: Outcome | null;
  /** Not before; what it means for one who is done is nothing. */
  readonly nextAtMs: number;
  /** When he is looked at next: his hours may begin later. */
  readonly dueAtMs: number;
  /** Calls made of him so far: the next one's number is one more. */
  readonly serial: number;
  /** The call that stands in line for him, or that an agent is at. */
  readonly call: {
    readonly id: string;
    readonly dialled: boolean;
    readonly cause: Outcome | null;
  } | null;
  readonly lastAtMs: number | null;
  /** Who was reserved for the last try. */
  readonly agent: string | null;
};

export function newRecord(campaign: CampaignId, id: number, listed: Listed, nowMs: number): CampaignRecord {
  const { number, name, customer, zone } = listed;
  return {
    ...{ campaign, id, number, name, customer, zone, isDone: false, attempts: 0, counts: {}, outcome: null },
    ...{ nextAtMs: nowMs, dueAtMs: nowMs, serial: 0, call: null, lastAtMs: null, agent: null },
  };
}

const digits = (value: number, length: number) =>
  String(Math.max(0, Math.floor(value))).padStart(length, '0');

export const recordKey = (campaign: CampaignId, id: number) => `r!${campaign}!${digits(id, 9)}`;
export const numberKey = (campaign: CampaignId, number: string) => `n!${campaign}!${number}`;
export const dueKey = (campaign: CampaignId, atMs: number, id: number) =>
  `d!${campaign}!${digits(atMs, 15)}!${digits(id, 9)}`;
/** Numbers that must not be called. */
export const barredKey = (number: string) => `b!${number}`;
export const countsKey = (campaign: CampaignId) => `c!${campaign}`;
/** How far in the journal the records are. */
export const seenKey = 's';

/** Everything of a campaign under a letter. */
export const rangeOf = (letter: 'r' | 'n' | 'd', campaign: CampaignId) => ({
  from: `${letter}!${campaign}!`,
  before: `${letter}!${campaign}"`,
});

/** Null for what is not a record of ours. */
export function readRecord(value: string | undefined): CampaignRecord | null {
  const json = value === undefined ? null : parsed(value);
  return isRecord(json) ? json : null;
}

export type Counts = {
  /** The highest id that was given. */
  readonly lastId: number;
  readonly records: number;
  readonly open: number;
  /** By what came of the last try, of those who are done. */
  readonly done: Readonly<Partial<Record<Outcome, number>>>;
};

export const noCounts: Counts = { lastId: 0, records: 0, open: 0, done: {} };

export function readCounts(value: string): Counts | null {
  const json = parsed(value);
  return typeof json === 'object' && json !== null && 'lastId' in json && 'done' in json
    ? (json as Counts)
    : null;
}

/** The counts when one record is taken out and another put in. */
export function recount(counts: Counts, before: CampaignRecord | null, after: CampaignRecord | null): Counts {
  const by = (one: CampaignRecord | null, add: number, { records, open, done, lastId }: Counts): Counts => {
    if (one === null) return { records, open, done, lastId };
    const outcome = one.outcome ?? 'lost';
    return {
      lastId: Math.max(lastId, one.id),
      records: records + add,
      open: one.isDone ? open : open + add,
      done: one.isDone ? { ...done, [outcome]: (done[outcome] ?? 0) + add } : done,
    };
  };
  return by(after, 1, by(before, -1, counts));
}

function parsed(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function isRecord(json: unknown): json is CampaignRecord {
  return (
    typeof json === 'object' &&
    json !== null &&
    'campaign' in json &&
    'number' in json &&
    'attempts' in json &&
    'nextAtMs' in json
  );
}
