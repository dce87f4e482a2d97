// The other end of the control socket, for the panel and the command line.
import { connect, type Socket } from 'node:net';
import type { ErrorCode } from '../base/error-catalogue.js';
import { OutsideError } from '../base/errors.js';
import type { Recorded } from '../core/facts.js';
import { LineSplitter } from './lines.js';
import type { Heartbeat, Requests, RequestType, ServerMessage } from './messages.js';

const connectDeadlineMs = 3000;
const askDeadlineMs = 10_000;
/** The agents of a large floor come in one line. */
const lineLimit = 64 * 1024 * 1024;

export type LinkEvents = {
  /** The answer, before any fact that follows it. */
  readonly subscribed?: (journal: Requests['subscribe']['result']) => void;
  readonly facts: (facts: readonly Recorded[]) => void;
  readonly heartbeat: (heartbeat: Heartbeat) => void;
};

/** One connection to the daemon. It does not connect again by itself: see `feed.ts`. */
export type LinkClient = {
  /** Rejects with an `OutsideError`: `daemon-refused`, `daemon-late` or `daemon-lost`. */
  readonly ask: <T extends Exclude<RequestType, 'subscribe'>>(
    type: T,
    ask: Requests[T]['ask'],
    deadlineMs?: number,
  ) => Promise<Requests[T]['result']>;
  /** Facts from `fromSeq` on (0: new ones only). Replaces an earlier subscription. Rejects as `ask` does. */
  readonly subscribe: (fromSeq: number, events: LinkEvents) => Promise<Requests['subscribe']['result']>;
  /** Resolves, once, to why the connection ended. */
  readonly closed: Promise<string>;
  readonly close: (why?: string) => void;
};

type Pending = {
  readonly resolve: (result: Requests[RequestType]['result']) => void;
  readonly reject: (error: OutsideError) => void;
  readonly timer: NodeJS.Timeout;
};

/** Connects to the daemon's socket. Rejects with an `OutsideError`: `daemon-unreachable`, `daemon-forbidden` or `daemon-late`. */
export async function connectLink(path: string): Promise<LinkClient> {
  const socket = connect(path);
  await connected(socket, path);
  return new Client(socket, path);
}

function connected(socket: Socket, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (code: ErrorCode, why: string, cause?: unknown) => {
      clearTimeout(timer);
      socket.destroy();
      reject(new OutsideError(code, `${path}: ${why}`, cause));
    };
    const timer = setTimeout(fail, connectDeadlineMs, 'daemon-late', 'no connection in time');
    const onError = (error: Error) => {
      const code = 'code' in error ? error.code : '';
      fail(
        code === 'EACCES' || code === 'EPERM' ? 'daemon-forbidden' : 'daemon-unreachable',
        error.message,
        error,
      );
    };
    socket.once('error', onError).once('connect', () => {
      clearTimeout(timer);
      socket.off('error', onError);
      resolve();
    });
  });
}

class Client implements LinkClient {
  readonly #socket: Socket;
  readonly #path: string;
  readonly #lines = new LineSplitter(lineLimit);
  readonly #pending = new Map<number, Pending>();
  readonly closed: Promise<string>;
  #lastId = 0;
  #events: LinkEvents | null = null;
  #why = 'the connection was closed by the daemon';

  constructor(socket: Socket, path: string) {
    this.#socket = socket;
    this.#path = path;
    socket.on('data', (chunk: Buffer) => {
      for (const line of this.#lines.push(chunk)) this.#take(line);
    });
    socket.on('error', error => {
      this.#why = error.message;
    });
    this.closed = new Promise(resolve => {
      socket.on('close', () => {
        for (const { reject, timer } of this.#pending.values()) {
          clearTimeout(timer);
          reject(new OutsideError('daemon-lost', `${path}: ${this.#why}`));
        }
        this.#pending.clear();
        resolve(this.#why);
      });
    });
  }

  ask<T extends Exclude<RequestType, 'subscribe'>>(
    type: T,
    ask: Requests[T]['ask'],
    deadlineMs = askDeadlineMs,
  ): Promise<Requests[T]['result']> {
    return this.#request(type, ask, deadlineMs);
  }

  subscribe(fromSeq: number, events: LinkEvents): Promise<Requests['subscribe']['result']> {
    // Facts of an earlier subscription that are still on their way are nobody's.
    this.#events = null;
    return this.#request('subscribe', { fromSeq }, askDeadlineMs, journal => {
      this.#events = events;
      events.subscribed?.(journal);
    });
  }

  close(why = 'closed by us'): void {
    this.#why = why;
    this.#socket.destroy();
  }

  /** `answered` is called before any line that follows the answer. */
  #request<T extends RequestType>(
    type: T,
    ask: Requests[T]['ask'],
    deadlineMs: number,
    answered?: (result: Requests[T]['result']) => void,
  ): Promise<Requests[T]['result']> {
    return new Promise((resolve, reject) => {
      if (this.#socket.destroyed) {
        reject(new OutsideError('daemon-lost', `${this.#path}: ${this.#why}`));
        return;
      }
      const id = ++this.#lastId;
      const timer = setTimeout(() => {
        this.#pending.delete(id);
        reject(
          new OutsideError('daemon-late', `${this.#path}: no answer to ${type} within ${deadlineMs} ms`),
        );
      }, deadlineMs);
      this.#pending.set(id, {
        resolve: anything => {
          const result = anything as Requests[T]['result'];
          answered?.(result);
          resolve(result);
        },
        reject,
        timer,
      });
      this.#socket.write(`${JSON.stringify({ id, type, ...ask })}\n`);
    });
  }

  #take(line: { readonly text: string } | { readonly tooLong: true }): void {
    const message = 'text' in line ? readMessage(line.text) : null;
    if (message === null) {
      this.#why = 'the daemon sent something that is not of its protocol';
      this.#socket.destroy();
    } else if ('id' in message) this.#settle(message);
    else if (message.event === 'facts') this.#events?.facts(message.facts);
    else if (message.event === 'heartbeat') this.#events?.heartbeat(message);
    else this.#why = `the daemon ended the connection: ${message.why}`;
  }

  #settle(answer: Extract<ServerMessage, { id: number }>): void {
    const pending = this.#pending.get(answer.id);
    if (pending === undefined) return;
    this.#pending.delete(answer.id);
    clearTimeout(pending.timer);
    if (answer.ok) pending.resolve(answer.result);
    else pending.reject(new OutsideError('daemon-refused', `${answer.code}: ${answer.message}`));
  }
}

/** The daemon is of our own making: its messages are told apart here, not checked field by field. */
function readMessage(text: string): ServerMessage | null {
  try {
    const json: unknown = JSON.parse(text);
    if (typeof json !== 'object' || json === null) return null;
    return 'id' in json || 'event' in json ? (json as ServerMessage) : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
