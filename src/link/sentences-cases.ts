// Sentences about repeat callers, contacts and cases.
import type { Text } from '../base/language.js';
import type { CaseFact, OwnerPassedOver, RepeatCallFact } from '../core/facts-cases.js';
import { caseCallBackSentences } from './sentences-case-callbacks.js';
import { partnerNames } from './sentences-offers.js';
import { duration, type Naming, type Sentences, told } from './told.js';
import { actorText, reservationEnds } from './words.js';

type RecognisedFact = Extract<RepeatCallFact, { type: 'repeat-call-recognised' }>;

export const repeatCallSentences: Sentences<RepeatCallFact> = {
  'repeat-call-recognised': (fact, say) =>
    told(recognisedText(fact), [
      {
        en: `Served in-house only, priority ${fact.priority}`,
        fr: `Traité en interne seulement, priorité ${fact.priority}`,
      },
      fact.case === null ? null : ownerText(fact, say),
    ]),
  'partners-left-out': ({ partners }, say) =>
    told({
      en: `Not offered to ${partnerNames(partners, say)}: a repeat call is served in-house`,
      fr: `Non présenté à ${partnerNames(partners, say)} : un appel réitéré est traité en interne`,
    }),
  'call-counted': ({ customer }) =>
    told({
      en: `Counted as a contact of customer ${customer}`,
      fr: `Compté comme contact du client ${customer}`,
    }),
  'call-joined-case': ({ case: id, agent }, say) =>
    told({
      en: `Agent ${say.agent(agent)} answers for case ${id}`,
      fr: `L’agent ${say.agent(agent)} répond pour le dossier ${id}`,
    }),
};

function recognisedText({ because, customer, contacts, withinMs, case: id }: RecognisedFact): Text {
  const within = duration(withinMs);
  if (because === 'contacts')
    return {
      en: `Repeat call: contact ${contacts} of customer ${customer} within ${within.en}`,
      fr: `Appel réitéré : ${contacts}e contact du client ${customer} en ${within.fr}`,
    };
  return {
    en: `Served as a repeat call: case ${id} of customer ${customer} is open (contact ${contacts} within ${within.en})`,
    fr: `Traité comme appel réitéré : le dossier ${id} du client ${customer} est ouvert (${contacts}e contact en ${within.fr})`,
  };
}

const ownerPassedOver: Readonly<Record<OwnerPassedOver, Text>> = {
  ...reservationEnds,
  'not-asked-for': {
    en: 'the site file does not ask owners first',
    fr: 'le fichier de site ne demande pas le responsable d’abord',
  },
};

function ownerText({ case: id, owner, ownerPassedOver: why }: RecognisedFact, say: Naming): Text {
  if (owner === null) return { en: `Case ${id} has no owner`, fr: `Le dossier ${id} n’a pas de responsable` };
  const who = say.agent(owner);
  if (why === null)
    return {
      en: `Case ${id} belongs to agent ${who}, who is asked first`,
      fr: `Le dossier ${id} est suivi par l’agent ${who}, à qui l’appel est présenté d’abord`,
    };
  const reason = ownerPassedOver[why];
  return {
    en: `Case ${id} belongs to agent ${who}, who is not asked first: ${reason.en}`,
    fr: `Le dossier ${id} est suivi par l’agent ${who}, non sollicité d’abord : ${reason.fr}`,
  };
}

/** `Case K7 is closed (by supervisor claire)`. */
function changed(id: string, by: Parameters<typeof actorText>[0], text: Text): Text {
  const who = actorText(by);
  return { en: `Case ${id} ${text.en} (${who.en})`, fr: `Le dossier ${id} ${text.fr} (${who.fr})` };
}

export const caseSentences: Sentences<CaseFact> = {
  ...caseCallBackSentences,
  'contact-recorded': ({ customer, channel, contactAtMs, by }, say, atMs) => {
    const who = actorText(by);
    const when = say.clock(contactAtMs);
    return told(
      {
        en: `Contact of customer ${customer} by ${channel} recorded (${who.en})`,
        fr: `Contact du client ${customer} par ${channel} enregistré (${who.fr})`,
      },
      [contactAtMs === atMs ? null : { en: `It was at ${when}`, fr: `Il a eu lieu à ${when}` }],
    );
  },
  'case-opened': ({ case: id, customer, customerName, owner, passedOver, colour, by }, say) => {
    const name = customerName === '' ? customer : `${customer} (${customerName})`;
    const nobody = { en: 'Nobody owns it', fr: 'Personne ne le suit' };
    const its = (agent: string) => ({
      en: `Agent ${say.agent(agent)} owns it`,
      fr: `L’agent ${say.agent(agent)} le suit`,
    });
    return told(
      changed(id, by, {
        en: `of customer ${name} is opened, colour ${colour}`,
        fr: `du client ${name} est ouvert, couleur ${colour}`,
      }),
      [
        owner === null ? nobody : its(owner),
        passedOver === null
          ? null
          : {
              en: `Agent ${say.agent(passedOver)} has as many open cases as he may have`,
              fr: `L’agent ${say.agent(passedOver)} a déjà le nombre maximal de dossiers ouverts`,
            },
      ],
    );
  },
  'case-noted': ({ case: id, text, by }) =>
    told(changed(id, by, { en: `has a new note: ${text}`, fr: `a une nouvelle note : ${text}` })),
  'case-coloured': ({ case: id, colour, by }) =>
    told(changed(id, by, { en: `is ${colour} now`, fr: `passe à la couleur ${colour}` })),
  'case-given': ({ case: id, to, by }, say) =>
    told(
      changed(id, by, {
        en: `is given to agent ${say.agent(to)}`,
        fr: `est confié à l’agent ${say.agent(to)}`,
      }),
    ),
  'case-waits': ({ case: id, entity, by }) =>
    told(changed(id, by, { en: `waits for ${entity}`, fr: `attend ${entity}` })),
  'case-resumed': ({ case: id, by }) =>
    told(changed(id, by, { en: 'waits no longer', fr: 'n’est plus en attente' })),
  'case-call-back-promised': ({ case: id, callBackAtMs, by }, say) =>
    told(
      changed(
        id,
        by,
        callBackAtMs === null
          ? { en: 'has no call-back promised any more', fr: 'n’a plus de rappel promis' }
          : {
              en: `has a call-back promised for ${say.clock(callBackAtMs)}`,
              fr: `a un rappel promis pour ${say.clock(callBackAtMs)}`,
            },
      ),
    ),
  'case-solved': ({ case: id, by }) => told(changed(id, by, { en: 'is solved', fr: 'est résolu' })),
  'case-reopened': ({ case: id, by }) => told(changed(id, by, { en: 'is open again', fr: 'est rouvert' })),
  'case-closed': ({ case: id, by }) => told(changed(id, by, { en: 'is closed', fr: 'est clos' })),
};
