// The driver of AWTRIX 3 clocks (docs/api.md of Blueforcer/awtrix3): a custom app that holds one page, sent again while it should live.
// With `lifetimeMode` 1 the clock itself frames the page in red when nothing comes any more.
import type { SignColour } from '../alpha/codes.js';
import type { SignDriver, Turn, Wanted } from '../driver.js';
import type { SignPage } from '../screen.js';
import { lookOf } from '../text/encode.js';
import { PageTurner, type TurnedSign } from '../turning.js';

export interface AwtrixSettings extends TurnedSign {
  readonly refreshMs: number;
  readonly app: string;
  readonly columns: number;
}

const GAP_MS = 250;
/** A page lives as long as three refreshes. */
const LIVES = 3;
const FLASH_MS = 500;
const colours = { red: '#FF0000', amber: '#FFBF00', green: '#00FF00' } as const;

/** The body of a page: its rows one after the other, what is too long for the clock scrolls. */
export function awtrixBody(page: SignPage, columns: number, lifetimeMs: number): object {
  const runs = page.rows.flatMap((row, index) => (index === 0 ? row : [gapBefore(row), ...row]));
  const length = runs.reduce((sum, { text }) => sum + text.length, 0);
  return {
    text: runs.map(({ text, colour }) => ({ t: text, c: hexColour(colour) })),
    noScroll: length <= columns,
    ...(runs.some(({ flash }) => flash) ? { blinkText: FLASH_MS } : {}),
    lifetime: Math.ceil(lifetimeMs / 1_000),
    lifetimeMode: 1,
  };
}

const gapBefore = (row: SignPage['rows'][number]) => ({
  text: ' ',
  colour: row[0]?.colour ?? ('green' as const),
  flash: false,
});

const hexColour = (colour: SignColour) => colours[lookOf(colour)];

export class AwtrixDriver implements SignDriver {
  readonly #settings: AwtrixSettings;
  readonly #pages: PageTurner;
  #held: { readonly bytes: string; readonly atMs: number } | undefined;
  #next = '';
  answeredAtMs: number | undefined;
  /** Who does not answer is cut off by the transport. */
  readonly isMissed = false;
  /** The transport is busy until the clock has answered. */
  readonly awaitsUntilMs = undefined;

  constructor(settings: AwtrixSettings) {
    this.#settings = settings;
    this.#pages = new PageTurner(settings);
  }

  get id(): string {
    return this.#settings.program.id;
  }

  startOver(): void {
    this.#held = undefined;
  }

  turn(wanted: Wanted, nowMs: number): Turn {
    const { app, columns, refreshMs } = this.#settings;
    const { page, untilMs } = this.#pages.page(wanted, nowMs);
    const body = JSON.stringify(awtrixBody(page, columns, LIVES * refreshMs));
    const bytes = `POST /api/custom?name=${app}\n${Buffer.from(body).toString('latin1')}`;
    const held = this.#held;
    if (held !== undefined && held.bytes === bytes && nowMs < held.atMs + refreshMs)
      return { kind: 'wait', untilMs: Math.min(untilMs, held.atMs + refreshMs) };
    this.#next = bytes;
    return { kind: 'send', bytes, quietMs: GAP_MS, asks: true };
  }

  sent(nowMs: number): void {
    this.#held = { bytes: this.#next, atMs: nowMs };
  }

  received(_bytes: string, nowMs: number): void {
    this.answeredAtMs = nowMs;
  }
}
