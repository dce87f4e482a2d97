// What a command came to: figures for machines and lines for people, or a refusal that says what to do.
import type { Text } from '../base/language.js';
import type { ExitCode } from './commands.js';
import type { Screen } from './screen.js';

/** Why it could not be done. `code` is for machines and never changes its meaning. */
export type Refusal = {
  readonly code: string;
  readonly message: Text;
  readonly advice: Text | null;
  /** What he may have meant. */
  readonly near?: readonly string[];
};

export type Outcome = {
  readonly exit: ExitCode;
  /** For `--json`; `undefined`: there is nothing but the refusal. */
  readonly result?: unknown;
  readonly refusal?: Refusal;
  /** For people, on standard output, ended by a line feed; the refusal is printed by who prints the outcome. */
  readonly print?: (screen: Screen) => string;
};

export function refused(refusal: Refusal, exit: ExitCode = 1): Outcome {
  return { exit, refusal };
}

/** The one document of `--json`: `ok` says the same as the exit code. */
export function toJson(outcome: Outcome, screen: Screen): string {
  const { refusal, result, exit } = outcome;
  const error =
    refusal === undefined
      ? undefined
      : {
          code: refusal.code,
          message: refusal.message[screen.language],
          advice: refusal.advice?.[screen.language] ?? null,
          near: refusal.near ?? [],
        };
  return `${json({ ok: exit === 0, result, error })}\n`;
}

/** JSON in which no control character is left as such, not even those that JSON allows: it may be read on a terminal. */
export function json(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    sign => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
