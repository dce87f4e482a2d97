// The promises about calls that the site makes itself, checked on the facts: nobody is dialled without a reserved agent, one attempt is in
// flight, never out of hours, never against the rules on numbers and caps.
import { dayStartOf } from '../core/days.js';
import type { CallFact } from '../core/facts.js';
import { mayDial } from '../core/numbers.js';
import type { OpenInterval } from '../core/site.js';
import type { Ledger, LedgerCall } from './ledger.js';
import type { OutboundLedger } from './ledger-outbound.js';

type Say = (what: string) => void;

const isOpen = (hours: readonly OpenInterval[] | null, atMs: number) =>
  hours === null || hours.some(({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs);

export function checkOutbound(
  ledger: Ledger,
  call: LedgerCall,
  outbound: OutboundLedger,
  fact: CallFact,
  atMs: number,
  say: Say,
): void {
  switch (fact.type) {
    case 'call-offered':
      checkMoment(ledger, call, outbound, atMs, say);
      checkReserve(ledger, outbound, fact, say);
      return;
    case 'outbound-due':
      checkMoment(ledger, call, outbound, atMs, say);
      return;
    case 'customer-dialled':
      if (!ledger.foundLegs.has(fact.leg)) checkMoment(ledger, call, outbound, atMs, say);
      checkDial(ledger, call, outbound, fact, atMs, say);
      checkCampaign(ledger, call, outbound, atMs, say);
      return;
    case 'customer-answered':
      if (outbound.customer !== fact.leg) say(`leg ${fact.leg} is not the attempt in flight`);
      return;
    case 'customer-not-reached':
      if (fact.nextAtMs !== null && fact.nextAtMs <= atMs) say(`call ${call.id} is tried again at once`);
      return;
    case 'call-ended':
    case 'call-returned':
    case 'partner-dialled':
      say(`call ${call.id} has no caller`);
      return;
    default:
  }
}

function checkMoment(
  { site }: Ledger,
  call: LedgerCall,
  { number, restUntilMs }: OutboundLedger,
  atMs: number,
  say: Say,
): void {
  const rules = site.outbound;
  if (restUntilMs !== null && restUntilMs > atMs) say(`call ${call.id} rests until ${restUntilMs}`);
  if (rules === null || !mayDial(rules.numbers, number)) say(`${number} may not be dialled`);
  if (!isOpen(site.flows.get(call.flow)?.hours ?? null, atMs)) say(`flow ${call.flow} is closed`);
  const times = (rules?.callTimes ?? [])
    .filter(({ prefix }) => number.startsWith(prefix))
    .sort((a, b) => b.prefix.length - a.prefix.length)[0];
  if (times !== undefined && !isOpen(times.hours, atMs)) say(`${number} may not be called at this time`);
}

/** So many ready agents stay free for callers. */
function checkReserve(
  { site }: Ledger,
  { campaign }: OutboundLedger,
  { call, why }: Extract<CallFact, { type: 'call-offered' }>,
  say: Say,
): void {
  const keep = site.campaigns?.get(campaign ?? '')?.keepReady ?? 0;
  if (why.ready <= keep) say(`call ${call} took one of ${why.ready} ready agents, ${keep} are kept free`);
}

function checkCampaign(
  { site }: Ledger,
  { id }: LedgerCall,
  { campaign, expiresAtMs, accepted }: OutboundLedger,
  atMs: number,
  say: Say,
): void {
  if (campaign === null) return;
  const rules = site.campaigns?.get(campaign);
  if (rules === undefined) say(`call ${id} is of a campaign that the site file does not have`);
  else if (rules.preview !== null && !accepted)
    say(`the agent of call ${id} has not said that he is to be dialled`);
  if (expiresAtMs !== null && expiresAtMs <= atMs) say(`call ${id} is dialled after its customer’s hours`);
}

function checkDial(
  ledger: Ledger,
  call: LedgerCall,
  outbound: OutboundLedger,
  fact: Extract<CallFact, { type: 'customer-dialled' }>,
  atMs: number,
  say: Say,
): void {
  if (call.talk?.agent !== fact.agent) say(`agent ${fact.agent} is not reserved for call ${call.id}`);
  if (outbound.customer !== null) say(`call ${call.id} has an attempt in flight: ${outbound.customer}`);
  const others = [...ledger.calls.values()].filter(other => other !== call && other.outbound?.customer);
  if (others.some(other => other.outbound?.number === outbound.number))
    say(`${outbound.number} is being dialled already`);
  const caps = ledger.site.outbound?.caps;
  if (caps === undefined) return;
  if (caps.concurrent !== null && others.length >= caps.concurrent) say(`${others.length} are in flight`);
  const day = dayStartOf(ledger.site, atMs);
  const today = ledger.customersDialled.filter(dialledMs => dialledMs >= day).length;
  const lately = ledger.customersDialled.filter(dialledMs => dialledMs > atMs - 60_000).length;
  if (caps.perDay !== null && today >= caps.perDay) say(`${today} were dialled today`);
  if (caps.perMinute !== null && lately >= caps.perMinute) say(`${lately} were dialled within the minute`);
}
