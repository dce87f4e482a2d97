// Ports for servers that must be told their port before they start. A block of ports belongs to whoever listens on its
// first one, so that several processes on one machine never take the same; the kernel lets it go when its owner dies.
import { createSocket } from 'node:dgram';
import { createServer, type Server } from 'node:net';

/** Below the range from which Linux takes ports for outgoing connections (32768 on). */
const firstBlock = 10_000;
const endOfBlocks = 32_000;
const blockSize = 250;

/** Ports for media, and others one by one. */
export type PortBlock = {
  /** First and last of a range for RTP. */
  readonly rtp: readonly [number, number];
  /** A port that is free on 127.0.0.1 for UDP and for TCP, and is not handed out again before the block has gone round. */
  readonly take: () => Promise<number>;
  readonly release: () => void;
};

/** Ports of one Asterisk: 250 to take one by one, and at least `mediaPorts` in a range (four for a call of two parties). */
export async function takePorts(mediaPorts = 500): Promise<PortBlock> {
  const wanted = Math.ceil(mediaPorts / blockSize) + 1;
  for (let from = firstBlock; from + wanted * blockSize <= endOfBlocks; from += blockSize) {
    const owners = await ownBlocks(from, wanted);
    if (owners !== undefined) return portBlock(owners, from, wanted);
  }
  throw new Error(`lab: all ports from ${firstBlock} to ${endOfBlocks} are taken`);
}

async function ownBlocks(from: number, count: number): Promise<readonly Server[] | undefined> {
  const owners: Server[] = [];
  for (let index = 0; index < count; index += 1) {
    const owner = await listen(from + index * blockSize);
    if (owner === undefined) {
      for (const taken of owners) taken.close();
      return undefined;
    }
    owners.push(owner.unref());
  }
  return owners;
}

function portBlock(owners: readonly Server[], from: number, blocks: number): PortBlock {
  let next = from + 1;
  return {
    rtp: [from + blockSize + 2, from + blocks * blockSize - 1],
    take: async () => {
      for (let tries = 0; tries < blockSize; tries += 1) {
        const port = next;
        next = next + 1 === from + blockSize ? from + 1 : next + 1;
        if (await isFree(port)) return port;
      }
      throw new Error(`lab: no free port from ${from} to ${from + blockSize}`);
    },
    release: () => {
      for (const owner of owners) owner.close();
    },
  };
}

function listen(port: number): Promise<Server | undefined> {
  const server = createServer();
  return new Promise(resolve => {
    server.once('error', () => resolve(undefined));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => resolve(server));
  });
}

async function isFree(port: number): Promise<boolean> {
  const tcp = await listen(port);
  if (tcp === undefined) return false;
  await new Promise(resolve => tcp.close(resolve));
  const udp = createSocket('udp4');
  return new Promise(resolve => {
    udp.once('error', () => resolve(false));
    udp.bind({ port, address: '127.0.0.1', exclusive: true }, () => udp.close(() => resolve(true)));
  });
}
