// Reference site 1 as a whole: the demo's site file with its sixteen agents multiplied to a floor of 224, and 150,000 calls a month.

import type { AgentSetup, Site } from '../src/core/site.js';
import { type Traffic, trafficOf } from '../src/sim/traffic.js';
import { loadSiteFile } from '../src/site/load.js';
import { printProblems } from '../src/site/problem.js';

/** The demo is of this floor, with one agent for fourteen. */
const timesAgents = 14;
const callsPerDay = 5_000;

/** How the 150,000 divide; the hot lines are small, the front line is more than half. */
const shares = { n1: 55, acquisition: 17, n2: 15, retention: 8, distributors: 5 };

/** A Monday in winter, 0 o'clock in Paris: the month that is simulated begins here. */
export const monthStartMs = Date.UTC(2026, 10, 1, 23);
export const monthDays = 30;

/** Loads a site file as it would be on `nowMs`. Throws with everything that is wrong in it. */
export async function loadSiteAt(path: string, nowMs: number): Promise<Site> {
  const loaded = await loadSiteFile(path, { nowMs, secrets: 'skip' });
  if (!loaded.ok) throw new Error(printProblems(loaded.problems, 'en'));
  return loaded.site.core;
}

/** The rota is made for share of the agents' time to be busy. */
const staffedFor = 0.75;

/** More callers than the rota was made for. */
function loaded(traffic: Traffic, load: number): Traffic {
  const flows = [...traffic.flows].map(([id, flow]) => {
    return [id, { ...flow, hourly: flow.hourly.map(calls => calls * load) }] as const;
  });
  return { ...traffic, flows: new Map(flows) };
}

/** Every agent so many times, each with a phone of his own. */
function grown(site: Site, times: number): Site {
  const agents = new Map<string, AgentSetup>();
  for (const agent of site.agents.values()) {
    for (let copy = 0; copy < times; copy++) {
      const id = `${agent.id}${String(copy).padStart(2, '0')}`;
      agents.set(id, { ...agent, id, endpoint: `PJSIP/${id}`, order: agent.order * times + copy });
    }
  }
  return { ...site, agents };
}

/** Every flow tells its callers what to expect, as level 1 does: to measure how wrong that is. */
export function announcing(site: Site): Site {
  const announcements = { firstAfterMs: 20_000, everyMs: 45_000, position: true, expectedWait: true };
  return { ...site, flows: new Map([...site.flows].map(([id, flow]) => [id, { ...flow, announcements }])) };
}

/** The site with its month of traffic, as the design states it; `load` times as many callers on the same rota. */
export async function referenceSite(
  load = 1,
  patient = 0,
): Promise<{ readonly site: Site; readonly traffic: Traffic }> {
  const site = grown(await loadSiteAt('config/site.yaml', monthStartMs), timesAgents);
  const traffic = trafficOf(site, {
    profile: 'day',
    roughness: 1,
    callsPerDay,
    shares,
    occupancy: staffedFor,
    patient,
  });

  return { site, traffic: loaded(traffic, load) };
}
