// The writing side: facts are acknowledged by an unsynced batch, made durable by a synced one within 50 ms, and kept in memory until
// then. A failing or slow disk never holds up a call: facts stay in memory and are written when it works again.
import type { ErrorCode } from '../base/error-catalogue.js';
import { OutsideError } from '../base/errors.js';
import type { Store, StoreOperation } from '../base/store.js';
import type { Fact, Recorded } from '../core/facts.js';
import { findDamage, readEnds, writeHoles } from './damage.js';
import { settledWithin } from './deadline.js';
import type { Damage, Health, Trouble } from './health.js';
import { factOperations, holeKey, putOperation, syncedKey } from './records.js';

/** A synced batch follows an unsynced one after this long: what a power failure can take. */
const syncAfterMs = 50;
/** A call waits so long for the disk, then goes on without it. */
const deadlineMs = 100;
const batchLimit = 1000;
/** Facts kept in memory while there is no disk: a day of reference site 1, about 50 MB. */
const memoryLimit = 50_000;
const closeDeadlineMs = 5000;
/** So many facts before the last durable one are looked at after an error. */
const verifyFacts = 1000;

/** Why a journal that can be opened is made anew. */
export const unreadable = 'the journal holds records that cannot be read';

type Waiting = { readonly seq: number; readonly sinceMs: number; readonly then: () => void };

export type WriterOptions = {
  /** `null`: it could not be opened; `trouble` says why, and the writer tries again. */
  readonly store: Store | null;
  readonly trouble: Trouble | null;
  /** Opens the store again after an error; a damaged one is mended. */
  readonly reopen: (known: 'sound' | 'damaged') => Promise<Store>;
  /** How long to wait before each further try; the last one counts for all that follow. */
  readonly reopenAfterMs: readonly number[];
  readonly lastSeq: number;
  readonly published: (records: readonly Recorded[]) => void;
  readonly healthChanged: (health: Health) => void;
  /** What was found missing when the store was opened again. */
  readonly damaged: (damage: readonly Damage[]) => void;
  /** Facts up to here are on the disk for good. */
  readonly durable: (seq: number) => void;
  /** The folder is no longer ours to write. */
  readonly closed: () => Promise<void>;
};

export class Writer {
  readonly #options: WriterOptions;
  #store: Store | null;
  #trouble: Trouble | null;
  /** Facts that are not durable, without a gap between them. */
  #held: Recorded[] = [];
  #lastSeq: number;
  /** Acknowledged by the store. */
  #storedSeq: number;
  /** The last number on the disk; below `#storedSeq` when something is missing between them. */
  #diskSeq: number;
  #durableSeq: number;
  #publishedSeq: number;
  #dropped = 0;
  #troublesOver = 0;
  #waiting: Waiting[] = [];
  /** Where a write is under way; not the store in use when that one has been opened since. */
  #writing: Store | null = null;
  #syncing: Store | null = null;
  #syncTimer: NodeJS.Timeout | null = null;
  #deadlineTimer: NodeJS.Timeout | null = null;
  #reopenTimer: NodeJS.Timeout | null = null;
  #reopenTries = 0;
  /** The trouble is over when everything up to here is durable. */
  #troubleSeq = 0;
  #closed = false;
  #allDurable: (() => void) | null = null;
  /** A reading ran into something that cannot be read. */
  #known: 'sound' | 'damaged' = 'sound';
  /** The store that failed, until it has let go of its folder. */
  #closing: Promise<unknown> = Promise.resolve();

  constructor(options: WriterOptions) {
    this.#options = options;
    this.#store = options.store;
    this.#trouble = options.trouble;
    this.#lastSeq = options.lastSeq;
    this.#storedSeq = options.lastSeq;
    this.#diskSeq = options.lastSeq;
    this.#durableSeq = options.lastSeq;
    this.#publishedSeq = options.lastSeq;
    if (this.#store === null) this.#scheduleReopen();
  }

  /** `null` while there is none to work with. */
  get store(): Store | null {
    return this.#store;
  }

  get lastSeq(): number {
    return this.#lastSeq;
  }

  /** The last fact that subscribers have seen: durable, or given out early because there is no disk. */
  get publishedSeq(): number {
    return this.#publishedSeq;
  }

  get durableSeq(): number {
    return this.#durableSeq;
  }

  /** Facts that may not be on the disk, oldest first. */
  get held(): readonly Recorded[] {
    return this.#held;
  }

  /** How many troubles have come and gone. */
  get troublesOver(): number {
    return this.#troublesOver;
  }

  get health(): Health {
    return { trouble: this.#trouble, inMemory: this.#held.length, dropped: this.#dropped };
  }

  /** Numbers the facts; `then` is called, never from inside, when they and all before them survive a `kill -9` or 100 ms have gone by. */
  append(facts: readonly Fact[], atMs: number, then: () => void): readonly Recorded[] {
    const records = facts.map(fact => ({ seq: ++this.#lastSeq, atMs, fact }));
    this.#held.push(...records);
    if (this.#trouble !== null || this.#storedSeq === this.#lastSeq) {
      queueMicrotask(() => {
        if (this.#trouble !== null) this.#publish(this.#lastSeq);
        then();
      });
    } else {
      this.#waiting.push({ seq: this.#lastSeq, sinceMs: performance.now(), then });
      this.#armDeadline();
    }
    this.#boundMemory();
    this.#pump();
    return records;
  }

  /** Does some work with the store beside the facts; its failure counts like that of any write. Rejects with an `OutsideError`. */
  async withStore<T>(work: (store: Store) => Promise<T>): Promise<T> {
    const store = this.#store;
    if (store === null)
      throw new OutsideError(
        this.#trouble?.code ?? 'store-failed',
        this.#trouble?.why ?? 'the journal is closed',
      );
    try {
      return await work(store);
    } catch (error) {
      if (error instanceof OutsideError) this.#fail(store, error);
      throw error;
    }
  }

  /** Has a new store made of what can be read of this one; memory holds the facts meanwhile. */
  mend(why: string): void {
    if (this.#store !== null) this.#fail(this.#store, new OutsideError('store-damaged', why));
  }

  /** Makes everything durable if the disk lets it, within 5 s, and closes the store. Returns how many facts are lost. */
  async close(): Promise<number> {
    this.#closed = true;
    if (this.#reopenTimer !== null) clearTimeout(this.#reopenTimer);
    if (this.#store !== null && this.#held.length > 0) {
      const allDurable = new Promise<void>(resolve => {
        this.#allDurable = resolve;
      });
      this.#sync();
      await settledWithin(closeDeadlineMs, allDurable);
    }
    for (const timer of [this.#syncTimer, this.#deadlineTimer]) if (timer !== null) clearTimeout(timer);
    const store = this.#store;
    this.#store = null;
    if (store !== null) await settledWithin(closeDeadlineMs, store.close());
    await this.#options.closed();
    return this.#held.length;
  }

  #pump(): void {
    const store = this.#store;
    if (store === null || this.#writing === store || this.#storedSeq >= this.#lastSeq) return;
    const batch = this.#heldAfter(this.#storedSeq).slice(0, batchLimit);
    const first = batch[0];
    const last = batch.at(-1);
    if (first === undefined || last === undefined) return;
    const operations: StoreOperation[] = [];
    if (first.seq > this.#diskSeq + 1)
      operations.push(putOperation(holeKey(this.#diskSeq + 1), { to: first.seq - 1 }));
    for (const record of batch) operations.push(...factOperations(record));
    this.#writing = store;
    store.batch(operations, { sync: false }).then(
      () => {
        if (this.#store !== store) return;
        this.#writing = null;
        this.#storedSeq = last.seq;
        this.#diskSeq = last.seq;
        this.#release(last.seq);
        this.#armSync();
        this.#pump();
      },
      error => this.#fail(store, error),
    );
  }

  #sync(): void {
    const store = this.#store;
    if (store === null || this.#syncing === store || this.#storedSeq <= this.#durableSeq) return;
    const seq = this.#storedSeq;
    this.#syncing = store;
    store.batch([putOperation(syncedKey, { seq })], { sync: true }).then(
      () => {
        if (this.#store !== store) return;
        this.#syncing = null;
        this.#publish(seq);
        this.#durableSeq = seq;
        this.#options.durable(seq);
        this.#held = this.#heldAfter(seq);
        this.#recoverIfAllIsWritten();
        if (this.#held.length === 0) this.#allDurable?.();
        this.#armSync();
      },
      error => this.#fail(store, error),
    );
  }

  #armSync(): void {
    if (this.#syncTimer !== null || this.#storedSeq <= this.#durableSeq) return;
    this.#syncTimer = setTimeout(
      () => {
        this.#syncTimer = null;
        this.#sync();
      },
      this.#closed ? 0 : syncAfterMs,
    );
  }

  #armDeadline(): void {
    const oldest = this.#waiting[0];
    if (this.#deadlineTimer !== null || oldest === undefined) return;
    this.#deadlineTimer = setTimeout(
      // The answer may lie unread because we were busy ourselves: let it come in before judging the disk.
      () => setImmediate(() => this.#checkDeadline()),
      Math.max(1, oldest.sinceMs + deadlineMs - performance.now()),
    );
  }

  #checkDeadline(): void {
    this.#deadlineTimer = null;
    const oldest = this.#waiting[0];
    if (oldest !== undefined && performance.now() - oldest.sinceMs >= deadlineMs)
      this.#degrade('store-slow', `a write has not been answered for ${deadlineMs} ms`);
    this.#armDeadline();
  }

  #release(upToSeq: number): void {
    let count = 0;
    for (const { seq } of this.#waiting) {
      if (seq > upToSeq) break;
      count++;
    }
    for (const { then } of this.#waiting.splice(0, count)) then();
  }

  #publish(upToSeq: number): void {
    const records = this.#heldAfter(this.#publishedSeq).filter(({ seq }) => seq <= upToSeq);
    const last = records.at(-1);
    if (last === undefined) return;
    this.#publishedSeq = last.seq;
    this.#options.published(records);
  }

  #heldAfter(seq: number): Recorded[] {
    const first = this.#held[0];
    return first === undefined ? [] : this.#held.slice(Math.max(0, seq + 1 - first.seq));
  }

  #boundMemory(): void {
    const tooMany = this.#held.length - memoryLimit;
    if (tooMany <= 0) return;
    this.#held.splice(0, tooMany);
    this.#dropped += tooMany;
  }

  /** Calls go on without the disk: whoever waits is let go, subscribers get what there is. */
  #degrade(code: ErrorCode, why: string): void {
    this.#trouble = { code, why, sinceMs: this.#trouble?.sinceMs ?? Date.now() };
    this.#troubleSeq = this.#lastSeq;
    this.#release(this.#lastSeq);
    this.#publish(this.#lastSeq);
    this.#options.healthChanged(this.health);
  }

  /** After an error LevelDB may lose what it acknowledges later: it is closed, opened again and looked at. */
  #fail(store: Store, error: unknown): void {
    if (this.#store !== store) return;
    this.#store = null;
    this.#allDurable?.();
    this.#closing = settledWithin(closeDeadlineMs, store.close());
    const { code, message } = asOutside(error);
    if (code === 'store-damaged') this.#known = 'damaged';
    this.#degrade(code, message);
    this.#scheduleReopen();
  }

  #scheduleReopen(): void {
    if (this.#closed) return;
    const { reopenAfterMs } = this.#options;
    const delayMs = reopenAfterMs[Math.min(this.#reopenTries, reopenAfterMs.length - 1)];
    this.#reopenTries++;
    this.#reopenTimer = setTimeout(() => {
      this.#reopen().catch(error => {
        const { code, message } = asOutside(error);
        this.#degrade(code, message);
        this.#scheduleReopen();
      });
    }, delayMs);
    this.#reopenTimer.unref();
  }

  async #reopen(): Promise<void> {
    await this.#closing;
    const store = await this.#options.reopen(this.#known);
    this.#known = 'sound';
    let last: number;
    try {
      last = await this.#look(store);
    } catch (error) {
      if (asOutside(error).code === 'store-damaged') this.#known = 'damaged';
      await settledWithin(closeDeadlineMs, store.close());
      throw error;
    }
    if (this.#closed) {
      await settledWithin(closeDeadlineMs, store.close());
      return;
    }
    // All that memory holds is written again. What lies between the disk and memory is lost; the next batch writes that down.
    this.#storedSeq = (this.#held[0]?.seq ?? this.#lastSeq + 1) - 1;
    this.#diskSeq = Math.min(last, this.#storedSeq);
    this.#troubleSeq = this.#lastSeq;
    this.#store = store;
    this.#reopenTries = 0;
    this.#recoverIfAllIsWritten();
    this.#pump();
  }

  /** Reports what is missing, and resolves to the last number that is there. */
  async #look(store: Store): Promise<number> {
    const damage = await findDamage(store, await this.#verifyFrom(store));
    if (damage.length > 0) this.#options.damaged(damage);
    if (damage.some(({ kind }) => kind === 'bad-sum')) throw new OutsideError('store-damaged', unreadable);
    // What memory holds is about to be written again.
    const heldFrom = this.#held[0]?.seq ?? this.#lastSeq + 1;
    await writeHoles(
      store,
      damage.filter(({ to }) => to < heldFrom),
    );
    return (await readEnds(store))?.last ?? 0;
  }

  async #verifyFrom(store: Store): Promise<number> {
    const ends = await readEnds(store);
    return ends === null ? 0 : Math.max(ends.first, Math.min(this.#durableSeq, ends.last) - verifyFacts);
  }

  #recoverIfAllIsWritten(): void {
    if (this.#trouble === null || this.#store === null || this.#durableSeq < this.#troubleSeq) return;
    this.#trouble = null;
    this.#troublesOver++;
    this.#options.healthChanged(this.health);
  }
}

function asOutside(error: unknown): OutsideError {
  return error instanceof OutsideError ? error : new OutsideError('store-failed', String(error), error);
}
