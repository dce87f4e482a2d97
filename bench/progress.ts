// Lines for whoever waits: what runs now, and how long it will take still.

/** Tells the steps of a run, whose lengths are known about. */
export class Progress {
  readonly #expectedMs: readonly number[];
  #step = 0;

  constructor(expectedMs: readonly number[]) {
    this.#expectedMs = expectedMs;
  }

  begin(what: string): void {
    const leftMs = this.#expectedMs.slice(this.#step).reduce((sum, ms) => sum + ms, 0);
    this.#step += 1;
    process.stdout.write(
      `${this.#step}/${this.#expectedMs.length} (about ${timeLeft(leftMs)} left) ${what}: `,
    );
  }

  end(result: string): void {
    process.stdout.write(`${result}\n`);
  }
}

function timeLeft(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
