// Sentences about alarms.
import type { AlarmFact } from '../core/facts-alarms.js';
import { alarmSeverities } from './alarm-catalogue.js';
import { alarmAdvice, alarmText } from './alarm-words.js';
import { duration, type Sentences, same, told } from './told.js';
import { actorText } from './words.js';

export const alarmSentences: Sentences<AlarmFact> = {
  'alarm-raised': ({ alarm, severity, cause }, say) => {
    const what = alarmText(cause, say);
    const level = alarmSeverities[severity];
    return told(
      {
        en: `Alarm ${alarm} (${level.en}): ${what.en}`,
        fr: `Alarme ${alarm} (${level.fr}) : ${what.fr}`,
      },
      [alarmAdvice(cause)],
    );
  },
  'alarm-acknowledged': ({ alarm, by, note }) => {
    const who = actorText(by);
    return told(
      { en: `Alarm ${alarm} acknowledged (${who.en})`, fr: `Alarme ${alarm} prise en compte (${who.fr})` },
      [note === null ? null : same(note)],
    );
  },
  'alarm-cleared': ({ alarm, because, lastedMs }) => {
    const lasted = duration(lastedMs);
    if (because === 'site-file')
      return told({
        en: `Alarm ${alarm} taken back: the site file mutes its kind`,
        fr: `Alarme ${alarm} retirée : le fichier de site coupe ce genre`,
      });
    return told({
      en: `Alarm ${alarm} is over after ${lasted.en}`,
      fr: `Alarme ${alarm} terminée après ${lasted.fr}`,
    });
  },
};
