// A day by half-hours, of one flow or of all that are seen: what the charts draw, and what stands in the table behind them.
import type { HalfHour } from '../half-hours.js';
import type { Share } from '../service-level.js';
import { halfHourMs } from '../wallboard/trend-data.js';

export type Slot = {
  readonly fromMs: number;
  readonly offered: number;
  readonly byAgents: number;
  readonly byPartners: number;
  readonly abandoned: number;
  /** Released, lost, abandoned at once, or waiting still. */
  readonly others: number;
  readonly share: Share;
  /** Of the answered calls; `null`: there was none. */
  readonly meanWaitMs: number | null;
  readonly longestWaitMs: number;
};

const emptySlot = (fromMs: number): Slot => ({
  ...{ fromMs, offered: 0, byAgents: 0, byPartners: 0, abandoned: 0, others: 0 },
  ...{ share: { good: 0, of: 0 }, meanWaitMs: null, longestWaitMs: 0 },
});

/** From the first half-hour with a call to the last, none left out; empty where none came. `flow` `null`: the sum of all. */
export function slotsOf(halfHours: readonly HalfHour[], flow: string | null, all: string): Slot[] {
  const slots = new Map<number, Slot>();
  for (const half of halfHours)
    if (flow === null ? half.flow !== all : half.flow === flow)
      slots.set(half.fromMs, added(slots.get(half.fromMs) ?? emptySlot(half.fromMs), half));
  if (slots.size === 0) return [];
  const lastMs = Math.max(...slots.keys());
  const every: Slot[] = [];
  for (let fromMs = Math.min(...slots.keys()); fromMs <= lastMs; fromMs += halfHourMs)
    every.push(slots.get(fromMs) ?? emptySlot(fromMs));
  return every;
}

function added(slot: Slot, half: HalfHour): Slot {
  const { offered, byAgents, byPartners, abandoned, serviceLevel } = half;
  const answered = slot.byAgents + slot.byPartners;
  return {
    fromMs: slot.fromMs,
    offered: slot.offered + offered,
    byAgents: slot.byAgents + byAgents,
    byPartners: slot.byPartners + byPartners,
    abandoned: slot.abandoned + abandoned,
    others: slot.others + Math.max(0, offered - byAgents - byPartners - abandoned),
    share: { good: slot.share.good + serviceLevel.good, of: slot.share.of + serviceLevel.of },
    meanWaitMs: meanOf(slot.meanWaitMs, answered, half.meanWaitMs, byAgents + byPartners),
    longestWaitMs: Math.max(slot.longestWaitMs, half.longestWaitMs),
  };
}

/** Each mean counts by the calls that it is of. */
function meanOf(a: number | null, countA: number, b: number | null, countB: number): number | null {
  if (a === null || countA === 0) return b;
  if (b === null || countB === 0) return a;
  return Math.round((a * countA + b * countB) / (countA + countB));
}

/** The whole day as one slot. */
export function daySum(slots: readonly Slot[]): Slot {
  return slots.reduce<Slot>(
    (sum, slot) => ({
      fromMs: sum.fromMs,
      offered: sum.offered + slot.offered,
      byAgents: sum.byAgents + slot.byAgents,
      byPartners: sum.byPartners + slot.byPartners,
      abandoned: sum.abandoned + slot.abandoned,
      others: sum.others + slot.others,
      share: { good: sum.share.good + slot.share.good, of: sum.share.of + slot.share.of },
      meanWaitMs: meanOf(
        sum.meanWaitMs,
        sum.byAgents + sum.byPartners,
        slot.meanWaitMs,
        slot.byAgents + slot.byPartners,
      ),
      longestWaitMs: Math.max(sum.longestWaitMs, slot.longestWaitMs),
    }),
    emptySlot(slots[0]?.fromMs ?? 0),
  );
}

/** Round numbers of seconds that an axis of waiting times may end at. */
const waitTops = [10, 20, 30, 60, 120, 180, 300, 600, 900, 1800, 3600];

/** The first round time not below the longest, in seconds. */
export const waitScale = (longestMs: number): number =>
  waitTops.find(top => top * 1000 >= longestMs) ?? Math.ceil(longestMs / 3_600_000) * 3600;
