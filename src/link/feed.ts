// A connection to the daemon that comes back by itself, for programs that outlive it: the panel.
import { OutsideError } from '../base/errors.js';
import type { Recorded } from '../core/facts.js';
import { connectLink, type LinkClient } from './client.js';
import type { Heartbeat } from './messages.js';

const retryAfterMs = [100, 200, 500, 1000, 2000];

/** Nothing is called from inside `start` or `subscribe`. */
export type LinkFeedEvents = {
  /** Connected: subscribe now. */
  readonly connected: () => void;
  readonly subscribed: (journal: { readonly firstSeq: number; readonly lastSeq: number }) => void;
  readonly facts: (facts: readonly Recorded[]) => void;
  readonly heartbeat: (heartbeat: Heartbeat) => void;
  readonly lost: (why: string) => void;
};

export type LinkFeed = {
  /** Connects, and again whenever the connection is lost. Call once. */
  readonly start: (events: LinkFeedEvents) => void;
  /** Asks for the facts from `fromSeq` on; does nothing while not connected. */
  readonly subscribe: (fromSeq: number) => void;
  /** Asks over the present connection; rejects with an `OutsideError` (`daemon-lost`) when there is none. */
  readonly ask: LinkClient['ask'];
  readonly close: () => Promise<void>;
};

/** A feed from the daemon's socket at `path`. Without a word for `silenceMs` the daemon is taken for hung. */
export function linkFeed(path: string, silenceMs = 5000): LinkFeed {
  return new Feed(path, silenceMs);
}

class Feed implements LinkFeed {
  readonly #path: string;
  readonly #silenceMs: number;
  #client: LinkClient | null = null;
  #closed = false;
  #timer: NodeJS.Timeout | null = null;
  #silence: NodeJS.Timeout | null = null;
  #tries = 0;
  #events: LinkFeedEvents | null = null;
  #connecting: Promise<void> = Promise.resolve();

  constructor(path: string, silenceMs: number) {
    this.#path = path;
    this.#silenceMs = silenceMs;
  }

  start(events: LinkFeedEvents): void {
    this.#events = events;
    this.#retry(0);
  }

  subscribe(fromSeq: number): void {
    const client = this.#client;
    if (client === null) return;
    const isCurrent = () => client === this.#client;
    client
      .subscribe(fromSeq, {
        facts: facts => {
          if (!isCurrent()) return;
          this.#heard();
          this.#events?.facts(facts);
        },
        heartbeat: heartbeat => {
          if (!isCurrent()) return;
          this.#heard();
          this.#events?.heartbeat(heartbeat);
        },
        subscribed: journal => {
          if (isCurrent()) this.#events?.subscribed(journal);
        },
      })
      // Whatever the reason, a new connection is a new beginning.
      .catch(error => client.close(String(error)));
    this.#heard();
  }

  ask: LinkClient['ask'] = (type, ask, deadlineMs) => {
    if (this.#client !== null) return this.#client.ask(type, ask, deadlineMs);
    return Promise.reject(new OutsideError('daemon-lost', `${this.#path}: not connected`));
  };

  async close(): Promise<void> {
    this.#closed = true;
    for (const timer of [this.#timer, this.#silence]) if (timer !== null) clearTimeout(timer);
    await this.#connecting;
    this.#client?.close();
  }

  #retry(afterMs: number): void {
    if (this.#closed) return;
    this.#timer = setTimeout(() => {
      this.#connecting = this.#connect();
    }, afterMs);
  }

  async #connect(): Promise<void> {
    let why: string;
    try {
      const client = await connectLink(this.#path);
      if (this.#closed) {
        client.close();
        return;
      }
      this.#client = client;
      this.#tries = 0;
      void client.closed.then(reason => this.#lose(reason));
      this.#events?.connected();
      return;
    } catch (error) {
      if (!(error instanceof OutsideError)) throw error;
      why = error.message;
    }
    this.#lose(why);
  }

  #lose(why: string): void {
    this.#client = null;
    if (this.#silence !== null) clearTimeout(this.#silence);
    this.#silence = null;
    if (this.#closed) return;
    this.#events?.lost(why);
    const afterMs = retryAfterMs[Math.min(this.#tries, retryAfterMs.length - 1)] ?? 0;
    this.#tries++;
    this.#retry(afterMs);
  }

  #heard(): void {
    const ms = this.#silenceMs;
    if (this.#silence !== null) this.#silence.refresh();
    else this.#silence = setTimeout(() => this.#client?.close(`silent for ${ms} ms`), ms);
  }
}
