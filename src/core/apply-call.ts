// apply() for the facts of calls: waiting, offers, partners, talks and ends.
import { freeAgent, setWork, touchAgent } from './apply-agent.js';
import { applyPreview } from './apply-campaigns.js';
import { planned } from './apply-case-callbacks.js';
import { applyRepeatCallFact, rememberTalk } from './apply-cases.js';
import { applyCustomerFact } from './apply-customers.js';
import { forgetRecordings } from './apply-listening.js';
import { applyCallBackFact, applyOutbound, newOutbound } from './apply-outbound.js';
import { applyShareCallFact, countAnswer, indexShare } from './apply-shares.js';
import { applySupervisionCallFact, isSupervisionCallFact } from './apply-supervision.js';
import { applyTransferFact, isTransferFact, settleAnswered } from './apply-transfers.js';
import { followLastTalk } from './apply-wrap-up.js';
import { isInHouseOnly } from './case-book.js';
import { dayStartOf } from './days.js';
import type { CallFact } from './facts.js';
import { type CallBackFact, isCallBackFact } from './facts-callback.js';
import { isPreviewFact, type PreviewFact } from './facts-campaigns.js';
import type { OutboundFact } from './facts-outbound.js';
import type { SupervisionCallFact } from './facts-supervision.js';
import type { TransferFact } from './facts-transfers.js';
import { learnTalk, learnWait } from './handling.js';
import { dropCall, indexCall } from './index-floor.js';
import { partnerState } from './index-site.js';
import { newCall } from './new-call.js';
import type { Call, Leg, State, Talk } from './state.js';
import { indexCallBack } from './state-outbound.js';

type FactOf<T extends CallFact['type']> = Extract<CallFact, { type: T }>;

export function applyCallFact(state: State, fact: CallFact, atMs: number): void {
  if (fact.type === 'call-queued') {
    queueCall(state, fact, atMs);
    return;
  }
  if (fact.type === 'outbound-queued') {
    enterOutbound(state, fact, atMs);
    return;
  }
  const call = state.calls.get(fact.call);
  if (call === undefined) return;
  if (isTransferFact(fact)) applyTransferFact(call, fact, atMs);
  else if (isSupervisionCallFact(fact)) applySupervisionCallFact(call, fact);
  else if (isCallBackFact(fact)) applyCallBackFact(call, fact, atMs);
  else if (isPreviewFact(fact)) applyPreview(call, fact);
  else applyToCall(state, call, fact, atMs);
  followLastTalk(state, call, fact);
  indexShare(state, call);
  if (!state.calls.has(call.id)) return;
  indexCall(state, call);
  state.touched.add(call);
}

function applyToCall(
  state: State,
  call: Call,
  fact: Exclude<
    CallFact,
    | TransferFact
    | SupervisionCallFact
    | CallBackFact
    | PreviewFact
    | { type: 'call-queued' | 'outbound-queued' }
  >,
  atMs: number,
): void {
  switch (fact.type) {
    case 'ring-opened':
      openRing(state, call, fact.ring);
      return;
    case 'call-offered':
      startOffer(state, call, fact, atMs);
      return;
    case 'leg-rang': {
      const leg = call.legs.get(fact.leg);
      if (leg?.stage === 'dialling') leg.stage = 'ringing';
      return;
    }
    case 'confirmation-asked': {
      const leg = call.legs.get(fact.leg);
      if (leg !== undefined) Object.assign(leg, { stage: 'confirming', deadlineAtMs: fact.deadlineAtMs });
      return;
    }
    case 'offer-ended':
      endOffer(state, call, fact, atMs);
      return;
    case 'overflow-opened':
      if (isInHouseOnly(call)) return;
      for (const id of fact.partners) if (!call.partners.includes(id)) call.partners.push(id);
      call.partnersRetryAtMs = null;
      return;
    case 'partner-dialled':
      startPartner(state, call, fact, atMs);
      return;
    case 'partner-attempt-ended':
      dropLeg(state, call, fact.leg);
      if (fact.untilMs !== null)
        partnerState(state, fact.partner).retryAtMs.set(fact.destination, fact.untilMs);
      return;
    case 'partners-exhausted':
      call.partnersRetryAtMs = fact.retryAtMs;
      return;
    case 'call-announced':
      call.announceAtMs = fact.nextAtMs;
      return;
    case 'call-treated':
      call.treated.push(fact.because);
      if (fact.treatment.kind === 'partners' && (fact.because === 'closed' || fact.because === 'closing'))
        call.partnersOnly = true;
      return;
    case 'caller-identified':
    case 'entry-rule-held':
    case 'ring-skipped':
      applyCustomerFact(call, fact, ring => openRing(state, call, ring));
      return;
    case 'call-moved':
      move(state, call, fact, atMs);
      return;
    case 'repeat-call-recognised':
    case 'partners-left-out':
    case 'call-counted':
    case 'call-joined-case':
      applyRepeatCallFact(state, call, fact, atMs);
      return;
    case 'call-reserved':
      call.reservation = { agent: fact.agent, because: fact.because, untilMs: fact.untilMs };
      return;
    case 'reservation-ended':
      call.reservation = null;
      return;
    case 'share-weighed':
    case 'share-opened':
    case 'partner-weighed':
      applyShareCallFact(state, call, fact, openRing);
      return;
    default:
      applyTalk(state, call, fact, atMs);
  }
}

function applyTalk(
  state: State,
  call: Call,
  fact:
    | FactOf<'call-answered' | 'call-bridged' | 'call-returned' | 'talk-ended' | 'call-ended'>
    | Exclude<OutboundFact, { type: 'outbound-queued' }>,
  atMs: number,
): void {
  switch (fact.type) {
    case 'call-answered':
      answer(state, call, fact, atMs);
      return;
    case 'call-bridged':
      if (call.talk !== null) call.talk.bridged = true;
      rememberTalk(state, call);
      return;
    case 'call-returned':
      countAnswer(state, call.flow, fact.partner, -1);
      endTalk(state, call, fact.leg, atMs, 0);
      call.front = true;
      call.waitingSinceMs = atMs;
      if (fact.agent !== null && fact.callUntilMs !== null) call.refusals.set(fact.agent, fact.callUntilMs);
      return;
    case 'talk-ended':
      endTalk(state, call, fact.leg, atMs, fact.talkMs);
      return;
    case 'call-ended':
      if (fact.end === 'abandoned') learnWait(state, call.flow, fact.waitedMs, true);
      for (const leg of [...call.legs.keys()]) dropLeg(state, call, leg);
      for (const talk of [call.talk, call.transfer?.keeper])
        if (talk) endTalk(state, call, talk.leg, atMs, 0);
      dropCall(state, call);
      state.calls.delete(call.id);
      forgetRecordings(state, call.id);
      dismiss(state, fact);
      return;
    default:
      applyOutbound(state, call, fact, atMs, (leg, talkMs) => endTalk(state, call, leg, atMs, talkMs));
  }
}

/** More than a switch can be told within the milliseconds that matter. */
const dismissedLimit = 200;

function dismiss(state: State, { call, end, reason }: FactOf<'call-ended'>): void {
  if (end === 'agent-hung-up' || end === 'partner-hung-up') state.dismissed.set(call, 'hang-up');
  else if (reason !== null) state.dismissed.set(call, end === 'fallback' ? 'fallback' : reason);
  else return;
  if (state.dismissed.size <= dismissedLimit) return;
  for (const oldest of state.dismissed.keys()) {
    state.dismissed.delete(oldest);
    return;
  }
}

function queueCall(state: State, fact: FactOf<'call-queued'>, atMs: number): void {
  if (state.calls.has(fact.call)) return;
  state.dismissed.delete(fact.call);
  const announcements = state.flows.get(fact.flow)?.flow.announcements ?? null;
  const call = newCall({
    id: fact.call,
    channel: fact.channel,
    caller: fact.caller,
    callerName: fact.callerName,
    dialled: fact.dialled,
    trunk: fact.trunk,
    language: fact.language,
    choice: fact.choice,
    flow: fact.flow,
    priority: fact.priority,
    queuedAtMs: atMs,
    virtualEntryAtMs: fact.virtualEntryAtMs,
    flowEnteredAtMs: atMs,
    arrival: ++state.arrivals,
    waitingSinceMs: atMs,
    announceAtMs: announcements === null ? null : atMs + announcements.firstAfterMs,
    outbound: null,
  });
  state.calls.set(call.id, call);
  indexCall(state, call);
  indexShare(state, call);
  state.touched.add(call);
}

function enterOutbound(state: State, fact: FactOf<'outbound-queued'>, atMs: number): void {
  if (state.calls.has(fact.call)) return;
  const call = newOutbound(state, fact, atMs);
  state.calls.set(call.id, call);
  indexCallBack(state.outbound, call);
  planned(state.book, fact);
  indexCall(state, call);
  state.touched.add(call);
}

function openRing(state: State, call: Call, ring: number): void {
  if (!call.openRings.includes(ring)) {
    call.openRings.push(ring);
    call.openRings.sort((a, b) => a - b);
  }
  const opened = state.flows.get(call.flow)?.flow.rings[ring];
  if (opened?.kind !== 'partners' || isInHouseOnly(call) || call.outbound !== null) return;
  for (const id of opened.partners) if (!call.partners.includes(id)) call.partners.push(id);
  call.partnersRetryAtMs = null;
}

function addLeg(state: State, call: Call, leg: Leg): void {
  call.legs.set(leg.id, leg);
  // Legs are numbered. By its number, not by counting: a fact that is missing must not make the next leg bear the name of this one.
  call.attempts = Math.max(call.attempts + 1, Number(leg.id.slice(leg.id.lastIndexOf('.') + 1)) || 0);
  state.legs.set(leg.id, call);
}

function dropLeg(state: State, call: Call, id: string): void {
  const leg = call.legs.get(id);
  if (leg === undefined) return;
  call.legs.delete(id);
  state.legs.delete(id);
  if (leg.to.kind === 'partner') state.partners.get(leg.to.partner)?.live.delete(id);
}

function startOffer(state: State, call: Call, fact: FactOf<'call-offered'>, atMs: number): void {
  const { leg: id, agent: agentId, confirm, deadlineAtMs } = fact;
  addLeg(state, call, {
    id,
    to: { kind: 'agent', agent: agentId },
    startedAtMs: atMs,
    confirm,
    deadlineAtMs,
    stage: 'dialling',
    reserved: call.reservation?.agent === agentId,
  });
  const agent = state.agents.get(agentId);
  if (agent === undefined) return;
  setWork(agent, { kind: 'offered', leg: id, call: call.id }, atMs);
  touchAgent(state, agent, atMs);
}

function endOffer(state: State, call: Call, fact: FactOf<'offer-ended'>, atMs: number): void {
  dropLeg(state, call, fact.leg);
  if (fact.callUntilMs !== null) call.refusals.set(fact.agent, fact.callUntilMs);
  const innocent =
    fact.cause === 'taken-elsewhere' ||
    fact.cause === 'caller-gone' ||
    fact.cause === 'withdrawn' ||
    fact.cause === 'lost';
  freeAgent(state, fact.agent, fact.leg, atMs, agent => {
    if (fact.agentUntilMs !== null) agent.backOffUntilMs = fact.agentUntilMs;
    if (fact.cause === 'no-answer' || fact.cause === 'not-confirmed') agent.noAnswers++;
    if (!innocent) agent.idleSinceMs = atMs;
  });
}

function startPartner(state: State, call: Call, fact: FactOf<'partner-dialled'>, atMs: number): void {
  const destinations = state.site.partners.get(fact.partner)?.destinations ?? [];
  const destination = destinations.findIndex(one => one.trunk === fact.trunk && one.number === fact.number);
  const to = { kind: 'partner', partner: fact.partner, destination, trunk: fact.trunk } as const;
  addLeg(state, call, {
    id: fact.leg,
    to,
    startedAtMs: atMs,
    confirm: fact.confirm,
    deadlineAtMs: fact.deadlineAtMs,
    stage: 'dialling',
    reserved: false,
  });
  const partner = partnerState(state, fact.partner);
  partner.live.add(fact.leg);
  partner.starts = [...partner.starts.filter(startedAtMs => startedAtMs > atMs - 60_000), atMs];
}

function answer(state: State, call: Call, fact: FactOf<'call-answered'>, atMs: number): void {
  const leg = call.legs.get(fact.leg);
  if (leg === undefined) return;
  call.legs.delete(fact.leg);
  call.talk = { leg: fact.leg, to: leg.to, answeredAtMs: atMs, bridged: false, held: false };
  call.waitedMs = fact.waitedMs;
  call.reservation = null;
  if (call.outbound === null) {
    learnWait(state, call.flow, fact.waitedMs, false);
    countAnswer(state, call.flow, fact.partner, 1);
  }
  call.waitingSinceMs = null;
  settleAnswered(call);
  if (leg.to.kind !== 'agent') return;
  const agent = state.agents.get(leg.to.agent);
  if (agent === undefined) return;
  const day = dayStartOf(state.site, atMs);
  agent.callsToday = agent.callsDayMs === day ? agent.callsToday + 1 : 1;
  agent.callsDayMs = day;
  agent.noAnswers = 0;
  setWork(agent, { kind: 'talking', leg: fact.leg, call: call.id, flow: call.flow }, atMs);
  touchAgent(state, agent, atMs);
}

function endTalk(state: State, call: Call, leg: string, atMs: number, talkMs: number): void {
  const { transfer } = call;
  const keeps = transfer?.keeper?.leg === leg;
  const talk = keeps ? transfer.keeper : call.talk;
  if (talk === null || talk.leg !== leg) return;
  const flow = keeps ? transfer.back.flow : call.flow;
  if (keeps) transfer.keeper = null;
  else call.talk = null;
  call.talkedMs += talkMs;
  if (call.outbound === null) leaveOutTalk(keeps ? transfer.back : call, talk, atMs);
  state.legs.delete(leg);
  if (talk.to.kind === 'partner') {
    const partner = partnerState(state, talk.to.partner);
    partner.live.delete(leg);
    const day = dayStartOf(state.site, atMs);
    // What was said before midnight is of the day before.
    const todayMs = Math.min(talkMs, atMs - day);
    partner.talkedMs = partner.dayStartMs === day ? partner.talkedMs + todayMs : todayMs;
    partner.dayStartMs = day;
    return;
  }
  const { agent: agentId } = talk.to;
  if (talkMs > 0) learnTalk(state, flow, talkMs);
  freeAgent(state, agentId, leg, atMs, agent => {
    agent.idleSinceMs = atMs;
  });
}

/**
 * Should he come back into line, rings and the longest wait count the time that he waited there, not that of the talk. The talks of a
 * keeper and of a target overlap: he has not entered before now.
 */
function leaveOutTalk(entered: Pick<Call, 'flowEnteredAtMs'>, { answeredAtMs }: Talk, atMs: number): void {
  entered.flowEnteredAtMs = Math.min(atMs, entered.flowEnteredAtMs + Math.max(0, atMs - answeredAtMs));
}

function move(state: State, call: Call, fact: FactOf<'call-moved'>, atMs: number): void {
  const flow = state.flows.get(fact.to)?.flow;
  call.flow = fact.to;
  call.priority = fact.priority;
  call.flowEnteredAtMs = atMs;
  call.moves++;
  call.openRings = [];
  call.partners = [];
  call.partnersRetryAtMs = null;
  call.treated = [];
  call.partnersOnly = false;
  call.shareWeighed = false;
  call.announceAtMs = flow?.announcements ? atMs + flow.announcements.firstAfterMs : null;
}
