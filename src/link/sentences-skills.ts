// Sentences about agents' skills that a supervisor has changed.
import type { SkillFact, Skills } from '../core/facts-skills.js';
import { type Sentences, told } from './told.js';
import { actorText } from './words.js';

export const skillSentences: Sentences<SkillFact> = {
  'agent-skills-changed': ({ agent, skills, siteFile, by }, say) => {
    const who = actorText(by);
    const [now, before] = [levelsText(skills), levelsText(siteFile)];
    return told(
      {
        en: `Agent ${say.agent(agent)} has these skills from now on: ${now || 'none'} (${who.en})`,
        fr: `L’agent ${say.agent(agent)} a désormais ces compétences : ${now || 'aucune'} (${who.fr})`,
      },
      [
        {
          en: `In the site file: ${before || 'none'}`,
          fr: `Dans le fichier de site : ${before || 'aucune'}`,
        },
      ],
    );
  },
  'agent-skills-restored': ({ agent, by }, say) => {
    const who = by.kind === 'rule' && by.name === 'site-file' ? byFile : actorText(by);
    return told({
      en: `Agent ${say.agent(agent)} has the skills of the site file again (${who.en})`,
      fr: `L’agent ${say.agent(agent)} a de nouveau les compétences du fichier de site (${who.fr})`,
    });
  },
};

const byFile = { en: 'it has changed', fr: 'il a changé' };

/** `n1 2, n2 3`. */
export function levelsText(skills: Skills): string {
  return Object.entries(skills)
    .map(([skill, level]) => `${skill} ${level}`)
    .join(', ');
}
