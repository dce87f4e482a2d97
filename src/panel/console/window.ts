// Of a long list, the rows that are drawn: those that can be seen and a few on each side. All rows are of one height.

/** Rows drawn beyond each edge, so that a scroll shows rows at once. */
const beyond = 4;

export type Window = { readonly from: number; readonly to: number };

/** Rows from `from` up to, and without, `to`. */
export function windowOf(count: number, rowPx: number, scrolledPx: number, heightPx: number): Window {
  const first = Math.floor(Math.max(0, scrolledPx) / rowPx);
  const seen = Math.ceil(Math.max(0, heightPx) / rowPx) + 1;
  const from = Math.max(0, Math.min(first, count - seen) - beyond);
  return { from, to: Math.min(count, Math.max(first, from) + seen + beyond) };
}

/** How far to scroll so that a row is seen whole; `headPx` at the top is covered. */
export function scrollFor(
  index: number,
  rowPx: number,
  scrolledPx: number,
  heightPx: number,
  headPx: number,
): number {
  const top = index * rowPx;
  if (top < scrolledPx) return top;
  const bottom = top + rowPx + headPx;
  return bottom > scrolledPx + heightPx ? bottom - heightPx : scrolledPx;
}

export type ListKey = 'ArrowDown' | 'ArrowUp' | 'PageDown' | 'PageUp' | 'Home' | 'End';

/** The row to which a key leads from another one (-1: none yet); `null`: the key is none of a list. */
export function rowAfter(key: string, at: number, count: number, pageRows: number): number | null {
  if (count === 0) return null;
  const steps: Readonly<Record<ListKey, number>> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    PageDown: at + pageRows,
    PageUp: at - pageRows,
    Home: 0,
    End: count - 1,
  };
  const to = (Object.entries(steps) as [ListKey, number][]).find(([name]) => name === key)?.[1];
  return to === undefined ? null : Math.max(0, Math.min(count - 1, to));
}
