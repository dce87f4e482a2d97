// The alarms as the page shows them: worded, the worst first. Pure.
import type { AlarmSeverity } from '../../core/alarm-kinds.js';
import type { Site } from '../../core/site.js';
import { alarmSeverities } from '../../link/alarm-catalogue.js';
import { alarmAdvice, alarmText } from '../../link/alarm-words.js';
import { actorText } from '../../link/words.js';
import type { AlarmRecord, AlarmRecords } from '../alarm-facts.js';
import type { AlarmOnPage } from '../page-state.js';

const worst: readonly AlarmSeverity[] = ['critical', 'major', 'minor'];

/** By their ids. */
export function alarmsOnPage(alarms: AlarmRecords, site: Site): Record<string, AlarmOnPage> {
  const rank = ({ severity }: AlarmRecord) => worst.indexOf(severity);
  const sorted = Object.entries(alarms).sort(([, a], [, b]) => rank(a) - rank(b) || a.sinceMs - b.sinceMs);
  return Object.fromEntries(sorted.map(([id, alarm], order) => [id, alarmOnPage(alarm, order, site)]));
}

function alarmOnPage(
  { severity, cause, sinceMs, acknowledged }: AlarmRecord,
  order: number,
  { flows, partners, trunks }: Site,
): AlarmOnPage {
  const say = {
    flow: (id: string) => flows.get(id)?.name ?? { en: id, fr: id },
    partner: (id: string) => partners.get(id)?.name ?? id,
    trunk: (id: string) => trunks.get(id)?.name ?? id,
  };
  return {
    order,
    about: cause.about,
    severity,
    word: alarmSeverities[severity],
    text: alarmText(cause, say),
    advice: alarmAdvice(cause),
    sinceMs,
    acknowledged:
      acknowledged === null
        ? null
        : { by: actorText(acknowledged.by), atMs: acknowledged.atMs, note: acknowledged.note },
  };
}
