// Time that a test moves, and a line to emulated signs that runs in it: no socket, no waiting.
import type { ErrorCode } from '../../src/base/error-catalogue.js';
import { OutsideError } from '../../src/base/errors.js';
import type { Logger } from '../../src/base/logger.js';
import type { Clock } from '../../src/signs/clock.js';
import type { Emulated } from '../../src/signs/emulated.js';
import type { Dial, LineEvents } from '../../src/signs/line.js';

/** A clock that stands still until `advance`. */
export class VirtualClock implements Clock {
  #nowMs: number;
  #setBackMs = 0;
  readonly #timers = new Map<number, { atMs: number; run: () => void }>();
  #nextId = 0;

  constructor(nowMs: number) {
    this.#nowMs = nowMs;
  }

  now(): number {
    return this.#nowMs;
  }

  /** The time of those whose clock is never set back. */
  steady(): number {
    return this.#nowMs + this.#setBackMs;
  }

  after(delayMs: number, run: () => void): () => void {
    this.#nextId += 1;
    const id = this.#nextId;
    this.#timers.set(id, { atMs: this.#nowMs + delayMs, run });
    return () => this.#timers.delete(id);
  }

  /** Lets `ms` pass: every timer runs at its time, in order. */
  advance(ms: number): void {
    const untilMs = this.#nowMs + ms;
    for (;;) {
      const due = [...this.#timers]
        .filter(([, timer]) => timer.atMs <= untilMs)
        .sort(([a, one], [b, other]) => one.atMs - other.atMs || a - b)[0];
      if (due === undefined) break;
      const [id, timer] = due;
      this.#timers.delete(id);
      this.#nowMs = Math.max(this.#nowMs, timer.atMs);
      timer.run();
    }
    this.#nowMs = untilMs;
  }

  /** The machine's clock is set back; timers keep the time that they still had to run. */
  setBack(ms: number): void {
    this.#nowMs -= ms;
    this.#setBackMs += ms;
    for (const timer of this.#timers.values()) timer.atMs -= ms;
  }
}

/** An adapter with emulated signs. It says what was written to it and when. */
export class VirtualAdapter {
  readonly written: { readonly atMs: number; readonly bytes: string }[] = [];
  /** When somebody tried to connect. */
  readonly dialled: number[] = [];
  refuses: ErrorCode | undefined;
  /** Packets that never reach a sign. */
  loses: (bytes: string) => boolean = () => false;
  /** What somebody else on the line says at a packet, before the signs do. */
  answers: (bytes: string) => readonly string[] = () => [];
  /** It takes one packet more and passes nothing on. */
  stuck = false;
  #held: string[] = [];
  #events: LineEvents | undefined;
  readonly #clock: VirtualClock;
  readonly #signs: readonly Emulated[];

  constructor(clock: VirtualClock, signs: readonly Emulated[]) {
    this.#clock = clock;
    this.#signs = signs;
  }

  readonly dial: Dial = events => {
    this.dialled.push(this.#clock.now());
    this.#events = events;
    this.#held = [];
    this.#clock.after(1, () => {
      if (this.refuses === undefined) events.opened();
      else events.closed(new OutsideError(this.refuses, 'adapter: refused'));
    });
    const busy = () => this.#held.length > 0;
    return {
      get busy() {
        return busy();
      },
      write: bytes => this.#take(bytes),
      close: () => undefined,
    };
  };

  /** The connection is cut. */
  cut(): void {
    this.#events?.closed(new OutsideError('sign-lost', 'adapter: cut'));
  }

  /** It takes bytes again. */
  unstick(): void {
    this.stuck = false;
    const held = this.#held;
    this.#held = [];
    for (const bytes of held) this.#pass(bytes);
    this.#events?.drained();
  }

  #take(bytes: string): void {
    this.written.push({ atMs: this.#clock.now(), bytes });
    if (this.stuck) this.#held.push(bytes);
    else this.#pass(bytes);
  }

  #pass(bytes: string): void {
    if (this.loses(bytes)) return;
    const events = this.#events;
    for (const answer of this.answers(bytes)) this.#clock.after(10, () => events?.received(answer));
    for (const sign of this.#signs)
      for (const answer of sign.receive(bytes, this.#clock.steady()))
        this.#clock.after(30, () => events?.received(answer));
  }
}

/** A logger that keeps its lines. */
export function listLogger(): Logger & { lines: string[] } {
  const lines: string[] = [];
  const write = (level: string) => (_fields: object, message: string) => {
    lines.push(`${level} ${message}`);
  };
  const logger = {
    lines,
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    child: () => logger,
  };
  return logger;
}
