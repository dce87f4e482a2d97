// Text that came from outside and is written down, shown and spoken of: one harmless line.

const invisible = /[\p{Cf}\p{Cs}\p{Co}\p{Cn}]/gu;
const control = /[\p{Cc}\p{Zl}\p{Zp}]/gu;

/**
 * Without control characters (each becomes a space), without invisible ones (those that turn the direction of writing among them) and
 * without halves of characters; not longer than `limit` characters.
 */
export function plainText(text: string, limit: number): string {
  // Nobody makes us look through megabytes for a few characters.
  const beginning = text.slice(0, 4 * limit);
  const clean = beginning.replaceAll(invisible, '').replaceAll(control, ' ').trim();
  return clean.length <= limit ? clean : [...clean].slice(0, limit).join('');
}
