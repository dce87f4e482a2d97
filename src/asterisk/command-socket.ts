// One websocket for commands (REST over websocket). Asterisk works off its commands one by one, and what is sent cannot be taken
// back: so the commands of one lane at a time are on their way, the others wait here, and go another way when it takes too long.
import { WebSocket } from 'ws';
import { OutsideError } from '../base/errors.js';
import type { AriAddress } from './ari-client.js';
import { type AriAnswer, type AriRequest, type Commands, uriOf } from './commands.js';
import { parsed } from './commands-http.js';
import { keepAsking, type Pings } from './pings.js';

export type CommandSocketOptions = {
  readonly address: AriAddress;
  readonly app: string;
  readonly deadlineMs: number;
  /** A socket whose oldest command is older than this is stuck. */
  readonly stuckAfterMs: number;
  /** What waits for a socket that is stuck goes this way. */
  readonly wayRound: Commands['run'];
  readonly pingMs: number;
  /** Once, when it has answered neither ping nor command for a while: dead, or busy with a channel that does not obey. */
  readonly silent: () => void;
  /** Once, when it is gone without our doing. */
  readonly closed: (why: string) => void;
};

/** `resolve` is null once the deadline has passed: Asterisk may still carry the command out. */
type Sent = {
  readonly lane: string;
  readonly atMs: number;
  readonly timer: NodeJS.Timeout;
  resolve: ((answer: AriAnswer) => void) | null;
};

type Waiting = {
  readonly lane: string;
  readonly request: AriRequest;
  readonly resolve: (answer: AriAnswer | Promise<AriAnswer>) => void;
};

export class CommandSocket {
  /** Rejects with an `OutsideError` when it cannot be opened. */
  readonly opened: Promise<void>;
  readonly #options: CommandSocketOptions;
  readonly #socket: WebSocket;
  readonly #sent = new Map<string, Sent>();
  #waiting: Waiting[] = [];
  #stuck: NodeJS.Timeout | undefined;
  #next = 0;
  #closed = false;
  #pings: Pings | null = null;
  #idle: (() => void) | null = null;

  constructor(options: CommandSocketOptions) {
    const { host, port, user, password } = options.address;
    this.#options = options;
    this.#socket = new WebSocket(`ws://${host}:${port}/ari/events?app=${options.app}`, {
      auth: `${user}:${password}`,
      perMessageDeflate: false,
    });
    this.opened = new Promise((resolve, reject) => {
      const gone = (why: string) => {
        reject(new OutsideError('ari-refused', `ARI: a websocket for commands: ${why}`));
        this.#gone(why);
      };
      this.#socket.on('open', () => {
        this.#keepAsking();
        resolve();
      });
      this.#socket.on('error', error => gone(error.message));
      this.#socket.on('close', () => gone('closed by Asterisk'));
      this.#socket.on('message', data => this.#onMessage(String(data)));
      this.#socket.on('pong', () => this.#pings?.heard());
    });
  }

  /** Something of this lane is not answered. */
  has(lane: string): boolean {
    for (const sent of this.#sent.values()) if (sent.lane === lane) return true;
    return this.#waiting.some(waiting => waiting.lane === lane);
  }

  /** A lane that has something on this socket keeps its order here, stuck or not. */
  isStuckFor(lane: string): boolean {
    return this.#isStuck() && !this.has(lane);
  }

  send(lane: string, request: AriRequest): Promise<AriAnswer> {
    if (this.#closed) return Promise.resolve({ known: false, why: 'not connected' });
    return new Promise(resolve => {
      const [first] = this.#sent.values();
      if (first === undefined || first.lane === lane) this.#transmit({ lane, request, resolve });
      else this.#waiting.push({ lane, request, resolve });
    });
  }

  /** Closes as soon as everything is answered, and in any case after `ms`. Nothing is said of it. `done`: it is closed. */
  retire(ms: number, done: () => void): void {
    this.#pings?.stop();
    const end = () => {
      clearTimeout(late);
      this.#idle = null;
      this.close();
      done();
    };
    const late = setTimeout(end, ms);
    late.unref();
    this.#idle = end;
    if (this.#sent.size === 0) end();
  }

  close(): void {
    this.#end('closed by us');
  }

  #transmit({ lane, request, resolve }: Waiting): void {
    this.#next += 1;
    const id = String(this.#next);
    const message = {
      type: 'RESTRequest',
      transaction_id: id,
      request_id: id,
      method: request.method,
      uri: uriOf(request),
      ...(request.body === undefined
        ? {}
        : { content_type: 'application/json', message_body: JSON.stringify(request.body) }),
    };
    const { deadlineMs, stuckAfterMs } = this.#options;
    const timer = setTimeout(() => this.#late(id), deadlineMs);
    if (this.#sent.size === 0) this.#stuck = setTimeout(() => this.#letOthersGo(), stuckAfterMs);
    this.#sent.set(id, { lane, atMs: performance.now(), timer, resolve });
    this.#socket.send(JSON.stringify(message));
  }

  /** The lane that has waited longest, with all that it has. */
  #nextLane(): void {
    clearTimeout(this.#stuck);
    const lane = this.#waiting[0]?.lane;
    if (lane === undefined || this.#closed) return;
    const next = this.#waiting.filter(waiting => waiting.lane === lane);
    this.#waiting = this.#waiting.filter(waiting => waiting.lane !== lane);
    for (const one of next) this.#transmit(one);
  }

  #isStuck(): boolean {
    const [oldest] = this.#sent.values();
    return oldest !== undefined && performance.now() - oldest.atMs >= this.#options.stuckAfterMs;
  }

  #letOthersGo(): void {
    const [oldest] = this.#sent.values();
    if (oldest === undefined) return;
    const { stuckAfterMs, wayRound } = this.#options;
    const isStuck = this.#isStuck();
    if (isStuck)
      for (const { lane, request, resolve } of this.#waiting.splice(0)) resolve(wayRound(lane, request));
    // A lane that goes on and on is not stuck, as long as what it asks is done; and its next command may stick as well.
    const againInMs = isStuck ? stuckAfterMs : Math.ceil(oldest.atMs + stuckAfterMs - performance.now());
    this.#stuck = setTimeout(() => this.#letOthersGo(), againInMs);
  }

  #keepAsking(): void {
    const { pingMs, silent } = this.#options;
    this.#pings = keepAsking(pingMs, () => this.#socket.ping(), silent);
  }

  #onMessage(text: string): void {
    const message = parsed(text);
    if (typeof message !== 'object' || message === null) return;
    if (!('type' in message) || message.type !== 'RESTResponse') return;
    if (!('request_id' in message) || !('status_code' in message)) return;
    this.#pings?.heard();
    const body = 'message_body' in message ? parsed(String(message.message_body)) : null;
    this.#settle(String(message.request_id), { known: true, status: Number(message.status_code), body });
  }

  #settle(id: string, answer: AriAnswer): void {
    const sent = this.#sent.get(id);
    if (sent === undefined) return;
    clearTimeout(sent.timer);
    this.#sent.delete(id);
    sent.resolve?.(answer);
    if (this.#sent.size > 0) return;
    this.#nextLane();
    if (this.#sent.size === 0) this.#idle?.();
  }

  /** It stays in the way of its lane and its socket until Asterisk has answered it. */
  #late(id: string): void {
    const sent = this.#sent.get(id);
    sent?.resolve?.({ known: false, why: 'no answer in time' });
    if (sent !== undefined) sent.resolve = null;
  }

  #gone(why: string): void {
    if (this.#closed) return;
    this.#end(why);
    this.#idle?.();
    this.#options.closed(why);
  }

  #end(why: string): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#pings?.stop();
    for (const id of [...this.#sent.keys()]) this.#settle(id, { known: false, why });
    for (const { resolve } of this.#waiting.splice(0)) resolve({ known: false, why });
    // A peer that does not answer is not waited for.
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.close();
    else this.#socket.terminate();
  }
}
