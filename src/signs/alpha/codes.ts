// The control bytes and colours of the Alpha protocol (form 9708-8061 rev. F, p. 9-11 and Appendix G).
// Everywhere in this folder a wire text is a string with one character per byte, 00H to FFH (latin1).

export const NUL = '\x00';
export const SOH = '\x01';
export const STX = '\x02';
export const ETX = '\x03';
export const EOT = '\x04';
export const ESC = '\x1b';

/** Control codes inside a text. */
export const code = {
  doubleHeight: '\x05',
  flash: '\x07',
  extended: '\x08',
  date: '\x0b',
  newPage: '\x0c',
  newLine: '\x0d',
  call: '\x10',
  clock: '\x13',
  picture: '\x14',
  charset: '\x1a',
  colour: '\x1c',
  attribute: '\x1d',
  width: '\x1e',
} as const;

/** Colours in the order of their codes `1`..`8`, which are also the digits of a rendered matrix (`0` is dark). */
export const signColours = [
  'red',
  'green',
  'amber',
  'dim-red',
  'dim-green',
  'brown',
  'orange',
  'yellow',
] as const;

/** A colour that every three-colour sign knows. */
export type SignColour = (typeof signColours)[number];

/** The digit `1`..`8` of a colour. */
export function colourDigit(colour: SignColour): string {
  return String(signColours.indexOf(colour) + 1);
}

/** The colour of a digit; nothing for the rainbows, mixes and RGB that only some signs have. */
export function colourOfDigit(digit: string): SignColour | undefined {
  return signColours[Number(digit) - 1];
}

/** TEXT file that replaces everything while it is set, and needs no memory. */
export const PRIORITY_LABEL = '0';

/** No STRING, and no priority text, holds more bytes than this. */
export const MAX_STRING_BYTES = 125;

/** `value` in upper-case hexadecimal, `digits` long. */
export function hex(value: number, digits: number): string {
  return value.toString(16).toUpperCase().padStart(digits, '0');
}
