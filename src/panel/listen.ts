// Listening on a port that may be taken: said clearly, tried again, and no reason for the rest of the panel to stop.
import type { AddressInfo, Server, Socket } from 'node:net';
import type { Logger } from '../base/logger.js';

export type Listening = {
  /** The port that is listened on now; `null` while it cannot be had. */
  readonly port: () => number | null;
  /** Resolves once the first attempt has succeeded or failed. */
  readonly tried: Promise<void>;
  /** Stops listening and cuts all connections. */
  readonly close: () => Promise<void>;
};

/** Where to listen, and how soon to try again. */
export type Place = { readonly host: string; readonly port: number; readonly againAfterMs?: number };

const usualAgainAfterMs = 10_000;

/** Listens, now or later. `setting`: where the port stands in the site file. */
export function listen(
  server: Server,
  { host, port, againAfterMs = usualAgainAfterMs }: Place,
  { log, setting }: { readonly log: Logger; readonly setting: string },
): Listening {
  const sockets = new Set<Socket>();
  let timer: NodeJS.Timeout | null = null;
  let closed = false;
  server.on('connection', socket => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  const tried = new Promise<void>(resolve => {
    server.on('listening', () => {
      log.info({ host, port: portOf(server), setting }, 'listening');
      resolve();
    });
    server.on('error', (error: NodeJS.ErrnoException) => {
      log.error({ host, port, setting, code: error.code, againAfterMs }, 'port cannot be listened on');
      resolve();
      if (!closed) timer = setTimeout(() => server.listen(port, host), againAfterMs);
    });
  });
  server.listen(port, host);
  return {
    port: () => (server.listening ? portOf(server) : null),
    tried,
    close: () =>
      new Promise(resolve => {
        closed = true;
        if (timer !== null) clearTimeout(timer);
        if (!server.listening) {
          resolve();
          return;
        }
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function portOf(server: Server): number | null {
  const address: AddressInfo | string | null = server.address();
  return typeof address === 'object' ? (address?.port ?? null) : null;
}
