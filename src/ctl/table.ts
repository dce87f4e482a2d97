// Aligned tables that fit the terminal: columns as wide as what stands in them, and the ones that may shrink do, widest first.
import type { Text } from '../base/language.js';
import { paint, type Screen, type Tone } from './screen.js';
import { fit, padEnd, padStart, printable, widthOf } from './text-width.js';

export type Column = {
  readonly title: Text;
  readonly align?: 'right';
  /** May be cut (with `…`) down to this many columns when the terminal is too narrow; never cut when left out. */
  readonly least?: number;
  /** Left out when the terminal is too narrow for all columns. */
  readonly optional?: boolean;
};

export type Cell = string | { readonly text: string; readonly tone: Tone };

const gap = '  ';

/** The table with its heading, each line ended by a line feed. Columns in which no row has anything are left out. */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  screen: Screen,
): string {
  const cells = rows.map(row => row.map(clean));
  const wanted = columns
    .map((column, index) => ({
      column,
      index,
      width: Math.max(
        widthOf(column.title[screen.language]),
        ...cells.map(row => widthOf(row[index]?.text ?? '')),
      ),
    }))
    .filter(({ index }) => cells.some(row => row[index]?.text !== ''));
  const fits = screen.columns === null || total(wanted.map(({ width }) => width)) <= screen.columns;
  const used = wanted.filter(({ column }) => fits || column.optional !== true);
  const widths = fitWidths(used, screen.columns);
  const line = (cellOf: (index: number, column: Column) => { text: string; tone: Tone }) =>
    used
      .map(({ column, index }, place) => {
        const { text, tone } = cellOf(index, column);
        const width = widths[place] ?? 0;
        const shown = fit(text, width);
        const last = place === used.length - 1 && column.align !== 'right';
        const padding = (column.align === 'right' ? padStart : padEnd)(shown, last ? 0 : width);
        return padding.replace(shown, () => paint(shown, tone, screen));
      })
      .join(gap)
      .trimEnd();
  const head = line((_, column) => ({ text: column.title[screen.language], tone: 'strong' }));
  const body = cells.map(row => line(index => row[index] ?? { text: '', tone: 'plain' }));
  return [head, ...body].map(one => `${one}\n`).join('');
}

function clean(cell: Cell): { text: string; tone: Tone } {
  const { text, tone } = typeof cell === 'string' ? { text: cell, tone: 'plain' as const } : cell;
  return { text: printable(text), tone };
}

function total(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width, 0) + gap.length * (widths.length - 1);
}

/** Takes columns from the widest that may still shrink until the line fits, or nothing may shrink any more. */
function fitWidths(
  columns: readonly { readonly column: Column; readonly width: number }[],
  most: number | null,
): number[] {
  const widths = columns.map(({ width }) => width);
  while (most !== null && total(widths) > most) {
    let widest: number | null = null;
    for (const [place, { column }] of columns.entries()) {
      const width = widths[place] ?? 0;
      if (column.least === undefined || width <= column.least) continue;
      if (widest === null || width > (widths[widest] ?? 0)) widest = place;
    }
    if (widest === null) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return widths;
}
