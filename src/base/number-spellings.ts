// How a number can be spelled where there is little room: on signs, and for the check of a site file that counts the room.

/** `duration`: the number is seconds. `score`: tenths of a point. */
export type NumberShow = 'plain' | 'duration' | 'percent' | 'score';

/** Spellings of a number, the best first. Where `0:45` has no room it is `45s`; longer times become minutes, then hours. */
export function numberSpellings(show: NumberShow, value: number): string[] {
  if (show === 'score') return [`${Math.floor(value / 10)}.${value % 10}`, String(Math.round(value / 10))];
  if (show === 'percent') return [`${value}%`, String(value)];
  if (show === 'plain' || value < 0) return [String(value)];
  const minutes = Math.floor(value / 60);
  const seconds = String(value % 60).padStart(2, '0');
  const spelled = [`${minutes}:${seconds}`];
  spelled.push(minutes >= 1 ? `${minutes}m` : `${value}s`);
  if (minutes >= 60) spelled.push(`${Math.floor(minutes / 60)}h`);
  return spelled;
}
