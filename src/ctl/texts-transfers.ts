// Why a hold or a transfer was refused, in the words of the command line.
import type { Text } from '../base/language.js';
import type { TalkRefusal } from '../core/inputs.js';

export const talkRefusals: Readonly<Record<TalkRefusal, Text>> = {
  'no-talk': { en: 'the agent talks with no caller', fr: 'l’agent ne parle à aucun appelant' },
  'switch-away': {
    en: 'there is no connection to Asterisk: nothing has changed in the talk',
    fr: 'pas de liaison avec Asterisk : rien n’a changé dans la conversation',
  },
  'no-transfer': { en: 'the agent transfers no caller', fr: 'l’agent n’a pas de transfert en cours' },
  'transfer-under-way': {
    en: 'a transfer of this call is under way: complete or cancel it first',
    fr: 'un transfert de cet appel est en cours : terminez-le ou annulez-le d’abord',
  },
  'already-held': { en: 'the caller is on hold already', fr: 'l’appelant est déjà en garde' },
  'not-held': { en: 'the caller is not on hold', fr: 'l’appelant n’est pas en garde' },
  'target-not-there': {
    en: 'the target has not answered yet',
    fr: 'le correspondant n’a pas encore décroché',
  },
  'too-many-transfers': {
    en: 'this call has been transferred as often as the site file allows',
    fr: 'cet appel a été transféré autant de fois que le fichier de site le permet',
  },
  'to-himself': {
    en: 'an agent does not transfer to himself',
    fr: 'un agent ne transfère pas vers lui-même',
  },
  'same-flow': { en: 'the caller came by this very flow', fr: 'l’appelant est venu par ce même flux' },
  'unknown-target': {
    en: 'the site file has no such agent, flow, partner or number',
    fr: 'le fichier de site n’a pas cet agent, flux, partenaire ou numéro',
  },
  'target-not-ready': {
    en: 'that colleague is not ready, or his phone is in use',
    fr: 'ce collègue n’est pas prêt, ou son poste est occupé',
  },
  'flow-closed': { en: 'that flow is closed', fr: 'ce flux est fermé' },
  'line-full': { en: 'the line of that flow is full', fr: 'la file de ce flux est pleine' },
  'nobody-there': {
    en: 'nobody is logged in who serves that flow',
    fr: 'personne n’est connecté pour servir ce flux',
  },
  'partner-refused': {
    en: 'none of its numbers can be dialled now: caps, trunks, or it refused lately',
    fr: 'aucun de ses numéros ne peut être appelé : plafonds, faisceaux, ou refus récent',
  },
};

/** What to do about it. */
export const talkAdvice: Readonly<Record<TalkRefusal, Text>> = {
  'no-talk': {
    en: 'It goes while he talks with a caller, and not with a customer whom Plateau has called.',
    fr: 'Cela se fait pendant qu’il parle à un appelant, et non à un client que Plateau a appelé.',
  },
  'switch-away': {
    en: 'The talk goes on. Try again when the connection is back.',
    fr: 'La conversation continue. Réessayez quand la liaison sera rétablie.',
  },
  'no-transfer': { en: 'Begin a transfer first.', fr: 'Commencez d’abord un transfert.' },
  'transfer-under-way': {
    en: 'Hand the caller over, or take him back.',
    fr: 'Passez l’appelant, ou reprenez-le.',
  },
  'already-held': { en: 'Resume brings him back.', fr: 'Reprendre le ramène.' },
  'not-held': { en: 'Hold puts him on hold.', fr: 'Garde le met en garde.' },
  'target-not-there': {
    en: 'Wait for an answer, or take the caller back.',
    fr: 'Attendez la réponse, ou reprenez l’appelant.',
  },
  'too-many-transfers': {
    en: 'Keep the caller, or promise to call him back. `transfers.maximum` sets the limit.',
    fr: 'Gardez l’appelant, ou promettez de le rappeler. `transfers.maximum` fixe la limite.',
  },
  'to-himself': { en: 'Choose somebody else.', fr: 'Choisissez quelqu’un d’autre.' },
  'same-flow': { en: 'Choose another flow.', fr: 'Choisissez un autre flux.' },
  'unknown-target': {
    en: 'Choose from the list; numbers are added under `transfers.numbers`.',
    fr: 'Choisissez dans la liste ; les numéros s’ajoutent sous `transfers.numbers`.',
  },
  'target-not-ready': {
    en: 'Choose somebody who is ready, or a flow: the caller waits there for the next who is.',
    fr: 'Choisissez quelqu’un de prêt, ou un flux : l’appelant y attend le prochain.',
  },
  'flow-closed': {
    en: 'Choose another flow, or promise to call the customer back.',
    fr: 'Choisissez un autre flux, ou promettez de rappeler le client.',
  },
  'line-full': {
    en: 'Choose another flow, or try again in a moment.',
    fr: 'Choisissez un autre flux, ou réessayez dans un instant.',
  },
  'nobody-there': {
    en: 'Choose another flow, or promise to call the customer back.',
    fr: 'Choisissez un autre flux, ou promettez de rappeler le client.',
  },
  'partner-refused': {
    en: 'Try again in a minute, or choose somebody else.',
    fr: 'Réessayez dans une minute, ou choisissez quelqu’un d’autre.',
  },
};
