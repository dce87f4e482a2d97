// Floors of different shapes for the simulator: small, so that a minute of theirs is full of events.
import { must } from '../../src/base/assert.js';
import type { AgentSetup, Flow, Ring, Site, Treatment } from '../../src/core/site.js';
import type { CampaignRules } from '../../src/core/site-campaigns.js';
import type { OutboundRules } from '../../src/core/site-outbound.js';
import type { SimulationOptions } from '../../src/sim/simulate.js';
import { trafficOf } from '../../src/sim/traffic.js';
import {
  givenAgent,
  givenFlow,
  givenPartner,
  givenSite,
  givenSupervisor,
  givenUnits,
} from '../core/given.js';
import { givenRules } from '../core/given-outbound.js';

/** Local midnight of the simulated days. */
export const dayMs = Date.UTC(2026, 10, 21, 23);
const minuteMs = 60_000;

const agents = (requirement: string, afterMs: number, whenWaitingAtLeast: number | null = null): Ring => ({
  kind: 'agents',
  requirement,
  afterMs,
  whenWaitingAtLeast,
});
const partners = (
  ids: readonly string[],
  afterMs: number | null,
  whenWaitingAtLeast: number | null = null,
): Ring => ({
  kind: 'partners',
  partners: ids,
  afterMs,
  whenWaitingAtLeast,
});

function floorOf(
  count: number,
  skillsOf: (index: number) => Record<string, number>,
  about: (index: number) => Partial<AgentSetup> = () => ({}),
) {
  return Array.from({ length: count }, (_, index) =>
    givenAgent(String(101 + index), skillsOf(index), about(index)),
  );
}

const announcements = { firstAfterMs: 10_000, everyMs: 30_000, position: true, expectedWait: true };

function oneLine(): Site {
  const flow = givenFlow({ id: 'n1', expectedHandleMs: 60_000, announcements });
  return givenSite(
    [flow],
    floorOf(12, () => ({ internet: 2 })),
    [],
    { wrapUpMs: 10_000 },
  );
}

/** Rings that widen, five rules of selection, agents of many skills, own wrap-ups, two priorities. */
function rings(): Site {
  const rules = ['longest-idle', 'best-level', 'fewest-calls', 'most-specialised', 'linear'] as const;
  const flows = rules.map((selection, index) =>
    givenFlow({
      id: `f${index}`,
      selection,
      priority: index % 3,
      rings: [
        agents(`internet>=${1 + (index % 3)} & team:${index % 2 === 0 ? 'paris' : 'lille'}`, 0),
        agents('internet>=1', 15_000, 4),
        agents('phone>=1', 40_000),
      ],
      wrapUpMs: index % 2 === 0 ? 5_000 + index * 1_000 : null,
      expectedHandleMs: 50_000,
      offerTimeoutMs: 9_000,
      announcements: index === 1 ? announcements : null,
      satisfaction: index % 2 === 0 ? { askPercent: 40 } : null,
      recording: index % 2 === 1 ? { sharePercent: 60, notice: 'tone' } : null,
    }),
  );
  const floor = floorOf(
    20,
    index =>
      index % 4 === 3
        ? { phone: 2 }
        : { internet: 1 + (index % 3), ...(index % 5 === 0 ? { phone: 1 } : {}) },
    index => ({
      teams: [index % 2 === 0 ? 'paris' : 'lille'],
      wrapUpMs: index % 3 === 0 ? 8_000 : null,
      wrapUpByFlow: new Map(index % 6 === 0 ? [['f1', 3_000]] : []),
      confirm: index % 7 === 0,
    }),
  );
  return givenSite(flows, floor, [], {
    wrapUpMs: 12_000,
    noAnswersBeforeNotReady: 2,
    priorityStepMs: 60_000,
    supervisors: new Map(
      [
        givenSupervisor('anna', { may: ['listen', 'whisper', 'barge'] }),
        givenSupervisor('boris', { may: ['listen', 'whisper'], teams: ['paris'] }),
        givenSupervisor('clara', { may: ['listen', 'barge'], flows: ['f1', 'f2'] }),
      ].map(one => [one.id, one]),
    ),
  });
}

/** Subcontractors with every kind of cap, on two trunks. */
function subcontracted(): Site {
  const flows = [
    givenFlow({
      id: 'n1',
      rings: [agents('internet>=1', 0), partners(['snt', 'atos'], 20_000, 8)],
      expectedHandleMs: 70_000,
      maximumWaitMs: 4 * minuteMs,
      tooLong: { kind: 'release' },
    }),
    givenFlow({ id: 'out', rings: [partners(['atos', 'snt'], 0)], expectedHandleMs: 50_000, announcements }),
    givenFlow({
      id: 'mix',
      rings: [agents('internet>=2', 0), partners(['keys'], 5_000)],
      expectedHandleMs: 60_000,
      ringAtOnce: 3,
    }),
  ];
  const trunk = (id: string, channels: number) =>
    [id, { id, name: id, kind: 'pjsip', endpoint: id, spans: [], channels }] as const;
  return givenSite(
    flows,
    floorOf(10, index => ({ internet: 1 + (index % 3) })),
    [
      givenPartner('snt', {
        caps: { concurrent: 4, perMinute: null, minutesPerDay: null },
        destinations: [
          { trunk: 'out', number: '0140000001' },
          { trunk: 'second', number: '0140000002' },
        ],
        retryAfterMs: 8_000,
      }),
      givenPartner('atos', {
        destinations: [{ trunk: 'second', number: '0150000001' }],
        caps: { concurrent: null, perMinute: 6, minutesPerDay: 5 },
        dialTimeoutMs: 8_000,
        maximumTalkMs: 2 * minuteMs,
      }),
      givenPartner('keys', {
        destinations: [{ trunk: 'out', number: '0160000001' }],
        caps: { concurrent: 2, perMinute: 10, minutesPerDay: null },
        confirm: true,
      }),
    ],
    { wrapUpMs: 6_000, trunks: new Map([trunk('out', 5), trunk('second', 6)]) },
  );
}

/** Short openings, every treatment, flows that hand calls on to each other, nobody there for a while. */
function hours(): Site {
  const openings = (everyMs: number, openMs: number, shiftMs: number) =>
    Array.from({ length: 40 }, (_, index) => {
      const fromMs = dayMs + shiftMs + index * everyMs;
      return { fromMs, toMs: fromMs + openMs };
    });
  const to = (flow: string): Treatment => ({ kind: 'flow', flow });
  const toPartners: Treatment = { kind: 'partners', partners: ['snt'] };
  const common = { expectedHandleMs: 50_000, announcements } satisfies Partial<Flow>;
  const flows = [
    givenFlow({
      ...common,
      id: 'a',
      hours: openings(10 * minuteMs, 7 * minuteMs, 0),
      closed: to('b'),
      atClosing: to('b'),
    }),
    givenFlow({
      ...common,
      id: 'b',
      hours: openings(8 * minuteMs, 5 * minuteMs, minuteMs),
      closed: to('a'),
      atClosing: toPartners,
    }),
    givenFlow({
      ...common,
      id: 'c',
      hours: openings(6 * minuteMs, 4 * minuteMs, 0),
      closed: { kind: 'release' },
      atClosing: { kind: 'release' },
    }),
    givenFlow({
      ...common,
      id: 'd',
      lineMaximum: 3,
      lineFull: to('a'),
      maximumWaitMs: 45_000,
      tooLong: toPartners,
    }),
    givenFlow({
      ...common,
      id: 'e',
      rings: [agents('rare>=1', 0), agents('internet>=1', 50_000)],
      nobody: { graceMs: 5_000, treatment: to('d') },
      lineMaximum: 5,
      lineFull: { kind: 'release' },
    }),
    givenFlow({ ...common, id: 'f', closed: toPartners, hours: openings(5 * minuteMs, 3 * minuteMs, 0) }),
    givenFlow({
      ...common,
      id: 'g',
      rings: [agents('rare>=2', 0)],
      nobody: { graceMs: 0, treatment: { kind: 'release' } },
    }),
  ];
  return givenSite(
    flows,
    floorOf(14, index => ({ internet: 1, ...(index < 2 ? { rare: 1 + index } : {}) })),
    [givenPartner('snt', { caps: { concurrent: 5, perMinute: null, minutesPerDay: null } })],
    { wrapUpMs: 4_000 },
  );
}

/** Several phones ring at once, back-offs of all kinds, agents who lose offers all the time. */
function ringing(): Site {
  const backOff = { callMs: 20_000, agentMs: 3_000 };
  const flows = [
    givenFlow({ id: 'all', ringAtOnce: 4, offerTimeoutMs: 6_000, expectedHandleMs: 40_000 }),
    givenFlow({
      id: 'two',
      ringAtOnce: 2,
      offerTimeoutMs: 5_000,
      expectedHandleMs: 40_000,
      priority: 1,
      rings: [agents('internet>=2', 0)],
    }),
  ];
  return givenSite(
    flows,
    floorOf(
      14,
      index => ({ internet: 1 + (index % 2) }),
      index => ({ confirm: index % 3 === 0 }),
    ),
    [],
    {
      noAnswersBeforeNotReady: 0,
      backOffs: {
        noAnswer: backOff,
        rejected: backOff,
        busy: { callMs: 0, agentMs: 4_000 },
        unreachable: { callMs: 9_000, agentMs: 0 },
      },
    },
  );
}

/** Other site files for the same floor: flows gone, agents gone or changed, rings and announcements changed. */
export function variantsOf(site: Site): Site[] {
  const flows = [...site.flows.values()];
  const agentList = [...site.agents.values()];
  const fewerFlows = flows.length > 1 ? flows.slice(0, -1) : flows;
  const calmer = flows.map(flow => ({
    ...flow,
    announcements: flow.announcements === null ? announcements : null,
    ringAtOnce: 1,
  }));
  const fewerAgents = agentList.filter((_, index) => index % 4 !== 1);
  const retrained = agentList.map((agent, index) =>
    index % 3 === 0
      ? { ...agent, skills: new Map([...agent.skills].map(([skill, level]) => [skill, (level % 3) + 1])) }
      : agent,
  );
  const byId = <T extends { id: string }>(list: readonly T[]) => new Map(list.map(one => [one.id, one]));
  return [
    { ...site, revision: 'r2', agents: byId(fewerAgents), flows: byId(calmer) },
    { ...site, revision: 'r3', agents: byId(retrained) },
    { ...site, revision: 'r4', flows: byId(fewerFlows) },
    { ...site, revision: 'r5', flows: byId(flows.map(flow => ({ ...flow, rings: flow.rings.slice(0, 1) }))) },
  ];
}

/** Customers of three units, each served by its own agents first; level 2 by unit as well; of one unit nobody is ever there. */
function parcs(): Site {
  const own = (requirement: string, skill: string) => [
    agents(`${requirement} & unit:own`, 0),
    agents(requirement, 20_000),
    agents(skill, 45_000, 6),
  ];
  const flows = [
    givenFlow({
      id: 'n1',
      rings: own('internet>=1', 'expert>=1'),
      expectedHandleMs: 60_000,
      maximumWaitMs: 2 * minuteMs,
      tooLong: { kind: 'flow', flow: 'n2' },
    }),
    givenFlow({ id: 'n2', priority: 1, rings: own('expert>=1', 'internet>=2'), expectedHandleMs: 50_000 }),
    givenFlow({ id: 'national', rings: [agents('internet>=2', 0)], expectedHandleMs: 40_000, announcements }),
  ];
  const floor = floorOf(
    15,
    index => ({ internet: 1 + (index % 2), ...(index % 4 === 0 ? { expert: 1 } : {}) }),
    index => ({ teams: [index % 3 === 0 ? 'nord' : 'sud'] }),
  );
  return givenSite(flows, floor, [], { wrapUpMs: 5_000, units: givenUnits('nord', 'sud', 'ouest') });
}

/** The subcontracted floor with shares of every kind, some of them in force for a few minutes only. */
function shared(): Site {
  const site = subcontracted();
  const during = Array.from({ length: 60 }, (_, index) => {
    const fromMs = dayMs + index * 7 * minuteMs;
    return { fromMs, toMs: fromMs + 4 * minuteMs };
  });
  const share = { during: null, per: 'hour', softMs: 0, hardMs: 40_000 } as const;
  const half = { kind: 'target', inHousePercent: 50 } as const;
  const proportions = new Map([
    ['snt', 2],
    ['atos', 1],
  ]);
  const sharesOf: Readonly<Record<string, Flow['shares']>> = {
    n1: [
      { ...share, during, target: { kind: 'limit', inHousePercent: 70 }, hardMs: null, proportions },
      { ...share, target: half, softMs: 5_000, proportions },
    ],
    out: [
      {
        ...share,
        during,
        target: null,
        proportions: new Map([
          ['atos', 3],
          ['snt', 1],
        ]),
      },
    ],
    mix: [{ ...share, target: { ...half, inHousePercent: 80 }, proportions: new Map() }],
  };
  const flows = [...site.flows.values()].map(flow => ({ ...flow, shares: sharesOf[flow.id] ?? [] }));
  return { ...site, flows: new Map(flows.map(flow => [flow.id, flow])) };
}

/** Customers are called, and tried again soon: a run is short. */
export function calledSoon(trunk: string): OutboundRules {
  const soon = (times: number) => ({ afterMs: minuteMs, times });
  return givenRules({
    trunk,
    maximumTalkMs: 20 * minuteMs,
    expiresMs: 15 * minuteMs,
    caps: { concurrent: 2, perMinute: 10, perDay: null },
    retries: { busy: soon(2), 'no-answer': soon(1), rejected: soon(0), unreachable: soon(1) },
  });
}

/** The subcontracted floor whose customers call again and again, and are called back. */
function repeating(): Site {
  return {
    ...subcontracted(),
    outbound: calledSoon('second'),
    repeatCallers: {
      ...{ contacts: 2, withinMs: 60 * minuteMs, flows: null, counts: 'answered', flow: 'n1', priority: 2 },
      ...{ insteadOfPartners: { kind: 'stay' }, ownerForMs: 15_000 },
    },
    cases: {
      colours: [{ id: 'red', name: { en: 'Red', fr: 'Rouge' } }],
      ...{ firstColour: 'red', opens: 'repeat-call', maximumOpen: 3 },
      callBack: { flow: 'mix', keepFreeMs: 20_000, lateAfterMs: 90_000, ownerAway: 'deputy' },
    },
    shortPauses: new Set(['lunch']),
  };
}

/** Flows with hours and caps that offer to call back whoever would wait for long. */
function callingBack(): Site {
  const site = hours();
  const callBack = { offerAboveMs: 20_000, firstAfterMs: 5_000, prompt: 'offer' };
  const flows = new Map([...site.flows].map(([id, flow]) => [id, { ...flow, callBack }]));
  const retry = { afterMs: minuteMs, times: 2 };
  const outbound = givenRules({
    callTimes: [
      { prefix: '', hours: null },
      { prefix: '+3369', hours: [...site.flows.values()][0]?.hours ?? null },
    ],
    caps: { concurrent: 3, perMinute: 6, perDay: 2_000 },
    retries: { busy: retry, 'no-answer': retry, rejected: { afterMs: 0, times: 0 }, unreachable: retry },
    maximumTalkMs: 20 * minuteMs,
    expiresMs: 15 * minuteMs,
  });
  const campaigns = new Map<string, CampaignRules>([
    ['sales', { id: 'sales', keepReady: 1, callerNumber: null, preview: null }],
    [
      'care',
      { id: 'care', keepReady: 0, callerNumber: null, preview: { withinMs: 15_000, otherwise: 'dial' } },
    ],
  ]);
  return { ...site, flows, outbound, campaigns };
}

export const shapes: Readonly<Record<string, () => Site>> = {
  ...{ oneLine, rings, subcontracted, hours, ringing, parcs, shared, repeating, callingBack },
};

/** A run that looks for faults: rough people, everything checked; two seeds of three restart the core, every second one reloads. */
export function roughRun(shape: string, seed: number, hours: number): SimulationOptions {
  const site = must(shapes[shape], `shape ${shape}`)();
  return {
    site,
    seed,
    hours,
    startMs: dayMs,
    traffic: trafficOf(site, {
      profile: 'flat',
      roughness: 2 + (seed % 4) * 2,
      rotationMs: 60 * minuteMs,
      patienceMs: 90_000,
      occupancy: seed % 5 === 0 ? 1.3 : 0.85,
    }),
    invariantsEvery: 1,
    promises: true,
    replayEveryMs: 5 * minuteMs,
    ...(seed % 4 === 1 ? {} : { supervisesEveryMs: 30_000 }),
    ...(seed % 3 === 0 ? {} : { restartsEveryMs: 3 * minuteMs }),
    ...(seed % 2 === 0 ? { reloads: { everyMs: 4 * minuteMs, sites: variantsOf(site) } } : {}),
  };
}
