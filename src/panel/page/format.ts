// Numbers, times and dates as people read them.

/** `0:07`, `12:05`, `1:02:03`; never negative. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (number: number) => String(number).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}:${two(seconds % 60)}`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}

/** `0:07`, `12:05`, and from an hour on `1h02`: five characters at most, up to ten hours. */
export function shortDuration(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  return minutes < 60 ? duration(ms) : `${Math.floor(minutes / 60)}h${String(minutes % 60).padStart(2, '0')}`;
}

/** A time of day in the site's zone. */
export function timeOfDay(atMs: number, zone: string, language: string, withSeconds = false): string {
  return new Intl.DateTimeFormat(language === 'fr' ? 'fr-FR' : 'en-GB', {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
    ...(withSeconds ? { second: '2-digit' } : {}),
  }).format(atMs);
}

/** `Saturday 28 March` of a date `2026-03-28`. */
export function dayName(date: string, language: string): string {
  return new Intl.DateTimeFormat(language === 'fr' ? 'fr-FR' : 'en-GB', {
    timeZone: 'UTC',
    weekday: 'long',
    day: 'numeric',
    month: 'long',
  }).format(new Date(`${date}T12:00:00Z`));
}
