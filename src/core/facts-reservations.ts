// Facts about a call that is kept for one agent for a time: the owner of the caller's case, say.
import type { CallId } from './facts.js';
import type { AgentId } from './site.js';

/** Why a call is kept for one agent. */
export type ReservationReason =
  /** He owns the caller's open case. */
  | 'case-owner'
  /** A supervisor gave it to him. */
  | 'supervisor';

/** Why a call is not, or no longer, kept for one agent: from then on it goes to whoever may take it. */
export type ReservationEnd =
  /** The time is over. */
  | 'bound'
  | 'logged-out'
  /** Not ready, for a reason that lasts. */
  | 'not-ready'
  /** He let it ring, or refused the call. */
  | 'refused'
  | 'phone-away'
  | 'not-in-site-file';

export type ReservationFact =
  | {
      readonly type: 'call-reserved';
      readonly call: CallId;
      readonly agent: AgentId;
      readonly because: ReservationReason;
      /** Whoever may take the call is offered it from then on. */
      readonly untilMs: number;
    }
  | {
      readonly type: 'reservation-ended';
      readonly call: CallId;
      readonly agent: AgentId;
      readonly because: ReservationEnd;
    };
