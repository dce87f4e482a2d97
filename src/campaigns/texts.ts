// What is said of the rows of a campaign's list, and of the do-not-call list.
import type { Text } from '../base/language.js';

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
  columnIgnored: (name: string): Text => ({
    en: `the column \`${name}\` is left out: a list has number, name, customer and zone`,
    fr: `la colonne \`${name}\` est laissée de côté : une liste a number, name, customer et zone`,
  }),
  tooManyFields: (found: number, columns: number): Text => ({
    en: `${found} fields, but the first line names ${columns} columns`,
    fr: `${found} champs, mais la première ligne nomme ${columns} colonnes`,
  }),
  numberMissing: { en: 'the number is missing', fr: 'il manque le numéro' },
  noNumber: (number: string): Text => ({
    en: `\`${number}\` is not a telephone number`,
    fr: `\`${number}\` n’est pas un numéro de téléphone`,
  }),
  notAllowed: (number: string): Text => ({
    en: `outbound.numbers of the site file does not let ${number} be dialled`,
    fr: `outbound.numbers du fichier de site ne permet pas d’appeler le ${number}`,
  }),
  noZone: (zone: string): Text => ({
    en: `there is no time zone \`${zone}\`; write for instance Europe/Paris`,
    fr: `il n’y a pas de fuseau horaire \`${zone}\` ; écrivez par exemple Europe/Paris`,
  }),
  zoneUnknown: (number: string): Text => ({
    en: `where ${number} is cannot be told from its country: add a column zone (America/New_York), or outbound.zones in the site file`,
    fr: `le pays du ${number} ne dit pas son heure : ajoutez une colonne zone (America/New_York), ou outbound.zones dans le fichier de site`,
  }),
  badCustomer: (customer: string): Text => ({
    en: `\`${customer}\` cannot be a customer’s id`,
    fr: `\`${customer}\` ne peut pas être un identifiant de client`,
  }),
  twice: (number: string, line: number): Text => ({
    en: `${number} stands already on line ${line}: he is called once`,
    fr: `le ${number} figure déjà ligne ${line} : il n’est appelé qu’une fois`,
  }),
} as const;
