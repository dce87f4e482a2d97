// The live page's stream of server-sent events: what changed, to whoever looks, as far as he may see it; who comes back gets what he missed.
import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { changeSeen, stateSeen } from '../door/page-seen.js';
import type { Sight } from '../door/sight.js';
import {
  changeBetween,
  emptyPageState,
  type PageChange,
  type PageState,
  wholeChange,
} from '../page-state.js';

/** Changes that are remembered for who comes back: about a minute. */
const remembered = 240;
/** A browser that takes nothing is cut; it comes back by itself and is told the whole. */
const mostUnsentBytes = 4_000_000;
const retryMs = 1000;

type Viewer = {
  readonly response: ServerResponse;
  /** False as soon as he may not look any more. */
  readonly mayLook: () => boolean;
};

/** All who see the same. */
type Channel = {
  /** Tells its events from those of other channels and of another run of the panel. */
  readonly run: string;
  readonly sight: Sight;
  readonly viewers: Set<Viewer>;
  readonly past: { readonly number: number; readonly event: string }[];
  seen: PageState;
  /** Updates since the last viewer left. */
  deserted: number;
};

export class LiveStream {
  readonly #run = randomBytes(6).toString('hex');
  readonly #channels = new Map<string, Channel>();
  #opened = 0;
  #number = 0;
  #state: PageState = emptyPageState;
  #nowMs = 0;

  /** Sends the difference to every viewer. */
  update(state: PageState, nowMs: number): void {
    const change = changeBetween(this.#state, state, nowMs);
    this.#state = state;
    this.#nowMs = nowMs;
    this.#number += 1;
    for (const [key, channel] of this.#channels) {
      this.#send(channel, change);
      channel.deserted = channel.viewers.size > 0 ? 0 : channel.deserted + 1;
      if (channel.deserted > remembered) this.#channels.delete(key);
    }
  }

  /** All that is on the page. */
  get state(): PageState {
    return this.#state;
  }

  /** Adds a viewer. `lastEventId`: what he saw last, if he comes back. */
  add(response: ServerResponse, lastEventId: string | undefined, sight: Sight, mayLook = () => true): void {
    response.writeHead(200, {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store',
      'X-Accel-Buffering': 'no',
    });
    const channel = this.#channel(sight);
    response.write(`retry: ${retryMs}\n\n${this.#missedBy(channel, lastEventId)}`);
    const viewer = { response, mayLook };
    channel.viewers.add(viewer);
    response.on('close', () => channel.viewers.delete(viewer));
    // A viewer who goes away is nothing to tell: `close` follows.
    response.on('error', () => response.destroy());
  }

  get viewers(): number {
    return [...this.#channels.values()].reduce((sum, { viewers }) => sum + viewers.size, 0);
  }

  close(): void {
    for (const { viewers } of this.#channels.values()) for (const { response } of viewers) response.end();
  }

  #channel(sight: Sight): Channel {
    const known = this.#channels.get(sight.key);
    if (known !== undefined) return known;
    this.#opened += 1;
    const channel: Channel = {
      run: `${this.#run}.${this.#opened}`,
      sight,
      viewers: new Set(),
      past: [],
      seen: stateSeen(this.#state, sight),
      deserted: 0,
    };
    this.#channels.set(sight.key, channel);
    return channel;
  }

  #send(channel: Channel, whole: PageChange): void {
    const before = channel.seen;
    channel.seen = stateSeen(this.#state, channel.sight);
    const change = changeSeen(whole, before, channel.seen, channel.sight);
    const event = this.#event(channel, JSON.stringify(change));
    channel.past.push({ number: this.#number, event });
    if (channel.past.length > remembered) channel.past.shift();
    for (const { response, mayLook } of channel.viewers) {
      if (!mayLook()) response.end();
      else if (response.writableLength > mostUnsentBytes) response.destroy();
      else response.write(event);
    }
  }

  #missedBy(channel: Channel, lastEventId: string | undefined): string {
    const [run, number] = lastEventId?.split('-') ?? [];
    const first = channel.past[0]?.number ?? Number.POSITIVE_INFINITY;
    const last = run === channel.run ? Number(number) : Number.NaN;
    if (last >= first - 1 && last <= this.#number)
      return channel.past.flatMap(one => (one.number > last ? [one.event] : [])).join('');
    return this.#event(channel, JSON.stringify(wholeChange(channel.seen, this.#nowMs)));
  }

  #event({ run }: Channel, data: string): string {
    return `id: ${run}-${this.#number}\ndata: ${data}\n\n`;
  }
}
