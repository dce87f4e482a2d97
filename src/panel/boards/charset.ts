// The character sets that a polling display may ask for.
import { type ByteCharset, encodeBytes } from '../../base/charset.js';

export type Charset = ByteCharset | 'utf8';

/** The name that goes into a Content-Type. */
export const charsetNames: Readonly<Record<Charset, string>> = {
  ascii: 'us-ascii',
  latin1: 'iso-8859-1',
  cp437: 'ibm437',
  utf8: 'utf-8',
};

/** A row of exactly so many characters (code points: what `encodeRow` makes a byte of), filled up with blanks. */
export function fitRow(row: string, columns: number): string {
  const characters = Array.from(row).slice(0, columns);
  return characters.join('') + ' '.repeat(columns - characters.length);
}

/** Encodes a row, one byte a character (but for UTF-8). Controls become blanks, the unknown becomes `?`. */
export function encodeRow(text: string, charset: Charset): Buffer {
  if (charset === 'utf8') return Buffer.from(text.replaceAll(/\p{Cc}/gu, ' '), 'utf8');
  return Buffer.from(encodeBytes(text, charset), 'latin1');
}
