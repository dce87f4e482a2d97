// Agent-first calls: a call without a caller stands in line like any other, and only when an agent has answered his phone is the customer
// dialled (outbound-dial.ts). Here: how such a call comes into line, leaves it for a while, and comes to its end without a talk.
import { assert, unreachable } from '../base/assert.js';
import { callBackEnded, promiseDue, promiseDueMs } from './case-promises.js';
import type { Actor, CallId } from './facts.js';
import type { OutboundEnd, OutboundKind } from './facts-outbound.js';
import type { CommandAnswer } from './inputs.js';
import type { OutboundInput } from './inputs-outbound.js';
import { mayDial, normaliseNumber } from './numbers.js';
import { endLegs, endOverdueLegs } from './offers.js';
import { hoursEndMs, type NotNow, noRoom, outOfHours } from './outbound-times.js';
import { reserve, unfitness } from './reservations.js';
import type { Call, State, Talk } from './state.js';
import { emit, perform, type Step } from './step.js';
import { openRing, waitedMsOf } from './treatments.js';

export const byRule: Actor = { kind: 'rule', name: 'outbound' };

const idPrefixes = { callback: 'cb', case: 'case', campaign: 'out' } as const;

/**
 * The id of an agent-first call about a subject. It ends in a number, as the
 * names of Asterisk's channels do, so that its legs are told from channels that are not ours.
 */
export function outboundId(kind: OutboundKind, subject: string, serial: number): string {
  assert(
    /^[\w.-]+$/.test(subject) && Number.isSafeInteger(serial),
    `an agent-first call cannot be named after ${subject}`,
  );
  return `${idPrefixes[kind]}-${subject}.${serial}`;
}

/** Is it the id of an agent-first call? */
export function isOutboundId(call: CallId): boolean {
  return /^(?:cb|case|out)-[\w.-]+\.\d+$/.test(call);
}

type Wanted = Extract<OutboundInput, { type: 'outbound-wanted' }>;

export function outboundInput(
  step: Step,
  input: Exclude<OutboundInput, { type: 'customer-found' }>,
): CommandAnswer {
  switch (input.type) {
    case 'outbound-wanted':
      return want(step, input);
    case 'outbound-cancel':
      return cancelOutbound(step, input.call, input.by);
    default:
      return unreachable(input);
  }
}

function want(step: Step, wanted: Wanted): CommandAnswer {
  const { state } = step;
  const rules = state.site.outbound;
  if (rules === null) return { ok: false, because: 'no-outbound' };
  const flow = state.site.flows.get(wanted.flow);
  if (flow === undefined) return { ok: false, because: 'unknown-flow' };
  if (wanted.onlyAgent !== null && !state.site.agents.has(wanted.onlyAgent))
    return { ok: false, because: 'unknown-agent' };
  const number = normaliseNumber(wanted.number, rules.numbers);
  if (number === null) return { ok: false, because: 'bad-number' };
  if (!mayDial(rules.numbers, number)) return { ok: false, because: 'number-not-allowed' };
  const call = outboundId(wanted.kind, wanted.subject, wanted.serial);
  if (state.calls.has(call)) return { ok: false, because: 'already-wanted' };
  const virtualEntryAtMs = Math.max(step.nowMs, wanted.notBeforeMs);
  queueOutbound(step, {
    ...wanted,
    call,
    number,
    priority: wanted.priority ?? flow.priority,
    virtualEntryAtMs,
  });
  return { ok: true };
}

/** `number` has passed `mayDial`; the call has its place in line from `virtualEntryAtMs`. */
export function queueOutbound(
  step: Step,
  wanted: Omit<Wanted, 'type' | 'priority' | 'serial'> & {
    readonly call: CallId;
    readonly priority: number;
    readonly virtualEntryAtMs: number;
  },
): void {
  const { state, nowMs } = step;
  const { call: id, kind, subject, flow, number, name, language, priority, onlyAgent, by } = wanted;
  const notBeforeMs = Math.max(nowMs, wanted.notBeforeMs);
  emit(step, {
    type: 'outbound-queued',
    ...{ call: id, kind, subject, flow, number, name, language, priority, onlyAgent, by },
    virtualEntryAtMs: wanted.virtualEntryAtMs,
    notBeforeMs,
    expiresAtMs: wanted.expiresAtMs ?? notBeforeMs + (state.site.outbound?.expiresMs ?? 0),
  });
  const { customer } = wanted;
  if (customer !== null) emit(step, { type: 'caller-identified', call: id, customer });
  const call = state.calls.get(id);
  if (call !== undefined) outboundDue(step, call);
}

function cancelOutbound(step: Step, id: string, by: Actor): CommandAnswer {
  const call = step.state.calls.get(id);
  if (call === undefined || call.outbound === null) return { ok: false, because: 'unknown-call' };
  if (call.outbound.customer?.stage === 'answered') return { ok: false, because: 'already-talking' };
  // Else the case, which still promises it, would have it planned again.
  const promised =
    call.outbound.kind === 'case' ? step.state.book.cases.get(call.outbound.subject) : undefined;
  if (promised?.callBack?.call === id)
    emit(step, { type: 'case-call-back-promised', case: promised.id, callBackAtMs: null, by });
  endOutbound(step, call, 'cancelled', by);
  return { ok: true };
}

/** Whoever is at it is let go. */
export function endOutbound(step: Step, call: Call, end: OutboundEnd, by: Actor = byRule): void {
  const { outbound, talk } = call;
  if (outbound === null) return;
  endLegs(step, call, 'withdrawn');
  const legs = [outbound.customer?.leg, talk?.leg];
  emit(step, {
    type: 'outbound-ended',
    call: call.id,
    kind: outbound.kind,
    subject: outbound.subject,
    flow: call.flow,
    end,
    attempts: outbound.dialled,
    waitedMs: waitedMsOf(call, step.nowMs),
    talkMs: call.talkedMs,
    by,
  });
  for (const leg of legs) if (leg !== undefined) perform(step, { type: 'cancel', leg });
  const agent = talk?.to.kind === 'agent' ? step.state.agents.get(talk.to.agent) : undefined;
  if (agent !== undefined) step.agents.add(agent);
  if (outbound.kind === 'case') callBackEnded(step, call, outbound.subject, outbound.onlyAgent, end);
}

/** Many wait for the same room: each looks so much later than another, so that they do not all come at once, and the more of them the rarer. */
const lookAfterOtherMs = 50;
const turns = 200;
const fewCalls = 20;

function turnMs({ calls }: State, { arrival }: Call): number {
  return (arrival % turns) * lookAfterOtherMs * Math.max(1, Math.floor(calls.size / fewCalls));
}

const isFull = (because: NotNow['because']) => because.endsWith('-cap') || because === 'trunk-down';

/** Out of the line for a while; an agent who is reserved for it is free again. */
export function postpone(step: Step, call: Call, { because, untilMs }: NotNow): void {
  const talk = call.talk;
  const agent = talk?.to.kind === 'agent' ? talk.to.agent : null;
  endLegs(step, call, 'withdrawn');
  emit(step, {
    type: 'outbound-postponed',
    call: call.id,
    because,
    untilMs: isFull(because) ? untilMs + turnMs(step.state, call) : untilMs,
    agent,
    leg: talk?.leg ?? null,
  });
  if (talk !== null) perform(step, { type: 'cancel', leg: talk.leg });
  const freed = agent === null ? undefined : step.state.agents.get(agent);
  if (freed !== undefined) step.agents.add(freed);
}

/** The earlier of two moments; `null`: there is none. */
function sooner(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return a < b ? a : b;
}

/** When a talk with a customer has lasted as long as the site file allows; `null`: it may go on. */
export function talkLimitMs({ site }: State, talk: Talk): number | null {
  return site.outbound === null ? null : talk.answeredAtMs + site.outbound.maximumTalkMs;
}

/** When something is due for an agent-first call; `null`: nothing. */
export function outboundDueMs(state: State, call: Call, nowMs: number): number | null {
  const { outbound } = call;
  if (outbound === null) return null;
  const { customer, restUntilMs, expiresAtMs } = outbound;
  if (call.talk !== null && customer === null)
    return outbound.preview?.stage === 'shown' ? outbound.preview.deadlineAtMs : null;
  if (call.talk !== null)
    return customer?.stage === 'answered' ? talkLimitMs(state, call.talk) : (customer?.deadlineAtMs ?? null);
  let due = sooner(expiresAtMs, promiseDueMs(state, call, nowMs));
  if (restUntilMs !== null) return sooner(restUntilMs, due);
  due = sooner(due, hoursEndMs(state, call, nowMs));
  for (const leg of call.legs.values()) due = sooner(due, leg.deadlineAtMs);
  for (const untilMs of call.refusals.values()) if (untilMs > nowMs) due = sooner(due, untilMs);
  for (const [index, ring] of state.flows.get(call.flow)?.flow.rings.entries() ?? [])
    if (ring.kind === 'agents' && ring.afterMs !== null && !call.openRings.includes(index))
      due = sooner(due, call.flowEnteredAtMs + ring.afterMs);
  return due;
}

/** Does what is due for a call that no agent is at. */
export function outboundDue(step: Step, call: Call): void {
  const { state, nowMs } = step;
  const { outbound } = call;
  if (outbound === null || call.talk !== null || state.calls.get(call.id) !== call) return;
  endOverdueLegs(step, call);
  const numbers = state.site.outbound?.numbers;
  if (!state.flows.has(call.flow) || numbers === undefined || !mayDial(numbers, call.caller)) {
    endOutbound(step, call, 'not-allowed');
    return;
  }
  if (outbound.expiresAtMs !== null && outbound.expiresAtMs <= nowMs) {
    endOutbound(step, call, 'expired');
    return;
  }
  promiseDue(step, call);
  if (outbound.restUntilMs !== null && outbound.restUntilMs > nowMs) return;
  const rests = outbound.restUntilMs !== null;
  const notNow =
    outOfHours(state, call, nowMs) ??
    (rests ? (noRoom(state, nowMs) ?? agentAway(state, call, outbound.onlyAgent, nowMs)) : null);
  if (notNow !== null) {
    postpone(step, call, notNow);
    return;
  }
  if (rests) emit(step, { type: 'outbound-due', call: call.id });
  for (const [index, ring] of state.flows.get(call.flow)?.flow.rings.entries() ?? [])
    if (ring.kind === 'agents' && ring.afterMs !== null && call.flowEnteredAtMs + ring.afterMs <= nowMs)
      openRing(step, call, index, ring.afterMs === 0 ? 'entry' : 'waiting-time');
  step.calls.add(call);
  if (rests && outbound.onlyAgent !== null)
    reserve(step, call, outbound.onlyAgent, 'case-owner', outbound.expiresAtMs ?? Number.MAX_SAFE_INTEGER);
}

/** Whoever alone may make the call is looked for again after this long. */
const lookForAgentMs = 120_000;

function agentAway(state: State, call: Call, onlyAgent: string | null, nowMs: number): NotNow | null {
  if (onlyAgent === null) return null;
  const refusedUntilMs = call.refusals.get(onlyAgent) ?? 0;
  if (refusedUntilMs > nowMs) return { because: 'agent-away', untilMs: refusedUntilMs };
  return unfitness(state, onlyAgent) === null
    ? null
    : { because: 'agent-away', untilMs: nowMs + lookForAgentMs };
}

/** A call that only one agent may make, and that is not kept for him any more: he let it ring, or has gone. Nobody else gets it. */
export function restForAgent(step: Step): void {
  for (const call of [...step.calls]) {
    const onlyAgent = call.outbound?.onlyAgent ?? null;
    if (onlyAgent === null || call.waitingSinceMs === null || call.reservation !== null) continue;
    if (call.legs.size > 0 || step.state.calls.get(call.id) !== call) continue;
    const { nowMs } = step;
    postpone(
      step,
      call,
      agentAway(step.state, call, onlyAgent, nowMs) ?? { because: 'agent-away', untilMs: nowMs + 1_000 },
    );
  }
}

/** A cap is reached: nobody's phone is to ring for a call that could not be made. */
export function withdrawOthers(step: Step): void {
  const notNow = noRoom(step.state, step.nowMs);
  if (notNow === null) return;
  for (const id of [...step.state.outbound.active]) {
    const call = step.state.calls.get(id);
    if (call !== undefined && call.talk === null) postpone(step, call, notNow);
  }
}
