// Legs to agents before a talk: how an offer ends, what is remembered of it, and who wins.

import type { OfferEnd, PartnerAttemptEnd } from './facts.js';
import type { LegEnd } from './inputs.js';
import { mayOverflow } from './repeat-callers.js';
import type { BackOff, Site } from './site.js';
import type { Call, Leg } from './state.js';
import { emit, perform, type Step } from './step.js';

const never: BackOff = { callMs: 0, agentMs: 0 };

function backOffFor(site: Site, cause: OfferEnd): BackOff {
  switch (cause) {
    case 'no-answer':
    case 'not-confirmed':
      return site.backOffs.noAnswer;
    case 'rejected':
    case 'redirected':
      return site.backOffs.rejected;
    case 'busy':
      return site.backOffs.busy;
    case 'unreachable':
      return site.backOffs.unreachable;
    default:
      return never;
  }
}

/**
 * A leg that was lost as it began: it says nothing of the agent, but without a pause a caller of whose hang-up nobody has heard
 * would be offered as fast as the machine can.
 */
export const lostAtOnceMs = 1_000;

const after = (nowMs: number, ms: number) => (ms > 0 ? nowMs + ms : null);

/** An agent's offer is over without a talk. He who let it ring too often becomes not-ready. */
export function endOffer(
  step: Step,
  call: Call,
  leg: Leg,
  cause: OfferEnd,
  redirectedTo: string | null = null,
): void {
  const { state, nowMs } = step;
  if (leg.to.kind !== 'agent') return;
  const { agent: agentId } = leg.to;
  const ringMs = nowMs - leg.startedAtMs;
  const lostAtOnce = cause === 'lost' && ringMs < lostAtOnceMs;
  const backOff = lostAtOnce ? { callMs: lostAtOnceMs, agentMs: 0 } : backOffFor(state.site, cause);
  emit(step, {
    type: 'offer-ended',
    call: call.id,
    leg: leg.id,
    agent: agentId,
    cause,
    ringMs,
    callUntilMs: after(nowMs, backOff.callMs),
    agentUntilMs: after(nowMs, backOff.agentMs),
    redirectedTo,
  });
  const agent = state.agents.get(agentId);
  const limit = state.site.noAnswersBeforeNotReady;
  if (agent !== undefined && agent.presence === 'ready' && limit > 0 && agent.noAnswers >= limit) {
    emit(step, {
      type: 'agent-not-ready',
      agent: agentId,
      reason: 'no-answer',
      by: { kind: 'rule', name: 'rona' },
    });
  }
  if (agent !== undefined) step.agents.add(agent);
  step.calls.add(call);
}

/** A partner's leg is over without a talk. A destination that refused is left alone for a while, and the next one is tried. */
export function endPartnerAttempt(step: Step, call: Call, leg: Leg, cause: PartnerAttemptEnd): void {
  if (leg.to.kind !== 'partner') return;
  const { partner, destination } = leg.to;
  const retryAfterMs = step.state.site.partners.get(partner)?.retryAfterMs ?? 0;
  const lostAtOnce = cause === 'lost' && step.nowMs - leg.startedAtMs < lostAtOnceMs;
  const refused =
    cause === 'no-answer' ||
    cause === 'rejected' ||
    cause === 'busy' ||
    cause === 'unreachable' ||
    cause === 'not-confirmed';
  emit(step, {
    type: 'partner-attempt-ended',
    call: call.id,
    leg: leg.id,
    partner,
    cause,
    destination,
    untilMs: refused ? after(step.nowMs, retryAfterMs) : lostAtOnce ? step.nowMs + lostAtOnceMs : null,
  });
  step.partners.add(partner);
  step.calls.add(call);
}

/** Ends a leg that has not won, whoever it is for. */
export function endLeg(step: Step, call: Call, leg: Leg, cause: OfferEnd & PartnerAttemptEnd): void {
  if (leg.to.kind === 'agent') endOffer(step, call, leg, cause);
  else endPartnerAttempt(step, call, leg, cause);
}

/** Ends every leg that has not won, and hangs it up. */
export function endLegs(
  step: Step,
  call: Call,
  cause: 'taken-elsewhere' | 'caller-gone' | 'withdrawn',
): void {
  for (const leg of [...call.legs.values()]) {
    endLeg(step, call, leg, cause);
    perform(step, { type: 'cancel', leg: leg.id });
  }
}

/** Gives up the legs whose time is over. */
export function endOverdueLegs(step: Step, call: Call): void {
  for (const leg of [...call.legs.values()]) {
    if (leg.deadlineAtMs > step.nowMs) continue;
    endLeg(step, call, leg, leg.stage === 'confirming' ? 'not-confirmed' : 'no-answer');
    perform(step, { type: 'cancel', leg: leg.id });
  }
}

/** The leg's channel is gone, and it had not won. */
export function legEnded(step: Step, call: Call, leg: Leg, end: LegEnd): void {
  if (leg.stage === 'confirming') endLeg(step, call, leg, end === 'lost' ? 'lost' : 'not-confirmed');
  else endLeg(step, call, leg, end === 'hung-up' ? 'rejected' : end);
}

/** Somebody or something answered: he has the call, or is asked for the key first. */
export function legAnswered(step: Step, call: Call, leg: Leg): void {
  if (!leg.confirm) {
    win(step, call, leg);
    return;
  }
  if (leg.stage === 'confirming') return;
  const deadlineAtMs = step.nowMs + step.state.site.confirmTimeoutMs;
  emit(step, { type: 'confirmation-asked', call: call.id, leg: leg.id, deadlineAtMs });
  perform(step, { type: 'ask-confirmation', leg: leg.id, language: call.language });
}

/** The one winner: the caller's other legs are released, and caller and leg are joined. */
export function win(step: Step, call: Call, leg: Leg): void {
  const waitedMs = call.waitedMs + (call.waitingSinceMs === null ? 0 : step.nowMs - call.waitingSinceMs);
  emit(step, {
    type: 'call-answered',
    call: call.id,
    leg: leg.id,
    agent: leg.to.kind === 'agent' ? leg.to.agent : null,
    partner: leg.to.kind === 'partner' ? leg.to.partner : null,
    waitedMs,
  });
  const { transfer } = call;
  const keeper = transfer?.keeper ?? null;
  const withCaller = transfer?.keeperWith === 'both';
  // The agent who sends him is still there: these two talk first, or all three.
  if (keeper !== null)
    perform(step, { type: 'gather', call: call.id, leg: keeper.leg, target: leg.id, withCaller });
  // Of an agent-first call the customer is dialled next (outbound-dial.ts).
  else if (call.outbound === null) perform(step, { type: 'bridge', call: call.id, leg: leg.id });
  endLegs(step, call, 'taken-elsewhere');
}

/** The phone wants the call elsewhere (SIP 302): followed only to a destination of the closed list, and then dialled by us under its caps. */
export function legRedirected(step: Step, call: Call, leg: Leg, target: string): void {
  perform(step, { type: 'cancel', leg: leg.id });
  if (leg.to.kind === 'partner') {
    endPartnerAttempt(step, call, leg, 'rejected');
    return;
  }
  endOffer(step, call, leg, 'redirected', target);
  const number = /^(?:sips?:|tel:)?([0-9+*#]+)(?:[@;].*)?$/.exec(target)?.[1];
  if (number === undefined || call.partners.length > 0) return;
  if (call.transfer !== null || call.outbound !== null) return;
  for (const partner of step.state.site.partners.values()) {
    if (step.state.site.transfers.numbers.has(partner.id)) continue;
    if (!partner.destinations.some(destination => destination.number === number)) continue;
    if (mayOverflow(step, call, [partner.id]))
      emit(step, { type: 'overflow-opened', call: call.id, because: 'redirected', partners: [partner.id] });
    return;
  }
}
