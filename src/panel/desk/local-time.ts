// Moments that people write in the time of their site, wherever the clock of their computer stands. Pure.

/** What the clock of the zone shows at that moment, as if it were UTC, ms. */
function wallMs(atMs: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).formatToParts(atMs);
  const of = (type: string) => parts.find(part => part.type === type)?.value ?? '0';
  return Date.UTC(
    ...([Number(of('year')), Number(of('month')) - 1, Number(of('day'))] as const),
    ...([Number(of('hour')), Number(of('minute')), Number(of('second'))] as const),
  );
}

/** `2026-11-23T14:30`, as the field of a form has it. */
export const toField = (atMs: number, zone: string): string =>
  new Date(wallMs(atMs, zone)).toISOString().slice(0, 16);

/**
 * The moment at which the clock of the zone shows this; `null`: it is no such text. Of an hour that comes twice the first one; an hour
 * that is left out is read as if the clock had not been changed.
 */
export function fromField(text: string, zone: string): number | null {
  const shown = /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(text) ? Date.parse(`${text}:00Z`) : Number.NaN;
  if (Number.isNaN(shown)) return null;
  const offsets = [shown - dayMs, shown + dayMs].map(atMs => wallMs(atMs, zone) - atMs);
  const moments = offsets.map(offset => shown - offset);
  const right = moments.filter(atMs => wallMs(atMs, zone) === shown);
  return right.length > 0 ? Math.min(...right) : (moments[0] ?? null);
}

const dayMs = 86_400_000;
