// The question after the call: when the agent has hung up, some callers are given to the dialplan, which asks for a score from 1 to 5.
import { askedForMs } from './apply-listening.js';
import type { CallId } from './facts.js';
import type { Score } from './facts-listening.js';
import { isChosen } from './share.js';
import type { AgentId } from './site.js';
import type { Call } from './state.js';
import { emit, perform, type Step } from './step.js';

/** The call has ended because the agent hung up: the caller is asked, or hung up. */
export function partWith(step: Step, call: Call, agent: AgentId | null): void {
  const flow = step.state.flows.get(call.flow)?.flow;
  const percent = flow?.satisfaction?.askPercent ?? 0;
  if (agent === null || !isChosen(call.id, 'satisfaction', percent)) {
    perform(step, { type: 'hang-up', call: call.id });
    return;
  }
  emit(step, { type: 'satisfaction-asked', call: call.id, flow: call.flow, agent });
  perform(step, { type: 'release', call: call.id, next: 'satisfaction' });
}

/** A key that the dialplan reports. It counts once, from whom we have asked, and from nobody else. */
export function takeAnswer(step: Step, call: CallId, key: string): void {
  const asked = step.state.asked.get(call);
  const score = scoreOf(key);
  if (asked === undefined || score === null || asked.atMs <= step.nowMs - askedForMs) return;
  emit(step, { type: 'satisfaction-given', call, flow: asked.flow, agent: asked.agent, score });
}

function scoreOf(key: string): Score | null {
  const score = Number(key);
  return key.length === 1 && (score === 1 || score === 2 || score === 3 || score === 4 || score === 5)
    ? score
    : null;
}
