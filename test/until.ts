// Waiting for something in a test: looks again until it is so, and says what it waited for when it never comes.

/** Resolves to the first value of `look` that is neither `undefined`, `null` nor `false`; rejects after `deadlineMs`. */
export async function until<T>(
  what: string,
  look: () => T | undefined | null | false | Promise<T | undefined | null | false>,
  deadlineMs = 30_000,
): Promise<T> {
  const giveUpAt = performance.now() + deadlineMs;
  for (;;) {
    const value = await look();
    if (value !== undefined && value !== null && value !== false) return value;
    if (performance.now() > giveUpAt) throw new Error(`waited ${deadlineMs} ms in vain until ${what}`);
    await new Promise(resolve => setTimeout(resolve, 2));
  }
}
