// The owner's call-back of a case: what was promised is planned as an agent-first call that only the owner makes, and follows every change
// of the promise, the owner and the case.
import type { Case } from './case-book.js';
import type { CaseRefusal } from './case-commands.js';
import type { Actor } from './facts.js';
import { mayDial, normaliseNumber } from './numbers.js';
import { endOutbound, outboundId, queueOutbound } from './outbound.js';
import type { Call, State } from './state.js';
import { emit, type Step } from './step.js';

/** What the record is told of a call-back that was forgotten with lost facts, or promised before the site file had this rule. */
const byRule: Actor = { kind: 'rule', name: 'call-back' };

/** The customer's number in international form, or why he cannot be called there. Where nothing is dialled any number will do. */
export function numberFor(
  { site }: State,
  one: Case,
  given: string | null,
): { readonly number: string } | CaseRefusal {
  const rules = site.outbound?.numbers;
  if ((site.cases?.callBack ?? null) === null || rules === undefined)
    return { number: given ?? one.number ?? '' };
  const number = normaliseNumber(given ?? one.number ?? '', rules);
  if (number === null) return given === null && one.number === null ? 'no-number' : 'bad-number';
  return mayDial(rules, number) ? { number } : 'number-not-allowed';
}

/** The number that the promise is for, where it is another one than the case has. */
export function noteNumber(step: Step, one: Case, given: string | null, by: Actor): void {
  const found = numberFor(step.state, one, given);
  if (given === null || typeof found === 'string' || found.number === one.number) return;
  emit(step, { type: 'case-number-given', case: one.id, number: found.number, by });
}

/** Plans the call for the promise as it is now. A call that was planned for an earlier one is taken back, unless they talk already. */
export function planCallBack(step: Step, one: Case, by: Actor): void {
  const { state, nowMs } = step;
  const before = one.callBack === null ? undefined : state.calls.get(one.callBack.call);
  if (before?.outbound?.customer?.stage === 'answered') return;
  if (before !== undefined) endOutbound(step, before, 'cancelled', by);
  const flow = state.site.flows.get(state.site.cases?.callBack?.flow ?? '');
  const found = numberFor(state, one, null);
  if (flow === undefined || state.site.outbound === null || typeof found === 'string') return;
  if (one.state === 'solved' || one.callBackAtMs === null) return;
  const atMs = Math.max(nowMs, one.callBackAtMs);
  queueOutbound(step, {
    ...{ call: outboundId('case', one.id, one.callBacks + 1), kind: 'case', subject: one.id, flow: flow.id },
    ...{ number: found.number, name: one.customerName, language: state.site.language },
    ...{ priority: flow.priority, virtualEntryAtMs: atMs, notBeforeMs: atMs, expiresAtMs: null },
    ...{ onlyAgent: ownerOf(state, one), customer: null, by },
  });
}

/** An owner whom the site file no longer has makes no call: whoever may take calls of the flow does. */
const ownerOf = ({ site }: State, { owner }: Case) =>
  owner !== null && site.agents.has(owner) ? owner : null;

/** Another moment that was promised while they talk about the case: it must outlive the promise that they keep. `null`: none. */
export function promisedAnew(
  { book }: State,
  { id, outbound }: Call,
): { readonly one: Case; readonly atMs: number } | null {
  const one = outbound?.kind === 'case' ? book.cases.get(outbound.subject) : undefined;
  if (one?.callBack?.call !== id || one.callBackAtMs === null) return null;
  return one.callBackAtMs > one.callBack.promisedAtMs ? { one, atMs: one.callBackAtMs } : null;
}

/** They have talked: what was promised meanwhile is planned. */
export function promiseAnew(step: Step, { one, atMs }: { readonly one: Case; readonly atMs: number }): void {
  emit(step, { type: 'case-call-back-promised', case: one.id, callBackAtMs: atMs, by: byRule });
  planCallBack(step, one, byRule);
}

/** After a recovery or a new site file: what is promised and not planned is planned, what no case knows of any more is taken back. */
export function planForgotten(step: Step): void {
  const { calls, book, site } = step.state;
  if ((site.cases?.callBack ?? null) === null) return;
  for (const call of [...calls.values()])
    if (call.outbound?.kind === 'case' && call.outbound.customer?.stage !== 'answered')
      if (book.cases.get(call.outbound.subject)?.callBack?.call !== call.id)
        endOutbound(step, call, 'cancelled', byRule);
  for (const one of book.cases.values())
    if (one.callBackAtMs !== null && (one.callBack === null || !calls.has(one.callBack.call)))
      planCallBack(step, one, byRule);
}
