// What the command line says about alarms, and its help.
import type { Text } from '../base/language.js';

export const alarmTexts = {
  none: { en: 'No alarms.', fr: 'Aucune alarme.' },
  since: (moment: Text | string, lasted: Text): Text => {
    const at = typeof moment === 'string' ? { en: moment, fr: moment } : moment;
    return { en: `since ${at.en} (${lasted.en})`, fr: `depuis ${at.fr} (${lasted.fr})` };
  },
  seen: (who: Text, at: Text, note: string | null): Text => ({
    en: `acknowledged ${who.en}, ${at.en}${note === null ? '' : `: ${note}`}`,
    fr: `prise en compte ${who.fr}, ${at.fr}${note === null ? '' : ` : ${note}`}`,
  }),
  acknowledged: (alarm: string): Text => ({
    en: `Alarm ${alarm} is acknowledged; it stays until what is wrong is mended`,
    fr: `Alarme ${alarm} prise en compte ; elle reste jusqu’à ce que la cause ait disparu`,
  }),
  already: (alarm: string): Text => ({
    en: `alarm ${alarm} is acknowledged already`,
    fr: `l’alarme ${alarm} est déjà prise en compte`,
  }),
  unknown: (alarm: string): Text => ({
    en: `there is no alarm ${alarm} now`,
    fr: `il n’y a pas d’alarme ${alarm} en ce moment`,
  }),
  unknownAdvice: {
    en: 'plateauctl alarms shows them, with their ids in brackets.',
    fr: 'plateauctl alarms les montre, leurs identifiants entre crochets.',
  },
  raised: (what: Text, after: Text): Text => ({
    en: `raised when ${what.en}${after.en === '0s' ? '' : `, for ${after.en}`}`,
    fr: `levée quand ${what.fr}${after.fr === '0s' ? '' : `, pendant ${after.fr}`}`,
  }),
  cleared: (what: Text, after: Text): Text => ({
    en: `cleared when ${what.en}${after.en === '0s' ? '' : `, for ${after.en}`}`,
    fr: `éteinte quand ${what.fr}${after.fr === '0s' ? '' : `, pendant ${after.fr}`}`,
  }),
} as const;

export const alarmHelp = {
  alarms: {
    en: 'what is wrong now, what to do, and who cares for it',
    fr: 'ce qui ne va pas, que faire, et qui s’en occupe',
  },
  list: { en: 'the alarms that are raised; the same as no word', fr: 'les alarmes levées ; comme sans mot' },
  kinds: {
    en: 'every kind of alarm: when it is raised and cleared, what to do',
    fr: 'tous les genres d’alarmes : quand elles sont levées et éteintes, que faire',
  },
  ack: {
    en: 'say that you care for an alarm; it stays until what is wrong is mended',
    fr: 'dit que vous vous en occupez ; l’alarme reste jusqu’à ce que la cause ait disparu',
  },
  alarmId: {
    en: 'id of the alarm, as `plateauctl alarms` shows it',
    fr: 'identifiant de l’alarme, comme dans `plateauctl alarms`',
  },
  note: { en: 'for the others: what you are doing about it', fr: 'pour les autres : ce que vous faites' },
} as const satisfies Record<string, Text>;
