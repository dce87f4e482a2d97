// Facts: what is now true, in the past tense. They are journaled, sent to the panel, counted and written to queue_log.
// The shape of a released fact never changes; new facts and new optional meanings get new types.
import type { AlarmFact } from './facts-alarms.js';

import type { CallBackFact } from './facts-callback.js';
import type { CampaignFact, PreviewFact } from './facts-campaigns.js';
import type { CaseFact, RepeatCallFact } from './facts-cases.js';
import type { CustomerFact } from './facts-customers.js';
import type { ListeningFact } from './facts-listening.js';
import type { OutboundFact } from './facts-outbound.js';
import type { ReservationFact } from './facts-reservations.js';
import type { ShareCallFact, ShareFlowFact } from './facts-shares.js';
import type { SignFact } from './facts-signs.js';
import type { SkillFact } from './facts-skills.js';
import type { LeavingFact, SupervisionCallFact, SupervisionFlowFact } from './facts-supervision.js';
import type { TransferFact } from './facts-transfers.js';
import type { WrapUpFact } from './facts-wrap-up.js';
import type { AgentId, FlowId, PartnerId, RequirementId, Treatment, TrunkId } from './site.js';

/** The unique id of the caller's channel; of a call without a caller, ours (`outboundId`). */
export type CallId = string;
/** The id of the channel towards an agent or a partner, ours: `<call>.<attempt>`. */
export type LegId = string;

/** Why an offer to an agent came to its end without a talk. */
export type OfferEnd =
  | 'no-answer'
  | 'rejected'
  | 'busy'
  | 'unreachable'
  /** Answered, but nobody pressed the key. */
  | 'not-confirmed'
  /** The phone sent the call elsewhere; `redirectedTo` says where. Not followed unless the site file lists it. */
  | 'redirected'
  /** Another agent or a partner took the call first. Not the agent's doing. */
  | 'taken-elsewhere'
  | 'caller-gone'
  /** Taken back by us: the agent was made not-ready, logged out, or the call was moved. */
  | 'withdrawn'
  /** The leg was lost while we were away, or never came to be. */
  | 'lost';

export type PartnerAttemptEnd =
  | 'no-answer'
  | 'rejected'
  | 'busy'
  | 'unreachable'
  | 'not-confirmed'
  | 'taken-elsewhere'
  | 'caller-gone'
  | 'withdrawn'
  | 'lost';

export type CallEnd =
  /** Hung up while waiting. */
  | 'abandoned'
  /** The talk ended. */
  | 'caller-hung-up'
  | 'agent-hung-up'
  | 'partner-hung-up'
  /** The site file said so: see `reason`. */
  | 'released'
  /** In the hands of the dialplan's fall-back. */
  | 'fallback'
  /** Gone while we were away; how is not known. */
  | 'lost'
  /** The PBX itself came to its end, and his call with it. */
  | 'switch-died';

/** Why a call got a treatment of its flow. */
export type TreatmentReason =
  | 'closed'
  | 'closing'
  | 'line-full'
  | 'too-long'
  | 'nobody'
  | 'unknown-flow'
  /** He asked to be called back. */
  | 'call-back';

/** Why a ring opened. */
export type RingReason = 'entry' | 'waiting-time' | 'line-length';

/** Who did something: a command's source, or one of our own rules. */
export type Actor =
  | { readonly kind: 'phone' | 'desk' | 'command-line' | 'supervisor'; readonly name: string }
  | { readonly kind: 'rule'; readonly name: string };

/** Asterisk's view of a phone, reduced to what matters. `busy`: in a call or ringing outside the ACD. */
export type PhoneState = 'unknown' | 'idle' | 'busy' | 'unavailable';

/** Someone who could have been chosen and was not, and why. */
export type PassedOver = {
  readonly agent: AgentId;
  readonly because: 'refused-this-call' | 'ranked-lower';
  /** When `refused-this-call` ends. */
  readonly untilMs: number | null;
};

/** Why this agent got this call. Kept with the call for `plateauctl explain`. */
export type OfferReason = {
  /** `call`: the call looked for an agent. `agent`: the agent became free and looked for a call. */
  readonly from: 'call' | 'agent';
  /** Index of the ring in the flow. */
  readonly ring: number;
  readonly requirement: RequirementId;
  readonly rule: string;
  /** Agents ready for this requirement at that moment, the chosen one included. */
  readonly ready: number;
  /** Calls waiting for this requirement at that moment, this one included. */
  readonly waiting: number;
  /** At most five others of the same ring. */
  readonly passedOver: readonly PassedOver[];
};

export type CallFact =
  | RepeatCallFact
  | CustomerFact
  | ReservationFact
  | ShareCallFact
  | TransferFact
  | SupervisionCallFact
  | OutboundFact
  | CallBackFact
  | PreviewFact
  | {
      readonly type: 'call-queued';
      readonly call: CallId;
      readonly channel: string;
      readonly flow: FlowId;
      readonly caller: string;
      readonly callerName: string;
      readonly dialled: string;
      readonly trunk: string;
      readonly language: 'en' | 'fr';
      /** What the caller chose in the IVR. */
      readonly choice: string;
      readonly priority: number;
      /** When he first asked: his place in line counts from here. */
      readonly virtualEntryAtMs: number;
    }
  | {
      readonly type: 'ring-opened';
      readonly call: CallId;
      readonly ring: number;
      readonly because: RingReason;
    }
  | {
      readonly type: 'call-offered';
      readonly call: CallId;
      readonly leg: LegId;
      readonly agent: AgentId;
      readonly endpoint: string;
      readonly confirm: boolean;
      /** Then it is a RONA. */
      readonly deadlineAtMs: number;
      readonly why: OfferReason;
    }
  | { readonly type: 'leg-rang'; readonly call: CallId; readonly leg: LegId }
  | {
      readonly type: 'confirmation-asked';
      readonly call: CallId;
      readonly leg: LegId;
      readonly deadlineAtMs: number;
    }
  | {
      readonly type: 'offer-ended';
      readonly call: CallId;
      readonly leg: LegId;
      readonly agent: AgentId;
      readonly cause: OfferEnd;
      readonly ringMs: number;
      /** This call is not offered to this agent before then; `null`: at any time. */
      readonly callUntilMs: number | null;
      /** No call is offered to this agent before then; `null`: at any time. */
      readonly agentUntilMs: number | null;
      readonly redirectedTo: string | null;
    }
  | {
      readonly type: 'overflow-opened';
      readonly call: CallId;
      readonly because: TreatmentReason | 'redirected';
      readonly partners: readonly PartnerId[];
    }
  | {
      readonly type: 'partner-dialled';
      readonly call: CallId;
      readonly leg: LegId;
      readonly partner: PartnerId;
      readonly trunk: TrunkId;
      readonly number: string;
      readonly confirm: boolean;
      readonly deadlineAtMs: number;
    }
  | {
      readonly type: 'partner-attempt-ended';
      readonly call: CallId;
      readonly leg: LegId;
      readonly partner: PartnerId;
      readonly cause: PartnerAttemptEnd;
      /** The destination (index in the partner's list) is left alone by every call until then. */
      readonly destination: number;
      readonly untilMs: number | null;
    }
  /** No partner of the list could be tried: each was capped, refused lately or has its trunk in alarm. He stays in line. */
  | {
      readonly type: 'partners-exhausted';
      readonly call: CallId;
      readonly refused: readonly {
        readonly partner: PartnerId;
        readonly because:
          | 'concurrent-cap'
          | 'minute-cap'
          | 'day-cap'
          | 'refused-lately'
          | 'trunk-down'
          | 'trunk-full';
      }[];
      readonly retryAtMs: number;
    }
  /** One winner: this leg and the caller are being joined. Waiting ends here. */
  | {
      readonly type: 'call-answered';
      readonly call: CallId;
      readonly leg: LegId;
      readonly agent: AgentId | null;
      readonly partner: PartnerId | null;
      readonly waitedMs: number;
    }
  | { readonly type: 'call-bridged'; readonly call: CallId; readonly leg: LegId }
  /** Back in line after an answer that came to nothing: at the front of his flow. */
  | {
      readonly type: 'call-returned';
      readonly call: CallId;
      readonly leg: LegId;
      readonly agent: AgentId | null;
      readonly partner: PartnerId | null;
      readonly because: 'hung-up-at-once' | 'bridge-failed' | 'leg-lost';
      /** This call is not offered to this agent before then. */
      readonly callUntilMs: number | null;
    }
  | {
      readonly type: 'call-announced';
      readonly call: CallId;
      readonly position: number;
      readonly expectedWaitMs: number | null;
      readonly nextAtMs: number | null;
    }
  | {
      readonly type: 'call-treated';
      readonly call: CallId;
      readonly because: TreatmentReason;
      readonly treatment: Treatment;
    }
  | {
      readonly type: 'call-moved';
      readonly call: CallId;
      readonly from: FlowId;
      readonly to: FlowId;
      readonly priority: number;
    }
  | {
      readonly type: 'talk-ended';
      readonly call: CallId;
      readonly leg: LegId;
      readonly agent: AgentId | null;
      readonly partner: PartnerId | null;
      readonly talkMs: number;
      readonly by: 'caller' | 'agent' | 'partner' | 'limit' | 'unknown';
    }
  | {
      readonly type: 'call-ended';
      readonly call: CallId;
      readonly flow: FlowId;
      readonly end: CallEnd;
      readonly reason: TreatmentReason | null;
      /** Time in line, in all. */
      readonly waitedMs: number;
      readonly talkMs: number;
      /** His position when he left the line: 1 is next. 0 when he was not in line. */
      readonly position: number;
    };

export type AgentFact =
  | LeavingFact
  | SkillFact
  | { readonly type: 'agent-logged-in'; readonly agent: AgentId; readonly by: Actor }
  | { readonly type: 'agent-logged-out'; readonly agent: AgentId; readonly by: Actor }
  | { readonly type: 'agent-ready'; readonly agent: AgentId; readonly by: Actor }
  | { readonly type: 'agent-not-ready'; readonly agent: AgentId; readonly reason: string; readonly by: Actor }
  | {
      readonly type: 'agent-wrap-up-started';
      readonly agent: AgentId;
      readonly call: CallId;
      readonly flow: FlowId;
      readonly untilMs: number;
    }
  | { readonly type: 'agent-wrap-up-ended'; readonly agent: AgentId; readonly by: 'time' | 'agent' }
  | { readonly type: 'agent-phone-changed'; readonly agent: AgentId; readonly phone: PhoneState };

export type SystemFact =
  | ShareFlowFact
  | SupervisionFlowFact
  | SignFact
  | CampaignFact
  | { readonly type: 'control-started'; readonly boot: string; readonly revision: string }
  | { readonly type: 'control-stopped'; readonly boot: string }
  | { readonly type: 'switch-connected'; readonly version: string }
  | { readonly type: 'switch-lost'; readonly why: string }
  | { readonly type: 'site-loaded'; readonly revision: string }
  | {
      readonly type: 'trunk-changed';
      readonly trunk: TrunkId;
      readonly inUse: number;
      /** Channels that can carry a call now. */
      readonly usable: number;
      readonly alarm: string | null;
    };

export type Fact = AlarmFact | CaseFact | CallFact | AgentFact | SystemFact | ListeningFact | WrapUpFact;

/** A fact with its place in the journal. `seq` counts from 1 without a gap. */
export type Recorded = { readonly seq: number; readonly atMs: number; readonly fact: Fact };
