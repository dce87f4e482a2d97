// What becomes of a record: pure. When he is looked at next, what the end of a call means for him, and whether he is called again.
import type { OutboundEnd } from '../core/facts-outbound.js';
import { openingAt } from '../core/hours.js';
import type { OpenInterval } from '../core/site.js';
import type { CampaignSetup } from '../site/site-file.js';
import type { CampaignRecord, Outcome } from './records.js';

/** One whose hours are not now is looked at again after this at the latest: the calendar may be another one then. */
const lookAgainMs = 4 * 3_600_000;
/** A call stands in line no longer than this; then the record is looked at afresh. */
const longestInLineMs = 3_600_000;
/** After a call that ended before anybody was dialled. */
const soonMs = 60_000;
/** Of a campaign that the site file does not have any more. */
const resting = { afterMs: 3_600_000, times: 0 };

export type Turn =
  /** He may be called until then. */
  | { readonly kind: 'now'; readonly untilMs: number }
  | { readonly kind: 'later'; readonly atMs: number }
  /** Nobody can say what time it is where he lives. */
  | { readonly kind: 'never' };

/** May the customer be called now, by the hours of his zone and the days of the campaign? */
export function turnOf(record: CampaignRecord, campaign: CampaignSetup, nowMs: number): Turn {
  if (record.nextAtMs > nowMs) return { kind: 'later', atMs: record.nextAtMs };
  if (campaign.fromMs !== null && nowMs < campaign.fromMs) return { kind: 'later', atMs: campaign.fromMs };
  const endMs = Math.min(nowMs + longestInLineMs, campaign.untilMs ?? Number.MAX_SAFE_INTEGER);
  const times = campaign.timesIn(record.zone);
  if (times === null) return { kind: 'now', untilMs: endMs };
  if (times === 'no-zone') return { kind: 'never' };
  const opening = openingAt(times, nowMs);
  if (opening !== undefined) return { kind: 'now', untilMs: Math.min(endMs, opening.toMs) };
  return { kind: 'later', atMs: Math.min(nextOpening(times, nowMs), nowMs + lookAgainMs) };
}

function nextOpening(times: readonly OpenInterval[], nowMs: number): number {
  return times.find(({ fromMs }) => fromMs > nowMs)?.fromMs ?? Number.MAX_SAFE_INTEGER;
}

/** `lost`: the call is gone, and nothing is on record of how. */
export type CallEnding = OutboundEnd | 'lost';

/** What a call that has ended makes of its record. `campaign` null: the site file does not have it any more. */
export function settle(
  record: CampaignRecord,
  end: CallEnding,
  campaign: CampaignSetup | null,
  atMs: number,
): CampaignRecord {
  const { call } = record;
  if (end === 'talked') return closed(record, 'talked');
  if (end === 'not-allowed') return closed(record, 'not-allowed');
  if (call?.cause === 'skipped') return again(record, 'skipped', campaign, atMs);
  if (call?.dialled === true)
    return again(record, call.cause ?? (end === 'cancelled' ? 'no-answer' : 'lost'), campaign, atMs);
  // Nobody was dialled: it was no attempt.
  const outcome = call?.cause === 'agent-gone' ? 'agent-gone' : record.outcome;
  return open({ ...record, outcome }, call?.cause === 'agent-gone' ? atMs + soonMs : atMs);
}

/** He is not to be called, whatever else. */
export function bar(record: CampaignRecord, because: 'do-not-call' | 'not-allowed'): CampaignRecord {
  return closed(record, because);
}

function again(
  record: CampaignRecord,
  outcome: Outcome,
  campaign: CampaignSetup | null,
  atMs: number,
): CampaignRecord {
  const count = (record.counts[outcome] ?? 0) + 1;
  const after = { ...record, counts: { ...record.counts, [outcome]: count }, outcome };
  if (campaign === null) return open(after, atMs + resting.afterMs);
  const { afterMs, times } = retryOf(campaign, outcome);
  if (count > times || record.attempts >= campaign.attempts) return closed(after, outcome);
  return open(after, atMs + afterMs);
}

function retryOf({ retries }: CampaignSetup, outcome: Outcome) {
  switch (outcome) {
    case 'busy':
    case 'rejected':
    case 'unreachable':
    case 'skipped':
      return retries[outcome];
    default:
      return retries['no-answer'];
  }
}

function open(record: CampaignRecord, atMs: number): CampaignRecord {
  return { ...record, isDone: false, call: null, nextAtMs: atMs, dueAtMs: atMs };
}

function closed(record: CampaignRecord, outcome: Outcome): CampaignRecord {
  return { ...record, isDone: true, call: null, outcome };
}
