// Sentences about what agents say of their calls.
import type { Text } from '../base/language.js';
import type { WrapUpEnd, WrapUpFact } from '../core/facts-wrap-up.js';
import { type Sentences, told } from './told.js';
import { actorText } from './words.js';

const wrapUpEnds: Readonly<Record<WrapUpEnd, Text>> = {
  time: { en: 'The time for his wrap-up was over', fr: 'Le temps de son post-appel était écoulé' },
  agent: { en: 'He ended his wrap-up', fr: 'Il a mis fin à son post-appel' },
  'logged-out': { en: 'He was logged out', fr: 'Il a été déconnecté' },
};

export const wrapUpSentences: Sentences<WrapUpFact> = {
  'wrap-up-coded': ({ agent, code, instead, by }, say) => {
    const who = actorText(by);
    const [name, before] = [say.wrapUpCode(code), say.wrapUpCode(instead ?? '')];
    return told(
      {
        en: `Agent ${say.agent(agent)} said what the call was about: ${name.en} (${who.en})`,
        fr: `L’agent ${say.agent(agent)} a qualifié l’appel : ${name.fr} (${who.fr})`,
      },
      [instead === null ? null : { en: `Instead of: ${before.en}`, fr: `Au lieu de : ${before.fr}` }],
    );
  },
  'wrap-up-not-coded': ({ agent, because }, say) =>
    told(
      {
        en: `Agent ${say.agent(agent)} did not say what the call was about: no code`,
        fr: `L’agent ${say.agent(agent)} n’a pas qualifié l’appel : aucun code`,
      },
      [wrapUpEnds[because]],
    ),
};
