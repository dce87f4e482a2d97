// A stretch of wire between a daemon and Asterisk that a test can cut, as kill -9 or a pulled cable would, or slow down.

import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { atOnce, carry, type Pace, type SlowWire } from './slow-wire.js';

export type Relay = {
  readonly port: number;
  /** All connections end at once, and no more are taken. */
  readonly cut: () => void;
  /** All connections end at once; new ones are taken. */
  readonly drop: () => void;
  /** All connections end at once, and new ones as soon as they come, until `mend`. */
  readonly refuse: () => void;
  readonly mend: () => void;
  /** Connections stay, nothing passes any more. */
  readonly freeze: () => void;
  /** As `freeze`, and new connections are taken and hear nothing, until `thaw`, which ends them all. */
  readonly mute: () => void;
  readonly thaw: () => void;
  /** Bytes pass later, or no faster: on the connections that are open now (`open`), or on new ones, too (`all`). */
  readonly slow: (which: 'open' | 'all', pace: Partial<Pace>) => void;
  /** What comes from now on is not held up; what is on its way stays in front of it. */
  readonly brisk: () => void;
};

/** `pass` may change what Asterisk says, as long as the length stays. */
export async function relayTo(
  host: string,
  port: number,
  pass: (said: Buffer) => Buffer = said => said,
): Promise<Relay> {
  const sockets = new Set<Socket>();
  let refuses = false;
  let isMute = false;
  let usual = atOnce;
  const wires = new Set<SlowWire>();
  const server = createServer(near => {
    if (refuses) return void near.destroy();
    if (isMute) {
      sockets.add(near);
      near.on('close', () => sockets.delete(near));
      near.on('error', () => near.destroy());
      return;
    }
    const far = connect(port, host);
    const both = [carry(near, far, usual, said => said), carry(far, near, usual, pass)];
    for (const wire of both) wires.add(wire);
    near.on('close', () => {
      for (const wire of both) wires.delete(wire);
    });
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.setNoDelay(true);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  server.unref();
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const drop = () => {
    for (const socket of sockets) socket.destroy();
  };
  const refuse = () => {
    refuses = true;
    drop();
  };
  const freeze = () => {
    for (const socket of sockets) {
      socket.pause();
    }
  };
  const setPace = (pace: Pace) => {
    for (const wire of wires) wire.setPace(pace);
  };
  return {
    port: address.port,
    cut: () => {
      server.close();
      refuse();
    },
    drop,
    refuse,
    mend: () => {
      refuses = false;
    },
    freeze,
    mute: () => {
      isMute = true;
      freeze();
    },
    thaw: () => {
      isMute = false;
      drop();
    },
    slow: (which, pace) => {
      const slower = { ...atOnce, ...pace };
      if (which === 'all') usual = slower;
      setPace(slower);
    },
    brisk: () => {
      usual = atOnce;
      setPace(atOnce);
    },
  };
}
