// apply() for the facts of agent-first calls.
import { unreachable } from '../base/assert.js';
import { unplanned } from './apply-case-callbacks.js';
import { forgetRecordings } from './apply-listening.js';
import { dayStartOf } from './days.js';
import type { LegId } from './facts.js';
import type { CallBackFact } from './facts-callback.js';
import type { OutboundFact } from './facts-outbound.js';
import { dropCall } from './index-floor.js';
import { newCall } from './new-call.js';
import type { Call, State } from './state.js';
import { dropCallBack } from './state-outbound.js';

type FactOf<T extends OutboundFact['type']> = Extract<OutboundFact, { type: T }>;

/** A call that rests until its moment. */
export function newOutbound(state: State, fact: FactOf<'outbound-queued'>, atMs: number): Call {
  return newCall({
    id: fact.call,
    channel: '',
    caller: fact.number,
    callerName: fact.name,
    dialled: '',
    trunk: '',
    language: fact.language,
    choice: '',
    flow: fact.flow,
    priority: fact.priority,
    queuedAtMs: atMs,
    virtualEntryAtMs: fact.virtualEntryAtMs,
    flowEnteredAtMs: fact.virtualEntryAtMs,
    arrival: ++state.arrivals,
    waitingSinceMs: null,
    announceAtMs: null,
    outbound: {
      kind: fact.kind,
      subject: fact.subject,
      onlyAgent: fact.onlyAgent,
      expiresAtMs: fact.expiresAtMs,
      restUntilMs: fact.notBeforeMs,
      dialled: 0,
      outcomes: {},
      customer: null,
      preview: null,
    },
  });
}

export function applyCallBackFact(call: Call, fact: CallBackFact, atMs: number): void {
  if (fact.type === 'callback-offered')
    call.callBack = { stage: 'offered', number: fact.number ?? '', asked: 0, atMs };
  else if (fact.type === 'callback-dialogue') {
    const asked = call.callBack?.asked ?? 0;
    const again = fact.stage === 'keying' && fact.number === '' ? 1 : 0;
    call.callBack = { stage: fact.stage, number: fact.number, asked: asked + again, atMs };
  }
}

/** `endTalk` takes the agent off the call, having talked for so long. */
export function applyOutbound(
  state: State,
  call: Call,
  fact: Exclude<OutboundFact, { type: 'outbound-queued' }>,
  atMs: number,
  endTalk: (leg: LegId, talkMs: number) => void,
): void {
  const { outbound } = call;
  if (outbound === null) return;
  switch (fact.type) {
    case 'outbound-due':
      outbound.restUntilMs = null;
      call.waitingSinceMs = atMs;
      state.outbound.active.add(call.id);
      return;
    case 'outbound-postponed':
      if (fact.leg !== null) endTalk(fact.leg, 0);
      rest(state, call, fact.untilMs, atMs);
      return;
    case 'customer-dialled':
      dial(state, call, fact, atMs);
      return;
    case 'customer-rang':
      if (outbound.customer?.stage === 'dialling') outbound.customer.stage = 'ringing';
      return;
    case 'customer-answered':
      if (outbound.customer !== null) outbound.customer.stage = 'answered';
      if (call.talk !== null) call.talk = { ...call.talk, answeredAtMs: atMs };
      return;
    case 'customer-not-reached':
      dropCustomer(state, call);
      endTalk(fact.agentLeg, 0);
      outbound.outcomes[fact.cause] = (outbound.outcomes[fact.cause] ?? 0) + 1;
      rest(state, call, fact.nextAtMs ?? atMs, atMs);
      return;
    case 'outbound-ended':
      unplanned(state, call, atMs);
      dropCustomer(state, call);
      if (call.talk !== null) endTalk(call.talk.leg, 0);
      for (const leg of call.legs.keys()) state.legs.delete(leg);
      dropCall(state, call);
      state.calls.delete(call.id);
      state.outbound.active.delete(call.id);
      dropCallBack(state.outbound, call);
      forgetRecordings(state, call.id);
      return;
    default:
      unreachable(fact);
  }
}

function rest(state: State, call: Call, untilMs: number, atMs: number): void {
  if (call.outbound !== null) {
    call.outbound.restUntilMs = untilMs;
    call.outbound.preview = null;
  }
  if (call.waitingSinceMs !== null) call.waitedMs += atMs - call.waitingSinceMs;
  call.waitingSinceMs = null;
  call.reservation = null;
  state.outbound.active.delete(call.id);
}

function dropCustomer(state: State, call: Call): void {
  if (call.outbound === null || call.outbound.customer === null) return;
  state.legs.delete(call.outbound.customer.leg);
  state.outbound.live.delete(call.outbound.customer.leg);
  call.outbound.customer = null;
}

function dial(state: State, call: Call, fact: FactOf<'customer-dialled'>, atMs: number): void {
  const { outbound: counts } = state;
  if (call.outbound === null) return;
  call.attempts = Math.max(call.attempts + 1, Number(fact.leg.slice(fact.leg.lastIndexOf('.') + 1)) || 0);
  call.outbound.customer = {
    leg: fact.leg,
    stage: 'dialling',
    startedAtMs: atMs,
    deadlineAtMs: fact.deadlineAtMs,
  };
  call.outbound.dialled = fact.attempt;
  state.legs.set(fact.leg, call);
  counts.live.add(fact.leg);
  const day = dayStartOf(state.site, atMs);
  counts.dialled = counts.dayStartMs === day ? counts.dialled + 1 : 1;
  counts.dayStartMs = day;
  counts.starts = [...counts.starts.filter(startedAtMs => startedAtMs > atMs - 60_000), atMs];
}
