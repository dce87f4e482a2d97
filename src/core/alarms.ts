// Alarms are raised when their cause has lasted for a while and cleared when it has been gone for a while. The shell has the core look
// about once a second, whether the switch is there or not, and says what it sees itself; the panel reports what it sees.
import { causesOnFloor, seenThroughSwitch } from './alarm-causes.js';
import {
  type AlarmCause,
  type AlarmId,
  type AlarmKind,
  type AlarmRule,
  type AlarmRules,
  alarmIdOf,
  type PanelCause,
  usualAlarms,
} from './alarm-kinds.js';
import type { Alarm } from './apply-alarms.js';
import type { Actor } from './facts.js';
import type { AlarmCommand } from './facts-alarms.js';
import { openingAt } from './hours.js';
import type { CommandAnswer } from './inputs.js';
import type { Site } from './site.js';
import type { State } from './state.js';
import { emit, type Step } from './step.js';

/** What is seen, and since when. It is not on record: a daemon that starts looks anew. */
export type AlarmWatch = {
  /** Causes that are there, raised or not. */
  readonly seen: Map<AlarmId, { cause: AlarmCause; readonly sinceMs: number }>;
  /** Raised alarms whose cause is gone. */
  readonly goneSinceMs: Map<AlarmId, number>;
  panel: { readonly causes: readonly PanelCause[]; readonly atMs: number } | null;
  startedAtMs: number | null;
};

export const newAlarmWatch = (): AlarmWatch => ({
  seen: new Map(),
  goneSinceMs: new Map(),
  panel: null,
  startedAtMs: null,
});

/** So long after its last report the panel counts as gone, and what it saw as seen by nobody. */
const panelSilentMs = 60_000;
/** No site has so many; a reporter that has lost its mind does. */
const alarmsLimit = 1_000;

const panelKinds: ReadonlySet<AlarmKind> = new Set<PanelCause['kind']>(['sign-lost', 'certificate-ends']);

export const alarmRulesOf = ({ alarms }: Site): AlarmRules => alarms ?? usualAlarms;

/** `seen`: what is wrong with the shell itself. */
export function lookForAlarms(step: Step, seen: readonly AlarmCause[]): void {
  const { state, nowMs } = step;
  const watch = state.alarmWatch;
  watch.startedAtMs ??= nowMs;
  const rules = alarmRulesOf(state.site);
  const panel = panelCauses(state, nowMs);
  const all = [...seen, ...causesOnFloor(state, rules, nowMs), ...(panel ?? [])];
  const causes = new Map(all.map(cause => [alarmIdOf(cause), cause]));
  const isUnknown = (kind: AlarmKind) =>
    (!state.routing && seenThroughSwitch.has(kind)) || (panel === null && panelKinds.has(kind));
  for (const id of watch.seen.keys()) if (!causes.has(id)) watch.seen.delete(id);
  clearWhatIsOver(step, rules, causes, isUnknown);
  for (const [id, cause] of causes) consider(step, rules.kinds[cause.kind], id, cause);
}

function consider(step: Step, rule: AlarmRule, id: AlarmId, cause: AlarmCause): void {
  const { state, nowMs } = step;
  const { seen } = state.alarmWatch;
  const before = seen.get(id);
  const sinceMs = before?.sinceMs ?? nowMs;
  seen.set(id, { cause, sinceMs });
  if (state.alarms.has(id) || state.alarms.size >= alarmsLimit) return;
  if (rule.isMuted || nowMs - sinceMs < rule.afterMs) return;
  if (rule.quiet !== null && openingAt(rule.quiet, nowMs) !== undefined) return;
  emit(step, { type: 'alarm-raised', alarm: id, severity: rule.severity, cause });
}

function clearWhatIsOver(
  step: Step,
  rules: AlarmRules,
  causes: ReadonlyMap<AlarmId, AlarmCause>,
  isUnknown: (kind: AlarmKind) => boolean,
): void {
  const { state, nowMs } = step;
  const { goneSinceMs } = state.alarmWatch;
  for (const id of goneSinceMs.keys()) if (!state.alarms.has(id)) goneSinceMs.delete(id);
  for (const alarm of [...state.alarms.values()]) {
    const { kind } = alarm.cause;
    // A later version may have raised it, of a kind that this one does not know: nobody will see it again.
    const rule: AlarmRule | undefined = rules.kinds[kind];
    if (rule?.isMuted) {
      clear(step, alarm, 'site-file');
    } else if (causes.has(alarm.id) || isUnknown(kind)) goneSinceMs.delete(alarm.id);
    else {
      const sinceMs = goneSinceMs.get(alarm.id) ?? nowMs;
      goneSinceMs.set(alarm.id, sinceMs);
      if (nowMs - sinceMs >= (rule?.clearAfterMs ?? 0)) clear(step, alarm, 'over');
    }
  }
}

function clear(step: Step, { id, cause, raisedAtMs }: Alarm, because: 'over' | 'site-file'): void {
  step.state.alarmWatch.goneSinceMs.delete(id);
  const lastedMs = step.nowMs - raisedAtMs;
  emit(step, { type: 'alarm-cleared', alarm: id, cause, because, lastedMs });
}

/** What the panel sees, or that it is gone; `null`: it has not reported since we started, and may still. */
function panelCauses(state: State, nowMs: number): readonly AlarmCause[] | null {
  const { panel, startedAtMs } = state.alarmWatch;
  if (panel !== null && nowMs - panel.atMs < panelSilentMs) return panel.causes;
  const away: AlarmCause = { kind: 'panel-away', about: null };
  // It was gone before we started, and has not come back.
  const wasAway = state.alarms.has(alarmIdOf(away));
  if (panel !== null || wasAway) return [away];
  return nowMs - (startedAtMs ?? nowMs) < panelSilentMs ? null : [];
}

/** The panel says all that it sees, and again every few seconds. */
export function panelReports({ state, nowMs }: Step, causes: readonly PanelCause[]): void {
  state.alarmWatch.panel = { causes, atMs: nowMs };
}

export function alarmCommand(step: Step, { alarm: id, note }: AlarmCommand, by: Actor): CommandAnswer {
  const alarm = step.state.alarms.get(id);
  if (alarm === undefined) return { ok: false, because: 'unknown-alarm' };
  if (alarm.acknowledged !== null) return { ok: false, because: 'already-acknowledged' };
  emit(step, { type: 'alarm-acknowledged', alarm: id, by, note });
  return { ok: true };
}

/** Sentences about what is broken. For the invariants. */
export function brokenAlarms(state: State): string[] {
  const broken: string[] = [];
  for (const [id, { cause }] of state.alarms) {
    if (alarmIdOf(cause) !== id) broken.push(`alarm ${id} is kept as that of ${alarmIdOf(cause)}`);
    if (state.alarmWatch.seen.has(id) && state.alarmWatch.goneSinceMs.has(id))
      broken.push(`alarm ${id} has its cause, and has not`);
  }
  return broken;
}
