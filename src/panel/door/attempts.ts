// Failed log-ins: who guesses is slowed down, whoever shares his address or his victim's name as little as may be. Pure.

type Limit = { readonly most: number; readonly withinMs: number };

const minuteMs = 60_000;

/**
 * Failures after which no further attempt is looked at. Of one name from one address: somebody who mistypes, or guesses one password.
 * Of an address: one guess for each of many names; a whole floor may stand behind it. Of a name: guesses from many addresses.
 */
const limits: Readonly<Record<'pair' | 'address' | 'name', Limit>> = {
  pair: { most: 5, withinMs: 5 * minuteMs },
  address: { most: 50, withinMs: 5 * minuteMs },
  name: { most: 100, withinMs: 60 * minuteMs },
};

/** So many counters are kept; beyond them the oldest is given up. */
const mostKept = 20_000;

type Counter = { failures: number; untilMs: number };

export class Attempts {
  readonly #counters = new Map<string, Counter>();

  /** How long he must wait, ms; 0: he may try. */
  waitMs(name: string, address: string, nowMs: number): number {
    let waitMs = 0;
    for (const [key, { most }] of keysOf(name, address)) {
      const counter = this.#counters.get(key);
      if (counter !== undefined && counter.untilMs > nowMs && counter.failures >= most)
        waitMs = Math.max(waitMs, counter.untilMs - nowMs);
    }
    return waitMs;
  }

  /** An attempt begins, and counts as a failure until it has succeeded: a thousand guesses at once are a thousand guesses. */
  begins(name: string, address: string, nowMs: number): void {
    for (const [key, { withinMs }] of keysOf(name, address)) {
      const known = this.#counters.get(key);
      if (known !== undefined && known.untilMs > nowMs) known.failures += 1;
      else {
        this.#counters.delete(key);
        this.#counters.set(key, { failures: 1, untilMs: nowMs + withinMs });
      }
    }
    for (const key of this.#counters.keys()) {
      if (this.#counters.size <= mostKept) break;
      this.#counters.delete(key);
    }
  }

  /** He is who he says: his slips are forgotten; what others tried on his name or from his address is not. */
  succeeded(name: string, address: string): void {
    for (const [key] of keysOf(name, address)) {
      const counter = this.#counters.get(key);
      if (counter !== undefined) counter.failures = key.startsWith('pair ') ? 0 : counter.failures - 1;
    }
  }
}

function keysOf(name: string, address: string): readonly (readonly [string, Limit])[] {
  return [
    [`pair ${address} ${name}`, limits.pair],
    [`address ${address}`, limits.address],
    [`name ${name}`, limits.name],
  ];
}
