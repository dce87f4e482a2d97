// The floor of a seed: one of the small shapes with three to thirty agents of it, its rules of patience and its people drawn anew.
import { must } from '../../src/base/assert.js';
import type { Site } from '../../src/core/site.js';
import type { CaseCallBackRules } from '../../src/core/site-cases.js';
import { between, chance, pick, type Random } from '../../src/sim/random.js';
import { type Traffic, trafficOf } from '../../src/sim/traffic.js';
import { givenSupervisor } from '../../test/core/given.js';
import { calledSoon, dayMs, shapes, variantsOf } from '../../test/sim/sites.js';

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
  const plain: Site = {
    ...whole,
    agents: new Map([...whole.agents].slice(0, size)),
    wrapUpMs: between(random, 0, 15) * 1_000,
    noAnswersBeforeNotReady: between(random, 0, 2),
    backOffs: { noAnswer: backOff(), rejected: backOff(), busy: backOff(), unreachable: backOff() },
  };
  const traffic = trafficOf(plain, {
    profile: 'flat',
    roughness: between(random, 0, 6),
    rotationMs: between(random, 20, 90) * minuteMs,
    patienceMs: between(random, 30, 180) * 1_000,
    occupancy: chance(random, 0.2) ? 1.3 : 0.85,
  });
  const site = withPeople(plain, random);
  const sites = [site, ...variantsOf(site), withoutPartner(site)];
  return {
    shape,
    site,
    sites: new Map(sites.map(one => [one.revision, one])),
    traffic,
    startMs: dayMs,
    deadManMs: between(random, 6, 20) * 1_000,
  };
}

/** On some floors supervisors listen, on some those who call again have cases: whatever the shape. */
function withPeople(site: Site, random: Random): Site {
  const boss = givenSupervisor('boss', { may: ['listen', 'whisper', 'barge'] });
  const supervised = chance(random, 0.3) && site.supervisors.size === 0;
  const kept = chance(random, 0.3) && site.cases === null;
  const asked = chance(random, 0.4) ? withCodes(site, random) : site;
  return {
    ...asked,
    ...(supervised ? { supervisors: new Map([[boss.id, boss]]) } : {}),
    ...(kept ? casesFor(site, random) : {}),
  };
}

/** Agents are asked what calls were about; some flows let nobody go on who has not said it. */
export function withCodes(site: Site, random: Random): Site {
  const names = ['fault', 'sale', 'bill'].map(id => ({ id, name: { en: id, fr: id } }));
  const codes = names.map(({ id }) => id);
  const flows = [...site.flows.values()].map(flow =>
    chance(random, 0.3) ? flow : { ...flow, wrapUpCodes: { codes, required: chance(random, 0.5) } },
  );
  return {
    ...site,
    wrapUpCodes: new Map(names.map(one => [one.id, one])),
    flows: new Map(flows.map(flow => [flow.id, flow])),
  };
}

function casesFor(site: Site, random: Random): Pick<Site, 'repeatCallers' | 'cases' | 'outbound'> {
  const trunk = pick(random, [...site.trunks.keys()]);
  const flow = pick(random, [...site.flows.keys()]);
  const calls = trunk !== undefined && flow !== undefined && site.outbound === null && chance(random, 0.7);
  const colours = ['red', 'green'].map(id => ({ id, name: { en: id, fr: id } }));
  return {
    repeatCallers: {
      ...{
        contacts: between(random, 2, 3),
        withinMs: between(random, 5, 60) * minuteMs,
        flows: null,
        flow: null,
      },
      ...{ counts: chance(random, 0.5) ? 'answered' : 'all', priority: between(random, 0, 2) },
      ...{ insteadOfPartners: { kind: 'stay' }, ownerForMs: between(random, 0, 30) * 1_000 },
    },
    cases: {
      ...{ colours, firstColour: 'green', opens: chance(random, 0.8) ? 'repeat-call' : 'by-hand' },
      maximumOpen: chance(random, 0.7) ? between(random, 1, 5) : null,
      callBack: calls ? callBackRules(flow, random) : null,
    },
    outbound: calls ? calledSoon(trunk) : site.outbound,
  };
}

const callBackRules = (flow: string, random: Random): CaseCallBackRules => ({
  flow,
  keepFreeMs: between(random, 0, 60) * 1_000,
  lateAfterMs: between(random, 10, 300) * 1_000,
  ownerAway: chance(random, 0.5) ? 'deputy' : 'wait',
});

/** The last partner is struck off the list, wherever he is named. */
function withoutPartner(site: Site): Site {
  const last = [...site.partners.keys()].at(-1);
  const partners = new Map([...site.partners].filter(([id]) => id !== last));
  return { ...site, revision: 'r6', partners };
}
