// From the answer to the end: bridging, who hung up, what the agent does next, and the one end of every call.
import { calledIn } from './callback.js';
import { talkBegan } from './cases.js';
import type { CallEnd } from './facts.js';
import type { LegEnd } from './inputs.js';
import { endLegs } from './offers.js';
import { partWith } from './satisfaction.js';
import type { Call, Talk } from './state.js';
import { emit, perform, type Step } from './step.js';
import { enterFlow, positionOf, waitedMsOf } from './treatments.js';
import { wrapUpMsOf } from './wrap-up.js';

type TalkEndedBy = 'caller' | 'agent' | 'partner' | 'limit' | 'unknown';

function who(talk: Talk): { agent: string | null; partner: string | null } {
  return talk.to.kind === 'agent'
    ? { agent: talk.to.agent, partner: null }
    : { agent: null, partner: talk.to.partner };
}

function endCall(step: Step, call: Call, end: CallEnd): void {
  emit(step, {
    type: 'call-ended',
    call: call.id,
    flow: call.flow,
    end,
    reason: null,
    waitedMs: waitedMsOf(call, step.nowMs),
    talkMs: call.talkedMs,
    position: positionOf(step, call),
  });
}

/** The talk is over: counted, and the agent goes to his wrap-up after a call of `flow`. */
export function endTalk(step: Step, call: Call, talk: Talk, by: TalkEndedBy, flow = call.flow): void {
  const { state, nowMs } = step;
  emit(step, {
    type: 'talk-ended',
    call: call.id,
    leg: talk.leg,
    ...who(talk),
    talkMs: nowMs - talk.answeredAtMs,
    by,
  });
  if (talk.to.kind === 'partner') {
    step.partners.add(talk.to.partner);
    return;
  }
  const agent = state.agents.get(talk.to.agent);
  if (agent === undefined) return;
  step.agents.add(agent);
  const wrapUpMs = wrapUpMsOf(state, agent.id, flow);
  if (wrapUpMs === 0 || agent.presence === 'logged-out') return;
  emit(step, {
    type: 'agent-wrap-up-started',
    agent: agent.id,
    call: call.id,
    flow,
    untilMs: nowMs + wrapUpMs,
  });
}

/** Back in line, at the front: the answer came to nothing. */
function returnCall(
  step: Step,
  call: Call,
  talk: Talk,
  because: 'hung-up-at-once' | 'bridge-failed' | 'leg-lost',
): void {
  const { state, nowMs } = step;
  const { rejected, unreachable } = state.site.backOffs;
  const callMs =
    because === 'hung-up-at-once' ? rejected.callMs : because === 'bridge-failed' ? unreachable.callMs : 0;
  emit(step, {
    type: 'call-returned',
    call: call.id,
    leg: talk.leg,
    ...who(talk),
    because,
    callUntilMs: callMs > 0 ? nowMs + callMs : null,
  });
  waitOn(step, call);
  step.calls.add(call);
  if (talk.to.kind === 'partner') step.partners.add(talk.to.partner);
  else {
    const agent = state.agents.get(talk.to.agent);
    if (agent !== undefined) step.agents.add(agent);
  }
}

/** He is in line again: unless a new site file took his flow away, in which nobody would ever take him. */
export function waitOn(step: Step, call: Call): void {
  if (step.state.flows.has(call.flow)) hold(step, call);
  else enterFlow(step, call);
}

/** The caller waits, and hears his flow's music. */
export function hold(step: Step, call: Call): void {
  const music = step.state.flows.get(call.flow)?.flow.music ?? 'default';
  perform(step, { type: 'hold', call: call.id, music, language: call.language });
}

/** Caller and agent are together again, after a hold or a transfer that came to nothing. */
export function joinAgain(step: Step, call: Call, talk: Talk): void {
  perform(step, { type: 'bridge', call: call.id, leg: talk.leg });
}

export function bridged(step: Step, call: Call, leg: string): void {
  if (call.talk?.leg !== leg || call.talk.bridged) return;
  emit(step, { type: 'call-bridged', call: call.id, leg });
  talkBegan(step, call);
  calledIn(step, call);
}

export function bridgeFailed(step: Step, call: Call, leg: string, gone: 'caller' | 'leg' | 'unknown'): void {
  const talk = call.talk;
  if (talk === null || talk.leg !== leg) return;
  if (gone === 'caller') {
    callerGone(step, call, 'hung-up');
    return;
  }
  perform(step, { type: 'cancel', leg });
  returnCall(step, call, talk, 'bridge-failed');
}

/** The leg that won is gone. */
export function talkLegEnded(step: Step, call: Call, talk: Talk, end: LegEnd): void {
  const talkMs = step.nowMs - talk.answeredAtMs;
  const shortTalkMs = step.state.flows.get(call.flow)?.flow.shortTalkMs ?? 0;
  if (end === 'lost') {
    returnCall(step, call, talk, 'leg-lost');
    return;
  }
  if (!talk.bridged || (talk.to.kind === 'agent' && talkMs < shortTalkMs)) {
    returnCall(step, call, talk, 'hung-up-at-once');
    return;
  }
  endTalk(step, call, talk, talk.to.kind);
  if (talk.held && talk.to.kind === 'agent') {
    emit(step, { type: 'caller-left-on-hold', call: call.id, agent: talk.to.agent });
    waitOn(step, call);
    step.calls.add(call);
    return;
  }
  endCall(step, call, talk.to.kind === 'agent' ? 'agent-hung-up' : 'partner-hung-up');
  partWith(step, call, who(talk).agent);
}

/** The talk with a partner has lasted as long as the site file allows. */
export function endAtLimit(step: Step, call: Call, talk: Talk): void {
  perform(step, { type: 'cancel', leg: talk.leg });
  endTalk(step, call, talk, 'limit');
  endCall(step, call, 'partner-hung-up');
  perform(step, { type: 'hang-up', call: call.id });
}

/** The caller is no longer in our hands: hung up, taken to the fall-back, or gone while we were away. */
export function callerGone(
  step: Step,
  call: Call,
  how: 'hung-up' | 'fallback' | 'lost' | 'switch-died',
): void {
  const talk = call.talk;
  if (talk !== null) {
    perform(step, { type: 'cancel', leg: talk.leg });
    endTalk(step, call, talk, how === 'hung-up' ? 'caller' : 'unknown');
    endCall(step, call, how === 'hung-up' ? 'caller-hung-up' : how);
    return;
  }
  endLegs(step, call, 'caller-gone');
  endCall(step, call, how === 'hung-up' ? 'abandoned' : how);
}
