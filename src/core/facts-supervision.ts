// What a supervisor does to calls, flows and agents, and the facts of it: each says who did it.
import type { Actor, CallId } from './facts.js';
import type { Skills } from './facts-skills.js';
import type { AgentId, FlowId } from './site.js';

/** A flow held open or closed whatever its calendar says. */
export type ForcedState = 'open' | 'closed';

export type Supervision =
  /** He is offered to this agent next, and to nobody else meanwhile, for so long at most. */
  | { readonly kind: 'take-call'; readonly call: CallId; readonly agent: AgentId; readonly forMs: number }
  /** He goes on in another flow, with the time at which he first asked. */
  | { readonly kind: 'move-call'; readonly call: CallId; readonly flow: FlowId }
  /** To this priority; `null`: to the front of the line. */
  | { readonly kind: 'raise-call'; readonly call: CallId; readonly priority: number | null }
  | {
      readonly kind: 'force-flow';
      readonly flow: FlowId;
      readonly to: ForcedState;
      readonly untilMs: number;
    }
  /** The calendar counts again. */
  | { readonly kind: 'release-flow'; readonly flow: FlowId }
  /** He has these skills and no others; `null`: those of the site file again. */
  | { readonly kind: 'change-skills'; readonly agent: AgentId; readonly skills: Skills | null };

/** Why nothing was done. */
export type SupervisionRefusal =
  | 'unknown-call'
  | 'not-waiting'
  /** An agent is transferring him. */
  | 'in-transfer'
  | 'unknown-flow'
  /** The agent is not-ready, or his phone cannot be reached. */
  | 'agent-not-ready'
  | 'phone-away'
  /** He refused this call a moment ago, or let it ring. */
  | 'refused-lately'
  /** It rings at his phone, or is kept for him, already. */
  | 'already-his'
  | 'already-there'
  | 'flow-closed'
  | 'line-full'
  | 'nobody-there'
  /** The loop guard: he was moved from flow to flow too often. */
  | 'moved-too-often'
  | 'not-higher'
  | 'until-past'
  | 'until-too-far'
  /** It has no hours, and nobody holds it closed. */
  | 'always-open'
  | 'not-forced';

export type SupervisionCallFact =
  | {
      readonly type: 'take-ordered';
      readonly call: CallId;
      readonly agent: AgentId;
      readonly untilMs: number;
      readonly by: Actor;
    }
  | {
      readonly type: 'move-ordered';
      readonly call: CallId;
      readonly from: FlowId;
      readonly to: FlowId;
      readonly by: Actor;
    }
  /** `front`: before all who were not put there. */
  | {
      readonly type: 'call-raised';
      readonly call: CallId;
      readonly from: number;
      readonly priority: number;
      readonly front: boolean;
      readonly by: Actor;
    };

export type SupervisionFlowFact =
  | {
      readonly type: 'flow-forced';
      readonly flow: FlowId;
      readonly to: ForcedState;
      readonly untilMs: number;
      readonly by: Actor;
    }
  /** The rules are `time` (it was forced until then) and `site-file` (the flow is gone). */
  | {
      readonly type: 'flow-force-ended';
      readonly flow: FlowId;
      readonly to: ForcedState;
      readonly by: Actor;
    };

export type LeavingFact =
  /** He gets no other call and is logged out when he is done with the one that he has. */
  | { readonly type: 'agent-logout-due'; readonly agent: AgentId; readonly by: Actor }
  | { readonly type: 'agent-logout-cancelled'; readonly agent: AgentId; readonly by: Actor };
