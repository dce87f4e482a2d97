// What the command line says of calls to customers, in both languages.
import type { Text } from '../base/language.js';
import type { OutboundKind } from '../core/facts-outbound.js';
import type { OutboundView } from '../link/outbound-messages.js';

export const callBackHelp = {
  callbacks: {
    en: 'calls to customers that are still to be made, with their state',
    fr: 'appels vers des clients qui restent à faire, avec leur état',
  },
  cancel: {
    en: 'cancel a call-back; refused once the customer has answered',
    fr: 'annule un rappel ; refusé dès que le client a décroché',
  },
  call: {
    en: 'id of the call-back, as `callbacks` shows it',
    fr: 'identifiant du rappel, comme dans `callbacks`',
  },
} as const satisfies Record<string, Text>;

export const callBackTitles = {
  call: { en: 'Call', fr: 'Appel' },
  kind: { en: 'Kind', fr: 'Genre' },
  number: { en: 'Number', fr: 'Numéro' },
  name: { en: 'Name', fr: 'Nom' },
  asked: { en: 'Place since', fr: 'Place depuis' },
  dialled: { en: 'Dialled', fr: 'Composé' },
  gives: { en: 'Given up', fr: 'Abandonné' },
} as const satisfies Record<string, Text>;

export const kindTexts: Readonly<Record<OutboundKind, Text>> = {
  callback: { en: 'call-back', fr: 'rappel' },
  case: { en: 'case', fr: 'dossier' },
  campaign: { en: 'campaign', fr: 'campagne' },
};

export const stateTexts: Readonly<Record<OutboundView['state'], Text>> = {
  resting: { en: 'rests', fr: 'en repos' },
  'in-line': { en: 'in line', fr: 'dans la file' },
  offered: { en: 'an agent is rung', fr: 'un agent sonne' },
  dialling: { en: 'customer dialled', fr: 'client appelé' },
  talking: { en: 'they talk', fr: 'en communication' },
};

export const callBackTexts = {
  none: { en: 'Nobody is to be called.', fr: 'Personne à rappeler.' },
  isOff: {
    en: 'The site file has no section `outbound:`, so nobody is called.',
    fr: 'Le fichier de site n’a pas de section `outbound:` : personne n’est appelé.',
  },
  until: (state: string, time: string): Text => ({
    en: `${state} until ${time}`,
    fr: `${state} jusqu’à ${time}`,
  }),
  cancelled: (call: string): Text => ({ en: `${call} is cancelled.`, fr: `${call} est annulé.` }),
} as const;
