// What a flow did in one local day or half-hour. Plain numbers, so that each is one record in the store and they can be added up.
import type { TreatmentReason } from '../core/facts.js';
import type { PartnerId } from '../core/site.js';
import type { WrapUpCodeId } from '../core/site-wrap-up.js';
import type { AgentState } from '../link/messages.js';

/** How many agents are in each state. */
export type AgentCounts = Record<AgentState, number>;

/**
 * A call counts in the day and half-hour in which it entered and in the flow in which it is, or was at its end. At any time
 * `offered = waiting now + answered + abandoned + shortAbandoned + released + fallback + lost`.
 */
export type Counts = {
  offered: number;
  /** By an agent or a partner, and not sent back in line. */
  answered: number;
  answeredInThreshold: number;
  /** Hung up while waiting; short abandons are not among them. */
  abandoned: number;
  abandonedInThreshold: number;
  shortAbandoned: number;
  released: Record<TreatmentReason, number>;
  fallback: number;
  lost: number;
  /** Came from, or went on to, another flow; `offered` has the first and not the second. */
  movedIn: number;
  movedOut: number;
  /** Of the answered ones, by partner. */
  overflowed: Record<PartnerId, number>;
  /** Waiting time of the answered calls: divided by `answered` it is the ASA. */
  answeredWaitMs: number;
  /** Longest wait of a call up to its answer here, or up to its end without one. */
  longestWaitMs: number;
  talks: number;
  talkMs: number;
  /** Answers to the question after the call, and their sum: these two count in the day on which they were given. */
  scores: number;
  scoreSum: number;
  /** Call-backs that callers asked for; those who talked; those given up. Each counts in the day on which it happened. */
  callBacks: number;
  calledBack: number;
  callBacksGivenUp: number;
  /** What agents said talks were about, and talks of which they said nothing; both count when it was first said, or was not. */
  codes: Record<WrapUpCodeId, number>;
  notCoded: number;
};

/** Why calls are released, in the order in which figures show it. */
export const releaseReasons: readonly TreatmentReason[] = [
  'closed',
  'closing',
  'line-full',
  'too-long',
  'nobody',
  'unknown-flow',
  'call-back',
];

/** A day on which nothing has happened yet. */
export function emptyCounts(): Counts {
  return {
    offered: 0,
    answered: 0,
    answeredInThreshold: 0,
    abandoned: 0,
    abandonedInThreshold: 0,
    shortAbandoned: 0,
    released: {
      closed: 0,
      closing: 0,
      'line-full': 0,
      'too-long': 0,
      nobody: 0,
      'unknown-flow': 0,
      'call-back': 0,
    },
    fallback: 0,
    lost: 0,
    movedIn: 0,
    movedOut: 0,
    overflowed: {},
    answeredWaitMs: 0,
    longestWaitMs: 0,
    talks: 0,
    talkMs: 0,
    scores: 0,
    scoreSum: 0,
    callBacks: 0,
    calledBack: 0,
    callBacksGivenUp: 0,
    codes: {},
    notCoded: 0,
  };
}

/** A partner, flow or code may have the name of something that every object has. Nothing is kept of what is none. */
export function plus<K extends string>(
  counts: Readonly<Record<K, number>>,
  key: K,
  more: number,
): Record<K, number> {
  const sum = (Object.hasOwn(counts, key) ? counts[key] : 0) + more;
  const { [key]: _, ...others } = counts;
  return (sum === 0 ? others : { ...counts, [key]: sum }) as Record<K, number>;
}

/** Adds `more` to `total`. */
export function addCounts(total: Counts, more: Counts): void {
  total.offered += more.offered;
  total.answered += more.answered;
  total.answeredInThreshold += more.answeredInThreshold;
  total.abandoned += more.abandoned;
  total.abandonedInThreshold += more.abandonedInThreshold;
  total.shortAbandoned += more.shortAbandoned;
  for (const reason of releaseReasons) total.released[reason] += more.released[reason];
  total.fallback += more.fallback;
  total.lost += more.lost;
  total.movedIn += more.movedIn;
  total.movedOut += more.movedOut;
  for (const [partner, count] of Object.entries(more.overflowed))
    total.overflowed = plus(total.overflowed, partner, count);
  total.answeredWaitMs += more.answeredWaitMs;
  total.longestWaitMs = Math.max(total.longestWaitMs, more.longestWaitMs);
  total.talks += more.talks;
  total.talkMs += more.talkMs;
  total.scores += more.scores;
  total.scoreSum += more.scoreSum;
  total.callBacks += more.callBacks;
  total.calledBack += more.calledBack;
  total.callBacksGivenUp += more.callBacksGivenUp;
  for (const [code, count] of Object.entries(more.codes)) total.codes = plus(total.codes, code, count);
  total.notCoded += more.notCoded;
}

/** Calls released for any reason. */
export const releasedInAll = (counts: Counts): number =>
  releaseReasons.reduce((sum, reason) => sum + counts.released[reason], 0);

/** Calls answered by any partner. */
export const overflowedInAll = (counts: Counts): number =>
  Object.values(counts.overflowed).reduce((sum, count) => sum + count, 0);

/** What one or more callers answered on average, in tenths of a point, rounded down; `null`: nobody has answered. */
export const meanScoreTenths = ({ scores, scoreSum }: Pick<Counts, 'scores' | 'scoreSum'>): number | null =>
  scores === 0 ? null : Math.floor((scoreSum * 10) / scores);

/** `4.2` of 42 tenths. */
export const scoreText = (tenths: number): string => `${Math.floor(tenths / 10)}.${tenths % 10}`;

/** Of the answered calls, percent that agents answered, rounded; `null` before the first one. */
export const shareInHouse = (counts: Counts): number | null =>
  counts.answered === 0
    ? null
    : Math.round((100 * (counts.answered - overflowedInAll(counts))) / counts.answered);
