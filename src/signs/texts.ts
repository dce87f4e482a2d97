// What people read: on the signs themselves, and about layouts that cannot be shown.
import { unreachable } from '../base/assert.js';
import { errorCatalogue } from '../base/error-catalogue.js';
import type { Text } from '../base/language.js';
import type { LayoutError } from './layout.js';
import type { LinkState } from './line.js';

/** What a sign says by itself. */
export const signTexts = {
  noData: { en: 'no data', fr: 'données indisponibles' },
  switchAway: { en: 'phone system lost', fr: 'standard coupé' },
  since: { en: 'since', fr: 'depuis' },
} as const satisfies Record<string, Text>;

/** Why a sign shows nothing new; `null`: it is well, `undefined`: not known, because its line is being dialled. */
export function linkTrouble(link: LinkState): Text | null | undefined {
  switch (link.kind) {
    case 'connected':
      return link.missed ? errorCatalogue['sign-silent'] : null;
    case 'waiting':
      return errorCatalogue[link.error.code];
    case 'connecting':
    case 'stopped':
      return undefined;
    default:
      return unreachable(link);
  }
}

/** What is wrong with a layout and what to do about it. The caller says of which sign. */
export function layoutErrorText(error: LayoutError): Text {
  switch (error.reason) {
    case 'no-page':
      return {
        en: 'The sign has no page: write at least one.',
        fr: 'L’afficheur n’a pas de page : écrivez-en au moins une.',
      };
    case 'too-many-pages':
      return {
        en: `${error.pages} pages: a sign holds ${error.most}.`,
        fr: `${error.pages} pages : un afficheur en contient ${error.most}.`,
      };
    case 'too-many-rows':
      return {
        en: `Page ${error.page} has ${error.rows} rows and the sign ${error.most}: move some to another page.`,
        fr: `La page ${error.page} a ${error.rows} lignes et l’afficheur ${error.most} : déplacez-en vers une autre page.`,
      };
    case 'row-too-wide':
      return {
        en: `Page ${error.page}, row ${error.row} takes ${error.width} characters and the sign has ${error.most}: shorten it.`,
        fr: `Page ${error.page}, ligne ${error.row} : ${error.width} caractères pour un afficheur de ${error.most} ; raccourcissez-la.`,
      };
    case 'bad-placeholder':
      return {
        en: `Page ${error.page}, row ${error.row}: “${error.text}” is not a value. Write {name:width}, {name:<width} or {clock}.`,
        fr: `Page ${error.page}, ligne ${error.row} : « ${error.text} » n’est pas une valeur. Écrivez {nom:largeur}, {nom:<largeur} ou {clock}.`,
      };
    case 'unknown-value':
      return {
        en: `Page ${error.page}: there is no value called “${error.name}”.`,
        fr: `Page ${error.page} : aucune valeur ne s’appelle « ${error.name} ».`,
      };
    case 'value-not-shown':
      return {
        en: `“${error.name}” has colours but stands on no page: correct the name or take it out.`,
        fr: `« ${error.name} » a des couleurs mais n’est sur aucune page : corrigez le nom ou retirez-le.`,
      };
    case 'value-too-wide':
      return {
        en: `Page ${error.page}: “${error.name}” is ${error.width} characters wide; a value has at most ${error.most}.`,
        fr: `Page ${error.page} : « ${error.name} » a une largeur de ${error.width} caractères ; une valeur en a au plus ${error.most}.`,
      };
    case 'too-many-values':
      return {
        en: `${error.values} different values: a sign holds ${error.most}. Show fewer, or the same one in the same width.`,
        fr: `${error.values} valeurs différentes : un afficheur en contient ${error.most}. Montrez-en moins, ou la même dans la même largeur.`,
      };
    default:
      return unreachable(error);
  }
}
