// Shares: how a flow's answered calls are divided between in-house and partners. What is steered is one moment: how long a caller
// has waited when partners may take him. It moves between a soft and a hard limit with the calls that in-house stays behind:
//   behind = percent × (in-house + partners) − in-house, calls on their way counted, and what earlier periods left over;
//   moment = soft + (hard − soft) × lever, where the lever goes from 0 (in-house far ahead) to 1 (far behind).
// Nobody is kept from an idle agent by a share: agents' rings know nothing of it.

import { isSteered, type ShareCount, type ShareLine } from './apply-shares.js';
import { dayStartOf } from './days.js';
import type { ShareStand, ShareTarget } from './facts-shares.js';
import { openingAt } from './hours.js';
import { lineOf } from './index-floor.js';
import { walk } from './ordered-set.js';
import type { Flow, FlowId, OpenInterval, PartnerId, Share, Site } from './site.js';
import type { Call, State } from './state.js';
import { emit, type Step } from './step.js';

/** With a target the lever goes from end to end while in-house goes from so many calls ahead to so many behind. */
const targetBand = 5;
/** With a limit it is at its soft end as soon as there is room for one more call, and at its hard end when there is none. */
const limitBand = 1;
const limitLever = 0.9;
/** Where there is no hard limit the moment goes to infinity with the lever, and this far at its middle. */
const openEndMs = 30_000;
/** A partner is given back so many calls of an earlier period at most. */
const carriedByPartnerLimit = 3;
const hourMs = 3_600_000;

/** The first of the flow's shares that is in force, and until when it is counted without a break; `null` until then: none is. */
export function shareInForce(
  site: Site,
  flow: Flow,
  atMs: number,
): { readonly share: Share | null; readonly untilMs: number } {
  let untilMs = Number.POSITIVE_INFINITY;
  for (const share of flow.shares) {
    const opening = share.during === null ? null : openingAt(share.during, atMs);
    if (opening !== undefined) {
      const ends = [untilMs, opening?.toMs ?? untilMs, periodEndMs(site, share.per, atMs)];
      return { share, untilMs: Math.min(...ends) };
    }
    untilMs = Math.min(untilMs, nextOpeningMs(share.during ?? [], atMs));
  }
  return { share: null, untilMs };
}

/** Hours are counted from the beginning of the local day. */
function periodEndMs(site: Site, per: Share['per'], atMs: number): number {
  const day = dayStartOf(site, atMs);
  const nextDay = site.dayStarts.find(startMs => startMs > atMs) ?? day + 24 * hourMs;
  if (per === 'day') return nextDay;
  return Math.min(nextDay, day + (Math.floor((atMs - day) / hourMs) + 1) * hourMs);
}

function nextOpeningMs(hours: readonly OpenInterval[], atMs: number): number {
  return hours.find(({ fromMs }) => fromMs > atMs)?.fromMs ?? Number.POSITIVE_INFINITY;
}

const sumOf = (counts: ReadonlyMap<string, number>) => {
  let sum = 0;
  for (const count of counts.values()) sum += count;
  return sum;
};

const hundredths = (calls: number) => Math.round(calls * 100) / 100;

/** Begins a new period where the last one is over, and ends it where the site file has no share for this time any more. */
export function rollShare(step: Step, flow: FlowId): void {
  const { state, nowMs } = step;
  const running = state.shares.get(flow);
  const known = state.shareLines.has(flow) ? state.site.flows.get(flow) : undefined;
  if (running === undefined && known === undefined) return;
  const now = known === undefined ? null : shareInForce(state.site, known, nowMs);
  const share = now?.share ?? null;
  if (now === null || share === null) {
    if (running !== undefined) emit(step, { type: 'share-period-ended', flow });
    return;
  }
  const { target, proportions } = share;
  const same = running !== undefined && sameTarget(running.target, target);
  if (same && nowMs < running.untilMs && running.untilMs <= now.untilMs) return;
  emit(step, {
    type: 'share-period-began',
    flow,
    untilMs: now.untilMs,
    target,
    carried: same ? carriedOf(running) : 0,
    carriedByPartner: running === undefined ? {} : carriedByPartnerOf(running, proportions),
  });
}

const sameTarget = (a: ShareTarget | null, b: ShareTarget | null) =>
  a?.kind === b?.kind && a?.inHousePercent === b?.inHousePercent;

/** For all flows, after a start or a new site file. */
export function rollShares(step: Step): void {
  for (const flow of [...step.state.shares.keys()]) rollShare(step, flow);
  for (const { flow } of step.state.shareLines.values()) rollShare(step, flow);
}

/** What is left at the end of a period is made up for in the next one, as far as the lever reaches; a limit begins anew. */
function carriedOf({ target, inHouse, byPartner, carried }: ShareCount): number {
  if (target?.kind !== 'target') return 0;
  const behind = (target.inHousePercent / 100) * (inHouse + sumOf(byPartner)) - inHouse + carried;
  return hundredths(Math.min(targetBand, Math.max(-targetBand, behind)));
}

function carriedByPartnerOf(
  { byPartner, carriedByPartner }: ShareCount,
  proportions: Share['proportions'],
): Record<PartnerId, number> {
  const parts = sumOf(proportions);
  const all = [...proportions.keys()].reduce((sum, id) => sum + (byPartner.get(id) ?? 0), 0);
  const carried: Record<PartnerId, number> = {};
  for (const [id, part] of proportions) {
    const behind = (part / parts) * all - (byPartner.get(id) ?? 0) + (carriedByPartner.get(id) ?? 0);
    carried[id] = hundredths(Math.min(carriedByPartnerLimit, Math.max(-carriedByPartnerLimit, behind)));
  }
  return carried;
}

/** The share as it is met now; `null`: no target is in force. */
export function standOf(state: State, flow: FlowId): ShareStand | null {
  const counted = state.shares.get(flow);
  const line = state.shareLines.get(flow);
  if (counted === undefined || counted.target === null || line === undefined) return null;
  return {
    ...counted.target,
    inHouse: counted.inHouse,
    byPartners: sumOf(counted.byPartner),
    inHouseSoon: line.inHouseSoon,
    byPartnersSoon: line.byPartnersSoon,
  };
}

/** 0: in-house is so far ahead that partners may have callers at the soft limit. 1: so far behind that only the hard limit helps. */
function leverOf(stand: ShareStand, carried: number): number {
  const inHouse = stand.inHouse + stand.inHouseSoon;
  const all = inHouse + stand.byPartners + stand.byPartnersSoon;
  const share = stand.inHousePercent / 100;
  const lever =
    stand.kind === 'target'
      ? 0.5 + (share * all - inHouse + carried) / (2 * targetBand)
      : limited(share * (all + 1) - inHouse);
  return Math.min(1, Math.max(0, lever));
}

/** `over`: calls by which partners would be over their limit with one more. */
const limited = (over: number) => (over > 1e-9 ? 1 : limitLever * (1 + over / limitBand));

/** The share that is in force in a flow, looked up once a period. */
function shareNow(state: State, line: ShareLine, nowMs: number): Share | null {
  if (nowMs < line.knownUntilMs) return line.share;
  const flow = state.site.flows.get(line.flow);
  const now = flow === undefined ? null : shareInForce(state.site, flow, nowMs);
  line.share = now?.share ?? null;
  line.knownUntilMs = now?.untilMs ?? Number.POSITIVE_INFINITY;
  return line.share;
}

/** The moments of a flow's share at this time. */
type Limits = { readonly softMs: number; readonly hardMs: number | null };

function limitsOf(state: State, flow: FlowId, nowMs: number): Limits {
  const line = state.shareLines.get(flow);
  const share = line === undefined ? null : shareNow(state, line, nowMs);
  return share === null ? { softMs: 0, hardMs: 0 } : { softMs: share.softMs, hardMs: share.hardMs };
}

function momentMs(lever: number, { softMs, hardMs }: Limits): number | null {
  if (hardMs !== null) return Math.round(softMs + (Math.max(hardMs, softMs) - softMs) * lever);
  return lever >= 1 ? null : Math.round(softMs + (openEndMs * lever) / (1 - lever));
}

/**
 * How long a caller of the flow has waited there when partners may take him, as things stand; `null`: not in this period.
 * Only for a flow whose share has a target now (`isSteered`).
 */
export function shareOpensAfterMs(state: State, flow: FlowId, nowMs: number): number | null {
  const stand = standOf(state, flow);
  if (stand === null) return null;
  return momentMs(leverOf(stand, state.shares.get(flow)?.carried ?? 0), limitsOf(state, flow, nowMs));
}

/** When something is due in the line: a period begins or ends, or its first caller may be taken. */
export function shareDueMs(state: State, line: ShareLine, nowMs: number): number | null {
  const counted = state.shares.get(line.flow);
  // While nothing is routed no share is steered: that is made up for when it begins again.
  if (!state.routing) return null;
  if (counted === undefined) {
    shareNow(state, line, nowMs);
    return Number.isFinite(line.knownUntilMs) ? line.knownUntilMs : null;
  }
  const first = line.waiting.chunks[0]?.[0]?.item;
  const afterMs =
    first === undefined || counted.target === null ? null : shareOpensAfterMs(state, line.flow, nowMs);
  if (first === undefined || afterMs === null) return counted.untilMs;
  return Math.min(counted.untilMs, first.flowEnteredAtMs + afterMs);
}

/**
 * At the end of a step, after the matching: in every flow where something has changed, partners' rings open for the callers whose
 * moment has come. Gives those callers back. `touched`: who came or was touched in the step; whoever of them waits is told his moment.
 */
export function steer(step: Step, touched: readonly Call[]): Call[] {
  const opened: Call[] = [];
  if (step.state.shareLines.size === 0) return opened;
  for (const line of [...step.state.touchedShares]) {
    if (periodEndsMs(step.state, line) <= step.nowMs) rollShare(step, line.flow);
    if (line.waiting.size > 0 && isSteered(step.state, line.flow)) openDue(step, line, opened);
  }
  for (const call of touched) if (call.standing?.place === 'line' && !call.shareWeighed) weigh(step, call);
  return opened;
}

/** When the period that is being counted is over, or the first one begins. */
const periodEndsMs = (state: State, line: ShareLine) =>
  state.shares.get(line.flow)?.untilMs ?? line.knownUntilMs;

function openDue(step: Step, line: ShareLine, opened: Call[]): void {
  const { state, nowMs } = step;
  const flow = state.flows.get(line.flow)?.flow;
  const ring = flow?.rings.findIndex(one => one.kind === 'partners') ?? -1;
  for (;;) {
    const call = line.waiting.chunks[0]?.[0]?.item;
    const stand = standOf(state, line.flow);
    const opensAfterMs = shareOpensAfterMs(state, line.flow, nowMs);
    if (call === undefined || stand === null || opensAfterMs === null || ring < 0) return;
    if (call.flowEnteredAtMs + opensAfterMs > nowMs) return;
    const limits = limitsOf(state, line.flow, nowMs);
    const because = opensAfterMs === limits.hardMs ? 'hard-limit' : 'share';
    const { id } = call;
    emit(step, {
      type: 'share-opened',
      call: id,
      flow: line.flow,
      ring,
      stand,
      because,
      opensAfterMs,
      ...limits,
    });
    opened.push(call);
    // His place says that he is still in line: to say it again would change nothing.
    if (call.standing?.place === 'line') return;
  }
}

function weigh(step: Step, call: Call): void {
  const { state, nowMs } = step;
  const stand = standOf(state, call.flow);
  if (stand === null || state.calls.get(call.id) !== call) return;
  const opensAfterMs = shareOpensAfterMs(state, call.flow, nowMs);
  const limits = limitsOf(state, call.flow, nowMs);
  emit(step, { type: 'share-weighed', call: call.id, flow: call.flow, stand, opensAfterMs, ...limits });
}

/** A partner's place in a flow's proportions at this moment. */
export type Weighed = {
  readonly partner: PartnerId;
  readonly parts: number;
  readonly calls: number;
  readonly behind: number;
};

/**
 * The partners of the list in the order in which the proportions want them, furthest behind first; those that have no part come last.
 * `null`: the flow's share has no proportions now, or there is no choice.
 */
export function partnersInTurn(state: State, flow: FlowId, partners: readonly PartnerId[], nowMs: number) {
  const counted = state.shares.get(flow);
  const line = state.shareLines.get(flow);
  if (counted === undefined || line === undefined || partners.length < 2) return null;
  const proportions = shareNow(state, line, nowMs)?.proportions;
  if (proportions === undefined || proportions.size === 0) return null;
  const callsOf = (id: PartnerId) => (counted.byPartner.get(id) ?? 0) + (line.soonByPartner.get(id) ?? 0);
  const parts = sumOf(proportions);
  const all = [...proportions.keys()].reduce((sum, id) => sum + callsOf(id), 0) + 1;
  const weighed = partners.map((partner): Weighed => {
    const part = proportions.get(partner) ?? 0;
    const calls = callsOf(partner);
    const behind = (part / parts) * all - calls + (counted.carriedByPartner.get(partner) ?? 0);
    return { partner, parts: part, calls, behind: hundredths(behind) };
  });
  return weighed.sort((a, b) => Number(b.parts > 0) - Number(a.parts > 0) || b.behind - a.behind);
}

/** The rule of every share that the state can be asked about: the counters are those of the calls. For the invariants. */
export function brokenShares(state: State, nowMs: number, quiet: boolean): string[] {
  const broken: string[] = [];
  for (const line of state.shareLines.values()) {
    let inHouse = 0;
    let partners = 0;
    for (const { standing } of state.calls.values()) {
      if (standing === null || standing.line !== line || standing.place === 'line') continue;
      if (standing.place === 'in-house') inHouse++;
      else partners++;
    }
    if (inHouse !== line.inHouseSoon || partners !== line.byPartnersSoon)
      broken.push(
        `share of ${line.flow} counts ${line.inHouseSoon} and ${line.byPartnersSoon} calls on their way, there are ${inHouse} and ${partners}`,
      );
    for (const call of walk(line.waiting)) {
      if (call.inLine !== line.flow)
        broken.push(`call ${call.id} waits for the share of ${line.flow}, where it is not in line`);
      const afterMs = shareOpensAfterMs(state, line.flow, nowMs);
      if (quiet && afterMs !== null && call.flowEnteredAtMs + afterMs < nowMs)
        broken.push(`call ${call.id} waits for the share of ${line.flow}, whose moment has come`);
    }
    if (line.waiting.size > lineOf(state, line.flow).size)
      broken.push(`more wait for the share of ${line.flow} than stand in its line`);
  }
  return broken;
}
