// One direction of a connection whose bytes may be held up: later, or no faster than so much, always in order.
import type { Socket } from 'node:net';

export type Pace = { readonly delayMs: number; readonly bytesPerSecond: number };

export const atOnce: Pace = { delayMs: 0, bytesPerSecond: Number.POSITIVE_INFINITY };

/** What passes in one piece where bytes are counted. */
const pieceBytes = 64;

export type SlowWire = {
  /** For what comes from now on; what is on its way stays in front of it. */
  readonly setPace: (pace: Pace) => void;
};

/** Carries what `from` says, changed by `pass`, to `to`. */
export function carry(from: Socket, to: Socket, first: Pace, pass: (said: Buffer) => Buffer): SlowWire {
  let pace = first;
  /** When the last piece will have passed. */
  let freeAtMs = 0;
  const onTheWay: { readonly piece: Buffer; readonly atMs: number }[] = [];
  let timer: NodeJS.Timeout | null = null;
  const deliver = (): void => {
    timer = null;
    for (;;) {
      const [next] = onTheWay;
      if (next === undefined || to.destroyed) return;
      const leftMs = next.atMs - performance.now();
      if (leftMs > 0) {
        timer = setTimeout(deliver, leftMs);
        timer.unref();
        return;
      }
      onTheWay.shift();
      to.write(next.piece);
    }
  };
  from.on('data', data => {
    const said = pass(data);
    const { delayMs, bytesPerSecond } = pace;
    const size = Number.isFinite(bytesPerSecond) ? pieceBytes : said.length;
    for (let at = 0; at < said.length; at += size) {
      const piece = said.subarray(at, at + size);
      freeAtMs = Math.max(performance.now() + delayMs, freeAtMs) + (piece.length / bytesPerSecond) * 1000;
      onTheWay.push({ piece, atMs: freeAtMs });
    }
    if (timer === null) deliver();
  });
  return {
    setPace: next => {
      pace = next;
    },
  };
}
