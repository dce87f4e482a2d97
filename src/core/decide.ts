// The core's door: what happened goes in, what is now true and what must be done come out. No clock, no chance, no I/O.
import { unreachable } from '../base/assert.js';
import { agentCommand, logOutWhoIsDone, logout, phoneChanged } from './agents.js';
import { alarmCommand, lookForAlarms, panelReports } from './alarms.js';
import { callerKey, offerCallBacks } from './callback.js';
import { campaignInput, isCampaignInput, previewKey, stopGoneCampaigns } from './campaign-commands.js';
import { planForgotten } from './case-callbacks.js';
import { caseCommand } from './cases.js';
import { announce, clock, refreshDeadlines } from './clock.js';
import type { SystemFact } from './facts.js';
import { followTalks } from './follow-talks.js';
import { isWaiting } from './index-floor.js';
import { buildIndex } from './index-site.js';
import type { Input } from './inputs.js';
import { isListeningInput, takeListeningInput } from './listening.js';
import { match } from './matching.js';
import { legAnswered, legEnded, legRedirected, win } from './offers.js';
import { outboundDue, outboundInput, restForAgent } from './outbound.js';
import {
  agentLegEnded,
  customerFound,
  customerInput,
  dialCustomer,
  join,
  joinFailed,
} from './outbound-dial.js';
import { overflow } from './partners.js';
import { keepForOwner, recognise } from './repeat-callers.js';
import { endReservations } from './reservations.js';
import { rollShares, steer } from './shares.js';
import type { Site } from './site.js';
import { dropSkillChanges } from './skills.js';
import type { Call, State } from './state.js';
import { type Decision, emit, newStep, perform, type Step } from './step.js';
import { dropForced, supervise } from './supervision.js';
import { endSupervisions } from './supervisors.js';
import { bridged, bridgeFailed, callerGone, hold, talkLegEnded } from './talks.js';
import {
  callerGoneInTransfer,
  gathered,
  gatherFailed,
  keeperLeft,
  keeperNotJoined,
  settleTransfers,
  targetLeft,
  wireAgain,
} from './transfers.js';
import { enterFlow } from './treatments.js';

/**
 * Decides what follows from an input at `nowMs` (epoch ms, never before the last one). Applies its facts to `state`; the shell
 * journals them and then performs the effects. An input about a call, leg or agent that is not known (any more) changes nothing.
 */
export function decide(state: State, input: Input, nowMs: number): Decision {
  const step = newStep(state, nowMs);
  const answer = take(step, input);
  return finish(step, answer);
}

function take(step: Step, input: Input): Decision['answer'] {
  const { state } = step;
  switch (input.type) {
    case 'call-arrived':
      arrive(step, input);
      return null;
    case 'caller-hung-up':
    case 'caller-left':
    case 'caller-lost':
    case 'caller-cut-off': {
      const call = state.calls.get(input.call);
      if (call === undefined || call.outbound !== null) return null;
      if (call.transfer !== null) callerGoneInTransfer(step, call, call.transfer);
      callerGone(step, call, howGone[input.type]);
      return null;
    }
    case 'bridged':
    case 'bridge-failed': {
      const call = state.calls.get(input.call);
      if (call === undefined) return null;
      if (input.type === 'bridged') bridged(step, call, input.leg);
      else if (call.transfer?.keeper?.leg === input.leg)
        keeperNotJoined(step, call, call.transfer, input.gone);
      else if (call.outbound !== null) joinFailed(step, call, input.leg);
      else bridgeFailed(step, call, input.leg, input.gone);
      return null;
    }
    case 'gathered':
    case 'gather-failed': {
      const call = state.calls.get(input.call);
      if (call === undefined) return null;
      if (input.type === 'gathered') gathered(step, call, input.target);
      else gatherFailed(step, call, input.target);
      return null;
    }
    case 'case-command':
      return caseCommand(step, input.command, input.by);
    case 'agent-command':
      return agentCommand(step, input.agent, input.command, input.by);
    case 'supervision':
      return supervise(step, input.order, input.by);
    case 'phone-changed':
      phoneChanged(step, input.endpoint, input.phone);
      return null;
    case 'trunk-changed':
      trunkChanged(step, input);
      return null;
    case 'caller-key': {
      const call = state.calls.get(input.call);
      if (call !== undefined) callerKey(step, call, input.key);
      return null;
    }
    case 'outbound-wanted':
    case 'outbound-cancel':
      return outboundInput(step, input);
    case 'alarms-looked-for':
      lookForAlarms(step, input.seen);
      return null;
    case 'alarms-reported':
      panelReports(step, input.seen);
      return null;
    case 'alarm-command':
      return alarmCommand(step, input.command, input.by);
    case 'customer-found':
      customerFound(step, input);
      return null;
    case 'clock':
      clock(step);
      return null;
    default:
      if (isListeningInput(input)) return takeListeningInput(step, input);
      if (isCampaignInput(input)) return campaignInput(step, input);
      takeLegInput(step, input);
      return null;
  }
}

const howGone = {
  'caller-hung-up': 'hung-up',
  'caller-left': 'fallback',
  'caller-lost': 'lost',
  'caller-cut-off': 'switch-died',
} as const;

function takeLegInput(step: Step, input: Extract<Input, { type: `leg-${string}` }>): void {
  const call = step.state.legs.get(input.leg);
  const leg = call?.legs.get(input.leg);
  if (call === undefined) {
    // A command that was long on its way, or an answer after we gave the leg up: it rings for nobody, and nobody must be left on the line.
    if (input.type === 'leg-answered' || input.type === 'leg-ringing')
      perform(step, { type: 'cancel', leg: input.leg });
    return;
  }
  if (leg === undefined) {
    if (call.outbound?.customer?.leg === input.leg) customerInput(step, call, input);
    else if (input.type === 'leg-ended' && call.outbound === null) joinedLegEnded(step, call, input);
    else if (call.talk?.leg !== input.leg) return;
    else if (input.type === 'leg-ended') agentLegEnded(step, call, input.end);
    else if (input.type === 'leg-key') previewKey(step, call, input.key);
    return;
  }
  switch (input.type) {
    case 'leg-ringing':
      if (leg.stage === 'dialling') emit(step, { type: 'leg-rang', call: call.id, leg: leg.id });
      return;
    case 'leg-answered':
      legAnswered(step, call, leg);
      if (call.talk?.leg === leg.id) dialCustomer(step, call);
      return;
    case 'leg-key':
      if (leg.stage === 'confirming' && input.key === '1') win(step, call, leg);
      if (call.talk?.leg === leg.id) dialCustomer(step, call);
      return;
    case 'leg-redirected':
      legRedirected(step, call, leg, input.target);
      return;
    case 'leg-ended':
      legEnded(step, call, leg, input.end);
      return;
    default:
      unreachable(input);
  }
}

/** A leg that had won is gone: it talked, or kept the caller for a target. */
function joinedLegEnded(step: Step, call: Call, { leg, end }: Extract<Input, { type: 'leg-ended' }>): void {
  const { talk, transfer } = call;
  if (transfer?.keeper?.leg === leg) keeperLeft(step, call, transfer, transfer.keeper);
  else if (talk?.leg !== leg) return;
  else if (transfer === null) talkLegEnded(step, call, talk, end);
  else targetLeft(step, call, transfer, talk, end === 'lost' ? 'lost' : 'hung-up');
}

function arrive(step: Step, input: Extract<Input, { type: 'call-arrived' }>): void {
  const { state, nowMs } = step;
  if (state.calls.has(input.call)) return;
  const flow = state.flows.get(input.flow)?.flow;
  const { keyed: _k, customer = null, arrivedAtMs = nowMs, priority: ruled, rules = [], ...about } = input;
  const priority = ruled ?? flow?.priority ?? 0;
  emit(step, { ...about, type: 'call-queued', priority, virtualEntryAtMs: arrivedAtMs });
  if (customer !== null) emit(step, { type: 'caller-identified', call: input.call, customer });
  for (const rule of rules) emit(step, { type: 'entry-rule-held', call: input.call, ...rule });
  const call = state.calls.get(input.call);
  if (call === undefined) return;
  recognise(step, call);
  enterFlow(step, call);
  if (state.calls.get(call.id) !== call) return;
  keepForOwner(step, call);
  hold(step, call);
}

function trunkChanged(step: Step, input: Extract<Input, { type: 'trunk-changed' }>): void {
  const known = step.state.trunks.get(input.trunk);
  if (
    known !== undefined &&
    known.inUse === input.inUse &&
    known.usable === input.usable &&
    known.alarm === input.alarm
  )
    return;
  emit(step, { ...input });
  for (const partner of step.state.site.partners.values()) {
    if (partner.destinations.some(({ trunk }) => trunk === input.trunk)) step.partners.add(partner.id);
  }
}

/** Matching, overflow, announcements and deadlines: the end of every step. */
function finish(step: Step, answer: Decision['answer']): Decision {
  logOutWhoIsDone(step);
  if (step.state.routing) {
    endReservations(step);
    restForAgent(step);
  }
  settleTransfers(step);
  followTalks(step);
  const touched = [...step.calls];
  if (step.state.routing) {
    match(step);
    const opened = steer(step, touched);
    overflow(step, opened.length === 0 ? touched : [...touched, ...opened]);
    offerCallBacks(step, touched);
    announce(step, touched);
  }
  refreshDeadlines(step.state, step.nowMs);
  return { facts: step.facts, effects: step.effects, answer };
}

/** A fact about ourselves, the switch or the store, which changes no decision. */
export function record(state: State, fact: SystemFact, nowMs: number): Decision {
  const step = newStep(state, nowMs);
  emit(step, fact);
  return finish(step, null);
}

/** A new site file is in force, or the calendars were compiled afresh. No call is dropped: a flow that is gone is kept while calls are in it. */
export function changeSite(state: State, site: Site, nowMs: number): Decision {
  const step = newStep(state, nowMs);
  state.site = site;
  buildIndex(state, nowMs);
  emit(step, { type: 'site-loaded', revision: site.revision });
  for (const agent of state.agents.values()) {
    if (agent.setup === undefined) logout(step, agent, { kind: 'rule', name: 'site-file' });
  }
  dropForced(step);
  dropSkillChanges(step);
  stopGoneCampaigns(step);
  rollShares(step);
  endSupervisions(step, 'site-file');
  planForgotten(step);
  matchEverybody(step);
  return finish(step, null);
}

/** After a recovery and its reconcile: says again what must be so for every call, and matches whoever became eligible meanwhile. */
export function resume(state: State, nowMs: number): Decision {
  const step = newStep(state, nowMs);
  buildIndex(state, nowMs);
  rollShares(step);
  dropSkillChanges(step);
  endSupervisions(step, 'switch-lost');
  for (const call of [...state.calls.values()]) {
    if (wireAgain(step, call)) askAgain(step, call);
    else if (call.outbound !== null) resumeOutbound(step, call);
    else if (!state.flows.has(call.flow)) enterFlow(step, call);
    else if (isWaiting(call)) {
      hold(step, call);
      askAgain(step, call);
    } else if (call.talk !== null && !call.talk.bridged)
      perform(step, { type: 'bridge', call: call.id, leg: call.talk.leg });
  }
  planForgotten(step);
  matchEverybody(step);
  return finish(step, null);
}

/** An agent who is reserved and whose customer nobody dials: the facts between are lost. */
function resumeOutbound(step: Step, call: Call): void {
  askAgain(step, call);
  join(step, call);
  if (call.talk === null) outboundDue(step, call);
  else if (call.outbound?.customer === null && call.outbound.preview?.stage !== 'shown')
    agentLegEnded(step, call, 'lost');
}

/** Whoever has answered and was to press the key may never have been asked. */
function askAgain(step: Step, call: Call): void {
  for (const leg of call.legs.values())
    if (leg.stage === 'confirming')
      perform(step, { type: 'ask-confirmation', leg: leg.id, language: call.language });
}

function matchEverybody(step: Step): void {
  for (const call of step.state.calls.values()) step.calls.add(call);
  for (const agent of step.state.agents.values()) step.agents.add(agent);
}
