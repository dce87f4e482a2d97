// apply() for the call by which an owner keeps his promise.
import { unreachable } from '../base/assert.js';
import { touchAgent } from './apply-agent.js';
import { type Case, type CaseBook, changeCase } from './case-book.js';
import type { CallId } from './facts.js';
import type { CaseCallBackFact } from './facts-case-callbacks.js';
import type { OutboundFact } from './facts-outbound.js';
import type { AgentId } from './site.js';
import type { Call, State } from './state.js';

type Queued = Extract<OutboundFact, { type: 'outbound-queued' }>;

/** An agent-first call is planned: the case knows it, and never gives its number to another one. */
export function planned(book: CaseBook, { kind, subject, call, notBeforeMs }: Queued): void {
  const one = kind === 'case' ? book.cases.get(subject) : undefined;
  if (one === undefined) return;
  const serial = Number(call.slice(call.lastIndexOf('.') + 1)) || 0;
  const callBacks = Math.max(one.callBacks + 1, serial);
  changeCase(book, one, { callBacks, callBack: { call, promisedAtMs: notBeforeMs, isLate: false } });
}

/** The call is over, however it ended: who was kept free for it is free. */
export function unplanned(state: State, call: Call, atMs: number): void {
  const { outbound } = call;
  if (outbound === null || outbound.kind !== 'case') return;
  const one = state.book.cases.get(outbound.subject);
  if (one?.callBack?.call === call.id) changeCase(state.book, one, { callBack: null });
  letGo(state, outbound.onlyAgent, call.id, atMs);
}

/** Who was kept free for the call is free. */
function letGo(state: State, owner: AgentId | null, call: CallId, atMs: number): void {
  const agent = state.agents.get(owner ?? '');
  if (agent?.keptFor?.call !== call) return;
  agent.keptFor = null;
  touchAgent(state, agent, atMs);
}

/** What a fact of these changes in the case; `null`: nothing. */
export function callBackChange(
  state: State,
  one: Case,
  fact: CaseCallBackFact,
  atMs: number,
): Partial<Case> | null {
  switch (fact.type) {
    case 'case-number-given':
      return { changedAtMs: atMs, number: fact.number };
    case 'case-owner-kept-free': {
      const agent = state.agents.get(fact.agent);
      if (agent === undefined) return null;
      agent.keptFor = { call: fact.call, untilMs: fact.untilMs };
      touchAgent(state, agent, atMs);
      return null;
    }
    case 'case-call-back-late':
      if (fact.rule === 'deputy') openToAll(state, fact.call, atMs);
      return one.callBack === null ? null : { callBack: { ...one.callBack, isLate: true } };
    case 'case-called-back':
      return { changedAtMs: atMs, callBackAtMs: null, lastCallBack: { atMs, end: 'talked' } };
    case 'case-call-back-failed':
      return { changedAtMs: atMs, callBackAtMs: null, lastCallBack: { atMs, end: fact.because } };
    default:
      return unreachable(fact);
  }
}

function openToAll(state: State, id: CallId, atMs: number): void {
  const call = state.calls.get(id);
  if (call === undefined || call.outbound === null) return;
  const { restUntilMs, onlyAgent } = call.outbound;
  letGo(state, onlyAgent, id, atMs);
  call.outbound.onlyAgent = null;
  if (restUntilMs !== null && restUntilMs > atMs) call.outbound.restUntilMs = atMs;
  state.touched.add(call);
}
