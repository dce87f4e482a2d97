// Which skills an agent has: those of the site file, or what a supervisor made of them.
import type { Actor } from './facts.js';
import type { Skills } from './facts-skills.js';
import type { AgentId, AgentSetup, Site } from './site.js';
import type { State } from './state.js';

/** What a supervisor made of an agent's skills; it stands until it is taken back or the site file gives the agent others. */
export type SkillChange = { readonly skills: Skills; readonly siteFile: Skills; readonly by: Actor };

export const skillsOf = ({ skills }: AgentSetup): Skills => Object.fromEntries(skills);

export function sameSkills(a: Skills, b: Skills): boolean {
  const sorted = (of: Skills) => JSON.stringify(Object.entries(of).sort(([x], [y]) => (x < y ? -1 : 1)));
  return sorted(a) === sorted(b);
}

/** The site file gives the agent what it gave him then, and knows every skill that he was given. */
export function stands(site: Site, agent: AgentId, { skills, siteFile }: SkillChange): boolean {
  const setup = site.agents.get(agent);
  return (
    setup !== undefined &&
    sameSkills(skillsOf(setup), siteFile) &&
    Object.keys(skills).every(skill => site.skills?.has(skill))
  );
}

/** The agent as he is to be chosen now; `undefined`: the site file does not know him. */
export function setupOf({ site, skillChanges }: State, agent: AgentId): AgentSetup | undefined {
  const setup = site.agents.get(agent);
  const change = skillChanges.get(agent);
  if (setup === undefined || change === undefined || !stands(site, agent, change)) return setup;
  return { ...setup, skills: new Map(Object.entries(change.skills)) };
}
