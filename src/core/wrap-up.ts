// Wrap-up: how long it lasts, how it ends, and what the agent says the call was about.
import type { Actor } from './facts.js';
import type { WrapUpEnd, WrapUpRefusal } from './facts-wrap-up.js';
import type { CommandAnswer } from './inputs.js';
import type { AgentId, FlowId } from './site.js';
import type { WrapUpCodeId, WrapUpRules } from './site-wrap-up.js';
import type { Agent, State } from './state.js';
import { emit, type Step } from './step.js';

/** Agent and flow together, else the flow's, else the agent's own, else the site's. */
export function wrapUpMsOf(state: State, agent: AgentId, flow: FlowId): number {
  const setup = state.site.agents.get(agent);
  return (
    setup?.wrapUpByFlow.get(flow) ??
    state.flows.get(flow)?.flow.wrapUpMs ??
    setup?.wrapUpMs ??
    state.site.wrapUpMs
  );
}

/** What is asked about the agent's last talk; `null`: nothing. */
export function askedOf(state: State, { lastTalk }: Agent): WrapUpRules | null {
  return lastTalk === null ? null : (state.flows.get(lastTalk.flow)?.flow.wrapUpCodes ?? null);
}

/** The code of that number in the flow of the agent's last talk; `null`: there is none. The first is 1. */
export function codeOfDigits(state: State, agent: Agent, digits: string): WrapUpCodeId | null {
  if (!/^[1-9][0-9]?$/.test(digits)) return null;
  return askedOf(state, agent)?.codes[Number(digits) - 1] ?? null;
}

const no = (because: WrapUpRefusal): CommandAnswer => ({ ok: false, because });

/** During the talk, the wrap-up or later, until the next talk begins. To say the same again changes nothing. */
export function wrapUpCode(step: Step, agent: Agent, code: WrapUpCodeId, by: Actor): CommandAnswer {
  const { lastTalk } = agent;
  if (lastTalk === null) return no('no-call-to-code');
  const asked = askedOf(step.state, agent);
  if (asked === null) return no('no-codes');
  if (!asked.codes.includes(code)) return no('unknown-code');
  const { call, leg, flow, code: instead } = lastTalk;
  if (instead !== code)
    emit(step, { type: 'wrap-up-coded', call, leg, agent: agent.id, flow, code, instead, by });
  return { ok: true };
}

/** He is in a wrap-up that he cannot end before he has given a code. */
export function needsCode(state: State, agent: Agent): boolean {
  return isUncoded(agent) && askedOf(state, agent)?.required === true;
}

/** He wraps up a call of which he has not said what it was about. */
function isUncoded({ work, lastTalk }: Agent): boolean {
  return work.kind === 'wrap-up' && lastTalk?.call === work.call && lastTalk.code === null;
}

export function endWrapUp(step: Step, agent: Agent, because: WrapUpEnd): void {
  const { lastTalk } = agent;
  const isMissing = isUncoded(agent) && askedOf(step.state, agent) !== null;
  emit(step, { type: 'agent-wrap-up-ended', agent: agent.id, by: because === 'time' ? 'time' : 'agent' });
  if (!isMissing || lastTalk === null) return;
  const { call, leg, flow } = lastTalk;
  emit(step, { type: 'wrap-up-not-coded', call, leg, agent: agent.id, flow, because });
}

/** Sentences about what is broken: a talk is one agent's, and who talks with a caller may say what about. For the invariants. */
export function brokenWrapUps({ agents, calls }: State): string[] {
  const broken: string[] = [];
  const legs = new Set<string>();
  for (const { id, lastTalk } of agents.values()) {
    if (lastTalk === null) continue;
    if (legs.has(lastTalk.leg)) broken.push(`the talk on ${lastTalk.leg} is agent ${id}'s and another's`);
    legs.add(lastTalk.leg);
  }
  for (const { id, talk, transfer } of calls.values()) {
    if (talk?.to.kind !== 'agent' || !talk.bridged || transfer?.keeper) continue;
    if (agents.get(talk.to.agent)?.lastTalk?.leg !== talk.leg)
      broken.push(`agent ${talk.to.agent} talks in call ${id}, and cannot say what about`);
  }
  return broken;
}
