// The port behind which a PBX stands: Asterisk in asterisk/, the simulated one in sim/. Both pass test/contract/.
import type { Effect } from './effects.js';
import type { CallId, LegId, PhoneState } from './facts.js';
import type { RecordingId } from './facts-listening.js';
import type { Input } from './inputs.js';
import type { SupervisionMode, TrunkId } from './site.js';

/** What is there now: taken at every connect, compared with our state, turned into inputs (engine/reconcile.ts). */
export type SwitchSnapshot = {
  readonly version: string;
  /** When the PBX itself began, epoch ms; null where it is not known. Who came before went down with the one that was there then. */
  readonly startedAtMs: number | null;
  /** Channels that are there and not in our hands: a caller among them has gone on in the dialplan. */
  readonly elsewhere: ReadonlySet<CallId>;
  /** Callers in our hands, each with the arguments with which he came, as if he arrived now. `joinedWith`: the leg he talks with. */
  readonly callers: readonly {
    readonly arrival: Extract<Input, { type: 'call-arrived' }>;
    readonly joinedWith: LegId | null;
  }[];
  readonly legs: readonly { readonly leg: LegId; readonly state: 'ringing' | 'up' }[];
  /** Talks that are being recorded. Supervisors are not told: whoever connects lets go of them. */
  readonly recordings: ReadonlySet<RecordingId>;
  readonly phones: readonly { readonly endpoint: string; readonly phone: PhoneState }[];
  readonly trunks: readonly {
    readonly trunk: TrunkId;
    readonly inUse: number;
    readonly usable: number;
    readonly alarm: string | null;
  }[];
};

/** An agent dialled a feature code on his phone and waits for the answer on the line. */
export type FeatureRequest = {
  /** `TECH/name` of the phone. */
  readonly endpoint: string;
  readonly command:
    | 'login'
    | 'logout'
    | 'pause'
    | 'ready'
    | 'status'
    | 'case-open'
    | 'case-solve'
    | 'wrap-up-code'
    | 'pause-recording'
    | 'resume-recording'
    /** By a supervisor. */
    | SupervisionMode;
  /** The digit of the reason, the number of the wrap-up code, or that of the phone that a supervisor wants to hear; empty if none was dialled. */
  readonly reasonCode: string;
  /** The dialplan tells the agent: `ok`, `unknown`, `refused`, or his state for `status`. To be called once, soon. */
  readonly answer: (result: string) => void;
};

export type SwitchEvents = {
  /** Never called from inside `perform`. */
  readonly input: (input: Input) => void;
  /** Both links are up and verified; inputs follow this snapshot without a gap. */
  readonly connected: (snapshot: SwitchSnapshot) => void;
  /** The links are gone, or could not be had: said at every try. */
  readonly lost: (why: string) => void;
  readonly featureCode: (request: FeatureRequest) => void;
};

/** One record of Asterisk's queue_log; fields as in facts on app_queue (RING… in ms, all else in whole seconds). */
export type QueueLogRecord = {
  readonly queue: string;
  readonly event: string;
  readonly call: CallId | 'NONE';
  readonly agent: string;
  /** Arguments joined by `|`. */
  readonly message: string;
};

export type Switch = {
  /** Connects and stays connected: tries again for ever, with back-off. Call once. */
  readonly start: (events: SwitchEvents) => void;
  /** Does it as soon as it can; never throws, never blocks, forgets nothing that `Effect` promises. */
  readonly perform: (effect: Effect) => void;
  readonly writeQueueLog: (record: QueueLogRecord) => void;
  /** Leaves callers where they are, takes our app out of the dialplan's sight, closes the links. */
  readonly close: () => Promise<void>;
};
