// A packet around a body (manual p. 9-11), in the three spellings of section 5 of the manual.
import { unreachable } from '../../base/assert.js';
import type { Accents } from './charset.js';
import { EOT, ETX, hex, NUL, SOH, STX } from './codes.js';

/**
 * How a line spells its packets. `ascii2` and `ascii3` write control characters in printable ASCII; over which bytes a checksum
 * would run there is not known, so they have none.
 */
export type Wire =
  | { readonly format: 'binary'; readonly checksum: boolean; readonly accents: Accents }
  | { readonly format: 'ascii2' | 'ascii3' };

/** To whom: a type code (`Z` = every sign) and two hexadecimal digits (`00` = all; `?` stands for any digit). */
export interface Destination {
  readonly type: string;
  readonly address: string;
}

export const EVERY_SIGN: Destination = { type: 'Z', address: '00' };

/** How accents must be spelled on a line. */
export function accentsOf(wire: Wire): Accents {
  return wire.format === 'binary' ? wire.accents : 'two-byte';
}

/** The whole packet, ready for one write. One command a packet: nesting needs pauses that no Ethernet adapter keeps. */
export function encodePacket(body: string, destination: Destination, wire: Wire): string {
  const header = SOH + destination.type + destination.address;
  const group = STX + body;
  switch (wire.format) {
    case 'binary': {
      const end = wire.checksum ? ETX + checksum(group + ETX) + EOT : EOT;
      // Five NULs let the sign find the speed of the line.
      return NUL.repeat(5) + header + group + end;
    }
    case 'ascii2':
      // Those who drive signs this way send EOT twice; a sign ignores what stands outside a packet.
      return toAscii2(header + group + EOT + EOT);
    case 'ascii3':
      return toAscii3(header + group + EOT);
    default:
      return unreachable(wire);
  }
}

/** 16-bit sum from STX to ETX inclusive, as four upper-case hexadecimal digits (Table 7, p. 11). */
export function checksum(group: string): string {
  let sum = 0;
  for (let at = 0; at < group.length; at += 1) sum += group.charCodeAt(at);
  return hex(sum & 0xffff, 4);
}

/** `]` and the character 20H further; how a literal `]` is sent is not known, so it becomes `)`. */
function toAscii2(packet: string): string {
  return Array.from(packet, char => {
    if (char < ' ') return `]${String.fromCharCode(char.charCodeAt(0) + 0x20)}`;
    return char === ']' ? ')' : char;
  }).join('');
}

/** `_` and two hexadecimal digits; a literal `_` becomes `-`. */
function toAscii3(packet: string): string {
  return Array.from(packet, char => {
    if (char < ' ') return `_${hex(char.charCodeAt(0), 2)}`;
    return char === '_' ? '-' : char;
  }).join('');
}
