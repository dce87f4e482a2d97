// Chance that can be repeated: small fast counter (sfc32) with the distributions that callers and agents are made of.

/** A stream of numbers that follows from its seed alone. */
export type Random = { readonly next: () => number };

/** sfc32 (Chris Doty-Humphrey, PractRand), seeded by a text: a seed and a purpose, so that streams do not disturb each other. */
export function createRandom(seed: number, purpose: string): Random {
  let [a, b, c, counter] = [hash(`${purpose}/a/${seed}`), hash(`${purpose}/b/${seed}`), seed | 0, 1];
  const next = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return (sum >>> 0) / 4294967296;
  };
  for (let i = 0; i < 15; i++) next();
  return { next };
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value | 0;
}

/** True with this probability (0 to 1). */
export function chance(random: Random, probability: number): boolean {
  return random.next() < probability;
}

/** A whole number from `low` to `high`, both included. */
export function between(random: Random, low: number, high: number): number {
  return low + Math.floor(random.next() * (high - low + 1));
}

/** One of the items; `undefined` when there is none. */
export function pick<T>(random: Random, items: readonly T[]): T | undefined {
  return items[Math.floor(random.next() * items.length)];
}

/** Time to the next event of a Poisson process; whole milliseconds. */
export function exponential(random: Random, meanMs: number): number {
  return Math.round(-Math.log(1 - random.next()) * meanMs);
}

/** Talks, answers, patience: lognormal with this mean, `sigma` being the spread of the logarithm; whole milliseconds. */
export function lognormal(random: Random, meanMs: number, sigma: number): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
  return Math.round(meanMs * Math.exp(sigma * normal - (sigma * sigma) / 2));
}
