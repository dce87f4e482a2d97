// Records of queue_log that were made while there was no AMI: kept for the next connection, a bounded number of them. Asterisk stamps
// a record when it is written, so that these carry the time of the reconnection.
import type { Logger } from '../base/logger.js';
import type { QueueLogRecord } from '../core/switch.js';

/** An hour of a busy floor. */
const limit = 10_000;

export class LateRecords {
  readonly #log: Logger;
  #kept: QueueLogRecord[] = [];
  #dropped = 0;

  constructor(log: Logger) {
    this.#log = log;
  }

  /** The newest are kept; what had to go is counted. */
  keep(record: QueueLogRecord): void {
    if (this.#kept.length === limit) {
      this.#kept.shift();
      this.#dropped++;
    }
    this.#kept.push(record);
  }

  /** Hands all of them over, oldest first, and says how many were dropped. */
  handOver(write: (record: QueueLogRecord) => void): void {
    const [kept, dropped] = [this.#kept, this.#dropped];
    this.#kept = [];
    this.#dropped = 0;
    for (const record of kept) write(record);
    if (dropped > 0) this.#log.error({ dropped, written: kept.length }, 'queue_log records lost');
    else if (kept.length > 0) this.#log.info({ written: kept.length }, 'queue_log records written late');
  }
}
