// The daemon's end of the control socket. Bad input is answered, slow readers are cut, and nothing that a client does reaches a call
// but through the answers that are given to it here.
import { createServer, type Socket } from 'node:net';
import type { Logger } from '../base/logger.js';
import type { Recorded } from '../core/facts.js';
import { Connection } from './connection.js';
import type { CutReason, Heartbeat, Requests, RequestType } from './messages.js';
import { forget, listenOn } from './socket-path.js';

/** What the daemon answers, by type of request. A rejection is answered with `failed` and its message. */
export type LinkAnswers = {
  readonly [T in Exclude<RequestType, 'subscribe'>]: (
    ask: Requests[T]['ask'],
  ) => Requests[T]['result'] | Promise<Requests[T]['result']>;
};

/** Where subscribers' facts come from: the journal. */
export type FactSource = {
  /** The first number from which on nothing is missing. */
  readonly firstSeq: () => Promise<number>;
  /** The last fact that may be seen. */
  readonly publishedSeq: () => number;
  /** Facts from `fromSeq` on without a gap, some of them; none if `fromSeq` is missing. */
  readonly read: (fromSeq: number) => Promise<readonly Recorded[]>;
};

export type LinkServerOptions = {
  readonly path: string;
  readonly answers: LinkAnswers;
  readonly source: FactSource;
  readonly heartbeat: () => Heartbeat;
  readonly log: Logger;
};

export type LinkServer = {
  /** New facts, in order, each once. */
  readonly publish: (records: readonly Recorded[]) => void;
  /** Tells every client, waits a second at most for them to read, and removes the socket. */
  readonly close: () => Promise<void>;
};

const heartbeatEveryMs = 1000;
const connectionLimit = 200;

/** Listens on a Unix socket. Rejects with an `OutsideError`: `socket-in-use` or `socket-failed`. */
export async function serveLink(options: LinkServerOptions): Promise<LinkServer> {
  const { path, log } = options;
  const connections = new Set<Connection>();
  const accept = (socket: Socket) => {
    const connection = new Connection(socket, options, () => connections.delete(connection));
    connections.add(connection);
  };
  const server = createServer(accept);
  server.maxConnections = connectionLimit;
  await listenOn(server, path);
  server.on('error', error => log.error({ error: error.message }, 'control socket failed'));
  log.info({ path }, 'control socket listens');
  const beat = setInterval(() => {
    const line = `${JSON.stringify({ event: 'heartbeat', ...options.heartbeat() })}\n`;
    for (const connection of connections) connection.heartbeat(line);
  }, heartbeatEveryMs);
  return {
    publish: records => {
      if (connections.size === 0 || records.length === 0) return;
      const line = `${JSON.stringify({ event: 'facts', facts: records })}\n`;
      for (const connection of connections) connection.publish(records, line);
    },
    close: async () => {
      clearInterval(beat);
      const closed = new Promise(resolve => server.close(resolve));
      const why: CutReason = 'stopping';
      for (const connection of connections) connection.cut(why);
      await closed;
      forget(path);
    },
  };
}
