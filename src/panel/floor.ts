// The floor as the panel knows it: plain records made of facts, each one entry of the panel's store.
import type { Actor, CallId, LegId, PhoneState } from '../core/facts.js';
import type { CaseId, ColourId } from '../core/facts-cases.js';
import type { ShareTarget } from '../core/facts-shares.js';
import type { Skills } from '../core/facts-skills.js';
import type { ForcedState } from '../core/facts-supervision.js';
import type { AgentId, FlowId, PartnerId, TrunkId } from '../core/site.js';
import type { WrapUpCodeId } from '../core/site-wrap-up.js';
import type { AgentState } from '../link/messages.js';
import type { AlarmRecords } from './alarm-facts.js';
import { type Counts, emptyCounts } from './counts.js';
import type { SignOrders } from './sign-orders.js';

/** A call in progress. */
export type CallRecord = {
  readonly call: CallId;
  readonly caller: string;
  readonly dialled: string;
  /** Local date on which it entered: the day in which it counts. */
  readonly date: string;
  /** When the half-hour began in which it entered. */
  readonly halfHourMs: number;
  readonly queuedAtMs: number;
  /** Time in line, up to when he was answered last; talks are left out. */
  waitedMs: number;
  /** Since when he waits, once more perhaps; `null`: he does not. */
  waitingSinceMs: number | null;
  flow: FlowId;
  /** Index of the widest ring opened so far. */
  ring: number;
  /** Phones that ring for it. */
  offers: { readonly leg: LegId; readonly agent: AgentId | null; readonly partner: PartnerId | null }[];
  /** The answer in force; a call sent back in line has none. */
  answer: {
    readonly atMs: number;
    readonly leg: LegId;
    readonly waitedMs: number;
    readonly agent: AgentId | null;
    readonly partner: PartnerId | null;
  } | null;
  /** The answer of the agent who is transferring the caller and has not left, and its flow; it counts again when the transfer comes to nothing. */
  kept?: { readonly answer: NonNullable<CallRecord['answer']>; readonly flow: FlowId } | null;
};

/** What an agent's hands are full of. */
export type Work =
  | { readonly kind: 'idle' }
  | { readonly kind: 'offered' | 'talking'; readonly leg: LegId; readonly call: CallId }
  | { readonly kind: 'wrap-up'; readonly call: CallId; readonly untilMs: number };

/** An agent who has been seen, whether or not the site file still knows him. */
export type AgentRecord = {
  readonly agent: AgentId;
  presence: 'logged-out' | 'not-ready' | 'ready';
  /** Why he is not ready. */
  reason: string | null;
  work: Work;
  phone: PhoneState;
  /** No call is offered to him before then. 0: none. */
  backOffUntilMs: number;
  /** Since when his state is what it is. */
  sinceMs: number;
  /** What callers answered about him, on the last day on which one did. */
  scores: { readonly date: string; readonly scores: number; readonly scoreSum: number } | null;
  /** What he did on the last day on which he answered or talked. */
  day: AgentDay | null;
  /** What he said his last talk was about, `null` nothing when he was to; `atMs`: when first, and counted there. */
  said: { readonly leg: LegId; readonly code: WrapUpCodeId | null; readonly atMs: number } | null;
  /** Of the last day on which his state changed. */
  times: AgentTimes | null;
};

/** How long he was in which state on that date, states that have ended; and offers that rang out. */
export type AgentTimes = {
  readonly date: string;
  readonly states: Readonly<Partial<Record<AgentState, number>>>;
  readonly missed: number;
};

/** A state of an agent that has ended. */
export type StateSpan = {
  readonly agent: AgentId;
  readonly state: AgentState;
  readonly fromMs: number;
  readonly toMs: number;
};

/** An answer counts on the day on which it was given, a talk on the day on which it ended. */
export type AgentDay = {
  readonly date: string;
  /** Calls answered, and not sent back in line, by flow. */
  readonly answered: Readonly<Record<FlowId, number>>;
  /** Of them, those that had waited no longer than their flow's threshold. */
  readonly inThreshold: number;
  readonly talks: number;
  readonly talkMs: number;
};

/** A case that is not closed. */
export type CaseRecord = {
  readonly case: CaseId;
  owner: AgentId | null;
  colour: ColourId;
  /** `waiting`: for another entity. */
  state: 'open' | 'waiting' | 'solved';
};

/** How the answered calls of a flow are divided in the running period of its share. */
export type ShareRecord = {
  readonly flow: FlowId;
  readonly untilMs: number;
  /** `null`: only the proportions of the partners are kept. */
  readonly target: ShareTarget | null;
  inHouse: number;
  readonly byPartner: Record<PartnerId, number>;
};

export type TrunkRecord = {
  readonly trunk: TrunkId;
  inUse: number;
  usable: number;
  alarm: string | null;
};

/** One flow on one local day. */
export type DayRecord = { readonly date: string; readonly flow: FlowId; readonly counts: Counts };

/** One flow in one half-hour of a local day. */
export type HalfHourRecord = DayRecord & { readonly fromMs: number };

/** Who holds a flow open or closed, whatever its calendar says, and until when. */
export type Forced = { readonly to: ForcedState; readonly untilMs: number; readonly by: Actor };

/** What is known of the calls process itself, as far as facts say. */
export type ControlRecord = {
  boot: string | null;
  revision: string | null;
  switchConnected: boolean;
  /** Flows that a supervisor holds open or closed until then. */
  forced: Readonly<Record<FlowId, Forced>>;
  /** What was put on the signs. */
  signs: SignOrders;
  /** Those that are raised. */
  alarms: AlarmRecords;
  /** Of agents whose skills a supervisor has changed. */
  skills: Readonly<Record<AgentId, Skills>>;
};

/** Names a record of the store. */
export type RecordKey =
  | `call/${string}`
  | `agent/${string}`
  | `trunk/${string}`
  | `day/${string}`
  | `half/${string}`
  | `case/${string}`
  | `share/${string}`
  | 'control';

export type Floor = {
  /** The last fact that was folded in; 0: none. */
  seq: number;
  /** When it happened. */
  atMs: number;
  readonly calls: Map<CallId, CallRecord>;
  readonly agents: Map<AgentId, AgentRecord>;
  readonly trunks: Map<TrunkId, TrunkRecord>;
  /** By `dayKey`. */
  readonly days: Map<string, DayRecord>;
  /** By `halfHourKey`. */
  readonly halfHours: Map<string, HalfHourRecord>;
  /** All that are not closed. */
  readonly cases: Map<CaseId, CaseRecord>;
  /** Of the flows whose share is counted now. */
  readonly shares: Map<FlowId, ShareRecord>;
  readonly control: ControlRecord;
  /** Within one fact: what is still to be counted for the agents' days. */
  readonly spans: StateSpan[];
  /** Records changed since somebody last emptied this set: what is to be stored. */
  readonly touched: Set<RecordKey>;
};

/** A floor on which nothing has happened. */
export function emptyFloor(): Floor {
  return {
    seq: 0,
    atMs: 0,
    calls: new Map(),
    agents: new Map(),
    trunks: new Map(),
    days: new Map(),
    halfHours: new Map(),
    cases: new Map(),
    shares: new Map(),
    control: {
      boot: null,
      revision: null,
      switchConnected: false,
      forced: {},
      alarms: {},
      signs: {},
      skills: {},
    },
    spans: [],
    touched: new Set(),
  };
}

/** Key of `Floor.days`. */
export const dayKey = (date: string, flow: FlowId): string => `${date}/${flow}`;

/** Key of `Floor.halfHours`. */
export const halfHourKey = (fromMs: number, flow: FlowId): string => `${fromMs}/${flow}`;

/** What a flow did on a day; nothing, if nothing was heard of it. */
export const countsOf = (floor: Floor, date: string, flow: FlowId): Counts =>
  floor.days.get(dayKey(date, flow))?.counts ?? emptyCounts();

/** An agent of whom nothing has been heard yet. */
export const unseenAgent = (agent: AgentId): AgentRecord => ({
  agent,
  presence: 'logged-out',
  reason: null,
  work: { kind: 'idle' },
  phone: 'unknown',
  backOffUntilMs: 0,
  sinceMs: 0,
  scores: null,
  day: null,
  said: null,
  times: null,
});

/** The one word that is shown, as in engine/views.ts: what he is doing comes before why he could not do anything else. */
export function agentStateOf(agent: AgentRecord, nowMs: number): AgentState {
  if (agent.work.kind !== 'idle') return agent.work.kind;
  if (agent.presence !== 'ready') return agent.presence;
  if (agent.phone === 'unavailable') return 'phone-unavailable';
  if (agent.phone === 'busy') return 'phone-busy';
  return agent.backOffUntilMs > nowMs ? 'backed-off' : 'ready';
}

/** Since when he is in that state: a back-off ends by itself, without a fact. */
export function agentSinceMs(agent: AgentRecord, nowMs: number): number {
  const backOffEnded = agent.backOffUntilMs > agent.sinceMs && agent.backOffUntilMs <= nowMs;
  return backOffEnded && agentStateOf(agent, nowMs) === 'ready' ? agent.backOffUntilMs : agent.sinceMs;
}

/** The moment from which who waits would have waited as long without a break: talks before a transfer are no waiting. */
export function waitsSinceMs({ queuedAtMs, waitedMs, waitingSinceMs }: CallRecord): number {
  return waitingSinceMs === null ? queuedAtMs : waitingSinceMs - waitedMs;
}

/** What the call is doing. */
export function callStateOf(call: CallRecord): 'waiting' | 'offered' | 'talking' {
  if (call.answer !== null || call.kept) return 'talking';
  return call.offers.length > 0 ? 'offered' : 'waiting';
}
