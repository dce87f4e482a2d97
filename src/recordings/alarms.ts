// What is wrong with recordings, as causes of alarms.
import type { AlarmCause } from '../core/alarm-kinds.js';
import type { ArchiveHealth } from './archive.js';

export function recordingCauses(health: ArchiveHealth, folder: string): AlarmCause[] {
  const { room, roomError: why, failed, waiting, notRecorded } = health;
  const causes: AlarmCause[] = [];
  if (room === 'low') causes.push({ kind: 'recordings-room', about: null, folder, why });
  if (failed !== null) causes.push({ kind: 'recordings-kept-late', about: null, waiting, why: failed });
  if (notRecorded !== null && room !== 'low')
    causes.push({ kind: 'recordings-failed', about: null, why: notRecorded.why });
  return causes;
}
