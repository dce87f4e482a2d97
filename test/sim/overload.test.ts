// Two and three times the callers that a floor was built for: its agents lose no time by it, and the others get what the site file says.
// `npm run sim -- --overload` shows the figures, for more seeds and for the reference site.
import t from 'tap';
import { overloaded, overloadFloors, runOverloaded } from './overload-floors.js';

const seeds = [1, 2];
/** The longest that each site file lets a caller wait. */
const longestMs: Readonly<Record<string, number>> = { long: 11 * 60_000 };
const usualLongestMs = 10 * 60_000;
/** What must have been used where callers are released, partners dialled, or calls moved. */
const treatment: Readonly<Record<string, string>> = {
  full: 'line-full: release',
  long: 'too-long: flow',
  skilled: 'line-full: release',
};

for (const floor of Object.keys(overloadFloors)) {
  t.test(`more callers than the floor ${floor} was built for`, async t => {
    for (const load of [2, 3]) {
      for (const seed of seeds) {
        const which = `${load} times, seed ${seed}`;
        const { figures, failures, extent } = runOverloaded(overloaded(floor, load, seed));
        t.strictSame(failures.slice(0, 5), [], `${which}: every promise holds`);
        t.ok(figures.share > 0.9, `${which}: ${(100 * figures.share).toFixed(1)} % of capacity is served`);
        t.ok(figures.offered > 0.9 * load * figures.capacity, `${which}: ${figures.offered} came`);
        const limitMs = (longestMs[floor] ?? usualLongestMs) + 20_000;
        t.ok(
          figures.longestWaitMs <= limitMs,
          `${which}: nobody waits longer than the site file lets him: ${figures.longestWaitMs} ms`,
        );
        t.ok(figures.ronaShare < 0.04, `${which}: phones do not ring in vain: ${figures.ronaShare}`);
        t.ok(figures.offersPerServed < 1.6, `${which}: ${figures.offersPerServed} offers for one talk`);
        const wanted = treatment[floor];
        if (wanted !== undefined) t.ok((figures.treatments.get(wanted) ?? 0) > 10, `${which}: ${wanted}`);
        if (floor === 'subcontracted') t.ok(figures.byPartners > 50, `${which}: partners take their share`);
        t.ok(extent.largestStep < 40, `${which}: no step grows with the line: ${extent.largestStep}`);
        t.ok(extent.deadlines < 3 * extent.people, `${which}: deadlines do not pile up: ${extent.deadlines}`);
      }
    }
  });
}
