// What is not as it should be with recordings, in words for the operator.
import type { Finding } from '../link/messages.js';
import type { ArchiveHealth } from './archive.js';

export function recordingAlarms(health: ArchiveHealth, folder: string): Finding[] {
  const { room, roomError, failed, waiting, notRecorded } = health;
  const found: Finding[] = [];
  if (room === 'low')
    found.push({
      severity: 'error',
      code: 'recordings-room',
      text: {
        en: `Nothing is recorded: ${roomError ?? `the disk of ${folder} is nearly full`}.`,
        fr: `Rien n’est enregistré : ${roomError ?? `le disque de ${folder} est presque plein`}.`,
      },
      advice: {
        en: 'Talks go on without. Make room, or keep recordings for a shorter time (recordings.keep); the folder must be writable for plateaud.',
        fr: 'Les communications continuent sans. Faites de la place, ou gardez les enregistrements moins longtemps (recordings.keep) ; plateaud doit pouvoir écrire dans ce dossier.',
      },
    });
  if (failed !== null)
    found.push({
      severity: 'warning',
      code: 'recordings-kept-late',
      text: {
        en: `Recordings wait in Asterisk's store, in clear (${waiting}): ${failed}.`,
        fr: `Des enregistrements attendent chez Asterisk, en clair (${waiting}) : ${failed}.`,
      },
      advice: {
        en: 'Plateau tries again every minute. Is there room, may plateaud write to the folder, is res_ari_recordings loaded?',
        fr: 'Plateau réessaie chaque minute. Y a-t-il de la place, plateaud peut-il écrire dans le dossier, res_ari_recordings est-il chargé ?',
      },
    });
  if (notRecorded !== null && room !== 'low')
    found.push({
      severity: 'warning',
      code: 'recordings-failed',
      text: {
        en: `A talk of the last hour could not be recorded: ${notRecorded.why}.`,
        fr: `Une communication de la dernière heure n’a pu être enregistrée : ${notRecorded.why}.`,
      },
      advice: {
        en: 'Asterisk needs res_stasis_snoop, res_ari_recordings and a folder `recording` in its spool folder. plateauctl doctor says what is missing.',
        fr: 'Asterisk a besoin de res_stasis_snoop, de res_ari_recordings et d’un dossier `recording` dans son dossier spool. plateauctl doctor dit ce qui manque.',
      },
    });
  return found;
}
