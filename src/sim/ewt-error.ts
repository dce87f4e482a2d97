// How wrong the announced expected wait was: each announcement beside what really happened to the caller who heard it.
import type { Fact } from '../core/facts.js';

/** Announcements of callers who were answered; who hung up first never learnt how long it would have taken, and is only counted. */
export type EwtBucket = {
  readonly fromMs: number;
  /** Not included. */
  readonly toMs: number;
  announced: number;
  abandoned: number;
  answered: number;
  /** Sums over the answered. */
  expectedMs: number;
  actualMs: number;
  absoluteErrorMs: number;
};

export type EwtErrors = {
  readonly buckets: readonly EwtBucket[];
  readonly pending: Map<string, { readonly atMs: number; readonly expectedMs: number }[]>;
};

const limitsMs = [0, 15_000, 30_000, 60_000, 120_000, 300_000, Number.POSITIVE_INFINITY];

export function createEwtErrors(): EwtErrors {
  const buckets = limitsMs.slice(1).map((toMs, index) => ({
    fromMs: limitsMs[index] ?? 0,
    toMs,
    announced: 0,
    abandoned: 0,
    answered: 0,
    expectedMs: 0,
    actualMs: 0,
    absoluteErrorMs: 0,
  }));
  return { buckets, pending: new Map() };
}

/** Takes the facts in the order of the journal. */
export function learnEwt(errors: EwtErrors, fact: Fact, atMs: number): void {
  const { pending } = errors;
  if (fact.type === 'call-announced' && fact.expectedWaitMs !== null) {
    const heard = pending.get(fact.call) ?? [];
    heard.push({ atMs, expectedMs: fact.expectedWaitMs });
    pending.set(fact.call, heard);
  } else if (fact.type === 'call-answered') settle(errors, fact.call, atMs);
  else if (fact.type === 'call-ended') settle(errors, fact.call, null);
}

function settle({ buckets, pending }: EwtErrors, call: string, answeredAtMs: number | null): void {
  for (const { atMs, expectedMs } of pending.get(call) ?? []) {
    const bucket = buckets.find(({ toMs }) => expectedMs < toMs);
    if (bucket === undefined) continue;
    bucket.announced++;
    if (answeredAtMs === null) {
      bucket.abandoned++;
      continue;
    }
    const actualMs = answeredAtMs - atMs;
    bucket.answered++;
    bucket.expectedMs += expectedMs;
    bucket.actualMs += actualMs;
    bucket.absoluteErrorMs += Math.abs(expectedMs - actualMs);
  }
  pending.delete(call);
}

export type EwtError = {
  readonly answered: number;
  readonly abandoned: number;
  readonly meanExpectedMs: number;
  readonly meanActualMs: number;
  readonly meanAbsoluteErrorMs: number;
  /** Positive: announced too long. */
  readonly biasMs: number;
};

/** Over some buckets; zeros where nobody was answered. */
export function ewtError(buckets: readonly EwtBucket[]): EwtError {
  const sum = (of: (bucket: EwtBucket) => number) => buckets.reduce((total, bucket) => total + of(bucket), 0);
  const answered = sum(bucket => bucket.answered);
  const mean = (of: (bucket: EwtBucket) => number) => (answered === 0 ? 0 : sum(of) / answered);
  const meanExpectedMs = mean(bucket => bucket.expectedMs);
  const meanActualMs = mean(bucket => bucket.actualMs);
  return {
    answered,
    abandoned: sum(bucket => bucket.abandoned),
    meanExpectedMs,
    meanActualMs,
    meanAbsoluteErrorMs: mean(bucket => bucket.absoluteErrorMs),
    biasMs: meanExpectedMs - meanActualMs,
  };
}
