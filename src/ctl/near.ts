// "Did you mean": what is near to something that does not exist.
import { nearest } from '../site/suggest.js';

/** Something that exists, and the other words by which people call it. */
export type Candidate = { readonly id: string; readonly words: readonly string[] };

const most = 5;

/** Ids of what was probably meant, the nearest first: a part of its id or of one of its words, or a slip of the finger. */
export function near(written: string, candidates: readonly Candidate[]): string[] {
  const wanted = folded(written);
  const slip = nearest(
    written,
    candidates.map(({ id }) => id),
  );
  const found = new Set(slip === null ? [] : [slip]);
  if (wanted.length >= 2)
    for (const { id, words } of candidates)
      if ([id, ...words].some(word => folded(word).includes(wanted))) found.add(id);
  return [...found].slice(0, most);
}

/** Without accents and capitals: `Hélène` is found by `helene`. */
function folded(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/\p{Mark}/gu, '')
    .toLowerCase();
}
