// A logger for tests that remembers what was said.
import type { Logger } from '../../src/base/logger.js';

export class LogInMemory implements Logger {
  readonly lines: Record<string, unknown>[] = [];

  debug(): void {
    // Not looked at.
  }

  info(): void {
    // Not looked at.
  }

  warn(fields: object, message: string): void {
    this.lines.push({ level: 'warn', ...fields, message });
  }

  error(fields: object, message: string): void {
    this.lines.push({ level: 'error', ...fields, message });
  }

  child(): Logger {
    return this;
  }
}
