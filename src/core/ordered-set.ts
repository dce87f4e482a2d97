// An ordered set in chunks of sorted arrays: insertion, removal and rank cost about the square root of the size, and a walk from the
// front costs what it visits. Simple, and quick at the sizes of a floor (thousands).

/** Compared by `first`, then `second`, then `third`: smaller comes first. Two entries of a set never have all three equal. */
export type Entry<T> = {
  readonly first: number;
  readonly second: number;
  readonly third: number;
  readonly item: T;
};

export type OrderedSet<T> = { size: number; readonly chunks: Entry<T>[][] };

const chunkLimit = 128;

export function orderedSet<T>(): OrderedSet<T> {
  return { size: 0, chunks: [] };
}

export function compareEntries(a: Entry<unknown>, b: Entry<unknown>): number {
  return a.first - b.first || a.second - b.second || a.third - b.third;
}

/** Index of the first chunk whose last entry is not before `entry`. */
function chunkOf<T>({ chunks }: OrderedSet<T>, entry: Entry<unknown>): number {
  // Most sets are short: then not even the last entry needs to be looked at.
  if (chunks.length <= 1) return 0;
  let low = 0;
  let high = chunks.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const chunk = chunks[middle];
    const last = chunk?.[chunk.length - 1];
    if (last !== undefined && compareEntries(last, entry) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Index in the chunk of the first entry that is not before `entry`. */
function placeIn<T>(chunk: readonly Entry<T>[], entry: Entry<unknown>): number {
  let low = 0;
  let high = chunk.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const there = chunk[middle];
    if (there !== undefined && compareEntries(there, entry) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Adds an entry; one with the same three keys must not be there. */
export function insert<T>(set: OrderedSet<T>, entry: Entry<T>): void {
  const index = Math.min(chunkOf(set, entry), Math.max(0, set.chunks.length - 1));
  const chunk = set.chunks[index];
  set.size++;
  if (chunk === undefined) {
    set.chunks.push([entry]);
    return;
  }
  chunk.splice(placeIn(chunk, entry), 0, entry);
  if (chunk.length > chunkLimit) set.chunks.splice(index + 1, 0, chunk.splice(chunkLimit >>> 1));
}

/** Removes the entry with the same keys; false if there is none. */
export function remove<T>(set: OrderedSet<T>, entry: Entry<T>): boolean {
  const index = chunkOf(set, entry);
  const chunk = set.chunks[index];
  if (chunk === undefined) return false;
  const place = placeIn(chunk, entry);
  const there = chunk[place];
  if (there === undefined || compareEntries(there, entry) !== 0) return false;
  chunk.splice(place, 1);
  if (chunk.length === 0) set.chunks.splice(index, 1);
  set.size--;
  return true;
}

/** How many entries come before this one, which need not be there. */
export function countBefore<T>(set: OrderedSet<T>, entry: Entry<unknown>): number {
  const index = chunkOf(set, entry);
  let count = 0;
  for (let i = 0; i < index; i++) count += set.chunks[i]?.length ?? 0;
  const chunk = set.chunks[index];
  return chunk === undefined ? count : count + placeIn(chunk, entry);
}

/** From the front. The set must not change during the walk. */
export function* walk<T>(set: OrderedSet<T>): Generator<T, void, void> {
  for (const chunk of set.chunks) for (const entry of chunk) yield entry.item;
}
