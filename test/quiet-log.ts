// A logger for tests that keeps what it is told and prints nothing.
import type { Logger } from '../src/base/logger.js';

export type QuietLog = Logger & {
  readonly lines: { readonly level: string; readonly message: string; readonly fields: object }[];
};

export function quietLog(): QuietLog {
  const lines: QuietLog['lines'] = [];
  const at = (level: string) => (fields: object, message: string) =>
    void lines.push({ level, message, fields });
  const log: QuietLog = {
    lines,
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    child: () => log,
  };
  return log;
}
