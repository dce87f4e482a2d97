// apply() for the facts about repeat callers, contacts and cases.
import { unreachable } from '../base/assert.js';
import { callBackChange } from './apply-case-callbacks.js';
import { type Case, type CaseBook, caseOf, changeCase, noCallBack, notesKept } from './case-book.js';
import { addContact } from './contacts.js';
import type { CaseFact, RepeatCallFact } from './facts-cases.js';
import type { Call, State } from './state.js';

/** Where the site file names no window: that of its own default. */
const defaultWindowMs = 7 * 86_400_000;

function remember(state: State, customer: string, atMs: number): void {
  addContact(state.book.contacts, customer, atMs, state.site.repeatCallers?.withinMs ?? defaultWindowMs);
}

export function applyRepeatCallFact(state: State, call: Call, fact: RepeatCallFact, atMs: number): void {
  switch (fact.type) {
    case 'repeat-call-recognised':
      call.priority = fact.priority;
      call.care = { ...call.care, repeat: { priority: fact.priority }, case: fact.case };
      return;
    case 'partners-left-out':
      return;
    case 'call-counted':
      call.care = { ...call.care, counted: true };
      remember(state, fact.customer, atMs);
      return;
    case 'call-joined-case': {
      call.care = { ...call.care, case: fact.case };
      const one = state.book.cases.get(fact.case);
      if (one === undefined || call.caller === '') return;
      // While a call-back is promised it is for the number that it was promised for: from another one he may not be dialled.
      if (one.callBackAtMs === null || one.number === null)
        changeCase(state.book, one, { number: call.caller });
      return;
    }
    default:
      unreachable(fact);
  }
}

/** An agent and a customer talk. */
export function rememberTalk(state: State, call: Call): void {
  const { talk, customer } = call;
  if (talk?.to.kind !== 'agent' || customer === null) return;
  const { id, name } = customer;
  state.book.lastTalks.set(talk.to.agent, {
    ...{ call: call.id, customer: id, customerName: name, flow: call.flow, caller: call.caller },
  });
}

export function applyCaseFact(state: State, fact: CaseFact, atMs: number): void {
  const { book } = state;
  if (fact.type === 'contact-recorded') {
    remember(state, fact.customer, fact.contactAtMs);
    return;
  }
  if (fact.type === 'case-opened') {
    openCase(state, fact, atMs);
    return;
  }
  const one = book.cases.get(fact.case);
  if (one === undefined) return;
  const change = changeOf(state, one, fact, atMs);
  if (change !== 'nothing') changeCase(book, one, change);
}

function openCase({ book }: State, fact: Extract<CaseFact, { type: 'case-opened' }>, atMs: number): void {
  const { case: id, customer, customerName, owner, colour, flow } = fact;
  // A customer has one case: that the one before was closed is missing.
  const before = caseOf(book, customer);
  if (before !== undefined) changeCase(book, before, null);
  // By its number, not by counting: a fact that is missing must not give one number twice.
  book.opened = Math.max(book.opened + 1, Number(id.slice(1)) || 0);
  const opened: Case = {
    ...{ id, customer, customerName, owner, colour, flow },
    ...{ state: 'open', entity: null, openedAtMs: atMs, changedAtMs: atMs, notes: [], callBackAtMs: null },
    ...noCallBack,
    number: lastNumberOf(book, customer),
  };
  changeCase(book, opened, {});
}

/** Of the agents who have talked with the customer, the number that one of them heard him call from last. */
function lastNumberOf({ lastTalks }: CaseBook, customer: string): string | null {
  for (const talk of lastTalks.values())
    if (talk.customer === customer && talk.caller !== undefined && talk.caller !== '') return talk.caller;
  return null;
}

function changeOf(
  state: State,
  one: Case,
  fact: Exclude<CaseFact, { type: 'contact-recorded' | 'case-opened' }>,
  atMs: number,
): Partial<Case> | 'nothing' | null {
  const changedAtMs = atMs;
  switch (fact.type) {
    case 'case-noted': {
      const note = { atMs, by: fact.by, text: fact.text };
      return { changedAtMs, notes: [...one.notes, note].slice(-notesKept) };
    }
    case 'case-coloured':
      return { changedAtMs, colour: fact.colour };
    case 'case-given':
      return { changedAtMs, owner: fact.to };
    case 'case-waits':
      return { changedAtMs, state: 'waiting', entity: fact.entity };
    case 'case-resumed':
    case 'case-reopened':
      return { changedAtMs, state: 'open', entity: null };
    case 'case-call-back-promised':
      return { changedAtMs, callBackAtMs: fact.callBackAtMs };
    case 'case-solved':
      return { changedAtMs, state: 'solved', entity: null, callBackAtMs: null };
    case 'case-closed':
      return null;
    default:
      return callBackChange(state, one, fact, atMs) ?? 'nothing';
  }
}
