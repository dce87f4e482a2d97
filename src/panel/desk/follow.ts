// What the desk follows: facts tell that something has changed, and it looks again. Nothing here draws.
import { goToLogin } from '../page/session.js';
import { type Case, type Day, type Desk, lookOn, type Site } from './api.js';
import { refusedBecause } from './refused.js';

export type Seen = {
  readonly desk: Desk | null;
  readonly cases: readonly Case[];
  readonly day: Day | null;
  readonly site: Site | null;
  /** Server time minus ours. */
  readonly offsetMs: number;
  /** When something was last heard of the server, by our clock. */
  readonly heardAtMs: number;
  /** False: the calls process does not answer. */
  readonly callsAnswer: boolean;
  /** The site file no longer has this agent. */
  readonly isGone: boolean;
  /** The last look was refused for another reason, such as too many requests. */
  readonly isRefused: boolean;
};

const nothing: Seen = {
  ...{ desk: null, cases: [], day: null, site: null, offsetMs: 0, heardAtMs: 0 },
  ...{ callsAnswer: true, isGone: false, isRefused: false },
};

/** The server says at least so often that it is there. */
export const silentAfterMs = 12_000;
const againAfterMs = 3_000;
/** Figures are published once a second, cases are looked at by colleagues as well. */
const figuresAfterMs = 1_500;
const aliveBetweenFigures = 3;

type Alive = { readonly nowMs: number; readonly callsProcess: boolean };

export class Follower {
  #seen = nothing;
  readonly #heard: (seen: Seen) => void;
  #isLooking = false;
  #mustLookAgain = false;
  #figures: ReturnType<typeof setTimeout> | null = null;
  #alive = 0;

  constructor(heard: (seen: Seen) => void) {
    this.#heard = heard;
  }

  /** For as long as the page lives. */
  start(): void {
    const events = new EventSource('/api/v1/events');
    events.addEventListener('open', () => {
      void this.look();
      void this.lookAtSite();
      this.#figuresSoon();
    });
    events.addEventListener('fact', ({ data }: MessageEvent<string>) => {
      void this.look();
      if (data.includes('"type":"site-loaded"')) void this.lookAtSite();
      this.#figuresSoon();
    });
    events.addEventListener('gap', () => void this.look());
    events.addEventListener('alive', ({ data }: MessageEvent<string>) => this.#takeAlive(data));
    events.onerror = () => {
      if (events.readyState !== EventSource.CLOSED) return;
      void goToLogin();
      setTimeout(() => this.start(), againAfterMs);
    };
  }

  /** What is before him, now; asked again when something has changed while it was on its way. */
  async look(): Promise<void> {
    if (this.#isLooking) {
      this.#mustLookAgain = true;
      return;
    }
    this.#isLooking = true;
    do {
      this.#mustLookAgain = false;
      const answer = await lookOn('desk');
      if (answer.ok) {
        const live = { callsAnswer: true, isGone: false, isRefused: false };
        this.#take({ desk: answer.body, ...live }, answer.body.nowMs);
        continue;
      }
      const because = refusedBecause(answer.status);
      if (because === 'gone') this.#take({ isGone: true });
      else if (because === 'away') this.#take({ callsAnswer: false });
      else if (because === 'log-in') await goToLogin();
      else if (answer.status > 0) this.#take({ isRefused: true });
    } while (this.#mustLookAgain);
    this.#isLooking = false;
  }

  async lookAtCases(): Promise<void> {
    const answer = await lookOn('cases');
    if (answer.ok) this.#take({ cases: answer.body.cases });
  }

  async lookAtSite(): Promise<void> {
    const answer = await lookOn('site');
    if (answer.ok) this.#take({ site: answer.body });
  }

  async #lookAtDay(): Promise<void> {
    const answer = await lookOn('desk/day');
    if (answer.ok) this.#take({ day: answer.body });
  }

  #figuresSoon(): void {
    this.#figures ??= setTimeout(() => {
      this.#figures = null;
      void this.lookAtCases();
      void this.#lookAtDay();
    }, figuresAfterMs);
  }

  /** Time alone ends a back-off, and a colleague changes a case: nothing tells of that. */
  #takeAlive(data: string): void {
    const { nowMs, callsProcess } = JSON.parse(data) as Alive;
    this.#take({ callsAnswer: callsProcess }, nowMs);
    void this.look();
    this.#alive += 1;
    if (this.#alive % aliveBetweenFigures === 0) this.#figuresSoon();
  }

  #take(change: Partial<Seen>, serverMs?: number): void {
    const heardAtMs = Date.now();
    const offset = serverMs === undefined ? {} : { offsetMs: steady(this.#seen, serverMs - heardAtMs) };
    this.#seen = { ...this.#seen, ...change, ...offset, heardAtMs };
    this.#heard(this.#seen);
  }
}

/** Small differences are the network's; following each of them would make times jump. */
function steady(before: Seen, offsetMs: number): number {
  const isFirst = before.heardAtMs === 0;
  return !isFirst && Math.abs(offsetMs - before.offsetMs) < 500 ? before.offsetMs : offsetMs;
}
