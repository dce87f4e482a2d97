// Commands on websockets (REST over websocket: Asterisk 20.14, 21.9, 22.4 and newer). Asterisk works off one websocket's
// commands one by one, and a command for a channel that is busy holds up all that are behind it on that socket. So: a few
// sockets, each with an app name of its own; a lane stays on one socket; and new lanes go by HTTP while a socket is stuck.
// Questions always go by HTTP: Asterisk copies what it sends on a websocket to the stack, and an answer of about 490 KB, which
// is a list of 800 to 1,000 channels, kills it (22.10.1, stack overflow in res_http_websocket).
import { WebSocket } from 'ws';
import { OutsideError } from '../base/errors.js';
import type { AriAddress } from './ari-client.js';
import { type AriAnswer, type AriRequest, type Commands, uriOf } from './commands.js';
import { httpCommands, parsed } from './commands-http.js';
import { within } from './deadline.js';

export type WebsocketOptions = {
  readonly address: AriAddress;
  /** The sockets' apps are `<app>-1`, `<app>-2` …: nothing ever enters them. */
  readonly app: string;
  readonly sockets: number;
  readonly deadlineMs: number;
  /** A socket whose oldest command is older than this is stuck: lanes that have nothing on it go by HTTP. */
  readonly stuckAfterMs: number;
  /** Once, when a socket is gone without our doing. */
  readonly closed: (why: string) => void;
};

/** `resolve` is null once the deadline has passed: Asterisk may still carry the command out. */
type Sent = {
  readonly lane: string;
  readonly atMs: number;
  readonly timer: NodeJS.Timeout;
  resolve: ((answer: AriAnswer) => void) | null;
};

/** Opens the sockets; rejects with an `OutsideError` when one cannot be opened in time. */
export async function websocketCommands(options: WebsocketOptions): Promise<Commands> {
  const sockets = Array.from(
    { length: options.sockets },
    (_, index) => new CommandSocket(options, index + 1),
  );
  const close = () => {
    for (const socket of sockets) socket.close();
  };
  try {
    await within(
      Promise.all(sockets.map(socket => socket.opened)),
      options.deadlineMs,
      () => new OutsideError('ari-silent', 'ARI: a websocket for commands did not open in time'),
    );
  } catch (error) {
    close();
    throw error;
  }
  const wayRound = httpCommands(options.address, options.deadlineMs);
  const goneRound = new Map<string, number>();
  const byHttp = (lane: string, request: AriRequest) => {
    goneRound.set(lane, (goneRound.get(lane) ?? 0) + 1);
    return wayRound.run(lane, request).finally(() => {
      const left = (goneRound.get(lane) ?? 1) - 1;
      if (left === 0) goneRound.delete(lane);
      else goneRound.set(lane, left);
    });
  };
  return {
    run: (lane, request) => {
      const socket = sockets[hashOf(lane) % sockets.length];
      // Not in their lane: what the lane still has on its socket would be overtaken by what follows them here.
      if (request.method === 'GET') return wayRound.run(`question ${lane}`, request);
      if (socket === undefined || goneRound.has(lane) || socket.isStuckFor(lane))
        return byHttp(lane, request);
      return socket.send(lane, request);
    },
    close: () => {
      close();
      wayRound.close();
    },
  };
}

class CommandSocket {
  readonly opened: Promise<void>;
  readonly #options: WebsocketOptions;
  readonly #socket: WebSocket;
  readonly #sent = new Map<string, Sent>();
  #next = 0;
  #closed = false;

  constructor(options: WebsocketOptions, index: number) {
    const { host, port, user, password } = options.address;
    this.#options = options;
    this.#socket = new WebSocket(`ws://${host}:${port}/ari/events?app=${options.app}-${index}`, {
      auth: `${user}:${password}`,
      perMessageDeflate: false,
    });
    this.opened = new Promise((resolve, reject) => {
      const gone = (why: string) => {
        reject(new OutsideError('ari-refused', `ARI: a websocket for commands: ${why}`));
        this.#gone(why);
      };
      this.#socket.on('open', resolve);
      this.#socket.on('error', error => gone(error.message));
      this.#socket.on('close', () => gone('closed by Asterisk'));
      this.#socket.on('message', data => this.#onMessage(String(data)));
    });
  }

  /** A lane that has something on this socket keeps its order here, stuck or not. */
  isStuckFor(lane: string): boolean {
    const [oldest] = this.#sent.values();
    if (oldest === undefined || Date.now() - oldest.atMs < this.#options.stuckAfterMs) return false;
    for (const sent of this.#sent.values()) if (sent.lane === lane) return false;
    return true;
  }

  send(lane: string, request: AriRequest): Promise<AriAnswer> {
    if (this.#closed) return Promise.resolve({ known: false, why: 'not connected' });
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
    return new Promise(resolve => {
      const timer = setTimeout(() => this.#late(id), this.#options.deadlineMs);
      this.#sent.set(id, { lane, atMs: Date.now(), timer, resolve });
      this.#socket.send(JSON.stringify(message));
    });
  }

  close(): void {
    this.#end('closed by us');
  }

  #onMessage(text: string): void {
    const message = parsed(text);
    if (typeof message !== 'object' || message === null) return;
    if (!('type' in message) || message.type !== 'RESTResponse') return;
    if (!('request_id' in message) || !('status_code' in message)) return;
    const body = 'message_body' in message ? parsed(String(message.message_body)) : null;
    this.#settle(String(message.request_id), { known: true, status: Number(message.status_code), body });
  }

  #settle(id: string, answer: AriAnswer): void {
    const sent = this.#sent.get(id);
    if (sent === undefined) return;
    clearTimeout(sent.timer);
    this.#sent.delete(id);
    sent.resolve?.(answer);
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
    this.#options.closed(`ARI: a websocket for commands: ${why}`);
  }

  #end(why: string): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const id of [...this.#sent.keys()]) this.#settle(id, { known: false, why });
    this.#socket.close();
  }
}

/** FNV-1a, 32 bits: spreads ids that differ in their last digits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}
