// What supervisors have ordered and is still in force: flows held open or closed, and agents who leave after their call.
import { setDeadline } from './deadlines.js';
import type { Actor } from './facts.js';
import type {
  ForcedState,
  LeavingFact,
  SupervisionCallFact,
  SupervisionFlowFact,
} from './facts-supervision.js';
import { lineOf } from './index-floor.js';
import { walk } from './ordered-set.js';
import type { FlowId } from './site.js';
import type { Call, State } from './state.js';

/** A flow that is held open or closed until then. */
export type Forced = {
  readonly kind: 'forced';
  readonly flow: FlowId;
  readonly to: ForcedState;
  readonly untilMs: number;
  readonly by: Actor;
  dueAtMs: number | null;
};

export function applySupervisionFlowFact(state: State, fact: SupervisionFlowFact): void {
  const before = state.forced.get(fact.flow);
  if (before !== undefined) setDeadline(state.deadlines, before, null);
  if (fact.type === 'flow-forced') {
    const { flow, to, untilMs, by } = fact;
    const forced: Forced = { kind: 'forced', flow, to, untilMs, by, dueAtMs: null };
    state.forced.set(flow, forced);
    setDeadline(state.deadlines, forced, untilMs);
  } else state.forced.delete(fact.flow);
  // Whoever waits is looked at anew: the flow may close on him now, or later, or not at all.
  for (const call of walk(lineOf(state, fact.flow))) state.touched.add(call);
}

/** A new heap of deadlines knows nothing of them. */
export function indexForced(state: State): void {
  for (const forced of state.forced.values()) {
    forced.dueAtMs = null;
    setDeadline(state.deadlines, forced, forced.untilMs);
  }
}

const callFacts: ReadonlySet<string> = new Set<SupervisionCallFact['type']>([
  'take-ordered',
  'move-ordered',
  'call-raised',
]);

export function isSupervisionCallFact<F extends { readonly type: string }>(
  fact: F,
): fact is Extract<F, SupervisionCallFact> {
  return callFacts.has(fact.type);
}

export function applySupervisionCallFact(call: Call, fact: SupervisionCallFact): void {
  if (fact.type !== 'call-raised') return;
  call.priority = fact.priority;
  if (fact.front) call.front = true;
}

export function applyLeavingFact(state: State, fact: LeavingFact): void {
  if (fact.type === 'agent-logout-due') state.leaving.set(fact.agent, fact.by);
  else state.leaving.delete(fact.agent);
}

/** As JSON. */
export type StoredForced = Omit<Forced, 'kind' | 'dueAtMs'>;

export function storeForced({ flow, to, untilMs, by }: Forced): StoredForced {
  return { flow, to, untilMs, by };
}

export function readForced(stored: StoredForced): Forced {
  return { kind: 'forced', ...stored, dueAtMs: null };
}
