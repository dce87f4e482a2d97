// The calls process of a test: a journal that can be cut, replaced or silent, behind the feed's port.
import type { Recorded } from '../../src/core/facts.js';
import type { FactFeed, FeedEvents } from '../../src/panel/feed.js';

export class FeedInMemory implements FactFeed {
  journal: Recorded[];
  readonly asked: number[] = [];
  /** At one time; the rest comes with what happens next. */
  sendsAtMost = Number.POSITIVE_INFINITY;
  #events: FeedEvents | null = null;
  #isConnected = false;
  #next = Number.POSITIVE_INFINITY;

  constructor(journal: readonly Recorded[]) {
    this.journal = [...journal];
  }

  start(events: FeedEvents): void {
    this.#events = events;
  }

  connect(): void {
    this.#isConnected = true;
    this.#events?.connected();
  }

  lose(): void {
    this.#isConnected = false;
    this.#next = Number.POSITIVE_INFINITY;
    this.#events?.lost('the test says so');
  }

  beat(nowMs: number, switchConnected = true): void {
    const seq = this.journal.at(-1)?.seq ?? 0;
    this.#events?.heartbeat({ nowMs, seq, switchConnected, storeOk: true });
  }

  /** Adds facts, and sends those that the follower asked for and has not got. */
  happen(facts: readonly Recorded[]): void {
    this.journal.push(...facts);
    this.#send();
  }

  subscribe(fromSeq: number): void {
    this.asked.push(fromSeq);
    const firstSeq = this.journal[0]?.seq ?? 1;
    this.#next = Number.POSITIVE_INFINITY;
    setImmediate(() => {
      if (!this.#isConnected) return;
      this.#next = Math.max(fromSeq, firstSeq);
      this.#events?.subscribed({ firstSeq, lastSeq: this.journal.at(-1)?.seq ?? 0 });
      this.#send();
    });
  }

  async close(): Promise<void> {
    this.#isConnected = false;
  }

  #send(): void {
    const due = this.journal.filter(fact => fact.seq >= this.#next).slice(0, this.sendsAtMost);
    const last = due.at(-1);
    if (last === undefined) return;
    this.#next = last.seq + 1;
    this.#events?.facts(due);
  }
}
