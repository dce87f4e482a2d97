// What a technician wants to see of a sign: how wide it is, its colours, its accents. Pure.
import type { SignMessage } from './driver.js';

const ruler = '1234567890';
const accents = 'éèêëàâçùûîïôÉÇ°';
const phaseMs = 4_000;
const colours = ['red', 'amber', 'green'] as const;

/** How long a test takes. */
export const testPatternMs = (colours.length + 1) * phaseMs;

/** What is shown so long after the test began; `undefined`: it is over. A ruler fills every row. */
export function testPattern(
  sign: { readonly id: string; readonly columns: number; readonly rows: number },
  elapsedMs: number,
): SignMessage | undefined {
  if (elapsedMs < 0 || elapsedMs >= testPatternMs) return undefined;
  const colour = colours[Math.floor(elapsedMs / phaseMs)];
  if (colour === undefined) return { text: `${sign.id} ${accents}`, colour: 'green', flash: true };
  const row = ruler.repeat(Math.ceil(sign.columns / ruler.length)).slice(0, sign.columns);
  return { text: Array.from({ length: sign.rows }, () => row).join(' '), colour, flash: false };
}
