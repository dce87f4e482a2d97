// What a caller who comes now must expect to wait, from what the panel knows: the formula of core/ewt.ts without what happens later
// (rings of agents that open, callers ahead who hang up), so that it is the same figure or a longer one.
import type { Flow, RequirementId } from '../core/site.js';
import type { Counts } from './counts.js';
import { agentStateOf, type Floor } from './floor.js';
import type { Setup } from './setup.js';

/** Before this many talks the site file's handling time is used. */
const enoughTalks = 5;
/** A partner's phone has to ring, too. */
const dialMs = 10_000;

/**
 * EWT = position × handling / agents, for the ring that gives the least; at most the time until a ring of partners opens.
 * `position` counts the calls that look for the same agents, in whatever flow; agents are those who are logged in and not
 * not-ready; handling is today's mean talk and the wrap-up. 0 when somebody is ready and nobody waits. `null`: nobody
 * works for the flow.
 */
export function expectedWaitMs(
  floor: Floor,
  setup: Setup,
  flow: Flow,
  today: Counts,
  nowMs: number,
): number | null {
  let best: number | null = null;
  const least = (waitMs: number) => {
    best = Math.min(best ?? waitMs, waitMs);
  };
  for (const ring of flow.rings) {
    if (ring.kind === 'partners') {
      if (ring.afterMs !== null) least(ring.afterMs + dialMs);
    } else if (ring.afterMs === 0) {
      const waitMs = waitForRing(floor, setup, flow, ring.requirement, today, nowMs);
      if (waitMs !== null) least(waitMs);
    }
  }
  return best;
}

function waitForRing(
  floor: Floor,
  setup: Setup,
  flow: Flow,
  requirement: RequirementId,
  today: Counts,
  nowMs: number,
): number | null {
  const agents = (setup.meets.get(requirement) ?? []).flatMap(id => floor.agents.get(id) ?? []);
  const staffed = agents.filter(agent => agent.presence === 'ready').length;
  if (staffed === 0) return null;
  const ahead = callsLookingFor(floor, setup, requirement);
  if (ahead === 0 && agents.some(agent => agentStateOf(agent, nowMs) === 'ready')) return 0;
  const wrapUpMs = flow.wrapUpMs ?? setup.site.wrapUpMs;
  const handlingMs =
    today.talks >= enoughTalks ? today.talkMs / today.talks + wrapUpMs : flow.expectedHandleMs;
  return Math.round(((ahead + 1) * handlingMs) / staffed);
}

function callsLookingFor(floor: Floor, setup: Setup, requirement: RequirementId): number {
  let count = 0;
  for (const call of floor.calls.values()) {
    if (call.answer !== null) continue;
    const rings = setup.site.flows.get(call.flow)?.rings ?? [];
    const looks = rings.some(
      (ring, index) => ring.kind === 'agents' && index <= call.ring && ring.requirement === requirement,
    );
    if (looks) count += 1;
  }
  return count;
}
