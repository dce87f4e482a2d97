// Changes of an agent's record that several facts share.
import type { LegId } from './facts.js';
import { indexAgent, isAttended } from './index-floor.js';
import type { AgentId, FlowId } from './site.js';
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

/** Flows for which somebody is logged in. */
export function attendedFlows(state: State): FlowId[] {
  return [...state.flows.keys()].filter(id => isAttended(state, id));
}

/** Of `served`, flows for which nobody is there any more: whoever waits in them is looked at anew. */
export function noteDeserted(state: State, served: readonly FlowId[], atMs: number): void {
  for (const id of served) {
    if (isAttended(state, id)) continue;
    state.nobodySinceMs.set(id, atMs);
    for (const call of state.calls.values()) if (call.flow === id) state.touched.add(call);
  }
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
