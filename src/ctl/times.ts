// Moments as people read them on a clock and a calendar, in the zone of the site.
import type { Language } from '../base/language.js';

/** How moments are written in one zone. */
export type Clock = {
  /** `Europe/Paris`. */
  readonly zone: string;
  /** `14:03:20`. */
  readonly time: (atMs: number) => string;
  /** `Monday 23 November 2026`, in the language of the screen. */
  readonly day: (atMs: number, language: Language) => string;
};

/** The zone of this machine: for when nobody says which is the site's. */
export function localZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** A clock of the zone; of this machine's own when Node does not know the zone. */
export function clockIn(zone: string): Clock {
  const known = isZone(zone) ? zone : localZone();
  const time = new Intl.DateTimeFormat('en-GB', { timeZone: known, timeStyle: 'medium', hourCycle: 'h23' });
  const days: Readonly<Record<Language, Intl.DateTimeFormat>> = {
    en: new Intl.DateTimeFormat('en-GB', { timeZone: known, dateStyle: 'full' }),
    fr: new Intl.DateTimeFormat('fr-FR', { timeZone: known, dateStyle: 'full' }),
  };
  return {
    zone: known,
    time: atMs => time.format(atMs),
    day: (atMs, language) => days[language].format(atMs),
  };
}

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
