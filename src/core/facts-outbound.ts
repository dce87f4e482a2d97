// Facts about agent-first calls: a call without a caller that stands in line like any other; an agent is offered it, and when he has
// answered (`call-answered`) the customer is dialled. Offers, talks and wrap-ups are the same facts as of any call.
import type { Actor, CallId, LegId } from './facts.js';
import type { AgentId, FlowId, TrunkId } from './site.js';
import type { NotReached } from './site-outbound.js';

/** `callback`: a caller asked for it. `case`: the owner of a case promised it. `campaign`: a record of a list. */
export type OutboundKind = 'callback' | 'case' | 'campaign';

/** Why an agent-first call does not stand in line now. */
export type Postponement =
  /** The flow is closed. */
  | 'closed'
  /** Customers may not be called now. */
  | 'call-times'
  | 'concurrent-cap'
  | 'minute-cap'
  | 'day-cap'
  | 'trunk-down'
  /** Another call to this number is on its way. */
  | 'same-number'
  /** The one agent who may make it is not there. */
  | 'agent-away';

export type OutboundEnd =
  /** Agent and customer have talked. */
  | 'talked'
  /** Of a call-back: the customer called the flow himself, and was answered. */
  | 'called-in'
  /** As often as the site file says, in vain. */
  | 'not-reached'
  | 'expired'
  /** By a person, or because the case or campaign is over. */
  | 'cancelled'
  /** The site file's rules no longer let the number be dialled, or no longer have the flow. */
  | 'not-allowed';

export type OutboundFact =
  /** It rests until `notBeforeMs`, then it stands in line. */
  | {
      readonly type: 'outbound-queued';
      readonly call: CallId;
      readonly kind: OutboundKind;
      /** What it is about: the first call, the case, the campaign's record. */
      readonly subject: string;
      readonly flow: FlowId;
      /** In international form. */
      readonly number: string;
      readonly name: string;
      readonly language: 'en' | 'fr';
      readonly priority: number;
      /** Its place in line counts from here. */
      readonly virtualEntryAtMs: number;
      readonly notBeforeMs: number;
      /** Then it is given up, unless somebody is at it. */
      readonly expiresAtMs: number | null;
      /** Nobody else may make it. */
      readonly onlyAgent: AgentId | null;
      readonly by: Actor;
    }
  /** It stands in line from now on. */
  | { readonly type: 'outbound-due'; readonly call: CallId }
  /** Out of the line, until then; an agent who was reserved (`leg`) is free. */
  | {
      readonly type: 'outbound-postponed';
      readonly call: CallId;
      readonly because: Postponement;
      readonly untilMs: number;
      readonly agent: AgentId | null;
      readonly leg: LegId | null;
    }
  | {
      readonly type: 'customer-dialled';
      readonly call: CallId;
      readonly leg: LegId;
      /** Who is reserved for it. */
      readonly agent: AgentId;
      readonly trunk: TrunkId;
      /** In international form. */
      readonly number: string;
      /** Counts from 1. */
      readonly attempt: number;
      readonly deadlineAtMs: number;
    }
  | { readonly type: 'customer-rang'; readonly call: CallId; readonly leg: LegId }
  /** Talk counts from here. */
  | { readonly type: 'customer-answered'; readonly call: CallId; readonly leg: LegId }
  /** The agent is free again. */
  | {
      readonly type: 'customer-not-reached';
      readonly call: CallId;
      readonly leg: LegId;
      readonly agent: AgentId;
      readonly agentLeg: LegId;
      readonly cause: NotReached;
      /** When it stands in line again; `null`: it is given up. */
      readonly nextAtMs: number | null;
    }
  | {
      readonly type: 'outbound-ended';
      readonly call: CallId;
      readonly kind: OutboundKind;
      readonly subject: string;
      readonly flow: FlowId;
      readonly end: OutboundEnd;
      readonly attempts: number;
      /** Time in line, in all. */
      readonly waitedMs: number;
      readonly talkMs: number;
      readonly by: Actor;
    };

const outboundFacts: ReadonlySet<string> = new Set<OutboundFact['type']>([
  'outbound-queued',
  'outbound-due',
  'outbound-postponed',
  'customer-dialled',
  'customer-rang',
  'customer-answered',
  'customer-not-reached',
  'outbound-ended',
]);

export function isOutboundFact(fact: { readonly type: string }): fact is OutboundFact {
  return outboundFacts.has(fact.type);
}
