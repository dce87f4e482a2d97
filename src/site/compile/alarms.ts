// From the section about alarms to the core's rules.
import {
  type AlarmKind,
  type AlarmRule,
  type AlarmRules,
  alarmKinds,
  usualAlarms,
} from '../../core/alarm-kinds.js';
import type { OpenInterval } from '../../core/site.js';
import type { AlarmsSection } from '../sections/alarms.js';

type Calendars = ReadonlyMap<string, readonly OpenInterval[]>;

export function compileAlarms(section: AlarmsSection, calendars: Calendars): AlarmRules {
  const level = section.kinds['service-level'];
  const usual = usualAlarms.serviceLevel;
  return {
    kinds: Object.fromEntries(
      alarmKinds.map(kind => [kind, compileKind(kind, section, calendars)]),
    ) as Record<AlarmKind, AlarmRule>,
    serviceLevel: {
      windowMs: level?.window ?? usual.windowMs,
      calls: level?.calls ?? usual.calls,
      marginPercent: level?.margin ?? usual.marginPercent,
    },
  };
}

function compileKind(kind: AlarmKind, section: AlarmsSection, calendars: Calendars): AlarmRule {
  const usual = usualAlarms.kinds[kind];
  const written = section.kinds[kind];
  const severity = written?.severity ?? usual.severity;
  const quiet = written?.quiet ?? (severity === 'critical' ? undefined : section.quiet);
  return {
    severity,
    afterMs: written?.after ?? usual.afterMs,
    clearAfterMs: written?.clearAfter ?? usual.clearAfterMs,
    isMuted: written?.mute ?? false,
    quiet: quiet === undefined ? null : (calendars.get(quiet) ?? []),
  };
}
