// Facts of what agents say about their calls. As all facts: their shape never changes once released.
import type { Actor, CallId, LegId } from './facts.js';
import type { AgentId, FlowId } from './site.js';
import type { WrapUpCodeId } from './site-wrap-up.js';

export type WrapUpFact =
  /** What the talk on this leg was about. The last one of a talk counts. */
  | {
      readonly type: 'wrap-up-coded';
      readonly call: CallId;
      /** The agent's leg: a talk is known by it, for an agent may talk twice in one call. */
      readonly leg: LegId;
      readonly agent: AgentId;
      readonly flow: FlowId;
      readonly code: WrapUpCodeId;
      /** What he had said of the same talk before; `null`: nothing. */
      readonly instead: WrapUpCodeId | null;
      readonly by: Actor;
    }
  /** The wrap-up after a talk is over, the flow asks for a code, and none was given. One may still come. */
  | {
      readonly type: 'wrap-up-not-coded';
      readonly call: CallId;
      readonly leg: LegId;
      readonly agent: AgentId;
      readonly flow: FlowId;
      /** Its time was over, he ended it, or he was logged out. */
      readonly because: WrapUpEnd;
    };

export type WrapUpEnd = 'time' | 'agent' | 'logged-out';

/** Why a code is not taken, or is asked for. */
export type WrapUpRefusal =
  /** He has talked with nobody yet of whom he could say it. */
  | 'no-call-to-code'
  /** The flow of the call asks for none. */
  | 'no-codes'
  /** Not one of those of the flow. */
  | 'unknown-code'
  /** The flow wants a code before the wrap-up is ended. */
  | 'code-needed';

export function isWrapUpFact<F extends { readonly type: string }>(fact: F): fact is Extract<F, WrapUpFact> {
  return fact.type === 'wrap-up-coded' || fact.type === 'wrap-up-not-coded';
}
