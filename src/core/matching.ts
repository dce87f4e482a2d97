// Who gets whom. By index: a look-up costs the pools of one agent or the open rings of one call, whatever the size of the floor.
import { isHeldBack, leavesReserve } from './campaigns.js';
import { shownName } from './cases.js';
import type { OfferReason, PassedOver } from './facts.js';
import { isAvailable, poolFor, rankOf } from './index-floor.js';
import type { Pool } from './index-site.js';
import type { OrderedSet } from './ordered-set.js';
import { firstOfOwn } from './reservations.js';
import type { Agent, Call, State } from './state.js';
import { emit, perform, type Step } from './step.js';

const passedOverLimit = 5;

type Found = { readonly agent: Agent; readonly why: OfferReason };

function isRefused(call: Call, agent: Agent, nowMs: number): boolean {
  return call.refusals.size > 0 && (call.refusals.get(agent.id) ?? 0) > nowMs;
}

/** The best available agent for the call: the narrowest open ring first, then the flow's selection rule. */
function findAgent(state: State, call: Call, from: OfferReason['from'], nowMs: number): Found | null {
  const index = state.flows.get(call.flow);
  if (index === undefined || call.pools.length === 0) return null;
  for (const ring of call.openRings) {
    const pool = poolFor(index.ringPools[ring], call);
    if (!pool || pool.ready.size === 0 || !leavesReserve(state, call, pool, nowMs)) continue;
    const choice = choose(pool, call, nowMs);
    if (choice === null) continue;
    const { requirement, rule, ready, waiting } = pool;
    const why = {
      from,
      ring,
      requirement: requirement.id,
      rule,
      ready: ready.size,
      waiting: waiting.size,
      passedOver: choice.passedOver,
    };
    return { agent: choice.agent, why };
  }
  return null;
}

/** The first of the pool whom the call has not been refused by, and who else was looked at. */
function choose(
  { ready }: Pool,
  call: Call,
  nowMs: number,
): { readonly agent: Agent; readonly passedOver: readonly PassedOver[] } | null {
  const passedOver: PassedOver[] = [];
  let agent: Agent | null = null;
  for (const chunk of ready.chunks) {
    for (const { item } of chunk) {
      const refused = isRefused(call, item, nowMs);
      if (!refused && agent === null) agent = item;
      else if (passedOver.length < passedOverLimit)
        passedOver.push({
          agent: item.id,
          because: refused ? 'refused-this-call' : 'ranked-lower',
          untilMs: refused ? (call.refusals.get(item.id) ?? null) : null,
        });
      if (agent !== null && passedOver.length >= passedOverLimit) return { agent, passedOver };
    }
  }
  return agent === null ? null : { agent, passedOver };
}

/** The call that the agent should take next: the first in order over all the pools he can serve. */
export function findCall(state: State, agent: Agent, nowMs: number): Call | null {
  let best: Call | null = null;
  for (const { waiting } of agent.meets)
    if (waiting.size > 0) best = earlier(state, waiting, agent, best, nowMs);
  return best;
}

/** The first call of the line that the agent may take, if it goes before `best`; else `best`. */
function earlier(
  state: State,
  waiting: OrderedSet<Call>,
  agent: Agent,
  best: Call | null,
  nowMs: number,
): Call | null {
  for (const chunk of waiting.chunks) {
    for (const { item } of chunk) {
      if (best !== null && !goesBefore(item, best)) return best;
      if (!isRefused(item, agent, nowMs) && !isHeldBack(state, item, nowMs)) return item;
    }
  }
  return best;
}

function goesBefore(a: Call, b: Call): boolean {
  const first = (a.entry?.first ?? 0) - (b.entry?.first ?? 0);
  return first < 0 || (first === 0 && a.arrival < b.arrival);
}

/** A call that was sent to this agent, and to nobody else. That he is available was asked before. */
export function ringAgent(step: Step, call: Call, id: string): void {
  const agent = step.state.agents.get(id);
  if (agent === undefined) return;
  const why: OfferReason = {
    from: 'call',
    ring: 0,
    requirement: '',
    rule: 'transfer',
    ready: 1,
    waiting: 1,
    passedOver: [],
  };
  offer(step, call, { agent, why });
}

function offer(step: Step, call: Call, found: Found): void {
  const { state, nowMs } = step;
  const flow = state.flows.get(call.flow)?.flow;
  const setup = found.agent.setup;
  if (flow === undefined || setup === undefined) return;
  const leg = `${call.id}.${call.attempts + 1}`;
  emit(step, {
    type: 'call-offered',
    call: call.id,
    leg,
    agent: setup.id,
    endpoint: setup.endpoint,
    confirm: setup.confirm,
    deadlineAtMs: nowMs + flow.offerTimeoutMs,
    why: found.why,
  });
  if (call.outbound !== null) {
    perform(step, {
      type: 'ring-first',
      call: call.id,
      leg,
      endpoint: setup.endpoint,
      kind: call.outbound.kind,
      customerNumber: call.caller,
      customerName: call.callerName,
      language: state.site.language,
      timeoutMs: flow.offerTimeoutMs + 5_000,
    });
    return;
  }
  perform(step, {
    type: 'ring',
    call: call.id,
    leg,
    endpoint: setup.endpoint,
    callerNumber: call.caller,
    callerName: shownName(state, call),
    timeoutMs: flow.offerTimeoutMs + 5_000,
  });
}

/** Who is kept for an agent goes before all others when he is free. */
function offerReserved(step: Step): void {
  const { state, nowMs } = step;
  const agents = new Set(step.agents);
  for (const { inOwnLine } of step.calls) {
    const agent = inOwnLine === null ? undefined : state.agents.get(inOwnLine);
    if (agent !== undefined) agents.add(agent);
  }
  for (const agent of agents) {
    const call = isAvailable(agent, nowMs) ? firstOfOwn(agent) : null;
    if (call === null) continue;
    const why = { ring: call.openRings.at(-1) ?? 0, requirement: 'any', rule: 'reserved', ready: 1 };
    const from = step.agents.has(agent) ? 'agent' : 'call';
    offer(step, call, { agent, why: { ...why, from, waiting: agent.own.size, passedOver: [] } });
  }
}

/**
 * Matches all that the step made eligible: always the call that goes first, with the agent whom its flow prefers, until nobody is left
 * who could take one. Afterwards no available agent stands beside a waiting call that he may take.
 */
export function match(step: Step): void {
  const { state, nowMs, agents } = step;
  offerReserved(step);
  const calls = [...step.calls].sort((a, b) => (goesBefore(a, b) ? -1 : 1));
  let first = 0;
  for (;;) {
    while (calls[first]?.pools.length === 0) first++;
    let next: Call | null = calls[first] ?? null;
    let seeker: Agent | null = null;
    for (const agent of agents) {
      const call = isAvailable(agent, nowMs) ? findCall(state, agent, nowMs) : null;
      if (call === null) agents.delete(agent);
      else if (next === null || goesBefore(call, next)) {
        next = call;
        seeker = agent;
      }
    }
    if (next === null) return;
    const found = findAgent(state, next, seeker === null ? 'call' : 'agent', nowMs);
    if (found !== null) offer(step, next, found);
    else if (seeker === null) first++;
    else agents.delete(seeker);
  }
}

/** Order of service. */
export function compareRank(state: State, a: Call, b: Call): number {
  return rankOf(state, a) - rankOf(state, b) || a.arrival - b.arrival;
}
