// What is said of the rows of a list.
import type { Text } from '../base/language.js';
import type { Attributes } from '../site/cel.js';

const kinds: Readonly<Record<Attributes[string], Text>> = {
  'yes-no': { en: 'yes or no', fr: 'oui ou non' },
  number: { en: 'a number', fr: 'un nombre' },
  date: { en: 'a date (2026-11-22 or 22/11/2026)', fr: 'une date (2026-11-22 ou 22/11/2026)' },
  text: { en: 'a text', fr: 'un texte' },
};

export const rowTexts = {
  noRows: { en: 'there are no rows', fr: 'il n’y a aucune ligne' },
  columnMissing: (name: string): Text => ({
    en: `the first line has no column \`${name}\``,
    fr: `la première ligne n’a pas de colonne \`${name}\``,
  }),
  columnTwice: (name: string): Text => ({
    en: `the column \`${name}\` stands there twice`,
    fr: `la colonne \`${name}\` figure deux fois`,
  }),
  tooManyFields: (found: number, columns: number): Text => ({
    en: `${found} fields, but the first line names ${columns} columns`,
    fr: `${found} champs, mais la première ligne nomme ${columns} colonnes`,
  }),
  badId: (id: string): Text =>
    id === ''
      ? { en: 'the id is missing', fr: 'il manque l’identifiant (id)' }
      : { en: `\`${id}\` cannot be an id`, fr: `\`${id}\` ne peut pas être un identifiant (id)` },
  idTaken: (id: string, line: number): Text => ({
    en: `the id \`${id}\` stands already on line ${line}`,
    fr: `l’identifiant \`${id}\` figure déjà ligne ${line}`,
  }),
  noUnit: (unit: string): Text => ({
    en: `the site file has no unit \`${unit}\``,
    fr: `le fichier de site n’a pas d’unité \`${unit}\``,
  }),
  noNumber: (number: string): Text => ({
    en: `\`${number}\` is not a telephone number`,
    fr: `\`${number}\` n’est pas un numéro de téléphone`,
  }),
  tooManyNumbers: (most: number): Text => ({
    en: `more than ${most} numbers`,
    fr: `plus de ${most} numéros`,
  }),
  badValue: (column: string, written: string, kind: Attributes[string]): Text => ({
    en: `${column}: \`${written}\` is not ${kinds[kind].en}`,
    fr: `${column} : \`${written}\` n’est pas ${kinds[kind].fr}`,
  }),
  numberShared: (number: string, line: number): Text => ({
    en: `the number ${number} stands already on line ${line}: it finds the customer of that line`,
    fr: `le numéro ${number} figure déjà ligne ${line} : il désigne le client de cette ligne`,
  }),
  columnIgnored: (name: string): Text => ({
    en: `the column \`${name}\` is left out: customers.attributes of the site file does not declare it`,
    fr: `la colonne \`${name}\` est laissée de côté : customers.attributes du fichier de site ne la déclare pas`,
  }),
} as const;
