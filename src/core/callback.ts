// Call-back instead of waiting: offered to a caller whose expected wait is beyond his flow's limit, by keys: 1 wants it, the number is read
// to him, 1 confirms. Then he is let go, and an agent-first call takes his place in line.
import { expectedWaitMs } from './ewt.js';
import type { CallBackStage } from './facts-callback.js';
import { isWaiting } from './index-floor.js';
import { mayDial, nationalForm, normaliseNumber } from './numbers.js';
import { byRule, endOutbound, outboundId, queueOutbound } from './outbound.js';
import type { Flow } from './site.js';
import type { Call, State } from './state.js';
import { emit, perform, type Step } from './step.js';
import { letGo } from './treatments.js';

/** Who was not offered it yet is looked at again this often. */
const lookAgainMs = 30_000;
/** The longest number that can be keyed, with what stands before a foreign one. */
const mostDigits = 17;
/** Who has not keyed a number that may be dialled when he was asked so often goes on waiting. */
const mostAsked = 3;
/** So long nothing else is said to him: he listens, or keys. */
const quietMs = 20_000;

function mayBeOffered(state: State, call: Call, flow: Flow): boolean {
  return (
    flow.callBack !== null &&
    state.site.outbound !== null &&
    call.callBack === null &&
    call.outbound === null &&
    call.transfer === null &&
    // Closed in-house: nobody here would call him.
    !call.partnersOnly &&
    isWaiting(call)
  );
}

/** When the caller is to be looked at for an offer; `null`: never. */
export function offerDueMs(state: State, call: Call, flow: Flow, nowMs: number): number | null {
  if (flow.callBack === null || !mayBeOffered(state, call, flow)) return null;
  const firstMs = call.flowEnteredAtMs + flow.callBack.firstAfterMs;
  const looks = Math.floor((nowMs - firstMs) / lookAgainMs) + 1;
  return nowMs < firstMs ? firstMs : firstMs + looks * lookAgainMs;
}

/** Until when no announcement is to speak over what he was asked. */
export function quietUntilMs({ callBack }: Call): number {
  return callBack === null || callBack.stage === 'declined' ? 0 : callBack.atMs + quietMs;
}

/** Offers it to whoever is due and still waits after the matching: nobody is asked while a phone rings for him. */
export function offerCallBacks(step: Step, due: Iterable<Call>): void {
  const { state, nowMs } = step;
  for (const call of due) {
    const flow = state.flows.get(call.flow)?.flow;
    if (flow === undefined || flow.callBack === null || state.calls.get(call.id) !== call) continue;
    if (!mayBeOffered(state, call, flow) || call.legs.size > 0) continue;
    if (nowMs < call.flowEnteredAtMs + flow.callBack.firstAfterMs) continue;
    const waitMs = expectedWaitMs(state, call, nowMs);
    if (waitMs !== null && waitMs <= flow.callBack.offerAboveMs) continue;
    const number = dialable(state, call.caller);
    emit(step, { type: 'callback-offered', call: call.id, expectedWaitMs: waitMs, number });
    ask(step, call, 'offer', '');
  }
}

/** The number in international form if the site file lets it be dialled. */
function dialable(state: State, given: string): string | null {
  const rules = state.site.outbound?.numbers;
  const number = rules === undefined ? null : normaliseNumber(given, rules);
  return number !== null && rules !== undefined && mayDial(rules, number) ? number : null;
}

type Said = 'offer' | 'key-number' | 'read-back' | 'not-possible';

function ask(step: Step, call: Call, say: Said, number: string): void {
  const { site, flows } = step.state;
  perform(step, {
    type: 'ask-callback',
    call: call.id,
    language: call.language,
    say,
    prompt: flows.get(call.flow)?.flow.callBack?.prompt ?? '',
    digits: site.outbound === null ? number : nationalForm(site.outbound.numbers, number),
  });
}

/** A caller who waits pressed a key. Who was offered nothing, or whose flow offers it no more, presses in vain, and while an agent is rung. */
export function callerKey(step: Step, call: Call, key: string): void {
  const { callBack } = call;
  if (callBack === null || !isWaiting(call) || call.transfer !== null || call.legs.size > 0) return;
  if (step.state.site.outbound === null || !step.state.flows.get(call.flow)?.flow.callBack) return;
  switch (callBack.stage) {
    case 'offered':
      if (key === '1' && callBack.number !== '') readBack(step, call, callBack.number);
      else if (key === '1' || key === '2') keyNumber(step, call, 'key-number');
      return;
    case 'keying':
      keyed(step, call, callBack.number, key);
      return;
    case 'confirming':
      if (key === '1') book(step, call, callBack.number);
      else if (key === '2') keyNumber(step, call, 'key-number');
      else if (key === '*') note(step, call, 'declined', '');
      return;
    default:
  }
}

function note(step: Step, call: Call, stage: CallBackStage, number: string): void {
  emit(step, { type: 'callback-dialogue', call: call.id, stage, number });
}

function keyNumber(step: Step, call: Call, say: Said): void {
  if ((call.callBack?.asked ?? 0) >= mostAsked) {
    note(step, call, 'declined', '');
    return;
  }
  note(step, call, 'keying', '');
  ask(step, call, say, '');
}

function readBack(step: Step, call: Call, number: string): void {
  note(step, call, 'confirming', number);
  ask(step, call, 'read-back', number);
}

function keyed(step: Step, call: Call, digits: string, key: string): void {
  if (key === '*') note(step, call, 'declined', '');
  else if (key === '#') {
    const number = dialable(step.state, digits);
    if (number === null) keyNumber(step, call, 'not-possible');
    else readBack(step, call, number);
  } else if (/^[0-9]$/.test(key) && digits.length < mostDigits) note(step, call, 'keying', digits + key);
}

/** He is let go, and keeps his place. Whoever has asked for the same number already is called once. */
function book(step: Step, call: Call, number: string): void {
  const { state, nowMs } = step;
  if (dialable(state, number) !== number) {
    keyNumber(step, call, 'not-possible');
    return;
  }
  const callback =
    waitingFor(state, number) ?? outboundId('callback', call.id.replaceAll(/[^\w.-]/g, '-'), 1);
  const joined = state.calls.has(callback);
  emit(step, { type: 'callback-booked', call: call.id, callback, number, joined });
  const { flow, callerName: name, language, priority, virtualEntryAtMs, customer } = call;
  letGo(step, call, 'call-back', 'call-back');
  if (joined) return;
  queueOutbound(step, {
    ...{ call: callback, kind: 'callback', subject: call.id, flow, number, name, language, priority },
    ...{ virtualEntryAtMs, notBeforeMs: nowMs, expiresAtMs: null, onlyAgent: null, customer, by: byRule },
  });
}

/** The call-back that is on its way to this number, and not yet talking. */
function waitingFor(state: State, number: string): string | null {
  for (const { id, caller, outbound } of state.calls.values())
    if (outbound?.kind === 'callback' && caller === number && outbound.customer?.stage !== 'answered')
      return id;
  return null;
}

/** A caller has been answered: if he was to be called back by the same flow, that is done with. */
export function calledIn(step: Step, { caller, flow, outbound }: Call): void {
  const { site, calls, outbound: counts } = step.state;
  if (outbound !== null || site.outbound === null) return;
  const number = normaliseNumber(caller, site.outbound.numbers);
  for (const id of [...(counts.callBacks.get(number ?? '') ?? [])]) {
    const promised = calls.get(id);
    if (promised?.flow === flow && promised.talk === null) endOutbound(step, promised, 'called-in');
  }
}
