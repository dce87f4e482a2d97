// A case's planned call on its way: its owner is kept free a little before the promised moment; who is not there then is waited for, or after
// a bound another agent makes the call, by the site file; and the case says how it ended.
import type { Case } from './case-book.js';
import type { Actor } from './facts.js';
import type { OwnerMissing } from './facts-case-callbacks.js';
import type { OutboundEnd } from './facts-outbound.js';
import { outOfHours } from './outbound-times.js';
import { unfitness } from './reservations.js';
import type { CaseCallBackRules } from './site-cases.js';
import type { Call, State } from './state.js';
import { emit, type Step } from './step.js';

const byRule: Actor = { kind: 'rule', name: 'call-back-failed' };

type Planned = {
  readonly one: Case;
  readonly callBack: NonNullable<Case['callBack']>;
  readonly rules: CaseCallBackRules;
  readonly owner: string;
};

/** The case whose promise this call keeps, while its owner alone may make it. */
function plannedFor(state: State, call: Call): Planned | null {
  const rules = state.site.cases?.callBack ?? null;
  const { outbound } = call;
  if (rules === null || outbound?.kind !== 'case' || outbound.onlyAgent === null) return null;
  const one = state.book.cases.get(outbound.subject);
  if (one === undefined || one.callBack?.call !== call.id) return null;
  return { one, callBack: one.callBack, rules, owner: outbound.onlyAgent };
}

/** When the owner is to be kept free; `null`: he is, or cannot be. Not while he is only waited for: who comes back may talk meanwhile. */
function keepFreeMs(
  state: State,
  call: Call,
  { callBack, rules, owner }: Planned,
  nowMs: number,
): number | null {
  const restUntilMs = call.outbound?.restUntilMs ?? null;
  if (restUntilMs === null || restUntilMs <= nowMs || rules.keepFreeMs === 0) return null;
  if (restUntilMs !== callBack.promisedAtMs && call.outbound?.dialled === 0) return null;
  const kept = state.agents.get(owner)?.keptFor ?? null;
  if (kept !== null && kept.untilMs >= restUntilMs) return null;
  const atMs = Math.max(
    restUntilMs - rules.keepFreeMs,
    kept !== null && kept.untilMs > nowMs ? kept.untilMs : 0,
  );
  return atMs <= nowMs && unfitness(state, owner) !== null ? null : atMs;
}

/** When it is late; `null`: it was said, or somebody is at it, or the customer has been tried. */
function lateMs(state: State, call: Call, { callBack, rules }: Planned): number | null {
  if (callBack.isLate || call.legs.size > 0 || call.talk !== null || (call.outbound?.dialled ?? 0) > 0)
    return null;
  const sinceMs = outOfHours(state, call, callBack.promisedAtMs)?.untilMs ?? callBack.promisedAtMs;
  return sinceMs + rules.lateAfterMs;
}

/** When something is due for the promise; `null`: nothing. */
export function promiseDueMs(state: State, call: Call, nowMs: number): number | null {
  const planned = plannedFor(state, call);
  if (planned === null) return null;
  const keepMs = keepFreeMs(state, call, planned, nowMs);
  const late = lateMs(state, call, planned);
  return keepMs === null || late === null ? (keepMs ?? late) : Math.min(keepMs, late);
}

export function promiseDue(step: Step, call: Call): void {
  const { state, nowMs } = step;
  const planned = plannedFor(state, call);
  if (planned === null) return;
  const { one, owner } = planned;
  const untilMs = call.outbound?.restUntilMs ?? null;
  const keepMs = keepFreeMs(state, call, planned, nowMs);
  if (keepMs !== null && keepMs <= nowMs && untilMs !== null)
    emit(step, { type: 'case-owner-kept-free', case: one.id, call: call.id, agent: owner, untilMs });
  if ((lateMs(state, call, planned) ?? Number.POSITIVE_INFINITY) <= nowMs) tellLate(step, call, planned);
}

function tellLate(step: Step, call: Call, { one, callBack, rules, owner }: Planned): void {
  const { promisedAtMs } = callBack;
  const rule = rules.ownerAway;
  const because = missing(step.state, call, owner, step.nowMs);
  emit(step, {
    type: 'case-call-back-late',
    case: one.id,
    call: call.id,
    owner,
    because,
    promisedAtMs,
    rule,
  });
  if (rule !== 'deputy') return;
  const agent = step.state.agents.get(owner);
  if (agent !== undefined) step.agents.add(agent);
  if (call.reservation !== null)
    emit(step, { type: 'reservation-ended', call: call.id, agent: owner, because: 'bound' });
  step.calls.add(call);
}

function missing(state: State, call: Call, owner: string, nowMs: number): OwnerMissing {
  if ((call.refusals.get(owner) ?? 0) > nowMs) return 'refused';
  return unfitness(state, owner) ?? 'busy';
}

/** The customer has answered: the talk is about his case. */
export function customerReached(step: Step, call: Call): void {
  const { outbound, talk } = call;
  if (outbound?.kind !== 'case' || talk?.to.kind !== 'agent' || !step.state.book.cases.has(outbound.subject))
    return;
  emit(step, { type: 'call-joined-case', call: call.id, case: outbound.subject, agent: talk.to.agent });
}

/** The planned call has ended: the case says how. One that came to nothing makes it more urgent. `owner`: who alone might have made it. */
export function callBackEnded(
  step: Step,
  call: Call,
  subject: string,
  owner: string | null,
  end: OutboundEnd,
): void {
  const { state } = step;
  const agent = state.agents.get(owner ?? '');
  if (agent !== undefined) step.agents.add(agent);
  const one = state.book.cases.get(subject);
  if (one === undefined || end === 'cancelled' || end === 'called-in') return;
  if (end === 'talked') {
    emit(step, { type: 'case-called-back', case: one.id, call: call.id });
    return;
  }
  const attempts = call.outbound?.dialled ?? 0;
  emit(step, { type: 'case-call-back-failed', case: one.id, call: call.id, because: end, attempts });
  const colours = state.site.cases?.colours ?? [];
  const more = colours[colours.findIndex(({ id }) => id === one.colour) - 1];
  if (more !== undefined) emit(step, { type: 'case-coloured', case: one.id, colour: more.id, by: byRule });
}
