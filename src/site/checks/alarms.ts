// What is said of alarms has an effect, and does not hide what nobody would want hidden.
import { type AlarmKind, alarmKinds, usualAlarms } from '../../core/alarm-kinds.js';
import { type Complaint, doubtful } from '../problem.js';
import type { Draft } from '../read.js';
import type { Path } from '../source.js';
import { alarmTexts } from '../texts-alarms.js';

export function checkAlarms(draft: Draft, written: (path: Path) => boolean): Complaint[] {
  const section = draft.alarms;
  if (section === null) return [];
  const found: Complaint[] = [];
  for (const kind of alarmKinds) {
    const path: Path = ['alarms', 'kinds', kind];
    const rule = section.kinds[kind];
    if (rule?.mute !== true) continue;
    for (const key of ['severity', 'after', 'clearAfter', 'quiet'] as const)
      if (written([...path, key])) found.push(doubtful([...path, key], alarmTexts.muted(kind), 'key'));
    if ((rule.severity ?? usualAlarms.kinds[kind].severity) === 'critical')
      found.push(doubtful([...path, 'mute'], alarmTexts.criticalMuted(kind)));
  }
  return [...found, ...checkMargin(draft), ...checkNeeds(draft)];
}

/** A margin that no figure can be below. */
function checkMargin({ alarms, flows }: Draft): Complaint[] {
  const margin = alarms?.kinds['service-level']?.margin ?? 0;
  const path: Path = ['alarms', 'kinds', 'service-level', 'margin'];
  const deaf = [...flows.right].filter(([, { serviceLevel }]) => serviceLevel.target <= margin);
  return margin === 0
    ? []
    : deaf.map(([id, flow]) => doubtful(path, alarmTexts.margin(id, flow.serviceLevel.target)));
}

/** Kinds that speak of what the site does not have. */
function checkNeeds({ alarms, signs, partners, cases, panel }: Draft): Complaint[] {
  const has: Partial<Record<AlarmKind, boolean>> = {
    'sign-lost': signs.names.size > 0,
    'certificate-ends': panel === null || panel.tls !== undefined,
    'partner-capped': partners.names.size > 0,
    'case-without-owner': cases !== 'none',
    'call-back-late': cases !== null && cases !== 'none' && cases.callBack !== undefined,
  };
  return alarmKinds
    .filter(kind => has[kind] === false && alarms?.kinds[kind] !== undefined)
    .map(kind => doubtful(['alarms', 'kinds', kind], alarmTexts.neverRaised(kind), 'key'));
}
