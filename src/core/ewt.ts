// Expected wait (EWT), published: calls ahead and this one, times the flow's average handling, shared by the agents who work for it:
//   EWT = position × handling / agents, never more than the time left until a ring of partners opens (plus the time to dial one).
// `position` counts everybody who competes for the same agents, in whatever flow. Unknown (null) when nobody works for the ring.
import { countBefore } from './ordered-set.js';
import type { Flow } from './site.js';
import type { Call, State } from './state.js';

/** Before this many calls were measured the site file's figure is used. */
const enoughCalls = 5;
const dialMs = 10_000;

/** Milliseconds from now; `null` when no honest figure can be given. */
export function expectedWaitMs(state: State, call: Call, nowMs: number): number | null {
  const index = state.flows.get(call.flow);
  if (index === undefined) return null;
  let best: number | null = null;
  for (const ring of call.openRings) {
    const pool = index.ringPools[ring];
    if (!pool || call.entry === null || !call.pools.includes(pool)) continue;
    const agents = state.staffed.get(pool.requirement.id) ?? 0;
    if (agents === 0) continue;
    const waitMs = ((countBefore(pool.waiting, call.entry) + 1) * handlingMs(state, index.flow)) / agents;
    if (best === null || waitMs < best) best = waitMs;
  }
  const partnersMs = untilPartners(index.flow, call, nowMs);
  if (best === null || partnersMs === null) return best ?? partnersMs;
  return Math.min(best, partnersMs);
}

export function handlingMs(state: State, flow: Flow): number {
  const measured = state.handling.get(flow.id);
  return measured !== undefined && measured.count >= enoughCalls ? measured.averageMs : flow.expectedHandleMs;
}

function untilPartners(flow: Flow, call: Call, nowMs: number): number | null {
  for (const ring of flow.rings) {
    if (ring.kind === 'partners' && ring.afterMs !== null)
      return Math.max(0, call.flowEnteredAtMs + ring.afterMs - nowMs) + dialMs;
  }
  return null;
}
