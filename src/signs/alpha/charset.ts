// How the characters that a sign can draw are spelled on the wire.
import { drawable, isPlain, signECircumflex, signExtended } from '../../base/sign-characters.js';
import { code } from './codes.js';

/** 8-bit lines carry an accent in one byte; 7-bit lines (7E1) and the ASCII formats need 08H and a second byte. */
export type Accents = 'one-byte' | 'two-byte';

/** Of the first of `signExtended`. */
const FIRST_EXTENDED = 0x80;
const E_CIRCUMFLEX = 0xbe;

const byteOf = new Map<string, number>([
  ...Array.from(signExtended, (char, index): [string, number] => [char, FIRST_EXTENDED + index]),
  [signECircumflex, E_CIRCUMFLEX],
]);
const charOf = new Map([...byteOf].map(([char, byte]) => [byte, char]));

/** Spells a text for the wire. Everything that the sign cannot draw is replaced first. */
export function encodeText(text: string, accents: Accents): string {
  return Array.from(drawable(text), char => {
    const byte = byteOf.get(char);
    if (byte === undefined) return char;
    return accents === 'one-byte' ? String.fromCharCode(byte) : extendedPair(byte);
  }).join('');
}

/** A byte of 80H and above as 08H and a printable character (manual p. 84: offset -60H). */
function extendedPair(byte: number): string {
  return code.extended + String.fromCharCode(byte - 0x60);
}

/** What the sign draws for one byte; `?` for what is not in its table. */
export function decodeByte(byte: number): string {
  if (byte >= FIRST_EXTENDED) return charOf.get(byte) ?? '?';
  const char = String.fromCharCode(byte);
  return isPlain(char) ? char : '?';
}

/** What the sign draws for the character after 08H. */
export function decodeExtended(second: string): string {
  return decodeByte(second.charCodeAt(0) + 0x60);
}
