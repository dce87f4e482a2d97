// What the command line says besides facts, in both languages.
import type { Text } from '../base/language.js';
import { duration } from '../link/told.js';

const plural = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;
/** French counts nought as one. */
const pluriel = (count: number, un: string, plusieurs: string) => `${count} ${count < 2 ? un : plusieurs}`;

export const titles = {
  agent: { en: 'Agent', fr: 'Agent' },
  name: { en: 'Name', fr: 'Nom' },
  phone: { en: 'Phone', fr: 'Poste' },
  state: { en: 'State', fr: 'État' },
  since: { en: 'For', fr: 'Depuis' },
  note: { en: 'Note', fr: 'Note' },
  skills: { en: 'Skills', fr: 'Compétences' },
  cases: { en: 'Cases', fr: 'Dossiers' },
  call: { en: 'Call', fr: 'Appel' },
  flow: { en: 'Flow', fr: 'Flux' },
  caller: { en: 'Caller', fr: 'Appelant' },
  ring: { en: 'Ring', fr: 'Cercle' },
  inLine: { en: 'In line', fr: 'Attente' },
  talk: { en: 'Talk', fr: 'Comm.' },
  with: { en: 'With', fr: 'Avec' },
  open: { en: 'Open', fr: 'Ouvert' },
  waiting: { en: 'Waiting', fr: 'En attente' },
  longest: { en: 'Longest', fr: 'Plus longue' },
  talking: { en: 'Talking', fr: 'En comm.' },
  satisfaction: { en: 'Score', fr: 'Note' },
  recording: { en: 'Recording', fr: 'Enregistrement' },
  day: { en: 'Day', fr: 'Jour' },
  time: { en: 'Time', fr: 'Heure' },
  length: { en: 'Length', fr: 'Durée' },
  encrypted: { en: 'Kept', fr: 'Gardé' },
  trunk: { en: 'Trunk', fr: 'Faisceau' },
  inUse: { en: 'In use', fr: 'Occupées' },
  usable: { en: 'Usable', fr: 'Utilisables' },
  alarm: { en: 'Alarm', fr: 'Alarme' },
  shareAsked: { en: 'Share asked', fr: 'Part demandée' },
  shareMet: { en: 'Met', fr: 'Atteint' },
  inHouse: { en: 'In-house', fr: 'Interne' },
  partners: { en: 'Partners', fr: 'Partenaires' },
  overflowAfter: { en: 'Overflow after', fr: 'Débordement après' },
  countedUntil: { en: 'Until', fr: 'Jusqu’à' },
  up: { en: 'Up', fr: 'En marche' },
  siteFile: { en: 'Site file', fr: 'Fichier de site' },
  switch: { en: 'Switch', fr: 'PBX' },
  store: { en: 'Journal', fr: 'Journal' },
} as const satisfies Record<string, Text>;

export const words = {
  forcedUntil: (time: string): Text => ({ en: `forced until ${time}`, fr: `forcé jusqu’à ${time}` }),
  leaving: { en: 'leaves after the call', fr: 'part après l’appel' },
  yes: { en: 'yes', fr: 'oui' },
  no: { en: 'no', fr: 'non' },
  until: (time: string): Text => ({ en: `until ${time}`, fr: `jusqu’à ${time}` }),
  call: (call: string): Text => ({ en: `call ${call}`, fr: `appel ${call}` }),
  withheld: { en: 'withheld', fr: 'masqué' },
  noAgents: { en: 'The site file has no agents.', fr: 'Le fichier de site n’a pas d’agents.' },
  noCalls: { en: 'No calls.', fr: 'Aucun appel.' },
  didYouMean: (near: readonly string[]): Text => ({
    en: `Did you mean: ${near.join(', ')}?`,
    fr: `Vouliez-vous dire : ${near.join(', ')} ?`,
  }),
  severities: {
    ok: { en: 'ok', fr: 'ok' },
    warning: { en: 'warning', fr: 'attention' },
    error: { en: 'error', fr: 'erreur' },
  },
} as const;

export const statusTexts = {
  program: (version: string, site: string): Text => ({
    en: `Plateau ${version}, site ${site}`,
    fr: `Plateau ${version}, site ${site}`,
  }),
  up: (ms: number, since: string): Text => ({
    en: `for ${duration(ms).en}, since ${since}`,
    fr: `depuis ${duration(ms).fr} (${since})`,
  }),
  revision: (revision: string, since: string): Text => ({
    en: `revision ${revision}, in force since ${since}`,
    fr: `révision ${revision}, en vigueur depuis ${since}`,
  }),
  connected: (version: string, simulated: boolean): Text => ({
    en: `connected, version ${version}${simulated ? ' (simulated)' : ''}`,
    fr: `connecté, version ${version}${simulated ? ' (simulé)' : ''}`,
  }),
  notConnected: (why: string | null): Text => ({
    en: `NOT CONNECTED${why === null ? '' : `: ${why}`}`,
    fr: `NON CONNECTÉ${why === null ? '' : ` : ${why}`}`,
  }),
  storeOk: (lastSeq: number): Text => ({ en: `ok, last fact ${lastSeq}`, fr: `ok, dernier fait ${lastSeq}` }),
  storeFailed: (why: string | null): Text => ({
    en: `FAILING${why === null ? '' : `: ${why}`}`,
    fr: `EN PANNE${why === null ? '' : ` : ${why}`}`,
  }),
};

export const explainTexts = {
  heading: (call: string): Text => ({ en: `Call ${call}`, fr: `Appel ${call}` }),
  again: (times: number, last: string): Text => ({
    en: `The same ${plural(times, 'time', 'times')} more, last at ${last}`,
    fr: `De même encore ${times} fois, la dernière à ${last}`,
  }),
  stillWaiting: (ms: number): Text => ({
    en: `He has been in line for ${duration(ms).en}.`,
    fr: `Il est dans la file depuis ${duration(ms).fr}.`,
  }),
  stillTalking: (ms: number): Text => ({
    en: `The talk goes on, for ${duration(ms).en} now.`,
    fr: `La communication dure, depuis ${duration(ms).fr}.`,
  }),
  unknown: (call: string): Text => ({
    en: `no call ${call} is on record`,
    fr: `aucun appel ${call} n’est enregistré`,
  }),
  unknownAdvice: {
    en: 'plateauctl calls shows the calls of this moment; older ones stand in queue_log.',
    fr: 'plateauctl calls montre les appels du moment ; les plus anciens figurent dans queue_log.',
  },
};

export const agentTexts = {
  unknown: (agent: string): Text => ({
    en: `the site file has no agent ${agent}`,
    fr: `le fichier de site n’a pas d’agent ${agent}`,
  }),
  unknownAdvice: { en: 'plateauctl agents shows them all.', fr: 'plateauctl agents les montre tous.' },
  notLoggedIn: (agent: string): Text => ({
    en: `agent ${agent} is not logged in`,
    fr: `l’agent ${agent} n’est pas connecté`,
  }),
  logInFirst: (agent: string): Text => ({
    en: `First: plateauctl agent login ${agent}`,
    fr: `D’abord : plateauctl agent login ${agent}`,
  }),
  alreadyLoggedIn: (agent: string): Text => ({
    en: `agent ${agent} is logged in already`,
    fr: `l’agent ${agent} est déjà connecté`,
  }),
  alreadyReady: (agent: string): Text => ({
    en: `agent ${agent} is ready already`,
    fr: `l’agent ${agent} est déjà prêt`,
  }),
  unknownReason: (reason: string): Text => ({
    en: `the site file has no reason ${reason}`,
    fr: `le fichier de site n’a pas de motif ${reason}`,
  }),
  reasonNeeded: { en: 'a reason is needed: --reason', fr: 'il faut un motif : --reason' },
  reasons: (reasons: readonly { readonly id: string; readonly name: Text }[]): Text => {
    const list = (language: 'en' | 'fr') =>
      reasons.map(({ id, name }) => `${id} (${name[language]})`).join(', ');
    return reasons.length === 0
      ? {
          en: 'The site file has no reasons for being not-ready.',
          fr: 'Le fichier de site n’a pas de motifs de pause.',
        }
      : { en: `Reasons: ${list('en')}`, fr: `Motifs : ${list('fr')}` };
  },
  done: (agent: string, state: Text): Text => ({
    en: `Agent ${agent}: ${state.en}`,
    fr: `Agent ${agent} : ${state.fr}`,
  }),
};

export const checkTexts = {
  fine: (file: string): Text => ({ en: `${file}: no errors`, fr: `${file} : aucune erreur` }),
  counts: (file: string, errors: number, warnings: number): Text => ({
    en: `${file}: ${plural(errors, 'error', 'errors')}, ${plural(warnings, 'warning', 'warnings')}`,
    fr: `${file} : ${pluriel(errors, 'erreur', 'erreurs')}, ${pluriel(warnings, 'avertissement', 'avertissements')}`,
  }),
};

export const reloadTexts = {
  done: (revision: string): Text => ({
    en: `The site file is in force, revision ${revision}.`,
    fr: `Le fichier de site est en vigueur, révision ${revision}.`,
  }),
  refused: (revision: string): Text => ({
    en: `the site file was refused; revision ${revision} stays in force`,
    fr: `le fichier de site a été refusé ; la révision ${revision} reste en vigueur`,
  }),
  advice: { en: 'plateauctl check shows each line.', fr: 'plateauctl check montre chaque ligne.' },
};

export const tailTexts = {
  startsLater: (asked: number, first: number): Text => ({
    en: `The journal begins at fact ${first}; ${asked} is gone.`,
    fr: `Le journal commence au fait ${first} ; le ${asked} n’y est plus.`,
  }),
};

export const doctorTexts = {
  moreProblems: (count: number): Text => ({
    en: `the site file has ${plural(count, 'more problem', 'more problems')}`,
    fr: `le fichier de site a encore ${pluriel(count, 'problème', 'problèmes')}`,
  }),
  seeCheck: (file: string): Text => ({
    en: `plateauctl check ${file} shows each line.`,
    fr: `plateauctl check ${file} montre chaque ligne.`,
  }),
  problems: (errors: number, warnings: number): Text =>
    errors + warnings === 0
      ? { en: 'All is well.', fr: 'Tout va bien.' }
      : {
          en: `${plural(errors, 'error', 'errors')}, ${plural(warnings, 'warning', 'warnings')}.`,
          fr: `${pluriel(errors, 'erreur', 'erreurs')}, ${pluriel(warnings, 'point', 'points')} d’attention.`,
        },
  siteFileOk: (file: string): Text => ({
    en: `the site file ${file} has no errors`,
    fr: `le fichier de site ${file} n’a pas d’erreurs`,
  }),
};
