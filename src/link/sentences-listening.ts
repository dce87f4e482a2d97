// Sentences about what is asked of, recorded from and listened to in talks.
import type { ListeningFact } from '../core/facts-listening.js';
import { type Sentences, told } from './told.js';

export const listeningSentences: Sentences<ListeningFact> = {
  'satisfaction-asked': ({ flow, agent }, say) =>
    told({
      en: `The caller is asked for a score from 1 to 5, for flow ${say.flow(flow).en} and agent ${say.agent(agent)}`,
      fr: `Une note de 1 à 5 est demandée à l’appelant, pour le flux ${say.flow(flow).fr} et l’agent ${say.agent(agent)}`,
    }),
  'satisfaction-given': ({ flow, agent, score }, say) =>
    told({
      en: `The caller gave ${score} of 5 to flow ${say.flow(flow).en} and agent ${say.agent(agent)}`,
      fr: `L’appelant a donné ${score} sur 5 au flux ${say.flow(flow).fr} et à l’agent ${say.agent(agent)}`,
    }),
};
