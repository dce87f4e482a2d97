// When figures are published: soon after a fact, never more than four times a second, and once a second in any case, because waits
// and ages grow by themselves.
import type { Follower } from './follower.js';
import { type Moment, momentOf } from './moment.js';
import type { Setup } from './setup.js';

const leastBetweenMs = 250;
const mostBetweenMs = 1000;

type Options = {
  readonly setup: Setup;
  readonly now: () => number;
  /** Called with each moment, in order. A sink must not throw and not take long. */
  readonly sinks: readonly ((moment: Moment) => void)[];
};

export class Publisher {
  readonly #options: Options;
  #follower: Follower | null = null;
  #timer: NodeJS.Timeout | null = null;
  #isSoon = false;
  #lastAtMs = Number.NEGATIVE_INFINITY;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Publishes what this follower has, now and from now on. */
  start(follower: Follower): void {
    this.#follower = follower;
    this.#publish();
  }

  /** Something has changed. */
  changed(): void {
    if (this.#isSoon || this.#follower === null) return;
    this.#isSoon = true;
    this.#wait(Math.max(0, this.#lastAtMs + leastBetweenMs - performance.now()));
  }

  /** Time since something was last published, ms. */
  get silentMs(): number {
    return performance.now() - this.#lastAtMs;
  }

  close(): void {
    this.#follower = null;
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  #publish(): void {
    const follower = this.#follower;
    if (follower === null) return;
    const { setup, now, sinks } = this.#options;
    this.#isSoon = false;
    const moment = momentOf(follower.floor, follower.status, setup, now());
    for (const sink of sinks) sink(moment);
    // From its end: a busy machine is not asked again before it has had its rest.
    this.#lastAtMs = performance.now();
    this.#wait(mostBetweenMs);
  }

  #wait(delayMs: number): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#publish(), delayMs);
  }
}
