// The calls process is killed and cut off while calls are up: every promise holds over what its journal says.
import t from 'tap';
import { must } from '../../src/base/assert.js';
import { trafficOf } from '../../src/sim/traffic.js';
import { runEngine } from './engine-run.js';
import { dayMs, shapes } from './sites.js';

const seedsOfEach = 4;

for (const shape of Object.keys(shapes)) {
  t.test(`killed and cut off, the daemon keeps every promise on the floor ${shape}`, async t => {
    for (let seed = 1; seed <= seedsOfEach; seed++) {
      const site = must(shapes[shape], shape)();
      const traffic = trafficOf(site, {
        profile: 'flat',
        roughness: 1 + seed,
        rotationMs: 3_600_000,
        patienceMs: 90_000,
      });
      const { failures, facts, kills, losses } = await runEngine({
        site,
        traffic,
        seed,
        hours: 0.3,
        startMs: dayMs,
        troubleEveryMs: 60_000,
        awayMs: 6_000,
      });
      t.strictSame(failures.slice(0, 5), [], `shape ${shape}, seed ${seed}`);
      t.ok(
        kills > 0 && losses > 0 && facts.length > 500,
        `shape ${shape}, seed ${seed}: ${kills} kills, ${losses} losses`,
      );
    }
  });
}
