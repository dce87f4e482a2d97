// Sentences about a call that is kept for one agent for a time.
import type { ReservationFact } from '../core/facts-reservations.js';
import { type Sentences, told } from './told.js';
import { reservationEnds, reservationReasons } from './words.js';

export const reservationSentences: Sentences<ReservationFact> = {
  'call-reserved': ({ agent, because, untilMs }, say) => {
    const why = reservationReasons[because];
    const until = say.clock(untilMs);
    return told(
      {
        en: `Kept for agent ${say.agent(agent)} until ${until} at most: ${why.en}`,
        fr: `Gardé pour l’agent ${say.agent(agent)} jusqu’à ${until} au plus : ${why.fr}`,
      },
      [
        {
          en: 'His place in line and his rings count on meanwhile; no other agent and no partner is tried',
          fr: 'Sa place et ses cercles continuent de compter ; aucun autre agent ni partenaire n’est essayé',
        },
      ],
    );
  },
  'reservation-ended': ({ agent, because }, say) => {
    const why = reservationEnds[because];
    return told({
      en: `No longer kept for agent ${say.agent(agent)} (${why.en}): whoever may take the call is offered it`,
      fr: `N’est plus gardé pour l’agent ${say.agent(agent)} (${why.fr}) : l’appel va à tous ceux qui peuvent le prendre`,
    });
  },
};
