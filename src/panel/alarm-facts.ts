// What facts do to the panel's list of alarms.
import type { AlarmCause, AlarmId, AlarmSeverity } from '../core/alarm-kinds.js';
import type { Actor } from '../core/facts.js';
import type { AlarmFact } from '../core/facts-alarms.js';
import type { FlowId } from '../core/site.js';
import type { Floor } from './floor.js';

/** An alarm that is raised. */
export type AlarmRecord = {
  readonly severity: AlarmSeverity;
  readonly cause: AlarmCause;
  readonly sinceMs: number;
  readonly acknowledged: { readonly by: Actor; readonly atMs: number; readonly note: string | null } | null;
};

export type AlarmRecords = Readonly<Record<AlarmId, AlarmRecord>>;

export function applyAlarmFact({ control, touched }: Floor, fact: AlarmFact, atMs: number): void {
  touched.add('control');
  const { [fact.alarm]: before, ...others } = control.alarms;
  if (fact.type === 'alarm-cleared') control.alarms = others;
  else if (fact.type === 'alarm-raised') {
    const { severity, cause } = fact;
    control.alarms = { ...others, [fact.alarm]: { severity, cause, sinceMs: atMs, acknowledged: null } };
  } else if (before !== undefined) {
    const { by, note } = fact;
    control.alarms = { ...control.alarms, [fact.alarm]: { ...before, acknowledged: { by, atMs, note } } };
  }
}

/** Kinds that speak of a flow. */
const ofFlows: ReadonlySet<AlarmCause['kind']> = new Set(['nobody-there', 'service-level']);

/** How many alarms nobody has acknowledged: about this flow, or in all (`null`). */
export function alarmsAbout({ control }: Pick<Floor, 'control'>, flow: FlowId | null): number {
  return Object.values(control.alarms).filter(
    ({ acknowledged, cause: { kind, about } }) =>
      acknowledged === null && (flow === null || (ofFlows.has(kind) && about === flow)),
  ).length;
}
