// Folds facts into the floor. Pure: the same facts give the same floor, whenever and however often they are folded anew.
import { unreachable } from '../base/assert.js';
import { isAlarmFact } from '../core/apply-alarms.js';
import { isTransferFact } from '../core/apply-transfers.js';
import type { AgentFact, CallFact, Recorded, SystemFact } from '../core/facts.js';
import { type CallBackFact, isCallBackFact } from '../core/facts-callback.js';
import {
  type CampaignFact,
  isCampaignFact,
  isPreviewFact,
  type PreviewFact,
} from '../core/facts-campaigns.js';
import { isCaseFact, isRepeatCallFact, type RepeatCallFact } from '../core/facts-cases.js';
import { isListeningFact, type ListeningFact } from '../core/facts-listening.js';
import { isOutboundFact, type OutboundFact } from '../core/facts-outbound.js';
import type { ShareFlowFact } from '../core/facts-shares.js';
import type { SignFact } from '../core/facts-signs.js';
import type { TransferFact } from '../core/facts-transfers.js';
import { isWrapUpFact } from '../core/facts-wrap-up.js';
import type { FlowId } from '../core/site.js';
import { keepAnswer, keepScore, keepTalk } from './agent-day.js';
import { applyAgentFact, freeAgent, freeWhoHad, touchAgent } from './agent-facts.js';
import { keepTimes } from './agent-time.js';
import { applyAlarmFact } from './alarm-facts.js';
import { applyCaseFact } from './case-facts.js';
import type { CallRecord, Floor } from './floor.js';
import { applyOutboundFact } from './outbound-facts.js';
import { applyShareFact, countShare } from './share-facts.js';
import { withSignFact } from './sign-orders.js';
import {
  type CountingRules,
  countAnswer,
  countMove,
  countOffered,
  countScore,
  countTalk,
  countUnanswered,
  takeAnswerBack,
  whenOf,
} from './tally.js';
import { applyWrapUpFact } from './wrap-up-facts.js';

/**
 * Folds the next fact in. Facts come in the order of the journal: one that was folded in already is passed over, a gap
 * is refused with `gap` and changes nothing. On an empty floor any fact may be the first.
 */
export function applyFact(
  floor: Floor,
  recorded: Recorded,
  rules: CountingRules,
): 'folded' | 'known' | 'gap' {
  const { seq, atMs, fact } = recorded;
  if (seq <= floor.seq) return 'known';
  if (floor.seq !== 0 && seq !== floor.seq + 1) return 'gap';
  floor.seq = seq;
  floor.atMs = atMs;
  switch (fact.type) {
    case 'agent-logged-in':
    case 'agent-logged-out':
    case 'agent-ready':
    case 'agent-not-ready':
    case 'agent-wrap-up-started':
    case 'agent-wrap-up-ended':
    case 'agent-phone-changed':
    case 'agent-logout-due':
    case 'agent-logout-cancelled':
    case 'agent-skills-changed':
    case 'agent-skills-restored':
      applyAgentFact(floor, fact satisfies AgentFact, atMs);
      break;
    case 'sign-message-shown':
    case 'sign-message-ended':
    case 'sign-test-ordered':
    case 'sign-clear-ordered':
      floor.control.signs = withSignFact(floor.control.signs, fact, atMs);
      floor.touched.add('control');
      break;
    case 'control-started':
    case 'control-stopped':
    case 'switch-connected':
    case 'switch-lost':
    case 'site-loaded':
    case 'trunk-changed':
    case 'flow-forced':
    case 'flow-force-ended':
      applySystemFact(floor, fact);
      break;
    case 'share-period-began':
    case 'share-period-ended':
      applyShareFact(floor, fact);
      break;
    default:
      if (isAlarmFact(fact)) applyAlarmFact(floor, fact, atMs);
      else if (isListeningFact(fact)) applyListeningFact(floor, fact, atMs, rules);
      else if (isWrapUpFact(fact)) applyWrapUpFact(floor, fact, atMs, rules);
      else if (isOutboundFact(fact)) applyOutboundFact(floor, fact, atMs, rules);
      else if (isCaseFact(fact)) applyCaseFact(floor, fact);
      else if (isCampaignFact(fact) || isPreviewFact(fact)) break;
      else if (!isRepeatCallFact(fact) && !isCallBackFact(fact)) applyCallFact(floor, fact, atMs, rules);
  }
  keepTimes(floor, fact, atMs, rules);
  return 'folded';
}

function applySystemFact(
  floor: Floor,
  fact: Exclude<SystemFact, ShareFlowFact | SignFact | CampaignFact>,
): void {
  if (fact.type === 'trunk-changed') {
    const { trunk, inUse, usable, alarm } = fact;
    floor.trunks.set(trunk, { trunk, inUse, usable, alarm });
    floor.touched.add(`trunk/${trunk}`);
    return;
  }
  const { control } = floor;
  floor.touched.add('control');
  switch (fact.type) {
    case 'control-started':
      control.boot = fact.boot;
      control.revision = fact.revision;
      control.switchConnected = false;
      break;
    case 'control-stopped':
    case 'switch-lost':
      control.switchConnected = false;
      break;
    case 'switch-connected':
      control.switchConnected = true;
      break;
    case 'site-loaded':
      control.revision = fact.revision;
      break;
    case 'flow-forced':
      control.forced = {
        ...control.forced,
        [fact.flow]: { to: fact.to, untilMs: fact.untilMs, by: fact.by },
      };
      break;
    case 'flow-force-ended': {
      const { [fact.flow]: _, ...others } = control.forced;
      control.forced = others;
      break;
    }
    default:
      unreachable(fact);
  }
}

type CountedFact = Exclude<CallFact, RepeatCallFact | OutboundFact | CallBackFact | PreviewFact>;

function applyCallFact(floor: Floor, fact: CountedFact, atMs: number, rules: CountingRules): void {
  if (fact.type === 'call-queued') {
    enter(floor, fact, atMs, rules);
    return;
  }
  // A call that entered before the first fact we were given is not counted, but its agent is seen.
  const call = floor.calls.get(fact.call);
  if (isTransferFact(fact)) {
    if (call) applyTransferFact(floor, call, fact, atMs, rules);
    return;
  }
  switch (fact.type) {
    case 'ring-opened':
    case 'share-opened':
      if (call) call.ring = Math.max(call.ring, fact.ring);
      break;
    case 'ring-skipped':
      if (call) call.ring = Math.max(call.ring, fact.next ?? fact.ring);
      break;
    case 'call-offered':
      call?.offers.push({ leg: fact.leg, agent: fact.agent, partner: null });
      touchAgent(floor, fact.agent, atMs, agent => {
        agent.work = { kind: 'offered', leg: fact.leg, call: fact.call };
      });
      break;
    case 'offer-ended':
      dropOffer(call, fact.leg);
      freeAgent(floor, fact.agent, fact.leg, atMs, agent => {
        if (fact.agentUntilMs !== null) agent.backOffUntilMs = fact.agentUntilMs;
      });
      break;
    case 'partner-dialled':
      call?.offers.push({ leg: fact.leg, agent: null, partner: fact.partner });
      break;
    case 'partner-attempt-ended':
      dropOffer(call, fact.leg);
      break;
    case 'call-answered':
      answer(floor, call, fact, atMs, rules);
      break;
    case 'call-returned':
      sendBack(floor, call, fact, atMs, rules);
      break;
    case 'call-moved':
      if (call) move(floor, call, fact.to, rules);
      break;
    case 'talk-ended':
      if (call) countTalk(floor, call, fact, rules);
      if (fact.agent !== null) keepTalk(floor, fact.agent, fact.talkMs, atMs, rules);
      freeAgent(floor, fact.agent, fact.leg, atMs);
      break;
    case 'call-ended':
      if (call) end(floor, call, fact, atMs, rules);
      else freeWhoHad(floor, fact.call, atMs);
      break;
    case 'caller-identified':
    case 'entry-rule-held':
    case 'leg-rang':
    case 'confirmation-asked':
    case 'overflow-opened':
    case 'partners-exhausted':
    case 'call-bridged':
    case 'call-announced':
    case 'call-treated':
    case 'call-reserved':
    case 'reservation-ended':
    case 'take-ordered':
    case 'move-ordered':
    case 'call-raised':
    case 'share-weighed':
    case 'partner-weighed':
      return;
    default:
      unreachable(fact);
  }
  floor.touched.add(`call/${fact.call}`);
}

/** Recordings and supervisors are the record's business; on the floor nobody is shown who listens. */
function applyListeningFact(floor: Floor, fact: ListeningFact, atMs: number, rules: CountingRules): void {
  if (fact.type !== 'satisfaction-given') return;
  countScore(floor, fact, atMs, rules);
  keepScore(floor, fact.agent, fact.score, atMs, rules);
}

function enter(
  floor: Floor,
  fact: Extract<CallFact, { type: 'call-queued' }>,
  atMs: number,
  rules: CountingRules,
): void {
  const { call, flow, caller, dialled } = fact;
  if (floor.calls.has(call)) return;
  const record: CallRecord = {
    call,
    caller,
    dialled,
    ...whenOf(rules, atMs),
    queuedAtMs: atMs,
    waitedMs: 0,
    waitingSinceMs: atMs,
    flow,
    ring: 0,
    offers: [],
    answer: null,
  };
  floor.calls.set(call, record);
  floor.touched.add(`call/${call}`);
  countOffered(floor, record, rules);
}

function dropOffer(call: CallRecord | undefined, leg: string): void {
  if (call) call.offers = call.offers.filter(offer => offer.leg !== leg);
}

function answer(
  floor: Floor,
  call: CallRecord | undefined,
  fact: Extract<CallFact, { type: 'call-answered' }>,
  atMs: number,
  rules: CountingRules,
): void {
  if (fact.agent !== null)
    touchAgent(floor, fact.agent, atMs, agent => {
      agent.work = { kind: 'talking', leg: fact.leg, call: fact.call };
    });
  if (!call) return;
  takeAnswerBack(floor, call, rules);
  dropOffer(call, fact.leg);
  call.waitedMs = fact.waitedMs;
  call.waitingSinceMs = null;
  call.answer = { atMs, leg: fact.leg, waitedMs: fact.waitedMs, agent: fact.agent, partner: fact.partner };
  countAnswer(floor, call, 1, rules);
  countShare(floor, call.flow, fact.partner, 1);
  keepAnswer(floor, call, 1, atMs, rules);
}

/** The answer came to nothing, and he is in line again. */
function sendBack(
  floor: Floor,
  call: CallRecord | undefined,
  { agent, leg, partner }: Extract<CallFact, { type: 'call-returned' }>,
  atMs: number,
  rules: CountingRules,
): void {
  if (call) {
    countShare(floor, call.flow, partner, -1);
    keepAnswer(floor, call, -1, atMs, rules);
    takeAnswerBack(floor, call, rules);
    call.waitingSinceMs = atMs;
  }
  freeAgent(floor, agent, leg, atMs);
}

function applyTransferFact(
  floor: Floor,
  call: CallRecord,
  fact: TransferFact,
  atMs: number,
  rules: CountingRules,
): void {
  if (fact.type === 'transfer-started') sendOn(floor, call, atMs, rules);
  else if (fact.type === 'transfer-ended') bringBack(floor, call, fact, atMs, rules);
  else if (fact.type === 'caller-left-on-hold') {
    takeAnswerBack(floor, call, rules);
    call.waitingSinceMs = atMs;
  }
  floor.touched.add(`call/${fact.call}`);
}

/** He is on his way to somebody else: of the flow in which he is at his end he counts as answered. */
function sendOn(floor: Floor, call: CallRecord, atMs: number, rules: CountingRules): void {
  const { answer } = call;
  takeAnswerBack(floor, call, rules);
  call.waitingSinceMs = atMs;
  call.kept = answer && { answer, flow: call.flow };
}

function bringBack(
  floor: Floor,
  call: CallRecord,
  { backTo, flow }: Extract<CallFact, { type: 'transfer-ended' }>,
  atMs: number,
  rules: CountingRules,
): void {
  takeAnswerBack(floor, call, rules);
  if (call.flow !== flow) move(floor, call, flow, rules);
  call.answer = backTo === 'agent' ? (call.kept?.answer ?? null) : null;
  call.kept = null;
  countAnswer(floor, call, 1, rules);
  if (backTo === 'line') return;
  if (call.waitingSinceMs !== null) call.waitedMs += atMs - call.waitingSinceMs;
  call.waitingSinceMs = null;
}

function move(floor: Floor, call: CallRecord, to: FlowId, rules: CountingRules): void {
  countMove(floor, call, to, rules);
  call.flow = to;
  call.ring = 0;
}

function end(
  floor: Floor,
  call: CallRecord,
  fact: Extract<CallFact, { type: 'call-ended' }>,
  atMs: number,
  rules: CountingRules,
): void {
  const legs = [...call.offers, call.answer ?? [], call.kept?.answer ?? []].flat();
  // He hung up before he was joined with who answered: that is an abandon.
  if (fact.end === 'abandoned') {
    keepAnswer(floor, call, -1, atMs, rules);
    takeAnswerBack(floor, call, rules);
  }
  if (call.answer === null) countUnanswered(floor, call, fact, rules);
  floor.calls.delete(call.call);
  for (const { agent, leg } of legs) freeAgent(floor, agent, leg, atMs);
}
