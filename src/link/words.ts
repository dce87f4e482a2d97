// The literals of facts and views in the words of people: states, causes, reasons. One table a union; none can be forgotten.
import { unreachable } from '../base/assert.js';
import type { Text } from '../base/language.js';
import type {
  Actor,
  CallEnd,
  CallFact,
  OfferEnd,
  PartnerAttemptEnd,
  PhoneState,
  TreatmentReason,
} from '../core/facts.js';
import type { ReservationEnd, ReservationReason } from '../core/facts-reservations.js';
import type { TransferFailure, TransferManner } from '../core/facts-transfers.js';
import type { RequirementId, SelectionRule } from '../core/site.js';
import type { AgentState, CallView } from './messages.js';

type Words<K extends string> = Readonly<Record<K, Text>>;

/** Why no partner could be tried. */
type PartnerRefusal = Extract<CallFact, { type: 'partners-exhausted' }>['refused'][number]['because'];

export const agentStates: Words<AgentState> = {
  'logged-out': { en: 'logged out', fr: 'déconnecté' },
  'not-ready': { en: 'not ready', fr: 'en pause' },
  ready: { en: 'ready', fr: 'prêt' },
  offered: { en: 'offered', fr: 'en sonnerie' },
  talking: { en: 'talking', fr: 'en communication' },
  'wrap-up': { en: 'wrap-up', fr: 'post-appel' },
  'phone-busy': { en: 'phone busy', fr: 'poste occupé' },
  'phone-unavailable': { en: 'phone away', fr: 'poste injoignable' },
  'backed-off': { en: 'back-off', fr: 'mis à l’écart' },
};

export const callStates: Words<CallView['state']> = {
  waiting: { en: 'waiting', fr: 'en attente' },
  offered: { en: 'offered', fr: 'en sonnerie' },
  talking: { en: 'talking', fr: 'en communication' },
};

export const phoneStates: Words<PhoneState> = {
  unknown: { en: 'in an unknown state', fr: 'dans un état inconnu' },
  idle: { en: 'free', fr: 'libre' },
  busy: { en: 'busy outside the ACD', fr: 'occupé hors ACD' },
  unavailable: { en: 'unavailable', fr: 'injoignable' },
};

export const offerEnds: Words<OfferEnd> = {
  'no-answer': { en: 'no answer (RONA)', fr: 'sonnerie sans réponse (RONA)' },
  rejected: { en: 'refused on the phone', fr: 'refus sur le poste' },
  busy: { en: 'the phone is busy', fr: 'poste occupé' },
  unreachable: { en: 'the phone cannot be reached', fr: 'poste injoignable' },
  'not-confirmed': {
    en: 'answered, but nobody pressed the key (a voicemail, perhaps)',
    fr: 'décroché, mais personne n’a appuyé sur la touche (une messagerie, peut-être)',
  },
  redirected: { en: 'the phone sends calls elsewhere', fr: 'poste renvoyé' },
  'taken-elsewhere': { en: 'somebody else took the call', fr: 'l’appel a été pris ailleurs' },
  'caller-gone': { en: 'the caller is gone', fr: 'l’appelant est parti' },
  withdrawn: { en: 'taken back by Plateau', fr: 'retirée par Plateau' },
  lost: { en: 'the leg was lost, or never came to be', fr: 'branche perdue, ou jamais établie' },
};

export const partnerAttemptEnds: Words<PartnerAttemptEnd> = {
  'no-answer': { en: 'no answer', fr: 'pas de réponse' },
  rejected: { en: 'refused', fr: 'refus' },
  busy: { en: 'busy', fr: 'occupé' },
  unreachable: { en: 'cannot be reached', fr: 'injoignable' },
  'not-confirmed': {
    en: 'answered, but nobody pressed the key',
    fr: 'décroché, mais personne n’a appuyé sur la touche',
  },
  'taken-elsewhere': offerEnds['taken-elsewhere'],
  'caller-gone': offerEnds['caller-gone'],
  withdrawn: offerEnds.withdrawn,
  lost: offerEnds.lost,
};

export const partnerRefusals: Words<PartnerRefusal> = {
  'concurrent-cap': { en: 'at its cap of concurrent calls', fr: 'au plafond d’appels simultanés' },
  'minute-cap': { en: 'at its cap of calls a minute', fr: 'au plafond d’appels par minute' },
  'day-cap': { en: 'at its cap of minutes a day', fr: 'au plafond de minutes par jour' },
  'refused-lately': { en: 'refused or did not answer lately', fr: 'a refusé ou n’a pas répondu récemment' },
  'trunk-down': { en: 'its trunk is down', fr: 'son faisceau est hors service' },
  'trunk-full': { en: 'its trunk is full', fr: 'son faisceau est saturé' },
};

export const callEnds: Words<CallEnd> = {
  abandoned: {
    en: 'the caller hung up while waiting (abandon)',
    fr: 'l’appelant a raccroché en attente (abandon)',
  },
  'caller-hung-up': { en: 'the caller hung up', fr: 'l’appelant a raccroché' },
  'agent-hung-up': { en: 'the agent hung up', fr: 'l’agent a raccroché' },
  'partner-hung-up': {
    en: 'the talk with the partner ended',
    fr: 'la communication avec le partenaire a pris fin',
  },
  released: { en: 'released, as the site file says', fr: 'libéré, comme le dit le fichier de site' },
  fallback: { en: 'in the hands of the dialplan’s fall-back', fr: 'confié au repli du plan de numérotation' },
  lost: { en: 'gone while Plateau was away', fr: 'parti pendant l’absence de Plateau' },
  'switch-died': { en: 'cut off when Asterisk ended', fr: 'coupé par la fin d’Asterisk' },
};

export const treatmentReasons: Words<TreatmentReason> = {
  closed: { en: 'the flow is closed', fr: 'le flux est fermé' },
  closing: { en: 'the flow closes while he waits', fr: 'le flux ferme pendant qu’il attend' },
  'line-full': { en: 'the line is full', fr: 'la file est pleine' },
  'too-long': { en: 'he has waited too long', fr: 'il attend depuis trop longtemps' },
  nobody: {
    en: 'no agent who could take him is logged in',
    fr: 'aucun agent capable de le prendre n’est connecté',
  },
  'unknown-flow': { en: 'the site file has no such flow', fr: 'le fichier de site n’a pas ce flux' },
  'call-back': { en: 'he will be called back', fr: 'il sera rappelé' },
};

export const reservationReasons: Words<ReservationReason> = {
  supervisor: { en: 'a supervisor gave it to him', fr: 'un superviseur le lui a attribué' },
  'case-owner': { en: 'he owns the caller’s open case', fr: 'il suit le dossier ouvert de l’appelant' },
};

export const reservationEnds: Words<ReservationEnd> = {
  bound: { en: 'the time for it is over', fr: 'le délai est écoulé' },
  'logged-out': { en: 'he is logged out', fr: 'il est déconnecté' },
  'not-ready': { en: 'he is not ready', fr: 'il est en pause' },
  refused: { en: 'he did not take the call', fr: 'il n’a pas pris l’appel' },
  'phone-away': { en: 'his phone cannot be reached', fr: 'son poste est injoignable' },
  'not-in-site-file': { en: 'he is not in the site file', fr: 'il n’est pas dans le fichier de site' },
};

export const transferManners: Words<TransferManner> = {
  blind: { en: 'he leaves at once', fr: 'il se retire aussitôt' },
  consultation: {
    en: 'he asks first, the caller hears music',
    fr: 'il consulte d’abord, l’appelant entend la musique',
  },
  accompanied: { en: 'he stays with the caller until then', fr: 'il reste avec l’appelant jusque-là' },
};

export const transferFailures: Words<TransferFailure> = {
  'no-answer': partnerAttemptEnds['no-answer'],
  rejected: partnerAttemptEnds.rejected,
  busy: partnerAttemptEnds.busy,
  unreachable: partnerAttemptEnds.unreachable,
  'not-confirmed': partnerAttemptEnds['not-confirmed'],
  withdrawn: partnerAttemptEnds.withdrawn,
  lost: partnerAttemptEnds.lost,
  'caller-gone': partnerAttemptEnds['caller-gone'],
  cancelled: { en: 'the agent took it back', fr: 'l’agent l’a annulé' },
  'target-hung-up': { en: 'the target hung up', fr: 'le correspondant a raccroché' },
  limit: {
    en: 'the longest talk allowed was reached',
    fr: 'la durée maximale de communication est atteinte',
  },
  'join-failed': {
    en: 'agent and target could not be joined',
    fr: 'agent et correspondant n’ont pu être mis en communication',
  },
  'flow-refused': {
    en: 'the rules of that flow do not let him wait there any longer',
    fr: 'les règles de ce flux ne l’y laissent plus attendre',
  },
  'partner-refused': {
    en: 'none of its numbers can be dialled',
    fr: 'aucun de ses numéros ne peut être appelé',
  },
};

const selectionRules: Words<SelectionRule> = {
  'longest-idle': { en: 'longest idle first', fr: 'le plus longtemps inactif d’abord' },
  'best-level': { en: 'best level first', fr: 'le meilleur niveau d’abord' },
  'fewest-calls': { en: 'fewest calls today first', fr: 'le moins d’appels du jour d’abord' },
  'most-specialised': { en: 'most specialised first', fr: 'le plus spécialisé d’abord' },
  linear: { en: 'in the order of the site file', fr: 'dans l’ordre du fichier de site' },
};

/** The rule as a fact carries it: a plain text, which a later version may have added to. */
export function selectionRule(rule: string): Text {
  const known: Readonly<Record<string, Text>> = selectionRules;
  return known[rule] ?? { en: rule, fr: rule };
}

/** What a ring asks of an agent, as the site file writes it but for the sign. */
export function requirementText(requirement: RequirementId): Text {
  if (requirement === 'any') return { en: 'any agent', fr: 'n’importe quel agent' };
  const shown = requirement.replaceAll('>=', ' ≥ ');
  return { en: shown, fr: shown };
}

/** Reasons for being not-ready that are ours and stand in no site file. */
export const ownReasons: Readonly<Record<string, Text>> = {
  'no-answer': { en: 'calls not answered', fr: 'appels non décrochés' },
};

const rules: Readonly<Record<string, Text>> = {
  outbound: { en: 'by the site file', fr: 'par le fichier de site' },
  rona: { en: 'too many RONAs', fr: 'trop de sonneries sans réponse' },
  'repeat-call': { en: 'repeat call', fr: 'appel réitéré' },
  'site-file': { en: 'no longer in the site file', fr: 'n’est plus dans le fichier de site' },
  campaign: { en: 'campaign', fr: 'campagne' },
  'campaign-over': { en: 'its last day is past', fr: 'son dernier jour est passé' },
  'found-dialled': { en: 'found while the customer was dialled', fr: 'constaté pendant l’appel du client' },
  'preview-time': { en: 'he did not say in time', fr: 'il n’a rien dit à temps' },
};

/** Who did it, in brackets behind a sentence. */
export function actorText(by: Actor): Text {
  switch (by.kind) {
    case 'phone':
      return { en: 'on the phone', fr: 'par le poste' };
    case 'desk':
      return { en: 'on the desk page', fr: 'par la page agent' };
    case 'command-line':
      return { en: `by ${by.name} on the command line`, fr: `par ${by.name} en ligne de commande` };
    case 'supervisor':
      return { en: `by supervisor ${by.name}`, fr: `par le superviseur ${by.name}` };
    case 'rule':
      return rules[by.name] ?? { en: `rule ${by.name}`, fr: `règle ${by.name}` };
    default:
      return unreachable(by);
  }
}
