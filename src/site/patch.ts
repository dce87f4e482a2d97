// Puts stand-ins into the wrong places of an entry, so that the rest of it can still be checked against the rest of the file.
import type { z } from 'zod';
import type { Path } from './source.js';

type Block = Readonly<Record<string, unknown>>;

/** The entry with its wrong parts replaced by those of `standIn`, or removed where it has none; and where that happened. */
export function patch(
  value: Block,
  issues: readonly z.core.$ZodIssue[],
  standIn: Block,
): { readonly value: Block; readonly places: readonly Path[] } {
  const patched: Record<string, unknown> = { ...value };
  const places: Path[] = [];
  for (const issue of issues) {
    const [key, index] = issue.path;
    if (key === undefined) {
      if (issue.code === 'unrecognized_keys') for (const unknown of issue.keys) delete patched[unknown];
    } else if (typeof key === 'string') {
      const item = patchedItem(patched[key], index, standIn[key]);
      patched[key] = item ?? standIn[key];
      if (patched[key] === undefined) delete patched[key];
      places.push(item === null || index === undefined ? [key] : [key, Number(index)]);
    }
  }
  return { value: patched, places };
}

/** The list with one item replaced by the stand-in's first; `null` when these are not lists. */
function patchedItem(list: unknown, index: PropertyKey | undefined, standIn: unknown): unknown[] | null {
  if (!Array.isArray(list) || typeof index !== 'number' || !Array.isArray(standIn)) return null;
  return list.map((item: unknown, at) => (at === index ? (standIn[0] as unknown) : item));
}
