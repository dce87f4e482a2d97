// What the panel says to people beside figures, in both languages. The page's own words are in page/texts.ts.
import type { Language, Text } from '../base/language.js';
import type { Figure, FigureUnit } from '../site/sign-text.js';
import type { StaleReason, Trouble } from './page-state.js';

/** What each figure of signs and boards means. All are of one flow, or of `all`; counts of calls are of the local day. */
export const figureTexts: Readonly<Record<Figure, Text>> = {
  waiting: { en: 'calls in line now', fr: 'appels en attente' },
  longest: { en: 'longest wait of those in line', fr: 'plus longue attente en cours' },
  expectedWait: { en: 'expected wait of who calls now', fr: 'attente prévue pour un nouvel appel' },
  talking: { en: 'calls with agents now', fr: 'appels en conversation avec un agent' },
  withPartner: { en: 'calls with partners now', fr: 'appels en conversation chez un partenaire' },
  callBacks: { en: 'call-backs still to be made', fr: 'rappels restant à faire' },
  ready: { en: 'agents ready', fr: 'agents disponibles' },
  wrapUp: { en: 'agents in wrap-up', fr: 'agents en post-appel' },
  notReady: { en: 'agents not ready', fr: 'agents en retrait' },
  loggedIn: { en: 'agents logged in', fr: 'agents connectés' },
  alarms: { en: 'alarms that nobody has acknowledged', fr: 'alarmes que personne n’a prises en compte' },
  offered: { en: 'calls that came today', fr: 'appels présentés ce jour' },
  answered: { en: 'calls answered by agents today', fr: 'appels décrochés par les agents ce jour' },
  overflowed: { en: 'calls answered by partners today', fr: 'appels décrochés par les partenaires ce jour' },
  abandoned: { en: 'abandons today, short ones left out', fr: 'abandons ce jour, hors abandons courts' },
  serviceLevel: {
    en: 'service level today, by the flow’s formula',
    fr: 'qualité de service du jour, selon la formule du flux',
  },
  averageWait: {
    en: 'mean wait of answered calls today (ASA)',
    fr: 'attente moyenne des appels décrochés ce jour',
  },
  shareInHouse: {
    en: 'share of the calls answered today that agents answered',
    fr: 'part des appels décrochés ce jour par les agents',
  },
  satisfaction: {
    en: 'mean score that callers gave today, 1 to 5',
    fr: 'note moyenne donnée par les appelants ce jour, de 1 à 5',
  },
};

/** Reasons for which our own rules make an agent not-ready. */
export const ownReasonTexts: Readonly<Record<string, Text>> = {
  'no-answer': { en: 'Unanswered call', fr: 'Appel non décroché' },
};

/** What is wrong, for displays: short. */
export const stateTexts: Readonly<Record<StaleReason | Trouble, Text>> = {
  silent: { en: 'no news from the calls process', fr: 'aucune nouvelle du traitement d’appels' },
  'switch-lost': { en: 'the telephone exchange is cut off', fr: 'le standard est coupé' },
  counting: { en: 'figures are being counted anew', fr: 'les chiffres sont recomptés' },
  'store-degraded': {
    en: 'the disk of the calls process fails',
    fr: 'le disque du traitement d’appels est en panne',
  },
};

export const unitTexts: Readonly<Record<FigureUnit, Text>> = {
  count: { en: 'number', fr: 'nombre' },
  time: { en: 'seconds', fr: 'secondes' },
  percent: { en: 'percent', fr: 'pour cent' },
  score: { en: 'tenths of a point', fr: 'dixièmes de point' },
};

type BoardTexts = { readonly unknown: string; readonly options: string; readonly noBlock: string };

export const boardTexts: Readonly<Record<Language, BoardTexts>> = {
  en: {
    unknown: 'No such board: see /',
    options: 'Options of .txt: w=columns, h=rows, cs=ascii|latin1|cp437|utf8, eol=crlf|lf|none',
    noBlock: 'This board has no modbusBlock in the site file.',
  },
  fr: {
    unknown: 'Tableau inconnu : voir /',
    options: 'Options de .txt : w=colonnes, h=lignes, cs=ascii|latin1|cp437|utf8, eol=crlf|lf|none',
    noBlock: 'Ce tableau n’a pas de modbusBlock dans le fichier de site.',
  },
};
