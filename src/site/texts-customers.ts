// What is said where units, customers and screens do not fit the rest of a site file.
import type { Text } from '../base/language.js';
import { said } from './texts.js';

const code = (words: readonly string[]) => words.map(word => `\`${word}\``).join(', ');

export const customerTexts = {
  ownIsTaken: said(
    { en: 'no unit can be called `own`', fr: 'aucune unité ne peut s’appeler `own`' },
    { en: '`unit:own` is the unit of whoever calls', fr: '`unit:own` est l’unité de celui qui appelle' },
  ),
  noUnits: said(
    { en: 'there are no units', fr: 'il n’y a pas d’unités' },
    { en: 'write them under `units:`', fr: 'écrivez-les sous `units:`' },
  ),
  unitWithoutAgents: said(
    { en: 'no agent is in a team of this unit', fr: 'aucun agent n’est dans une équipe de cette unité' },
    {
      en: 'its customers go on to the next ring at once',
      fr: 'ses clients passent aussitôt au cercle suivant',
    },
  ),
  onlyOwnUnit: said(
    {
      en: 'every ring is of the caller’s own unit: who belongs to none finds nobody',
      fr: 'tous les cercles sont de l’unité de l’appelant : qui n’en a pas ne trouve personne',
    },
    {
      en: 'add a ring without unit:own, with partners, or `maximumWait`',
      fr: 'ajoutez un cercle sans unit:own, avec des partenaires, ou `maximumWait`',
    },
  ),
  countryMissing: said(
    { en: 'the key `country` is missing', fr: 'il manque la clé `country`' },
    {
      en: 'numbers are compared as that country writes them: country: FR',
      fr: 'les numéros se comparent selon l’usage du pays : country: FR',
    },
  ),
  unknownCountry: (country: string) =>
    said({
      en: `numbers of \`${country}\` are not known`,
      fr: `les numéros de \`${country}\` ne sont pas connus`,
    }),
  badAttribute: (name: string) =>
    said(
      { en: `\`${name}\` cannot be an attribute`, fr: `\`${name}\` ne peut pas être un attribut` },
      {
        en: 'a small letter, then letters and digits, at most 32; not id, name, unit, numbers or known',
        fr: 'une minuscule, puis des lettres sans accent et des chiffres, 32 au plus ; ni id, name, unit, numbers, known',
      },
    ),
  tooManyAttributes: (most: number) =>
    said({ en: `at most ${most} attributes`, fr: `${most} attributs au plus` }),
  numberPlaceholder: said(
    { en: 'the address has no `{number}`', fr: 'l’adresse n’a pas de `{number}`' },
    {
      en: 'e.g. https://crm.example.net/customers?number={number}',
      fr: 'par exemple https://crm.example.net/customers?number={number}',
    },
  ),
  badPlaceholder: (name: string, allowed: readonly string[]) =>
    said({ en: `\`{${name}}\` stands for nothing here`, fr: `\`{${name}}\` ne représente rien ici` }, {
      en: `known: ${code(allowed)}`,
      fr: `connus : ${code(allowed)}`,
    } satisfies Text),
  notAnAddress: said(
    { en: 'there can be no such web address', fr: 'une telle adresse web ne peut exister' },
    { en: 'look at the host name and the port', fr: 'vérifiez le nom de la machine et le port' },
  ),
  placeholderInHost: said(
    { en: 'a placeholder cannot choose the machine', fr: 'la machine ne peut pas dépendre de l’appel' },
    { en: 'braces only behind the host name', fr: 'des accolades seulement après le nom de la machine' },
  ),
  entryRuleEmpty: said(
    { en: 'this rule decides nothing', fr: 'cette règle ne décide de rien' },
    { en: 'add `flow:`, `priority:` or both', fr: 'ajoutez `flow:`, `priority:` ou les deux' },
  ),
} as const;
