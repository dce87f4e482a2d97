// What must hold between any two steps. Checked after every step in tests, sampled in production.
import { brokenAlarms } from './alarms.js';
import { isDirected } from './apply-transfers.js';
import { brokenCampaigns, isHeldBack } from './campaigns.js';
import { isInHouseOnly } from './case-book.js';
import { nextDeadline } from './deadlines.js';
import { hasPartnerLeg, isAvailable, isWaiting } from './index-floor.js';
import { walk } from './ordered-set.js';
import { brokenShares } from './shares.js';
import { brokenSkills } from './skills.js';
import type { Agent, Call, State } from './state.js';
import type { Outbound } from './state-outbound.js';
import { brokenSupervision } from './supervision.js';
import { brokenWrapUps } from './wrap-up.js';

/** Sentences about what is broken; empty when all is well. Costs the whole floor: not for the call path. */
export function invariants(state: State, nowMs: number): readonly string[] {
  const broken: string[] = [];
  const due = nextDeadline(state);
  if (state.routing && (due === null || due > nowMs)) {
    idleBesideWaiting(state, nowMs, broken);
    keptTooLong(state, nowMs, broken);
    for (const agent of state.agents.values())
      if (agent.entries === null && isAvailable(agent, nowMs))
        broken.push(`agent ${agent.id} is available but not in the pools`);
  }
  for (const agent of state.agents.values()) checkAgent(state, agent, nowMs, broken);
  for (const call of state.calls.values()) {
    checkCall(state, call, broken);
    checkTransfer(state, call, broken);
  }
  if (state.routing) checkFlows(state, broken);
  checkBook(state, broken);
  checkLegs(state, broken);
  checkListening(state, broken);
  checkIndexes(state, broken);
  broken.push(...brokenShares(state, nowMs, state.routing && (due === null || due > nowMs)));
  broken.push(...brokenAlarms(state));
  broken.push(...brokenCampaigns(state));
  broken.push(...brokenWrapUps(state));
  broken.push(...brokenSkills(state));
  broken.push(...brokenSupervision(state, state.routing && (due === null || due > nowMs)));
  return broken;
}

/** The first promise: no eligible ready agent and waiting call coexist, but for refusals that the call remembers. */
function idleBesideWaiting(state: State, nowMs: number, broken: string[]): void {
  for (const pool of state.pools.values()) {
    if (pool.ready.size === 0) continue;
    for (const call of walk(pool.waiting)) {
      if (isHeldBack(state, call, nowMs)) continue;
      for (const agent of walk(pool.ready)) {
        if ((call.refusals.get(agent.id) ?? 0) <= nowMs)
          broken.push(`agent ${agent.id} is idle beside call ${call.id}, which he may take (${pool.key})`);
      }
    }
  }
}

/** The named exception: a call that is kept for one agent. It ends in time, and he is not idle beside it. */
function keptTooLong(state: State, nowMs: number, broken: string[]): void {
  for (const call of state.calls.values())
    if (isWaiting(call) && call.reservation !== null && call.reservation.untilMs <= nowMs)
      broken.push(`call ${call.id} is kept for agent ${call.reservation.agent} beyond its time`);
  for (const agent of state.agents.values())
    if (agent.own.size > 0 && isAvailable(agent, nowMs))
      for (const call of walk(agent.own))
        broken.push(`agent ${agent.id} is idle beside call ${call.id}, which is kept for him`);
}

/** On this leg the call talks, or is kept by who sends it on. */
function talksOn(call: Call | undefined, leg: string): boolean {
  return call?.talk?.leg === leg || call?.transfer?.keeper?.leg === leg;
}

function checkAgent(state: State, agent: Agent, nowMs: number, broken: string[]): void {
  const { work } = agent;
  if (work.kind === 'offered' && state.calls.get(work.call)?.legs.get(work.leg) === undefined) {
    broken.push(`agent ${agent.id} is offered call ${work.call}, which has no such leg`);
  }
  if (work.kind === 'talking' && !talksOn(state.calls.get(work.call), work.leg)) {
    broken.push(`agent ${agent.id} talks on leg ${work.leg}, which is not the talk of call ${work.call}`);
  }
  if (agent.entries !== null && !isAvailable(agent, nowMs))
    broken.push(`agent ${agent.id} is in the pools but not available`);
}

/** A restart may find callers in a flow that a reload took away: they are let go when the switch is there. */
function checkFlows(state: State, broken: string[]): void {
  for (const call of state.calls.values())
    if (isWaiting(call) && !state.flows.has(call.flow))
      broken.push(`call ${call.id} waits in flow ${call.flow}, which does not exist`);
}

function checkCall(state: State, call: Call, broken: string[]): void {
  if (call.talk !== null && call.legs.size > 0)
    broken.push(`call ${call.id} talks and still rings ${[...call.legs.keys()].join(', ')}`);
  if (isInHouseOnly(call) && call.inPartnerLines.length > 0)
    broken.push(`call ${call.id} is served in-house only and waits for a partner`);
  const rests = call.outbound !== null && call.outbound.restUntilMs !== null;
  if ((call.talk === null && !rests) !== isWaiting(call))
    broken.push(`call ${call.id} neither waits nor talks, or does both`);
  for (const leg of call.legs.values()) {
    if (state.legs.get(leg.id) !== call) broken.push(`leg ${leg.id} is not on record for call ${call.id}`);
    if (leg.to.kind !== 'agent') continue;
    const work = state.agents.get(leg.to.agent)?.work;
    if (work?.kind !== 'offered' || work.leg !== leg.id)
      broken.push(`leg ${leg.id} rings agent ${leg.to.agent}, who knows nothing of it`);
  }
  if (call.outbound !== null) checkOutbound(state, call, call.outbound, broken);
  const talkTo = call.talk?.to;
  if (talkTo?.kind === 'agent') {
    const work = state.agents.get(talkTo.agent)?.work;
    if (work?.kind !== 'talking' || work.call !== call.id)
      broken.push(`call ${call.id} talks with agent ${talkTo.agent}, who knows nothing of it`);
  }
}

/** Nobody is between two chairs: who waits for one target is being rung at it, and an agent who keeps a caller knows of it. */
function checkTransfer(state: State, call: Call, broken: string[]): void {
  const { transfer, talk } = call;
  if (talk?.held && (transfer !== null || !talk.bridged))
    broken.push(`call ${call.id} is on hold and was never joined, or is transferred`);
  if (transfer === null) return;
  if (isDirected(call) && talk === null && call.legs.size === 0)
    broken.push(`call ${call.id} waits for ${transfer.to.kind}, where nobody rings`);
  const { keeper } = transfer;
  if (keeper === null) {
    if (talk !== null || transfer.to.kind === 'flow')
      broken.push(`call ${call.id} is still being transferred, and its agent has left`);
    return;
  }
  const work = keeper.to.kind === 'agent' ? state.agents.get(keeper.to.agent)?.work : undefined;
  if (work?.kind !== 'talking' || work.leg !== keeper.leg)
    broken.push(`call ${call.id} is kept by agent ${transfer.from}, who knows nothing of it`);
  if (state.legs.get(keeper.leg) !== call)
    broken.push(`leg ${keeper.leg} keeps call ${call.id} and is not on record for it`);
}

/** Who has how many cases, and whose a case is, is what the cases say. */
function checkBook({ book }: State, broken: string[]): void {
  const load = new Map<string, number>();
  for (const { id, customer, owner, state } of book.cases.values()) {
    if (book.byCustomer.get(customer) !== id) broken.push(`case ${id} is not found by its customer`);
    if (owner !== null && state !== 'solved') load.set(owner, (load.get(owner) ?? 0) + 1);
  }
  if (book.byCustomer.size !== book.cases.size) broken.push('a customer has a case that is not there');
  for (const agent of new Set([...load.keys(), ...book.load.keys()]))
    if (load.get(agent) !== book.load.get(agent))
      broken.push(`agent ${agent} has ${load.get(agent) ?? 0} cases, counted ${book.load.get(agent) ?? 0}`);
}

/** Nobody is dialled without a reserved agent; what rests is in no line and rings nowhere. */
function checkOutbound(state: State, call: Call, outbound: Outbound, broken: string[]): void {
  if (outbound.customer !== null && call.talk?.to.kind !== 'agent')
    broken.push(`call ${call.id} has dialled its customer, and no agent is reserved`);
  if (outbound.restUntilMs !== null && (call.talk !== null || call.legs.size > 0))
    broken.push(`call ${call.id} rests, and somebody is at it`);
  if ((outbound.restUntilMs === null) !== state.outbound.active.has(call.id))
    broken.push(`call ${call.id} is not counted as what it is: resting or not`);
  if ((outbound.kind === 'callback') !== (state.outbound.callBacks.get(call.caller)?.has(call.id) === true))
    broken.push(`call ${call.id} is not found by its number`);
  if (call.partners.length > 0) broken.push(`call ${call.id} has no caller, and waits for a partner`);
}

function checkLegs(state: State, broken: string[]): void {
  for (const [id, call] of state.legs) {
    const isCustomer = call.outbound?.customer?.leg === id;
    if (!call.legs.has(id) && !talksOn(call, id) && !isCustomer) broken.push(`leg ${id} belongs to nobody`);
    if (state.calls.get(call.id) !== call)
      broken.push(`leg ${id} belongs to call ${call.id}, which has ended`);
  }
  for (const [id, partner] of state.partners) {
    for (const leg of partner.live)
      if (!state.legs.has(leg)) broken.push(`partner ${id} counts leg ${leg}, which is gone`);
  }
}

function checkIndexes(state: State, broken: string[]): void {
  let waiting = 0;
  for (const line of state.lines.values()) waiting += line.size;
  const expected = [...state.calls.values()].filter(isWaiting).length;
  if (waiting !== expected) broken.push(`${waiting} calls stand in lines, ${expected} wait`);
  for (const call of state.calls.values()) {
    if (isWaiting(call) && call.inLine !== call.flow)
      broken.push(`call ${call.id} waits in ${call.flow} but stands in line ${call.inLine}`);
    if (!isWaiting(call) && call.pools.length > 0)
      broken.push(`call ${call.id} does not wait but is in the pools`);
    if (hasPartnerLeg(call) && call.inPartnerLines.length > 0)
      broken.push(`call ${call.id} is at a partner and waits for one`);
  }
  for (const agent of state.agents.values())
    for (const call of walk(agent.own))
      if (call.inOwnLine !== agent.id || call.reservation?.agent !== agent.id)
        broken.push(`agent ${agent.id}'s own line holds call ${call.id}, which is not kept for him`);
  for (const pool of state.pools.values()) {
    for (const call of walk(pool.waiting))
      if (!call.pools.includes(pool))
        broken.push(`pool ${pool.key} holds call ${call.id}, which does not know it`);
    for (const agent of walk(pool.ready))
      if (agent.entries === null)
        broken.push(`pool ${pool.key} holds agent ${agent.id}, who is not available`);
  }
}

function checkListening(state: State, broken: string[]): void {
  for (const call of state.asked.keys())
    if (state.calls.has(call)) broken.push(`call ${call} is asked how it was before it has ended`);
  for (const [id, { current }] of state.recordings) {
    if (!state.calls.has(id)) broken.push(`call ${id} has ended, and its recordings are remembered`);
    const talk = state.calls.get(id)?.talk;
    if (current !== null && (talk?.leg !== current.leg || !talk.bridged))
      broken.push(`recording ${current.recording} is not of a talk that goes on`);
  }
  const [agents, supervisors] = [new Set<string>(), new Set<string>()];
  for (const { id, agent, supervisor, talk } of state.supervisions.values()) {
    if (agents.has(agent) || supervisors.has(supervisor))
      broken.push(`supervision ${id} is not the only one of agent ${agent} and supervisor ${supervisor}`);
    agents.add(agent);
    supervisors.add(supervisor);
    const work = state.agents.get(agent)?.work;
    if (talk !== null && (work?.kind !== 'talking' || work.leg !== talk.leg))
      broken.push(`supervision ${id} hears leg ${talk.leg}, on which agent ${agent} does not talk`);
  }
}
