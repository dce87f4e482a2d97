// Floors on which shares are to be met: one flow, two partners, and more or fewer agents than the share asks for.
import type { Recorded } from '../../src/core/facts.js';
import type { Flow, Share, Site } from '../../src/core/site.js';
import { simulate } from '../../src/sim/simulate.js';
import { trafficOf } from '../../src/sim/traffic.js';
import { givenAgent, givenFlow, givenPartner, givenSite } from '../core/given.js';
import { dayMs } from './sites.js';

const talkMs = 120_000;
const wrapUpMs = 20_000;
const hourMs = 3_600_000;
/** Steady from then on. */
const warmUpMs = 1_800_000;

export type ShareCase = {
  readonly inHousePercent: number;
  readonly callsPerHour: number;
  /** Agents for so many percent of the callers, were they busy nine tenths of their time. */
  readonly staffedPercent: number;
  readonly seed: number;
  /** Parts of the partners snt and opl. */
  readonly parts: readonly [number, number];
};

export type ShareOutcome = {
  readonly agents: number;
  /** What the means allow: in-house when partners always get callers at the soft limit, and when always at the hard one. */
  readonly least: number;
  readonly most: number;
  /** Of the answered calls, in percent. */
  readonly inHouse: number;
  /** Of what went to partners, in percent: the first one's. */
  readonly first: number;
  readonly answered: number;
  readonly abandoned: number;
  /** Answered within 20 s, in percent, and what it was with the moment fixed at the soft and the hard limit. */
  readonly inTime: number;
  readonly inTimeAtSoft: number;
  readonly inTimeAtHard: number;
  readonly failures: readonly string[];
};

const limits = { softMs: 10_000, hardMs: 90_000 } as const;

function floorOf(about: ShareCase, target: Share['target']): Site {
  const flow: Flow = givenFlow({
    id: 'n1',
    expectedHandleMs: talkMs + wrapUpMs,
    wrapUpMs,
    rings: [
      { kind: 'agents', requirement: 'internet>=1', afterMs: 0, whenWaitingAtLeast: null },
      { kind: 'partners', partners: ['snt', 'opl'], afterMs: 30_000, whenWaitingAtLeast: null },
    ],
    shares: [
      {
        during: null,
        target,
        per: 'hour',
        ...limits,
        proportions: new Map([
          ['snt', about.parts[0]],
          ['opl', about.parts[1]],
        ]),
      },
    ],
  });
  const agents = Array.from({ length: agentsOf(about) }, (_, index) =>
    givenAgent(String(101 + index), { internet: 1 }),
  );
  const trunk = { id: 'out', name: 'out', kind: 'pjsip', endpoint: 'out', spans: [], channels: 500 } as const;
  const partners = [
    givenPartner('snt'),
    givenPartner('opl', { destinations: [{ trunk: 'out', number: '0150000001' }] }),
  ];
  return givenSite([flow], agents, partners, { trunks: new Map([['out', trunk]]) });
}

const agentsOf = ({ callsPerHour, staffedPercent }: ShareCase) =>
  Math.max(1, Math.round((((callsPerHour * staffedPercent) / 100) * (talkMs + wrapUpMs)) / hourMs / 0.9));

type Counted = {
  inHouse: number;
  byPartner: Record<string, number>;
  inTime: number;
  abandoned: number;
  failures: readonly string[];
};

/** Runs until about `calls` callers have come after the first half hour, people and lines without faults. */
function run(about: ShareCase, target: Share['target'], calls: number, everyStep: boolean): Counted {
  const site = floorOf(about, target);
  const { callsPerHour, seed } = about;
  const plain = trafficOf(site, {
    profile: 'flat',
    roughness: 0,
    callsPerDay: callsPerHour * 24,
    patienceMs: 240_000,
  });
  const traffic = { ...plain, staffing: plain.staffing.map(() => 1) };
  const counted: Counted = { inHouse: 0, byPartner: {}, inTime: 0, abandoned: 0, failures: [] };
  const take = ({ fact, atMs }: Recorded) => {
    if (atMs < dayMs + warmUpMs) return;
    if (fact.type === 'call-ended' && fact.end === 'abandoned') counted.abandoned++;
    if (fact.type !== 'call-answered') return;
    if (fact.waitedMs <= 20_000) counted.inTime++;
    if (fact.partner === null) counted.inHouse++;
    else counted.byPartner[fact.partner] = (counted.byPartner[fact.partner] ?? 0) + 1;
  };
  const { failures } = simulate({
    site,
    seed,
    hours: warmUpMs / hourMs + calls / callsPerHour,
    traffic: { ...traffic, partners: { ...traffic.partners, capacity: 500 } },
    startMs: dayMs,
    invariantsEvery: everyStep ? 1 : 0,
    promises: everyStep,
    facts: take,
  });
  counted.failures = failures;
  return counted;
}

/** The share as it was met over so many calls, beside what the means would have allowed. */
export function tryShare(about: ShareCase, calls: number): ShareOutcome {
  const kind = 'target';
  const soft = run(about, { kind, inHousePercent: 0 }, calls, false);
  const hard = run(about, { kind, inHousePercent: 100 }, calls, false);
  const met = run(about, { kind, inHousePercent: about.inHousePercent }, calls, true);
  const partners = sum(met);
  return {
    agents: agentsOf(about),
    least: percent(soft.inHouse, soft.inHouse + sum(soft)),
    most: percent(hard.inHouse, hard.inHouse + sum(hard)),
    inHouse: percent(met.inHouse, met.inHouse + partners),
    first: percent(met.byPartner['snt'] ?? 0, partners),
    answered: met.inHouse + partners,
    abandoned: met.abandoned,
    inTime: percent(met.inTime, met.inHouse + partners),
    inTimeAtSoft: percent(soft.inTime, soft.inHouse + sum(soft)),
    inTimeAtHard: percent(hard.inTime, hard.inHouse + sum(hard)),
    failures: met.failures,
  };
}

const sum = ({ byPartner }: Counted) => Object.values(byPartner).reduce((total, calls) => total + calls, 0);
const percent = (part: number, of: number) => (of === 0 ? 0 : (100 * part) / of);

/** Every target at three loads, with fewer agents than it asks for, just enough, and more. */
export function shareCases(seeds: readonly number[]): ShareCase[] {
  const parts = [
    [2, 1],
    [1, 1],
    [5, 2],
  ] as const;
  return seeds.flatMap(seed =>
    [20, 40, 67, 90].flatMap(inHousePercent =>
      [150, 400, 1_200].flatMap((callsPerHour, index) =>
        [0.75, 0.85, 1.2].map(
          (staffed): ShareCase => ({
            inHousePercent,
            callsPerHour,
            staffedPercent: Math.round(inHousePercent * staffed),
            seed,
            parts: parts[index] ?? [2, 1],
          }),
        ),
      ),
    ),
  );
}
