// The alarms that are raised, worded: for the control socket.
import type { AlarmSeverity } from '../core/alarm-kinds.js';
import type { Alarm } from '../core/apply-alarms.js';
import type { State } from '../core/state.js';
import type { AlarmView } from '../link/alarm-messages.js';
import { type AlarmNaming, alarmAdvice, alarmText } from '../link/alarm-words.js';
import type { Finding } from '../link/messages.js';

const worst: readonly AlarmSeverity[] = ['critical', 'major', 'minor'];

/** The worst first, then the oldest. */
export function alarmViews(state: State): AlarmView[] {
  const say = namingOf(state);
  return [...state.alarms.values()]
    .map(alarm => alarmView(alarm, state, say))
    .sort((a, b) => worst.indexOf(a.severity) - worst.indexOf(b.severity) || a.sinceMs - b.sinceMs);
}

/** With what is seen now, while it is: figures change while an alarm lasts. */
function alarmView(alarm: Alarm, state: State, say: AlarmNaming): AlarmView {
  const cause = state.alarmWatch.seen.get(alarm.id)?.cause ?? alarm.cause;
  return {
    alarm: alarm.id,
    kind: cause.kind,
    about: cause.about,
    severity: alarm.severity,
    sinceMs: alarm.raisedAtMs,
    text: alarmText(cause, say),
    advice: alarmAdvice(cause),
    acknowledged: alarm.acknowledged,
  };
}

function namingOf({ site }: State): AlarmNaming {
  return {
    flow: id => site.flows.get(id)?.name ?? { en: id, fr: id },
    partner: id => site.partners.get(id)?.name ?? id,
    trunk: id => site.trunks.get(id)?.name ?? id,
  };
}

/** An alarm among what the doctor finds. */
export const findingOf = ({ severity, kind, text, advice }: AlarmView): Finding => ({
  severity: severity === 'minor' ? 'warning' : 'error',
  ...{ code: kind, text, advice },
});
