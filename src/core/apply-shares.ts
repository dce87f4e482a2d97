// The counts of shares: kept by facts alone, and the places of a flow's calls on their way to somebody, which follow from the calls.
import { isDirected } from './apply-transfers.js';
import { isInHouseOnly } from './case-book.js';
import type { ShareCallFact, ShareFlowFact, ShareTarget } from './facts-shares.js';
import { agentLegs, isWaiting } from './index-floor.js';
import { type Entry, insert, type OrderedSet, orderedSet, remove } from './ordered-set.js';
import type { FlowId, PartnerId, Share } from './site.js';
import type { Call, State } from './state.js';

/** The talks of a flow in the running period of its share. */
export type ShareCount = {
  /** Then the period is over. */
  readonly untilMs: number;
  /** `null`: only the proportions of the partners are kept. */
  readonly target: ShareTarget | null;
  /** Calls that in-house stayed behind in earlier periods; less than 0: that it is ahead. */
  readonly carried: number;
  readonly carriedByPartner: ReadonlyMap<PartnerId, number>;
  inHouse: number;
  readonly byPartner: Map<PartnerId, number>;
};

/** Where a call of a flow with shares stands: in line, or on its way. `overflow`: partners may take him, and none rings. */
type Place = 'line' | 'in-house' | 'overflow' | { readonly partner: PartnerId };

/** Derived: a call's place, and its entry in the line. */
export type ShareStanding = {
  readonly line: ShareLine;
  readonly place: Place;
  readonly entry: Entry<Call> | null;
};

/** Derived: the calls of a flow that wait for its share to let partners have them, longest first, and those that are on their way. */
export type ShareLine = {
  readonly kind: 'share-line';
  readonly flow: FlowId;
  readonly waiting: OrderedSet<Call>;
  inHouseSoon: number;
  byPartnersSoon: number;
  readonly soonByPartner: Map<PartnerId, number>;
  dueAtMs: number | null;
  /** The share in force as the site file has it, and until when that is known. */
  share: Share | null;
  knownUntilMs: number;
};

/** Lines for the flows of the site that have shares, and partners to share with; the calls are put in afterwards, one by one. */
export function buildShareLines(state: State): void {
  state.shareLines.clear();
  state.touchedShares.clear();
  for (const { id, shares, rings } of state.site.flows.values()) {
    if (shares.length === 0 || !rings.some(({ kind }) => kind === 'partners')) continue;
    const line: ShareLine = {
      kind: 'share-line',
      flow: id,
      waiting: orderedSet(),
      inHouseSoon: 0,
      byPartnersSoon: 0,
      soonByPartner: new Map(),
      dueAtMs: null,
      share: null,
      knownUntilMs: 0,
    };
    state.shareLines.set(id, line);
    state.touchedShares.add(line);
  }
}

/** Does a share say now when the flow's partners may take a call? Then their ring's own time says nothing. */
export function isSteered(state: State, flow: FlowId): boolean {
  return state.shares.size > 0 && (state.shares.get(flow)?.target ?? null) !== null;
}

function placeOf(state: State, call: Call): Place | null {
  if (!isWaiting(call) || isDirected(call) || call.outbound !== null) return null;
  for (const { to } of call.legs.values()) if (to.kind === 'partner') return { partner: to.partner };
  if (agentLegs(call) > 0) return 'in-house';
  if (call.partners.length > 0) return 'overflow';
  return isSteered(state, call.flow) && !call.partnersOnly && !isInHouseOnly(call) ? 'line' : null;
}

const samePlace = (a: Place | null, b: Place | null) =>
  typeof a === 'object' && typeof b === 'object' ? a?.partner === b?.partner : a === b;

/** Brings a call's place up to date. Called after every change of a call; costs nothing where its flow has no shares. */
export function indexShare(state: State, call: Call): void {
  const before = call.standing;
  const line = state.shareLines.get(call.flow) ?? null;
  if (before === null && line === null) return;
  const place = line === null || state.calls.get(call.id) !== call ? null : placeOf(state, call);
  if (before !== null && before.line === line && samePlace(before.place, place)) return;
  if (before !== null) {
    count(before.line, before.place, -1);
    if (before.entry !== null) remove(before.line.waiting, before.entry);
    state.touchedShares.add(before.line);
  }
  call.standing = null;
  if (line === null || place === null) return;
  const entry =
    place === 'line' ? { first: call.flowEnteredAtMs, second: call.arrival, third: 0, item: call } : null;
  if (entry !== null) insert(line.waiting, entry);
  count(line, place, 1);
  call.standing = { line, place, entry };
  state.touchedShares.add(line);
}

function count(line: ShareLine, place: Place, by: 1 | -1): void {
  if (place === 'line') return;
  if (place === 'in-house') {
    line.inHouseSoon += by;
    return;
  }
  line.byPartnersSoon += by;
  if (place !== 'overflow')
    line.soonByPartner.set(place.partner, (line.soonByPartner.get(place.partner) ?? 0) + by);
}

/** A call was answered in the flow (`by` 1), or the answer came to nothing (-1). */
export function countAnswer(state: State, flow: FlowId, partner: PartnerId | null, by: 1 | -1): void {
  const counted = state.shares.get(flow);
  if (counted === undefined) return;
  // The talk that came to nothing may have been counted in the period before.
  if (partner === null) counted.inHouse = Math.max(0, counted.inHouse + by);
  else counted.byPartner.set(partner, Math.max(0, (counted.byPartner.get(partner) ?? 0) + by));
  const line = state.shareLines.get(flow);
  if (line !== undefined) state.touchedShares.add(line);
}

export function applyShareFlowFact(state: State, fact: ShareFlowFact): void {
  const before = isSteered(state, fact.flow);
  if (fact.type === 'share-period-ended') state.shares.delete(fact.flow);
  else
    state.shares.set(fact.flow, {
      untilMs: fact.untilMs,
      target: fact.target,
      carried: fact.carried,
      carriedByPartner: new Map(Object.entries(fact.carriedByPartner)),
      inHouse: 0,
      byPartner: new Map(),
    });
  const line = state.shareLines.get(fact.flow);
  if (line !== undefined) state.touchedShares.add(line);
  if (before === isSteered(state, fact.flow)) return;
  // Another clock rules the ring of partners: whoever waits is looked at anew.
  for (const call of state.calls.values()) {
    if (call.flow !== fact.flow) continue;
    indexShare(state, call);
    state.touched.add(call);
  }
}

/** The call's own side of a share's fact. */
export function applyShareCallFact(
  state: State,
  call: Call,
  fact: ShareCallFact,
  openRing: (state: State, call: Call, ring: number) => void,
): void {
  call.shareWeighed = true;
  if (fact.type === 'share-opened') openRing(state, call, fact.ring);
}

/** As JSON. */
export type StoredShare = Omit<ShareCount, 'carriedByPartner' | 'byPartner'> & {
  readonly carriedByPartner: readonly (readonly [PartnerId, number])[];
  readonly byPartner: readonly (readonly [PartnerId, number])[];
};

export function storeShare({ carriedByPartner, byPartner, ...rest }: ShareCount): StoredShare {
  return { ...rest, carriedByPartner: [...carriedByPartner], byPartner: [...byPartner] };
}

export function readShare({ carriedByPartner, byPartner, ...rest }: StoredShare): ShareCount {
  return { ...rest, carriedByPartner: new Map(carriedByPartner), byPartner: new Map(byPartner) };
}
