// Waiting for something to become true, with a deadline.
import { setTimeout as after } from 'node:timers/promises';

/** Resolves when `isSo` holds; rejects after `deadlineMs`. */
export async function until(isSo: () => boolean | Promise<boolean>, deadlineMs = 10_000): Promise<void> {
  const givesUpAt = Date.now() + deadlineMs;
  while (!(await isSo())) {
    if (Date.now() > givesUpAt) throw new Error(`not within ${deadlineMs} ms: ${isSo}`);
    await after(10);
  }
}
