// Which characters a sign can draw, how they are spelled on the wire, and what stands for those it cannot draw.
import { code } from './codes.js';

/** 8-bit lines carry an accent in one byte; 7-bit lines (7E1) and the ASCII formats need 08H and a second byte. */
export type Accents = 'one-byte' | 'two-byte';

/** 80H..A8H are IBM code page 437; A9H and BEH are the maker's own (manual p. 84-87). */
const EXTENDED = 'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿°';
const FIRST_EXTENDED = 0x80;
const E_CIRCUMFLEX = 0xbe;

const byteOf = new Map<string, number>([
  ...Array.from(EXTENDED, (char, index): [string, number] => [char, FIRST_EXTENDED + index]),
  ['Ê', E_CIRCUMFLEX],
]);
const charOf = new Map([...byteOf].map(([char, byte]) => [byte, char]));

/** A `~` is missing here on purpose: the sign draws half a space for it. */
const substitutes = new Map<string, string>([
  ...Array.from('«»“”„', (char): [string, string] => [char, '"']),
  ...Array.from('‘’‚`´', (char): [string, string] => [char, "'"]),
  ...Array.from('–—−~‐‑', (char): [string, string] => [char, '-']),
  ...Array.from('\u00a0\u202f\u2009\t\r\n', (char): [string, string] => [char, ' ']),
  ['…', '...'],
  ['œ', 'oe'],
  ['Œ', 'OE'],
  ['ß', 'ss'],
  ['€', 'EUR'],
  ['≥', '>='],
  ['≤', '<='],
]);

/**
 * The nearest text that the sign can draw: accents it lacks lose their mark, typographic signs become plain ones, anything else `?`.
 * The result never holds a control character, so a value cannot break out of its packet.
 */
export function drawable(text: string): string {
  return Array.from(text.normalize('NFC'), drawableChar).join('');
}

function drawableChar(char: string): string {
  if (isPlain(char) || byteOf.has(char)) return char;
  const substitute = substitutes.get(char);
  if (substitute !== undefined) return substitute;
  const bare = char.normalize('NFD').charAt(0);
  return isPlain(bare) ? bare : '?';
}

function isPlain(char: string): boolean {
  return char >= ' ' && char <= '}' && char.length === 1;
}

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
