// A journal in memory that fails as a real one does: slow, away, killed with writes on their way, its tail or a page of it gone.
import type { Fact, Recorded } from '../../src/core/facts.js';
import type { FactStore } from '../../src/engine/ports.js';
import type { Clock } from '../../src/sim/clock.js';
import { between, pick, type Random } from '../../src/sim/random.js';

const snapshotEvery = 400;
const snapshotsKept = 2;
/** The real journal waits no longer for its disk. */
const longestWriteMs = 100;
/** What is written is on the disk within so long; a power failure takes what is younger. */
const unsyncedMs = 60;

type Written = {
  readonly seq: number;
  readonly atMs: number;
  readonly writtenMs: number;
  readonly fact: Fact;
};
type Pending = { readonly upToSeq: number; readonly then: () => void };
type Stored = { readonly seq: number; readonly text: string };

export type JournalEvents = {
  readonly random: Random;
  readonly clock: Clock;
  readonly published: (records: readonly Recorded[]) => void;
  /** Something was written: a step of the daemon is over. */
  readonly stepped: () => void;
};

export class FaultyJournal implements FactStore {
  readonly #events: JournalEvents;
  readonly #pending: Pending[] = [];
  #records: Written[] = [];
  #snapshots: Stored[] = [];
  #publishedSeq = 0;
  #slowUntilMs = 0;
  #awayUntilMs = 0;
  /** While the store is away: the last fact that it holds. */
  #storedSeq = 0;
  #lastAnswerMs = 0;
  #hole: { readonly from: number; readonly to: number } | null = null;
  /** Counts kills: an answer to a dead daemon reaches nobody. */
  #life = 0;
  /** Called once by the next write, which is lost (`before`) or is the last thing that the daemon does (`after`). */
  deathAtWrite: { readonly when: 'before' | 'after'; readonly die: () => void } | null = null;
  #dying: 'before' | 'after' | null = null;

  constructor(events: JournalEvents) {
    this.#events = events;
  }

  get lastSeq(): number {
    return this.#records.length;
  }

  get snapshotIsDue(): boolean {
    return this.lastSeq - (this.#snapshots[0]?.seq ?? 0) > snapshotEvery;
  }

  get isAtRest(): boolean {
    return this.#pending.length === 0 && this.#dying === null;
  }

  get isAway(): boolean {
    return this.#awayUntilMs > this.#events.clock.nowMs();
  }

  /** Newest first, as a recovery is given them. */
  get snapshots(): { readonly seq: number; readonly state: unknown }[] {
    return this.#snapshots.map(({ seq, text }) => ({ seq, state: JSON.parse(text) as unknown }));
  }

  /** Facts that can be read, oldest first. */
  get readable(): readonly Recorded[] {
    const hole = this.#hole;
    return hole === null
      ? this.#records
      : this.#records.filter(({ seq }) => seq < hole.from || seq > hole.to);
  }

  append(facts: readonly Fact[], atMs: number, then: () => void): readonly Recorded[] {
    const { clock, random } = this.#events;
    this.#events.stepped();
    const death = this.deathAtWrite;
    if (death !== null && facts.length > 0) {
      this.deathAtWrite = null;
      this.#dying = death.when;
      death.die();
    }
    if (this.#dying === 'before') return [];
    const nowMs = clock.nowMs();
    const added = facts.map((fact, index) => {
      return { seq: this.#records.length + index + 1, atMs, writtenMs: nowMs, fact: copyOf(fact) };
    });
    this.#records.push(...added);
    if (!this.isAway) this.#storedSeq = this.#records.length;
    this.#pending.push({ upToSeq: this.#records.length, then });
    const slow = this.#slowUntilMs > nowMs;
    const tookMs = this.isAway ? 0 : slow ? between(random, 10, longestWriteMs) : between(random, 0, 2);
    this.#lastAnswerMs = Math.max(this.#lastAnswerMs, nowMs + tookMs);
    const life = this.#life;
    clock.at(this.#lastAnswerMs, () => {
      if (life === this.#life) this.#acknowledge();
    });
    return added;
  }

  #acknowledge(): void {
    if (this.#dying !== null) return;
    const oldest = this.#pending.shift();
    if (oldest === undefined) return;
    this.#publish(oldest.upToSeq);
    oldest.then();
  }

  #publish(upToSeq: number): void {
    if (upToSeq <= this.#publishedSeq) return;
    const records = this.#records.slice(this.#publishedSeq, upToSeq);
    this.#publishedSeq = upToSeq;
    this.#events.published(records);
  }

  slowFor(ms: number): void {
    this.#slowUntilMs = this.#events.clock.nowMs() + ms;
  }

  /** Nothing is stored until then: facts are kept in memory, and the daemon goes on at once. */
  awayFor(ms: number): void {
    const { clock } = this.#events;
    const untilMs = clock.nowMs() + ms;
    const life = this.#life;
    this.#awayUntilMs = untilMs;
    clock.at(untilMs, () => {
      if (life === this.#life && this.#awayUntilMs === untilMs) this.#storedSeq = this.#records.length;
    });
  }

  /** Kill -9: some decisions that were on their way are there, whole and in order. Returns how many published facts are lost. */
  kill(): number {
    const ends = [this.#publishedSeq, ...this.#pending.map(({ upToSeq }) => upToSeq)];
    const wanted = this.#dying === 'after' ? ends.at(-1) : pick(this.#events.random, ends);
    const away = this.isAway;
    const upToSeq = Math.min(wanted ?? 0, away ? this.#storedSeq : Number.POSITIVE_INFINITY);
    return this.#keep(upToSeq);
  }

  /** The machine's power fails: what was not synced is gone, acknowledged or not. Returns how many published facts are lost. */
  failPower(): number {
    const beforeMs = this.#events.clock.nowMs() - unsyncedMs;
    let upToSeq = this.#records.length;
    while ((this.#records[upToSeq - 1]?.writtenMs ?? 0) > beforeMs) upToSeq--;
    return this.#keep(Math.min(upToSeq, this.isAway ? this.#storedSeq : upToSeq));
  }

  #keep(upToSeq: number): number {
    this.#life++;
    this.#pending.length = 0;
    this.#dying = null;
    this.deathAtWrite = null;
    this.#awayUntilMs = 0;
    this.#slowUntilMs = 0;
    const lost = Math.max(0, this.#publishedSeq - upToSeq);
    this.#records.length = Math.min(this.#records.length, upToSeq);
    if (lost > 0) this.#publishedSeq = this.#records.length;
    else this.#publish(this.#records.length);
    this.#storedSeq = this.#records.length;
    this.#snapshots = this.#snapshots.filter(({ seq }) => seq <= this.#records.length);
    return lost;
  }

  /** A page behind the last snapshot cannot be read any more; false: there is none. */
  makeHole(): boolean {
    const { random } = this.#events;
    const after = this.#snapshots[0]?.seq ?? 0;
    const count = this.lastSeq - after;
    if (count < 10) return false;
    const from = after + 1 + between(random, 0, count - 2);
    this.#hole = { from, to: Math.min(this.lastSeq, from + between(random, 0, 30)) };
    return true;
  }

  /** The newest snapshot is of no version that is known; false: there is none. */
  spoilSnapshot(): boolean {
    const newest = this.#snapshots[0];
    if (newest === undefined) return false;
    this.#snapshots[0] = { seq: newest.seq, text: '{"version":0}' };
    return true;
  }

  async read(fromSeq: number): Promise<readonly Recorded[]> {
    const hole = this.#hole;
    const inside = hole !== null && fromSeq >= hole.from && fromSeq <= hole.to;
    if (inside) return [];
    const before = hole !== null && fromSeq < hole.from ? hole.from - 1 : Number.POSITIVE_INFINITY;
    return this.#records.slice(fromSeq - 1, Math.min(fromSeq + 99, before));
  }

  async readableFrom(fromSeq: number): Promise<number | null> {
    const wanted = Math.max(1, fromSeq);
    const hole = this.#hole;
    const seq = hole !== null && wanted >= hole.from && wanted <= hole.to ? hole.to + 1 : wanted;
    return seq > this.#records.length ? null : seq;
  }

  async factsOf(): Promise<readonly Recorded[]> {
    return [];
  }

  async writeSnapshot(state: unknown): Promise<boolean> {
    if (this.isAway || this.#dying !== null) return false;
    this.#snapshots.unshift({ seq: this.#records.length, text: JSON.stringify(state) });
    this.#snapshots.length = Math.min(this.#snapshots.length, snapshotsKept);
    return true;
  }
}

/** What comes back from the disk shares nothing with the state. */
function copyOf(fact: Fact): Fact {
  return JSON.parse(JSON.stringify(fact)) as Fact;
}
