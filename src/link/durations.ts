// Durations as people read them, `1m20s`: the way in which the site file writes them too.
import type { Language } from '../base/language.js';

/** Whole units, rounded down: `0s`, `<1s`, `45s`, `1m20s`, `2h05m`, `3d04h` (French `3j04h`). What is negative counts as nothing. */
export function durationText(ms: number, language: Language): string {
  const seconds = Math.floor(ms / 1000);
  if (seconds <= 0) return ms > 0 ? '<1s' : '0s';
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const days = Math.floor(hours / 24);
  const two = (count: number) => String(count).padStart(2, '0');
  if (days > 0) return `${days}${language === 'fr' ? 'j' : 'd'}${two(hours % 24)}h`;
  if (hours > 0) return `${hours}h${two(minutes % 60)}m`;
  if (minutes > 0) return seconds % 60 === 0 ? `${minutes}m` : `${minutes}m${two(seconds % 60)}s`;
  return `${seconds}s`;
}
