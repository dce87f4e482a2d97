// Draws rows of characters as the dots of an LED matrix. Free of Node: the browser may use it.
import { colourDigit } from './alpha/codes.js';
import { GLYPH_HEIGHT, GLYPH_WIDTH, glyphRow } from './font.js';
import type { SignRow } from './screen.js';

/** Dots, one string a line of dots, one digit a dot: `0` dark, `1` red … `8` yellow (the order of `signColours`). */
export interface Matrix {
  readonly width: number;
  readonly height: number;
  readonly pixels: readonly string[];
}

/** The size of a sign in characters, and whether flashing characters are in their dark half. */
export interface MatrixSize {
  readonly columns: number;
  readonly rows: number;
  readonly flashDark?: boolean;
}

/** Dots from one character to the next. */
const CELL_WIDTH = GLYPH_WIDTH + 1;

/** Draws the rows that fit: characters beyond the last column and rows beyond the last one are cut. */
export function renderMatrix(rows: readonly SignRow[], size: MatrixSize): Matrix {
  const width = size.columns * CELL_WIDTH - 1;
  const pixels: string[] = [];
  for (let index = 0; index < size.rows; index += 1) {
    if (index > 0) pixels.push('0'.repeat(width));
    for (let line = 0; line < GLYPH_HEIGHT; line += 1)
      pixels.push(
        renderLine(rows[index] ?? [], line, size.flashDark === true)
          .slice(0, width)
          .padEnd(width, '0'),
      );
  }
  return { width, height: pixels.length, pixels };
}

function renderLine(row: SignRow, line: number, flashDark: boolean): string {
  let dots = '';
  for (const run of row) {
    const lit = run.flash && flashDark ? '0' : colourDigit(run.colour);
    for (const char of run.text) dots += renderGlyphLine(char, line, lit);
  }
  return dots;
}

function renderGlyphLine(char: string, line: number, lit: string): string {
  const bits = glyphRow(char, line);
  let dots = '';
  for (let bit = 1 << (GLYPH_WIDTH - 1); bit > 0; bit >>= 1) dots += (bits & bit) === 0 ? '0' : lit;
  return `${dots}0`;
}
