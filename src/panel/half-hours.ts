// The day by half-hours: what charts of the day show, of each flow and of the whole site.
import type { FlowId } from '../core/site.js';
import { allFlows } from '../site/sign-text.js';
import { addCounts, type Counts, emptyCounts, overflowedInAll } from './counts.js';
import type { Floor } from './floor.js';
import { codesOn, type KeptCodes } from './kept-codes.js';
import { type Share, serviceLevelShare } from './service-level.js';
import type { Setup } from './setup.js';

/** One half-hour of a flow or of the site: the calls that entered in it, whatever became of them when. */
export type HalfHour = {
  /** A flow, or `all`. */
  readonly flow: FlowId;
  /** When it began: half-hours of one name on a day of 25 hours are two. */
  readonly fromMs: number;
  readonly offered: number;
  readonly byAgents: number;
  readonly byPartners: number;
  /** Short ones left out. */
  readonly abandoned: number;
  /** Of the site: the sum of its flows, each by its own formula and threshold. */
  readonly serviceLevel: Share;
  /** Of the answered calls; `null`: there was none. */
  readonly meanWaitMs: number | null;
  /** Of the answered calls and of those that ended without an answer. */
  readonly longestWaitMs: number;
};

/** The half-hours of a local day in which calls came, in their order; of the flows, then those of the site. Kept for `panel.halfHourDays`. */
export function halfHoursOn(floor: Floor, { rules }: Setup, date: string): HalfHour[] {
  const sums = new Map<number, { readonly counts: Counts; good: number; of: number }>();
  const flows: HalfHour[] = [];
  const days = [...floor.halfHours.values()].filter(half => half.date === date);
  for (const { flow, fromMs, counts } of days.sort((a, b) => a.fromMs - b.fromMs)) {
    const share = serviceLevelShare(counts, rules.levelOf(flow).formula);
    flows.push(shown(flow, fromMs, counts, share));
    const sum = sums.get(fromMs) ?? { counts: emptyCounts(), good: 0, of: 0 };
    addCounts(sum.counts, counts);
    sum.good += share.good;
    sum.of += share.of;
    sums.set(fromMs, sum);
  }
  const site = [...sums].map(([fromMs, { counts, good, of }]) =>
    shown(allFlows, fromMs, counts, { good, of }),
  );
  return [...flows, ...site];
}

/** A day by half-hours, and the days of which they are kept, in their order. */
export type KeptDay = {
  readonly date: string;
  readonly dates: readonly string[];
  readonly halfHours: readonly HalfHour[];
  /** Kept for longer: they have days of their own. */
  readonly codes: KeptCodes;
};

/** `today` is among the days, whether or not a call has come. */
export function keptDay(floor: Floor, setup: Setup, today: string, date: string): KeptDay {
  const dates = new Set([...floor.halfHours.values()].map(half => half.date)).add(today);
  const halfHours = halfHoursOn(floor, setup, date);
  return { date, dates: [...dates].sort(), halfHours, codes: codesOn(floor, today, date) };
}

function shown(flow: FlowId, fromMs: number, counts: Counts, serviceLevel: Share): HalfHour {
  const { offered, answered, abandoned, answeredWaitMs, longestWaitMs } = counts;
  const byPartners = overflowedInAll(counts);
  const meanWaitMs = answered === 0 ? null : Math.round(answeredWaitMs / answered);
  const byAgents = answered - byPartners;
  return { flow, fromMs, offered, byAgents, byPartners, abandoned, serviceLevel, meanWaitMs, longestWaitMs };
}
