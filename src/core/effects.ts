// Effects: what the shell must do, imperative. A switch (Asterisk or the simulated PBX) performs them; what comes of it returns as inputs.
import type { CallId, LegId, TreatmentReason } from './facts.js';
import type { RecordingId, SupervisionId } from './facts-listening.js';
import type { OutboundKind } from './facts-outbound.js';
import type { RecordingNotice, SupervisionMode, Trunk } from './site.js';

export type Effect =
  /**
   * The caller waits: music, dead-man's switch armed and renewed. Idempotent: also said of a caller who is already held,
   * who comes back from a talk that came to nothing, or who was found again after a restart.
   */
  | { readonly type: 'hold'; readonly call: CallId; readonly music: string; readonly language: 'en' | 'fr' }
  /** Ring an agent's phone. `timeoutMs` is a safety net: the core gives up first and says `cancel`. */
  | {
      readonly type: 'ring';
      readonly call: CallId;
      readonly leg: LegId;
      readonly endpoint: string;
      readonly callerNumber: string;
      readonly callerName: string;
      readonly timeoutMs: number;
    }
  /**
   * Dial a partner: `number` on `trunk`, both from the site file. `maximumTalkMs` is a safety net as well: the core ends the talk, but
   * while there is no daemon the switch itself ends what has lasted longer.
   */
  | {
      readonly type: 'dial';
      readonly call: CallId;
      readonly leg: LegId;
      readonly trunk: Trunk;
      readonly number: string;
      readonly callerNumber: string;
      readonly callerName: string;
      readonly timeoutMs: number;
      readonly maximumTalkMs: number | null;
    }
  /** Ring an agent's phone for a call that has no caller yet: `customer*` says who will be called. */
  | {
      readonly type: 'ring-first';
      readonly call: CallId;
      readonly leg: LegId;
      readonly endpoint: string;
      readonly kind: OutboundKind;
      readonly customerNumber: string;
      readonly customerName: string;
      readonly language: 'en' | 'fr';
      readonly timeoutMs: number;
    }
  /**
   * Dial the customer for the agent who waits on `agentLeg` and hears it ring; `number` has passed the site file's rules. `maximumTalkMs`
   * as of `dial`.
   */
  | {
      readonly type: 'dial-customer';
      readonly call: CallId;
      readonly leg: LegId;
      readonly agentLeg: LegId;
      readonly trunk: Trunk;
      readonly number: string;
      readonly callerNumber: string;
      readonly timeoutMs: number;
      readonly maximumTalkMs: number;
    }
  /** Join the agent's leg and the customer's. Idempotent. Answered by `bridged` or `bridge-failed`, with the agent's leg. */
  | { readonly type: 'join'; readonly call: CallId; readonly leg: LegId; readonly customer: LegId }
  /** Hang up a leg, in whatever state it is; a leg that is gone already is fine. */
  | { readonly type: 'cancel'; readonly leg: LegId }
  /** Ask the answered leg to press 1; keys come back as `leg-key`. */
  | { readonly type: 'ask-confirmation'; readonly leg: LegId; readonly language: 'en' | 'fr' }
  /** Join caller and leg: announcement and music stopped first, dead-man's switch off. Answered by `bridged` or `bridge-failed`. */
  | { readonly type: 'bridge'; readonly call: CallId; readonly leg: LegId }
  /**
   * The caller is put on hold while his agent stays on the line: taken out of their talk, music, dead-man's switch armed and renewed.
   * With `legWaits` the agent's leg hears the music too, until it is joined with somebody.
   */
  | {
      readonly type: 'park';
      readonly call: CallId;
      readonly leg: LegId;
      readonly music: string;
      readonly language: 'en' | 'fr';
      readonly legWaits: boolean;
    }
  /**
   * Join an agent's leg with the leg `target` that he consults, both taken out of where they are; with `withCaller` the caller is of
   * the party, else he is left where he is. Answered by `gathered` or `gather-failed`.
   */
  | {
      readonly type: 'gather';
      readonly call: CallId;
      readonly leg: LegId;
      readonly target: LegId;
      readonly withCaller: boolean;
    }
  /** Tell the waiting caller; must never delay a later `bridge`. */
  | {
      readonly type: 'announce';
      readonly call: CallId;
      readonly language: 'en' | 'fr';
      readonly position: number | null;
      readonly expectedWaitMs: number | null;
    }
  /** Ask the waiting caller about being called back; his keys come as `caller-key`. */
  | {
      readonly type: 'ask-callback';
      readonly call: CallId;
      readonly language: 'en' | 'fr';
      readonly say: 'offer' | 'key-number' | 'read-back' | 'not-possible';
      /** The site's own recording of the offer. */
      readonly prompt: string;
      /** What `read-back` reads, digit by digit, as it is dialled in the country. */
      readonly digits: string;
    }
  /**
   * Give the caller back to the dialplan, which says why and hangs up; for `fallback` it rings plain phones, for `satisfaction` it asks
   * him for a score and reports it as `satisfaction-answered`.
   */
  | {
      readonly type: 'release';
      readonly call: CallId;
      readonly next: TreatmentReason | 'fallback' | 'satisfaction';
    }
  /** The talk is over: hang up the caller. */
  | { readonly type: 'hang-up'; readonly call: CallId }
  /**
   * Record the talk on `leg`, each of the two in a track of his own, after the notice. Never delays or harms the talk: should it not
   * be possible, `recording-failed` is said.
   */
  | {
      readonly type: 'record';
      readonly call: CallId;
      readonly recording: RecordingId;
      /** Of the caller, or of the customer who was called: the channel that both tracks are taken from. */
      readonly channel: string;
      readonly leg: LegId;
      readonly notice: RecordingNotice;
      /** The prompt of the notice `announcement`. */
      readonly announcement: string;
      readonly language: 'en' | 'fr';
    }
  /** Silence is recorded until `resume-recording`. */
  | { readonly type: 'pause-recording'; readonly call: CallId; readonly recording: RecordingId }
  | { readonly type: 'resume-recording'; readonly call: CallId; readonly recording: RecordingId }
  /** Ended, the file is left to the archive; one that is gone already is fine. */
  | { readonly type: 'stop-recording'; readonly call: CallId; readonly recording: RecordingId }
  /** Ring a supervisor's own phone. Answered by `supervisor-answered` or `supervisor-gone`. */
  | {
      readonly type: 'ring-supervisor';
      readonly supervision: SupervisionId;
      readonly endpoint: string;
      /** Not before then: he may still hear what came of his feature code. */
      readonly afterMs: number;
      /** Shown on his phone. */
      readonly agentName: string;
      readonly timeoutMs: number;
    }
  /** Let him hear the talk of this leg, in this mode; or change the mode. `tellAgent`: the agent hears a tone. */
  | {
      readonly type: 'supervise';
      readonly supervision: SupervisionId;
      readonly talk: LegId;
      readonly mode: SupervisionMode;
      readonly tellAgent: boolean;
    }
  /** He hears nothing any more, and stays on the line. */
  | { readonly type: 'leave-talk'; readonly supervision: SupervisionId }
  /** Hang up the supervisor's phone, in whatever state it is; the talk goes on. */
  | { readonly type: 'end-supervision'; readonly supervision: SupervisionId };
