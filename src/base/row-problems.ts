// What is wrong with the rows of a list that somebody gave us: all are counted, the first of them kept with their lines.
import type { Text } from './language.js';

export type RowProblem = {
  readonly line: number;
  readonly severity: 'error' | 'warning';
  readonly text: Text;
};

/** More than anybody reads. */
const mostProblems = 200;

export class RowProblems {
  readonly #first: RowProblem[] = [];
  #bad = 0;
  #warnings = 0;

  /** Rows that cannot be used. */
  get bad(): number {
    return this.#bad;
  }

  complain(line: number, text: Text): void {
    this.#bad++;
    this.#keep({ line, severity: 'error', text });
  }

  warn(line: number, text: Text): void {
    this.#warnings++;
    this.#keep({ line, severity: 'warning', text });
  }

  /** `problems`: the first of them, in the order of the file; `bad` and `warnings` count all. */
  report(): { readonly bad: number; readonly warnings: number; readonly problems: readonly RowProblem[] } {
    return { bad: this.#bad, warnings: this.#warnings, problems: this.#first };
  }

  #keep(problem: RowProblem): void {
    if (this.#first.length < mostProblems) this.#first.push(problem);
  }
}
