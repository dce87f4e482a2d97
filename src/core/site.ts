// The site as the core sees it: checked, compiled, in milliseconds and UTC. The room site/ makes it from the site file.
import type { AlarmRules } from './alarm-kinds.js';
import type { CampaignId, CampaignRules } from './site-campaigns.js';
import type { CaseRules, RepeatCallers } from './site-cases.js';
import type { CallBackRules, OutboundRules } from './site-outbound.js';
import type { WrapUpCode, WrapUpCodeId, WrapUpRules } from './site-wrap-up.js';

export type FlowId = string;
export type AgentId = string;
export type PartnerId = string;
export type TrunkId = string;
export type SkillId = string;
export type TeamId = string;
export type RequirementId = string;
export type UnitId = string;

/** How one agent is chosen among those who are eligible and ready. Ties go to the agent who has been idle longest, then to the site file's order. */
export type SelectionRule = 'longest-idle' | 'best-level' | 'fewest-calls' | 'most-specialised' | 'linear';

/** Who is eligible: an agent who has every skill at its level or above and, when teams are given, is in one of them. */
export type Requirement = {
  /** Canonical text: equal requirements of several flows are one, e.g. `internet>=3 & team:paris`. */
  readonly id: RequirementId;
  readonly skills: readonly { readonly skill: SkillId; readonly level: number }[];
  readonly teams: readonly TeamId[] | null;
  /** The teams of the unit that it names, beside `teams`: he is in one of them. */
  readonly unitTeams?: readonly TeamId[];
  /** Of the caller's own unit: what stands in its place for the callers of each. Who meets one of these meets it. */
  readonly byUnit?: ReadonlyMap<UnitId, Requirement>;
};

/** A part of the customers (a parc), and the teams that serve them first. */
export type Unit = {
  readonly id: UnitId;
  readonly name: Readonly<Record<'en' | 'fr', string>>;
  readonly teams: readonly TeamId[];
};

/** When a ring opens: after so much waiting, or at once for who finds so many waiting in the flow when he comes. At least one is given. */
export type RingOpening = {
  readonly afterMs: number | null;
  readonly whenWaitingAtLeast: number | null;
};

/** A ring widens who may take a waiting call. Rings stay open once they are open. */
export type Ring =
  | ({ readonly kind: 'agents'; readonly requirement: RequirementId } & RingOpening)
  | ({ readonly kind: 'partners'; readonly partners: readonly PartnerId[] } & RingOpening);

/** What to do with a call that the flow cannot or may not keep waiting for an agent. */
export type Treatment =
  /** He stays in line. */
  | { readonly kind: 'stay' }
  /** The dialplan tells him why, in his language, and hangs up. */
  | { readonly kind: 'release' }
  /** He is offered to these partners, in this order, and keeps his place meanwhile. */
  | { readonly kind: 'partners'; readonly partners: readonly PartnerId[] }
  /** He goes on in another flow, with the time at which he first asked. */
  | { readonly kind: 'flow'; readonly flow: FlowId };

/** The service-level formulas of facts and vendors; each figure that is shown names its own. */
export type ServiceLevelFormula =
  /** answered within T / answered */
  | 'answered-only'
  /** answered within T / (offered − abandoned within T): who leaves before T is left out */
  | 'ignore-abandoned'
  /** answered within T / offered */
  | 'abandoned-count-against'
  /** (answered + abandoned within T) / offered */
  | 'abandoned-count-for';

export type ServiceLevel = {
  readonly formula: ServiceLevelFormula;
  readonly thresholdMs: number;
  readonly targetPercent: number;
  /** An abandon sooner than this is a short abandon: counted apart. */
  readonly shortAbandonMs: number;
};

export type Announcements = {
  readonly firstAfterMs: number;
  readonly everyMs: number;
  readonly position: boolean;
  /** Announce the expected wait (EWT); see core/ewt.ts for the formula. */
  readonly expectedWait: boolean;
};

/** An opening: from (included) to (excluded), UTC epoch milliseconds. Sorted, not overlapping. */
export type OpenInterval = { readonly fromMs: number; readonly toMs: number };

/** How the answered calls of a flow are divided between in-house and its partners while the share is in force; see core/shares.ts. */
export type Share = {
  /** When it is in force; `null`: always. Of a flow's shares the first that is in force counts. */
  readonly during: readonly OpenInterval[] | null;
  /** `target`: just so many percent in-house. `limit`: at least so many. `null`: only the proportions are kept. */
  readonly target: { readonly kind: 'target' | 'limit'; readonly inHousePercent: number } | null;
  /** Counting begins anew every hour or every day of the site. */
  readonly per: 'hour' | 'day';
  /** Partners may take a caller between these two waits; `hardMs` `null`: never beyond the share. */
  readonly softMs: number;
  readonly hardMs: number | null;
  /** Parts of each partner in what goes to partners; empty: in the order of the ring. */
  readonly proportions: ReadonlyMap<PartnerId, number>;
};

/** How the two who talk are told that they are recorded. */
export type RecordingNotice = 'tone' | 'announcement' | 'none';

export type SupervisorId = string;

/** `listen`: hears both. `whisper`: the agent hears him as well. `barge`: both hear him. */
export type SupervisionMode = 'listen' | 'whisper' | 'barge';

export type Supervisor = {
  readonly id: SupervisorId;
  readonly name: string;
  /** The phone that is rung for him, `TECH/name`: the only one. */
  readonly endpoint: string;
  readonly may: readonly SupervisionMode[];
  /** Agents of these teams, in talks of these flows; `null`: all. */
  readonly teams: readonly TeamId[] | null;
  readonly flows: readonly FlowId[] | null;
};

export type Flow = {
  readonly id: FlowId;
  readonly name: Readonly<Record<'en' | 'fr', string>>;
  /** Higher goes first: each step is worth `Site.priorityStepMs` of waiting, which bounds starvation. */
  readonly priority: number;
  /** In order of widening; the first opens at 0. */
  readonly rings: readonly Ring[];
  readonly selection: SelectionRule;
  /** How many agents ring at once for one call; the first to answer takes it. */
  readonly ringAtOnce: number;
  /** How long an agent's phone rings before the offer is a RONA. */
  readonly offerTimeoutMs: number;
  /** Wrap-up after a call of this flow; `null`: the agent's own, or the site's. */
  readonly wrapUpMs: number | null;
  /** What agents are asked about its calls. Absent: nothing. */
  readonly wrapUpCodes?: WrapUpRules;
  /** An agent who hangs up sooner than this after answering sends the caller back to the front. 0: never. */
  readonly shortTalkMs: number;
  /** Openings; `null`: always open. */
  readonly hours: readonly OpenInterval[] | null;
  /** For who calls while the flow is closed. */
  readonly closed: Treatment;
  /** For who waits when the flow closes; `stay` lets the line finish in-house. */
  readonly atClosing: Treatment;
  readonly lineMaximum: number | null;
  readonly lineFull: Treatment;
  readonly maximumWaitMs: number | null;
  readonly tooLong: Treatment;
  /** When no agent who could ever take the call is logged in, for longer than the grace. `null`: he waits. */
  readonly nobody: { readonly graceMs: number; readonly treatment: Treatment } | null;
  readonly announcements: Announcements | null;
  /** `null`: nobody is offered to be called back. */
  readonly callBack: CallBackRules | null;
  /** Class of music on hold. */
  readonly music: string;
  readonly serviceLevel: ServiceLevel;
  /** The question after the call; `null`: nobody is asked. */
  readonly satisfaction: { readonly askPercent: number } | null;
  /** Then the flow has one ring of partners, and its `afterMs` holds only while no share with a target is in force. */
  readonly shares: readonly Share[];
  /** Which share of the talks with agents is recorded, and how they are told; `null`: none. */
  readonly recording: { readonly sharePercent: number; readonly notice: RecordingNotice } | null;
  /** Handling time assumed for EWT until enough calls were measured. */
  readonly expectedHandleMs: number;
};

export type AgentSetup = {
  readonly id: AgentId;
  readonly name: string;
  /** The phone, an Asterisk endpoint `TECH/name`, e.g. `PJSIP/101`. */
  readonly endpoint: string;
  readonly teams: readonly TeamId[];
  readonly skills: ReadonlyMap<SkillId, number>;
  /** The agent's own wrap-up; `null`: the flow's or the site's. */
  readonly wrapUpMs: number | null;
  /** Wrap-up of this agent after a call of that flow: the strongest. */
  readonly wrapUpByFlow: ReadonlyMap<FlowId, number>;
  /** The agent must press a key after answering (a mobile whose voicemail might answer). */
  readonly confirm: boolean;
  /** Place in the site file: the order of the rule `linear`. */
  readonly order: number;
};

export type Caps = {
  readonly concurrent: number | null;
  readonly perMinute: number | null;
  /** Minutes of talk a local day, see `Site.dayStarts`. */
  readonly minutesPerDay: number | null;
};

export type Partner = {
  readonly id: PartnerId;
  readonly name: string;
  /** The closed list: nothing outside it is ever dialled. Tried in order. */
  readonly destinations: readonly { readonly trunk: TrunkId; readonly number: string }[];
  readonly caps: Caps;
  readonly dialTimeoutMs: number;
  readonly confirm: boolean;
  /** A talk with the partner is ended after this long; `null`: never. */
  readonly maximumTalkMs: number | null;
  /** A partner that refused is left alone for this long, by every call. */
  readonly retryAfterMs: number;
};

export type Trunk = {
  readonly id: TrunkId;
  readonly name: string;
  /** `pjsip`: `endpoint` is the endpoint's name. `dahdi`: `endpoint` is the group to dial, e.g. `g1`, `spans` are its spans. */
  readonly kind: 'pjsip' | 'dahdi';
  readonly endpoint: string;
  readonly spans: readonly number[];
  /** How many calls it can carry; a T2 is a span of 30. */
  readonly channels: number;
};

/** How long a refusal is remembered: by the call against that agent, and by the agent against every call. */
export type BackOff = { readonly callMs: number; readonly agentMs: number };

export type BackOffs = {
  readonly noAnswer: BackOff;
  readonly rejected: BackOff;
  readonly busy: BackOff;
  readonly unreachable: BackOff;
};

/** Where an agent may send a caller: all of it stands in the site file, nothing is ever dialled that a phone made up. */
export type TransferTarget =
  | { readonly kind: 'agent'; readonly agent: AgentId }
  | { readonly kind: 'flow'; readonly flow: FlowId }
  | { readonly kind: 'partner'; readonly partner: PartnerId }
  /** An outside number of the site's list, by its name there; `Site.partners` holds it as well, under the same name. */
  | { readonly kind: 'number'; readonly number: PartnerId };

export type Transfers = {
  /** So often may one call be transferred: the loop guard. */
  readonly maximum: number;
  /** What a transferred caller's priority is raised by, over those who came to the flow from outside. */
  readonly priority: number;
  /** What an agent presses before a code while he talks, e.g. `*2`. */
  readonly prefix: string;
  /** Targets by the digits that name them on a phone. An agent has the digits of his phone's name as well. */
  readonly codes: ReadonlyMap<string, TransferTarget>;
  /** Outside numbers: the partners that are in the list for transfers only. */
  readonly numbers: ReadonlySet<PartnerId>;
};

/** Where the site file says nothing of transfers. */
export const plainTransfers: Transfers = {
  maximum: 8,
  priority: 1,
  prefix: '*2',
  codes: new Map(),
  numbers: new Set(),
};

export type Site = {
  readonly name: string;
  /** Names the content: two equal site files have the same revision. */
  readonly revision: string;
  readonly language: 'en' | 'fr';
  /** UTC instants at which local days begin, sorted, from yesterday on. */
  readonly dayStarts: readonly number[];
  /** A call of priority n is served as if it had come n × this earlier. */
  readonly priorityStepMs: number;
  /** Wrap-up where neither agent nor flow has one. */
  readonly wrapUpMs: number;
  /** What calls may have been about. Absent: nobody is asked. */
  readonly wrapUpCodes?: ReadonlyMap<WrapUpCodeId, WrapUpCode>;
  /** After so many no-answers in a row the agent is made not-ready. 0: never. */
  readonly noAnswersBeforeNotReady: number;
  /** How long an answered leg has to press the key. */
  readonly confirmTimeoutMs: number;
  readonly backOffs: BackOffs;
  /** `null`: nobody is counted. */
  readonly repeatCallers: RepeatCallers | null;
  /** `null`: the site keeps no cases. */
  readonly cases: CaseRules | null;
  /** Reasons for being not-ready through which a call goes on being kept for the agent; any other sends it to the others at once. */
  readonly shortPauses: ReadonlySet<string>;
  /** Reasons an agent may give for being not-ready. `code` is the digit dialled on the phone. */
  readonly notReadyReasons: readonly {
    readonly id: string;
    readonly code: string;
    readonly name: Readonly<Record<'en' | 'fr', string>>;
  }[];
  /** All that an agent may be given, with the name shown to people. Absent: none, but for those that he has. */
  readonly skills?: ReadonlyMap<SkillId, Readonly<Record<'en' | 'fr', string>>>;
  readonly requirements: ReadonlyMap<RequirementId, Requirement>;
  /** Absent: customers belong to none. */
  readonly units?: ReadonlyMap<UnitId, Unit>;
  readonly flows: ReadonlyMap<FlowId, Flow>;
  readonly agents: ReadonlyMap<AgentId, AgentSetup>;
  readonly partners: ReadonlyMap<PartnerId, Partner>;
  readonly trunks: ReadonlyMap<TrunkId, Trunk>;
  readonly transfers: Transfers;
  readonly supervisors: ReadonlyMap<SupervisorId, Supervisor>;
  /** The agent hears a tone when a supervisor begins to hear him. */
  readonly supervisionTone: boolean;
  /** Absent: the usual ones. */
  readonly alarms?: AlarmRules;
  /** The prompt of the notice `announcement`, as Asterisk names it. */
  readonly recordingAnnouncement: string;
  /** `null`: nobody is called by the site. */
  readonly outbound: OutboundRules | null;
  /** Absent: none. */
  readonly campaigns?: ReadonlyMap<CampaignId, CampaignRules>;
};
