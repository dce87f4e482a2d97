// Finds packets in a stream of bytes, as a sign does: resynchronises on SOH, checks checksums, gives up after a silence.
import { EOT, ETX, SOH, STX } from './codes.js';
import { checksum, type Wire } from './packet.js';

/** One `STX … [ETX checksum]` of a packet. A wrong checksum means: ignore this body. */
export interface Group {
  readonly body: string;
  readonly checksum: 'absent' | 'right' | 'wrong';
}

/** A packet that has arrived whole. */
export interface ReceivedPacket {
  readonly type: string;
  readonly address: string;
  readonly groups: readonly Group[];
}

/** A pause longer than this inside a packet loses it (manual: inter-byte time-out). */
const MAX_SILENCE_MS = 1_000;

/** Far above the largest packet of a sign; noise without an EOT must not fill the memory. */
const MAX_PACKET = 65_536;

const groupPattern = new RegExp(`${STX}([^${STX}${ETX}]*)(?:(${ETX})([^${STX}${ETX}]*))?`, 'g');

/** Collects bytes (latin1 strings) and gives back packets. Never throws, whatever arrives. */
export class PacketReader {
  readonly #format: Wire['format'];
  /** Received and not yet unescaped: at most the beginning of one escape. */
  #raw = '';
  /** From the last SOH on. */
  #pending = '';
  #lastMs = 0;

  constructor(format: Wire['format']) {
    this.#format = format;
  }

  /** `bytes` arrived at `nowMs`: the packets that they complete. */
  push(bytes: string, nowMs: number): ReceivedPacket[] {
    if (nowMs - this.#lastMs > MAX_SILENCE_MS) this.forget();
    this.#lastMs = nowMs;
    this.#pending += this.#unescape(bytes);
    const packets: ReceivedPacket[] = [];
    for (let end = this.#pending.indexOf(EOT); end >= 0; end = this.#pending.indexOf(EOT)) {
      const packet = readPacket(this.#pending.slice(0, end));
      if (packet !== undefined) packets.push(packet);
      this.#pending = this.#pending.slice(end + 1);
    }
    const start = this.#pending.lastIndexOf(SOH);
    this.#pending = start < 0 ? '' : this.#pending.slice(start);
    if (this.#pending.length > MAX_PACKET) this.#pending = '';
    return packets;
  }

  /** Drops what has not become a packet yet. */
  forget(): void {
    this.#raw = '';
    this.#pending = '';
  }

  #unescape(bytes: string): string {
    if (this.#format === 'binary') return bytes;
    const raw = this.#raw + bytes;
    const [mark, length] = this.#format === 'ascii2' ? [']', 2] : ['_', 3];
    const lastMark = raw.lastIndexOf(mark);
    const cut = lastMark >= 0 && raw.length - lastMark < length ? lastMark : raw.length;
    this.#raw = raw.slice(cut);
    const whole = raw.slice(0, cut);
    return this.#format === 'ascii2'
      ? whole.replace(/\]([ -?])/g, (_, char: string) => String.fromCharCode(char.charCodeAt(0) - 0x20))
      : whole.replace(/_([0-9A-F]{2})/g, (_, digits: string) =>
          String.fromCharCode(Number.parseInt(digits, 16)),
        );
  }
}

/** What stands before the EOT; the last SOH counts. */
function readPacket(before: string): ReceivedPacket | undefined {
  const start = before.lastIndexOf(SOH);
  if (start < 0) return undefined;
  const content = before.slice(start + 1);
  const type = content.charAt(0);
  // A sign's answers carry the address with a leading 0: "000", the first one being the type.
  const address = content.slice(1, 3);
  if (!/^[0-9A-F?]{2}$/.test(address) || content.charAt(3) !== STX) return undefined;
  const groups: Group[] = [];
  for (const [, body = '', etx, digits] of content.slice(3).matchAll(groupPattern)) {
    const right = checksum(STX + body + ETX) === digits;
    groups.push({ body, checksum: etx === undefined ? 'absent' : right ? 'right' : 'wrong' });
  }
  return { type, address, groups };
}
