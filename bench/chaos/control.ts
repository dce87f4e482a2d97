// Waiting for Plateau to be in control.
import { setTimeout as delay } from 'node:timers/promises';
import type { Floor } from './floor.js';

const connectedWithinMs = 60_000;
const pollMs = 10;

export function lastSeqOf({ plateau }: Floor): number {
  return plateau.facts().at(-1)?.seq ?? 0;
}

/** When Plateau had its Asterisk again, by the first such fact after `seq`. */
export async function connectedAfter(floor: Floor, seq: number): Promise<number> {
  const record = await poll('Plateau has its Asterisk', async () =>
    floor.plateau.facts().findLast(one => one.seq > seq && one.fact.type === 'switch-connected'),
  );
  await inControl(floor);
  return record.atMs;
}

export async function inControl({ plateau }: Floor): Promise<void> {
  await poll(
    'Plateau is in control',
    async () => (await plateau.ask('status', {}, connectedWithinMs)).switch.connected,
  );
}

/** Asks until there is an answer. A daemon that goes away while it is asked has not answered yet. */
export async function poll<T>(what: string, probe: () => Promise<T | undefined | false>): Promise<T> {
  const deadlineAtMs = Date.now() + connectedWithinMs;
  let cause: unknown;
  for (;;) {
    try {
      const found = await probe();
      if (found !== undefined && found !== false) return found;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error)) throw error;
      cause = error;
    }
    if (Date.now() > deadlineAtMs)
      throw new Error(`waited ${connectedWithinMs} ms in vain until ${what}`, { cause });
    await delay(pollMs);
  }
}
