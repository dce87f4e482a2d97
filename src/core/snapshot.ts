// The records of the state as JSON, and back: recovery is a snapshot and the facts after it. Indexes are not stored, they are rebuilt.
import { assert } from '../base/assert.js';
import type { Alarm } from './apply-alarms.js';
import { readShare, type StoredShare, storeShare } from './apply-shares.js';
import { readForced, type StoredForced, storeForced } from './apply-supervision.js';
import { noCare, restoreBook, type StoredBook, storeBook } from './case-book.js';
import type { Actor } from './facts.js';
import { buildIndex, newAgent } from './index-site.js';
import { orderedSet } from './ordered-set.js';
import type { Site } from './site.js';
import type { SkillChange } from './skill-changes.js';
import {
  type Agent,
  type Asked,
  type Call,
  createState,
  type Dismissal,
  type PartnerState,
  type Patience,
  type Recordings,
  type Scores,
  type State,
  type Supervision,
} from './state.js';
import { indexCallBack, type Outbound, type OutboundCounts } from './state-outbound.js';
import type { WaitSlot } from './waits.js';

const version = 3;

type WholeCall = Omit<
  Call,
  | 'kind'
  | 'legs'
  | 'refusals'
  | 'dueAtMs'
  | 'entry'
  | 'inLine'
  | 'pools'
  | 'inPartnerLines'
  | 'inOwnLine'
  | 'standing'
> & {
  readonly legs: readonly [string, Call['legs'] extends Map<string, infer L> ? L : never][];
  readonly refusals: readonly [string, number][];
};

/** Records of earlier versions lack what came later. */
type Later = 'customer' | 'reservation' | 'care' | 'transfer' | 'transfers' | 'outbound' | 'callBack';
type StoredCall = Omit<WholeCall, Later> & Partial<Pick<WholeCall, Later>>;

type WholeAgent = Omit<Agent, 'kind' | 'dueAtMs' | 'setup' | 'meets' | 'entries' | 'own' | 'countedAs'>;
type StoredAgent = Omit<WholeAgent, 'lastTalk'> & Partial<Pick<WholeAgent, 'lastTalk'>>;

type StoredPartner = {
  readonly live: readonly string[];
  readonly retryAtMs: readonly [number, number][];
} & Pick<PartnerState, 'starts' | 'dayStartMs' | 'talkedMs'>;

type Stored = {
  readonly version: number;
  readonly calls: readonly StoredCall[];
  readonly dismissed: readonly (readonly [string, Dismissal])[];
  readonly agents: readonly StoredAgent[];
  readonly partners: readonly (readonly [string, StoredPartner])[];
  readonly trunks: readonly (readonly [string, { inUse: number; usable: number; alarm: string | null }])[];
  readonly patience: readonly (readonly [string, Patience])[];
  readonly handling: readonly (readonly [string, { averageMs: number; count: number }])[];
  /** Absent in snapshots that were written before there was what they hold. */
  readonly asked?: readonly (readonly [string, Asked])[];
  readonly scores?: readonly (readonly [string, Scores])[];
  readonly recordings?: readonly (readonly [string, Recordings])[];
  readonly unkept?: readonly string[];
  readonly supervisions?: readonly (readonly [string, Supervision])[];
  readonly nobodySinceMs: readonly (readonly [string, number])[];
  readonly book?: StoredBook;
  /** Absent in what older programs wrote. */
  readonly outbound?: Pick<OutboundCounts, 'starts' | 'dayStartMs' | 'dialled'>;
  readonly arrivals: number;
  /** Not in snapshots of earlier versions. */
  readonly shares?: readonly (readonly [string, StoredShare])[];
  readonly forced?: readonly StoredForced[];
  readonly leaving?: readonly (readonly [string, Actor])[];
  readonly skillChanges?: readonly (readonly [string, SkillChange])[];
  readonly alarms?: readonly Alarm[];
  readonly waits?: readonly (readonly [string, WaitSlot[]])[];
  readonly campaigns?: readonly string[];
};

function storeCall(call: Call): StoredCall {
  const {
    kind: _k,
    dueAtMs: _d,
    entry: _e,
    inLine: _l,
    pools: _p,
    inPartnerLines: _i,
    inOwnLine: _o,
    standing: _st,
    legs,
    refusals,
    ...rest
  } = call;
  return { ...rest, legs: [...legs], refusals: [...refusals] };
}

function storeAgent(agent: Agent): StoredAgent {
  const { kind: _k, dueAtMs: _d, setup: _s, meets: _m, entries: _e, own: _o, countedAs: _c, ...rest } = agent;
  return rest;
}

/** The records as plain JSON; the result shares nothing with the state once it has been turned into text. */
export function toSnapshot(state: State): unknown {
  const partners = [...state.partners].map(([id, { live, starts, dayStartMs, talkedMs, retryAtMs }]) => {
    return [id, { live: [...live], starts, dayStartMs, talkedMs, retryAtMs: [...retryAtMs] }] as const;
  });
  const stored: Stored = {
    version,
    calls: [...state.calls.values()].map(storeCall),
    dismissed: [...state.dismissed],
    agents: [...state.agents.values()].map(storeAgent),
    partners,
    trunks: [...state.trunks],
    patience: [...state.patience],
    handling: [...state.handling],
    asked: [...state.asked],
    scores: [...state.scores],
    recordings: [...state.recordings],
    unkept: [...state.unkept],
    supervisions: [...state.supervisions],
    nobodySinceMs: [...state.nobodySinceMs],
    book: storeBook(state.book),
    outbound: {
      starts: state.outbound.starts,
      dayStartMs: state.outbound.dayStartMs,
      dialled: state.outbound.dialled,
    },
    arrivals: state.arrivals,
    shares: [...state.shares].map(([id, share]) => [id, storeShare(share)]),
    forced: [...state.forced.values()].map(storeForced),
    leaving: [...state.leaving],
    skillChanges: [...state.skillChanges],
    alarms: [...state.alarms.values()],
    waits: [...state.waits],
    campaigns: [...state.campaigns],
  };
  return stored;
}

/** Throws when the snapshot is of another version: then the journal is folded from its beginning. */
export function fromSnapshot(json: unknown, site: Site): State {
  assert(isStored(json), 'the snapshot is not of a version that this program knows');
  const stored = structuredCloneOf(json);
  const state = createState(site);
  for (const agent of stored.agents) {
    state.agents.set(agent.id, Object.assign(newAgent(agent.id, site.agents.get(agent.id)), agent));
  }
  for (const { legs, refusals, ...rest } of stored.calls) {
    const derived = {
      ...{
        dueAtMs: null,
        entry: null,
        inLine: null,
        pools: [],
        inPartnerLines: [],
        inOwnLine: null,
        standing: null,
      },
    };
    const call: Call = {
      kind: 'call',
      ...rest,
      customer: rest.customer ?? null,
      reservation: rest.reservation ?? null,
      // Snapshots of earlier versions do not have it.
      shareWeighed: rest.shareWeighed ?? false,
      transfer: rest.transfer ?? null,
      transfers: rest.transfers ?? 0,
      care: rest.care ?? noCare,
      outbound: rest.outbound ? { ...rest.outbound, preview: rest.outbound.preview ?? null } : null,
      callBack: rest.callBack ?? null,
      ...derived,
      legs: new Map(legs),
      refusals: new Map(refusals),
    };
    state.calls.set(call.id, call);
    for (const leg of call.legs.keys()) state.legs.set(leg, call);
    if (call.talk !== null) state.legs.set(call.talk.leg, call);
    if (call.transfer?.keeper) state.legs.set(call.transfer.keeper.leg, call);
    if (call.outbound !== null) countOutbound(state, call, call.outbound);
  }
  for (const [id, { live, retryAtMs, ...rest }] of stored.partners) {
    state.partners.set(id, {
      ...rest,
      live: new Set(live),
      retryAtMs: new Map(retryAtMs),
      waiting: orderedSet(),
    });
  }
  for (const [id, dismissal] of stored.dismissed) state.dismissed.set(id, dismissal);
  for (const [id, trunk] of stored.trunks) state.trunks.set(id, trunk);
  for (const [id, patience] of stored.patience) state.patience.set(id, patience);
  for (const [id, handling] of stored.handling) state.handling.set(id, handling);
  for (const [call, asked] of stored.asked ?? []) state.asked.set(call, asked);
  for (const [id, scores] of stored.scores ?? []) state.scores.set(id, scores);
  for (const [call, recordings] of stored.recordings ?? []) state.recordings.set(call, recordings);
  for (const recording of stored.unkept ?? []) state.unkept.add(recording);
  for (const [id, supervision] of stored.supervisions ?? []) state.supervisions.set(id, supervision);
  for (const [id, sinceMs] of stored.nobodySinceMs) state.nobodySinceMs.set(id, sinceMs);
  for (const [id, share] of stored.shares ?? []) state.shares.set(id, readShare(share));
  for (const forced of stored.forced ?? []) state.forced.set(forced.flow, readForced(forced));
  for (const [id, by] of stored.leaving ?? []) state.leaving.set(id, by);
  for (const [id, change] of stored.skillChanges ?? []) state.skillChanges.set(id, change);
  for (const id of stored.campaigns ?? []) state.campaigns.add(id);
  Object.assign(state.outbound, stored.outbound);
  for (const alarm of stored.alarms ?? []) state.alarms.set(alarm.id, alarm);
  for (const [id, slots] of stored.waits ?? []) state.waits.set(id, slots);
  state.arrivals = stored.arrivals;
  if (stored.book !== undefined) state.book = restoreBook(stored.book);
  buildIndex(state);
  return state;
}

function countOutbound(state: State, call: Call, { customer, restUntilMs }: Outbound): void {
  indexCallBack(state.outbound, call);
  if (restUntilMs === null) state.outbound.active.add(call.id);
  if (customer === null) return;
  state.outbound.live.add(customer.leg);
  state.legs.set(customer.leg, call);
}

/** A copy of its own, so that the snapshot can be read twice. */
function structuredCloneOf(stored: Stored): Stored {
  return JSON.parse(JSON.stringify(stored)) as Stored;
}

function isStored(json: unknown): json is Stored {
  return typeof json === 'object' && json !== null && 'version' in json && json.version === version;
}
