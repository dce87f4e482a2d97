// Signs behind an Ethernet adapter: one TCP connection, each packet in one write, no delay. The line above it dials again.
import { connect } from 'node:net';
import { OutsideError } from '../base/errors.js';
import type { Dial } from './line.js';

/** Where an adapter listens. There is no usual port: 3001 (Lantronix MSS) and 10001 (UDS, XPort) are seen most. */
export interface TcpPlace {
  readonly host: string;
  readonly port: number;
}

const KEEP_ALIVE_MS = 30_000;

/** `10.1.2.3:3001`. */
export function placeText({ host, port }: TcpPlace): string {
  return `${host}:${port}`;
}

/** A way to connect to an adapter. */
export function dialTcp(place: TcpPlace): Dial {
  return events => {
    let cause: NodeJS.ErrnoException | undefined;
    let opened = false;
    const socket = connect({
      ...place,
      noDelay: true,
      keepAlive: true,
      keepAliveInitialDelay: KEEP_ALIVE_MS,
    });
    socket.setEncoding('latin1');
    socket.on('connect', () => {
      opened = true;
      events.opened();
    });
    socket.on('data', data => events.received(String(data)));
    socket.on('drain', () => events.drained());
    socket.on('error', error => {
      cause = error;
    });
    socket.on('close', () => events.closed(closedError(place, opened, cause)));
    return {
      get busy() {
        return socket.writableLength > 0;
      },
      write: bytes => {
        socket.write(bytes, 'latin1');
      },
      close: () => {
        socket.destroy();
      },
    };
  };
}

function closedError(
  place: TcpPlace,
  opened: boolean,
  cause: NodeJS.ErrnoException | undefined,
): OutsideError {
  const reason = `${placeText(place)}: ${cause?.code ?? cause?.message ?? 'closed by the adapter'}`;
  if (opened) return new OutsideError('sign-lost', reason, cause);
  return new OutsideError(
    cause?.code === 'ECONNREFUSED' ? 'sign-refused' : 'sign-unreachable',
    reason,
    cause,
  );
}
