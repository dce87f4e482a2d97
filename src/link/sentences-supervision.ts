// Sentences about what supervisors do to calls, flows and agents, with who did it.
import type { Text } from '../base/language.js';
import type {
  ForcedState,
  LeavingFact,
  SupervisionCallFact,
  SupervisionFlowFact,
} from '../core/facts-supervision.js';
import { type Sentences, told } from './told.js';
import { actorText } from './words.js';

export const supervisionSentences: Sentences<SupervisionCallFact | SupervisionFlowFact | LeavingFact> = {
  'take-ordered': ({ agent, untilMs, by }, say) => {
    const who = actorText(by);
    const until = say.clock(untilMs);
    return told(
      {
        en: `Given to agent ${say.agent(agent)} (${who.en})`,
        fr: `Attribué à l’agent ${say.agent(agent)} (${who.fr})`,
      },
      [
        {
          en: `Offered to him as soon as he is free; after ${until} to whoever may take it`,
          fr: `Présenté dès qu’il est libre ; après ${until} à tous ceux qui peuvent le prendre`,
        },
      ],
    );
  },
  'move-ordered': ({ to, by }, say) => {
    const who = actorText(by);
    return told({
      en: `To be moved to flow ${say.flow(to).en} (${who.en})`,
      fr: `À passer au flux ${say.flow(to).fr} (${who.fr})`,
    });
  },
  'call-raised': ({ from, priority, front, by }) => {
    const who = actorText(by);
    if (front)
      return told({ en: `Put at the front of the line (${who.en})`, fr: `Mis en tête de file (${who.fr})` });
    return told({
      en: `Raised from priority ${from} to ${priority} (${who.en})`,
      fr: `Monté de la priorité ${from} à ${priority} (${who.fr})`,
    });
  },
  'flow-forced': ({ flow, to, untilMs, by }, say) => {
    const who = actorText(by);
    const name = say.flow(flow);
    const until = say.clock(untilMs);
    return told({
      en: `Flow ${name.en} is held ${forcedStates[to].en} until ${until} (${who.en})`,
      fr: `Flux ${name.fr} maintenu ${forcedStates[to].fr} jusqu’à ${until} (${who.fr})`,
    });
  },
  'flow-force-ended': ({ flow, to, by }, say) => {
    const who = by.kind === 'rule' && by.name === 'time' ? timeIsOver : actorText(by);
    const name = say.flow(flow);
    return told({
      en: `Flow ${name.en} is no longer held ${forcedStates[to].en}: its calendar counts (${who.en})`,
      fr: `Flux ${name.fr} n’est plus maintenu ${forcedStates[to].fr} : son calendrier compte (${who.fr})`,
    });
  },
  'agent-logout-due': ({ agent, by }, say) => {
    const who = actorText(by);
    return told({
      en: `Agent ${say.agent(agent)} is to be logged out when he is done with his call (${who.en})`,
      fr: `L’agent ${say.agent(agent)} sera déconnecté quand il en aura fini avec son appel (${who.fr})`,
    });
  },
  'agent-logout-cancelled': ({ agent, by }, say) => {
    const who = actorText(by);
    return told({
      en: `Agent ${say.agent(agent)} stays after all (${who.en})`,
      fr: `L’agent ${say.agent(agent)} reste finalement (${who.fr})`,
    });
  },
};

/** A flow that a supervisor holds so. */
export const forcedStates: Readonly<Record<ForcedState, Text>> = {
  open: { en: 'open', fr: 'ouvert' },
  closed: { en: 'closed', fr: 'fermé' },
};

const timeIsOver: Text = { en: 'the time is over', fr: 'le délai est écoulé' };
