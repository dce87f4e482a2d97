// What an agent's phone shows, in English and in French.
import type { Text } from '../base/language.js';
import type { OutboundKind } from '../core/facts-outbound.js';

/** Before the customer's name: that it is he who will be called. */
export const calledTexts: Readonly<Record<OutboundKind, Text>> = {
  callback: { en: 'Call-back', fr: 'Rappel' },
  case: { en: 'Case', fr: 'Dossier' },
  campaign: { en: 'Campaign', fr: 'Campagne' },
};
