// Commands on websockets (REST over websocket: Asterisk 20.14, 21.9, 22.4 and newer). Asterisk works off one websocket's
// commands one by one, and a command for a channel that is busy holds up all that are behind it on that socket. So: a few
// sockets, each with an app name of its own; a lane stays on one socket; while a socket is stuck other lanes go by HTTP; and a
// socket that stays silent gets a successor. What has no place in a lane's order always goes by HTTP, questions among it:
// Asterisk copies what it sends on a websocket to the stack, and an answer of about 490 KB, which is a list of 800 to 1,000
// channels, kills it (22.10.1, stack overflow in res_http_websocket).
import { OutsideError } from '../base/errors.js';
import type { AriAddress } from './ari-client.js';
import { CommandSocket } from './command-socket.js';
import type { Commands } from './commands.js';
import { httpCommands } from './commands-http.js';
import { within } from './deadline.js';
import { usualPingMs } from './pings.js';

export type WebsocketOptions = {
  readonly address: AriAddress;
  /** The sockets' apps are `<app>-1`, `<app>-2` …: nothing ever enters them. */
  readonly app: string;
  readonly sockets: number;
  readonly deadlineMs: number;
  /** A socket whose oldest command is older than this is stuck: lanes that have nothing on it go by HTTP. */
  readonly stuckAfterMs: number;
  /** How often a socket is asked whether it lives; 2 s if not given. */
  readonly pingMs?: number;
  /** Once, when a socket is gone without our doing, and when no successor can be had for one. */
  readonly closed: (why: string) => void;
};

const openWithinMs = 5_000;
/** A socket that has a successor is kept for so long, for the sake of what has not been answered on it. */
const retireMs = 15_000;
/** Of one seat; with more of them, what is stuck goes by HTTP only. */
const mostRetired = 4;

/** Opens the sockets; rejects with an `OutsideError` when one cannot be opened in time. */
export async function websocketCommands(options: WebsocketOptions): Promise<Commands> {
  const wayRound = httpCommands(options.address, options.deadlineMs);
  // Apart: channels that do not obey may take all connections of the way round.
  const questions = httpCommands(options.address, options.deadlineMs);
  const goneRound = new Map<string, number>();
  const byHttp: Commands['run'] = (lane, request) => {
    goneRound.set(lane, (goneRound.get(lane) ?? 0) + 1);
    return wayRound.run(lane, request).finally(() => {
      const left = (goneRound.get(lane) ?? 1) - 1;
      if (left === 0) goneRound.delete(lane);
      else goneRound.set(lane, left);
    });
  };
  const seats = Array.from({ length: options.sockets }, (_, index) => new Seat(options, byHttp, index + 1));
  const close = () => {
    for (const seat of seats) seat.close();
    wayRound.close();
    questions.close();
  };
  try {
    await Promise.all(seats.map(seat => seat.open()));
  } catch (error) {
    close();
    throw error;
  }
  return {
    run: (lane, request) => {
      // Not in their lane: what the lane still has on its socket would be overtaken by what follows them here.
      if (request.method === 'GET' || request.isApart === true)
        return questions.run(`question ${lane}`, request);
      const socket = goneRound.has(lane)
        ? null
        : (seats[hashOf(lane) % seats.length]?.socketFor(lane) ?? null);
      return socket === null ? byHttp(lane, request) : socket.send(lane, request);
    },
    close,
  };
}

/** The place of one socket. When it stays silent another takes its place, and it ends what it has begun. */
class Seat {
  readonly #options: WebsocketOptions;
  readonly #wayRound: Commands['run'];
  readonly #index: number;
  readonly #retired = new Set<CommandSocket>();
  #current: CommandSocket;
  #generation = 1;
  #closed = false;

  constructor(options: WebsocketOptions, wayRound: Commands['run'], index: number) {
    this.#options = options;
    this.#wayRound = wayRound;
    this.#index = index;
    this.#current = this.#newSocket(`${options.app}-${index}`);
  }

  open(): Promise<void> {
    return this.#opened(this.#current);
  }

  /** Where the lane's next command goes; null: by HTTP. */
  socketFor(lane: string): CommandSocket | null {
    for (const old of this.#retired) if (old.has(lane)) return old;
    return this.#current.isStuckFor(lane) ? null : this.#current;
  }

  close(): void {
    this.#closed = true;
    for (const socket of [this.#current, ...this.#retired]) socket.close();
    this.#retired.clear();
  }

  #newSocket(app: string): CommandSocket {
    const { address, deadlineMs, stuckAfterMs, pingMs = usualPingMs } = this.#options;
    const socket: CommandSocket = new CommandSocket({
      address,
      app,
      deadlineMs,
      stuckAfterMs,
      wayRound: this.#wayRound,
      pingMs,
      silent: () => {
        if (socket === this.#current) void this.#replace();
      },
      closed: why => {
        if (socket === this.#current) this.#gone(why);
      },
    });
    return socket;
  }

  #opened(socket: CommandSocket): Promise<void> {
    return within(
      socket.opened,
      openWithinMs,
      () => new OutsideError('ari-silent', 'ARI: a websocket for commands did not open in time'),
    );
  }

  /** The app's name is new: Asterisk would end the old socket, with all that it has still to do, if both had one name. */
  async #replace(): Promise<void> {
    if (this.#closed || this.#retired.size >= mostRetired) return;
    this.#generation += 1;
    const successor = this.#newSocket(`${this.#options.app}-${this.#index}-${this.#generation}`);
    try {
      await this.#opened(successor);
    } catch (error) {
      if (!(error instanceof OutsideError)) throw error;
      successor.close();
      this.#gone(`silent, and there is no other: ${error.message}`);
      return;
    }
    if (this.#closed) return successor.close();
    const old = this.#current;
    this.#current = successor;
    this.#retired.add(old);
    old.retire(retireMs, () => this.#retired.delete(old));
  }

  #gone(why: string): void {
    if (!this.#closed) this.#options.closed(`ARI: a websocket for commands: ${why}`);
  }
}

/** FNV-1a, 32 bits: spreads ids that differ in their last digits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}
