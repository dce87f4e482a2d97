// Floors that get two and three times the callers that they were built for, each with another treatment for those who cannot be
// served, and what must be so all the same.
import type { AgentSetup, Flow, Ring, Site } from '../../src/core/site.js';
import type { State } from '../../src/core/state.js';
import type { Decision } from '../../src/core/step.js';
import { type SimulationOptions, simulate } from '../../src/sim/simulate.js';
import { trafficOf } from '../../src/sim/traffic.js';
import {
  createWorkload,
  figuresOf,
  learnWorkload,
  type Workload,
  type WorkloadFigures,
} from '../../src/sim/workload.js';
import { givenAgent, givenFlow, givenPartner, givenSite } from '../core/given.js';
import { dayMs } from './sites.js';

const minuteMs = 60_000;
const ring = (requirement: string, afterMs: number): Ring => {
  return { kind: 'agents', requirement, afterMs, whenWaitingAtLeast: null };
};
const announcements = { firstAfterMs: 20_000, everyMs: 45_000, position: true, expectedWait: true };
const common = {
  announcements,
  maximumWaitMs: 10 * minuteMs,
  tooLong: { kind: 'release' },
} satisfies Partial<Flow>;

const agentsOf = (
  count: number,
  skillsOf: (index: number) => Record<string, number>,
  about: Partial<AgentSetup> = {},
) => Array.from({ length: count }, (_, index) => givenAgent(String(101 + index), skillsOf(index), about));

/** A line with a maximum: whoever comes when it is full is told so. */
function full(): Site {
  const flow = givenFlow({ ...common, id: 'n1', lineMaximum: 30, lineFull: { kind: 'release' } });
  return givenSite(
    [flow],
    agentsOf(20, () => ({ internet: 2 })),
    [],
    { wrapUpMs: 20_000 },
  );
}

/** Nothing but the longest wait bounds the line; its end is a flow that says sorry. */
function long(): Site {
  const flows = [
    givenFlow({ ...common, id: 'n1', tooLong: { kind: 'flow', flow: 'sorry' } }),
    givenFlow({ ...common, id: 'sorry', priority: 5, maximumWaitMs: minuteMs }),
  ];
  return givenSite(
    flows,
    agentsOf(20, () => ({ internet: 2 })),
    [],
    { wrapUpMs: 20_000 },
  );
}

/** Partners take what they can, by time and by the length of the line, within caps that are far too small. */
function subcontracted(): Site {
  const overflow: Ring = {
    kind: 'partners',
    partners: ['snt', 'atos'],
    afterMs: 40_000,
    whenWaitingAtLeast: 10,
  };
  const flow = givenFlow({ ...common, id: 'n1', rings: [ring('internet>=1', 0), overflow] });
  return givenSite(
    [flow],
    agentsOf(20, () => ({ internet: 2 })),
    [
      givenPartner('snt', { caps: { concurrent: 3, perMinute: 4, minutesPerDay: null } }),
      givenPartner('atos', { caps: { concurrent: null, perMinute: 3, minutesPerDay: 60 } }),
    ],
    { wrapUpMs: 20_000 },
  );
}

/** Three lines of two priorities share half of their agents, rings widen. */
function skilled(): Site {
  const flows = ['a', 'b', 'c'].map((id, index) =>
    givenFlow({
      ...common,
      id,
      priority: index === 0 ? 1 : 0,
      rings: [ring(`${id}>=2`, 0), ring(`${id}>=1`, 30_000)],
      selection: index === 1 ? 'best-level' : 'most-specialised',
      lineMaximum: 40,
      lineFull: { kind: 'release' },
    }),
  );
  const skillsOf = (index: number): Record<string, number> => {
    const own = ['a', 'b', 'c'][index % 3] ?? 'a';
    const other = ['b', 'c', 'a'][index % 3] ?? 'b';
    return index % 2 === 0 ? { [own]: 3 } : { [own]: 2, [other]: 1 };
  };
  return givenSite(flows, agentsOf(30, skillsOf), [], { wrapUpMs: 20_000, priorityStepMs: 30_000 });
}

/** Mobiles that must press a key, and a grace before an agent who let it ring is made not-ready. */
function mobiles(): Site {
  const flow = givenFlow({ ...common, id: 'n1', expectedHandleMs: 300_000 });
  return givenSite(
    [flow],
    agentsOf(20, () => ({ internet: 2 }), { confirm: true }),
    [],
    {
      wrapUpMs: 20_000,
      noAnswersBeforeNotReady: 2,
    },
  );
}

export const overloadFloors: Readonly<Record<string, () => Site>> = {
  full,
  long,
  subcontracted,
  skilled,
  mobiles,
};

/** What a step may come to at most, whatever the load: facts and effects together. */
export type Extent = { largestStep: number; deadlines: number; people: number };

export type Overloaded = {
  readonly figures: WorkloadFigures;
  readonly failures: readonly string[];
  readonly extent: Extent;
};

/** Callers come at `load` times what the agents on duty can serve at full occupancy. */
export function overloaded(floor: string, load: number, seed: number, hours = 3): SimulationOptions {
  const site = overloadFloors[floor]?.();
  if (site === undefined) throw new Error(`no floor ${floor}`);
  const traffic = trafficOf(site, {
    profile: 'flat',
    roughness: 1,
    occupancy: load,
    patienceMs: 8 * minuteMs,
    rotationMs: 4 * 60 * minuteMs,
  });
  // Who waits as long as he may and is then transferred into another flow waits twice, which is not the overload's doing.
  const people = floor === 'long' ? { ...traffic, agents: { ...traffic.agents, transfers: 0 } } : traffic;
  return { site, traffic: people, seed, hours, startMs: dayMs, invariantsEvery: 100, promises: true };
}

/** Runs it; figures are of the time between `fromMs` and `toMs`, by default from half an hour on until the last caller comes. */
export function runOverloaded(
  options: SimulationOptions,
  window?: { fromMs: number; toMs: number },
): Overloaded {
  const startMs = options.startMs ?? 0;
  const { fromMs, toMs } = window ?? {
    fromMs: startMs + 30 * minuteMs,
    toMs: startMs + options.hours * 60 * minuteMs,
  };
  const workload: Workload = createWorkload(fromMs, toMs);
  const extent: Extent = { largestStep: 0, deadlines: 0, people: 0 };
  const { failures } = simulate({
    ...options,
    facts: recorded => learnWorkload(workload, recorded),
    step: (state, decision) => look(extent, state, decision),
  });
  return { figures: figuresOf(workload), failures, extent };
}

function look(extent: Extent, state: State, { facts, effects }: Decision): void {
  extent.largestStep = Math.max(extent.largestStep, facts.length + effects.length);
  extent.deadlines = Math.max(extent.deadlines, state.deadlines.length);
  extent.people = Math.max(extent.people, state.calls.size + state.agents.size);
}
