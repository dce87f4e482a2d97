// Changes of an agent's record that several facts share.
import type { LegId } from './facts.js';
import { indexAgent } from './index-floor.js';
import type { AgentId, Site } from './site.js';
import type { Agent, State, Work } from './state.js';

export function setWork(agent: Agent, work: Work, atMs: number): void {
  agent.work = work;
  agent.workSinceMs = atMs;
}

/** Brings the indexes up to date, and has the agent's deadline looked at when the step ends. */
export function touchAgent(state: State, agent: Agent, atMs: number): void {
  indexAgent(state, agent, atMs);
  state.touched.add(agent);
}

/** The agent is done with this leg, unless he is at something else by now. */
export function freeAgent(
  state: State,
  id: AgentId,
  leg: LegId,
  atMs: number,
  change: (agent: Agent) => void,
): void {
  const agent = state.agents.get(id);
  if (agent === undefined) return;
  if ((agent.work.kind === 'offered' || agent.work.kind === 'talking') && agent.work.leg === leg)
    setWork(agent, { kind: 'idle' }, atMs);
  change(agent);
  touchAgent(state, agent, atMs);
}

/** Start of the local day in which the moment lies. */
export function dayStartOf(site: Site, atMs: number): number {
  let low = 0;
  let high = site.dayStarts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((site.dayStarts[middle] ?? Number.POSITIVE_INFINITY) <= atMs) low = middle + 1;
    else high = middle;
  }
  return site.dayStarts[low - 1] ?? 0;
}
