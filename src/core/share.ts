// Which calls belong to a share, such as "record 20 %": by their ids alone, so that a replay and a second look come to the same.

/** Parts into which the whole is cut. */
const parts = 10_000;

/** A number below `parts` for a text: FNV-1a, then the last mix of MurmurHash3, for ids that differ in their last digit only. */
function partOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) % parts;
}

/**
 * Whether `id` is among the `percent` (0 to 100) that are chosen for `purpose`. Two purposes choose independently of each other: who is
 * recorded is not more likely to be asked.
 */
export function isChosen(id: string, purpose: string, percent: number): boolean {
  return partOf(`${purpose} ${id}`) < (percent * parts) / 100;
}
