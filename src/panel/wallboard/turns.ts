// Whose turn it is on the bottom line. What is critical stays there: nothing else takes its place while it lasts.

/** `place`: which of how many it is, and how many others wait until nothing is critical; `null`: there is no other. */
export function newsShown<N extends { readonly isCritical: boolean }>(
  news: readonly N[],
  turn: number,
): { readonly one: N | null; readonly place: string | null } {
  const critical = news.filter(({ isCritical }) => isCritical);
  const turning = critical.length > 0 ? critical : news;
  const at = turn % Math.max(1, turning.length);
  const others = news.length - turning.length;
  const place = turning.length < 2 ? '' : `${at + 1}/${turning.length}`;
  const more = others === 0 ? '' : `+${others}`;
  return { one: turning[at] ?? null, place: `${place} ${more}`.trim() || null };
}
