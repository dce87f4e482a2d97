// Facts of agents' skills that a supervisor has changed. As all facts: their shape never changes once released.
import type { Actor } from './facts.js';
import type { AgentId, SkillId } from './site.js';

/** Levels by skill. */
export type Skills = Readonly<Record<SkillId, number>>;

export type SkillFact =
  /** From now on he has these, and no others. */
  | {
      readonly type: 'agent-skills-changed';
      readonly agent: AgentId;
      readonly skills: Skills;
      /** What the site file gave him then: when it gives him others, they count. */
      readonly siteFile: Skills;
      readonly by: Actor;
    }
  /** Those of the site file count again. The rule is `site-file`: it gives him others than before, or knows a skill or him no more. */
  | { readonly type: 'agent-skills-restored'; readonly agent: AgentId; readonly by: Actor };

export type SkillRefusal =
  | 'unknown-skill'
  /** He has just these. */
  | 'skills-already-so';
