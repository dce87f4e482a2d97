// Keeps the indexes true to the records, one call or one agent at a time. Called by apply() after every change.
import { dayStartOf } from './days.js';
import type { Pool, RingPools } from './index-site.js';
import { countBefore, type Entry, insert, type OrderedSet, orderedSet, remove } from './ordered-set.js';
import type { AgentSetup, FlowId, RequirementId } from './site.js';
import type { Agent, Call, State } from './state.js';

/** Ahead of every ordinary rank: callers who were returned to the front. Behind them all: a campaign's calls. */
const frontMs = 1e15;

/** The place in line: the time at which he first asked, less what his priority is worth. Smaller goes first. */
export function rankOf(state: State, call: Call): number {
  const rank = call.virtualEntryAtMs - call.priority * state.site.priorityStepMs;
  if (call.outbound?.kind === 'campaign') return rank + frontMs;
  return call.front ? rank - frontMs : rank;
}

/** May the agent be offered a call right now? */
export function isAvailable(agent: Agent, nowMs: number): boolean {
  return (
    agent.setup !== undefined &&
    agent.presence === 'ready' &&
    agent.work.kind === 'idle' &&
    agent.phone !== 'busy' &&
    agent.phone !== 'unavailable' &&
    agent.backOffUntilMs <= nowMs &&
    (agent.keptFor === null || agent.keptFor.untilMs <= nowMs)
  );
}

/** In line: neither talking nor at his end. */
export function isWaiting(call: Call): boolean {
  return call.waitingSinceMs !== null;
}

/**
 * Agents whose phones ring for the call. The one for whom it was kept until a moment ago goes on ringing and does not count: he
 * must keep nobody else from it.
 */
export function agentLegs(call: Call): number {
  let count = 0;
  for (const leg of call.legs.values())
    if (leg.to.kind === 'agent' && (!leg.reserved || call.reservation !== null)) count++;
  return count;
}

export function hasPartnerLeg(call: Call): boolean {
  for (const leg of call.legs.values()) if (leg.to.kind === 'partner') return true;
  return false;
}

/** Calls in line in the flow, offered ones included, in the order in which they are served. */
export function lineOf(state: State, flow: FlowId): OrderedSet<Call> {
  let line = state.lines.get(flow);
  if (line === undefined) {
    line = orderedSet();
    state.lines.set(flow, line);
  }
  return line;
}

/** How many of them are callers: a campaign's calls, who all stand behind, have nobody who waits. */
export function callersIn(state: State, flow: FlowId): number {
  return countBefore(lineOf(state, flow), { first: frontMs / 2, second: 0, third: 0, item: null });
}

/** The pool of a ring in which the call waits; `null`: there is none for its caller. */
export function poolFor(ring: RingPools | null | undefined, call: Call): Pool | null {
  if (!ring) return null;
  if (ring.kind === 'one') return ring.pool;
  return ring.pools.get(call.customer?.unit ?? '') ?? null;
}

function wantedPools(state: State, call: Call): readonly Pool[] {
  const index = state.flows.get(call.flow);
  if (
    index === undefined ||
    !isWaiting(call) ||
    call.reservation !== null ||
    (call.outbound !== null && call.outbound.onlyAgent !== null) ||
    call.partnersOnly ||
    agentLegs(call) >= index.flow.ringAtOnce
  )
    return [];
  const pools: Pool[] = [];
  for (const ring of call.openRings) {
    const pool = poolFor(index.ringPools[ring], call);
    if (pool && !pools.includes(pool)) pools.push(pool);
  }
  return pools;
}

const none: readonly never[] = [];

const same = <T>(a: readonly T[], b: readonly T[]) =>
  a.length === b.length && a.every((item, index) => item === b[index]);

/** Puts the call into the line, the pools and the partners' lines where it belongs now, and nowhere else. */
export function indexCall(state: State, call: Call): void {
  const first = rankOf(state, call);
  const before = call.entry;
  const moved = before === null || before.first !== first;
  const entry: Entry<Call> = moved ? { first, second: call.arrival, third: 0, item: call } : before;
  const inLine = isWaiting(call) ? call.flow : null;
  if (moved || inLine !== call.inLine) {
    if (call.inLine !== null && before !== null) remove(lineOf(state, call.inLine), before);
    if (inLine !== null) insert(lineOf(state, inLine), entry);
  }
  const pools = wantedPools(state, call);
  if (moved || !same(pools, call.pools)) {
    if (before !== null) for (const pool of call.pools) remove(pool.waiting, before);
    for (const pool of pools) insert(pool.waiting, entry);
  }
  const wants =
    call.partners.length > 0 && isWaiting(call) && call.reservation === null && !hasPartnerLeg(call);
  const partners = wants ? call.partners : none;
  if (moved || !same(partners, call.inPartnerLines)) {
    if (before !== null) for (const id of call.inPartnerLines) remove(partnerLine(state, id), before);
    for (const id of partners) insert(partnerLine(state, id), entry);
  }
  const own = isWaiting(call) && call.legs.size === 0 ? (call.reservation?.agent ?? null) : null;
  if (moved || own !== call.inOwnLine) {
    if (call.inOwnLine !== null && before !== null) remove(ownLine(state, call.inOwnLine), before);
    if (own !== null) insert(ownLine(state, own), entry);
  }
  call.entry = entry;
  call.inLine = inLine;
  call.pools = pools;
  call.inPartnerLines = partners === none ? none : [...partners];
  call.inOwnLine = own;
}

function partnerLine(state: State, partner: string): OrderedSet<Call> {
  return state.partners.get(partner)?.waiting ?? orderedSet();
}

function ownLine(state: State, agent: string): OrderedSet<Call> {
  return state.agents.get(agent)?.own ?? orderedSet();
}

/** Takes an ended call out of every index. */
export function dropCall(state: State, call: Call): void {
  const entry = call.entry;
  if (entry !== null) {
    if (call.inLine !== null) remove(lineOf(state, call.inLine), entry);
    for (const pool of call.pools) remove(pool.waiting, entry);
    for (const id of call.inPartnerLines) remove(partnerLine(state, id), entry);
    if (call.inOwnLine !== null) remove(ownLine(state, call.inOwnLine), entry);
  }
  call.inLine = null;
  call.pools = [];
  call.inPartnerLines = [];
  call.inOwnLine = null;
  call.dueAtMs = null;
  state.touched.delete(call);
}

/** Calls that he has answered on the local day of the moment. */
function callsOn({ site }: State, { callsToday, callsDayMs }: Agent, atMs: number): number {
  return callsDayMs === dayStartOf(site, atMs) ? callsToday : 0;
}

function entryIn(state: State, pool: Pool, agent: Agent, setup: AgentSetup, nowMs: number): Entry<Agent> {
  const idle = agent.idleSinceMs;
  const third = setup.order;
  switch (pool.rule) {
    case 'longest-idle':
      return { first: idle, second: 0, third, item: agent };
    case 'best-level': {
      let levels = 0;
      for (const { skill } of pool.requirement.skills) levels += setup.skills.get(skill) ?? 0;
      return { first: -levels, second: idle, third, item: agent };
    }
    case 'fewest-calls':
      return { first: callsOn(state, agent, nowMs), second: idle, third, item: agent };
    case 'most-specialised':
      return { first: setup.skills.size, second: idle, third, item: agent };
    case 'linear':
      return { first: setup.order, second: 0, third, item: agent };
  }
}

/** Puts the agent into the pools that he can serve while he is available, and counts him where he is logged in or staffed. */
export function indexAgent(state: State, agent: Agent, nowMs: number): void {
  count(state, agent, agent.presence);
  const available = isAvailable(agent, nowMs);
  takeOut(agent);
  const setup = agent.setup;
  if (!available || setup === undefined) return;
  agent.entries = agent.meets.map(pool => entryIn(state, pool, agent, setup, nowMs));
  for (const [index, pool] of agent.meets.entries()) {
    const entry = agent.entries[index];
    if (entry !== undefined) insert(pool.ready, entry);
  }
}

function takeOut(agent: Agent): void {
  if (agent.entries === null) return;
  for (const [index, pool] of agent.meets.entries()) {
    const entry = agent.entries[index];
    if (entry !== undefined) remove(pool.ready, entry);
  }
  agent.entries = null;
}

/** Out of every pool, and counted nowhere: before the pools that he can serve become others. */
export function leavePools(state: State, agent: Agent): void {
  takeOut(agent);
  count(state, agent, 'logged-out');
}

function count(state: State, agent: Agent, as: Agent['presence']): void {
  if (agent.countedAs === as) return;
  const requirements = new Set(agent.meets.map(pool => pool.requirement.id));
  const add = (counts: Map<RequirementId, number>, by: number) => {
    for (const id of requirements) counts.set(id, (counts.get(id) ?? 0) + by);
  };
  if (agent.countedAs !== 'logged-out') add(state.loggedIn, -1);
  if (agent.countedAs === 'ready') add(state.staffed, -1);
  if (as !== 'logged-out') add(state.loggedIn, 1);
  if (as === 'ready') add(state.staffed, 1);
  agent.countedAs = as;
}

/** Is an agent logged in who meets one of the flow's rings? */
export function isAttended(state: State, flow: FlowId): boolean {
  return state.flows.get(flow)?.requirements.some(id => (state.loggedIn.get(id) ?? 0) > 0) ?? false;
}
