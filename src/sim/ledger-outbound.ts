// The account of the floor, for calls without a caller.
import { campaignOf } from '../core/campaigns.js';
import type { CallFact } from '../core/facts.js';
import type { CaseFact } from '../core/facts-cases.js';
import type { OutboundKind } from '../core/facts-outbound.js';
import type { Ledger, LedgerCall } from './ledger.js';

export type OutboundLedger = {
  readonly kind: OutboundKind;
  readonly number: string;
  /** The campaign; `null`: of none. */
  readonly campaign: string | null;
  readonly expiresAtMs: number | null;
  /** The agent has said that the customer is to be dialled. */
  accepted: boolean;
  restUntilMs: number | null;
  /** The leg of the attempt that is in flight. */
  customer: string | null;
  /** Nobody else may make it. */
  onlyAgent: string | null;
};

export function queueFirst(ledger: Ledger, fact: Extract<CallFact, { type: 'outbound-queued' }>): void {
  ledger.calls.set(fact.call, {
    id: fact.call,
    queuedAtMs: fact.virtualEntryAtMs,
    virtualEntryAtMs: fact.virtualEntryAtMs,
    arrival: ++ledger.arrivals,
    flow: fact.flow,
    unit: null,
    reservedFor: null,
    transfer: null,
    onHold: false,
    inHouse: false,
    priority: fact.priority,
    front: false,
    partnersOnly: false,
    openRings: new Set(),
    legs: new Map(),
    talk: null,
    waitingSinceMs: null,
    waitedMs: 0,
    talkedMs: 0,
    talkEndedMs: null,
    held: true,
    refusals: new Map(),
    outbound: {
      ...{ kind: fact.kind, number: fact.number, restUntilMs: fact.notBeforeMs, customer: null },
      onlyAgent: fact.onlyAgent,
      ...{ campaign: campaignOf(fact), expiresAtMs: fact.expiresAtMs, accepted: false },
    },
  });
}

/** True for the facts of calls without a caller. */
export function enterFirst(
  ledger: Ledger,
  call: LedgerCall,
  fact: CallFact,
  atMs: number,
  endTalk: (leg: string) => void,
): boolean {
  const { outbound } = call;
  if (outbound === null) return false;
  const rest = (untilMs: number, leg: string | null) => {
    if (leg !== null) endTalk(leg);
    outbound.restUntilMs = untilMs;
    call.reservedFor = null;
    outbound.customer = null;
    outbound.accepted = false;
    call.waitedMs += call.waitingSinceMs === null ? 0 : atMs - call.waitingSinceMs;
    call.waitingSinceMs = null;
  };
  switch (fact.type) {
    case 'outbound-due':
      outbound.restUntilMs = null;
      call.waitingSinceMs = atMs;
      return true;
    case 'outbound-postponed':
      rest(fact.untilMs, fact.leg);
      return true;
    case 'customer-dialled':
      outbound.customer = fact.leg;
      ledger.customersDialled = [...ledger.customersDialled.slice(-5_000), atMs];
      return true;
    case 'customer-answered':
      if (call.talk !== null) call.talk = { ...call.talk, answeredAtMs: atMs };
      return true;
    case 'customer-not-reached':
      rest(fact.nextAtMs ?? atMs, fact.agentLeg);
      return true;
    case 'preview-ended':
      outbound.accepted = fact.end === 'accepted';
      return true;
    case 'outbound-ended':
      if (call.talk !== null) endTalk(call.talk.leg);
      ledger.calls.delete(call.id);
      ledger.ended.add(call.id);
      for (const [agent, kept] of ledger.kept) if (kept.call === call.id) ledger.kept.delete(agent);
      return true;
    default:
      return false;
  }
}

/** Who is kept free for a call, and a call that is late and may be made by others from now on. */
export function enterCallBack(ledger: Ledger, fact: CaseFact, atMs: number): void {
  if (fact.type === 'case-owner-kept-free') {
    ledger.kept.set(fact.agent, { call: fact.call, untilMs: fact.untilMs });
    return;
  }
  const outbound = fact.type === 'case-call-back-late' ? ledger.calls.get(fact.call)?.outbound : null;
  if (!outbound || fact.type !== 'case-call-back-late' || fact.rule !== 'deputy') return;
  outbound.onlyAgent = null;
  if (outbound.restUntilMs !== null) outbound.restUntilMs = Math.min(outbound.restUntilMs, atMs);
}
