// Which characters a sign can draw, and what stands for those it cannot draw: the panel sends no others, and the check of a site file
// counts them.

/** 80H..A8H are IBM code page 437; A9H is the maker's own (Alpha manual p. 84-87). */
export const signExtended = 'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿°';
/** Stands apart from them, at BEH. */
export const signECircumflex = 'Ê';
const extended = new Set([...signExtended, signECircumflex]);

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
  if (isPlain(char) || extended.has(char)) return char;
  const substitute = substitutes.get(char);
  if (substitute !== undefined) return substitute;
  const bare = char.normalize('NFD').charAt(0);
  return isPlain(bare) ? bare : '?';
}

/** A character of ASCII that a sign has. */
export function isPlain(char: string): boolean {
  return char >= ' ' && char <= '}' && char.length === 1;
}
