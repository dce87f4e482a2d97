// An agent has answered for an agent-first call: he is reserved, and now the customer is dialled; one attempt is in flight. How it goes
// on: they are joined, or the customer is not reached and the call rests until it is tried again.
import { unreachable } from '../base/assert.js';
import { asksFirst, campaignRules, mayNotDial } from './campaigns.js';
import { promiseAnew, promisedAnew } from './case-callbacks.js';
import { customerReached } from './case-promises.js';
import type { OutboundKind } from './facts-outbound.js';
import type { Input, LegEnd } from './inputs.js';
import { dialString, mayDial } from './numbers.js';
import { win } from './offers.js';
import { endOutbound, postpone, talkLimitMs, withdrawOthers } from './outbound.js';
import { noRoom, outOfHours, sameNumber } from './outbound-times.js';
import type { NotReached, Retry } from './site-outbound.js';
import type { Call, Talk } from './state.js';
import { emit, perform, type Step } from './step.js';
import { endTalk } from './talks.js';

/** The agent who is reserved for the call, with his leg; `null`: nobody is. */
function reservedFor(call: Call): { readonly agent: string; readonly talk: Talk } | null {
  const talk = call.talk;
  return talk?.to.kind === 'agent' ? { agent: talk.to.agent, talk } : null;
}

/** The agent has just answered. What was allowed when the call came into line is looked at again: nothing else is between here and the trunk. */
export function dialCustomer(step: Step, call: Call): void {
  const { state, nowMs } = step;
  const reserved = reservedFor(call);
  const rules = state.site.outbound;
  const { outbound } = call;
  if (outbound === null || reserved === null || outbound.customer !== null) return;
  const trunk = rules === null ? undefined : state.site.trunks.get(rules.trunk);
  if (rules === null || trunk === undefined || !mayDial(rules.numbers, call.caller)) {
    endOutbound(step, call, 'not-allowed');
    return;
  }
  const notNow = outOfHours(state, call, nowMs) ?? noRoom(state, nowMs) ?? sameNumber(state, call, nowMs);
  if (notNow !== null) {
    postpone(step, call, notNow);
    return;
  }
  const never = mayNotDial(state, outbound, nowMs);
  if (never !== null) {
    endOutbound(step, call, never);
    return;
  }
  if (asksFirst(step, call)) return;
  const leg = `${call.id}.${call.attempts + 1}`;
  emit(step, {
    type: 'customer-dialled',
    call: call.id,
    leg,
    agent: reserved.agent,
    trunk: trunk.id,
    number: call.caller,
    attempt: outbound.dialled + 1,
    deadlineAtMs: nowMs + rules.dialTimeoutMs,
  });
  perform(step, {
    type: 'dial-customer',
    call: call.id,
    leg,
    agentLeg: reserved.talk.leg,
    trunk,
    number: dialString(rules, call.caller),
    callerNumber: campaignRules(state, outbound)?.callerNumber ?? rules.callerNumber,
    timeoutMs: rules.dialTimeoutMs + 5_000,
    maximumTalkMs: rules.maximumTalkMs,
  });
  withdrawOthers(step);
}

/** The facts of an attempt are lost: nobody dials the customer who is there. */
export function customerFound(
  step: Step,
  { call: id, agentLeg, leg }: Extract<Input, { type: 'customer-found' }>,
): void {
  const { state, nowMs } = step;
  const call = state.calls.get(id);
  if (call === undefined || call.outbound === null || call.outbound.customer !== null) return;
  if (agentLeg === null) {
    if (call.talk === null) endOutbound(step, call, 'talked');
    return;
  }
  const offered = call.legs.get(agentLeg);
  if (offered !== undefined) win(step, call, offered);
  const reserved = reservedFor(call);
  const rules = state.site.outbound;
  if (rules === null || reserved?.talk.leg !== agentLeg) {
    perform(step, { type: 'cancel', leg });
    return;
  }
  // Nobody is dialled without his agent's word: where one is dialled, the word was given, and is lost with the rest.
  if (asksFirst(step, call))
    emit(step, {
      type: 'preview-ended',
      call: id,
      leg: agentLeg,
      agent: reserved.agent,
      end: 'accepted',
      by: { kind: 'rule', name: 'found-dialled' },
    });
  emit(step, {
    type: 'customer-dialled',
    call: id,
    leg,
    agent: reserved.agent,
    trunk: rules.trunk,
    number: call.caller,
    attempt: call.outbound.dialled + 1,
    deadlineAtMs: nowMs + rules.dialTimeoutMs,
  });
}

/** What is heard of the customer's leg. */
export function customerInput(
  step: Step,
  call: Call,
  input: Extract<Input, { type: `leg-${string}` }>,
): void {
  const customer = call.outbound?.customer;
  if (customer === null || customer === undefined) return;
  switch (input.type) {
    case 'leg-ringing':
      if (customer.stage === 'dialling')
        emit(step, { type: 'customer-rang', call: call.id, leg: customer.leg });
      return;
    case 'leg-answered':
      if (customer.stage === 'answered') return;
      emit(step, { type: 'customer-answered', call: call.id, leg: customer.leg });
      customerReached(step, call);
      join(step, call);
      return;
    case 'leg-redirected':
      // Somebody else's number: never followed.
      perform(step, { type: 'cancel', leg: customer.leg });
      notReached(step, call, 'rejected');
      return;
    case 'leg-ended':
      if (customer.stage === 'answered') endTalked(step, call, input.end === 'lost' ? 'unknown' : 'caller');
      else notReached(step, call, input.end === 'hung-up' ? 'rejected' : input.end);
      return;
    case 'leg-key':
      return;
    default:
      unreachable(input);
  }
}

/** Says again what must be so: customer and agent are joined. */
export function join(step: Step, call: Call): void {
  const customer = call.outbound?.customer;
  if (customer?.stage !== 'answered' || call.talk === null) return;
  perform(step, { type: 'join', call: call.id, leg: call.talk.leg, customer: customer.leg });
}

/** The customer's time to answer is over, or the talk has lasted as long as it may. */
export function customerDue(step: Step, call: Call): void {
  const customer = call.outbound?.customer;
  if (call.talk === null || customer === null || customer === undefined) return;
  if (customer.stage === 'answered') {
    const limitMs = talkLimitMs(step.state, call.talk);
    if (limitMs !== null && limitMs <= step.nowMs) endTalked(step, call, 'limit');
    return;
  }
  if (customer.deadlineAtMs > step.nowMs) return;
  notReached(step, call, 'no-answer');
  perform(step, { type: 'cancel', leg: customer.leg });
}

/**
 * The agent's leg is gone. A customer who had answered is not called again, though we may not have seen them joined: they may have
 * talked while we were away.
 */
export function agentLegEnded(step: Step, call: Call, end: LegEnd): void {
  const customer = call.outbound?.customer ?? null;
  if (customer === null) notReached(step, call, 'agent-gone');
  else if (customer.stage === 'answered') endTalked(step, call, end === 'lost' ? 'unknown' : 'agent');
  else {
    notReached(step, call, end === 'lost' ? 'lost' : 'agent-gone');
    perform(step, { type: 'cancel', leg: customer.leg });
  }
}

export function joinFailed(step: Step, call: Call, leg: string): void {
  const customer = call.outbound?.customer;
  if (call.talk?.leg !== leg || customer?.stage !== 'answered' || call.talk.bridged) return;
  notReached(step, call, 'lost');
  perform(step, { type: 'cancel', leg: customer.leg });
}

function endTalked(step: Step, call: Call, by: 'caller' | 'agent' | 'limit' | 'unknown'): void {
  if (call.talk === null) return;
  const { leg } = call.talk;
  const anew = promisedAnew(step.state, call);
  endTalk(step, call, call.talk, by);
  endOutbound(step, call, 'talked');
  perform(step, { type: 'cancel', leg });
  if (anew !== null) promiseAnew(step, anew);
}

/** The agent is free again, and the call rests until the site file lets it be tried again, or is given up. */
function notReached(step: Step, call: Call, cause: NotReached): void {
  const { state, nowMs } = step;
  const reserved = reservedFor(call);
  const { outbound } = call;
  if (outbound === null || reserved === null) return;
  const again = (outbound.outcomes[cause] ?? 0) + 1;
  const { afterMs, times } = retryOf(step, outbound.kind, cause);
  const nextAtMs = nowMs + afterMs;
  const tooLate = outbound.expiresAtMs !== null && nextAtMs >= outbound.expiresAtMs;
  const isOver = again > times || tooLate;
  emit(step, {
    type: 'customer-not-reached',
    call: call.id,
    leg: outbound.customer?.leg ?? reserved.talk.leg,
    agent: reserved.agent,
    agentLeg: reserved.talk.leg,
    cause,
    nextAtMs: isOver ? null : nextAtMs,
  });
  perform(step, { type: 'cancel', leg: reserved.talk.leg });
  const agent = state.agents.get(reserved.agent);
  if (agent !== undefined) step.agents.add(agent);
  if (isOver) endOutbound(step, call, 'not-reached');
}

const notAgain: Retry = { afterMs: 0, times: 0 };

/** A campaign's record goes back to its list, which knows when its next turn is. */
function retryOf({ state }: Step, kind: OutboundKind, cause: NotReached): Retry {
  const retries = kind === 'campaign' ? undefined : state.site.outbound?.retries;
  return retries?.[cause === 'lost' || cause === 'agent-gone' ? 'no-answer' : cause] ?? notAgain;
}
