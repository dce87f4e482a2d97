// A supervisor changes what an agent can do, at once and until it is taken back. The call that he has, or that rings, stays his.
import type { Actor } from './facts.js';
import type { SkillRefusal, Skills } from './facts-skills.js';
import type { Supervision } from './facts-supervision.js';
import type { CommandAnswer } from './inputs.js';
import { sameSkills, setupOf, skillsOf, stands } from './skill-changes.js';
import type { State } from './state.js';
import { emit, type Step } from './step.js';

const no = (because: SkillRefusal): CommandAnswer => ({ ok: false, because });

export function changeSkills(
  step: Step,
  { agent: id, skills }: Extract<Supervision, { kind: 'change-skills' }>,
  by: Actor,
): CommandAnswer {
  const { state } = step;
  const agent = state.agents.get(id);
  const setup = state.site.agents.get(id);
  const now = setupOf(state, id);
  if (agent === undefined || setup === undefined || now === undefined)
    return { ok: false, because: 'unknown-agent' };
  const siteFile = skillsOf(setup);
  const wanted: Skills = skills ?? siteFile;
  if (skills !== null && Object.keys(skills).some(skill => state.site.skills?.has(skill) !== true))
    return no('unknown-skill');
  if (sameSkills(wanted, skillsOf(now))) return no('skills-already-so');
  if (sameSkills(wanted, siteFile)) emit(step, { type: 'agent-skills-restored', agent: id, by });
  else emit(step, { type: 'agent-skills-changed', agent: id, skills: wanted, siteFile, by });
  step.agents.add(agent);
  return { ok: true };
}

/** Changes that the site file in force overrules are over. */
export function dropSkillChanges(step: Step): void {
  const { site, skillChanges } = step.state;
  for (const [agent, change] of [...skillChanges])
    if (!stands(site, agent, change))
      emit(step, { type: 'agent-skills-restored', agent, by: { kind: 'rule', name: 'site-file' } });
}

/** Sentences about what is broken: whoever's skills were changed is chosen by them. For the invariants. */
export function brokenSkills(state: State): string[] {
  const broken: string[] = [];
  for (const id of state.skillChanges.keys()) {
    const agent = state.agents.get(id);
    const setup = setupOf(state, id);
    if (agent?.setup === undefined || setup === undefined) continue;
    if (!sameSkills(skillsOf(agent.setup), skillsOf(setup)))
      broken.push(`agent ${id} is chosen by other skills than he has`);
  }
  return broken;
}
