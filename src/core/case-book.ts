// The cases that are not closed, who has how many, and the contacts: the records, and the look-ups derived from them.
import {
  type Contacts,
  noContacts,
  restoreContacts,
  type StoredContacts,
  storeContacts,
} from './contacts.js';
import type { CustomerId } from './customers.js';
import type { Actor, CallId } from './facts.js';
import type { CaseId, ColourId } from './facts-cases.js';
import type { OutboundEnd } from './facts-outbound.js';
import type { AgentId, FlowId } from './site.js';

export type CaseNote = { readonly atMs: number; readonly by: Actor; readonly text: string };

export type Case = {
  readonly id: CaseId;
  readonly customer: CustomerId;
  readonly customerName: string;
  owner: AgentId | null;
  colour: ColourId;
  /** `waiting`: for another entity. */
  state: 'open' | 'waiting' | 'solved';
  /** For whom it waits. */
  entity: string | null;
  readonly flow: FlowId | null;
  readonly openedAtMs: number;
  changedAtMs: number;
  /** The newest ones. */
  notes: readonly CaseNote[];
  callBackAtMs: number | null;
  /** From which the customer called last, or that he gave for the call-back; `null`: none is known. */
  number: string | null;
  /** How many calls were planned for it. */
  callBacks: number;
  /** The planned call; `isLate`: that it is was told. */
  callBack: { readonly call: CallId; readonly promisedAtMs: number; readonly isLate: boolean } | null;
  /** How the last one ended. */
  lastCallBack: {
    readonly atMs: number;
    readonly end: Exclude<OutboundEnd, 'cancelled' | 'called-in'>;
  } | null;
};

/** What came later than the first snapshots that hold cases. */
export const noCallBack = { number: null, callBacks: 0, callBack: null, lastCallBack: null } as const;

/** The customer with whom an agent talked last. */
export type LastTalk = {
  readonly call: CallId;
  readonly customer: CustomerId;
  readonly customerName: string;
  readonly flow: FlowId;
  /** From which he called; absent in earlier snapshots. */
  readonly caller?: string;
};

export type CaseBook = {
  /** All that are not closed. */
  readonly cases: Map<CaseId, Case>;
  /** Ever opened: the number of the last one. */
  opened: number;
  contacts: Contacts;
  readonly lastTalks: Map<AgentId, LastTalk>;
  /** Derived. */
  readonly byCustomer: Map<CustomerId, CaseId>;
  /** Derived: open and waiting cases of each agent. */
  readonly load: Map<AgentId, number>;
  /** Derived: those that are nobody's. */
  unowned: number;
};

/** What the core keeps of a call because of who calls. */
export type Care = {
  /** He is a repeat caller: served in-house only, with this priority at least. */
  readonly repeat: { readonly priority: number } | null;
  /** The call counts as a contact. */
  readonly counted: boolean;
  readonly case: CaseId | null;
};

export const noCare: Care = { repeat: null, counted: false, case: null };

/** A repeat caller is served in-house: no partner is tried for him. */
export function isInHouseOnly({ care }: { readonly care: Care }): boolean {
  return care.repeat !== null;
}

/** Notes of a case that are kept with it; all of them are in the journal. */
export const notesKept = 20;

export function newCaseBook(): CaseBook {
  return {
    cases: new Map(),
    opened: 0,
    contacts: noContacts(),
    lastTalks: new Map(),
    byCustomer: new Map(),
    load: new Map(),
    unowned: 0,
  };
}

/** Does the case count as load of its owner? */
const weighs = ({ state }: Case) => state !== 'solved';

/** Changes a record of the book and keeps what is derived true; without `change` it is entered, with `null` taken out. */
export function changeCase(book: CaseBook, one: Case, change: Partial<Case> | null): void {
  const add = (by: number) => {
    if (!weighs(one)) return;
    if (one.owner === null) {
      book.unowned += by;
      return;
    }
    const load = (book.load.get(one.owner) ?? 0) + by;
    if (load === 0) book.load.delete(one.owner);
    else book.load.set(one.owner, load);
  };
  if (book.cases.get(one.id) === one) add(-1);
  if (change === null) {
    book.cases.delete(one.id);
    book.byCustomer.delete(one.customer);
    return;
  }
  Object.assign(one, change);
  book.cases.set(one.id, one);
  book.byCustomer.set(one.customer, one.id);
  add(1);
}

export function caseOf(book: CaseBook, customer: CustomerId): Case | undefined {
  return book.cases.get(book.byCustomer.get(customer) ?? '');
}

type StoredCase = Omit<Case, keyof typeof noCallBack> & Partial<Pick<Case, keyof typeof noCallBack>>;

function withCallBack({ number, callBacks, callBack, lastCallBack, ...one }: StoredCase): Case {
  return {
    ...one,
    number: number ?? null,
    callBacks: callBacks ?? 0,
    callBack: callBack ?? null,
    lastCallBack: lastCallBack ?? null,
  };
}

export type StoredBook = {
  readonly cases: readonly StoredCase[];
  readonly opened: number;
  readonly contacts: StoredContacts;
  readonly lastTalks: readonly (readonly [AgentId, LastTalk])[];
};

export function storeBook({ cases, opened, contacts, lastTalks }: CaseBook): StoredBook {
  return {
    cases: [...cases.values()],
    opened,
    contacts: storeContacts(contacts),
    lastTalks: [...lastTalks],
  };
}

export function restoreBook(stored: StoredBook): CaseBook {
  const book = newCaseBook();
  book.opened = stored.opened;
  book.contacts = restoreContacts(stored.contacts);
  for (const one of stored.cases) changeCase(book, withCallBack(one), {});
  for (const [agent, talk] of stored.lastTalks) book.lastTalks.set(agent, talk);
  return book;
}
