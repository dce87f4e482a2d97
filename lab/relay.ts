// A stretch of wire between a daemon and Asterisk that a test can cut, as kill -9 or a pulled cable would.

import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

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
  const server = createServer(near => {
    if (refuses) return void near.destroy();
    if (isMute) {
      sockets.add(near);
      near.on('close', () => sockets.delete(near));
      near.on('error', () => near.destroy());
      return;
    }
    const far = connect(port, host);
    near.pipe(far);
    far.on('data', said => near.write(pass(said)));
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
      socket.unpipe();
      socket.pause();
    }
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
  };
}
