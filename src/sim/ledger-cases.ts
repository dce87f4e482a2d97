// The account of cases, kept from the facts alone, and what is promised about them.
import type { CaseFact } from '../core/facts-cases.js';
import type { Site } from '../core/site.js';
import type { State } from '../core/state.js';

export type LedgerCase = { readonly customer: string; owner: string | null; isSolved: boolean };

/** Cases that are not closed. */
export type CaseLedger = Map<string, LedgerCase>;

/** The account as a recovery came to it. */
export function caseLedgerOf({ book }: State): CaseLedger {
  const cases: CaseLedger = new Map();
  for (const { id, customer, owner, state } of book.cases.values())
    cases.set(id, { customer, owner, isSolved: state === 'solved' });
  return cases;
}

type Say = (what: string) => void;

/** Checks a fact, then enters it. */
export function takeCaseFact(cases: CaseLedger, site: Site, fact: CaseFact, say: Say): void {
  if (fact.type === 'contact-recorded') return;
  if (fact.type === 'case-opened') {
    open(cases, site, fact, say);
    return;
  }
  const one = cases.get(fact.case);
  if (one === undefined) {
    say(`case ${fact.case} was never opened, or is closed`);
    return;
  }
  switch (fact.type) {
    case 'case-given':
      if (fact.from !== one.owner) say(`case ${fact.case} is not agent ${fact.from}'s`);
      if (fact.to !== one.owner) checkRoom(cases, site, fact.to, say);
      one.owner = fact.to;
      return;
    case 'case-solved':
      if (one.isSolved) say(`case ${fact.case} is solved twice`);
      one.isSolved = true;
      return;
    case 'case-reopened':
      if (!one.isSolved) say(`case ${fact.case} is open already`);
      one.isSolved = false;
      return;
    case 'case-closed':
      if (!one.isSolved) say(`case ${fact.case} is closed, and not solved`);
      cases.delete(fact.case);
      return;
    case 'case-noted':
    case 'case-owner-kept-free':
    case 'case-call-back-late':
    case 'case-called-back':
    case 'case-call-back-failed':
      return;
    default:
      if (one.isSolved) say(`case ${fact.case} is solved`);
  }
}

function open(
  cases: CaseLedger,
  site: Site,
  { case: id, customer, owner }: Extract<CaseFact, { type: 'case-opened' }>,
  say: Say,
): void {
  if (cases.has(id)) say(`case ${id} is opened twice`);
  for (const [other, one] of cases)
    if (one.customer === customer) say(`customer ${customer} has case ${other} already`);
  if (owner !== null) checkRoom(cases, site, owner, say);
  cases.set(id, { customer, owner, isSolved: false });
}

/** Nobody is given more cases than the site file lets him have. */
function checkRoom(cases: CaseLedger, site: Site, agent: string, say: Say): void {
  const limit = site.cases?.maximumOpen ?? null;
  if (limit === null) return;
  let open = 0;
  for (const { owner, isSolved } of cases.values()) if (owner === agent && !isSolved) open++;
  if (open >= limit) say(`agent ${agent} has ${open} open cases, and may have ${limit}`);
}
