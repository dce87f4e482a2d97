// Looks at the calls process, shared: however many consoles ask, each question goes over the control socket a few times a second at most.
import type { LinkClient } from '../../link/client.js';
import type { Requests } from '../../link/messages.js';

type Shared = 'status' | 'agents' | 'calls';

export type Ask = LinkClient['ask'];

const freshMs = 250;

export class Looks {
  readonly ask: Ask;
  readonly #kept = new Map<Shared, { readonly atMs: number; readonly answer: Promise<unknown> }>();

  constructor(ask: Ask) {
    this.ask = ask;
  }

  status(): Promise<Requests['status']['result']> {
    return this.#shared('status', () => this.ask('status', {}));
  }

  agents(): Promise<Requests['agents']['result']> {
    return this.#shared('agents', () => this.ask('agents', {}));
  }

  calls(): Promise<Requests['calls']['result']> {
    return this.#shared('calls', () => this.ask('calls', {}));
  }

  /** What was done changes what is seen: the next look is a new one. */
  forget(): void {
    this.#kept.clear();
  }

  #shared<T>(question: Shared, ask: () => Promise<T>): Promise<T> {
    const nowMs = performance.now();
    const kept = this.#kept.get(question);
    if (kept !== undefined && nowMs - kept.atMs < freshMs) return kept.answer as Promise<T>;
    const answer = ask();
    this.#kept.set(question, { atMs: nowMs, answer });
    // Who asked is told of a failure; the next one asks again.
    answer.catch(() => this.#kept.delete(question));
    return answer;
  }
}
