// Sentences about calls that the site makes itself: an agent first, then the customer.
import type { Text } from '../base/language.js';
import type { CallFact } from '../core/facts.js';
import type { CallBackFact, CallBackStage } from '../core/facts-callback.js';
import type { OutboundEnd, OutboundFact, OutboundKind, Postponement } from '../core/facts-outbound.js';
import type { NotReached } from '../core/site-outbound.js';
import { duration, type Sentences, told } from './told.js';
import { actorText } from './words.js';

type OwnFact = Extract<CallFact, OutboundFact | CallBackFact>;

const kinds: Readonly<Record<OutboundKind, Text>> = {
  callback: { en: 'Call-back', fr: 'Rappel' },
  case: { en: 'Call-back of a case', fr: 'Rappel d’un dossier' },
  campaign: { en: 'Call of a campaign', fr: 'Appel d’une campagne' },
};

const postponements: Readonly<Record<Postponement, Text>> = {
  closed: { en: 'the flow is closed', fr: 'le flux est fermé' },
  'call-times': {
    en: 'customers may not be called at this time',
    fr: 'les clients ne peuvent être appelés à cette heure',
  },
  'concurrent-cap': {
    en: 'as many customers are being called as the site file allows',
    fr: 'le nombre d’appels sortants simultanés permis est atteint',
  },
  'minute-cap': {
    en: 'as many customers were called within the minute as the site file allows',
    fr: 'le nombre d’appels sortants permis par minute est atteint',
  },
  'day-cap': {
    en: 'as many customers were called today as the site file allows',
    fr: 'le nombre d’appels sortants permis par jour est atteint',
  },
  'trunk-down': { en: 'the trunk cannot carry a call now', fr: 'le faisceau ne peut pas prendre d’appel' },
  'same-number': {
    en: 'this number is being called already',
    fr: 'ce numéro est déjà en cours d’appel',
  },
  'agent-away': {
    en: 'the one agent who may make it is not there',
    fr: 'le seul agent qui peut le faire n’est pas là',
  },
};

const outcomes: Readonly<Record<NotReached, Text>> = {
  busy: { en: 'busy', fr: 'occupé' },
  'no-answer': { en: 'no answer', fr: 'pas de réponse' },
  rejected: { en: 'he refused the call', fr: 'il a refusé l’appel' },
  unreachable: { en: 'cannot be reached', fr: 'injoignable' },
  lost: { en: 'the call was lost on the way', fr: 'l’appel s’est perdu en route' },
  'agent-gone': {
    en: 'the agent hung up before he answered',
    fr: 'l’agent a raccroché avant qu’il ne réponde',
  },
};

const ends: Readonly<Record<OutboundEnd, Text>> = {
  talked: { en: 'agent and customer have talked', fr: 'l’agent et le client se sont parlé' },
  'not-reached': {
    en: 'the customer was not reached, as often as the site file says',
    fr: 'le client n’a pas été joint, après autant d’essais que le fichier de site le dit',
  },
  'called-in': {
    en: 'he called in himself and was answered',
    fr: 'il a rappelé lui-même et a eu une réponse',
  },
  expired: { en: 'its time is over', fr: 'son délai est passé' },
  cancelled: { en: 'cancelled', fr: 'annulé' },
  'not-allowed': {
    en: 'the site file does not let this number be dialled, or no longer has the flow',
    fr: 'le fichier de site ne permet pas de composer ce numéro, ou n’a plus ce flux',
  },
};

const stages: Readonly<Record<CallBackStage, Text>> = {
  offered: { en: 'offered a call-back', fr: 'le rappel lui est proposé' },
  keying: { en: 'keys the number to be called back on', fr: 'compose le numéro où le rappeler' },
  confirming: { en: 'is read the number, to confirm it', fr: 'écoute le numéro, pour le confirmer' },
  declined: { en: 'goes on waiting', fr: 'continue d’attendre' },
};

export const outboundSentences: Sentences<OwnFact> = {
  'callback-offered': ({ expectedWaitMs, number }) =>
    told(
      expectedWaitMs === null
        ? {
            en: 'Offered to be called back: no agent is there who could take him',
            fr: 'Rappel proposé : aucun agent n’est là pour le prendre',
          }
        : {
            en: `Offered to be called back: ${duration(expectedWaitMs).en} of waiting must be expected`,
            fr: `Rappel proposé : ${duration(expectedWaitMs).fr} d’attente à prévoir`,
          },
      [
        number === null
          ? {
              en: 'His own number is withheld or may not be dialled: he may key another',
              fr: 'Son numéro est masqué ou ne peut être composé : il peut en composer un autre',
            }
          : { en: `On ${number}, his own`, fr: `Au ${number}, le sien` },
      ],
    ),
  'callback-dialogue': ({ stage, number }) => {
    const shown = number === '' ? '' : `: ${number}`;
    return told({
      en: `The caller pressed a key: ${stages[stage].en}${shown}`,
      fr: `L’appelant a appuyé sur une touche : ${stages[stage].fr}${shown === '' ? '' : ` ${shown}`}`,
    });
  },
  'callback-booked': ({ callback, number, joined }) =>
    told(
      {
        en: `Call-back booked on ${number}: he is let go and keeps his place`,
        fr: `Rappel enregistré au ${number} : il raccroche et garde sa place`,
      },
      [
        joined
          ? {
              en: `A call-back to this number waits already: ${callback}`,
              fr: `Un rappel vers ce numéro attend déjà : ${callback}`,
            }
          : { en: `See call ${callback}`, fr: `Voir l’appel ${callback}` },
      ],
    ),
  'outbound-queued': (fact, say, atMs) => {
    const kind = kinds[fact.kind];
    const flow = say.flow(fact.flow);
    const name = fact.name === '' ? '' : ` (${fact.name})`;
    const by = actorText(fact.by);
    return told(
      {
        en: `${kind.en} to ${fact.number}${name} taken into flow ${flow.en} ${by.en}`,
        fr: `${kind.fr} vers le ${fact.number}${name} pris dans le flux ${flow.fr} ${by.fr}`,
      },
      [
        { en: `About ${fact.subject}`, fr: `Au sujet de ${fact.subject}` },
        {
          en: `Its place in line counts from ${say.clock(fact.virtualEntryAtMs)}, priority ${fact.priority}`,
          fr: `Sa place dans la file compte depuis ${say.clock(fact.virtualEntryAtMs)}, priorité ${fact.priority}`,
        },
        fact.notBeforeMs <= atMs
          ? null
          : {
              en: `Not before ${say.clock(fact.notBeforeMs)}`,
              fr: `Pas avant ${say.clock(fact.notBeforeMs)}`,
            },
        fact.onlyAgent === null
          ? null
          : {
              en: `Only agent ${say.agent(fact.onlyAgent)} may make it`,
              fr: `Seul l’agent ${say.agent(fact.onlyAgent)} peut le faire`,
            },
        { en: 'An agent is reserved before anybody is dialled', fr: 'Un agent est réservé avant tout appel' },
      ],
    );
  },
  'outbound-due': () =>
    told({ en: 'Stands in line for an agent', fr: 'Prend sa place dans la file pour avoir un agent' }),
  'outbound-postponed': ({ because, untilMs, agent }, say) =>
    told(
      {
        en: `Out of the line until ${say.clock(untilMs)}: ${postponements[because].en}`,
        fr: `Sorti de la file jusqu’à ${say.clock(untilMs)} : ${postponements[because].fr}`,
      },
      [
        agent === null
          ? null
          : { en: `Agent ${say.agent(agent)} is free again`, fr: `L’agent ${say.agent(agent)} est libéré` },
      ],
    ),
  'customer-dialled': ({ agent, trunk, number, attempt, deadlineAtMs }, say) =>
    told(
      {
        en: `Agent ${say.agent(agent)} is reserved; ${number} dialled over trunk ${say.trunk(trunk)}, attempt ${attempt}`,
        fr: `L’agent ${say.agent(agent)} est réservé ; ${number} composé par le faisceau ${say.trunk(trunk)}, essai ${attempt}`,
      },
      [
        {
          en: `Rings until ${say.clock(deadlineAtMs)} at most`,
          fr: `Sonne jusqu’à ${say.clock(deadlineAtMs)} au plus`,
        },
      ],
    ),
  'customer-rang': () => told({ en: 'It rings at the customer’s', fr: 'Ça sonne chez le client' }),
  'customer-answered': () => told({ en: 'The customer answered', fr: 'Le client a décroché' }),
  'customer-not-reached': ({ agent, cause, nextAtMs }, say) =>
    told(
      {
        en: `Customer not reached: ${outcomes[cause].en}`,
        fr: `Client non joint : ${outcomes[cause].fr}`,
      },
      [
        { en: `Agent ${say.agent(agent)} is free again`, fr: `L’agent ${say.agent(agent)} est libéré` },
        nextAtMs === null
          ? { en: 'Not tried again', fr: 'Pas d’autre essai' }
          : { en: `Tried again at ${say.clock(nextAtMs)}`, fr: `Nouvel essai à ${say.clock(nextAtMs)}` },
      ],
    ),
  'outbound-ended': ({ kind, end, attempts, waitedMs, talkMs, by }) => {
    const who = by.kind === 'rule' ? { en: '', fr: '' } : actorText(by);
    return told(
      {
        en: `End: ${kinds[kind].en}, ${ends[end].en} ${who.en}`.trim(),
        fr: `Fin : ${kinds[kind].fr}, ${ends[end].fr} ${who.fr}`.trim(),
      },
      [
        {
          en: `Dialled ${attempts} times, in line ${duration(waitedMs).en}, talk ${duration(talkMs).en}`,
          fr: `Composé ${attempts} fois, attente ${duration(waitedMs).fr}, communication ${duration(talkMs).fr}`,
        },
      ],
    );
  },
};
