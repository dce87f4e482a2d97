// The talk of which an agent may say what it was about: his last one, until the next begins.
import type { CallFact, CallId, LegId } from './facts.js';
import type { WrapUpFact } from './facts-wrap-up.js';
import type { AgentId, FlowId } from './site.js';
import type { WrapUpCodeId } from './site-wrap-up.js';
import type { Call, State } from './state.js';

/** An agent's talk with a caller, that goes on or was his last one. */
export type LastTalk = {
  readonly call: CallId;
  readonly leg: LegId;
  readonly flow: FlowId;
  /** What he said it was about; the last one counts. */
  readonly code: WrapUpCodeId | null;
};

export function applyWrapUpFact(state: State, fact: WrapUpFact): void {
  if (fact.type === 'wrap-up-not-coded') return;
  const agent = state.agents.get(fact.agent);
  if (agent === undefined) return;
  const { call, leg, flow, code } = fact;
  agent.lastTalk = { call, leg, flow, code };
}

/** Call after a fact of the call was applied, while the call is still known. */
export function followLastTalk(state: State, call: Call, fact: CallFact): void {
  if (fact.type === 'call-returned') {
    const agent = state.agents.get(fact.agent ?? '');
    // It was no talk: nothing can be said of it.
    if (agent?.lastTalk?.leg === fact.leg) agent.lastTalk = null;
    return;
  }
  if (fact.type === 'talk-ended') {
    if (fact.agent !== null) began(state, fact.agent, call, fact.leg);
    return;
  }
  noteTalk(state, call);
}

/** Who is joined with the caller, nobody standing between, has begun his talk. */
export function noteTalk(state: State, call: Call): void {
  const { talk, transfer } = call;
  if (talk?.to.kind !== 'agent' || !talk.bridged || transfer?.keeper) return;
  began(state, talk.to.agent, call, talk.leg);
}

function began(state: State, id: AgentId, { id: call, flow }: Call, leg: LegId): void {
  const agent = state.agents.get(id);
  if (agent === undefined || agent.lastTalk?.leg === leg) return;
  agent.lastTalk = { call, leg, flow, code: null };
}
