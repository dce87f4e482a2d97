// Sentences about hold and transfer.
import { unreachable } from '../base/assert.js';
import type { Text } from '../base/language.js';
import type { CallFact } from '../core/facts.js';
import type { TransferFact } from '../core/facts-transfers.js';
import type { TransferTarget } from '../core/site.js';
import { notAgainBefore } from './sentences-offers.js';
import { type Naming, type Sentences, told } from './told.js';
import { actorText, transferFailures, transferManners } from './words.js';

/** Everything else that is said of a call. */
export type PlainCallFact = Exclude<CallFact, TransferFact>;

export const transferSentences: Sentences<TransferFact> = {
  'call-held': ({ agent }, say) =>
    told({
      en: `Put on hold by agent ${say.agent(agent)}: he hears music`,
      fr: `Mis en garde par l’agent ${say.agent(agent)} : il entend la musique`,
    }),
  'call-resumed': ({ agent }, say) =>
    told({
      en: `Taken back from hold by agent ${say.agent(agent)}`,
      fr: `Repris de la garde par l’agent ${say.agent(agent)}`,
    }),
  'caller-left-on-hold': ({ agent }, say) =>
    told({
      en: `Agent ${say.agent(agent)} hung up with the caller on hold: back in line, at the front`,
      fr: `L’agent ${say.agent(agent)} a raccroché en laissant l’appelant en garde : remis en tête de file`,
    }),
  'transfer-started': ({ agent, manner, to, by }, say) => {
    const how = transferManners[manner];
    const target = targetText(to, say);
    const who = actorText(by);
    return told({
      en: `Agent ${say.agent(agent)} transfers the caller to ${target.en}: ${how.en} (${who.en})`,
      fr: `L’agent ${say.agent(agent)} transfère l’appelant vers ${target.fr} : ${how.fr} (${who.fr})`,
    });
  },
  'consultation-joined': ({ leg }, say) => {
    const who = calleeText(leg, say);
    return told({
      en: `The agent and ${who.en} are joined: they talk about the call`,
      fr: `L’agent et ${who.fr} sont mis en communication : ils parlent de l’appel`,
    });
  },
  'consultation-swapped': ({ talksWith }) =>
    told(
      talksWith === 'caller'
        ? {
            en: 'The agent talks with the caller again; the target waits',
            fr: 'L’agent parle de nouveau à l’appelant ; le correspondant attend',
          }
        : {
            en: 'The agent talks with the target again; the caller hears music',
            fr: 'L’agent parle de nouveau au correspondant ; l’appelant entend la musique',
          },
    ),
  'transfer-completed': ({ agent, callUntilMs }, say) =>
    told(
      {
        en: `Agent ${say.agent(agent)} has left: the caller goes to the target`,
        fr: `L’agent ${say.agent(agent)} s’est retiré : l’appelant passe au correspondant`,
      },
      [callUntilMs === null ? null : notAgainBefore(say.clock(callUntilMs))],
    ),
  'transfer-ended': ({ agent, because, backTo, flow }, say) => {
    const why = transferFailures[because];
    const name = say.flow(flow);
    const back: Text =
      backTo === 'agent'
        ? {
            en: `the caller is with agent ${say.agent(agent)} again`,
            fr: `l’appelant est de nouveau avec l’agent ${say.agent(agent)}`,
          }
        : {
            en: `the caller waits at the front of flow ${name.en}`,
            fr: `l’appelant attend en tête du flux ${name.fr}`,
          };
    return told({
      en: `The transfer came to nothing, ${why.en}: ${back.en}`,
      fr: `Le transfert n’a pas abouti, ${why.fr} : ${back.fr}`,
    });
  },
};

function targetText(to: TransferTarget, say: Naming): Text {
  switch (to.kind) {
    case 'agent':
      return { en: `agent ${say.agent(to.agent)}`, fr: `l’agent ${say.agent(to.agent)}` };
    case 'flow': {
      const flow = say.flow(to.flow);
      return { en: `flow ${flow.en}`, fr: `le flux ${flow.fr}` };
    }
    case 'partner':
      return { en: `partner ${say.partner(to.partner)}`, fr: `le partenaire ${say.partner(to.partner)}` };
    case 'number':
      return {
        en: `the outside number ${say.partner(to.number)}`,
        fr: `le numéro extérieur ${say.partner(to.number)}`,
      };
    default:
      return unreachable(to);
  }
}

function calleeText(leg: string, say: Naming): Text {
  const callee = say.callee(leg);
  if (callee?.kind === 'agent')
    return { en: `agent ${say.agent(callee.agent)}`, fr: `l’agent ${say.agent(callee.agent)}` };
  if (callee?.kind === 'partner')
    return {
      en: `partner ${say.partner(callee.partner)}`,
      fr: `le partenaire ${say.partner(callee.partner)}`,
    };
  return { en: 'the target', fr: 'son correspondant' };
}
