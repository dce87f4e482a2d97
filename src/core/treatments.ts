// What a flow does with a call that it cannot or may not keep waiting: hours, length of the line, nobody there, too long a wait.
import { unreachable } from '../base/assert.js';
import { isSteered } from './apply-shares.js';
import { isInHouseOnly } from './case-book.js';
import type { RingReason, TreatmentReason } from './facts.js';
import { isOpen } from './hours.js';
import { callersIn, isAttended, isWaiting, lineOf } from './index-floor.js';
import { endLegs } from './offers.js';
import { countBefore } from './ordered-set.js';
import { inHouse, mayOverflow, priorityIn } from './repeat-callers.js';
import { rollShare } from './shares.js';
import type { Flow, Treatment } from './site.js';
import type { Call } from './state.js';
import { emit, perform, type Step } from './step.js';
import { skipEmptyRing } from './units.js';

/** A call that was sent from flow to flow this often stays where it is: the loop guard. */
const movesLimit = 5;

/** 1: he is next in his flow. 0: not in line. */
export function positionOf(step: Pick<Step, 'state'>, call: Call): number {
  return call.inLine === null || call.entry === null
    ? 0
    : countBefore(lineOf(step.state, call.inLine), call.entry) + 1;
}

/** A call comes into its flow, from outside or from another flow: may it wait here, and who may take it from the start? */
export function enterFlow(step: Step, call: Call): void {
  // A flow that a reload took away keeps the calls that it has, and gets no new ones.
  const flow = step.state.site.flows.get(call.flow);
  if (flow === undefined) {
    letGo(step, call, 'unknown-flow', 'fallback');
    return;
  }
  rollShare(step, flow.id);
  if (!isOpen(step.state, flow, step.nowMs)) treat(step, call, 'closed', flow.closed);
  else if (flow.lineMaximum !== null && callersIn(step.state, flow.id) > flow.lineMaximum)
    treat(step, call, 'line-full', flow.lineFull);
  else treatIfNobody(step, call, flow);
  if (step.state.calls.get(call.id) !== call || call.flow !== flow.id || call.partnersOnly) return;
  const othersWaiting = callersIn(step.state, flow.id) - 1;
  for (const [index, ring] of flow.rings.entries()) {
    if (
      ring.afterMs === 0 &&
      (ring.kind === 'agents' || !isSteered(step.state, flow.id) || isInHouseOnly(call))
    )
      openRing(step, call, index, 'entry');
    else if (ring.whenWaitingAtLeast !== null && othersWaiting >= ring.whenWaitingAtLeast)
      openRing(step, call, index, 'line-length');
  }
  step.calls.add(call);
}

export function openRing(step: Step, call: Call, ring: number, because: RingReason): void {
  if (call.openRings.includes(ring)) return;
  emit(step, { type: 'ring-opened', call: call.id, ring, because });
  sayIfLeftOut(step, call, ring);
  skipEmptyRing(step, call, ring);
  step.calls.add(call);
}

/** When the grace for a flow without any agent is over; `null`: somebody is logged in, or the flow does not care. */
export function nobodyDueMs(step: Pick<Step, 'state'>, call: Call, flow: Flow): number | null {
  if (
    flow.nobody === null ||
    call.partnersOnly ||
    call.treated.includes('nobody') ||
    isAttended(step.state, flow.id)
  )
    return null;
  return (step.state.nobodySinceMs.get(flow.id) ?? 0) + flow.nobody.graceMs;
}

export function treatIfNobody(step: Step, call: Call, flow: Flow): void {
  const dueMs = nobodyDueMs(step, call, flow);
  if (dueMs !== null && dueMs <= step.nowMs && flow.nobody !== null)
    treat(step, call, 'nobody', flow.nobody.treatment);
}

function sayIfLeftOut(step: Step, call: Call, index: number): void {
  const ring = step.state.flows.get(call.flow)?.flow.rings[index];
  if (ring?.kind === 'partners') mayOverflow(step, call, ring.partners);
}

/** Applies what the site file says. The caller may be gone from our hands afterwards. */
export function treat(step: Step, call: Call, because: TreatmentReason, ruled: Treatment): void {
  const treatment = inHouse(step, call, ruled);
  emit(step, { type: 'call-treated', call: call.id, because, treatment });
  switch (treatment.kind) {
    case 'stay':
      return;
    case 'release':
      letGo(step, call, because, because);
      return;
    case 'partners':
      if (call.partnersOnly) withdrawAgents(step, call);
      emit(step, { type: 'overflow-opened', call: call.id, because, partners: treatment.partners });
      step.calls.add(call);
      return;
    case 'flow':
      moveTo(step, call, treatment.flow);
      return;
    default:
      unreachable(treatment);
  }
}

function withdrawAgents(step: Step, call: Call): void {
  const partnerLegs = [...call.legs.values()].some(leg => leg.to.kind === 'partner');
  if (!partnerLegs) endLegs(step, call, 'withdrawn');
}

/** Whether the loop guard keeps him where he is. */
export const isMovedTooOften = (call: Call) => call.moves >= movesLimit;

export function moveTo(step: Step, call: Call, to: string): void {
  const flow = step.state.site.flows.get(to);
  // To where he is already, as `insteadOfPartners` may say: he stays, and whoever rings for him rings on.
  if (flow === undefined || to === call.flow || isMovedTooOften(call)) return;
  endLegs(step, call, 'withdrawn');
  emit(step, {
    type: 'call-moved',
    call: call.id,
    from: call.flow,
    to,
    priority: movedPriority(step, call, flow),
  });
  enterFlow(step, call);
}

/** What an entry rule gave him over the priority of his flow, or took from it, he has in the next one as well. */
function movedPriority(step: Step, call: Call, to: Flow): number {
  const from = step.state.flows.get(call.flow)?.flow.priority ?? call.priority;
  return priorityIn(call, Math.max(0, to.priority + call.priority - from));
}

/** Back to the dialplan: by the site file's word, or because we do not know what to do with him. */
export function letGo(
  step: Step,
  call: Call,
  reason: TreatmentReason,
  next: TreatmentReason | 'fallback',
): void {
  if (!isWaiting(call)) return;
  endLegs(step, call, 'withdrawn');
  emit(step, {
    type: 'call-ended',
    call: call.id,
    flow: call.flow,
    end: next === 'fallback' ? 'fallback' : 'released',
    reason,
    waitedMs: waitedMsOf(call, step.nowMs),
    talkMs: call.talkedMs,
    position: positionOf(step, call),
  });
  perform(step, { type: 'release', call: call.id, next });
}

/** Time in line, in all. */
export function waitedMsOf(call: Call, nowMs: number): number {
  return call.waitedMs + (call.waitingSinceMs === null ? 0 : nowMs - call.waitingSinceMs);
}
