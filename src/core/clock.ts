// What is due: each call and each agent has one next moment, which follows from its record; when it comes, all that is due is done.
import { isSteered, type ShareLine } from './apply-shares.js';
import type { Forced } from './apply-supervision.js';
import { isDirected } from './apply-transfers.js';
import { offerDueMs, quietUntilMs } from './callback.js';
import { previewDue } from './campaign-commands.js';
import { isInHouseOnly } from './case-book.js';
import { dayStartOf, nextDayStartOf } from './days.js';
import { setDeadline, takeDue } from './deadlines.js';
import { expectedWaitMs } from './ewt.js';
import { closesAtMs } from './hours.js';
import { indexAgent, isWaiting } from './index-floor.js';
import { endOverdueLegs } from './offers.js';
import { outboundDue, outboundDueMs } from './outbound.js';
import { customerDue } from './outbound-dial.js';
import { wantsPartner } from './partners.js';
import { shareDueMs } from './shares.js';
import type { Flow } from './site.js';
import type { Agent, Call, State, Talk } from './state.js';
import { emit, perform, type Step } from './step.js';
import { endForced } from './supervision.js';
import { endAtLimit } from './talks.js';
import { refusedByFlow, takeBack } from './transfers.js';
import { nobodyDueMs, openRing, positionOf, treat, treatIfNobody } from './treatments.js';
import { endWrapUp } from './wrap-up.js';

/** The earlier of two moments; `null`: there is none. */
function sooner(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return a < b ? a : b;
}

/** When the flow closes on this waiting caller; `null`: not, or he was treated for it. */
function closingMs(state: State, flow: Flow, call: Call, nowMs: number): number | null {
  if (flow.atClosing.kind === 'stay') return null;
  if (call.treated.includes('closed') || call.treated.includes('closing')) return null;
  return closesAtMs(state, flow, nowMs);
}

function tooLongMs(flow: Flow, call: Call): number | null {
  return flow.maximumWaitMs === null || call.treated.includes('too-long')
    ? null
    : call.flowEnteredAtMs + flow.maximumWaitMs;
}

function callDueMs(state: State, call: Call, nowMs: number): number | null {
  if (call.outbound !== null) return outboundDueMs(state, call, nowMs);
  if (call.talk !== null) return talkLimitMs(state, call.talk);
  const flow = state.flows.get(call.flow)?.flow;
  if (flow === undefined || !isWaiting(call)) return null;
  if (isDirected(call)) return legsDueMs(call);
  let due = sooner(closingMs(state, flow, call, nowMs), tooLongMs(flow, call));
  due = sooner(due, nobodyDueMs({ state }, call, flow));
  due = sooner(due, legsDueMs(call));
  for (const untilMs of call.refusals.values()) if (untilMs > nowMs) due = sooner(due, untilMs);
  if (!call.partnersOnly) {
    const steered = isSteered(state, flow.id) && !isInHouseOnly(call);
    for (const [index, ring] of flow.rings.entries()) {
      if (steered && ring.kind === 'partners') continue;
      if (ring.afterMs !== null && !call.openRings.includes(index))
        due = sooner(due, call.flowEnteredAtMs + ring.afterMs);
    }
  }
  due = sooner(due, call.reservation?.untilMs ?? null);
  // While nothing is routed nobody is told or dialled: it is made up for when that begins again.
  if (!state.routing) return due;
  if (call.legs.size === 0) due = sooner(due, offerDueMs(state, call, flow, nowMs));
  if (call.legs.size === 0 && flow.announcements !== null && call.transfer === null)
    due = sooner(due, call.announceAtMs && Math.max(call.announceAtMs, quietUntilMs(call)));
  return wantsPartner(call) ? sooner(due, call.partnersRetryAtMs) : due;
}

/** When the first of the phones that ring for him is given up. */
function legsDueMs(call: Call): number | null {
  let due: number | null = null;
  for (const leg of call.legs.values()) due = sooner(due, leg.deadlineAtMs);
  return due;
}

/** When a talk with a partner has lasted as long as the site file allows; `null`: it may go on. */
function talkLimitMs(state: State, talk: Talk): number | null {
  if (talk.to.kind !== 'partner') return null;
  const limitMs = state.site.partners.get(talk.to.partner)?.maximumTalkMs ?? null;
  return limitMs === null ? null : talk.answeredAtMs + limitMs;
}

/** While he is ready and ranked by his calls of today: when the next day begins. */
function rankedAnewMs({ site }: State, agent: Agent, nowMs: number): number | null {
  const { entries, callsToday, callsDayMs } = agent;
  if (entries === null || callsToday === 0 || callsDayMs !== dayStartOf(site, nowMs)) return null;
  return agent.meets.some(({ rule }) => rule === 'fewest-calls') ? nextDayStartOf(site, nowMs) : null;
}

function agentDueMs(state: State, agent: Agent, nowMs: number): number | null {
  return sooner(
    agent.work.kind === 'wrap-up' ? agent.work.untilMs : rankedAnewMs(state, agent, nowMs),
    sooner(
      agent.backOffUntilMs > nowMs ? agent.backOffUntilMs : null,
      agent.keptFor !== null && agent.keptFor.untilMs > nowMs ? agent.keptFor.untilMs : null,
    ),
  );
}

/**
 * So many are served in one step: when thousands are due at once (a flow closes, the machine slept), the others stay due, and who
 * calls or answers meanwhile does not wait for all of them.
 */
const dueLimit = 100;

/** Does what is due, earliest first; who became eligible by it is matched at the end of the step. */
export function clock(step: Step): void {
  for (let served = 0; served < dueLimit; served++) {
    const owner = takeDue(step.state.deadlines, step.nowMs);
    if (owner === undefined) return;
    if (isAgent(owner)) agentDue(step, owner);
    else if (isCall(owner)) callDue(step, owner);
    else if (isForced(owner)) endForced(step, owner);
    else if (isShareLine(owner)) step.state.touchedShares.add(owner);
  }
}

const isAgent = (owner: object): owner is Agent => 'kind' in owner && owner.kind === 'agent';
const isForced = (owner: object): owner is Forced => 'kind' in owner && owner.kind === 'forced';
const isShareLine = (owner: object): owner is ShareLine => 'kind' in owner && owner.kind === 'share-line';
const isCall = (owner: object): owner is Call => 'kind' in owner && owner.kind === 'call';

function agentDue(step: Step, agent: Agent): void {
  step.state.touched.add(agent);
  if (agent.work.kind === 'wrap-up' && agent.work.untilMs <= step.nowMs) endWrapUp(step, agent, 'time');
  indexAgent(step.state, agent, step.nowMs);
  step.agents.add(agent);
}

/** One of the flow's rules is due that would not leave him in line. */
function closesDoor({ state, nowMs }: Step, call: Call, flow: Flow): boolean {
  const isDue = (atMs: number | null, kind: string | undefined) =>
    atMs !== null && atMs <= nowMs && kind !== undefined && kind !== 'stay';
  return (
    isDue(closingMs(state, flow, call, nowMs), flow.atClosing.kind) ||
    isDue(nobodyDueMs({ state }, call, flow), flow.nobody?.treatment.kind) ||
    isDue(tooLongMs(flow, call), flow.tooLong.kind)
  );
}

function callDue(step: Step, call: Call): void {
  const { state, nowMs } = step;
  state.touched.add(call);
  if (call.outbound !== null) {
    customerDue(step, call);
    previewDue(step, call);
    outboundDue(step, call);
    return;
  }
  const talk = call.talk;
  if (talk !== null) {
    if ((talkLimitMs(state, talk) ?? Number.POSITIVE_INFINITY) > nowMs) return;
    if (call.transfer !== null) takeBack(step, call, call.transfer, 'limit');
    else endAtLimit(step, call, talk);
    return;
  }
  endOverdueLegs(step, call);
  const entered = call.flow;
  const flow = state.flows.get(entered)?.flow;
  const stays = () => state.calls.get(call.id) === call && call.flow === entered && isWaiting(call);
  step.calls.add(call);
  if (flow === undefined || isDirected(call)) return;
  if (closesDoor(step, call, flow) && refusedByFlow(step, call)) return;
  if ((closingMs(state, flow, call, nowMs) ?? Number.POSITIVE_INFINITY) <= nowMs)
    treat(step, call, 'closing', flow.atClosing);
  if (stays()) treatIfNobody(step, call, flow);
  if (stays() && (tooLongMs(flow, call) ?? Number.POSITIVE_INFINITY) <= nowMs)
    treat(step, call, 'too-long', flow.tooLong);
  if (!stays()) return;
  if (!call.partnersOnly) {
    const steered = isSteered(state, flow.id) && !isInHouseOnly(call);
    for (const [index, ring] of flow.rings.entries()) {
      if (steered && ring.kind === 'partners') continue;
      if (ring.afterMs !== null && call.flowEnteredAtMs + ring.afterMs <= nowMs)
        openRing(step, call, index, 'waiting-time');
    }
  }
  step.calls.add(call);
}

/** Announces to whoever is due and still waits after the matching: nobody is told his position while a phone rings for him. */
export function announce(step: Step, due: Iterable<Call>): void {
  const { state, nowMs } = step;
  for (const call of due) {
    if (call.announceAtMs === null || call.announceAtMs > nowMs) continue;
    const announcements = state.flows.get(call.flow)?.flow.announcements;
    if (state.calls.get(call.id) !== call || !isWaiting(call) || call.legs.size > 0 || !announcements)
      continue;
    // His agent stands between him and the line; or he is being asked something else.
    if (call.transfer !== null || quietUntilMs(call) > nowMs) continue;
    const position = positionOf(step, call);
    const waitMs = announcements.expectedWait ? expectedWaitMs(state, call, nowMs) : null;
    emit(step, {
      type: 'call-announced',
      call: call.id,
      position,
      expectedWaitMs: waitMs,
      nextAtMs: nowMs + announcements.everyMs,
    });
    perform(step, {
      type: 'announce',
      call: call.id,
      language: call.language,
      position: announcements.position ? position : null,
      expectedWaitMs: waitMs,
    });
  }
}

/** Brings the deadlines of everybody whom the step touched up to date. */
export function refreshDeadlines(state: State, nowMs: number): void {
  for (const owner of state.touched) {
    if (owner.kind === 'agent') setDeadline(state.deadlines, owner, agentDueMs(state, owner, nowMs));
    else if (state.calls.get(owner.id) === owner)
      setDeadline(state.deadlines, owner, callDueMs(state, owner, nowMs));
  }
  for (const line of state.touchedShares) setDeadline(state.deadlines, line, shareDueMs(state, line, nowMs));
  state.touchedShares.clear();
  state.touched.clear();
}
