// Moments of other days, as people say them.
import { timeOfDay } from '../page/format.js';
import type { View } from './view.js';

/** `14:30` today, else `Tue 24 Nov 14:30`. */
export function dayAndTime(
  atMs: number,
  { zone, language, nowMs }: Pick<View, 'zone' | 'language' | 'nowMs'>,
): string {
  const locale = language === 'fr' ? 'fr-FR' : 'en-GB';
  const day = new Intl.DateTimeFormat(locale, {
    timeZone: zone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
  });
  const time = timeOfDay(atMs, zone, language);
  return day.format(atMs) === day.format(nowMs) ? time : `${day.format(atMs)} ${time}`;
}
