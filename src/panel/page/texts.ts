// The page's words in both languages.
import type { TreatmentReason } from '../../core/facts.js';
import type { ShareTarget } from '../../core/facts-shares.js';
import type { ForcedState } from '../../core/facts-supervision.js';
import type { AgentState } from '../../link/messages.js';
import type { SiteOnPage, StaleReason, Trouble } from '../page-state.js';

const en = {
  title: 'Live floor',
  live: 'Live',
  old: 'Old figures',
  connecting: 'Connecting',
  stale: {
    silent: 'No news from the calls process since {T}. The figures shown are old.',
    'switch-lost': 'The link to the telephone exchange is down since {T}. The figures shown are old.',
    counting: 'Figures are being counted anew from the journal{SO}. What is shown is incomplete.',
  } satisfies Record<StaleReason, string>,
  soFar: ' ({N} of {OF} facts so far)',
  trouble: {
    'store-degraded':
      'The disk of the calls process does not work: calls go on and figures are right, but a restart would lose records. `plateauctl status` says more.',
  } satisfies Record<Trouble, string>,
  panelLost: 'The connection to Plateau is lost since {T}. The figures shown are old. Connecting again…',
  never: 'the start',
  theme: { auto: 'Theme: as the system', light: 'Theme: light', dark: 'Theme: dark' },
  otherLanguage: 'Français',
  site: 'Whole site',
  flows: 'Flows',
  forced: { open: 'Held open until {T} by {WHO}', closed: 'Held closed until {T} by {WHO}' } satisfies Record<
    ForcedState,
    string
  >,
  sharePeriod: 'In-house until {T}',
  shareTargets: { target: 'target {N}%', limit: 'at least {N}%' } satisfies Record<
    ShareTarget['kind'],
    string
  >,
  cases: 'Open cases',
  casesWaiting: 'of them {N} with others',
  casesOf: '{N} cases',
  oneCase: '1 case',
  waiting: 'Waiting',
  longest: 'Longest wait',
  serviceLevel: 'Service level',
  eachByItsOwn: 'today, by the flows’ formulas',
  target: 'target {N}%',
  onTarget: 'on target',
  belowTarget: 'below target',
  farBelowTarget: 'far below target',
  noCallYet: 'no call yet',
  answered: 'Answered',
  answeredOf: 'of {N} offered today',
  byAgents: 'By agents',
  offered: 'Offered',
  overflowed: 'By partners',
  inHouse: 'In-house',
  abandoned: 'Abandoned',
  shortAbandons: '+ {N} short',
  released: 'Released',
  fallback: 'Fall-back',
  lost: 'Lost',
  averageWait: 'Mean wait',
  averageTalk: 'Mean talk',
  satisfaction: 'Satisfaction',
  answersGiven: '{N} answers today',
  expectedWait: 'Expected wait',
  talking: 'Talking',
  withPartner: 'with partners',
  agents: 'Agents',
  agentsReady: 'Agents ready',
  loggedIn: '{N} logged in',
  nobodyLoggedIn: 'Nobody is logged in.',
  loggedOut: '{N} logged out',
  stillFor: '{T} left',
  agentStates: {
    ready: 'Ready',
    offered: 'Ringing',
    talking: 'Talking',
    'wrap-up': 'Wrap-up',
    'not-ready': 'Not ready',
    'phone-busy': 'Phone busy',
    'backed-off': 'Set back',
    'phone-unavailable': 'No phone',
    'logged-out': 'Logged out',
  } satisfies Record<AgentState, string>,
  calls: 'Calls in progress',
  noCalls: 'No call in progress.',
  moreCalls: 'and {N} more',
  call: { flow: 'Flow', caller: 'Caller', state: 'State', time: 'Time', who: 'With', ring: 'Ring' },
  callStates: { waiting: 'Waiting', offered: 'Ringing', talking: 'Talking' },
  unknownCaller: 'no number',
  trunks: 'Trunks',
  trunkFree: '{N} free',
  trunkUnknown: 'not known yet',
  partners: 'Partners',
  partnerToday: '{N} today',
  signs: 'Signs on the floor',
  signSays: 'Sign {ID} shows: {TEXT}',
  signDark: 'dark',
  signTrouble: 'not connected',
  countedDay: 'Calls count on the day on which they came in: {DAY}.',
  reasons: {
    closed: 'closed',
    closing: 'at closing time',
    'line-full': 'line full',
    'too-long': 'waited too long',
    nobody: 'nobody logged in',
    'unknown-flow': 'unknown flow',
  } satisfies Record<TreatmentReason, string>,
};

export type PageTexts = typeof en;

const fr: PageTexts = {
  title: 'Plateau en direct',
  live: 'En direct',
  old: 'Chiffres anciens',
  connecting: 'Connexion',
  stale: {
    silent: 'Aucune nouvelle du traitement d’appels depuis {T}. Les chiffres affichés sont anciens.',
    'switch-lost': 'La liaison avec le standard est coupée depuis {T}. Les chiffres affichés sont anciens.',
    counting: 'Les chiffres sont recomptés à partir du journal{SO}. Ce qui est affiché est incomplet.',
  },
  soFar: ' ({N} faits sur {OF} pour l’instant)',
  trouble: {
    'store-degraded':
      'Le disque du traitement d’appels ne fonctionne pas : les appels continuent et les chiffres sont justes, mais un redémarrage perdrait des enregistrements. `plateauctl status` en dit plus.',
  },
  panelLost:
    'La connexion avec Plateau est perdue depuis {T}. Les chiffres affichés sont anciens. Nouvelle tentative…',
  never: 'le démarrage',
  theme: { auto: 'Thème : comme le système', light: 'Thème : clair', dark: 'Thème : sombre' },
  otherLanguage: 'English',
  site: 'Ensemble du site',
  flows: 'Flux',
  forced: {
    open: 'Maintenu ouvert jusqu’à {T} par {WHO}',
    closed: 'Maintenu fermé jusqu’à {T} par {WHO}',
  },
  sharePeriod: 'En interne jusqu’à {T}',
  shareTargets: { target: 'objectif {N} %', limit: 'au moins {N} %' },
  cases: 'Dossiers ouverts',
  casesWaiting: 'dont {N} chez d’autres',
  casesOf: '{N} dossiers',
  oneCase: '1 dossier',
  waiting: 'En attente',
  longest: 'Attente max.',
  serviceLevel: 'Qualité de service',
  eachByItsOwn: 'du jour, formules des flux',
  target: 'objectif {N} %',
  onTarget: 'objectif tenu',
  belowTarget: 'sous l’objectif',
  farBelowTarget: 'loin de l’objectif',
  noCallYet: 'pas encore d’appel',
  answered: 'Décrochés',
  answeredOf: 'sur {N} présentés ce jour',
  byAgents: 'Par les agents',
  offered: 'Présentés',
  overflowed: 'Par les partenaires',
  inHouse: 'En interne',
  abandoned: 'Abandons',
  shortAbandons: '+ {N} courts',
  released: 'Libérés',
  fallback: 'Secours',
  lost: 'Perdus',
  averageWait: 'Attente moyenne',
  averageTalk: 'Durée moyenne',
  satisfaction: 'Satisfaction',
  answersGiven: '{N} réponses ce jour',
  expectedWait: 'Attente prévue',
  talking: 'En ligne',
  withPartner: 'chez les partenaires',
  agents: 'Agents',
  agentsReady: 'Agents disponibles',
  loggedIn: '{N} connectés',
  nobodyLoggedIn: 'Personne n’est connecté.',
  loggedOut: '{N} déconnectés',
  stillFor: 'encore {T}',
  agentStates: {
    ready: 'Disponible',
    offered: 'Sonnerie',
    talking: 'En ligne',
    'wrap-up': 'Post-appel',
    'not-ready': 'En retrait',
    'phone-busy': 'Poste occupé',
    'backed-off': 'Mis à l’écart',
    'phone-unavailable': 'Sans poste',
    'logged-out': 'Déconnecté',
  },
  calls: 'Appels en cours',
  noCalls: 'Aucun appel en cours.',
  moreCalls: 'et {N} autres',
  call: { flow: 'Flux', caller: 'Appelant', state: 'État', time: 'Durée', who: 'Avec', ring: 'Cercle' },
  callStates: { waiting: 'En attente', offered: 'Sonnerie', talking: 'En ligne' },
  unknownCaller: 'sans numéro',
  trunks: 'Faisceaux',
  trunkFree: '{N} libres',
  trunkUnknown: 'pas encore connu',
  partners: 'Partenaires',
  partnerToday: '{N} ce jour',
  signs: 'Bandeaux du plateau',
  signSays: 'Le bandeau {ID} affiche : {TEXT}',
  signDark: 'éteint',
  signTrouble: 'non connecté',
  countedDay: 'Un appel compte le jour où il est entré : {DAY}.',
  reasons: {
    closed: 'fermé',
    closing: 'à la fermeture',
    'line-full': 'file pleine',
    'too-long': 'attente trop longue',
    nobody: 'aucun agent connecté',
    'unknown-flow': 'flux inconnu',
  },
};

export const pageTexts = { en, fr } as const;

/** Puts values in the places of `{NAME}`. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replaceAll(/\{([A-Z]+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** What is said of figures that must not be believed. `since`: since when, in words. */
export function staleText(
  texts: PageTexts,
  { stale, counted }: Pick<SiteOnPage, 'stale' | 'counted'>,
  language: 'en' | 'fr',
  since: string,
): string | null {
  if (stale === null) return null;
  const number = (value: number) => value.toLocaleString(language);
  const soFar =
    counted === null ? '' : fill(texts.soFar, { N: number(counted.facts), OF: number(counted.of) });
  return fill(texts.stale[stale.because], { T: since, SO: soFar });
}
