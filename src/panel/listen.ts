// Listening on a port that may be taken: said clearly, tried again, and no reason for the rest of the panel to stop.
import { type AddressInfo, BlockList, isIPv6, type Server, type Socket } from 'node:net';
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
export type Place = {
  readonly host: string;
  readonly port: number;
  readonly againAfterMs?: number;
  /** Who may ask; not given: everybody. */
  readonly allowed?: Allowed;
};

/** Whether who has this address may ask. */
export type Allowed = (address: string | undefined) => boolean;

/** Who may ask where the site file does not say. */
export const everybody: Allowed = () => true;

const usualAgainAfterMs = 10_000;
/** Addresses that were turned away and are named in the log, each once. */
const mostNamed = 100;

/** Those of a list of addresses and networks (`10.0.0.7`, `10.1.0.0/16`), checked by the site file; `null`: everybody. */
export function allowList(entries: readonly string[] | null): Allowed {
  if (entries === null) return everybody;
  const list = new BlockList();
  for (const entry of entries) {
    const [address = '', bits] = entry.split('/');
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return address => {
    if (address === undefined) return false;
    // An IPv4 client of a socket that serves both.
    const plain = address.replace(/^::ffff:(?=\d+\.)/, '');
    return list.check(plain, isIPv6(plain) ? 'ipv6' : 'ipv4');
  };
}

/** Listens, now or later. `setting`: where the port stands in the site file. Who is not `allowed` is cut without a word. */
export function listen(
  server: Server,
  { host, port, againAfterMs = usualAgainAfterMs, allowed = everybody }: Place,
  { log, setting }: { readonly log: Logger; readonly setting: string },
): Listening {
  const sockets = new Set<Socket>();
  const named = new Set<string>();
  let timer: NodeJS.Timeout | null = null;
  let closed = false;
  // Before whoever would answer him.
  server.prependListener('connection', (socket: Socket) => {
    const { remoteAddress: address } = socket;
    if (!allowed(address)) {
      socket.destroy();
      if (address === undefined || named.has(address) || named.size >= mostNamed) return;
      named.add(address);
      log.warn({ setting, address }, 'turned away: not on the list of who may ask');
      return;
    }
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
