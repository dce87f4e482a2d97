// An AWTRIX clock without hardware: the part of its HTTP interface that we use (docs/api.md of Blueforcer/awtrix3).
import { z } from 'zod';
import type { SignColour } from '../alpha/codes.js';
import type { Emulated } from '../emulated.js';
import type { SignPage } from '../screen.js';

/** A request as our transport hands it over: `METHOD path`, a line feed, the body; the answer is a status. */
const page = z.object({
  text: z.array(z.object({ t: z.string(), c: z.string().regex(/^#[0-9A-F]{6}$/) })),
  noScroll: z.boolean(),
  blinkText: z.number().positive().optional(),
  lifetime: z.number().positive(),
  lifetimeMode: z.literal(1),
});

const colours: Readonly<Record<string, SignColour>> = {
  '#FF0000': 'red',
  '#FFBF00': 'amber',
  '#00FF00': 'green',
};

export class EmulatedClock implements Emulated {
  readonly #app: string;
  #page: { readonly shown: z.output<typeof page>; readonly untilMs: number } | null = null;

  constructor(app: string) {
    this.#app = app;
  }

  receive(bytes: string, nowMs: number): string[] {
    const end = bytes.indexOf('\n');
    const [head, body] = end < 0 ? [bytes, ''] : [bytes.slice(0, end), bytes.slice(end + 1)];
    if (head === 'GET /api/stats') return ['200'];
    if (head !== `POST /api/custom?name=${this.#app}`) return ['404'];
    const read = readPage(Buffer.from(body, 'latin1').toString('utf8'));
    if (read === null) return ['500'];
    this.#page = { shown: read, untilMs: nowMs + read.lifetime * 1_000 };
    return ['200'];
  }

  /** With `lifetimeMode` 1 an old page stays and is framed in red: here it turns red and flashes. */
  screen(nowMs: number): SignPage[] {
    if (this.#page === null) return [];
    const { shown, untilMs } = this.#page;
    const isOld = nowMs >= untilMs;
    const flash = isOld || shown.blinkText !== undefined;
    const row = shown.text.map(({ t, c }) => ({
      text: t,
      colour: isOld ? 'red' : (colours[c] ?? ('amber' as const)),
      flash,
    }));
    return [{ mode: shown.noScroll ? 'hold' : 'rotate', rows: [row] }];
  }

  powerCycle(): void {
    this.#page = null;
  }
}

function readPage(body: string): z.output<typeof page> | null {
  try {
    return page.safeParse(JSON.parse(body)).data ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
