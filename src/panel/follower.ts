// Follows the facts: keeps one floor up to date from a feed, notices silence, gaps and another journal, and stores the floor.
import type { Logger } from '../base/logger.js';
import type { Recorded } from '../core/facts.js';
import type { Heartbeat } from '../link/messages.js';
import type { FactFeed } from './feed.js';
import { emptyFloor, type Floor } from './floor.js';
import type { FloorKeeper } from './keeper.js';
import type { Counted } from './page-state.js';
import { applyFact } from './projection.js';
import type { CountingRules } from './tally.js';

/** How far the floor can be believed. */
export type FeedStatus = {
  /** When the figures were last known to be those of the floor: heard from the calls process while it saw its Asterisk. */
  readonly currentAtMs: number;
  /** False while the journal is being read from its start: the counts are of a part of it. */
  readonly complete: boolean;
  /** How far that reading is; `null`: there is none, or nothing is known of its length. */
  readonly counted: Counted | null;
  /** Whether a control socket is open, and why not. */
  readonly lost: string | null;
  /** The last one; `null`: none since the panel started. */
  readonly heartbeat: Heartbeat | null;
};

type Options = {
  readonly feed: FactFeed;
  readonly rules: CountingRules;
  /** `null`: nothing is kept, the journal is read from its start. */
  readonly keeper: FloorKeeper | null;
  readonly log: Logger;
  readonly now: () => number;
  /** After facts, a heartbeat or a loss. */
  readonly changed: () => void;
};

/** How often the floor is stored. */
const saveEveryMs = 1000;

export class Follower {
  readonly #options: Options;
  #floor = emptyFloor();
  #currentAtMs = 0;
  #complete = false;
  #lost: string | null = 'not connected yet';
  #firstSeq = 1;
  #lastSeq = Number.POSITIVE_INFINITY;
  /** Facts on their way from a subscription that we gave up are not ours. */
  #subscribing = true;
  #heartbeat: Heartbeat | null = null;
  /** Work on the store, one thing after the other. */
  #storing: Promise<void> = Promise.resolve();
  #jobs = 0;
  #storeError: string | null = null;
  #savedSeq = 0;
  #timer: NodeJS.Timeout | null = null;

  constructor(options: Options) {
    this.#options = options;
  }

  get floor(): Floor {
    return this.#floor;
  }

  get status(): FeedStatus {
    return {
      currentAtMs: this.#currentAtMs,
      complete: this.#complete,
      counted: this.#counted(),
      lost: this.#lost,
      heartbeat: this.#heartbeat,
    };
  }

  /** Reads what was kept and begins to follow. A store that fails costs a new reading of the journal, nothing else. */
  async start(): Promise<void> {
    const { feed, keeper, log } = this.#options;
    if (keeper !== null) {
      await this.#load(keeper);
      this.#timer = setInterval(() => {
        if (this.#jobs === 0 && this.#savedSeq !== this.#floor.seq) this.#save(keeper);
      }, saveEveryMs);
    }
    feed.start({
      connected: () => this.#subscribe(),
      subscribed: journal => this.#subscribed(journal),
      facts: facts => this.#facts(facts),
      heartbeat: heartbeat => {
        this.#heartbeat = heartbeat;
        this.#heard();
      },
      lost: why => {
        // It is tried again every few seconds: one line says enough.
        if (this.#lost !== why) log.warn({ why }, 'calls process lost');
        this.#lost = why;
        this.#options.changed();
      },
    });
  }

  /** Stores what is not stored yet, and ends. */
  async close(): Promise<void> {
    const { feed, keeper } = this.#options;
    if (this.#timer !== null) clearInterval(this.#timer);
    await feed.close();
    if (keeper !== null && this.#savedSeq !== this.#floor.seq) this.#save(keeper);
    await this.#storing;
  }

  async #load(keeper: FloorKeeper): Promise<void> {
    const { log } = this.#options;
    try {
      const kept = await keeper.load();
      if (kept.floor === null) {
        if (kept.because !== 'empty') log.warn({ because: kept.because }, 'kept figures not usable');
        return;
      }
      this.#floor = kept.floor;
      this.#savedSeq = kept.floor.seq;
      this.#currentAtMs = kept.floor.atMs;
      this.#complete = true;
    } catch (error) {
      log.error({ error: String(error) }, 'kept figures cannot be read');
      // What was read before it failed must not be taken for what is there.
      this.#store(() => keeper.clear());
    }
  }

  /** The last fact that we have is asked for again: if it is another one now, so is the journal. */
  #subscribe(): void {
    this.#subscribing = true;
    this.#options.feed.subscribe(Math.max(1, this.#floor.seq));
  }

  #subscribed({ firstSeq, lastSeq }: { readonly firstSeq: number; readonly lastSeq: number }): void {
    this.#subscribing = false;
    this.#firstSeq = firstSeq;
    this.#lastSeq = lastSeq;
    this.#lost = null;
    const { seq } = this.#floor;
    if (seq > lastSeq) this.#startAfresh('journal is shorter');
    else if (seq !== 0 && firstSeq > seq + 1) this.#forget('journal begins later');
    this.#heard();
  }

  #facts(facts: readonly Recorded[]): void {
    const { rules } = this.#options;
    if (this.#subscribing) return;
    for (const recorded of facts) {
      if (recorded.seq === this.#floor.seq && recorded.atMs !== this.#floor.atMs) {
        this.#startAfresh('another journal');
        return;
      }
      // A floor is counted from the journal's first fact or not at all.
      const isLate = this.#floor.seq === 0 && recorded.seq > this.#firstSeq;
      if (isLate || applyFact(this.#floor, recorded, rules) === 'gap') {
        this.#options.log.warn({ after: this.#floor.seq, seq: recorded.seq }, 'gap in the facts');
        this.#subscribe();
        return;
      }
    }
    this.#heard();
  }

  #startAfresh(because: string): void {
    this.#forget(because);
    this.#subscribe();
  }

  #forget(because: string): void {
    const { log, keeper } = this.#options;
    log.warn({ because, seq: this.#floor.seq }, 'figures are counted afresh');
    this.#floor = emptyFloor();
    this.#complete = false;
    this.#savedSeq = 0;
    if (keeper !== null) this.#store(() => keeper.clear());
  }

  #counted(): Counted | null {
    if (this.#complete || !Number.isFinite(this.#lastSeq)) return null;
    const before = this.#firstSeq - 1;
    return { facts: Math.max(0, this.#floor.seq - before), of: this.#lastSeq - before };
  }

  #heard(): void {
    if (this.#floor.seq >= this.#lastSeq) this.#complete = true;
    if (this.#heartbeat?.switchConnected !== false) this.#currentAtMs = this.#options.now();
    this.#options.changed();
  }

  #save(keeper: FloorKeeper): void {
    this.#store(async () => {
      const { seq } = this.#floor;
      await keeper.save(this.#floor);
      this.#savedSeq = seq;
    });
  }

  #store(job: () => Promise<void>): void {
    this.#jobs += 1;
    this.#storing = this.#storing
      .then(job)
      .then(() => {
        this.#storeError = null;
      })
      .catch(error => {
        // It is tried again every second: one line says enough.
        if (this.#storeError !== String(error))
          this.#options.log.error({ error: String(error) }, 'figures cannot be stored');
        this.#storeError = String(error);
      })
      .finally(() => {
        this.#jobs -= 1;
      });
  }
}
