// Alarms as the daemon tells of them, worded.
import type { Text } from '../base/language.js';
import type { AlarmId, AlarmKind, AlarmSeverity } from '../core/alarm-kinds.js';
import type { Actor } from '../core/facts.js';

export type AlarmView = {
  readonly alarm: AlarmId;
  readonly kind: AlarmKind;
  /** The id of the trunk, partner, flow or sign that is meant; `null`: there is one such alarm only. */
  readonly about: string | null;
  readonly severity: AlarmSeverity;
  readonly sinceMs: number;
  readonly text: Text;
  /** What to do. */
  readonly advice: Text | null;
  readonly acknowledged: { readonly by: Actor; readonly atMs: number; readonly note: string | null } | null;
};

export type AlarmsView = {
  readonly nowMs: number;
  readonly zone: string;
  /** The worst first, then the oldest. */
  readonly alarms: readonly AlarmView[];
};
