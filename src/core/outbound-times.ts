// When a customer may be called: the flow's hours, the times that the law allows where he lives, caps, and a trunk that can carry it.

import { dayStartOf } from './days.js';
import type { Postponement } from './facts-outbound.js';
import { forcedAt, openingAt } from './hours.js';
import type { OpenInterval } from './site.js';
import type { OutboundRules } from './site-outbound.js';
import type { Call, State } from './state.js';

export type NotNow = { readonly because: Postponement; readonly untilMs: number };

/** What has no known end is looked at again after this long. */
const lookAgainMs = 15_000;
/** No opening is known: the calendars are compiled for a year, and afresh every night. */
const noOpeningMs = 3_600_000;

/** A supervisor may let go of the flow sooner than he said. */
const forcedMs = 300_000;

type Hours = readonly OpenInterval[] | null;

/** When it is open at `atMs` or next after it. */
function opensAtMs(hours: Hours, atMs: number): number {
  if (hours === null || openingAt(hours, atMs) !== undefined) return atMs;
  return hours.find(({ fromMs }) => fromMs > atMs)?.fromMs ?? atMs + noOpeningMs;
}

function callTimesFor(rules: OutboundRules, number: string): Hours {
  let best: OutboundRules['callTimes'][number] | null = null;
  for (const one of rules.callTimes)
    if (number.startsWith(one.prefix) && (best === null || one.prefix.length > best.prefix.length))
      best = one;
  return best?.hours ?? null;
}

/**
 * Closed, or a time at which this customer may not be called; `null`: he may. A flow that a supervisor holds closed calls nobody; that he
 * holds one open out of its hours is for those who call.
 */
export function outOfHours(state: State, call: Call, nowMs: number): NotNow | null {
  const rules = state.site.outbound;
  const flow = state.flows.get(call.flow)?.flow;
  if (rules === null || flow === undefined) return { because: 'closed', untilMs: nowMs + noOpeningMs };
  const forced = forcedAt(state, flow, nowMs);
  if (forced?.to === 'closed')
    return { because: 'closed', untilMs: Math.min(forced.untilMs, nowMs + forcedMs) };
  const openMs = opensAtMs(flow.hours, nowMs);
  if (openMs > nowMs) return { because: 'closed', untilMs: openMs };
  const allowedMs = opensAtMs(callTimesFor(rules, call.caller), nowMs);
  return allowedMs > nowMs ? { because: 'call-times', untilMs: allowedMs } : null;
}

/** The moment at which the hours, open now, end for this call; `null`: never. */
export function hoursEndMs(state: State, call: Call, nowMs: number): number | null {
  const rules = state.site.outbound;
  const flow = state.flows.get(call.flow)?.flow;
  if (flow !== undefined && forcedAt(state, flow, nowMs)?.to === 'closed') return nowMs;
  const ends = [flow?.hours ?? null, rules && callTimesFor(rules, call.caller)].flatMap(hours =>
    hours === null ? [] : [openingAt(hours, nowMs)?.toMs ?? nowMs],
  );
  return ends.length === 0 ? null : Math.min(...ends);
}

/** Somebody else is calling the same customer right now. */
export function sameNumber(state: State, call: Call, nowMs: number): NotNow | null {
  for (const leg of state.outbound.live)
    if (state.legs.get(leg)?.caller === call.caller)
      return { because: 'same-number', untilMs: nowMs + lookAgainMs };
  return null;
}

/** A cap that is reached, or a trunk that cannot carry a call; `null`: a customer may be dialled. */
export function noRoom(state: State, nowMs: number): NotNow | null {
  const rules = state.site.outbound;
  if (rules === null) return { because: 'trunk-down', untilMs: nowMs + noOpeningMs };
  const { concurrent, perMinute, perDay } = rules.caps;
  const { live, starts, dayStartMs, dialled } = state.outbound;
  if (perDay !== null && dayStartMs === dayStartOf(state.site, nowMs) && dialled >= perDay)
    return {
      because: 'day-cap',
      untilMs: state.site.dayStarts.find(startMs => startMs > nowMs) ?? nowMs + noOpeningMs,
    };
  if (concurrent !== null && live.size >= concurrent)
    return { because: 'concurrent-cap', untilMs: nowMs + lookAgainMs };
  const lately = starts.filter(startedAtMs => startedAtMs > nowMs - 60_000);
  if (perMinute !== null && lately.length >= perMinute)
    return { because: 'minute-cap', untilMs: (lately[lately.length - perMinute] ?? nowMs) + 60_000 };
  const trunk = state.trunks.get(rules.trunk);
  if (trunk !== undefined && trunk.inUse >= trunk.usable)
    return { because: 'trunk-down', untilMs: nowMs + lookAgainMs };
  return null;
}
