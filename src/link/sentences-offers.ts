// Sentences about attempts to find somebody for a caller: offers to agents, why they, how it ended, and overflow to partners.
import type { Text } from '../base/language.js';
import type { CallFact, OfferReason, PassedOver } from '../core/facts.js';
import type { PartnerId } from '../core/site.js';
import { duration, joined, type Naming, type Sentences, same, told } from './told.js';
import {
  offerEnds,
  partnerAttemptEnds,
  partnerRefusals,
  requirementText,
  selectionRule,
  treatmentReasons,
} from './words.js';

/** Facts about attempts, before anybody has answered. */
export type OfferFact = Extract<
  CallFact,
  {
    readonly type:
      | 'call-offered'
      | 'leg-rang'
      | 'confirmation-asked'
      | 'offer-ended'
      | 'overflow-opened'
      | 'partner-dialled'
      | 'partner-attempt-ended'
      | 'partners-exhausted';
  }
>;
type FactOf<T extends OfferFact['type']> = Extract<OfferFact, { readonly type: T }>;

const mustPressKey: Text = {
  en: 'Whoever answers must press 1 to take the call',
  fr: 'Qui décroche doit appuyer sur 1 pour prendre l’appel',
};

export const offerSentences: Sentences<OfferFact> = {
  'call-offered': offered,
  'leg-rang': ({ leg }, say) => {
    const callee = say.callee(leg);
    if (callee?.kind === 'agent')
      return told({
        en: `The phone of agent ${say.agent(callee.agent)} rings`,
        fr: `Le poste de l’agent ${say.agent(callee.agent)} sonne`,
      });
    if (callee?.kind === 'partner')
      return told({
        en: `It rings at partner ${say.partner(callee.partner)}`,
        fr: `Ça sonne chez le partenaire ${say.partner(callee.partner)}`,
      });
    return told({ en: `Leg ${leg} rings`, fr: `La branche ${leg} sonne` });
  },
  'confirmation-asked': ({ deadlineAtMs }, say) =>
    told({
      en: `Answered; asked to press 1 before ${say.clock(deadlineAtMs)}`,
      fr: `Décroché ; invité à appuyer sur 1 avant ${say.clock(deadlineAtMs)}`,
    }),
  'offer-ended': offerEnded,
  'overflow-opened': ({ because, partners }, say) => {
    const reason =
      because === 'redirected'
        ? { en: 'the agent’s phone sent the call there', fr: 'le poste de l’agent y a renvoyé l’appel' }
        : treatmentReasons[because];
    const names = partnerNames(partners, say);
    return told({
      en: `Overflow opened to ${names}: ${reason.en}`,
      fr: `Débordement ouvert vers ${names} : ${reason.fr}`,
    });
  },
  'partner-dialled': ({ partner, trunk, number, confirm, deadlineAtMs }, say) =>
    told(
      {
        en: `Partner ${say.partner(partner)} dialled: ${number} over trunk ${say.trunk(trunk)}`,
        fr: `Partenaire ${say.partner(partner)} appelé : ${number} par le faisceau ${say.trunk(trunk)}`,
      },
      [
        {
          en: `Rings until ${say.clock(deadlineAtMs)} at most`,
          fr: `Sonne jusqu’à ${say.clock(deadlineAtMs)} au plus`,
        },
        confirm ? mustPressKey : null,
      ],
    ),
  'partner-attempt-ended': ({ partner, cause, destination, untilMs }, say) =>
    told(
      {
        en: `Attempt at partner ${say.partner(partner)} ended: ${partnerAttemptEnds[cause].en}`,
        fr: `Tentative chez le partenaire ${say.partner(partner)} terminée : ${partnerAttemptEnds[cause].fr}`,
      },
      [
        untilMs === null
          ? null
          : {
              en: `Number ${destination + 1} of its list is left alone by every call until ${say.clock(untilMs)}`,
              fr: `Le numéro ${destination + 1} de sa liste est laissé au repos par tous les appels jusqu’à ${say.clock(untilMs)}`,
            },
      ],
    ),
  'partners-exhausted': ({ refused, retryAtMs }, say) =>
    told(
      {
        en: 'No partner can be tried now; the caller stays in line',
        fr: 'Aucun partenaire ne peut être essayé ; l’appelant reste dans la file',
      },
      [
        ...refused.map(({ partner, because }) => {
          const why = partnerRefusals[because];
          return { en: `${say.partner(partner)}: ${why.en}`, fr: `${say.partner(partner)} : ${why.fr}` };
        }),
        { en: `Tried again at ${say.clock(retryAtMs)}`, fr: `Nouvel essai à ${say.clock(retryAtMs)}` },
      ],
    ),
};

function offered({ agent, endpoint, confirm, deadlineAtMs, why }: FactOf<'call-offered'>, say: Naming) {
  const until = say.clock(deadlineAtMs);
  return told(
    {
      en: `Offered to agent ${say.agent(agent)} on ${endpoint}`,
      fr: `Présenté à l’agent ${say.agent(agent)} sur ${endpoint}`,
    },
    [
      whyThisCall(why),
      why.rule === 'reserved' || why.rule === transferRule ? null : whyHe(why),
      passedOver(why, 'refused-this-call', say),
      passedOver(why, 'ranked-lower', say),
      confirm ? mustPressKey : null,
      {
        en: `Rings until ${until}, then it is a RONA`,
        fr: `Sonne jusqu’à ${until}, puis c’est une sonnerie sans réponse (RONA)`,
      },
    ],
  );
}

/** The reason of an offer that a transfer asked for: no ring, nobody was chosen. */
const transferRule = 'transfer';

function whyThisCall({ from, waiting, rule }: OfferReason): Text {
  if (rule === transferRule)
    return { en: 'The call was sent to this agent alone', fr: 'L’appel a été envoyé à cet agent seul' };
  if (rule === 'reserved')
    return { en: 'The call was kept for this agent', fr: 'L’appel était gardé pour cet agent' };
  if (from === 'call') return { en: 'The call looked for an agent', fr: 'L’appel cherchait un agent' };
  if (waiting <= 1)
    return {
      en: 'The agent became free, and no other call waited for this ring’s agents',
      fr: 'L’agent s’est libéré, et aucun autre appel n’attendait les agents de ce cercle',
    };
  return {
    en: `The agent became free, and of the ${waiting} calls that waited for this ring’s agents this one went first`,
    fr: `L’agent s’est libéré, et des ${waiting} appels qui attendaient les agents de ce cercle celui-ci passait le premier`,
  };
}

function whyHe({ ring, requirement, rule, ready }: OfferReason): Text {
  const asked = requirementText(requirement);
  const how = selectionRule(rule);
  if (ready <= 1)
    return {
      en: `Ring ${ring + 1} (${asked.en}): he was the only agent ready`,
      fr: `Cercle ${ring + 1} (${asked.fr}) : il était le seul agent prêt`,
    };
  return {
    en: `Ring ${ring + 1} (${asked.en}): ${ready} agents were ready, chosen ${how.en}`,
    fr: `Cercle ${ring + 1} (${asked.fr}) : ${ready} agents étaient prêts, choix : ${how.fr}`,
  };
}

/** A fact names a few of those who were passed over; how many more there were follows from how many were ready. */
function passedOver(why: OfferReason, because: PassedOver['because'], say: Naming): Text | null {
  const agents = why.passedOver.filter(one => one.because === because);
  if (agents.length === 0) return null;
  const names = agents.map(({ agent, untilMs }): Text => {
    const name = say.agent(agent);
    if (untilMs === null) return same(name);
    return { en: `${name} (until ${say.clock(untilMs)})`, fr: `${name} (jusqu’à ${say.clock(untilMs)})` };
  });
  const list = joined(names, ', ');
  if (because === 'refused-this-call')
    return {
      en: `Passed over, as the call remembers their refusal: ${list.en}`,
      fr: `Écartés, car l’appel se souvient de leur refus : ${list.fr}`,
    };
  const more = why.ready - 1 - why.passedOver.length;
  return {
    en: `Ready too, but later by that rule: ${list.en}${more > 0 ? ` and ${more} more` : ''}`,
    fr: `Prêts aussi, mais après lui selon ce choix : ${list.fr}${more > 0 ? ` et ${more} de plus` : ''}`,
  };
}

function offerEnded(fact: FactOf<'offer-ended'>, say: Naming) {
  const { agent, cause, ringMs, callUntilMs, agentUntilMs, redirectedTo } = fact;
  const to = redirectedTo === null ? '' : ` (${redirectedTo})`;
  const how = offerEnds[cause];
  const rang = duration(ringMs);
  return told(
    {
      en: `Offer to agent ${say.agent(agent)} ended after ${rang.en}: ${how.en}${to}`,
      fr: `Présentation à l’agent ${say.agent(agent)} terminée après ${rang.fr} : ${how.fr}${to}`,
    },
    [
      callUntilMs === null ? null : notAgainBefore(say.clock(callUntilMs)),
      agentUntilMs === null
        ? null
        : {
            en: `No call at all is offered to this agent before ${say.clock(agentUntilMs)} (back-off)`,
            fr: `Aucun appel n’est présenté à cet agent avant ${say.clock(agentUntilMs)} (mise à l’écart)`,
          },
      cause === 'taken-elsewhere' || cause === 'caller-gone' || cause === 'withdrawn'
        ? null
        : { en: 'The caller keeps his place in line', fr: 'L’appelant garde sa place dans la file' },
    ],
  );
}

/** The refusal that the call remembers against this agent. */
export function notAgainBefore(clock: string): Text {
  return {
    en: `This call is not offered to this agent again before ${clock}`,
    fr: `Cet appel n’est plus présenté à cet agent avant ${clock}`,
  };
}

export function partnerNames(partners: readonly PartnerId[], say: Naming): string {
  return partners.map(partner => say.partner(partner)).join(', ');
}
