// Sentences about the call by which the owner of a case keeps his promise.
import type { Text } from '../base/language.js';
import type { CaseCallBackFact, OwnerMissing } from '../core/facts-case-callbacks.js';
import { type Sentences, told } from './told.js';
import { actorText, reservationEnds } from './words.js';

const missing: Readonly<Record<OwnerMissing, Text>> = {
  ...reservationEnds,
  busy: { en: 'he is at another call', fr: 'il est sur un autre appel' },
};

const failures: Readonly<
  Record<Extract<CaseCallBackFact, { type: 'case-call-back-failed' }>['because'], Text>
> = {
  'not-reached': { en: 'the customer was not reached', fr: 'le client n’a pas été joint' },
  expired: { en: 'nobody could make it in time', fr: 'personne n’a pu le passer à temps' },
  'not-allowed': {
    en: 'the site file does not let this number be called, or no longer has the flow',
    fr: 'le fichier de site ne permet pas d’appeler ce numéro, ou n’a plus ce flux',
  },
};

export const caseCallBackSentences: Sentences<CaseCallBackFact> = {
  'case-number-given': ({ case: id, number, by }) => {
    const who = actorText(by);
    return told({
      en: `The customer of case ${id} wants to be called at ${number} (${who.en})`,
      fr: `Le client du dossier ${id} veut être rappelé au ${number} (${who.fr})`,
    });
  },
  'case-owner-kept-free': ({ case: id, agent, untilMs }, say) =>
    told({
      en: `Agent ${say.agent(agent)} gets no other call until ${say.clock(untilMs)}: the call-back of case ${id} is near`,
      fr: `L’agent ${say.agent(agent)} ne reçoit plus d’autre appel jusqu’à ${say.clock(untilMs)} : le rappel du dossier ${id} approche`,
    }),
  'case-call-back-late': ({ case: id, owner, because, promisedAtMs, rule }, say) =>
    told(
      {
        en: `The call-back of case ${id}, promised for ${say.clock(promisedAtMs)}, is late: agent ${say.agent(owner)} does not make it, ${missing[because].en}`,
        fr: `Le rappel du dossier ${id}, promis pour ${say.clock(promisedAtMs)}, est en retard : l’agent ${say.agent(owner)} ne le passe pas, ${missing[because].fr}`,
      },
      [
        rule === 'deputy'
          ? {
              en: 'Whoever may take calls of the flow makes it now',
              fr: 'Tout agent qui peut prendre les appels du flux le passe désormais',
            }
          : { en: 'It waits for him', fr: 'Il l’attend' },
      ],
    ),
  'case-called-back': ({ case: id }) =>
    told({
      en: `The customer of case ${id} was called back`,
      fr: `Le client du dossier ${id} a été rappelé`,
    }),
  'case-call-back-failed': ({ case: id, because, attempts }) =>
    told({
      en: `The call-back of case ${id} came to nothing: ${failures[because].en} (attempts: ${attempts})`,
      fr: `Le rappel du dossier ${id} n’a pas abouti : ${failures[because].fr} (essais : ${attempts})`,
    }),
};
