// What `plateauctl sign` says.
import type { Text } from '../base/language.js';
import type { Column } from './table.js';

export const signHelp = {
  sign: {
    en: 'how the signs are; messages, a test pattern, a preview',
    fr: 'l’état des afficheurs ; messages, mire, aperçu',
  },
  list: {
    en: 'all signs, whether they are connected, and what they show',
    fr: 'tous les afficheurs, leur liaison, et ce qu’ils montrent',
  },
  test: {
    en: 'show rulers in red, amber and green, then accents, for 16 seconds',
    fr: 'affiche des règles en rouge, orange et vert, puis des accents, pendant 16 secondes',
  },
  clear: {
    en: 'take messages away, erase the sign and set it up from the start',
    fr: 'retire les messages, efface l’afficheur et le réinitialise',
  },
  end: { en: 'take a message away', fr: 'retire un message' },
  message: {
    en: 'show a text instead of the figures; on record with who did it',
    fr: 'affiche un texte à la place des chiffres ; c’est consigné',
  },
  preview: {
    en: 'draw the signs of the site file with example figures; the daemon is not needed',
    fr: 'dessine les afficheurs du fichier de site avec des chiffres d’exemple, sans le démon',
  },
  signId: { en: 'id of the sign in the site file, or all', fr: 'identifiant de l’afficheur, ou all' },
  text: { en: 'at most 100 characters', fr: '100 caractères au plus' },
  for: { en: 'so long (1s to 24h)', fr: 'si longtemps (1s à 24h)' },
  colour: { en: 'colour of the text', fr: 'couleur du texte' },
  flash: { en: 'let it flash', fr: 'le fait clignoter' },
  dots: { en: 'as the dots of the sign', fr: 'en points lumineux' },
} as const satisfies Record<string, Text>;

export const signTexts = {
  none: { en: 'The site file has no sign.', fr: 'Le fichier de site n’a pas d’afficheur.' },
  unknown: (sign: string): Text => ({
    en: `there is no sign ${sign}`,
    fr: `il n’y a pas d’afficheur ${sign}`,
  }),
  unknownAdvice: { en: '`plateauctl sign list` shows all.', fr: '`plateauctl sign list` les montre tous.' },
  panelAway: {
    en: 'The panel has told nothing of its signs lately. Is it running (systemctl status plateau-panel)?',
    fr: 'Le panneau n’a rien dit de ses afficheurs récemment. Tourne-t-il (systemctl status plateau-panel) ?',
  },
  connected: { en: 'connected', fr: 'connecté' },
  ordered: {
    message: (signs: string): Text => ({ en: `Message for ${signs}`, fr: `Message pour ${signs}` }),
    end: (signs: string): Text => ({ en: `Message taken from ${signs}`, fr: `Message retiré de ${signs}` }),
    test: (signs: string): Text => ({ en: `Test pattern on ${signs}`, fr: `Mire sur ${signs}` }),
    clear: (signs: string): Text => ({
      en: `${signs}: cleared and set up again`,
      fr: `${signs} : effacé et réinitialisé`,
    }),
  },
  columns: [
    { title: { en: 'SIGN', fr: 'AFFICHEUR' } },
    { title: { en: 'PROTOCOL', fr: 'PROTOCOLE' }, optional: true },
    { title: { en: 'PLACE', fr: 'ADRESSE' }, least: 12 },
    { title: { en: 'LINE', fr: 'LIAISON' }, least: 12 },
    { title: { en: 'SHOWS', fr: 'AFFICHE' }, least: 12 },
  ] satisfies readonly Column[],
} as const;
