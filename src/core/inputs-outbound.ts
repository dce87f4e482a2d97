// Inputs about agent-first calls.
import type { Customer } from './customers.js';
import type { Actor, CallId, LegId } from './facts.js';
import type { OutboundKind } from './facts-outbound.js';
import type { AgentId, FlowId } from './site.js';

export type OutboundInput =
  /** Somebody is to be called: answered by a `CommandAnswer`. */
  | {
      readonly type: 'outbound-wanted';
      readonly kind: OutboundKind;
      /** What it is about: letters, digits, `.`, `_` and `-`. */
      readonly subject: string;
      /** Tells apart the calls about one subject; with both the call is named: `case-<subject>.<serial>`. */
      readonly serial: number;
      readonly flow: FlowId;
      /** As it was given: brought into international form and held against the site file's rules. */
      readonly number: string;
      readonly name: string;
      readonly language: 'en' | 'fr';
      /** `null`: the flow's. */
      readonly priority: number | null;
      readonly notBeforeMs: number;
      /** `null`: by the site file. */
      readonly expiresAtMs: number | null;
      readonly onlyAgent: AgentId | null;
      /** `null`: not known, then no ring asks for his own unit. */
      readonly customer: Customer | null;
      readonly by: Actor;
    }
  /**
   * The facts of an attempt are lost, and the customer's leg is there; `agentLeg` null: the agent's is not known either, and the two talk.
   */
  | {
      readonly type: 'customer-found';
      readonly call: CallId;
      readonly agentLeg: LegId | null;
      readonly leg: LegId;
    }
  /** Refused once the customer has answered. */
  | { readonly type: 'outbound-cancel'; readonly call: CallId; readonly by: Actor };

export type OutboundRefusal =
  /** The site file has no section `outbound`. */
  | 'no-outbound'
  | 'unknown-flow'
  | 'unknown-call'
  /** No subscriber's number. */
  | 'bad-number'
  | 'number-not-allowed'
  /** A call of this id is there. */
  | 'already-wanted'
  | 'already-talking';
