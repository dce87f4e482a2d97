// The alarms that are raised: kept by facts alone.
import type { AlarmCause, AlarmId, AlarmSeverity } from './alarm-kinds.js';
import type { Actor, Fact } from './facts.js';
import type { AlarmFact } from './facts-alarms.js';
import type { State } from './state.js';

export type Alarm = {
  readonly id: AlarmId;
  readonly severity: AlarmSeverity;
  readonly cause: AlarmCause;
  readonly raisedAtMs: number;
  acknowledged: { readonly by: Actor; readonly atMs: number; readonly note: string | null } | null;
};

export function isAlarmFact<F extends Fact>(fact: F): fact is Extract<F, AlarmFact> {
  return fact.type.startsWith('alarm-');
}

export function applyAlarmFact(state: State, fact: AlarmFact, atMs: number): void {
  const { alarm: id } = fact;
  if (fact.type === 'alarm-raised') {
    const { severity, cause } = fact;
    state.alarms.set(id, { id, severity, cause, raisedAtMs: atMs, acknowledged: null });
    return;
  }
  const raised = state.alarms.get(id);
  if (raised === undefined) return;
  if (fact.type === 'alarm-cleared') state.alarms.delete(id);
  else raised.acknowledged = { by: fact.by, atMs, note: fact.note };
}
