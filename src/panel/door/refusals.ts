// What is refused at the door goes on record, and not without end: the audit trail keeps a few megabytes, and whoever is refused often
// enough would push out all that others did.
import type { Audit, AuditEntry } from './ports.js';

/**
 * Whose refusals are counted together. `user`: he is logged in. `address`: nobody knows who it is. `guess`: nor here, but the names that were
 * tried are of interest, and `Attempts` looks at few of them.
 */
export type RefusedBy = 'user' | 'address' | 'guess';

const windowMs = 60_000;
/** Lines with the same outcome within a minute; the rest become one line that says how many. */
const mostOfOne: Readonly<Record<RefusedBy, number>> = { user: 20, address: 10, guess: 30 };
/** Of all who are not logged in: addresses cost nothing. */
const mostOfStrangers = 30;

type Window = {
  readonly untilMs: number;
  written: number;
  /** How many were not written, and the last of them. */
  more: number;
  last: AuditEntry | null;
};

export class Refusals {
  readonly #audit: Pick<Audit, 'note'>;
  readonly #windows = new Map<string, Window>();

  constructor(audit: Pick<Audit, 'note'>) {
    this.#audit = audit;
  }

  note(entry: AuditEntry, by: RefusedBy): void {
    const { atMs, outcome, user, from } = entry;
    const own = `${by} ${outcome} ${by === 'user' ? user : from}`;
    const all = by === 'user' ? null : this.#window(`all ${outcome}`, atMs);
    const isFull = all !== null && all.written >= mostOfStrangers;
    // Who comes when all is full gets no window of his own: there are never more windows than lines.
    if (isFull && (this.#windows.get(own)?.untilMs ?? 0) <= atMs) {
      countIn(all, entry);
      return;
    }
    const window = this.#window(own, atMs);
    if (isFull || window.written >= mostOfOne[by]) {
      countIn(window, entry);
      return;
    }
    window.written += 1;
    if (all !== null) all.written += 1;
    this.#audit.note(entry);
  }

  /** Says how many there were of those whose minute is over. To be called now and then. */
  sweep(nowMs: number): void {
    for (const [key, window] of this.#windows)
      if (window.untilMs <= nowMs) {
        this.#windows.delete(key);
        this.#tell(window, nowMs);
      }
  }

  #window(key: string, nowMs: number): Window {
    const known = this.#windows.get(key);
    if (known !== undefined && known.untilMs > nowMs) return known;
    if (known !== undefined) this.#tell(known, nowMs);
    const window: Window = { untilMs: nowMs + windowMs, written: 0, more: 0, last: null };
    this.#windows.set(key, window);
    return window;
  }

  #tell({ more, last }: Window, atMs: number): void {
    if (last !== null) this.#audit.note({ ...last, atMs, about: `and ${more} more` });
  }
}

function countIn(window: Window, entry: AuditEntry): void {
  window.more += 1;
  window.last = entry;
}
