// What a display without a memory of its own was last sent, packet by packet, and which packet is to be sent next. Pure.

/** The packet that was sent last, and when. */
export interface HeldPacket {
  readonly bytes: string;
  readonly atMs: number;
}

/** The packet to send, by its index, or when the first one is to be repeated. */
export type DuePacket =
  | { readonly kind: 'send'; readonly index: number }
  | { readonly kind: 'wait'; readonly untilMs: number };

/**
 * Of the packets that differ from what is held, or are to be repeated, the one whose turn is the longest ago: on a slow line that several
 * signs share, the first row differs at every turn and must not keep the others from the sign.
 */
export function oldestDue(
  packets: readonly string[],
  held: readonly (HeldPacket | undefined)[],
  refreshMs: number,
  nowMs: number,
): DuePacket {
  let oldest: number | undefined;
  let oldestMs = Number.POSITIVE_INFINITY;
  let untilMs = Number.POSITIVE_INFINITY;
  for (const [index, bytes] of packets.entries()) {
    const one = held[index];
    const atMs = one?.atMs ?? 0;
    if (one !== undefined && one.bytes === bytes && nowMs < atMs + refreshMs)
      untilMs = Math.min(untilMs, atMs + refreshMs);
    else if (atMs < oldestMs) {
      oldest = index;
      oldestMs = atMs;
    }
  }
  return oldest === undefined ? { kind: 'wait', untilMs } : { kind: 'send', index: oldest };
}
