// The state of the floor: plain mutable records, and indexes derived from them. Only apply() changes the records.

import type { AlarmId } from './alarm-kinds.js';
import { type AlarmWatch, newAlarmWatch } from './alarms.js';
import type { Alarm } from './apply-alarms.js';
import type { ShareCount, ShareLine, ShareStanding } from './apply-shares.js';
import type { Forced } from './apply-supervision.js';
import type { LastTalk } from './apply-wrap-up.js';
import { type Care, type CaseBook, newCaseBook } from './case-book.js';
import type { Customer } from './customers.js';
import type { DeadlineHeap } from './deadlines.js';
import type { Actor, CallId, LegId, PhoneState, TreatmentReason } from './facts.js';
import type { RecordingId, SupervisionId } from './facts-listening.js';
import type { ReservationReason } from './facts-reservations.js';
import type { TransferManner } from './facts-transfers.js';
import { buildIndex, type FlowIndex, type Pool } from './index-site.js';
import type { Entry, OrderedSet } from './ordered-set.js';
import type {
  AgentId,
  AgentSetup,
  FlowId,
  PartnerId,
  RequirementId,
  Site,
  SupervisionMode,
  SupervisorId,
  TransferTarget,
  TrunkId,
} from './site.js';
import type { CampaignId } from './site-campaigns.js';
import type { SkillChange } from './skill-changes.js';
import { type CallBackTalk, noOutboundCounts, type Outbound, type OutboundCounts } from './state-outbound.js';
import type { WaitSlot } from './waits.js';

export type LegTarget =
  | { readonly kind: 'agent'; readonly agent: AgentId }
  | {
      readonly kind: 'partner';
      readonly partner: PartnerId;
      readonly destination: number;
      readonly trunk: TrunkId;
    };

/** A channel on its way to an agent or a partner, not (yet) the one that talks. */
export type Leg = {
  readonly id: LegId;
  readonly to: LegTarget;
  readonly startedAtMs: number;
  readonly confirm: boolean;
  /** Then we give up: no answer, or no key. */
  deadlineAtMs: number;
  stage: 'dialling' | 'ringing' | 'confirming';
  /** Offered while the call was kept for this agent. */
  readonly reserved: boolean;
};

/** Only this agent is offered the call, until then. */
export type Reservation = {
  readonly agent: AgentId;
  readonly because: ReservationReason;
  readonly untilMs: number;
};

/** The leg that won the call. */
export type Talk = {
  readonly leg: LegId;
  readonly to: LegTarget;
  readonly answeredAtMs: number;
  bridged: boolean;
  /** The agent has put the caller on hold. */
  held: boolean;
};

/**
 * A caller on his way from an agent to a target. While it lasts the call itself waits for the target, or talks with it, as any call does;
 * the agent who has not left yet stands beside, as its keeper.
 */
export type Transfer = {
  readonly manner: TransferManner;
  readonly to: TransferTarget;
  readonly from: AgentId;
  /** The talk of the agent who sends the caller; `null` once he has left. */
  keeper: Talk | null;
  /** With whom the keeper talks, once the target has answered. */
  keeperWith: 'caller' | 'target' | 'both';
  /** What the call was, to be so again when the target does not take it. */
  readonly back: Pick<
    Call,
    | 'flow'
    | 'priority'
    | 'flowEnteredAtMs'
    | 'moves'
    | 'front'
    | 'openRings'
    | 'partners'
    | 'treated'
    | 'partnersOnly'
  >;
};

export type Call = {
  readonly kind: 'call';
  readonly id: CallId;
  readonly channel: string;
  readonly caller: string;
  readonly callerName: string;
  readonly dialled: string;
  readonly trunk: string;
  readonly language: 'en' | 'fr';
  readonly choice: string;
  /** Who calls; `null`: not known. */
  customer: Customer | null;
  readonly queuedAtMs: number;
  readonly virtualEntryAtMs: number;
  flow: FlowId;
  priority: number;
  /** Rings and the maximum wait count from here. */
  flowEnteredAtMs: number;
  moves: number;
  /** He was returned from an answer that came to nothing, and goes before all who were not. */
  front: boolean;
  /** Tells apart calls of equal rank. */
  readonly arrival: number;
  openRings: number[];
  /** Partners that may be dialled for him now, in order. */
  partners: PartnerId[];
  partnersRetryAtMs: number | null;
  /** Treatments that were applied in the flow he is in. */
  treated: TreatmentReason[];
  /** Closed in-house: partners only. */
  partnersOnly: boolean;
  attempts: number;
  readonly legs: Map<LegId, Leg>;
  talk: Talk | null;
  transfer: Transfer | null;
  /** How often he was transferred. */
  transfers: number;
  /** Start of the wait that goes on; `null` while he talks. */
  waitingSinceMs: number | null;
  /** Of waits that are over. */
  waitedMs: number;
  talkedMs: number;
  readonly refusals: Map<AgentId, number>;
  /** While it is there he stands in no pool and waits for no partner: the named exception to the first invariant. */
  reservation: Reservation | null;
  care: Care;
  announceAtMs: number | null;
  /** How far the talk about a call-back has come; `null`: he was offered none. */
  callBack: CallBackTalk | null;
  /** Of an agent-first call, which has no caller's channel; else `null`. */
  outbound: Outbound | null;
  dueAtMs: number | null;
  /** Derived: where the indexes hold him. */
  entry: Entry<Call> | null;
  inLine: FlowId | null;
  pools: readonly Pool[];
  inPartnerLines: readonly PartnerId[];
  inOwnLine: AgentId | null;
  /** He was told to the record with the share of the flow he is in. */
  shareWeighed: boolean;
  /** Derived: his place in the share of his flow. */
  standing: ShareStanding | null;
};

export type Work =
  | { readonly kind: 'idle' }
  | { readonly kind: 'offered'; readonly leg: LegId; readonly call: CallId }
  | { readonly kind: 'talking'; readonly leg: LegId; readonly call: CallId; readonly flow: FlowId }
  | { readonly kind: 'wrap-up'; readonly call: CallId; readonly flow: FlowId; readonly untilMs: number };

export type Agent = {
  readonly kind: 'agent';
  readonly id: AgentId;
  presence: 'logged-out' | 'not-ready' | 'ready';
  presenceSinceMs: number;
  /** Why he is not ready. */
  reason: string | null;
  work: Work;
  workSinceMs: number;
  /** `null`: he has had none yet, or what began as one came to nothing. */
  lastTalk: LastTalk | null;
  phone: PhoneState;
  /** No offer before then. 0: none. */
  backOffUntilMs: number;
  /** A call-back that he has promised is near: no other offer before then. */
  keptFor: { readonly call: CallId; readonly untilMs: number } | null;
  /** In a row. */
  noAnswers: number;
  /** Since when he is the one to be called next: his last call, or offer that he let pass. */
  idleSinceMs: number;
  callsToday: number;
  callsDayMs: number;
  dueAtMs: number | null;
  /** `undefined` when the site file no longer knows him. */
  setup: AgentSetup | undefined;
  /** Derived: pools that he can serve, and his entry in each while he is available. */
  meets: readonly Pool[];
  entries: readonly Entry<Agent>[] | null;
  /** Derived: calls that are kept for him. */
  own: OrderedSet<Call>;
  countedAs: Agent['presence'];
};

export type PartnerState = {
  /** Legs that ring or talk. */
  readonly live: Set<LegId>;
  /** Starts within the last minute. */
  starts: number[];
  dayStartMs: number;
  /** Talk of that day, ended talks only. */
  talkedMs: number;
  /** When each destination may be dialled again, by its index. */
  readonly retryAtMs: Map<number, number>;
  readonly waiting: OrderedSet<Call>;
};

export type TrunkState = { inUse: number; usable: number; alarm: string | null };

/** What handling a call of the flow takes: a moving average of talk and wrap-up. */
export type Handling = { averageMs: number; count: number };

/** Of the latest waits in a flow, the newest weighing most: how many hung up, and how long all waited together. */
export type Patience = { readonly hangUps: number; readonly waitedMs: number };

/** What is recorded of a talk now. */
export type Recording = { readonly recording: RecordingId; readonly leg: LegId; paused: boolean };

export type Recordings = {
  /** So many so far: the next one's number is one more. */
  readonly count: number;
  current: Recording | null;
};

/** A supervisor who hears an agent, or waits to. */
export type Supervision = {
  readonly id: SupervisionId;
  readonly supervisor: SupervisorId;
  readonly endpoint: string;
  readonly agent: AgentId;
  readonly stays: boolean;
  mode: SupervisionMode;
  /** His phone. */
  answered: boolean;
  /** What he hears. */
  talk: { readonly call: CallId; readonly leg: LegId } | null;
};

/** `hang-up`, or where the dialplan was told to go on with him. */
export type Dismissal = 'hang-up' | TreatmentReason | 'fallback' | 'satisfaction';

/** A caller who was asked how content he was, and has not answered yet. */
export type Asked = { readonly flow: FlowId; readonly agent: AgentId; readonly atMs: number };

/** Answers of one local day. */
export type Scores = { readonly dayMs: number; readonly given: number; readonly sum: number };

export type State = {
  site: Site;
  /** False while we do not see the switch: nobody is offered, dialled or announced to, for it would reach nobody. */
  routing: boolean;
  readonly calls: Map<CallId, Call>;
  readonly legs: Map<LegId, Call>;
  /** How the last calls that ended by our doing left us: should a kill -9 have come between writing that down and doing it. */
  readonly dismissed: Map<CallId, Dismissal>;
  readonly agents: Map<AgentId, Agent>;
  readonly partners: Map<PartnerId, PartnerState>;
  readonly trunks: Map<TrunkId, TrunkState>;
  readonly handling: Map<FlowId, Handling>;
  readonly patience: Map<FlowId, Patience>;
  /** By the call, which has ended. */
  readonly asked: Map<CallId, Asked>;
  readonly scores: Map<FlowId, Scores>;
  readonly recordings: Map<CallId, Recordings>;
  /** Recordings that are over, and of which nobody has said yet that they are kept, or missing. */
  readonly unkept: Set<RecordingId>;
  /** At most one of each agent, and one of each supervisor. */
  readonly supervisions: Map<SupervisionId, Supervision>;
  /** When the last agent who could serve a flow logged out; absent: never seen one. */
  readonly nobodySinceMs: Map<FlowId, number>;
  /** Flows whose share is being counted. */
  readonly shares: Map<FlowId, ShareCount>;
  /** Raised and not cleared. */
  readonly alarms: Map<AlarmId, Alarm>;
  /** How the latest waits of each flow ended, oldest minute first. */
  readonly waits: Map<FlowId, WaitSlot[]>;
  /** Replaced whole only by a recovery. */
  book: CaseBook;
  /** Flows that a supervisor holds open or closed. */
  readonly forced: Map<FlowId, Forced>;
  /** Agents who are logged out when they are done with their call, and who ordered it. */
  readonly leaving: Map<AgentId, Actor>;
  /** Agents whose skills a supervisor has changed. */
  readonly skillChanges: Map<AgentId, SkillChange>;
  readonly outbound: OutboundCounts;
  /** Those that run. */
  readonly campaigns: Set<CampaignId>;
  arrivals: number;
  /** Derived. */
  flows: Map<FlowId, FlowIndex>;
  pools: Map<string, Pool>;
  agentByEndpoint: Map<string, AgentId>;
  loggedIn: Map<RequirementId, number>;
  staffed: Map<RequirementId, number>;
  readonly lines: Map<FlowId, OrderedSet<Call>>;
  deadlines: DeadlineHeap;
  readonly touched: Set<Call | Agent>;
  /** Derived: for the flows of the site that have shares, and those of them where something has changed in the step. */
  readonly shareLines: Map<FlowId, ShareLine>;
  readonly touchedShares: Set<ShareLine>;
  /** Not a record: begins anew at every start. */
  readonly alarmWatch: AlarmWatch;
};

/** An empty floor: nobody logged in, no call. */
export function createState(site: Site): State {
  const state: State = {
    site,
    routing: true,
    calls: new Map(),
    legs: new Map(),
    dismissed: new Map(),
    agents: new Map(),
    partners: new Map(),
    trunks: new Map(),
    handling: new Map(),
    patience: new Map(),
    asked: new Map(),
    scores: new Map(),
    recordings: new Map(),
    unkept: new Set(),
    supervisions: new Map(),
    nobodySinceMs: new Map(),
    shares: new Map(),
    alarms: new Map(),
    waits: new Map(),
    book: newCaseBook(),
    forced: new Map(),
    leaving: new Map(),
    skillChanges: new Map(),
    outbound: noOutboundCounts(),
    campaigns: new Set(),
    arrivals: 0,
    flows: new Map(),
    pools: new Map(),
    agentByEndpoint: new Map(),
    loggedIn: new Map(),
    staffed: new Map(),
    lines: new Map(),
    deadlines: [],
    touched: new Set(),
    shareLines: new Map(),
    touchedShares: new Set(),
    alarmWatch: newAlarmWatch(),
  };
  buildIndex(state);
  return state;
}
