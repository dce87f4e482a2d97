// apply() for the facts of agents' skills: he leaves the pools that he can serve no more, and enters those that he now can.
import { attendedFlows, noteDeserted } from './apply-agent.js';
import type { SkillFact } from './facts-skills.js';
import { reskill } from './index-site.js';
import type { Agent, State } from './state.js';

export function applySkillFact(state: State, agent: Agent, fact: SkillFact, atMs: number): void {
  const served = attendedFlows(state);
  if (fact.type === 'agent-skills-changed') {
    const { skills, siteFile, by } = fact;
    state.skillChanges.set(agent.id, { skills, siteFile, by });
  } else state.skillChanges.delete(agent.id);
  reskill(state, agent, atMs);
  noteDeserted(state, served, atMs);
}
