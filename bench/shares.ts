// `npm run sim -- --shares`: whether shares are met, on floors that can and on floors that cannot.
import { shareCases, tryShare } from '../test/sim/share-floors.js';
import type { Row } from './rows.js';

export const shareTitles = [
  'in-house asked',
  'calls/h',
  'agents',
  'means allow',
  'in-house',
  'asked of partner 1',
  'partner 1',
  'in 20 s',
  'soft … hard',
  'broken',
];

const callsOfEach = 1_000;
const round = (percent: number) => `${percent.toFixed(1)}%`;

/** One row a case: targets, loads, staffing. Ends well when nothing is broken and every share that the means allow is met within two points. */
export function shareRows(
  seeds: readonly number[],
  say: (line: string) => void,
): { readonly rows: readonly Row[]; readonly ok: boolean } {
  const rows: Row[] = [];
  let ok = true;
  for (const about of shareCases(seeds)) {
    const met = tryShare(about, callsOfEach);
    const allowed = met.least <= about.inHousePercent && about.inHousePercent <= met.most;
    const off = Math.abs(met.inHouse - about.inHousePercent);
    if ((allowed && off > 2) || met.failures.length > 0) {
      ok = false;
      say(`MISSED by ${off.toFixed(1)} points: ${JSON.stringify(about)}`);
      for (const failure of met.failures.slice(0, 5)) say(`  ${failure}`);
    }
    const [one, two] = about.parts;
    rows.push([
      `${about.inHousePercent}%`,
      about.callsPerHour,
      met.agents,
      `${round(met.least)} … ${round(met.most)}`,
      round(met.inHouse),
      round((100 * one) / (one + two)),
      round(met.first),
      round(met.inTime),
      `${round(met.inTimeAtSoft)} … ${round(met.inTimeAtHard)}`,
      met.failures.length,
    ]);
  }
  return { rows, ok };
}
