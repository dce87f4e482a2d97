// The only file that knows the package ari-client, and the cure of its faults: a new client for each connection, no
// reconnecting of its own (it would come back under our app's name and throw our new connection out), no listener that
// throws, a deadline on everything. It brings the event stream; commands go other ways (commands.ts). Events are read from
// its websocket: the package looks up each event's model and makes objects with dozens of methods of whatever is in it, which
// took 0.2 ms an event, ten times what reading it takes.
import { EventEmitter } from 'node:events';
import { globalAgent } from 'node:http';
import { type Client, connect } from 'ari-client';
import { OutsideError } from '../base/errors.js';
import { within } from './deadline.js';
import { keepAsking, type Pings, usualPingMs } from './pings.js';

export type AriAddress = {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
};

/** An event as Asterisk sent it; events.ts reads it. */
export type AriEvent = Readonly<Record<string, unknown>>;

export type AriListeners = {
  readonly event: (event: AriEvent) => void;
  /** Once, when the stream is gone without our doing. */
  readonly closed: (why: string) => void;
  /** What went wrong while an event was read; the stream goes on. */
  readonly fault: (error: unknown) => void;
};

export type AriStream = { readonly close: () => void };

export type AriDeadlines = { readonly connectMs: number; readonly pingMs: number };

const usualDeadlines: AriDeadlines = { connectMs: 10_000, pingMs: usualPingMs };

// The package's own package has a global function `log` that prints, and keeps for ever all that it printed.
Object.assign(globalThis, { log: () => undefined });

/** Opens the event stream of `app`. Rejects with an `OutsideError` (`ari-refused`, `ari-silent`). */
export async function openAri(
  address: AriAddress,
  app: string,
  listeners: AriListeners,
  deadlines: AriDeadlines = usualDeadlines,
): Promise<AriStream> {
  const where = `ARI at ${address.host}:${address.port}`;
  const silent = () => new OutsideError('ari-silent', `${where} did not answer in ${deadlines.connectMs} ms`);
  const url = `http://${address.host}:${address.port}`;
  forgetConnections();
  const client = await within(
    Promise.resolve(connect(url, address.user, address.password)),
    deadlines.connectMs,
    silent,
  ).catch(error => {
    if (error instanceof OutsideError) throw error;
    throw new OutsideError('ari-refused', `${where}: ${wordsOf(error)}`, error);
  });
  const stream = new Stream(client, listeners, deadlines);
  try {
    await within(stream.open(app), deadlines.connectMs, silent);
  } catch (error) {
    stream.close();
    throw error instanceof OutsideError
      ? error
      : new OutsideError('ari-refused', `${where}: ${wordsOf(error)}`, error);
  }
  stream.keepAsking();
  return stream;
}

/** The package asks on Node's own agent, which keeps connections for 5 s: those of a link that was given up may be slow, or dead. */
function forgetConnections(): void {
  for (const sockets of Object.values(globalAgent.freeSockets))
    for (const socket of sockets ?? []) socket.destroy();
}

class Stream implements AriStream {
  readonly #client: Client;
  readonly #listeners: AriListeners;
  readonly #deadlines: AriDeadlines;
  #state: 'opening' | 'open' | 'closed' = 'opening';
  #pings: Pings | null = null;

  constructor(client: Client, listeners: AriListeners, deadlines: AriDeadlines) {
    this.#client = client;
    this.#listeners = listeners;
    this.#deadlines = deadlines;
  }

  open(app: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#client.on('WebSocketConnected', () => {
        this.#state = 'open';
        resolve();
      });
      this.#client.on('pong', () => this.#pings?.heard());
      this.#client.start(app).catch(reject);
      const socket: unknown = Reflect.get(this.#client, '_ws');
      if (!(socket instanceof EventEmitter)) throw new OutsideError('ari-refused', 'ARI: no websocket');
      const gone = (why: string) => {
        this.#gone(why);
        reject(new OutsideError('ari-refused', `ARI: ${why}`));
      };
      socket.prependListener('error', (error: Error) => gone(error.message));
      socket.prependListener('close', () => gone('Asterisk closed the event stream'));
      socket.removeAllListeners('message');
      socket.on('message', (message: unknown) => this.#onMessage(String(message)));
    });
  }

  /** What cannot be read does not end the stream. What throws in our own listener is a programmer's error, and passes. */
  #onMessage(text: string): void {
    if (this.#state !== 'open') return;
    this.#pings?.heard();
    const event = this.#read(text);
    if (event !== null) this.#listeners.event(event);
  }

  #read(text: string): AriEvent | null {
    try {
      const event: unknown = JSON.parse(text);
      return isEvent(event) ? event : null;
    } catch (error) {
      this.#listeners.fault(error);
      return null;
    }
  }

  keepAsking(): void {
    this.#pings = keepAsking(
      this.#deadlines.pingMs,
      () => this.#client.ping(),
      () => this.#gone('a ping of the event stream was not answered'),
    );
  }

  close(): void {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    this.#pings?.stop();
    // Tells the package that the end is wanted: it does not connect again.
    this.#client.stop();
  }

  #gone(why: string): void {
    const wasOpen = this.#state === 'open';
    this.close();
    if (wasOpen) this.#listeners.closed(`ARI: ${why}`);
  }
}

function isEvent(json: unknown): json is AriEvent {
  return typeof json === 'object' && json !== null && 'type' in json;
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
