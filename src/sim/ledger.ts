// An account of the floor that is kept from the facts alone, apart from the core's own state: what the promises are checked against.
import { isTransferFact } from '../core/apply-transfers.js';
import type { CallFact, Fact, PhoneState } from '../core/facts.js';
import { isCaseFact } from '../core/facts-cases.js';
import { isListeningFact } from '../core/facts-listening.js';
import { isWrapUpFact } from '../core/facts-wrap-up.js';
import type { Site } from '../core/site.js';
import type { CaseLedger } from './ledger-cases.js';
import { enterFirst, type OutboundLedger, queueFirst } from './ledger-outbound.js';
import { enterTransfer, type LedgerTransfer, settle } from './ledger-transfers.js';

export type LedgerLeg = {
  readonly agent: string | null;
  readonly partner: string | null;
  readonly startedAtMs: number;
  /** The call was kept for this agent. */
  readonly reserved: boolean;
};

export type LedgerTalk = LedgerLeg & {
  readonly leg: string;
  readonly answeredAtMs: number;
  bridged: boolean;
};

export type LedgerCall = {
  readonly id: string;
  readonly queuedAtMs: number;
  readonly virtualEntryAtMs: number;
  readonly arrival: number;
  flow: string;
  /** Of the customer who calls. */
  unit: string | null;
  priority: number;
  front: boolean;
  partnersOnly: boolean;
  /** A repeat caller. */
  inHouse: boolean;
  openRings: Set<number>;
  readonly legs: Map<string, LedgerLeg>;
  talk: LedgerTalk | null;
  transfer: LedgerTransfer | null;
  /** His agent has put him on hold. */
  onHold: boolean;
  waitingSinceMs: number | null;
  waitedMs: number;
  talkedMs: number;
  talkEndedMs: number | null;
  /** Of a call without a caller. */
  outbound: OutboundLedger | null;
  /** He was given music since he began to wait. */
  held: boolean;
  readonly refusals: Map<string, number>;
  /** The one agent for whom he is kept. */
  reservedFor: string | null;
};

export type LedgerAgent = {
  readonly id: string;
  presence: 'logged-out' | 'not-ready' | 'ready';
  work:
    | { readonly kind: 'idle' }
    | { readonly kind: 'offered' | 'talking'; readonly leg: string; readonly call: string }
    | { readonly kind: 'wrap-up'; readonly untilMs: number };
  phone: PhoneState;
  backOffUntilMs: number;
  noAnswers: number;
};

export type LedgerPartner = {
  readonly live: Set<string>;
  starts: number[];
  readonly talks: { fromMs: number; toMs: number }[];
};

export type Ledger = {
  site: Site;
  readonly calls: Map<string, LedgerCall>;
  readonly ended: Set<string>;
  readonly agents: Map<string, LedgerAgent>;
  readonly partners: Map<string, LedgerPartner>;
  /** Who was asked how it was and has not answered, with the agent of whom. */
  readonly asked: Map<string, string>;
  /** What is recorded of a call now. */
  readonly recorded: Map<string, string>;
  readonly cases: CaseLedger;
  /** Of agents whose skills were changed. */
  readonly skills: Map<string, ReadonlyMap<string, number>>;
  /** The last talk of each agent, and what he said it was about. */
  readonly lastTalks: Map<string, { readonly leg: string; readonly code: string | null }>;
  /** Agents who are to leave after the call that they have. */
  readonly leaving: Set<string>;
  /** Agents who are kept free for a call-back. */
  readonly kept: Map<string, { readonly call: string; readonly untilMs: number }>;
  /** Legs that were there when facts were lost: who is found on one is not dialled now. */
  foundLegs: ReadonlySet<string>;
  /** When customers were dialled, today. */
  customersDialled: number[];
  arrivals: number;
};

export function createLedger(site: Site): Ledger {
  return {
    site,
    calls: new Map(),
    ended: new Set(),
    agents: new Map(),
    partners: new Map(),
    asked: new Map(),
    recorded: new Map(),
    cases: new Map(),
    lastTalks: new Map(),
    skills: new Map(),
    leaving: new Set(),
    kept: new Map(),
    foundLegs: new Set(),
    customersDialled: [],
    arrivals: 0,
  };
}

export function agentOf(ledger: Ledger, id: string): LedgerAgent {
  let agent = ledger.agents.get(id);
  if (agent === undefined) {
    agent = {
      id,
      presence: 'logged-out',
      work: { kind: 'idle' },
      phone: 'unknown',
      backOffUntilMs: 0,
      noAnswers: 0,
    };
    ledger.agents.set(id, agent);
  }
  return agent;
}

export function partnerOf(ledger: Ledger, id: string): LedgerPartner {
  let partner = ledger.partners.get(id);
  if (partner === undefined) {
    partner = { live: new Set(), starts: [], talks: [] };
    ledger.partners.set(id, partner);
  }
  return partner;
}

/** Smaller goes first. */
export function rankOf(ledger: Ledger, call: LedgerCall): number {
  return call.virtualEntryAtMs - call.priority * ledger.site.priorityStepMs;
}

export function goesBefore(ledger: Ledger, a: LedgerCall, b: LedgerCall): boolean {
  const [aLast, bLast] = [a.outbound?.kind === 'campaign', b.outbound?.kind === 'campaign'];
  if (aLast !== bLast) return bLast;
  if (a.front !== b.front) return a.front;
  return (
    rankOf(ledger, a) - rankOf(ledger, b) < 0 ||
    (rankOf(ledger, a) === rankOf(ledger, b) && a.arrival < b.arrival)
  );
}

/** Enters a fact. The promises are checked before. */
export function enter(ledger: Ledger, fact: Fact, atMs: number): void {
  switch (fact.type) {
    case 'call-queued':
      queue(ledger, fact, atMs);
      return;
    case 'outbound-queued':
      queueFirst(ledger, fact);
      return;
    case 'agent-logged-in':
    case 'agent-ready':
      Object.assign(agentOf(ledger, fact.agent), { presence: 'ready', noAnswers: 0 });
      return;
    case 'agent-logged-out':
      Object.assign(agentOf(ledger, fact.agent), { presence: 'logged-out', backOffUntilMs: 0 });
      return;
    case 'agent-not-ready':
      agentOf(ledger, fact.agent).presence = 'not-ready';
      return;
    case 'agent-wrap-up-started':
      agentOf(ledger, fact.agent).work = { kind: 'wrap-up', untilMs: fact.untilMs };
      return;
    case 'agent-wrap-up-ended':
      agentOf(ledger, fact.agent).work = { kind: 'idle' };
      return;
    case 'agent-phone-changed':
      agentOf(ledger, fact.agent).phone = fact.phone;
      return;
    default:
      if ('call' in fact && !isListeningFact(fact) && !isCaseFact(fact) && !isWrapUpFact(fact))
        enterCall(ledger, fact, atMs);
  }
}

function queue(ledger: Ledger, fact: Extract<CallFact, { type: 'call-queued' }>, atMs: number): void {
  ledger.calls.set(fact.call, {
    id: fact.call,
    queuedAtMs: atMs,
    virtualEntryAtMs: fact.virtualEntryAtMs,
    arrival: ++ledger.arrivals,
    flow: fact.flow,
    unit: null,
    priority: fact.priority,
    front: false,
    partnersOnly: false,
    inHouse: false,
    openRings: new Set(),
    legs: new Map(),
    talk: null,
    transfer: null,
    onHold: false,
    waitingSinceMs: atMs,
    waitedMs: 0,
    talkedMs: 0,
    talkEndedMs: null,
    held: false,
    refusals: new Map(),
    reservedFor: null,
    outbound: null,
  });
}

function enterCall(
  ledger: Ledger,
  fact: Exclude<CallFact, { type: 'call-queued' | 'outbound-queued' }>,
  atMs: number,
): void {
  const call = ledger.calls.get(fact.call);
  if (call === undefined) return;
  if (isTransferFact(fact)) {
    enterTransfer(call, fact, atMs);
    return;
  }
  switch (fact.type) {
    case 'ring-opened':
      call.openRings.add(fact.ring);
      return;
    case 'caller-identified':
      call.unit = fact.customer.unit;
      return;
    case 'ring-skipped':
      if (fact.next !== null) call.openRings.add(fact.next);
      return;
    case 'call-offered':
      call.legs.set(fact.leg, {
        ...{ agent: fact.agent, partner: null, startedAtMs: atMs },
        reserved: call.reservedFor === fact.agent,
      });
      agentOf(ledger, fact.agent).work = { kind: 'offered', leg: fact.leg, call: call.id };
      return;
    case 'partner-dialled': {
      call.legs.set(fact.leg, {
        ...{ agent: null, partner: fact.partner, startedAtMs: atMs },
        reserved: false,
      });
      const partner = partnerOf(ledger, fact.partner);
      partner.live.add(fact.leg);
      partner.starts = [...partner.starts.filter(startMs => startMs > atMs - 60_000), atMs];
      return;
    }
    case 'offer-ended':
      endOffer(ledger, call, fact);
      return;
    case 'partner-attempt-ended':
      call.legs.delete(fact.leg);
      partnerOf(ledger, fact.partner).live.delete(fact.leg);
      return;
    case 'call-raised':
      call.priority = fact.priority;
      call.front ||= fact.front;
      return;
    case 'share-opened':
      call.openRings.add(fact.ring);
      return;
    case 'call-treated':
      if (fact.treatment.kind === 'partners' && (fact.because === 'closed' || fact.because === 'closing'))
        call.partnersOnly = true;
      return;
    case 'repeat-call-recognised':
      call.inHouse = true;
      call.priority = fact.priority;
      return;
    case 'call-reserved':
      call.reservedFor = fact.agent;
      return;
    case 'reservation-ended':
      call.reservedFor = null;
      return;
    case 'call-moved':
      Object.assign(call, {
        flow: fact.to,
        priority: fact.priority,
        partnersOnly: false,
        openRings: new Set(),
      });
      return;
    default:
      if (!enterFirst(ledger, call, fact, atMs, leg => endTalk(ledger, call, leg, atMs, false)))
        enterTalk(ledger, call, fact, atMs);
  }
}

function endOffer(ledger: Ledger, call: LedgerCall, fact: Extract<CallFact, { type: 'offer-ended' }>): void {
  call.legs.delete(fact.leg);
  if (fact.callUntilMs !== null) call.refusals.set(fact.agent, fact.callUntilMs);
  const agent = agentOf(ledger, fact.agent);
  free(agent, fact.leg);
  if (fact.agentUntilMs !== null) agent.backOffUntilMs = fact.agentUntilMs;
  if (fact.cause === 'no-answer' || fact.cause === 'not-confirmed') agent.noAnswers++;
}

function free(agent: LedgerAgent, leg: string): void {
  if ((agent.work.kind === 'offered' || agent.work.kind === 'talking') && agent.work.leg === leg)
    agent.work = { kind: 'idle' };
}

function enterTalk(ledger: Ledger, call: LedgerCall, fact: CallFact, atMs: number): void {
  switch (fact.type) {
    case 'call-answered': {
      const leg = call.legs.get(fact.leg);
      call.legs.delete(fact.leg);
      const { agent, partner } = fact;
      const startedAtMs = leg?.startedAtMs ?? atMs;
      const talk = { leg: fact.leg, agent, partner, startedAtMs, reserved: false };
      call.talk = { ...talk, answeredAtMs: atMs, bridged: false };
      call.reservedFor = null;
      call.waitedMs += call.waitingSinceMs === null ? 0 : atMs - call.waitingSinceMs;
      call.waitingSinceMs = null;
      if (call.transfer?.keeper === null) settle(call);
      if (agent === null) return;
      Object.assign(agentOf(ledger, agent), {
        work: { kind: 'talking', leg: fact.leg, call: call.id },
        noAnswers: 0,
      });
      return;
    }
    case 'call-bridged':
      if (call.talk !== null) call.talk.bridged = true;
      return;
    case 'call-returned':
      endTalk(ledger, call, fact.leg, atMs, false);
      Object.assign(call, { front: true, held: false, onHold: false, waitingSinceMs: atMs });
      if (fact.agent !== null && fact.callUntilMs !== null) call.refusals.set(fact.agent, fact.callUntilMs);
      return;
    case 'talk-ended':
      endTalk(ledger, call, fact.leg, atMs, true);
      return;
    case 'call-ended':
      ledger.calls.delete(call.id);
      ledger.ended.add(call.id);
      return;
    default:
  }
}

function endTalk(ledger: Ledger, call: LedgerCall, leg: string, atMs: number, counts: boolean): void {
  const keeper = call.transfer?.keeper ?? null;
  const keeps = keeper?.leg === leg;
  const talk = keeps ? keeper : call.talk;
  if (talk === null) return;
  if (keeps && call.transfer !== null) call.transfer.keeper = null;
  else call.talk = null;
  call.talkEndedMs = atMs;
  if (counts) call.talkedMs += atMs - talk.answeredAtMs;
  if (talk.agent !== null) free(agentOf(ledger, talk.agent), leg);
  if (talk.partner === null) return;
  const partner = partnerOf(ledger, talk.partner);
  partner.live.delete(leg);
  if (counts) partner.talks.push({ fromMs: talk.answeredAtMs, toMs: atMs });
}
