// Which page a sign that does not turn its pages itself shows now, and what it looks like. Keeps the turn of the pages and nothing else.
import type { Wanted } from './driver.js';
import { noticeOf } from './notice.js';
import { type PreviewedSign, previewSign } from './preview.js';
import type { SignPage } from './screen.js';

/** A sign whose pages we turn. */
export interface TurnedSign extends PreviewedSign {
  readonly pageMs: number;
}

const dark: SignPage = { mode: 'hold', rows: [] };

export class PageTurner {
  readonly #sign: TurnedSign;
  /** What is shown: the figures (empty), or a notice by its text. */
  #subject = '';
  #index = 0;
  #turnedAtMs = 0;

  constructor(sign: TurnedSign) {
    this.#sign = { ...sign, isStill: true };
  }

  /** The page that stands at `nowMs`, and when the next one is due. A message begins with its first page. */
  page(wanted: Wanted, nowMs: number): { readonly page: SignPage; readonly untilMs: number } {
    const { program, language, zone, pageMs } = this.#sign;
    const pages = previewSign(this.#sign, wanted, nowMs);
    const subject = noticeOf({ ...program, language, zone }, wanted)?.text ?? '';
    if (subject !== this.#subject || nowMs < this.#turnedAtMs) {
      this.#subject = subject;
      this.#index = 0;
      this.#turnedAtMs = nowMs;
    } else if (nowMs - this.#turnedAtMs >= pageMs) {
      this.#index += 1;
      this.#turnedAtMs = nowMs;
    }
    return { page: pages[this.#index % pages.length] ?? dark, untilMs: this.#turnedAtMs + pageMs };
  }
}
