// The day by half-hours, of the flows that this screen shows.
import type { HalfHour } from '../half-hours.js';
import type { Share } from '../service-level.js';

export const halfHourMs = 30 * 60_000;
/** So many half-hours have room at least, so that the first calls of the day are not one broad bar. */
const fewestSlots = 16;

export type Slot = {
  readonly fromMs: number;
  readonly byAgents: number;
  readonly byPartners: number;
  /** Hung up, were released, or wait still. */
  readonly notAnswered: number;
  readonly share: Share;
};

const emptySlot = (fromMs: number): Slot => ({
  ...{ fromMs, byAgents: 0, byPartners: 0, notAnswered: 0 },
  share: { good: 0, of: 0 },
});

/** From the first half-hour with a call to the one that runs now, none left out; empty before the first call of the day. */
export function trendOf(halfHours: Readonly<Record<string, HalfHour>>, flows: ReadonlySet<string>): Slot[] {
  const slots = new Map<number, Slot>();
  for (const half of Object.values(halfHours)) {
    if (!flows.has(half.flow)) continue;
    const { fromMs, offered, byAgents, byPartners, serviceLevel } = half;
    const sum = slots.get(fromMs) ?? emptySlot(fromMs);
    slots.set(fromMs, {
      fromMs,
      byAgents: sum.byAgents + byAgents,
      byPartners: sum.byPartners + byPartners,
      notAnswered: sum.notAnswered + Math.max(0, offered - byAgents - byPartners),
      share: { good: sum.share.good + serviceLevel.good, of: sum.share.of + serviceLevel.of },
    });
  }
  if (slots.size === 0) return [];
  const firstMs = Math.min(...slots.keys());
  const lastMs = Math.max(...slots.keys(), firstMs + (fewestSlots - 1) * halfHourMs);
  const all: Slot[] = [];
  for (let fromMs = firstMs; fromMs <= lastMs; fromMs += halfHourMs)
    all.push(slots.get(fromMs) ?? emptySlot(fromMs));
  return all;
}

/** What a quiet day is measured by. */
const fewestCalls = 5;

/** A round number not below the highest bar: 1, 2 or 5 times a power of ten. */
export function scaleFor(highest: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(fewestCalls, highest)));
  return (
    [1, 2, 5, 10].map(step => step * power).find(top => top >= Math.max(fewestCalls, highest)) ?? 10 * power
  );
}
