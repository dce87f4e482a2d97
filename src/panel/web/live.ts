// The live page's stream of server-sent events: what changed, to whoever looks; who comes back gets what he missed.
import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { changeBetween, emptyPageState, type PageState, wholeChange } from '../page-state.js';

/** Changes that are remembered for who comes back: about a minute. */
const remembered = 240;
/** A browser that takes nothing is cut; it comes back by itself and is told the whole. */
const mostUnsentBytes = 4_000_000;
const retryMs = 1000;

export class LiveStream {
  /** Tells our events from those of another run of the panel. */
  readonly #run = randomBytes(6).toString('hex');
  readonly #viewers = new Set<ServerResponse>();
  readonly #past: { readonly number: number; readonly event: string }[] = [];
  #number = 0;
  #state: PageState = emptyPageState;
  #nowMs = 0;

  /** Sends the difference to every viewer. */
  update(state: PageState, nowMs: number): void {
    const change = changeBetween(this.#state, state, nowMs);
    this.#state = state;
    this.#nowMs = nowMs;
    this.#number += 1;
    const event = this.#event(JSON.stringify(change));
    this.#past.push({ number: this.#number, event });
    if (this.#past.length > remembered) this.#past.shift();
    for (const viewer of this.#viewers) {
      if (viewer.writableLength > mostUnsentBytes) viewer.destroy();
      else viewer.write(event);
    }
  }

  /** Adds a viewer. `lastEventId`: what he saw last, if he comes back. */
  add(viewer: ServerResponse, lastEventId: string | undefined): void {
    viewer.writeHead(200, {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store',
      'X-Accel-Buffering': 'no',
    });
    viewer.write(`retry: ${retryMs}\n\n${this.#missedBy(lastEventId)}`);
    this.#viewers.add(viewer);
    viewer.on('close', () => this.#viewers.delete(viewer));
    // A viewer who goes away is nothing to tell: `close` follows.
    viewer.on('error', () => viewer.destroy());
  }

  get viewers(): number {
    return this.#viewers.size;
  }

  close(): void {
    for (const viewer of this.#viewers) viewer.end();
  }

  #missedBy(lastEventId: string | undefined): string {
    const [run, number] = lastEventId?.split('-') ?? [];
    const first = this.#past[0]?.number ?? Number.POSITIVE_INFINITY;
    const last = run === this.#run ? Number(number) : Number.NaN;
    if (last >= first - 1 && last <= this.#number)
      return this.#past.flatMap(one => (one.number > last ? [one.event] : [])).join('');
    return this.#event(JSON.stringify(wholeChange(this.#state, this.#nowMs)));
  }

  #event(data: string): string {
    return `id: ${this.#run}-${this.#number}\ndata: ${data}\n\n`;
  }
}
