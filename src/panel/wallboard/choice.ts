// What this screen shows: flows, teams and the time of a page come from its address, such as `?flows=n1,n2&teams=none&every=20`.

export type Choice = {
  /** `null`: all of them. */
  readonly flows: readonly string[] | null;
  readonly teams: readonly string[] | null;
  /** How long one page stays. */
  readonly everyMs: number;
};

const usualSeconds = 15;
const fewestSeconds = 3;
const mostSeconds = 300;

/** Reads the query of an address. `none` chooses nothing; a time that is no number is the usual one. */
export function choiceOf(query: string): Choice {
  const asked = new URLSearchParams(query);
  const seconds = Number(asked.get('every') ?? '');
  const within = Math.min(mostSeconds, Math.max(fewestSeconds, seconds));
  return {
    flows: ids(asked.get('flows')),
    teams: ids(asked.get('teams')),
    everyMs: 1000 * (seconds > 0 && Number.isFinite(seconds) ? within : usualSeconds),
  };
}

function ids(written: string | null): readonly string[] | null {
  if (written === null || written === '' || written === 'all') return null;
  if (written === 'none') return [];
  return [...new Set(written.split(',').flatMap(id => (id.trim() === '' ? [] : [id.trim()])))];
}

/** The entries that are chosen, in the order of the address; all, in the order of the site file, where it names none. */
export function chosen<Entry>(
  all: readonly (readonly [string, Entry])[],
  wanted: readonly string[] | null,
): (readonly [string, Entry])[] {
  if (wanted === null) return [...all];
  return wanted.flatMap(id => all.filter(([known]) => known === id));
}

/** What the address names and the site does not have. */
export const unknownIds = (known: ReadonlySet<string>, wanted: readonly string[] | null): readonly string[] =>
  (wanted ?? []).filter(id => !known.has(id));

export type Page<Entry> = {
  readonly entries: readonly Entry[];
  /** From 0. */
  readonly page: number;
  readonly pages: number;
};

/**
 * The page whose turn it is, of as few pages as will do, as even as can be. The turn follows from the time, so that all screens of a room
 * turn together.
 */
export function pageAt<Entry>(
  all: readonly Entry[],
  mostAtOnce: number,
  everyMs: number,
  nowMs: number,
): Page<Entry> {
  const pages = Math.max(1, Math.ceil(all.length / mostAtOnce));
  const page = Math.floor(nowMs / everyMs) % pages;
  const [fewest, more] = [Math.floor(all.length / pages), all.length % pages];
  const from = page * fewest + Math.min(page, more);
  return { entries: all.slice(from, from + fewest + (page < more ? 1 : 0)), page, pages };
}
