// Displays that take datagrams: each packet is one, and nobody says whether it came.
import { createSocket } from 'node:dgram';
import { OutsideError } from '../base/errors.js';
import type { Dial } from './line.js';
import { placeText, type TcpPlace } from './tcp.js';

/** A way to a display that listens for datagrams. */
export function dialUdp({ host, port }: TcpPlace): Dial {
  return events => {
    const socket = createSocket({ type: host.includes(':') ? 'udp6' : 'udp4' });
    let closed = false;
    const fail = (error: Error) => {
      if (closed) return;
      closed = true;
      socket.close();
      const place = placeText({ host, port });
      events.closed(new OutsideError('sign-unreachable', `${place}: ${error.message}`, error));
    };
    socket.on('error', fail);
    socket.on('message', bytes => events.received(bytes.toString('latin1')));
    socket.on('connect', () => events.opened());
    socket.connect(port, host);
    return {
      busy: false,
      write: bytes =>
        socket.send(Buffer.from(bytes, 'latin1'), error => {
          if (error !== null) fail(error);
        }),
      close: () => {
        if (closed) return;
        closed = true;
        socket.close();
      },
    };
  };
}
