// One connection and the signs behind it: dials, paces, writes one packet at a time, and dials again when it is cut. Packets of all the
// signs of a line share one pace, because they share one serial line.
import type { ErrorCode } from '../base/error-catalogue.js';
import { OutsideError } from '../base/errors.js';
import type { Logger } from '../base/logger.js';
import type { Clock } from './clock.js';
import type { SignDriver, Wanted } from './driver.js';

/** What a transport tells the line. After `closed` it tells nothing more. */
export interface LineEvents {
  opened(): void;
  /** One character per byte. */
  received(bytes: string): void;
  /** `busy` has become false. */
  drained(): void;
  closed(error: OutsideError): void;
}

/** A connection being made or open. */
export interface Connection {
  /** True while the peer has not taken what was written: nothing is written then. */
  readonly busy: boolean;
  write(bytes: string): void;
  /** Drops the connection at once. */
  close(): void;
}

/** Starts a connection; its events come later, never during the call. */
export type Dial = (events: LineEvents) => Connection;

/** How a line is: for pages, for the technician. */
export type LinkState =
  | { readonly kind: 'connecting' }
  | {
      readonly kind: 'connected';
      readonly sinceMs: number;
      readonly lastWriteMs: number | undefined;
      /** When the sign last answered a question; many cannot. */
      readonly answeredAtMs: number | undefined;
      /** It answered once, and does not any more: its adapter is there, it is not. */
      readonly missed: boolean;
    }
  | { readonly kind: 'waiting'; readonly untilMs: number; readonly error: LinkError }
  | { readonly kind: 'stopped' };

/** Why there is no connection. `sign-refused` does not mean a dead sign: its adapter may serve another client. */
export interface LinkError {
  readonly code: ErrorCode;
  readonly message: string;
}

interface LineSign {
  readonly driver: SignDriver;
  wanted: Wanted;
  /** Why it failed last; until it answers. */
  error: LinkError | undefined;
  /** It has failed on this connection, not answered since, and is left alone until then. */
  pausedUntilMs: number | undefined;
}

const CONNECT_DEADLINE_MS = 5_000;
/** A packet is a few dozen bytes: an adapter that has not taken it by then takes nothing any more. */
const WRITE_DEADLINE_MS = 10_000;
const MIN_BACK_OFF_MS = 1_000;
const MAX_BACK_OFF_MS = 30_000;
/** Behind a gateway one dead sign costs its neighbours its deadline, once in so long. */
const PAUSE_MS = 10_000;
/** A connection that lived this long was a good one: the next failure starts from the shortest back-off. */
const GOOD_AFTER_MS = 30_000;

/** Who has just opened a line leaves it alone for a moment. */
const FIRST_GAP_MS = 250;
/** On a serial line, at most: start, eight of data, parity, stop. */
const BITS_PER_BYTE = 11;

/** What a line needs from outside. */
export interface LineNeeds {
  /** Where it is, for people: `10.1.2.3:3001`. */
  readonly place: string;
  /** Speed of the serial line, here or behind the adapter: bytes take their time on it. `null`: there is none. */
  readonly baud: number | null;
  readonly dial: Dial;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** A line with its signs. Nothing here waits for a sign: `want` returns at once, the newest wish wins. */
export class SignLine {
  readonly #needs: LineNeeds;
  readonly #signs: LineSign[];
  #connection: Connection | undefined;
  #link: LinkState = { kind: 'stopped' };
  #backOffMs = MIN_BACK_OFF_MS;
  #quietUntilMs = 0;
  /** The sign whose turn it is. */
  #turnOf = 0;
  /** Answers do not say from whom they are: from the sign that was asked last. */
  #asked: LineSign | undefined;
  /** Repeated failures of one kind are told once. */
  #failing: ErrorCode | undefined;
  #lastWorkMs = 0;
  #cancelTimer: () => void = () => undefined;

  constructor(drivers: readonly SignDriver[], needs: LineNeeds) {
    this.#needs = needs;
    this.#signs = drivers.map(driver => ({
      driver,
      wanted: { values: {}, staleSinceMs: undefined },
      error: undefined,
      pausedUntilMs: undefined,
    }));
  }

  start(): void {
    if (this.#link.kind === 'stopped') this.#dial();
  }

  /** Drops the connection and every timer. The signs go on showing what they have. */
  stop(): void {
    this.#disconnect();
    this.#link = { kind: 'stopped' };
  }

  /** What sign `index` should show from now on. */
  want(index: number, change: Partial<Wanted>): void {
    const sign = this.#signs[index];
    if (sign === undefined) return;
    sign.wanted = { ...sign.wanted, ...change };
    this.#work();
  }

  /** Sets sign `index` up from the start, whatever it holds. */
  setUpAgain(index: number): void {
    this.#signs[index]?.driver.startOver(this.#needs.clock.now());
    this.#work();
  }

  /** How sign `index` is: as its line, or failed on a line that serves the others. */
  link(index: number): LinkState {
    if (this.#link.kind !== 'connected') return this.#link;
    const { driver, error, pausedUntilMs } = this.#signs[index] ?? {};
    if (error !== undefined)
      return { kind: 'waiting', untilMs: pausedUntilMs ?? this.#needs.clock.now(), error };
    return { ...this.#link, answeredAtMs: driver?.answeredAtMs, missed: driver?.isMissed === true };
  }

  #dial(): void {
    this.#link = { kind: 'connecting' };
    let current = true;
    const alive = (event: () => void) => () => (current ? event() : undefined);
    const connection = this.#needs.dial({
      opened: alive(() => this.#opened()),
      received: bytes => (current ? this.#received(bytes) : undefined),
      drained: alive(() => this.#work()),
      closed: error => (current ? this.#failed(error) : undefined),
    });
    this.#connection = {
      get busy() {
        return connection.busy;
      },
      write: bytes => connection.write(bytes),
      close: () => {
        current = false;
        connection.close();
      },
    };
    this.#later(CONNECT_DEADLINE_MS, () =>
      this.#failed(
        new OutsideError('sign-unreachable', `${this.#needs.place}: no answer in ${CONNECT_DEADLINE_MS} ms`),
      ),
    );
  }

  #opened(): void {
    const nowMs = this.#needs.clock.now();
    this.#link = {
      kind: 'connected',
      sinceMs: nowMs,
      lastWriteMs: undefined,
      answeredAtMs: undefined,
      missed: false,
    };
    this.#needs.logger.info({ signs: this.#ids(), place: this.#needs.place }, 'sign line connected');
    this.#failing = undefined;
    // Another client may have written to the signs, or they may be other ones: nothing is known.
    this.#startOver(nowMs);
    this.#work();
  }

  #startOver(nowMs: number): void {
    for (const sign of this.#signs) {
      sign.driver.startOver(nowMs);
      sign.pausedUntilMs = undefined;
    }
    this.#asked = undefined;
    this.#quietUntilMs = nowMs + FIRST_GAP_MS;
  }

  #failed(error: OutsideError): void {
    const nowMs = this.#needs.clock.now();
    const was = this.#link;
    if (was.kind === 'connected' && nowMs - was.sinceMs >= GOOD_AFTER_MS) this.#backOffMs = MIN_BACK_OFF_MS;
    this.#disconnect();
    const { code, message } = error;
    const fields = { signs: this.#ids(), place: this.#needs.place, code, reason: message };
    if (this.#failing === code) this.#needs.logger.debug(fields, 'sign line failed again');
    else this.#needs.logger.warn(fields, 'sign line failed');
    this.#failing = code;
    this.#link = { kind: 'waiting', untilMs: nowMs + this.#backOffMs, error: { code, message } };
    this.#later(this.#backOffMs, () => this.#dial());
    this.#backOffMs = Math.min(2 * this.#backOffMs, MAX_BACK_OFF_MS);
  }

  #received(bytes: string): void {
    const asked = this.#asked;
    if (asked !== undefined) {
      const before = asked.driver.answeredAtMs;
      asked.driver.received(bytes, this.#needs.clock.now());
      if (asked.driver.answeredAtMs !== before) {
        asked.error = undefined;
        asked.pausedUntilMs = undefined;
      }
    }
    this.#work();
  }

  /** Sends the next packet if its time has come, and sees to it that this is called again. */
  #work(): void {
    if (this.#link.kind !== 'connected' || this.#connection === undefined) return;
    const nowMs = this.#needs.clock.now();
    // The machine's clock was set back: every time that we noted is worthless.
    if (nowMs < this.#lastWorkMs) this.#startOver(nowMs);
    this.#lastWorkMs = nowMs;
    if (this.#connection.busy) {
      const sinceMs = nowMs - (this.#link.lastWriteMs ?? nowMs);
      this.#later(WRITE_DEADLINE_MS - sinceMs, () => this.#stalled());
      return;
    }
    const awaited = this.#asked?.driver.awaitsUntilMs ?? 0;
    const silentUntilMs = Math.max(this.#quietUntilMs, awaited);
    if (nowMs < silentUntilMs) this.#later(silentUntilMs - nowMs, () => this.#work());
    else this.#giveTurns(this.#connection, nowMs);
  }

  #giveTurns(connection: Connection, nowMs: number): void {
    let untilMs = Number.POSITIVE_INFINITY;
    for (let count = 0; count < this.#signs.length; count += 1) {
      const index = (this.#turnOf + count) % this.#signs.length;
      const sign = this.#signs[index];
      if (sign === undefined) continue;
      if (nowMs < (sign.pausedUntilMs ?? 0)) {
        untilMs = Math.min(untilMs, sign.pausedUntilMs ?? 0);
        continue;
      }
      const turn = sign.driver.turn(sign.wanted, nowMs);
      if (turn.kind === 'fail') {
        const error = new OutsideError(turn.code, `${this.#needs.place}: ${turn.why}`);
        this.#signFailed(sign, error, nowMs);
        if (this.#signs.every(({ pausedUntilMs }) => pausedUntilMs !== undefined)) {
          this.#failed(error);
          return;
        }
        untilMs = Math.min(untilMs, nowMs + PAUSE_MS);
        continue;
      }
      if (turn.kind === 'wait') {
        untilMs = Math.min(untilMs, turn.untilMs);
        continue;
      }
      connection.write(turn.bytes);
      if (turn.asks) this.#asked = sign;
      sign.driver.sent(nowMs);
      if (this.#link.kind === 'connected') this.#link = { ...this.#link, lastWriteMs: nowMs };
      this.#quietUntilMs = nowMs + turn.quietMs + this.#transmitMs(turn.bytes.length);
      this.#turnOf = index + 1;
      untilMs = Math.max(this.#quietUntilMs, this.#asked?.driver.awaitsUntilMs ?? 0);
      break;
    }
    this.#later(untilMs - nowMs, () => this.#work());
  }

  #signFailed(sign: LineSign, { code, message }: OutsideError, nowMs: number): void {
    const fields = { sign: sign.driver.id, place: this.#needs.place, code, reason: message };
    // On a line of its own it is told with the line.
    if (sign.error?.code === code || this.#signs.length === 1)
      this.#needs.logger.debug(fields, 'sign failed again');
    else this.#needs.logger.warn(fields, 'sign failed');
    sign.driver.startOver(nowMs);
    sign.error = { code, message };
    sign.pausedUntilMs = nowMs + PAUSE_MS;
    if (this.#asked === sign) this.#asked = undefined;
  }

  /** How long bytes take on the serial line. */
  #transmitMs(bytes: number): number {
    const { baud } = this.#needs;
    return baud === null ? 0 : Math.ceil((bytes * BITS_PER_BYTE * 1_000) / baud);
  }

  #stalled(): void {
    if (this.#connection?.busy === true)
      this.#failed(
        new OutsideError(
          'sign-stalled',
          `${this.#needs.place}: a packet was not taken in ${WRITE_DEADLINE_MS} ms`,
        ),
      );
    else this.#work();
  }

  /** One timer for a line: a new one replaces the last. */
  #later(delayMs: number, run: () => void): void {
    this.#cancelTimer();
    this.#cancelTimer = this.#needs.clock.after(Math.max(0, delayMs), run);
  }

  #disconnect(): void {
    this.#cancelTimer();
    this.#connection?.close();
    this.#connection = undefined;
  }

  #ids(): string[] {
    return this.#signs.map(sign => sign.driver.id);
  }
}
