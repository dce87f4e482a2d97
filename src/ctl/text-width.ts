// How wide a text is on a terminal, and how it is made to fit: by graphemes, as the terminal counts columns.

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** What a terminal shows in two columns: East Asian wide and full-width blocks (Unicode's EastAsianWidth W and F), and emoji. */
const wide =
  /^(?:\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]|.*\ufe0f)/u;

/** Accents and joiners alone take no column. */
const zeroWidth = /^[\p{Mark}\u200b-\u200d\ufeff]+$/u;

/** What moves a cursor, rings a bell, or turns the direction of writing: callers choose their own names. */
const harmful = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

/** The text with every control character replaced by `·`: what came from outside must not steer the terminal. */
export function printable(text: string): string {
  return text.replace(harmful, '·');
}

/** The same for text of several lines; tabs stay too, as carets below them count on them. */
export function printableLines(text: string): string {
  return text.replace(/[^\n\t]+/g, printable);
}

/** Columns that the text takes on a terminal. */
export function widthOf(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  let width = 0;
  for (const { segment } of segmenter.segment(text)) width += widthOfGrapheme(segment);
  return width;
}

function widthOfGrapheme(grapheme: string): number {
  if (zeroWidth.test(grapheme)) return 0;
  return wide.test(grapheme) ? 2 : 1;
}

/** The text cut to at most `width` columns, with `…` at the end when something is missing. */
export function fit(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let kept = '';
  let used = 0;
  for (const { segment } of segmenter.segment(text)) {
    const next = used + widthOfGrapheme(segment);
    if (next > width - 1) break;
    kept += segment;
    used = next;
  }
  return `${kept}…`;
}

export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)));
}

export function padStart(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - widthOf(text))) + text;
}

/**
 * Lines of at most `width` columns, broken between words; French signs that stand after a space (`:`, `»`) stay with the word before
 * them. A word that is too long for a line stands alone and is not cut: it may have to be copied.
 */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text
    .replace(/ (?=[:;?!»](?: |$))/g, '\u00a0')
    .replace(/« /g, '«\u00a0')
    .split(' ')) {
    if (line !== '' && widthOf(line) + 1 + widthOf(word) > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  lines.push(line);
  return lines.map(one => one.replaceAll('\u00a0', ' '));
}
