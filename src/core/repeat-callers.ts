// Repeat callers: from so many contacts within the window on, a call is served in-house, first by the owner of the caller's case.
import { caseOf, isInHouseOnly } from './case-book.js';
import { contactsSince } from './contacts.js';
import type { OwnerPassedOver } from './facts-cases.js';
import { isWaiting } from './index-floor.js';
import { reserve, unfitness } from './reservations.js';
import type { PartnerId, Treatment } from './site.js';
import type { Call } from './state.js';
import { emit, type Step } from './step.js';

/** A call has come, and who calls is known: is it a repeat call? To be asked before it enters its flow. */
export function recognise(step: Step, call: Call): void {
  const { state, nowMs } = step;
  const rules = state.site.repeatCallers;
  const { customer } = call;
  if (rules === null || customer === null) return;
  if (rules.flows !== null && !rules.flows.has(call.flow)) return;
  const contacts = contactsSince(state.book.contacts, customer.id, nowMs - rules.withinMs) + 1;
  if (rules.counts === 'all') count(step, call);
  const known = caseOf(state.book, customer.id);
  const isOpen = known !== undefined && known.state !== 'solved';
  if (contacts < rules.contacts && !isOpen) return;
  const owner = known?.owner ?? null;
  let ownerPassedOver: OwnerPassedOver | null = null;
  if (owner !== null) ownerPassedOver = rules.ownerForMs === 0 ? 'not-asked-for' : unfitness(state, owner);
  emit(step, {
    ...{ type: 'repeat-call-recognised', call: call.id, customer: customer.id },
    because: contacts >= rules.contacts ? 'contacts' : 'open-case',
    ...{ contacts, withinMs: rules.withinMs, priority: Math.max(call.priority, rules.priority) },
    ...{ case: known?.id ?? null, owner, ownerPassedOver },
  });
  const flow = rules.flow;
  if (flow === null || flow === call.flow || !state.site.flows.has(flow)) return;
  emit(step, { type: 'call-moved', call: call.id, from: call.flow, to: flow, priority: call.priority });
}

/** He has entered his flow: the owner of his case is asked first, if he is there. */
export function keepForOwner(step: Step, call: Call): void {
  const { state, nowMs } = step;
  if (call.care.repeat === null || call.partnersOnly || !isWaiting(call)) return;
  const owner = state.book.cases.get(call.care.case ?? '')?.owner ?? null;
  const forMs = state.site.repeatCallers?.ownerForMs ?? 0;
  if (owner === null || forMs === 0 || unfitness(state, owner) !== null) return;
  reserve(step, call, owner, 'case-owner', nowMs + forMs);
}

/** The call is a contact of its customer, once. A call-back is the contact that he asked for, unless that was counted as he came. */
export function count(step: Step, call: Call): void {
  const rules = step.state.site.repeatCallers;
  if (rules === null || call.customer === null || call.care.counted) return;
  if (call.outbound !== null && (call.outbound.kind !== 'callback' || rules.counts === 'all')) return;
  emit(step, { type: 'call-counted', call: call.id, customer: call.customer.id });
}

/** May partners be tried for him? If not, it is said so once for these. */
export function mayOverflow(step: Step, call: Call, partners: readonly PartnerId[]): boolean {
  if (!isInHouseOnly(call)) return true;
  emit(step, { type: 'partners-left-out', call: call.id, partners });
  return false;
}

/** What becomes of a call that a treatment would send to partners. */
export function inHouse(step: Step, call: Call, treatment: Treatment): Treatment {
  if (treatment.kind !== 'partners' || mayOverflow(step, call, treatment.partners)) return treatment;
  return step.state.site.repeatCallers?.insteadOfPartners ?? { kind: 'stay' };
}

/** A repeat call keeps its priority from flow to flow. */
export function priorityIn(call: Call, priority: number): number {
  return Math.max(priority, call.care.repeat?.priority ?? 0);
}
