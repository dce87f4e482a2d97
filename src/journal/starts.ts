// How many times in a row the journal was opened and its process died within a minute. On some damage LevelDB ends the process that has
// it open, and would do so again at every start: who died so twice has his journal read by another process first.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';

const longEnoughMs = 60_000;

/** The count, in a small file. A disk that refuses only means that less is noticed. */
export class Starts {
  readonly #path: string;
  #timer: NodeJS.Timeout | null = null;

  constructor(path: string) {
    this.#path = path;
  }

  /** Counts this opening. Returns how many before it came to nothing. */
  begin(): number {
    const before = Number(attempt(() => readFileSync(this.#path, 'utf8')) ?? 0) || 0;
    attempt(() => writeFileSync(this.#path, `${before + 1}\n`, { mode: 0o640 }));
    this.#timer = setTimeout(() => this.end(), longEnoughMs).unref();
    return before;
  }

  /** This one has come to something. */
  end(): void {
    if (this.#timer === null) return;
    clearTimeout(this.#timer);
    this.#timer = null;
    attempt(() => rmSync(this.#path, { force: true }));
  }
}

function attempt<T>(work: () => T): T | null {
  try {
    return work();
  } catch (error) {
    if (error instanceof Error && 'code' in error) return null;
    throw error;
  }
}
