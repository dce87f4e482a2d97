// What `plateauctl campaign` and `plateauctl do-not-call` say.
import type { Language, Text } from '../base/language.js';
import type { CampaignState } from '../link/campaign-messages.js';

const many = (count: number, language: Language) =>
  Math.round(count).toLocaleString(language === 'fr' ? 'fr-FR' : 'en-GB');

export const campaignHelp = {
  campaign: {
    en: 'calls to the customers of a list, by agents who are reserved first',
    fr: 'appels aux clients d’une liste, par des agents réservés d’abord',
  },
  list: { en: 'the campaigns and how far they are', fr: 'les campagnes et leur avancement' },
  status: { en: 'one campaign in figures', fr: 'une campagne en chiffres' },
  import: {
    en: 'add a list to a campaign; who is in it already is not added again',
    fr: 'ajoute une liste à une campagne ; qui y figure déjà n’est pas ajouté',
  },
  start: { en: 'start calling', fr: 'lance les appels' },
  stop: {
    en: 'dial nobody any more; who is being called or talks is let be',
    fr: 'n’appelle plus personne ; les appels en cours se poursuivent',
  },
  export: {
    en: 'the list with what came of it, as CSV',
    fr: 'la liste et ses résultats, en CSV',
  },
  clear: {
    en: 'forget the list of a campaign that does not run',
    fr: 'oublie la liste d’une campagne arrêtée',
  },
  accept: { en: 'dial the customer whom the agent is shown', fr: 'appelle le client présenté à l’agent' },
  skip: { en: 'skip the customer whom the agent is shown', fr: 'passe le client présenté à l’agent' },
  id: { en: 'id of a campaign of the site file', fr: 'identifiant d’une campagne du fichier de site' },
  file: {
    en: 'CSV in UTF-8; its first line names the columns: number, name, customer, zone',
    fr: 'CSV en UTF-8 ; sa première ligne nomme les colonnes : number, name, customer, zone',
  },
  to: {
    en: 'a file that does not exist yet; without it, standard output',
    fr: 'un fichier qui n’existe pas encore ; sinon, la sortie standard',
  },
  doNotCall: {
    en: 'numbers that no campaign ever calls',
    fr: 'les numéros qu’aucune campagne n’appelle',
  },
  bar: {
    en: 'add numbers; whoever is about to be called under one is let go at once',
    fr: 'ajoute des numéros ; qui allait être appelé ne l’est plus, aussitôt',
  },
  unbar: { en: 'take numbers out again', fr: 'retire des numéros' },
  barImport: { en: 'add the numbers of a file', fr: 'ajoute les numéros d’un fichier' },
  barred: { en: 'the numbers of the list, a line each', fr: 'les numéros de la liste, un par ligne' },
  number: { en: 'a telephone number', fr: 'un numéro de téléphone' },
  barFile: {
    en: 'CSV in UTF-8 with a column number, or a number a line',
    fr: 'CSV en UTF-8 avec une colonne number, ou un numéro par ligne',
  },
} as const satisfies Record<string, Text>;

export const campaignStates: Readonly<Record<CampaignState, Text>> = {
  running: { en: 'running', fr: 'lancée' },
  waiting: { en: 'waiting for its hours', fr: 'hors horaires' },
  stopped: { en: 'stopped', fr: 'arrêtée' },
  over: { en: 'over', fr: 'terminée' },
};

export const campaignModes: Readonly<Record<'preview' | 'progressive', Text>> = {
  preview: { en: 'preview', fr: 'prévisualisation' },
  progressive: { en: 'progressive', fr: 'progressif' },
};

/** By the literals of the calls process; one that is not known here is shown as it is. */
export const outcomeTexts: Readonly<Record<string, Text>> = {
  talked: { en: 'talked with', fr: 'joints' },
  busy: { en: 'busy', fr: 'occupés' },
  'no-answer': { en: 'no answer', fr: 'sans réponse' },
  rejected: { en: 'refused', fr: 'refus' },
  unreachable: { en: 'unreachable', fr: 'injoignables' },
  skipped: { en: 'skipped by agents', fr: 'passés par les agents' },
  'agent-gone': { en: 'agent hung up', fr: 'agent parti' },
  lost: { en: 'outcome not known', fr: 'issue inconnue' },
  'do-not-call': { en: 'on the do-not-call list', fr: 'sur la liste d’opposition' },
  'not-allowed': { en: 'number not allowed', fr: 'numéro non permis' },
};

export const campaignTitles = {
  campaign: { en: 'CAMPAIGN', fr: 'CAMPAGNE' },
  name: { en: 'NAME', fr: 'NOM' },
  state: { en: 'STATE', fr: 'ÉTAT' },
  mode: { en: 'MODE', fr: 'MODE' },
  records: { en: 'IN LIST', fr: 'LISTE' },
  open: { en: 'TO CALL', fr: 'À APPELER' },
  now: { en: 'NOW', fr: 'EN COURS' },
  talked: { en: 'TALKED', fr: 'JOINTS' },
} as const satisfies Record<string, Text>;

export const campaignTexts = {
  none: { en: 'The site file has no campaigns.', fr: 'Le fichier de site n’a pas de campagnes.' },
  trouble: (why: string): Text => ({
    en: `The lists cannot be used: ${why}`,
    fr: `Les listes sont inutilisables : ${why}`,
  }),
  unknown: (campaign: string): Text => ({
    en: `the site file has no campaign \`${campaign}\``,
    fr: `le fichier de site n’a pas de campagne \`${campaign}\``,
  }),
  seeList: {
    en: 'plateauctl campaign list shows them.',
    fr: 'plateauctl campaign list les montre.',
  },
  noOutbound: (file: string): Text => ({
    en: `the site file ${file} does not say how customers are called`,
    fr: `le fichier de site ${file} ne dit pas comment appeler les clients`,
  }),
  addOutbound: { en: 'Add a section `outbound:`', fr: 'Ajoutez une section `outbound:`' },
  started: (campaign: string): Text => ({
    en: `Campaign ${campaign} is started.`,
    fr: `La campagne ${campaign} est lancée.`,
  }),
  stopped: (campaign: string): Text => ({
    en: `Campaign ${campaign} is stopped.`,
    fr: `La campagne ${campaign} est arrêtée.`,
  }),
  cleared: (removed: number): Text => ({
    en: `${many(removed, 'en')} record(s) forgotten.`,
    fr: `${many(removed, 'fr')} fiche(s) oubliée(s).`,
  }),
  stillRunning: { en: 'the campaign runs', fr: 'la campagne est lancée' },
  stopFirst: (campaign: string): Text => ({
    en: `First: plateauctl campaign stop ${campaign}`,
    fr: `D’abord : plateauctl campaign stop ${campaign}`,
  }),
  accepted: { en: 'The customer is being called.', fr: 'Le client est appelé.' },
  skipped: { en: 'The customer is skipped.', fr: 'Le client est passé.' },
  read: (rows: number, right: number): Text => ({
    en: `${many(rows, 'en')} rows, ${many(right, 'en')} numbers.`,
    fr: `${many(rows, 'fr')} lignes, ${many(right, 'fr')} numéros.`,
  }),
  dryRun: {
    en: 'Nothing was changed (dry run).',
    fr: 'Rien n’a été changé (essai à blanc).',
  },
  added: (added: number, known: number, barred: number): Text => ({
    en: `${many(added, 'en')} added; ${many(known, 'en')} in the list already; ${many(barred, 'en')} on the do-not-call list.`,
    fr: `${many(added, 'fr')} ajoutés ; ${many(known, 'fr')} déjà dans la liste ; ${many(barred, 'fr')} sur la liste d’opposition.`,
  }),
  notTaken: (refused: number): Text => ({
    en: `${many(refused, 'en')} refused by the calls process: the number may not be dialled, or there is no such time zone. Does it have the same site file?`,
    fr: `${many(refused, 'fr')} refusés par le processus des appels : numéro interdit ou fuseau horaire inconnu. A-t-il le même fichier de site ?`,
  }),
  sent: (sent: number, all: number): Text => ({
    en: `${many(sent, 'en')} of ${many(all, 'en')}`,
    fr: `${many(sent, 'fr')} sur ${many(all, 'fr')}`,
  }),
  changed: (changed: number): Text => ({
    en: `${many(changed, 'en')} changed.`,
    fr: `${many(changed, 'fr')} changements.`,
  }),
  unread: (numbers: string): Text => ({
    en: `no telephone number: ${numbers}`,
    fr: `pas un numéro de téléphone : ${numbers}`,
  }),
  unreadAdvice: {
    en: 'Write it as it is dialled, or in international form: +33 1 44 00 00 00',
    fr: 'Écrivez-le comme on le compose, ou sous forme internationale : +33 1 44 00 00 00',
  },
  exported: (records: number, to: string): Text => ({
    en: `${many(records, 'en')} records in ${to}.`,
    fr: `${many(records, 'fr')} fiches dans ${to}.`,
  }),
  notWritten: (why: string): Text => ({
    en: `nothing was exported: ${why}`,
    fr: `rien n’a été exporté : ${why}`,
  }),
  flow: { en: 'Flow', fr: 'Flux' },
  mode: { en: 'Mode', fr: 'Mode' },
  state: { en: 'State', fr: 'État' },
  inList: { en: 'In the list', fr: 'Dans la liste' },
  toCall: { en: 'To be called', fr: 'À appeler' },
  waitForAgent: { en: 'Wait for an agent', fr: 'Attendent un agent' },
  withAgent: { en: 'Agent reserved, not in talk', fr: 'Agent réservé, pas encore en ligne' },
  talking: { en: 'In talk', fr: 'En communication' },
  next: { en: 'Next', fr: 'Prochain' },
  done: { en: 'Done', fr: 'Terminés' },
} as const;
