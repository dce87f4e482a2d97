// What facts do to an agent's record: presence, phone, work, and since when his state is what it is.
import { unreachable } from '../base/assert.js';
import type { AgentFact, CallId, LegId } from '../core/facts.js';
import type { AgentId } from '../core/site.js';
import { type AgentRecord, agentSinceMs, agentStateOf, type Floor, unseenAgent } from './floor.js';

/** Changes an agent's record; when that changes what he is seen doing, it is so since `atMs`. */
export function touchAgent(
  floor: Floor,
  id: AgentId,
  atMs: number,
  change: (agent: AgentRecord) => void,
): void {
  const agent = floor.agents.get(id) ?? unseenAgent(id);
  const before = seenAs(agent, atMs);
  const state = agentStateOf(agent, atMs);
  const sinceMs = agentSinceMs(agent, atMs);
  if (sinceMs !== agent.sinceMs)
    floor.spans.push({ agent: id, state: 'backed-off', fromMs: agent.sinceMs, toMs: sinceMs });
  agent.sinceMs = sinceMs;
  change(agent);
  if (seenAs(agent, atMs) !== before || agent.sinceMs === 0) {
    floor.spans.push({ agent: id, state, fromMs: agent.sinceMs, toMs: atMs });
    agent.sinceMs = atMs;
  }
  floor.agents.set(id, agent);
  floor.touched.add(`agent/${id}`);
}

/** Not ready for another reason is another state; a reason given during a talk is seen after it. */
function seenAs(agent: AgentRecord, atMs: number): string {
  const state = agentStateOf(agent, atMs);
  return state === 'not-ready' ? `not-ready ${agent.reason}` : state;
}

/** The agent is done with this leg, unless he is at something else by now. */
export function freeAgent(
  floor: Floor,
  id: AgentId | null,
  leg: LegId,
  atMs: number,
  change?: (agent: AgentRecord) => void,
): void {
  if (id === null) return;
  touchAgent(floor, id, atMs, agent => {
    const { work } = agent;
    if ((work.kind === 'offered' || work.kind === 'talking') && work.leg === leg)
      agent.work = { kind: 'idle' };
    change?.(agent);
  });
}

/** Folds a fact about an agent in. */
export function applyAgentFact(floor: Floor, fact: AgentFact, atMs: number): void {
  if (fact.type === 'agent-skills-changed' || fact.type === 'agent-skills-restored') {
    const { [fact.agent]: _, ...others } = floor.control.skills;
    floor.control.skills =
      fact.type === 'agent-skills-changed' ? { ...others, [fact.agent]: fact.skills } : others;
    floor.touched.add('control');
    return;
  }
  touchAgent(floor, fact.agent, atMs, agent => {
    switch (fact.type) {
      case 'agent-logged-in':
      case 'agent-ready':
        agent.presence = 'ready';
        agent.reason = null;
        break;
      case 'agent-logged-out':
        agent.presence = 'logged-out';
        agent.reason = null;
        agent.backOffUntilMs = 0;
        break;
      case 'agent-not-ready':
        agent.presence = 'not-ready';
        agent.reason = fact.reason;
        break;
      case 'agent-wrap-up-started':
        agent.work = { kind: 'wrap-up', call: fact.call, untilMs: fact.untilMs };
        break;
      case 'agent-wrap-up-ended':
        if (agent.work.kind === 'wrap-up') agent.work = { kind: 'idle' };
        break;
      case 'agent-phone-changed':
        agent.phone = fact.phone;
        break;
      case 'agent-logout-due':
      case 'agent-logout-cancelled':
        break;
      default:
        unreachable(fact);
    }
  });
}

/** Whoever was rung for the call, or talked in it. */
export function freeWhoHad(floor: Floor, call: CallId, atMs: number): void {
  for (const { agent, work } of floor.agents.values())
    if ((work.kind === 'offered' || work.kind === 'talking') && work.call === call)
      freeAgent(floor, agent, work.leg, atMs);
}
