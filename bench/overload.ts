// `npm run sim -- --overload`: the small floors and reference site 1 with one, two and three times the callers that they were built for.
import { type Overloaded, overloaded, overloadFloors, runOverloaded } from '../test/sim/overload-floors.js';
import { monthStartMs, referenceSite } from './reference-site.js';

export const overloadTitles = [
  'floor',
  'load',
  'seed',
  'came',
  'capacity',
  'served',
  'share',
  'ringing',
  'RONA',
  'partners',
  'p95 wait',
  'longest',
  'line',
  'broken',
  'the others',
] as const;

type Row = readonly (string | number)[];

const loads = [1, 2, 3];
const hourMs = 3_600_000;
const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
const seconds = (ms: number) => `${Math.round(ms / 1_000)} s`;

/** One line a run; `ok` is false when a promise was broken, or an overloaded floor served less than nine tenths of its capacity. */
export async function overloadRows(
  seeds: readonly number[],
  told: (line: string) => void,
): Promise<{ readonly rows: readonly Row[]; readonly ok: boolean }> {
  const rows: Row[] = [];
  let ok = true;
  const enter = (floor: string, load: number, seed: number, run: Overloaded) => {
    rows.push(rowOf(floor, load, seed, run));
    for (const failure of run.failures.slice(0, 5))
      told(`  ${floor}, ${load} times, seed ${seed}: ${failure}`);
    if (run.failures.length > 0 || (load > 1 && run.figures.share < 0.9)) ok = false;
  };
  for (const floor of Object.keys(overloadFloors)) {
    for (const load of loads)
      for (const seed of seeds) enter(floor, load, seed, runOverloaded(overloaded(floor, load, seed)));
    told(`${floor}: done`);
  }
  for (const load of loads) {
    const { site, traffic } = await referenceSite(load);
    const window = { fromMs: monthStartMs + 10 * hourMs, toMs: monthStartMs + 20 * hourMs };
    for (const seed of seeds) {
      const about = { site, traffic, seed, hours: 24, startMs: monthStartMs };
      const run = runOverloaded({ ...about, invariantsEvery: 500, promises: true }, window);
      enter('reference', load, seed, run);
    }
  }
  told('reference: done');
  return { rows, ok };
}

function rowOf(floor: string, load: number, seed: number, { figures, failures }: Overloaded): Row {
  const others = [...figures.treatments, ...figures.ends].map(([what, count]) => `${what} ${count}`);
  return [
    floor,
    `${load} ×`,
    seed,
    figures.offered,
    figures.capacity.toFixed(0),
    figures.served,
    percent(figures.share),
    percent(figures.ringing),
    percent(figures.rona),
    figures.byPartners,
    seconds(figures.p95WaitMs),
    seconds(figures.longestWaitMs),
    figures.longestLine,
    failures.length,
    others.join(', '),
  ];
}
