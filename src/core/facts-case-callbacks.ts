// Facts about the call by which the owner of a case keeps his promise to call the customer back. The call itself is an agent-first call
// (facts-outbound.ts) of the kind `case`.
import type { Actor, CallId } from './facts.js';
import type { OutboundEnd } from './facts-outbound.js';
import type { ReservationEnd } from './facts-reservations.js';
import type { AgentId } from './site.js';

/** Why the owner does not make the call that he has promised. `busy`: he is there, and at something else. */
export type OwnerMissing = Exclude<ReservationEnd, 'bound'> | 'busy';

export type CaseCallBackFact =
  /** At which number the customer wants to be called, in international form. */
  | { readonly type: 'case-number-given'; readonly case: string; readonly number: string; readonly by: Actor }
  /** The moment is near: the owner gets no other call until then. */
  | {
      readonly type: 'case-owner-kept-free';
      readonly case: string;
      readonly call: CallId;
      readonly agent: AgentId;
      readonly untilMs: number;
    }
  /** The promise is not kept in time. `deputy`: from now on whoever may take calls of the flow makes it. */
  | {
      readonly type: 'case-call-back-late';
      readonly case: string;
      readonly call: CallId;
      readonly owner: AgentId;
      readonly because: OwnerMissing;
      readonly promisedAtMs: number;
      readonly rule: 'deputy' | 'wait';
    }
  /** Agent and customer have talked. */
  | { readonly type: 'case-called-back'; readonly case: string; readonly call: CallId }
  /** The customer was not reached, or nobody was there in time to call him. */
  | {
      readonly type: 'case-call-back-failed';
      readonly case: string;
      readonly call: CallId;
      readonly because: Exclude<OutboundEnd, 'talked' | 'cancelled' | 'called-in'>;
      /** Times that he was dialled. */
      readonly attempts: number;
    };
