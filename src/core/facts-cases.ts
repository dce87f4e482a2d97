// Facts about repeat callers, contacts and cases.
import type { CustomerId } from './customers.js';
import type { Actor, CallId } from './facts.js';
import type { CaseCallBackFact } from './facts-case-callbacks.js';
import type { ReservationEnd } from './facts-reservations.js';
import type { AgentId, FlowId, PartnerId } from './site.js';

export type CaseId = string;
/** One of the site's colours for cases. */
export type ColourId = string;

/** Why a call is served as a repeat call. */
export type RepeatReason =
  /** So many contacts within the window. */
  | 'contacts'
  /** Fewer, but a case of his is open. */
  | 'open-case';

/** Why the call is not kept for the owner of the case: he would not take it soon. */
export type OwnerPassedOver = Exclude<ReservationEnd, 'bound' | 'refused'> | 'not-asked-for';

/** About a call of a customer: part of what `explain` tells of it. */
export type RepeatCallFact =
  | {
      readonly type: 'repeat-call-recognised';
      readonly call: CallId;
      readonly customer: CustomerId;
      readonly because: RepeatReason;
      /** Contacts within the window, this call included. */
      readonly contacts: number;
      readonly withinMs: number;
      /** The call's own from now on. */
      readonly priority: number;
      /** His open case. */
      readonly case: CaseId | null;
      readonly owner: AgentId | null;
      /** Why the owner is not asked first; `null`: he is, or there is none. */
      readonly ownerPassedOver: OwnerPassedOver | null;
    }
  /** A repeat call is served in-house: these were not tried, though the flow would have. */
  | { readonly type: 'partners-left-out'; readonly call: CallId; readonly partners: readonly PartnerId[] }
  /** The call counts as a contact of its customer. */
  | { readonly type: 'call-counted'; readonly call: CallId; readonly customer: CustomerId }
  /** An agent has answered a call that is about this case. */
  | {
      readonly type: 'call-joined-case';
      readonly call: CallId;
      readonly case: CaseId;
      readonly agent: AgentId;
    };

/** About a case, or a contact that is no call. */
export type CaseFact =
  | CaseCallBackFact
  | {
      readonly type: 'contact-recorded';
      readonly customer: CustomerId;
      /** `mail`, `chat` … */
      readonly channel: string;
      readonly contactAtMs: number;
      readonly by: Actor;
    }
  | {
      readonly type: 'case-opened';
      readonly case: CaseId;
      readonly customer: CustomerId;
      readonly customerName: string;
      /** `null`: nobody has it. */
      readonly owner: AgentId | null;
      /** Who would have had it, but for his load. */
      readonly passedOver: AgentId | null;
      readonly colour: ColourId;
      /** Of the call that it began with. */
      readonly flow: FlowId | null;
      readonly by: Actor;
    }
  | { readonly type: 'case-noted'; readonly case: CaseId; readonly text: string; readonly by: Actor }
  | { readonly type: 'case-coloured'; readonly case: CaseId; readonly colour: ColourId; readonly by: Actor }
  | {
      readonly type: 'case-given';
      readonly case: CaseId;
      readonly from: AgentId | null;
      readonly to: AgentId;
      readonly by: Actor;
    }
  /** Somebody else has to do something first: back office, network, delivery. */
  | { readonly type: 'case-waits'; readonly case: CaseId; readonly entity: string; readonly by: Actor }
  | { readonly type: 'case-resumed'; readonly case: CaseId; readonly by: Actor }
  /** When the customer was promised to be called; `null`: no longer. */
  | {
      readonly type: 'case-call-back-promised';
      readonly case: CaseId;
      readonly callBackAtMs: number | null;
      readonly by: Actor;
    }
  | { readonly type: 'case-solved'; readonly case: CaseId; readonly by: Actor }
  | { readonly type: 'case-reopened'; readonly case: CaseId; readonly by: Actor }
  | { readonly type: 'case-closed'; readonly case: CaseId; readonly by: Actor };

/** Is the fact about a case or a contact, and not about a call? */
export function isCaseFact(fact: { readonly type: string }): fact is CaseFact {
  return fact.type.startsWith('case-') || fact.type === 'contact-recorded';
}

const repeatCallFacts: ReadonlySet<string> = new Set<RepeatCallFact['type']>([
  'repeat-call-recognised',
  'partners-left-out',
  'call-counted',
  'call-joined-case',
]);

export function isRepeatCallFact(fact: { readonly type: string }): fact is RepeatCallFact {
  return repeatCallFacts.has(fact.type);
}
