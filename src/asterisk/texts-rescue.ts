// What the rescue says, in English and in French.
import type { Text } from '../base/language.js';
import type { Rescued } from './rescue.js';

export const rescueTexts = {
  /** Where address and user come from. */
  from: {
    options: { en: 'as told', fr: 'comme indiqué' },
    site: { en: 'from the site file', fr: 'd’après le fichier de site' },
    defaults: {
      en: 'by default, because the site file cannot be used',
      fr: 'par défaut, car le fichier de site est inutilisable',
    },
  },
  report: ({ moved, left, talks, legs }: Rescued, where: string): Text => ({
    en: `plateau-rescue: ${moved} waiting caller(s) sent to the fall-back, ${left} could not be; ${talks} talk(s) go on; ${legs} idle leg(s) hung up (${where}).`,
    fr: `plateau-rescue : ${moved} appelant(s) en attente envoyé(s) au repli, ${left} non ; ${talks} conversation(s) continuent ; ${legs} branche(s) sans personne raccrochée(s) (${where}).`,
  }),
  failed: (why: string, where: string): Text => ({
    en: `plateau-rescue: nobody could be rescued (${where}): ${why}.`,
    fr: `plateau-rescue : personne n’a pu être secouru (${where}) : ${why}.`,
  }),
  tooLate: (ms: number): Text => ({
    en: `plateau-rescue: not done after ${ms / 1000} s; callers may be waiting still. Run it again.`,
    fr: `plateau-rescue : inachevé après ${ms / 1000} s ; des appelants attendent peut-être encore. Relancez-le.`,
  }),
  daemonLives: (socket: string): Text => ({
    en: `plateau-rescue: a plateaud answers on ${socket}, so nothing was done. --force takes its callers all the same.`,
    fr: `plateau-rescue : un plateaud répond sur ${socket}, rien n’a donc été fait. --force lui prend quand même ses appelants.`,
  }),
} as const;
