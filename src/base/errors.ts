// The world failing: a peer that does not answer, a full disk, a file that cannot be read. One class, told apart by its code.
import type { ErrorCode } from './error-catalogue.js';

/** A failure of something outside of our code. `error-catalogue.ts` says what the operator should do about each code. */
export class OutsideError extends Error {
  override name = 'OutsideError';
  readonly code: ErrorCode;

  /** `message` says what failed and where, with the facts of this one case; `cause` is the original error, if any. */
  constructor(code: ErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}
