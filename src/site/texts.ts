// What is said of keys and values that are not as the schema wants them.
import type { Text } from '../base/language.js';
import type { Said } from './problem.js';

export const said = (text: Text, hint: Text | null = null): Said => ({ text, hint });

const code = (words: Iterable<string>) => [...words].map(word => `\`${word}\``).join(', ');

/** "Did you mean", or else what is allowed, when that is short enough to be read. */
export function meant(near: string | null, allowed: readonly string[]): Text | null {
  if (near !== null) return { en: `did you mean \`${near}\`?`, fr: `vouliez-vous dire \`${near}\` ?` };
  if (allowed.length === 0 || allowed.length > 40) return null;
  return { en: `allowed here: ${code(allowed)}`, fr: `possible ici : ${code(allowed)}` };
}

export const texts = {
  unknownKey: (key: string, hint: Text | null) =>
    said({ en: `unknown key \`${key}\``, fr: `clé inconnue \`${key}\`` }, hint),
  laterSection: (key: string) =>
    said(
      {
        en: `the section \`${key}\` is not accepted yet`,
        fr: `la section \`${key}\` n'est pas encore acceptée`,
      },
      { en: 'remove it', fr: 'supprimez-la' },
    ),
  missingKey: (key: string, hint: Text | null) =>
    said({ en: `the key \`${key}\` is missing`, fr: `il manque la clé \`${key}\`` }, hint),
  missingItem: (hint: Text | null) => said({ en: 'an item is missing', fr: 'il manque un élément' }, hint),
  nothingWritten: (key: string, hint: Text | null) =>
    said(
      { en: `nothing is written after \`${key}:\``, fr: `rien n'est écrit après \`${key} :\`` },
      hint ?? { en: 'write a value, or remove the key', fr: 'écrivez une valeur, ou supprimez la clé' },
    ),
  notA: (shown: string, what: Text, hint: Text | null) =>
    said({ en: `${shown} is not ${what.en}`, fr: `${shown} n'est pas ${what.fr}` }, hint),
  secretIsNotA: (what: Text) => said({ en: `this is not ${what.en}`, fr: `ceci n'est pas ${what.fr}` }),
  notOneOf: (shown: string, hint: Text | null) =>
    said({ en: `${shown} is not possible here`, fr: `${shown} n'est pas possible ici` }, hint),
  notANumber: (shown: string, least: string, most: string) =>
    said(
      { en: `${shown} is not a whole number`, fr: `${shown} n'est pas un nombre entier` },
      { en: `from ${least} to ${most}`, fr: `de ${least} à ${most}` },
    ),
  outOfRange: (shown: string, least: string, most: string) =>
    said(
      { en: `${shown} is out of range`, fr: `${shown} est hors limites` },
      { en: `from ${least} to ${most}`, fr: `de ${least} à ${most}` },
    ),
  tooFew: (least: string) =>
    said({ en: `at least ${least} is needed here`, fr: `il en faut au moins ${least} ici` }),
  tooMany: (most: string) => said({ en: `at most ${most} here`, fr: `au plus ${most} ici` }),
  badName: (key: string) =>
    said(
      { en: `\`${key}\` cannot be a name`, fr: `\`${key}\` ne peut pas être un nom` },
      {
        en: 'lower-case letters, digits and -, a letter first, at most 32 characters',
        fr: 'minuscules sans accent, chiffres et -, une lettre au début, 32 caractères au plus',
      },
    ),
  quoteIt: (written: string): Text => ({
    en: `put it between quotes: "${written}"`,
    fr: `mettez-le entre guillemets : "${written}"`,
  }),
  forInstance: (examples: readonly string[]): Text => {
    const shown = code(examples);
    return { en: `write for instance ${shown}`, fr: `écrivez par exemple ${shown}` };
  },
  other: (message: string) => said({ en: message, fr: message }),
  noVariable: (variable: string) =>
    said(
      {
        en: `the environment variable \`${variable}\` is not set`,
        fr: `la variable d'environnement \`${variable}\` n'est pas définie`,
      },
      {
        en: `set it for this program, or give a default: \${${variable}:-…}`,
        fr: `définissez-la pour ce programme, ou donnez une valeur par défaut : \${${variable}:-…}`,
      },
    ),
} as const;
