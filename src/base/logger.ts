// What a room needs of a logger, and no more: pino fits it, and so does a list in a test.

/** Writes structured log lines: a constant lower-case message, everything variable in the fields. */
export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
  /** A logger whose lines all carry `bindings`. */
  child(bindings: Record<string, unknown>): Logger;
}
