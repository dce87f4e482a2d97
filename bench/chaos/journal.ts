// The journal's side of the kill loop: every fact is checked as it comes, against the promises and for exactly one end each.
import type { Fact, Recorded } from '../../src/core/facts.js';
import type { TransferManner } from '../../src/core/facts-transfers.js';
import type { Site } from '../../src/core/site.js';
import { createPromises, type Promises, takeFact } from '../../src/sim/promises.js';
import { Dials } from './dials.js';
import { Recordings } from './recordings.js';

type Queued = Extract<Fact, { type: 'call-queued' }>;
type Ended = Extract<Fact, { type: 'call-ended' }>;

/** One call on record. */
export type OnRecord = {
  readonly queued: Queued;
  readonly queuedAtMs: number;
  answer: { readonly agent: string | null; readonly atMs: number } | null;
  /** Agents who have talked with him. */
  readonly talkers: Set<string>;
  /** Whose talk with him ended last. */
  lastTalker: string | null;
  onHold: boolean;
  /** His agent stands between him and a target. */
  sentOn: TransferManner | null;
  /** After the call he was given to the dialplan, which asks how it was. */
  asked: boolean;
  /** He is to be called back instead. */
  booked: boolean;
  readonly ends: { readonly fact: Ended; readonly atMs: number }[];
};

/** A wrap-up ends late when the switch was away: for longer than this it never is. */
const slackMs = 300_000;

export class JournalSide {
  readonly #promises: Promises;
  readonly #facts: () => readonly Recorded[];
  readonly #byNumber = new Map<string, OnRecord>();
  readonly #byCall = new Map<string, OnRecord>();
  #next = 0;
  #lastSeq = 0;
  inversions = 0;
  doubledEnds = 0;
  queued = 0;
  ended = 0;
  readonly recordings = new Recordings();
  readonly dials = new Dials();
  #broken: string[] = [];
  /** Facts so far, by type. */
  readonly counts = new Map<Fact['type'], number>();

  constructor(site: Site, facts: () => readonly Recorded[]) {
    this.#promises = createPromises(site, slackMs);
    this.#facts = facts;
  }

  /** Reads what has come since the last time. */
  read(): void {
    const facts = this.#facts();
    for (; this.#next < facts.length; this.#next++) {
      const record = facts[this.#next];
      if (record === undefined) continue;
      if (record.seq !== this.#lastSeq + 1) this.#broken.push(`fact ${record.seq} follows ${this.#lastSeq}`);
      this.#lastSeq = record.seq;
      this.#enter(record);
      takeFact(this.#promises, record.fact, record.atMs);
    }
    for (const what of this.#promises.broken.splice(0)) {
      if (/ waits before call /.test(what)) this.inversions++;
      this.#broken.push(what);
    }
  }

  /** Reads, and gives the promises that were broken since this was asked last. */
  takeBroken(): readonly string[] {
    this.read();
    return this.#broken.splice(0);
  }

  /** The call of the caller who dialled this number; undefined when the journal never heard of him. */
  of(number: string): OnRecord | undefined {
    return this.#byNumber.get(number);
  }

  /** Calls that have no end on record. */
  open(): readonly OnRecord[] {
    return [...this.#byCall.values()].filter(({ ends }) => ends.length === 0);
  }

  #enter({ fact, atMs }: Recorded): void {
    this.counts.set(fact.type, (this.counts.get(fact.type) ?? 0) + 1);
    this.recordings.enter(fact);
    this.dials.enter(fact, atMs);
    if (fact.type === 'call-queued') {
      this.queued++;
      const call: OnRecord = {
        ...{ queued: fact, queuedAtMs: atMs, answer: null, talkers: new Set<string>(), lastTalker: null },
        ...{ onHold: false, sentOn: null, asked: false, booked: false, ends: [] },
      };
      this.#byNumber.set(fact.dialled, call);
      this.#byCall.set(fact.call, call);
      return;
    }
    if (!('call' in fact)) return;
    const call = this.#byCall.get(fact.call);
    if (call === undefined) return;
    if (fact.type === 'call-ended') {
      this.ended++;
      call.ends.push({ fact, atMs });
      if (call.ends.length > 1) this.doubledEnds++;
    } else followTalk(call, fact, atMs);
  }
}

function followTalk(call: OnRecord, fact: Fact, atMs: number): void {
  switch (fact.type) {
    case 'call-answered':
      call.answer = { agent: fact.agent, atMs };
      if (fact.agent !== null) call.talkers.add(fact.agent);
      return;
    case 'talk-ended':
      call.lastTalker = fact.agent;
      return;
    case 'call-held':
    case 'call-resumed':
    case 'caller-left-on-hold':
      call.onHold = fact.type === 'call-held';
      return;
    // His agent is gone, on whatever he had put him.
    case 'call-returned':
      call.onHold = false;
      call.sentOn = null;
      return;
    case 'transfer-started':
      call.sentOn = fact.manner;
      call.onHold = false;
      return;
    case 'transfer-completed':
    case 'transfer-ended':
      call.sentOn = null;
      return;
    case 'satisfaction-asked':
      call.asked = true;
      return;
    case 'callback-booked':
      call.booked = true;
      return;
    default:
  }
}
