// The promises about calls, checked on the facts and effects as they come, without looking into the core's state.
import { dayStartOf } from '../core/days.js';
import type { Effect } from '../core/effects.js';
import type { AgentFact, CallFact, Fact } from '../core/facts.js';
import { isCaseFact } from '../core/facts-cases.js';
import { isListeningFact } from '../core/facts-listening.js';
import { lostAtOnceMs } from '../core/offers.js';
import type { Ring, Site } from '../core/site.js';
import {
  agentOf,
  createLedger,
  enter,
  goesBefore,
  type Ledger,
  type LedgerCall,
  partnerOf,
} from './ledger.js';
import { takeCaseFact } from './ledger-cases.js';
import { enterCallBack } from './ledger-outbound.js';
import { checkListeningEffect, takeListeningFact } from './listening-promises.js';
import { checkOutbound } from './promises-outbound.js';
import { takeSupervisionFact } from './supervision-promises.js';
import { takeWrapUpFact, wrapUpOf } from './wrap-up-promises.js';

type FactOf<T extends Fact['type']> = Extract<Fact, { type: T }>;

export type Promises = {
  readonly ledger: Ledger;
  readonly broken: string[];
  /** A wrap-up's end may be this late: timers are, and nothing falls due while the switch is away. */
  readonly slackMs: number;
  /** Of the step that goes on. */
  readonly calls: Set<string>;
  readonly agents: Set<string>;
};

/** `slackMs`: how late a wrap-up may end. */
export function createPromises(site: Site, slackMs = 100): Promises {
  return { ledger: createLedger(site), broken: [], slackMs, calls: new Set(), agents: new Set() };
}

/** Checks a fact, then enters it. */
export function takeFact(promises: Promises, fact: Fact, atMs: number): void {
  const { ledger } = promises;
  const say = (what: string) => promises.broken.push(`${new Date(atMs).toISOString()} ${fact.type}: ${what}`);
  if (isListeningFact(fact)) {
    takeListeningFact(ledger, fact, say);
    return;
  }
  if (isCaseFact(fact)) {
    takeCaseFact(ledger.cases, ledger.site, fact, say);
    enterCallBack(ledger, fact, atMs);
    return;
  }
  if (takeWrapUpFact(ledger, fact, say)) return;
  takeSupervisionFact(ledger, fact, atMs, say);
  if (fact.type.startsWith('agent-')) checkAgentFact(promises, fact as AgentFact, atMs, say);
  else if ('call' in fact) checkCallFact(ledger, fact as CallFact, atMs, say);
  enter(ledger, fact, atMs);
  if ('call' in fact) promises.calls.add(fact.call);
  if ('agent' in fact && fact.agent !== null) promises.agents.add(fact.agent);
}

/** Whoever comes back must say `hold` again for every caller who waits: only so is his dead-man's switch renewed. */
export function callersAreForgotten({ ledger, calls }: Promises): void {
  for (const call of ledger.calls.values()) {
    if (call.outbound !== null) continue;
    call.held = false;
    calls.add(call.id);
  }
}

/** The step is over: what must be so between two steps, for whom it touched. */
export function endStep({ ledger, broken, calls, agents }: Promises): void {
  for (const id of calls) {
    const call = ledger.calls.get(id);
    if (call !== undefined && mustHearMusic(call) && !call.held)
      broken.push(`call ${id} waits without music`);
  }
  for (const id of agents) {
    const { presence, work } = agentOf(ledger, id);
    if (presence !== 'ready' && work.kind === 'offered')
      broken.push(`agent ${id} is ${presence} and still rung on ${work.leg}`);
  }
  calls.clear();
  agents.clear();
}

/** In line, on hold, or waiting for the target of a transfer: but for who is accompanied by his agent, or in a consultation that has begun. */
function mustHearMusic({ waitingSinceMs, onHold, transfer }: LedgerCall): boolean {
  if (transfer?.keeper && transfer.accompanied) return false;
  return waitingSinceMs !== null || onHold;
}

type Say = (what: string) => void;

function checkCallFact(ledger: Ledger, fact: CallFact, atMs: number, say: Say): void {
  const call = ledger.calls.get(fact.call);
  if (fact.type === 'call-queued' || fact.type === 'outbound-queued') {
    if (call !== undefined || ledger.ended.has(fact.call)) say(`call ${fact.call} is queued twice`);
    return;
  }
  if (call === undefined) {
    say(`call ${fact.call} ${ledger.ended.has(fact.call) ? 'has ended' : 'never came'}`);
    return;
  }
  if (call.outbound !== null) checkOutbound(ledger, call, call.outbound, fact, atMs, say);
  switch (fact.type) {
    case 'call-offered':
      checkOffer(ledger, call, fact, atMs, say);
      return;
    case 'offer-ended':
      if (call.legs.get(fact.leg)?.agent !== fact.agent)
        say(`leg ${fact.leg} does not ring agent ${fact.agent}`);
      checkBackOff(ledger.site, fact, atMs, say);
      return;
    case 'partner-dialled':
      checkDial(ledger, call, fact, atMs, say);
      return;
    case 'partner-attempt-ended':
      if (call.legs.get(fact.leg)?.partner !== fact.partner)
        say(`leg ${fact.leg} is not at partner ${fact.partner}`);
      return;
    case 'call-answered':
      if (call.talk !== null) say(`call ${call.id} has a winner already: ${call.talk.leg}`);
      if (!call.legs.has(fact.leg)) say(`leg ${fact.leg} was not ringing`);
      if (fact.waitedMs !== waitedMs(call, atMs))
        say(`waited ${fact.waitedMs}, by the facts ${waitedMs(call, atMs)}`);
      return;
    case 'talk-ended':
      if (talkOn(call, fact.leg) === null) say(`leg ${fact.leg} does not talk`);
      else if (fact.talkMs !== atMs - (talkOn(call, fact.leg)?.answeredAtMs ?? 0))
        say(`talk of ${fact.talkMs} ms is not what passed`);
      return;
    case 'call-returned':
      if (call.talk?.leg !== fact.leg) say(`leg ${fact.leg} does not talk`);
      return;
    case 'call-announced':
      checkPosition(ledger, call, fact, say);
      return;
    case 'call-ended':
      checkEnd(call, fact, atMs, say);
      return;
    default:
  }
}

/** The talk on this leg: of the call itself, or of the agent who keeps it while he sends it on. */
const talkOn = ({ talk, transfer }: LedgerCall, leg: string) =>
  [talk, transfer?.keeper].find(one => one?.leg === leg) ?? null;

const waitedMs = (call: LedgerCall, atMs: number) =>
  call.waitedMs + (call.waitingSinceMs === null ? 0 : atMs - call.waitingSinceMs);

function isEligible(
  { site, skills }: Ledger,
  agentId: string,
  ring: Ring | undefined,
  call: LedgerCall,
): boolean {
  const agent = site.agents.get(agentId);
  if (agent === undefined || ring?.kind !== 'agents') return false;
  const asked = site.requirements.get(ring.requirement);
  const requirement = asked?.byUnit === undefined ? asked : asked.byUnit.get(call.unit ?? '');
  if (requirement === undefined) return false;
  const isIn = (team: string) => agent.teams.includes(team);
  const levels = skills.get(agentId) ?? agent.skills;
  return (
    requirement.skills.every(({ skill, level }) => (levels.get(skill) ?? 0) >= level) &&
    (requirement.teams === null || requirement.teams.some(isIn)) &&
    (requirement.unitTeams === undefined || requirement.unitTeams.some(isIn))
  );
}

/** Its campaign keeps ready agents free for callers: it may stand aside. */
function leavesSome({ site }: Ledger, { outbound }: LedgerCall): boolean {
  return (site.campaigns?.get(outbound?.campaign ?? '')?.keepReady ?? 0) > 0;
}

function agentLegs(call: LedgerCall): number {
  let count = 0;
  // Whom it was kept for goes on ringing, and counts no more.
  for (const leg of call.legs.values())
    if (leg.agent !== null && (!leg.reserved || call.reservedFor !== null)) count++;
  return count;
}

function checkOffer(
  ledger: Ledger,
  call: LedgerCall,
  fact: FactOf<'call-offered'>,
  atMs: number,
  say: Say,
): void {
  const { site } = ledger;
  const agent = agentOf(ledger, fact.agent);
  const who = `agent ${fact.agent}`;
  if (agent.presence !== 'ready') say(`${who} is ${agent.presence}`);
  if (agent.work.kind !== 'idle') say(`${who} is at something else: ${JSON.stringify(agent.work)}`);
  if (agent.phone === 'busy' || agent.phone === 'unavailable') say(`${who}'s phone is ${agent.phone}`);
  if (agent.backOffUntilMs > atMs) say(`${who} is left alone until ${agent.backOffUntilMs}`);
  if (site.noAnswersBeforeNotReady > 0 && agent.noAnswers >= site.noAnswersBeforeNotReady)
    say(`${who} has let it ring ${agent.noAnswers} times`);
  // A colleague who sends him there knows better.
  const sent = call.transfer?.directed === true;
  if (!sent && (call.refusals.get(fact.agent) ?? 0) > atMs) say(`${who} refused call ${call.id}`);
  // Whom a supervisor gave to an agent may have been closed in-house before.
  const closed = call.partnersOnly && call.reservedFor !== fact.agent;
  if (call.waitingSinceMs === null || closed) say(`call ${call.id} does not wait for agents`);
  if (site.agents.get(fact.agent)?.endpoint !== fact.endpoint) say(`${fact.endpoint} is not ${who}'s phone`);
  if (call.transfer?.directed) return;
  if (fact.why.rule === 'reserved') {
    if (call.reservedFor !== fact.agent || call.legs.size > 0) say(`call ${call.id} is not kept for ${who}`);
    return;
  }
  if (call.reservedFor !== null) say(`call ${call.id} is kept for agent ${call.reservedFor}`);
  if (!call.openRings.has(fact.why.ring)) say(`ring ${fact.why.ring} of call ${call.id} is not open`);
  const flow = site.flows.get(call.flow);
  if (flow === undefined) return;
  const ring = flow.rings[fact.why.ring];
  if (!isEligible(ledger, fact.agent, ring, call))
    say(`${who} does not meet ring ${fact.why.ring} of flow ${flow.id}`);
  if (agentLegs(call) >= flow.ringAtOnce) say(`call ${call.id} rings ${agentLegs(call)} agents already`);
  for (const other of ledger.calls.values())
    if (isKeptFor(other, fact.agent)) say(`call ${other.id} is kept for ${who}, and waits`);
    else if (
      goesBefore(ledger, other, call) &&
      mayTake(ledger, other, fact.agent, atMs) &&
      !leavesSome(ledger, other)
    )
      say(`call ${other.id} waits before call ${call.id}, and ${who} may take it`);
}

const backOffOf = {
  'no-answer': 'noAnswer',
  'not-confirmed': 'noAnswer',
  rejected: 'rejected',
  redirected: 'rejected',
  busy: 'busy',
  unreachable: 'unreachable',
} as const;

/** A refusal is remembered for as long as the site file says; being overtaken is not a refusal. */
function checkBackOff(site: Site, fact: FactOf<'offer-ended'>, atMs: number, say: Say): void {
  const kind = fact.cause in backOffOf ? backOffOf[fact.cause as keyof typeof backOffOf] : null;
  const lostMs = fact.cause === 'lost' && fact.ringMs < lostAtOnceMs ? lostAtOnceMs : 0;
  const { callMs, agentMs } = kind === null ? { callMs: lostMs, agentMs: 0 } : site.backOffs[kind];
  const until = (ms: number) => (ms > 0 ? atMs + ms : null);
  if (fact.callUntilMs !== until(callMs) || fact.agentUntilMs !== until(agentMs))
    say(`${fact.cause} is remembered until ${fact.callUntilMs} and ${fact.agentUntilMs}`);
}

const isKeptFor = (call: LedgerCall, agent: string) =>
  call.reservedFor === agent && call.waitingSinceMs !== null && call.legs.size === 0;

/** Could the agent have been offered this call now? */
function mayTake(ledger: Ledger, call: LedgerCall, agent: string, atMs: number): boolean {
  const flow = ledger.site.flows.get(call.flow);
  if (call.waitingSinceMs === null || call.partnersOnly || flow === undefined) return false;
  if (call.reservedFor !== null) return false;
  if (agentLegs(call) >= flow.ringAtOnce || (call.refusals.get(agent) ?? 0) > atMs) return false;
  for (const index of call.openRings) {
    if (isEligible(ledger, agent, flow.rings[index], call)) return true;
  }
  return false;
}

function checkDial(
  ledger: Ledger,
  call: LedgerCall,
  fact: FactOf<'partner-dialled'>,
  atMs: number,
  say: Say,
): void {
  const about = ledger.site.partners.get(fact.partner);
  const partner = partnerOf(ledger, fact.partner);
  if (call.inHouse && call.transfer?.directed !== true)
    say(`call ${call.id} is a repeat call, and goes to partner ${fact.partner}`);
  if (call.waitingSinceMs === null || call.legs.size > 0) say(`call ${call.id} talks or rings elsewhere`);
  if (!about?.destinations.some(({ trunk, number }) => trunk === fact.trunk && number === fact.number)) {
    say(`${fact.number} on ${fact.trunk} is not in partner ${fact.partner}'s list`);
    return;
  }
  const { concurrent, perMinute, minutesPerDay } = about.caps;
  if (concurrent !== null && partner.live.size >= concurrent)
    say(`${partner.live.size} calls are at ${fact.partner}`);
  const lately = partner.starts.filter(startMs => startMs > atMs - 60_000).length;
  if (perMinute !== null && lately >= perMinute)
    say(`${lately} calls went to ${fact.partner} within the minute`);
  if (minutesPerDay === null) return;
  const dayMs = dayStartOf(ledger.site, atMs);
  let talkMs = 0;
  for (const { fromMs, toMs } of partner.talks) talkMs += Math.max(0, toMs - Math.max(fromMs, dayMs));
  for (const { talk } of ledger.calls.values())
    if (talk?.partner === fact.partner) talkMs += atMs - Math.max(talk.answeredAtMs, dayMs);
  if (talkMs >= minutesPerDay * 60_000) say(`${fact.partner} has talked ${talkMs} ms today`);
}

function checkPosition(ledger: Ledger, call: LedgerCall, fact: FactOf<'call-announced'>, say: Say): void {
  let position = 1;
  for (const other of ledger.calls.values())
    if (other.waitingSinceMs !== null && other.flow === call.flow && goesBefore(ledger, other, call))
      position++;
  if (position !== fact.position) say(`call ${call.id} is told ${fact.position}, and stands at ${position}`);
}

function checkEnd(call: LedgerCall, fact: FactOf<'call-ended'>, atMs: number, say: Say): void {
  const wanted = { waitedMs: waitedMs(call, atMs), talkMs: call.talkedMs, flow: call.flow };
  const { waitedMs: waited, talkMs, flow } = fact;
  if (waited !== wanted.waitedMs || talkMs !== wanted.talkMs || flow !== wanted.flow)
    say(`${JSON.stringify({ waitedMs: waited, talkMs, flow })}, by the facts ${JSON.stringify(wanted)}`);
  if (call.legs.size > 0) say(`call ${call.id} leaves ${[...call.legs.keys()].join(', ')} behind`);
  if (call.talk !== null) say(`call ${call.id} still talks on ${call.talk.leg}`);
  const talked = call.talkEndedMs === atMs;
  if (fact.end.endsWith('hung-up') && !talked) say(`call ${call.id} ends as ${fact.end} without a talk`);
  if (fact.end === 'released' && fact.reason === null) say(`call ${call.id} is released for no reason`);
}

function checkAgentFact({ ledger, slackMs }: Promises, fact: AgentFact, atMs: number, say: Say): void {
  const agent = agentOf(ledger, fact.agent);
  switch (fact.type) {
    case 'agent-wrap-up-started':
      if (agent.work.kind !== 'idle') say(`agent ${agent.id} is at something else: ${agent.work.kind}`);
      if (
        ledger.site.flows.has(fact.flow) &&
        fact.untilMs - atMs !== wrapUpOf(ledger.site, agent.id, fact.flow)
      )
        say(`agent ${agent.id} wraps up for ${fact.untilMs - atMs} ms`);
      return;
    case 'agent-wrap-up-ended':
      if (agent.work.kind !== 'wrap-up') say(`agent ${agent.id} was not wrapping up`);
      else if (atMs > agent.work.untilMs + slackMs) say(`agent ${agent.id} wraps up too long`);
      else if (fact.by === 'time' && atMs < agent.work.untilMs) say(`agent ${agent.id} wraps up too short`);
      return;
    case 'agent-logged-in':
      if (agent.presence !== 'logged-out') say(`agent ${agent.id} is logged in already`);
      return;
    case 'agent-logged-out':
    case 'agent-not-ready':
      if (agent.presence === 'logged-out') say(`agent ${agent.id} is not logged in`);
      return;
    default:
  }
}

/** Checks an effect against what the facts of its step, which were entered before, have made true. */
export function takeEffect(promises: Promises, effect: Effect): void {
  const { ledger, broken } = promises;
  const call = 'call' in effect ? ledger.calls.get(effect.call) : undefined;
  const gone = 'call' in effect && call === undefined;
  switch (effect.type) {
    case 'hang-up':
    case 'release':
      if (!gone) broken.push(`${effect.type} of call ${effect.call}, which has not ended`);
      return;
    case 'cancel':
      for (const one of ledger.calls.values())
        if (talkOn(one, effect.leg) !== null) broken.push(`cancel of leg ${effect.leg}, which talks`);
      return;
    case 'hold':
      if (call !== undefined) call.held = true;
      return;
    case 'bridge':
      if (call === undefined || talkOn(call, effect.leg) === null)
        broken.push(`bridge of ${effect.leg}, which has not won`);
      return;
    case 'park':
      if (call === undefined || talkOn(call, effect.leg) === null)
        broken.push(`parks the caller of ${effect.leg}, which does not talk`);
      else call.held = true;
      return;
    case 'gather':
      if (call?.transfer?.keeper?.leg !== effect.leg || call.talk?.leg !== effect.target)
        broken.push(`joins ${effect.leg} with ${effect.target}, which it does not consult`);
      return;
    case 'dial':
      if (!isListed(ledger.site, effect.trunk.id, effect.number))
        broken.push(`dials ${effect.number} on ${effect.trunk.id}, which is not in the closed list`);
      if (call?.legs.has(effect.leg) !== true) broken.push(`dials ${effect.leg}, which no fact names`);
      return;
    case 'dial-customer':
      if (call?.outbound?.customer !== effect.leg || call.talk?.leg !== effect.agentLeg)
        broken.push(`dials a customer on ${effect.leg}, which no fact names, or without an agent`);
      return;
    case 'ring':
    case 'ring-first':
      if (![...ledger.site.agents.values()].some(({ endpoint }) => endpoint === effect.endpoint))
        broken.push(`rings ${effect.endpoint}, which is nobody's phone`);
      if (call?.legs.has(effect.leg) !== true)
        broken.push(`${effect.type} of ${effect.leg}, which no fact names`);
      return;
    default:
      checkListeningEffect(ledger, effect, what => broken.push(what));
  }
}

function isListed(site: Site, trunk: string, number: string): boolean {
  const all = [...site.partners.values()].flatMap(({ destinations }) => destinations);
  return all.some(one => one.trunk === trunk && one.number === number);
}
