// The floor of a seed: one of the small shapes with three to thirty agents of it, its rules of patience and its people drawn anew.
import { must } from '../../src/base/assert.js';
import type { Site } from '../../src/core/site.js';
import { between, chance, pick, type Random } from '../../src/sim/random.js';
import { type Traffic, trafficOf } from '../../src/sim/traffic.js';
import { dayMs, shapes, variantsOf } from '../../test/sim/sites.js';

const minuteMs = 60_000;

export type Floor = {
  readonly shape: string;
  /** The site that is in force at first, and others that reloads put in force; by revision. */
  readonly sites: ReadonlyMap<string, Site>;
  readonly site: Site;
  readonly traffic: Traffic;
  readonly startMs: number;
  readonly deadManMs: number;
};

export function floorOf(random: Random): Floor {
  const shape = must(pick(random, Object.keys(shapes)), 'a shape');
  const whole = must(shapes[shape], shape)();
  const size = Math.min(
    whole.agents.size,
    chance(random, 0.2) ? between(random, 10, 30) : between(random, 3, 9),
  );
  const backOff = () => ({ callMs: between(random, 0, 30) * 1_000, agentMs: between(random, 0, 8) * 1_000 });
  const site: Site = {
    ...whole,
    agents: new Map([...whole.agents].slice(0, size)),
    wrapUpMs: between(random, 0, 15) * 1_000,
    noAnswersBeforeNotReady: between(random, 0, 2),
    backOffs: { noAnswer: backOff(), rejected: backOff(), busy: backOff(), unreachable: backOff() },
  };
  const sites = [site, ...variantsOf(site), withoutPartner(site)];
  const traffic = trafficOf(site, {
    profile: 'flat',
    roughness: between(random, 0, 6),
    rotationMs: between(random, 20, 90) * minuteMs,
    patienceMs: between(random, 30, 180) * 1_000,
    occupancy: chance(random, 0.2) ? 1.3 : 0.85,
  });
  return {
    shape,
    site,
    sites: new Map(sites.map(one => [one.revision, one])),
    traffic,
    startMs: dayMs,
    deadManMs: between(random, 6, 20) * 1_000,
  };
}

/** The last partner is struck off the list, wherever he is named. */
function withoutPartner(site: Site): Site {
  const last = [...site.partners.keys()].at(-1);
  const partners = new Map([...site.partners].filter(([id]) => id !== last));
  return { ...site, revision: 'r6', partners };
}
