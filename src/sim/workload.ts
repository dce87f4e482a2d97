// How a floor stands up to more callers than it was built for: what its agents' time was turned into, and what became of the others.
// From the facts alone, within a window, so that neither the first minutes nor the draining at the end count.
import type { CallFact, Fact, Recorded } from '../core/facts.js';

type AgentTime = {
  presence: 'logged-out' | 'ready' | 'not-ready' | 'rona';
  work: 'idle' | 'offered' | 'talking' | 'wrap-up';
  /** In a call that is not ours, or not reachable. */
  away: boolean;
  sinceMs: number;
  wrapUpSinceMs: number;
};

export type Workload = {
  readonly fromMs: number;
  readonly toMs: number;
  readonly agents: Map<string, AgentTime>;
  /** Time of agents at our disposal, and what of it was talk and wrap-up; ms. */
  paidMs: number;
  handlingMs: number;
  /** What of it was ringing, and what was being not-ready by the rule; ms. */
  ringingMs: number;
  ronaMs: number;
  served: number;
  offered: number;
  byPartners: number;
  offers: number;
  ronas: number;
  waiting: number;
  longestLine: number;
  /** By `because: kind`, e.g. `too-long: release`. */
  readonly treatments: Map<string, number>;
  /** How calls ended without a talk. */
  readonly ends: Map<string, number>;
  readonly waitsMs: number[];
};

export type WorkloadFigures = {
  /**
   * What the agents could have served at full occupancy: the time that they were logged in and neither paused by their own will, nor in
   * a call of their own, nor out of reach, divided by the mean handling time (talk and wrap-up) of those who were served. Time that our
   * own rules cost, ringing and being not-ready after a RONA, counts as capacity that was lost.
   */
  readonly capacity: number;
  readonly served: number;
  /** `served / capacity`. */
  readonly share: number;
  /** Shares of the agents' time that were lost to ringing phones, and to being not-ready after a RONA. */
  readonly ringing: number;
  readonly rona: number;
  readonly offered: number;
  readonly byPartners: number;
  readonly offersPerServed: number;
  readonly ronaShare: number;
  /** Of all who were answered or left, from arrival to that; ms. */
  readonly p95WaitMs: number;
  readonly longestWaitMs: number;
  readonly longestLine: number;
  readonly treatments: ReadonlyMap<string, number>;
  readonly ends: ReadonlyMap<string, number>;
};

export function createWorkload(fromMs: number, toMs: number): Workload {
  return {
    fromMs,
    toMs,
    agents: new Map(),
    paidMs: 0,
    handlingMs: 0,
    ringingMs: 0,
    ronaMs: 0,
    served: 0,
    offered: 0,
    byPartners: 0,
    offers: 0,
    ronas: 0,
    waiting: 0,
    longestLine: 0,
    treatments: new Map(),
    ends: new Map(),
    waitsMs: [],
  };
}

/** Enters a fact; facts come in their order, from the first one on. */
export function learnWorkload(load: Workload, { fact, atMs }: Recorded): void {
  const id = 'agent' in fact ? fact.agent : null;
  if (id !== null) changeAgent(load, id, fact, atMs);
  if ('call' in fact && !fact.type.startsWith('agent-')) countCall(load, fact as CallFact, atMs);
}

/** The part of an interval that lies in the window. */
const within = ({ fromMs, toMs }: Workload, startMs: number, endMs: number) =>
  Math.max(0, Math.min(endMs, toMs) - Math.max(startMs, fromMs));

function isPaid({ presence, work, away }: AgentTime): boolean {
  if (work === 'talking' || work === 'wrap-up') return true;
  return (presence === 'ready' || presence === 'rona') && (!away || work === 'offered');
}

function changeAgent(load: Workload, id: string, fact: Fact, atMs: number): void {
  let agent = load.agents.get(id);
  if (agent === undefined) {
    agent = { presence: 'logged-out', work: 'idle', away: false, sinceMs: atMs, wrapUpSinceMs: atMs };
    load.agents.set(id, agent);
  }
  const passedMs = within(load, agent.sinceMs, atMs);
  if (isPaid(agent)) {
    load.paidMs += passedMs;
    if (agent.work === 'offered') load.ringingMs += passedMs;
    else if (agent.work === 'idle' && agent.presence === 'rona') load.ronaMs += passedMs;
  }
  agent.sinceMs = atMs;
  switch (fact.type) {
    case 'agent-logged-in':
    case 'agent-ready':
      agent.presence = 'ready';
      return;
    case 'agent-logged-out':
      agent.presence = 'logged-out';
      return;
    case 'agent-not-ready':
      agent.presence = fact.by.kind === 'rule' ? 'rona' : 'not-ready';
      return;
    case 'agent-phone-changed':
      agent.away = fact.phone === 'busy' || fact.phone === 'unavailable';
      return;
    case 'agent-wrap-up-started':
      agent.work = 'wrap-up';
      agent.wrapUpSinceMs = atMs;
      return;
    case 'agent-wrap-up-ended':
      load.handlingMs += within(load, agent.wrapUpSinceMs, atMs);
      agent.work = 'idle';
      return;
    case 'call-offered':
      agent.work = 'offered';
      return;
    case 'call-answered':
      agent.work = 'talking';
      return;
    case 'talk-ended':
      load.handlingMs += within(load, atMs - fact.talkMs, atMs);
      agent.work = 'idle';
      return;
    default:
      agent.work = 'idle';
  }
}

function add(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function countCall(load: Workload, fact: CallFact, atMs: number): void {
  const counts = atMs >= load.fromMs && atMs < load.toMs;
  switch (fact.type) {
    case 'call-queued':
      load.waiting++;
      load.longestLine = Math.max(load.longestLine, load.waiting);
      if (counts) load.offered++;
      return;
    case 'call-returned':
      load.waiting++;
      return;
    case 'call-answered':
      load.waiting--;
      if (!counts) return;
      load.waitsMs.push(fact.waitedMs);
      if (fact.agent === null) load.byPartners++;
      return;
    case 'talk-ended':
      if (counts && fact.agent !== null) load.served++;
      return;
    case 'call-offered':
      if (counts) load.offers++;
      return;
    case 'offer-ended':
      if (counts && fact.cause === 'no-answer') load.ronas++;
      return;
    case 'call-treated':
      if (counts) add(load.treatments, `${fact.because}: ${fact.treatment.kind}`);
      return;
    case 'call-ended':
      if (fact.position > 0) load.waiting--;
      if (!counts || fact.position === 0) return;
      add(load.ends, fact.end);
      load.waitsMs.push(fact.waitedMs);
      return;
    default:
  }
}

export function figuresOf(load: Workload): WorkloadFigures {
  const { served, handlingMs, paidMs, offers } = load;
  const share = paidMs === 0 ? 0 : handlingMs / paidMs;
  const waits = load.waitsMs.toSorted((a, b) => a - b);
  return {
    capacity: share === 0 ? 0 : served / share,
    served,
    share,
    ringing: load.ringingMs / Math.max(1, paidMs),
    rona: load.ronaMs / Math.max(1, paidMs),
    offered: load.offered,
    byPartners: load.byPartners,
    offersPerServed: offers / Math.max(1, served),
    ronaShare: load.ronas / Math.max(1, offers),
    p95WaitMs: waits[Math.ceil(0.95 * waits.length) - 1] ?? 0,
    longestWaitMs: waits.at(-1) ?? 0,
    longestLine: load.longestLine,
    treatments: load.treatments,
    ends: load.ends,
  };
}
