// The control socket: one JSON object a line, both ways. A request is answered once; facts and heartbeats come unasked to who subscribed.
import type { ErrorCode } from '../base/error-catalogue.js';
import type { PanelCause } from '../core/alarm-kinds.js';
import type { CaseAnswer, CaseCommand } from '../core/case-commands.js';
import type { Customer } from '../core/customers.js';
import type { Actor, CallId, PhoneState, Recorded } from '../core/facts.js';
import type { AlarmCommand } from '../core/facts-alarms.js';
import type { RecordingId } from '../core/facts-listening.js';
import type { ShareTarget } from '../core/facts-shares.js';
import type { SignId, SignOrder } from '../core/facts-signs.js';
import type { Skills } from '../core/facts-skills.js';
import type { ForcedState, Supervision } from '../core/facts-supervision.js';
import type { AgentCommand, CommandAnswer, RecordingCommand, SupervisionRequest } from '../core/inputs.js';
import type { AgentId, FlowId, PartnerId, Ring, Site, TrunkId } from '../core/site.js';
import type { CampaignId } from '../core/site-campaigns.js';
import type { WrapUpCode } from '../core/site-wrap-up.js';
import type { AlarmsView, AlarmView } from './alarm-messages.js';
import type {
  BarAnswer,
  CampaignsView,
  ClearAnswer,
  ListAnswer,
  ListedView,
  RecordView,
} from './campaign-messages.js';
import type { CasesView } from './case-messages.js';
import type { CustomersState } from './customer-messages.js';
import type { DeskRequests } from './desk-messages.js';
import type { ListeningsView } from './listening-messages.js';
import type { OutboundList } from './outbound-messages.js';
import type { PartnersView } from './partner-messages.js';
import type { SignAnswer, SignsView, SignView } from './sign-messages.js';
import type { LastTalkView } from './wrap-up-messages.js';

/** What an agent is doing, as shown to people. */
export type AgentState =
  | 'logged-out'
  | 'not-ready'
  | 'ready'
  | 'offered'
  | 'talking'
  | 'wrap-up'
  | 'phone-busy'
  | 'phone-unavailable'
  | 'backed-off';

export type AgentView = {
  readonly agent: AgentId;
  readonly name: string;
  readonly endpoint: string;
  readonly state: AgentState;
  readonly sinceMs: number;
  /** Why he is not ready. */
  readonly reason: string | null;
  readonly call: CallId | null;
  /** He is logged out when he is done with his call. */
  readonly leaving: boolean;
  /** End of wrap-up or back-off. */
  readonly untilMs: number | null;
  readonly phone: PhoneState;
  readonly teams: readonly string[];
  readonly skills: Skills;
  /** What the site file gives him; `null`: just those. A supervisor has changed them. */
  readonly siteSkills: Skills | null;
  /** Of which he may say what it was about; `null`: he has had none. */
  readonly lastTalk: LastTalkView | null;
};

export type CallView = {
  readonly call: CallId;
  readonly flow: FlowId;
  readonly caller: string;
  readonly dialled: string;
  readonly state: 'waiting' | 'offered' | 'talking';
  readonly queuedAtMs: number;
  readonly virtualEntryAtMs: number;
  readonly answeredAtMs: number | null;
  /** Index of the widest open ring. */
  readonly ring: number;
  readonly agents: readonly AgentId[];
  readonly partner: PartnerId | null;
  /** Who calls; `null`: not known. */
  readonly customer: Customer | null;
  /** The page about him that the site file names, filled in. */
  readonly page: string | null;
};

export type TrunkView = {
  readonly trunk: TrunkId;
  readonly name: string;
  readonly inUse: number;
  readonly usable: number;
  readonly alarm: string | null;
};

export type FlowView = {
  readonly flow: FlowId;
  readonly name: Readonly<Record<'en' | 'fr', string>>;
  readonly waiting: number;
  readonly talking: number;
  readonly longestWaitMs: number;
  readonly open: boolean;
  /** Answers of today to the question after the call, and their sum. */
  readonly scores: { readonly given: number; readonly sum: number };
  /** As the site file has them, so that a reader can say what ring 2 is. */
  readonly rings: readonly Ring[];
  /** A supervisor holds it open or closed. */
  readonly forced: { readonly to: ForcedState; readonly untilMs: number; readonly by: Actor } | null;
  /** The share that is in force. */
  readonly share: ShareView | null;
};

/** How a flow's share stands in the running period; see core/shares.ts. */
export type ShareView = {
  readonly target: ShareTarget | null;
  readonly untilMs: number;
  /** Answered in the period in-house, and by each partner. */
  readonly inHouse: number;
  readonly byPartner: Readonly<Record<PartnerId, number>>;
  readonly proportions: Readonly<Record<PartnerId, number>>;
  /** Partners may take who has waited so long; `null`: nobody in this period, or the ring keeps its own time. */
  readonly opensAfterMs: number | null;
};

/** Something that is not as it should be, with what to do, in both languages. */
export type Finding = {
  readonly severity: 'ok' | 'warning' | 'error';
  /** Literal name of the check, e.g. `ami-rights`. */
  readonly code: string;
  readonly text: Readonly<Record<'en' | 'fr', string>>;
  readonly advice: Readonly<Record<'en' | 'fr', string>> | null;
};

export type Status = {
  readonly version: string;
  readonly site: string;
  /** Time zone of the site, e.g. `Europe/Paris`: times are shown in it. */
  readonly zone: string;
  readonly revision: string;
  /** Since when this revision of the site file is in force, as far as is known: what came before may have had other rings. */
  readonly inForceSinceMs: number;
  readonly boot: string;
  readonly startedAtMs: number;
  readonly nowMs: number;
  readonly switch: {
    readonly connected: boolean;
    readonly version: string;
    readonly simulated: boolean;
    readonly why: string | null;
  };
  readonly store: { readonly ok: boolean; readonly why: string | null; readonly lastSeq: number };
  readonly flows: readonly FlowView[];
  readonly trunks: readonly TrunkView[];
  /** Those that are raised; the worst first. */
  readonly alarms: readonly AlarmView[];
};

/** A checkpoint of the journal that was written, read back and found whole. Moments are those of the facts. */
export type CheckpointView = {
  readonly file: string;
  readonly bytes: number;
  readonly madeAtMs: number;
  readonly tookMs: number;
  readonly facts: number;
  readonly firstSeq: number | null;
  readonly lastSeq: number;
  readonly fromMs: number | null;
  readonly toMs: number | null;
  readonly openCalls: number;
};

export type RecordingView = {
  readonly recording: RecordingId;
  readonly call: CallId;
  readonly flow: FlowId;
  readonly agent: AgentId;
  readonly startedAtMs: number;
  readonly durationMs: number;
  readonly bytes: number;
  /** Below the folder. */
  readonly file: string;
  readonly encrypted: boolean;
};

export type CheckpointState = {
  /** Facts written so far and in all; `null`: none is being written. */
  readonly underWay: { readonly written: number; readonly total: number } | null;
  /** How the last one since the start of the daemon went. */
  readonly last:
    | ({ readonly ok: true } & CheckpointView)
    | { readonly ok: false; readonly atMs: number; readonly code: ErrorCode; readonly why: string }
    | null;
};

/** Requests and their results, by type. */
export type Requests = DeskRequests & {
  readonly status: { readonly ask: Record<never, never>; readonly result: Status };
  readonly agents: {
    readonly ask: Record<never, never>;
    readonly result: {
      readonly nowMs: number;
      readonly agents: readonly AgentView[];
      /** Open cases by owner; `null`: the site keeps none. */
      readonly openCases: Readonly<Record<AgentId, number>> | null;
      /** The reasons that may be given for being not-ready. */
      readonly reasons: Site['notReadyReasons'];
      /** Names of all wrap-up codes. */
      readonly wrapUpCodes: readonly WrapUpCode[];
    };
  };
  readonly calls: {
    readonly ask: Record<never, never>;
    readonly result: { readonly nowMs: number; readonly calls: readonly CallView[] };
  };
  /** The facts of one call, oldest first; empty when no such call is on record. */
  readonly explain: {
    readonly ask: { readonly call: CallId };
    readonly result: { readonly facts: readonly Recorded[] };
  };
  readonly 'agent-command': {
    readonly ask: { readonly agent: AgentId; readonly command: AgentCommand; readonly by: Actor };
    readonly result: CommandAnswer;
  };
  readonly supervision: {
    readonly ask: { readonly order: Supervision; readonly by: Actor };
    readonly result: CommandAnswer;
  };
  /** `case`: only that one, with its notes; `null`: all that are not closed. */
  readonly cases: { readonly ask: { readonly case: string | null }; readonly result: CasesView };
  readonly 'case-command': {
    readonly ask: { readonly command: CaseCommand; readonly by: Actor };
    readonly result: CaseAnswer;
  };
  readonly alarms: { readonly ask: Record<never, never>; readonly result: AlarmsView };
  readonly 'alarm-command': {
    readonly ask: { readonly command: AlarmCommand; readonly by: Actor };
    readonly result: CommandAnswer;
  };
  /** From the panel, every few seconds: all that is wrong by what it sees. */
  readonly 'report-alarms': {
    readonly ask: { readonly seen: readonly PanelCause[] };
    readonly result: Record<never, never>;
  };
  /** Calls to customers that are still to be made, or are being made. */
  readonly outbound: { readonly ask: Record<never, never>; readonly result: OutboundList };
  readonly 'outbound-cancel': {
    readonly ask: { readonly call: CallId; readonly by: Actor };
    readonly result: CommandAnswer;
  };
  /** Of the talk that the agent has now. */
  readonly 'recording-command': {
    readonly ask: { readonly agent: AgentId; readonly command: RecordingCommand; readonly by: Actor };
    readonly result: CommandAnswer;
  };
  readonly supervise: {
    readonly ask: { readonly request: SupervisionRequest; readonly by: Actor };
    readonly result: CommandAnswer;
  };
  /** Who listens now. */
  readonly listening: { readonly ask: Record<never, never>; readonly result: ListeningsView };
  /** What is kept, the newest first; of one call, or of all (`null`). */
  readonly recordings: {
    readonly ask: { readonly call: CallId | null; readonly limit: number };
    readonly result: { readonly folder: string; readonly recordings: readonly RecordingView[] };
  };
  /** Where a recording lies; that it was asked for is on record. `null`: there is no such recording. */
  readonly 'open-recording': {
    readonly ask: { readonly recording: RecordingId; readonly by: Actor };
    readonly result: { readonly path: string; readonly encrypted: boolean } | { readonly path: null };
  };
  readonly signs: { readonly ask: Record<never, never>; readonly result: SignsView };
  /** `signs`: `null` for all of them. */
  readonly 'sign-order': {
    readonly ask: { readonly order: SignOrder; readonly signs: readonly SignId[] | null; readonly by: Actor };
    readonly result: SignAnswer;
  };
  /** The panel tells how its signs are. */
  readonly 'signs-report': {
    readonly ask: { readonly signs: readonly SignView[] };
    readonly result: { readonly ok: true };
  };
  /** Reads the site file again; with `problems` (already worded) the old one stays in force. */
  readonly reload: {
    readonly ask: Record<never, never>;
    readonly result: {
      readonly ok: boolean;
      readonly revision: string;
      readonly problems: readonly Readonly<Record<'en' | 'fr', string>>[];
    };
  };
  /**
   * Begins to write a checkpoint into the folder `to` (`null`: where the night's are), unless one is being written. How it goes is
   * asked by `checkpoint-state`.
   */
  readonly checkpoint: { readonly ask: { readonly to: string | null }; readonly result: CheckpointState };
  readonly 'checkpoint-state': { readonly ask: Record<never, never>; readonly result: CheckpointState };
  /** How customers are found; with `renew` the newest import is opened first. */
  readonly customers: { readonly ask: { readonly renew: boolean }; readonly result: CustomersState };
  /** Whom a telephone number or an id finds, as for a caller who keys it. */
  readonly customer: {
    readonly ask: { readonly number: string };
    readonly result: { readonly customer: Customer | null };
  };
  readonly partners: { readonly ask: Record<never, never>; readonly result: PartnersView };
  readonly campaigns: { readonly ask: Record<never, never>; readonly result: CampaignsView };
  readonly 'campaign-order': {
    readonly ask: { readonly campaign: CampaignId; readonly order: 'start' | 'stop'; readonly by: Actor };
    readonly result: CommandAnswer;
  };
  /** To the end of its list, whoever is not in it yet. */
  readonly 'campaign-add': {
    readonly ask: {
      readonly campaign: CampaignId;
      readonly listed: readonly ListedView[];
      readonly by: Actor;
    };
    readonly result: ListAnswer;
  };
  /** Forgets its list. */
  readonly 'campaign-clear': {
    readonly ask: { readonly campaign: CampaignId; readonly by: Actor };
    readonly result: ClearAnswer;
  };
  /** In the order in which they came. */
  readonly 'campaign-records': {
    readonly ask: { readonly campaign: CampaignId; readonly afterId: number; readonly limit: number };
    readonly result: { readonly records: readonly RecordView[] };
  };
  /** Numbers that must not be called, as people write them. */
  readonly 'do-not-call': {
    readonly ask: {
      readonly change: 'add' | 'remove';
      readonly numbers: readonly string[];
      readonly by: Actor;
    };
    readonly result: BarAnswer;
  };
  readonly 'do-not-call-list': {
    readonly ask: { readonly after: string; readonly limit: number };
    readonly result: {
      readonly numbers: readonly { readonly number: string; readonly atMs: number }[];
    };
  };
  readonly doctor: {
    readonly ask: Record<never, never>;
    readonly result: { readonly findings: readonly Finding[] };
  };
  /**
   * Facts from `fromSeq` on (0: only new ones), then new ones as they happen. If the journal no longer holds `fromSeq`, the facts
   * start at `firstSeq` and the subscriber must start its figures afresh from there.
   */
  readonly subscribe: {
    readonly ask: { readonly fromSeq: number };
    readonly result: { readonly firstSeq: number; readonly lastSeq: number };
  };
};

export type RequestType = keyof Requests;

/** Client to daemon. `id` is the client's own and comes back with the answer. */
export type RequestMessage = {
  [T in RequestType]: { readonly id: number; readonly type: T } & Requests[T]['ask'];
}[RequestType];

export type RequestErrorCode = 'bad-request' | 'too-long' | 'not-ready' | 'failed';

/** Why the daemon ends a connection: subscribe again from the fact after the last one that came. */
export type CutReason =
  /** He reads more slowly than facts come. */
  | 'too-slow'
  /** The next fact is missing in the journal: a new subscription starts behind the gap. */
  | 'journal-gap'
  | 'stopping';

export type Heartbeat = {
  readonly nowMs: number;
  /** The last fact that subscribers were sent. */
  readonly seq: number;
  readonly switchConnected: boolean;
  readonly storeOk: boolean;
};

/** Daemon to client. An answer to what could not be read has the id 0. */
export type ServerMessage =
  | { readonly id: number; readonly ok: true; readonly result: Requests[RequestType]['result'] }
  | { readonly id: number; readonly ok: false; readonly code: RequestErrorCode; readonly message: string }
  | { readonly event: 'facts'; readonly facts: readonly Recorded[] }
  | { readonly event: 'cut'; readonly why: CutReason }
  /** Once a second to subscribers, so that silence means that the figures are stale. */
  | ({ readonly event: 'heartbeat' } & Heartbeat);
