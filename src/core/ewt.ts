// Expected wait (EWT), published. For each ring of the flow, the later of two moments; of all rings the earliest:
//   the ring opens (now, if it is open), and the agents who work for it have served everybody ahead.
// Serving: an agent of n frees every h/n (h: the flow's handling time, talk and wrap-up, learnt); while k wait ahead, each of them may
// also hang up, at the rate a (learnt: hang-ups per time waited), so that with m ahead
//   EWT = sum over k from 0 to m of 1 / (n/h + k·a).
// Ahead are all who compete for the same agents in whatever flow, less the agents who are ready for him; for a ring of partners, nobody, and the
// time to dial one. Unknown (null) when nobody works for any ring. How wrong it is: `npm run sim -- --ewt`.

import { isSteered } from './apply-shares.js';
import { isInHouseOnly } from './case-book.js';
import { isWaiting, lineOf, poolFor } from './index-floor.js';
import type { Pool } from './index-site.js';
import { countBefore } from './ordered-set.js';
import { shareOpensAfterMs } from './shares.js';
import type { Flow } from './site.js';
import type { Call, State } from './state.js';

/** Before this many calls were measured the site file's figure is used. */
const enoughCalls = 5;
const dialMs = 10_000;

/** Whole milliseconds from now; `null` when no honest figure can be given. */
export function expectedWaitMs(state: State, call: Call, nowMs: number): number | null {
  const index = state.flows.get(call.flow);
  if (index === undefined || call.entry === null || !isWaiting(call)) return null;
  let best: number | null = null;
  for (const [number, ring] of index.flow.rings.entries()) {
    const steered = ring.kind === 'partners' && isSteered(state, call.flow);
    const afterMs = steered ? shareOpensAfterMs(state, call.flow, nowMs) : ring.afterMs;
    const opensInMs = untilOpenMs(call, number, afterMs, nowMs);
    if (opensInMs === null || (ring.kind === 'agents' ? call.partnersOnly : isInHouseOnly(call))) continue;
    const pool = poolFor(index.ringPools[number], call);
    const servedMs =
      ring.kind === 'partners' ? dialMs : pool ? servedInMs(state, call, index.flow, pool, nowMs) : null;
    if (servedMs === null) continue;
    const waitMs = ring.kind === 'partners' ? opensInMs + servedMs : Math.max(opensInMs, servedMs);
    if (best === null || waitMs < best) best = waitMs;
  }
  return best === null ? null : Math.round(best);
}

/** `null`: only the length of the line opens it, and it has not. */
function untilOpenMs(call: Call, ring: number, afterMs: number | null, nowMs: number): number | null {
  if (call.openRings.includes(ring)) return 0;
  return afterMs === null ? null : Math.max(0, call.flowEnteredAtMs + afterMs - nowMs);
}

/** When those who work for the pool come to this call; `null`: nobody does. */
function servedInMs(state: State, call: Call, flow: Flow, pool: Pool, nowMs: number): number | null {
  const agents = state.staffed.get(pool.requirement.id) ?? 0;
  if (agents === 0 || call.entry === null) return null;
  // Who stands before him in his flow will be there before him, too, when the ring opens.
  const inPool = countBefore(pool.waiting, call.entry);
  const ahead =
    Math.max(inPool, countBefore(lineOf(state, flow.id), call.entry)) - readyFor(state, call, pool, nowMs);
  if (ahead < 0) return 0;
  const freed = agents / handlingMs(state, flow);
  const leaves = hangUpRate(state, flow);
  const first = 1 / freed;
  if (leaves === 0 || ahead === 0) return first * (ahead + 1);
  // The sum from the second on, as an integral.
  return first + Math.log((freed + (ahead + 0.5) * leaves) / (freed + 0.5 * leaves)) / leaves;
}

/** Agents who are ready and may take this call: not those who refused it lately. */
function readyFor(state: State, call: Call, pool: Pool, nowMs: number): number {
  let ready = pool.ready.size;
  for (const [id, untilMs] of call.refusals) {
    const agent = state.agents.get(id);
    if (untilMs > nowMs && agent !== undefined && agent.entries !== null && agent.meets.includes(pool))
      ready--;
  }
  return ready;
}

function handlingMs(state: State, flow: Flow): number {
  const measured = state.handling.get(flow.id);
  return measured !== undefined && measured.count >= enoughCalls ? measured.averageMs : flow.expectedHandleMs;
}

/** Hang-ups per millisecond that one caller waits. */
function hangUpRate(state: State, flow: Flow): number {
  const { hangUps, waitedMs } = state.patience.get(flow.id) ?? { hangUps: 0, waitedMs: 0 };
  return waitedMs > 0 ? hangUps / waitedMs : 0;
}
