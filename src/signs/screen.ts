// What a person sees on a sign: rows of runs, a run being characters of one colour. Free of Node: the browser may use it.
import type { SignColour } from './alpha/codes.js';
import type { Mode } from './alpha/commands.js';
import type { Piece } from './alpha/pieces.js';

/** Neighbouring characters that look alike. */
export interface SignRun {
  readonly text: string;
  readonly colour: SignColour;
  readonly flash: boolean;
}

export type SignRow = readonly SignRun[];

/** What a sign shows at one time. With several pages, it shows them one after the other. */
export interface SignPage {
  readonly mode: Mode;
  readonly rows: readonly SignRow[];
}

/** What a TEXT draws from elsewhere. */
export interface Drawing {
  /** The content of a STRING; nothing is drawn for one that is not there. */
  stringOf(label: string): readonly Piece[] | undefined;
  /** The sign's own time, as it writes it. */
  readonly clock: string;
}

/** Signs start in a colour of their own choice; ours never rely on it. */
const FIRST_COLOUR: SignColour = 'amber';

/**
 * Draws a TEXT. Formatting set inside a STRING goes on after it, as on a real sign. A new page within a TEXT starts another `SignPage`.
 */
export function drawText(mode: Mode, pieces: readonly Piece[], drawing: Drawing): SignPage[] {
  let row: SignRun[] = [];
  let rows: SignRow[] = [row];
  const pages = [rows];
  let colour = FIRST_COLOUR;
  // A flashing TEXT flashes as a whole.
  const always = mode === 'flash';
  let flash = always;
  const write = (text: string) => {
    const last = row.at(-1);
    if (last !== undefined && last.colour === colour && last.flash === flash)
      row[row.length - 1] = { ...last, text: last.text + text };
    else if (text !== '') row.push({ text, colour, flash });
  };
  const startRow = () => {
    row = [];
    rows.push(row);
  };
  const draw = (piece: Piece, insideString: boolean) => {
    if (piece.kind === 'text') write(piece.text);
    else if (piece.kind === 'clock') write(drawing.clock);
    else if (piece.kind === 'colour') colour = piece.colour;
    else if (piece.kind === 'flash') flash = always || piece.on;
    else if (piece.kind === 'new-line') startRow();
    else if (piece.kind === 'new-page') {
      rows = [];
      pages.push(rows);
      startRow();
    } else if (piece.kind === 'call' && !insideString)
      for (const inner of drawing.stringOf(piece.label) ?? []) draw(inner, true);
  };
  for (const piece of pieces) draw(piece, false);
  return pages.map(each => ({ mode, rows: each }));
}

/** The characters of a page, one string a row. */
export function plainRows(page: SignPage): string[] {
  return page.rows.map(row => row.map(run => run.text).join(''));
}

/** The characters of a page with the colour of each run before it: `[green]ATT [red!]12[green]`, `!` for flashing. */
export function colouredRows(page: SignPage): string[] {
  return page.rows.map(row => row.map(run => `[${run.colour}${run.flash ? '!' : ''}]${run.text}`).join(''));
}
