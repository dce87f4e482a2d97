// Records of agent-first calls: what such a call has beside other calls, and what the caps count.
import type { CallId, LegId } from './facts.js';
import type { CallBackStage } from './facts-callback.js';
import type { OutboundKind } from './facts-outbound.js';
import type { AgentId } from './site.js';
import type { NotReached } from './site-outbound.js';

export type Outbound = {
  readonly kind: OutboundKind;
  readonly subject: string;
  /** Nobody else may make it. */
  onlyAgent: AgentId | null;
  readonly expiresAtMs: number | null;
  /** Not in line before then; `null`: it stands in line, or an agent is at it. */
  restUntilMs: number | null;
  /** Times that the customer was dialled. */
  dialled: number;
  /** How often each outcome came. */
  readonly outcomes: Partial<Record<NotReached, number>>;
  /** The customer's leg. Only while an agent is reserved, who is the call's talk. */
  customer: {
    readonly leg: LegId;
    stage: 'dialling' | 'ringing' | 'answered';
    readonly startedAtMs: number;
    readonly deadlineAtMs: number;
  } | null;
  /** Of a campaign with preview, while an agent is reserved: he is shown the customer, or has said that he is to be dialled. */
  preview:
    | { readonly stage: 'shown'; readonly deadlineAtMs: number; readonly otherwise: 'dial' | 'skip' }
    | { readonly stage: 'accepted' }
    | null;
};

/** What a waiting caller was asked about a call-back, and has keyed. */
export type CallBackTalk = {
  readonly stage: CallBackStage;
  /** His own, as far as he has keyed another, or what was read to him. */
  readonly number: string;
  /** How often he was asked to key a number. */
  readonly asked: number;
  /** When he was asked, or pressed a key. */
  readonly atMs: number;
};

export type OutboundCounts = {
  /** Calls that stand in line or that an agent is at. */
  readonly active: Set<CallId>;
  /** Call-backs that are promised, by the number that will be dialled. */
  readonly callBacks: Map<string, Set<CallId>>;
  /** Customers' legs. */
  readonly live: Set<LegId>;
  /** Customers dialled within the last minute. */
  starts: number[];
  dayStartMs: number;
  /** Customers dialled on that day. */
  dialled: number;
};

export function noOutboundCounts(): OutboundCounts {
  return {
    active: new Set(),
    callBacks: new Map(),
    live: new Set(),
    starts: [],
    dayStartMs: 0,
    dialled: 0,
  };
}

/** Call-backs are found by their number. */
export function indexCallBack(
  { callBacks }: OutboundCounts,
  {
    id,
    caller,
    outbound,
  }: { readonly id: CallId; readonly caller: string; readonly outbound: Outbound | null },
): void {
  if (outbound?.kind !== 'callback') return;
  const calls = callBacks.get(caller);
  if (calls === undefined) callBacks.set(caller, new Set([id]));
  else calls.add(id);
}

export function dropCallBack(
  { callBacks }: OutboundCounts,
  { id, caller }: { readonly id: CallId; readonly caller: string },
): void {
  const calls = callBacks.get(caller);
  calls?.delete(id);
  if (calls?.size === 0) callBacks.delete(caller);
}
