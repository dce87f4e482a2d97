// What is sent to a board that only its own manual knows: `<02>01{row1}<03>{xor}`.
import type { Said } from './problem.js';
import { displayTexts } from './texts-displays.js';

export type FramePart =
  /** One character per byte. */
  | { readonly kind: 'bytes'; readonly bytes: string }
  /** A row, from 0; `null`: all of them, one after the other. */
  | { readonly kind: 'row'; readonly row: number | null }
  /** From here on bytes are counted into the check; without it, from the first one. */
  | { readonly kind: 'from' }
  /** Two upper-case hexadecimal digits: the sum, or the exclusive or, of the bytes so far. */
  | { readonly kind: 'sum' | 'xor' };

export type SignFrame = readonly FramePart[];

type Read = { readonly ok: true; readonly frame: SignFrame } | { readonly ok: false; readonly said: Said };

const words: Readonly<Record<string, FramePart>> = {
  text: { kind: 'row', row: null },
  from: { kind: 'from' },
  sum: { kind: 'sum' },
  xor: { kind: 'xor' },
};

/** Reads a frame. */
export function readSignFrame(written: string): Read {
  const frame: FramePart[] = [];
  let at = 0;
  for (const piece of written.split(/(<[^<>]*>|\{[^{}]*\})/)) {
    if (piece !== '') {
      const part = readPiece(piece);
      if (part === null)
        return { ok: false, said: { ...displayTexts.notAFrame(piece), at, length: piece.length } };
      frame.push(part);
    }
    at += piece.length;
  }
  return { ok: true, frame };
}

function readPiece(piece: string): FramePart | null {
  const [, digits] = /^<([0-9A-Fa-f]{2})>$/.exec(piece) ?? [];
  if (digits !== undefined) return { kind: 'bytes', bytes: String.fromCharCode(Number.parseInt(digits, 16)) };
  const [, word = ''] = /^\{([a-z0-9]+)\}$/.exec(piece) ?? [];
  const [, row] = /^row([1-9]|1[0-6])$/.exec(word) ?? [];
  if (row !== undefined) return { kind: 'row', row: Number(row) - 1 };
  if (Object.hasOwn(words, word)) return words[word] ?? null;
  return /^[ -;=?-z|~]+$/.test(piece) ? { kind: 'bytes', bytes: piece } : null;
}

/** The bytes of a text that may only hold bytes: `<1C>1`. */
export function readSignBytes(
  written: string,
): { readonly ok: true; readonly bytes: string } | { readonly ok: false; readonly said: Said } {
  const read = readSignFrame(written);
  if (!read.ok) return read;
  let bytes = '';
  for (const part of read.frame) {
    if (part.kind !== 'bytes') return { ok: false, said: displayTexts.notAFrame(written) };
    bytes += part.bytes;
  }
  return { ok: true, bytes };
}
