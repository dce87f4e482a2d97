// What stands inside a TEXT or STRING file: characters, and the control codes a wallboard needs (manual Appendix G).
import { unreachable } from '../../base/assert.js';
import { type Accents, decodeByte, decodeExtended, encodeText } from './charset.js';
import { code, colourDigit, colourOfDigit, type SignColour } from './codes.js';

/** One thing inside a file. `call` inserts the STRING of that label; `clock` the sign's own time. */
export type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'colour'; readonly colour: SignColour }
  | { readonly kind: 'flash'; readonly on: boolean }
  | { readonly kind: 'fixed-width'; readonly on: boolean }
  | { readonly kind: 'call'; readonly label: string }
  | { readonly kind: 'clock' }
  | { readonly kind: 'new-line' }
  | { readonly kind: 'new-page' };

/** Spells pieces for the wire. */
export function encodePieces(pieces: readonly Piece[], accents: Accents): string {
  return pieces.map(piece => encodePiece(piece, accents)).join('');
}

function encodePiece(piece: Piece, accents: Accents): string {
  switch (piece.kind) {
    case 'text':
      return encodeText(piece.text, accents);
    case 'colour':
      return code.colour + colourDigit(piece.colour);
    case 'flash':
      return code.flash + (piece.on ? '1' : '0');
    case 'fixed-width':
      return code.width + (piece.on ? '1' : '0');
    case 'call':
      return code.call + piece.label;
    case 'clock':
      return code.clock;
    case 'new-line':
      return code.newLine;
    case 'new-page':
      return code.newPage;
    default:
      return unreachable(piece);
  }
}

/** Control codes that we do not draw, and how many characters follow each of them. */
const argumentsOfIgnored = new Map<string, number>([
  [code.doubleHeight, 1],
  [code.date, 1],
  [code.picture, 1],
  [code.charset, 1],
  [code.attribute, 2],
]);

/**
 * Reads a file back into pieces, neighbouring characters joined. Anything is accepted, as a sign does:
 * codes that we do not know are skipped with their arguments, a code cut short at the end is dropped.
 */
export function parsePieces(wire: string): Piece[] {
  const pieces: Piece[] = [];
  let text = '';
  let at = 0;
  const add = (piece: Piece | undefined) => {
    if (text !== '') pieces.push({ kind: 'text', text });
    text = '';
    if (piece !== undefined) pieces.push(piece);
  };
  while (at < wire.length) {
    const char = wire.charAt(at);
    const next = wire.charAt(at + 1);
    if (char >= ' ') {
      text += decodeByte(char.charCodeAt(0));
      at += 1;
    } else if (char === code.extended) {
      if (next !== '') text += decodeExtended(next);
      at += 2;
    } else {
      const read = readControl(char, next);
      add(read.piece);
      at += read.length;
    }
  }
  add(undefined);
  return pieces;
}

function readControl(char: string, next: string): { piece: Piece | undefined; length: number } {
  switch (char) {
    case code.clock:
      return { piece: { kind: 'clock' }, length: 1 };
    case code.newLine:
      return { piece: { kind: 'new-line' }, length: 1 };
    case code.newPage:
      return { piece: { kind: 'new-page' }, length: 1 };
    case code.call:
      return { piece: next === '' ? undefined : { kind: 'call', label: next }, length: 2 };
    case code.flash:
      return { piece: { kind: 'flash', on: next === '1' }, length: 2 };
    case code.width:
      return { piece: { kind: 'fixed-width', on: next === '1' }, length: 2 };
    case code.colour: {
      const colour = colourOfDigit(next);
      if (colour !== undefined) return { piece: { kind: 'colour', colour }, length: 2 };
      // `1CH Z RRGGBB` is the RGB colour of Alpha 3.0.
      return { piece: undefined, length: next === 'Z' ? 8 : 2 };
    }
    default:
      return { piece: undefined, length: 1 + (argumentsOfIgnored.get(char) ?? 0) };
  }
}
