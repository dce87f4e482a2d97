// Keeps a fault of ours within the one request that met it.
import type { Logger } from '../../base/logger.js';

/** Answers one request. What it throws is logged, and `giveUp` is called: who polls every second must not end the panel with one row. */
export function answerOne(log: Logger, setting: string, answer: () => void, giveUp: () => void): void {
  try {
    answer();
  } catch (error) {
    log.error({ setting, error }, 'a request could not be answered');
    giveUp();
  }
}
