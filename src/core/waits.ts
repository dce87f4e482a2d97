// How the latest waits of each flow ended, minute by minute: from this follows whether a flow is under its service level now.
import type { Fact } from './facts.js';
import { isWaiting } from './index-floor.js';
import type { FlowId, ServiceLevel, ServiceLevelFormula } from './site.js';
import type { State } from './state.js';

/** Waits that ended within a minute, by the flow's own formula: so many were `good` of so many that count. */
export type WaitSlot = { readonly minute: number; good: number; of: number };

const minuteMs = 60_000;
/** The longest window that the site file may ask for. */
const slotsKept = 240;

const abandonCounts: Readonly<Record<ServiceLevelFormula, (inTime: boolean) => Judged>> = {
  'answered-only': () => null,
  'ignore-abandoned': inTime => (inTime ? null : 'bad'),
  'abandoned-count-against': () => 'bad',
  'abandoned-count-for': inTime => (inTime ? 'good' : 'bad'),
};

/** `null`: it does not count. */
type Judged = 'good' | 'bad' | null;

/** Judges a fact before it is applied: how the wait came to its end that it ends, as the panel counts it for the day. */
export function countWait(state: State, fact: Fact, atMs: number): void {
  if (fact.type !== 'call-answered' && fact.type !== 'call-returned' && fact.type !== 'call-ended') return;
  const call = state.calls.get(fact.call);
  // A flow that a reload took away lives on in its calls, and is judged no more.
  const level = call === undefined ? undefined : state.site.flows.get(call.flow)?.serviceLevel;
  // Of a customer whom we call nobody's patience is at stake.
  if (call === undefined || call.outbound !== null || level === undefined) return;
  const inTime = (waitedMs: number): Judged => (waitedMs <= level.thresholdMs ? 'good' : 'bad');
  if (fact.type === 'call-answered') {
    count(state, call.flow, atMs, inTime(fact.waitedMs), 1);
    return;
  }
  const wasAnswered = !isWaiting(call);
  if (fact.type === 'call-ended' && wasAnswered && fact.end !== 'abandoned') return;
  // The answer came to nothing: he waits on, or hung up before he was joined with who answered.
  if (wasAnswered) count(state, call.flow, atMs, inTime(call.waitedMs), -1);
  if (fact.type === 'call-ended') count(state, call.flow, atMs, judgeEnd(fact, level), 1);
}

function judgeEnd(
  { end, reason, waitedMs }: Extract<Fact, { type: 'call-ended' }>,
  level: ServiceLevel,
): Judged {
  if (end === 'abandoned') {
    if (waitedMs < level.shortAbandonMs) return null;
    return abandonCounts[level.formula](waitedMs <= level.thresholdMs);
  }
  return reason === 'closed' || level.formula === 'answered-only' ? null : 'bad';
}

function count(state: State, flow: FlowId, atMs: number, judged: Judged, by: 1 | -1): void {
  if (judged === null) return;
  const slots = state.waits.get(flow) ?? [];
  state.waits.set(flow, slots);
  const minute = Math.floor(atMs / minuteMs);
  let slot = slots.at(-1);
  if (slot === undefined || slot.minute < minute) {
    slot = { minute, good: 0, of: 0 };
    slots.push(slot);
    while ((slots[0]?.minute ?? minute) <= minute - slotsKept) slots.shift();
  }
  slot.of += by;
  if (judged === 'good') slot.good += by;
}

/** The two sides of the flow's formula, over the window that ends now. */
export function waitsWithin(
  state: State,
  flow: FlowId,
  windowMs: number,
  nowMs: number,
): { readonly good: number; readonly of: number } {
  const from = Math.floor((nowMs - windowMs) / minuteMs);
  let [good, of] = [0, 0];
  for (const slot of state.waits.get(flow) ?? [])
    if (slot.minute > from) {
      good += slot.good;
      of += slot.of;
    }
  return { good, of };
}
