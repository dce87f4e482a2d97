// The journal: every fact with its number, durable; snapshots of the state, so that recovery is a snapshot and the facts after it.
import { OutsideError } from '../base/errors.js';
import type { CallId, Fact, Recorded } from '../core/facts.js';
import { findDamage, isInTables, readEnds, readHoles, writeHoles } from './damage.js';
import { FolderLock } from './folder-lock.js';
import type { Damage, Health, Trouble } from './health.js';
import { type OpenedStore, openStore } from './level.js';
import { Mark } from './mark.js';
import {
  isDamage,
  type Opener,
  type Opening,
  opener,
  type Recovery,
  readRecovery,
  type SetAside,
} from './opening.js';
import { looksSound } from './rebuild.js';
import { callOf, callRange, factKey, factRange, readFact, seqOfKey } from './records.js';
import { Reserve, type ReserveOptions, type Room } from './reserve.js';
import { deleteBefore } from './retention.js';
import { snapshotOperation, storeSnapshot } from './snapshots.js';
import { Starts } from './starts.js';
import { unreadable, Writer } from './writer.js';

const pageSize = 1000;
/** Facts of one call that `factsOf` returns at most. */
const callLimit = 10_000;
/** A snapshot is due after so many facts: folding them takes a tenth of a second. */
const snapshotEvery = 10_000;

export type JournalEvents = {
  /** Facts that are durable, or that went on without a disk; in order, each once. */
  readonly published: (records: readonly Recorded[]) => void;
  readonly healthChanged: (health: Health) => void;
  /** Found when the store had to be opened again while we ran; `setAside`: where the folder was moved because it was unreadable. */
  readonly damaged: (damage: readonly Damage[], setAside: SetAside | null) => void;
};

export type JournalOptions = {
  readonly path: string;
  readonly events: JournalEvents;
  readonly now: () => number;
  /** Opens the store; tests put failing ones here. */
  readonly open?: (path: string) => Promise<OpenedStore>;
  /** The file that keeps room on the disk; none if not given. */
  readonly reserve?: ReserveOptions;
  /** Pauses before the store is opened again after an error; the last one repeats. */
  readonly reopenAfterMs?: readonly number[];
};

/**
 * Opens the journal in the folder `path`. A folder that LevelDB cannot read is set aside and what can be got out of it goes on, so that
 * calls are served. Where there is no store to be had (full, failing or read-only disk, a folder that is not ours) the journal begins
 * in memory and goes to the disk later. Throws an `OutsideError` with `store-locked`: another daemon has it.
 */
export async function openJournal(
  options: JournalOptions,
): Promise<{ journal: Journal; recovery: Recovery }> {
  const { path, events, now, reopenAfterMs = [1000, 2000, 5000, 10_000, 30_000] } = options;
  const lock = options.open === undefined ? new FolderLock(path) : null;
  const mark = options.open === undefined ? new Mark(`${path}.last`) : null;
  const reserve = options.reserve === undefined ? null : new Reserve(`${path}.reserve`, options.reserve);
  const openHere = async (at: string) => {
    lock?.take();
    return options.open?.(at) ?? openStore(at, 'journal');
  };
  const openAgain = opener(path, now, async at => {
    try {
      return await openHere(at);
    } catch (error) {
      const isFull = error instanceof OutsideError && error.code === 'disk-full';
      if (!isFull || reserve?.spend() !== true) throw error;
      return openHere(at);
    }
  });
  const starts = options.open === undefined ? new Starts(`${path}.starts`) : null;
  const known = (await isSuspect(path, lock, starts)) ? 'damaged' : 'sound';
  const { opening, recovery, trouble } = await firstOpening(openAgain, now, mark?.read() ?? 0, known);
  const writer = new Writer({
    store: opening?.store ?? null,
    trouble,
    reopen: async known => {
      const { store, setAside, missing } = await openAgain(known);
      const damage = missing.map(hole => ({ kind: 'gap', ...hole }) as const);
      if (setAside !== null) events.damaged(damage, setAside);
      return store;
    },
    reopenAfterMs,
    lastSeq: recovery.lastSeq,
    published: events.published,
    healthChanged: health => {
      if (health.trouble?.code === 'disk-full') reserve?.spend();
      events.healthChanged(health);
    },
    damaged: damage => events.damaged(damage, null),
    durable: seq => mark?.note(seq),
    closed: async () => {
      starts?.end();
      await reserve?.stop();
      await mark?.close();
      lock?.letGo();
    },
  });
  reserve?.watch(() => writer.health.trouble === null);
  const outer = { isLockSound: lock?.isSound ?? true, room: () => reserve?.room ?? null };
  // One that was made anew at this opening is sound, and what is missing in it is on record.
  const mendIsDue = opening !== null && opening.setAside === null && isInTables(recovery.damage, opening);
  return { journal: new Journal(writer, recovery, outer, mendIsDue), recovery };
}

/** Whoever died twice right after a start: is it the journal that ends him? Throws an `OutsideError` with `store-locked`. */
async function isSuspect(path: string, lock: FolderLock | null, starts: Starts | null): Promise<boolean> {
  try {
    lock?.take();
  } catch (error) {
    if (!(error instanceof OutsideError) || error.code === 'store-locked') throw error;
    return false;
  }
  return starts !== null && starts.begin() >= 2 && (await looksSound(path)) === false;
}

/** What the journal tells of the folder that it lies in. */
type Outer = { readonly isLockSound: boolean; readonly room: () => Room | null };

type FirstOpening = {
  readonly opening: Opening | null;
  readonly recovery: Recovery;
  readonly trouble: Trouble | null;
};

/** Damage that only a reading finds leads to a second opening, which mends it. */
async function firstOpening(
  open: Opener,
  now: () => number,
  markedSeq: number,
  known: 'sound' | 'damaged',
): Promise<FirstOpening> {
  let opening: Opening | null = null;
  try {
    opening = await open(known);
    const recovery = await readRecovery(opening, now(), markedSeq);
    return { opening, recovery, trouble: null };
  } catch (error) {
    if (!(error instanceof OutsideError) || error.code === 'store-locked') throw error;
    await opening?.store.close();
    if (opening !== null && known === 'sound' && isDamage(error))
      return firstOpening(open, now, markedSeq, 'damaged');
    const trouble = { code: error.code, why: error.message, sinceMs: now() };
    return { opening: null, recovery: await readRecovery(null, now(), markedSeq), trouble };
  }
}

export class Journal {
  readonly #writer: Writer;
  #snapshotSeq: number;
  /** Troubles that were over when the last snapshot was written: each may have left a hole, behind which recovery should begin. */
  #troublesOver = 0;
  #chores: Promise<unknown> = Promise.resolve();
  /** Something is missing right before it, as far as is known. */
  #continuousFrom: number;

  readonly #outer: Outer;
  readonly #damage: readonly Damage[];
  readonly #mendIsDue: boolean;

  constructor(writer: Writer, recovery: Recovery, outer: Outer, mendIsDue: boolean) {
    this.#writer = writer;
    this.#outer = outer;
    this.#damage = recovery.damage;
    this.#mendIsDue = mendIsDue;
    this.#continuousFrom = Math.max(0, ...recovery.damage.map(behind));
    const newest = recovery.snapshots[0]?.seq;
    this.#snapshotSeq = newest ?? (recovery.made ? recovery.lastSeq : 0);
  }

  get lastSeq(): number {
    return this.#writer.lastSeq;
  }

  /** The last fact that a power failure cannot take. */
  get durableSeq(): number {
    return this.#writer.durableSeq;
  }

  /** The last fact that subscribers may see. */
  get publishedSeq(): number {
    return this.#writer.publishedSeq;
  }

  get health(): Health {
    return this.#writer.health;
  }

  /** False: nothing but LevelDB's own file keeps a second process out. */
  get isLockSound(): boolean {
    return this.#outer.isLockSound;
  }

  /** What is left of the disk; `null`: nobody looks. */
  get room(): Room | null {
    return this.#outer.room();
  }

  /**
   * To be called when recovery has read all that it needs, and not before: where something cannot be read a new journal is made beside
   * the calls, and until then nothing can be read; what is missing is written down. Never rejects.
   */
  async recovered(): Promise<void> {
    if (this.#mendIsDue) this.#writer.mend(unreadable);
    else
      await this.#writer
        .withStore(store => writeHoles(store, this.#damage))
        .catch(() => 'the writer tells of it');
  }

  /** The first number from which on nothing is missing, as far as is known: figures must not be counted across a hole. */
  async firstSeq(): Promise<number> {
    const { held, lastSeq, store } = this.#writer;
    const firstHeld = held[0]?.seq ?? lastSeq + 1;
    if (store === null) return firstHeld;
    return this.#writer.withStore(async () => {
      const first = (await readEnds(store))?.first ?? firstHeld;
      const holes = await readHoles(store);
      return Math.max(first, this.#continuousFrom, ...holes.map(behind));
    });
  }

  /**
   * Numbers the facts and writes them. `then` is called once, never from inside and in the order of the calls, when they and all before
   * them survive a `kill -9`; or after 100 ms without an answer of the disk, which is an alarm (see `health`).
   */
  append(facts: readonly Fact[], atMs: number, then: () => void): readonly Recorded[] {
    return this.#writer.append(facts, atMs, then);
  }

  /**
   * Published facts from `fromSeq` on, oldest first, at most 1000, without a gap. Empty when there is none, or when `fromSeq` itself is
   * missing or broken: then `firstSeq` lies behind it. Rejects with an `OutsideError`.
   */
  async read(fromSeq: number): Promise<readonly Recorded[]> {
    const { held, lastSeq, publishedSeq } = this.#writer;
    const firstHeld = held[0]?.seq ?? lastSeq + 1;
    if (fromSeq >= firstHeld)
      return held.filter(({ seq }) => seq >= fromSeq && seq <= publishedSeq).slice(0, pageSize);
    const before = Math.min(firstHeld, fromSeq + pageSize);
    const entries = await this.#writer.withStore(store =>
      store.range({ ...factRange(fromSeq, before), limit: pageSize }),
    );
    const records: Recorded[] = [];
    for (const [key, value] of entries) {
      const record = readFact(key, value);
      if (record?.seq !== fromSeq + records.length) break;
      records.push(record);
    }
    const reached = fromSeq + records.length;
    if (reached < before) await this.#rememberGap(reached);
    return records;
  }

  /** The first number from `fromSeq` on under which there is a fact that can be read: the other side of a hole. `null`: none. */
  async readableFrom(fromSeq: number): Promise<number | null> {
    const { held, store } = this.#writer;
    let from = fromSeq;
    while (store !== null) {
      const entries = await this.#writer.withStore(() =>
        store.range({ ...factRange(from), limit: pageSize }),
      );
      const good = entries.find(([key, value]) => readFact(key, value) !== null);
      if (good !== undefined) return seqOfKey(good[0]);
      const last = entries.at(-1);
      if (last === undefined) break;
      from = seqOfKey(last[0]) + 1;
    }
    return held.find(({ seq }) => seq >= fromSeq)?.seq ?? null;
  }

  async #rememberGap(at: number): Promise<void> {
    const [next] = await this.#writer.withStore(store => store.range({ ...factRange(at + 1), limit: 1 }));
    const behindGap = next === undefined ? this.#writer.lastSeq + 1 : seqOfKey(next[0]);
    this.#continuousFrom = Math.max(this.#continuousFrom, behindGap);
  }

  /** Every fact about a call, oldest first; at most 10,000. Rejects with an `OutsideError`. */
  async factsOf(call: CallId): Promise<readonly Recorded[]> {
    const stored = await this.#writer.withStore(async store => {
      const leads = await store.range({ ...callRange(call), limit: callLimit });
      const keys = leads.map(([key]) => factKey(seqOfKey(key)));
      const values = await store.getMany(keys);
      return keys.flatMap((key, index) => readFact(key, values[index] ?? '') ?? []);
    });
    const last = stored.at(-1)?.seq ?? 0;
    return [...stored, ...this.#writer.held.filter(({ seq, fact }) => seq > last && callOf(fact) === call)];
  }

  /** Whether so many facts have come since the last snapshot that recovery would take long, or a trouble is over since. */
  get snapshotIsDue(): boolean {
    const { lastSeq, health, troublesOver } = this.#writer;
    const isOld = lastSeq - this.#snapshotSeq >= snapshotEvery;
    return health.trouble === null && (isOld || troublesOver !== this.#troublesOver);
  }

  /** Writes the state as it is after the last fact that was appended. Resolves to whether it was written; never rejects. */
  async writeSnapshot(state: unknown, atMs: number): Promise<boolean> {
    const seq = this.#writer.lastSeq;
    const before = { seq: this.#snapshotSeq, troublesOver: this.#troublesOver };
    this.#snapshotSeq = seq;
    this.#troublesOver = this.#writer.troublesOver;
    const operation = snapshotOperation({ seq, atMs, state });
    await new Promise<void>(resolve => {
      this.#writer.append([], atMs, resolve);
    });
    const written =
      this.#writer.health.trouble === null &&
      (await this.#writer
        .withStore(store => storeSnapshot(store, operation))
        .then(
          () => true,
          () => false,
        ));
    if (written) return true;
    this.#snapshotSeq = before.seq;
    this.#troublesOver = before.troublesOver;
    return false;
  }

  /** Deletes facts older than `beforeMs`, but none that recovery needs. Resolves to how many. Rejects with an `OutsideError`. */
  deleteBefore(beforeMs: number): Promise<number> {
    return this.alone(withStore => withStore(store => deleteBefore(store, beforeMs)));
  }

  /** What goes through the whole journal: one thing after the other, so that none takes away what another is reading. */
  alone<T>(work: (withStore: Writer['withStore']) => Promise<T>): Promise<T> {
    const result = this.#chores.then(() => work(inner => this.#writer.withStore(inner)));
    this.#chores = result.catch(() => undefined);
    return result;
  }

  /** Facts in the store, holes on record left out. Rejects with an `OutsideError`. */
  countOfFacts(): Promise<number> {
    return this.#writer.withStore(async store => {
      const ends = await readEnds(store);
      if (ends === null) return 0;
      const holes = (await readHoles(store)).filter(({ to }) => to >= ends.first);
      return holes.reduce((sum, { from, to }) => sum - (to - from + 1), ends.last - ends.first + 1);
    });
  }

  /** Looks at every fact in the store: for the night. What is damaged is mended beside the calls. Rejects with an `OutsideError`. */
  async verify(): Promise<readonly Damage[]> {
    const damage = await this.#writer.withStore(async store =>
      findDamage(store, (await readEnds(store))?.first ?? 0),
    );
    if (isInTables(damage)) this.#writer.mend(unreadable);
    return damage;
  }

  /** Makes everything durable and lets go of the folder. Resolves to the number of facts that could not be written. */
  close(): Promise<number> {
    return this.#writer.close();
  }
}

const behind = ({ to }: { readonly to: number }) => to + 1;
