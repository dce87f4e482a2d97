// The driver of displays that take plain text: what industrial displays call ASCII, and every board whose packets somebody can spell.
import type { SignFrame } from '../../site/sign-frame.js';
import type { SignDriver, Turn, Wanted } from '../driver.js';
import { type HeldPacket, oldestDue } from '../held.js';
import { PageTurner, type TurnedSign } from '../turning.js';
import { encodeFrame, encodeTextRow, type TextStyle } from './encode.js';

export interface TextSettings extends TurnedSign {
  readonly refreshMs: number;
  readonly style: TextStyle;
  /** Each is one packet. */
  readonly frames: readonly SignFrame[];
}

/** Nobody says how fast such displays are: the pause that is reliable on the slowest that was measured (Alpha). */
const GAP_MS = 250;

export class TextDriver implements SignDriver {
  readonly #settings: TextSettings;
  readonly #pages: PageTurner;
  /** By packet: what was sent last, and when. */
  readonly #held: (HeldPacket | undefined)[] = [];
  #next: { readonly index: number; readonly bytes: string } | undefined;
  readonly answeredAtMs = undefined;
  readonly isMissed = false;
  readonly awaitsUntilMs = undefined;

  constructor(settings: TextSettings) {
    this.#settings = settings;
    this.#pages = new PageTurner(settings);
  }

  get id(): string {
    return this.#settings.program.id;
  }

  startOver(): void {
    this.#held.length = 0;
    this.#next = undefined;
  }

  turn(wanted: Wanted, nowMs: number): Turn {
    const { style, frames, refreshMs, program } = this.#settings;
    const { page, untilMs } = this.#pages.page(wanted, nowMs);
    const rows = Array.from({ length: program.rows }, (_, row) => encodeTextRow(page.rows[row] ?? [], style));
    const packets = frames.map(frame => encodeFrame(frame, rows, style.columns));
    const due = oldestDue(packets, this.#held, refreshMs, nowMs);
    if (due.kind === 'wait') return { kind: 'wait', untilMs: Math.min(untilMs, due.untilMs) };
    const bytes = packets[due.index] ?? '';
    this.#next = { index: due.index, bytes };
    return { kind: 'send', bytes, quietMs: GAP_MS, asks: false };
  }

  sent(nowMs: number): void {
    if (this.#next !== undefined) this.#held[this.#next.index] = { bytes: this.#next.bytes, atMs: nowMs };
    this.#next = undefined;
  }

  received(): void {
    // Such a display says nothing that we know how to read.
  }
}
