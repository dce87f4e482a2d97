// Seeds of the simulator, one after the other: small floors, rough people, every promise checked on every step.
// A failure prints its shape and its seed; `npm run sim -- --shape SHAPE --from SEED --seeds 1` shows it again.
import t from 'tap';
import { simulate } from '../../src/sim/simulate.js';
import { roughRun, shapes } from './sites.js';

const seedsOfEach = 12;

for (const shape of Object.keys(shapes)) {
  t.test(`every promise holds on the floor ${shape}`, async t => {
    for (let seed = 1; seed <= seedsOfEach; seed++) {
      const { failures, statistics } = simulate(roughRun(shape, seed, 0.3));
      t.strictSame(failures.slice(0, 5), [], `shape ${shape}, seed ${seed}`);
      t.ok(
        statistics.answeredByAgents + statistics.answeredByPartners > 20,
        `shape ${shape}, seed ${seed}: calls are answered`,
      );
    }
  });
}

const factsOf = (seed: number): string[] => {
  const facts: string[] = [];
  simulate({ ...roughRun('rings', seed, 0.1), facts: recorded => facts.push(JSON.stringify(recorded)) });
  return facts;
};

t.test('the same seed gives the same facts, another one others', async t => {
  t.strictSame(factsOf(7), factsOf(7));
  t.notSame(factsOf(7).slice(0, 100), factsOf(8).slice(0, 100));
});
