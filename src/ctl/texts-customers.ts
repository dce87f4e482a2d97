// What `plateauctl customers` says.
import type { Language, Text } from '../base/language.js';

const many = (count: number, language: Language) =>
  Math.round(count).toLocaleString(language === 'fr' ? 'fr-FR' : 'en-GB');

type Counted = { readonly rows: number; readonly customers: number; readonly numbers: number };
type DirectoryView = Omit<Counted, 'rows'> & { readonly importedAtMs: number; readonly file: string };

export const customersHelp = {
  customers: {
    en: 'import the list of customers, show whom a number finds',
    fr: 'importe la liste des clients, montre qui un numéro désigne',
  },
  customersImport: {
    en: 'make the directory anew from a CSV file; calls see the old one until the new one is whole',
    fr: 'refait l’annuaire depuis un fichier CSV ; les appels voient l’ancien jusqu’à ce que le nouveau soit entier',
  },
  customersFile: {
    en: 'CSV in UTF-8; the first line names its columns: id, numbers, name, unit and attributes of the site file',
    fr: 'CSV en UTF-8 ; sa première ligne nomme les colonnes : id, numbers, name, unit et attributs du fichier de site',
  },
  skipBad: {
    en: 'leave out rows that are wrong, instead of refusing the list',
    fr: 'écarte les lignes fausses, au lieu de refuser la liste',
  },
  customersShow: { en: 'whom a number or an id finds', fr: 'qui un numéro ou un identifiant désigne' },
  customersNumber: {
    en: 'a telephone number or the id of a customer',
    fr: 'un numéro de téléphone ou l’identifiant d’un client',
  },
  customersCount: { en: 'how many customers are known', fr: 'combien de clients sont connus' },
} as const satisfies Record<string, Text>;

export const customersTexts = {
  siteFile: (file: string): Text => ({
    en: `the site file ${file} is wrong: nothing was imported`,
    fr: `le fichier de site ${file} est faux : rien n’a été importé`,
  }),
  noSection: (file: string): Text => ({
    en: `the site file ${file} has no section customers`,
    fr: `le fichier de site ${file} n’a pas de section customers`,
  }),
  addSection: {
    en: 'Add for instance: customers: { country: FR, attributes: { vip: yes-no } }',
    fr: 'Ajoutez par exemple : customers: { country: FR, attributes: { vip: yes-no } }',
  },
  progress: (rows: number, readBytes: number, allBytes: number, ms: number): Text => {
    const percent = allBytes === 0 ? 100 : Math.floor((readBytes / allBytes) * 100);
    const rate = (rows / Math.max(1, ms)) * 1000;
    return {
      en: `${many(rows, 'en')} rows (${percent}%), ${many(rate, 'en')} a second`,
      fr: `${many(rows, 'fr')} lignes (${percent} %), ${many(rate, 'fr')} par seconde`,
    };
  },
  counted: ({ rows, customers, numbers }: Counted, ms: number): Text => ({
    en: `${many(rows, 'en')} rows, ${many(customers, 'en')} customers with ${many(numbers, 'en')} numbers, in ${(ms / 1000).toFixed(1)} s.`,
    fr: `${many(rows, 'fr')} lignes, ${many(customers, 'fr')} clients avec ${many(numbers, 'fr')} numéros, en ${(ms / 1000).toFixed(1)} s.`,
  }),
  inForce: {
    en: 'The new directory is in force: the next call sees it.',
    fr: 'Le nouvel annuaire est en vigueur : le prochain appel le voit.',
  },
  notTold: {
    en: 'The new directory is there; plateaud could not be told, and opens it at its next start.',
    fr: 'Le nouvel annuaire est là ; plateaud n’a pu être prévenu, et l’ouvrira à son prochain démarrage.',
  },
  wouldImport: {
    en: 'The list could be imported; nothing was changed (dry run).',
    fr: 'La liste pourrait être importée ; rien n’a été changé (essai à blanc).',
  },
  listRefused: (bad: number): Text => ({
    en: `${many(bad, 'en')} row(s) are wrong: nothing was changed`,
    fr: `${many(bad, 'fr')} ligne(s) fausse(s) : rien n’a été changé`,
  }),
  skipAdvice: {
    en: 'Correct the list, or leave those rows out with --skip-bad.',
    fr: 'Corrigez la liste, ou écartez ces lignes avec --skip-bad.',
  },
  more: (count: number): Text => ({
    en: `… and ${many(count, 'en')} more of these`,
    fr: `… et ${many(count, 'fr')} autres`,
  }),
  refused: (why: string): Text => ({
    en: `nothing was imported: ${why}`,
    fr: `rien n’a été importé : ${why}`,
  }),
  off: {
    en: 'The site file looks for nobody: it has no `customers: { country: … }`.',
    fr: 'Le fichier de site ne cherche personne : il n’a pas de `customers: { country: … }`.',
  },
  empty: {
    en: 'There is no directory yet: plateauctl customers import FILE',
    fr: 'Il n’y a pas encore d’annuaire : plateauctl customers import FICHIER',
  },
  unreadable: (why: string): Text => ({
    en: `The directory cannot be read: ${why}`,
    fr: `L’annuaire est illisible : ${why}`,
  }),
  directory: (
    { customers, numbers, importedAtMs, file }: DirectoryView,
    when: (atMs: number, language: Language) => string,
  ): Text => ({
    en: `${many(customers, 'en')} customers with ${many(numbers, 'en')} numbers, imported from ${file} on ${when(importedAtMs, 'en')}.`,
    fr: `${many(customers, 'fr')} clients avec ${many(numbers, 'fr')} numéros, importés de ${file} le ${when(importedAtMs, 'fr')}.`,
  }),
  crmAnswers: (remembered: number): Text => ({
    en: `The CRM is asked first; ${many(remembered, 'en')} of its answers are remembered.`,
    fr: `Le CRM est interrogé d’abord ; ${many(remembered, 'fr')} de ses réponses sont en mémoire.`,
  }),
  crmFails: (why: string): Text => ({
    en: `The CRM does not answer (${why}): callers are looked for in the directory alone.`,
    fr: `Le CRM ne répond pas (${why}) : les appelants sont cherchés dans l’annuaire seul.`,
  }),
  nobody: (number: string): Text => ({
    en: `nobody is known under ${number}`,
    fr: `personne n’est connu sous ${number}`,
  }),
  nobodyAdvice: {
    en: 'Numbers are compared in one spelling, by customers.country of the site file. How many are known: plateauctl customers count',
    fr: 'Les numéros se comparent sous une même forme, selon customers.country du fichier de site. Combien sont connus : plateauctl customers count',
  },
  id: { en: 'Id', fr: 'Identifiant' },
  name: { en: 'Name', fr: 'Nom' },
  unit: { en: 'Unit', fr: 'Unité' },
  source: { en: 'Found in', fr: 'Trouvé dans' },
  sources: {
    directory: { en: 'the directory', fr: 'l’annuaire' },
    crm: { en: 'the CRM', fr: 'le CRM' },
  },
} as const;
