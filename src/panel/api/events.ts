// Facts as server-sent events: what happens, to whoever may know it, in order; who comes back is told what he missed, or that it is too
// long ago. The last facts are kept in memory, from a connection of their own: nobody who reads slowly is felt by anybody else.
import type { ServerResponse } from 'node:http';
import { OutsideError } from '../../base/errors.js';
import type { Logger } from '../../base/logger.js';
import type { Recorded } from '../../core/facts.js';
import type { Sight } from '../door/sight.js';
import type { FactFeed } from '../feed.js';
import { type About, Abouts, seesFact } from './fact-about.js';
import type { Ask } from './looks.js';

/** Kept for who comes back: minutes on a busy floor, hours on a small one. */
const mostKept = 20_000;
const beatEveryMs = 5_000;
const mostUnsentBytes = 2_000_000;
const retryMs = 1_000;

type Kept = { readonly recorded: Recorded; readonly about: About };

type Listener = {
  readonly response: ServerResponse;
  readonly sight: Sight;
  readonly mayListen: () => boolean;
};

type Options = {
  readonly feed: FactFeed & { readonly ask: Ask };
  readonly log: Logger;
  readonly now: () => number;
  /** Facts that are kept; less in tests. */
  readonly most?: number;
  /** Called with each new fact, in order. */
  readonly also?: (recorded: Recorded, about: About) => void;
};

export class FactEvents {
  readonly #options: Options;
  readonly #most: number;
  readonly #listeners = new Set<Listener>();
  readonly #beat: NodeJS.Timeout;
  #abouts = new Abouts();
  #kept: Kept[] = [];
  #isPlaced = false;
  #lastSeq = 0;
  #isConnected = false;

  constructor(options: Options) {
    this.#options = options;
    this.#most = options.most ?? mostKept;
    this.#beat = setInterval(() => this.#sayAlive(), beatEveryMs);
    this.#beat.unref();
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  get isConnected(): boolean {
    return this.#isConnected;
  }

  get lastSeq(): number {
    return this.#lastSeq;
  }

  start(): void {
    const { feed } = this.#options;
    feed.start({
      // The last fact that is kept is asked for again: if it is another one now, so is the journal.
      connected: () => feed.subscribe(this.#isPlaced ? Math.max(1, this.#lastSeq) : 0),
      subscribed: journal => this.#subscribed(journal),
      facts: facts => {
        for (const recorded of facts) this.#take(recorded);
      },
      heartbeat: () => undefined,
      lost: () => {
        this.#isConnected = false;
        this.#sayAlive();
      },
    });
  }

  async close(): Promise<void> {
    clearInterval(this.#beat);
    for (const { response } of this.#listeners) response.end();
    await this.#options.feed.close();
  }

  /** Adds a listener. `after`: the last fact that he knows; `null`: only new ones. */
  add(response: ServerResponse, after: number | null, sight: Sight, mayListen: () => boolean): void {
    response.writeHead(200, {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store',
      'X-Accel-Buffering': 'no',
    });
    response.write(`retry: ${retryMs}\n\n${this.#missedSince(after, sight)}${this.#alive()}`);
    const listener = { response, sight, mayListen };
    this.#listeners.add(listener);
    response.on('close', () => this.#listeners.delete(listener));
    // Who goes away is nothing to tell: `close` follows.
    response.on('error', () => response.destroy());
  }

  #subscribed({ firstSeq, lastSeq }: { readonly firstSeq: number; readonly lastSeq: number }): void {
    const { feed } = this.#options;
    this.#isConnected = true;
    void this.#learnCalls();
    if (this.#isPlaced && lastSeq >= this.#lastSeq && firstSeq <= this.#lastSeq + 1) return;
    if (this.#isPlaced) this.#startAnew('the journal is another one, or no longer has what comes next');
    this.#isPlaced = true;
    this.#lastSeq = Math.max(firstSeq, lastSeq - this.#most + 1) - 1;
    feed.subscribe(this.#lastSeq + 1);
  }

  /** In which flows the calls are that began before our first fact. */
  async #learnCalls(): Promise<void> {
    try {
      const { calls } = await this.#options.feed.ask('calls', {});
      for (const { call, flow, agents } of calls) this.#abouts.know(call, flow, agents);
    } catch (error) {
      if (!(error instanceof OutsideError)) throw error;
      this.#options.log.debug({ error: error.message }, 'calls of before are not known');
    }
  }

  #take(recorded: Recorded): void {
    const { seq, atMs } = recorded;
    const last = this.#kept.at(-1)?.recorded;
    if (seq === this.#lastSeq && last !== undefined && last.atMs !== atMs)
      this.#startAnew('the journal is another one');
    if (seq <= this.#lastSeq && this.#kept.length > 0) return;
    if (this.#kept.length > 0 && seq > this.#lastSeq + 1) this.#startAnew('facts are missing');
    this.#lastSeq = seq;
    const kept = { recorded, about: this.#abouts.of(recorded) };
    this.#kept.push(kept);
    if (this.#kept.length > 1.1 * this.#most) this.#kept = this.#kept.slice(-this.#most);
    this.#options.also?.(recorded, kept.about);
    const text = eventOf(recorded);
    for (const listener of this.#listeners)
      if (seesFact(recorded, kept.about, listener.sight)) this.#send(listener, text);
  }

  /** What was kept does not go on: everybody has to look at the floor anew. */
  #startAnew(why: string): void {
    this.#options.log.warn({ why, seq: this.#lastSeq }, 'events begin anew');
    this.#kept = [];
    this.#abouts = new Abouts();
    this.#lastSeq = 0;
    for (const listener of this.#listeners) this.#send(listener, this.#gap());
  }

  #missedSince(after: number | null, sight: Sight): string {
    if (after === null) return '';
    const first = this.#kept[0]?.recorded.seq ?? this.#lastSeq + 1;
    if (after > this.#lastSeq || after < first - 1) return this.#gap();
    return this.#kept
      .filter(({ recorded, about }) => recorded.seq > after && seesFact(recorded, about, sight))
      .map(({ recorded }) => eventOf(recorded))
      .join('');
  }

  /** He must look at the floor again; events go on after the one that is named. */
  #gap(): string {
    return `id: ${this.#lastSeq}\nevent: gap\ndata: ${JSON.stringify({ seq: this.#lastSeq })}\n\n`;
  }

  #alive(): string {
    const { now } = this.#options;
    const alive = { nowMs: now(), seq: this.#lastSeq, callsProcess: this.#isConnected };
    return `event: alive\ndata: ${JSON.stringify(alive)}\n\n`;
  }

  #sayAlive(): void {
    const text = this.#alive();
    for (const listener of this.#listeners) this.#send(listener, text);
  }

  #send(listener: Listener, text: string): void {
    const { response, mayListen } = listener;
    if (!mayListen()) response.end();
    else if (response.writableLength > mostUnsentBytes) response.destroy();
    else response.write(text);
  }
}

const eventOf = (recorded: Recorded): string =>
  `id: ${recorded.seq}\nevent: fact\ndata: ${JSON.stringify(recorded)}\n\n`;
