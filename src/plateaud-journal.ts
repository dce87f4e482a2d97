// The calls process' journal, wired: opened, its troubles told to the log and to the alarms.
import { join } from 'node:path';
import type { Logger } from './base/logger.js';
import type { Recorded } from './core/facts.js';
import type { StoreHealth } from './engine/alarms.js';
import { Checkpoints } from './journal/checkpoints.js';
import type { Damage } from './journal/health.js';
import { type Journal, openJournal } from './journal/journal.js';
import type { Recovery, SetAside } from './journal/opening.js';
import { standardReserve } from './journal/reserve.js';

/** The journal, and what is to be told about it. */
export type DaemonJournal = {
  readonly journal: Journal;
  readonly recovery: Recovery;
  readonly checkpoints: Checkpoints;
  readonly health: () => StoreHealth;
};

/** Opens the journal in the data folder; `publish` is told of facts that are safe. */
export async function openDaemonJournal(
  folder: string,
  logger: Logger,
  publish: (records: readonly Recorded[]) => void,
): Promise<DaemonJournal> {
  const path = join(folder, 'journal');
  let damaged: StoreHealth['damaged'] = null;
  const tell = (damage: readonly Damage[], setAside: SetAside | null) => {
    for (const one of damage) logger.error({ ...one, path }, 'journal damaged');
    if (setAside !== null) logger.error({ ...setAside, path }, 'unreadable journal set aside');
    if (damage.length > 0 || setAside !== null)
      damaged = {
        missing: damage.map(({ from, to }) => ({ from, to })),
        setAside: setAside ?? damaged?.setAside ?? null,
      };
  };
  const { journal, recovery } = await openJournal({
    path,
    now: Date.now,
    reserve: standardReserve,
    events: {
      published: publish,
      healthChanged: ({ trouble, inMemory }) =>
        trouble === null
          ? logger.info({ path }, 'journal is well')
          : logger.error({ ...trouble, inMemory, path }, 'journal in trouble'),
      damaged: tell,
    },
  });
  tell(recovery.damage, recovery.setAside);
  const { trouble } = journal.health;
  if (trouble !== null) logger.error({ ...trouble, path }, 'journal in trouble');
  if (!journal.isLockSound) logger.warn({ path }, 'no flock program: only the file LOCK keeps others out');
  const checkpoints = new Checkpoints({
    journal,
    folder: join(folder, 'checkpoints'),
    now: Date.now,
    spareBytes: standardReserve.bytes * 2,
  });
  return {
    journal,
    checkpoints,
    recovery,
    health: () => ({
      ...journal.health,
      damaged,
      checkpointFailed: checkpoints.failed,
      room: journal.room === null ? null : { ...journal.room, folder },
    }),
  };
}

/** Makes a checkpoint, among the night's and in its turn where `to` is `null`, and tells the log how it went. */
export async function makeCheckpoint(
  checkpoints: Checkpoints,
  to: string | null,
  keep: number,
  logger: Logger,
): Promise<void> {
  const outcome = await checkpoints.make(to, keep);
  if (outcome.ok) logger.info(outcome, 'checkpoint written');
  else logger.error(outcome, 'checkpoint not written');
}
