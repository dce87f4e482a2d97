// Rows and frames as the bytes of a plain text display. Pure; one character per byte.
import { unreachable } from '../../base/assert.js';
import { encodeBytes } from '../../base/charset.js';
import type { SignFrame } from '../../site/sign-frame.js';
import type { LookCodes, TextCharset } from '../../site/site-file.js';
import { hex, type SignColour } from '../alpha/codes.js';
import type { SignRow } from '../screen.js';

/** How a display writes. */
export interface TextStyle {
  readonly columns: number;
  readonly charset: TextCharset;
  /** `null`: it has one look. */
  readonly codes: LookCodes | null;
}

/** A row in exactly `columns` characters, with the codes of its colours and of flashing between them. */
export function encodeTextRow(row: SignRow, { columns, charset, codes }: TextStyle): string {
  let bytes = '';
  let look = { colour: '', flash: false };
  let left = columns;
  const blanks = { text: ' '.repeat(columns), colour: row.at(-1)?.colour ?? 'green', flash: false };
  for (const { text, colour, flash } of [...row, blanks]) {
    const chars = Array.from(text).slice(0, left);
    if (chars.length === 0) continue;
    left -= chars.length;
    if (codes !== null) {
      if (look.flash && !flash) bytes += codes.flashOff;
      if (codes[lookOf(colour)] !== look.colour) bytes += codes[lookOf(colour)];
      if (flash && !look.flash) bytes += codes.flashOn;
      look = { colour: codes[lookOf(colour)], flash };
    }
    bytes += encodeBytes(chars.join(''), charset);
  }
  return look.flash && codes !== null ? bytes + codes.flashOff : bytes;
}

/** Of three colours the nearest. */
export function lookOf(colour: SignColour): 'red' | 'amber' | 'green' {
  if (colour === 'red' || colour === 'dim-red') return 'red';
  return colour === 'green' || colour === 'dim-green' ? 'green' : 'amber';
}

/** A packet, from rows that are encoded. A row that the page does not have is blank. */
export function encodeFrame(frame: SignFrame, rows: readonly string[], columns: number): string {
  let bytes = '';
  let from = 0;
  for (const part of frame) {
    switch (part.kind) {
      case 'bytes':
        bytes += part.bytes;
        break;
      case 'row':
        bytes += part.row === null ? rows.join('') : (rows[part.row] ?? ' '.repeat(columns));
        break;
      case 'from':
        from = bytes.length;
        break;
      case 'sum':
        bytes += hex(
          checked(bytes.slice(from), (sum, byte) => (sum + byte) & 0xff),
          2,
        );
        break;
      case 'xor':
        bytes += hex(
          checked(bytes.slice(from), (sum, byte) => sum ^ byte),
          2,
        );
        break;
      default:
        return unreachable(part);
    }
  }
  return bytes;
}

function checked(bytes: string, add: (sum: number, byte: number) => number): number {
  let sum = 0;
  for (let at = 0; at < bytes.length; at += 1) sum = add(sum, bytes.charCodeAt(at));
  return sum;
}
