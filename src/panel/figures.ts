// The figures that people see, computed from the floor at one moment: what signs, boards and the page all show.
import type { Text } from '../base/language.js';
import type { AgentId, FlowId, PartnerId, ServiceLevel, TrunkId } from '../core/site.js';
import { alarmsAbout } from './alarm-facts.js';
import { type AgentCounts, addCounts, type Counts, emptyCounts } from './counts.js';
import { expectedWaitMs } from './expected-wait.js';
import { agentStateOf, type CallRecord, countsOf, type Floor, waitsSinceMs } from './floor.js';
import { type Share, serviceLevelShare } from './service-level.js';
import { type Setup, withSkills } from './setup.js';

/** Figures of a flow, or of the site as a whole. What is counted is counted since the local day began. */
export type GroupFigures = {
  /** Calls without an answer, those that ring at an agent's included. */
  readonly waiting: number;
  /** With agents. */
  readonly talking: number;
  readonly withPartner: number;
  /** Alarms that nobody has acknowledged. */
  readonly alarms: number;
  /** Since when the call that waits longest waits, talks left out; `null`: none waits. */
  readonly longestSinceMs: number | null;
  /** Call-backs that are still to be made. */
  readonly callBacks: number;
  readonly today: Counts;
  /** Of the site: the sum of its flows, each by its own formula and threshold. */
  readonly serviceLevel: Share;
  /** Of those who are eligible by one of the flow's rings. */
  readonly agents: AgentCounts;
};

export type FlowFigures = GroupFigures & {
  readonly flow: FlowId;
  readonly name: Text;
  readonly level: ServiceLevel;
  /** See `expected-wait.ts`. */
  readonly expectedWaitMs: number | null;
};

export type PartnerFigures = {
  readonly partner: PartnerId;
  readonly name: string;
  readonly talking: number;
  /** Calls that entered today and were answered by the partner. */
  readonly answered: number;
};

/** `usable`: channels that can carry a call now; `null` until the calls process has said. */
export type TrunkFigures = {
  readonly trunk: TrunkId;
  readonly name: string;
  readonly inUse: number;
  readonly usable: number | null;
  readonly alarm: string | null;
};

export type Figures = {
  readonly atMs: number;
  /** The local day that the counts are of. */
  readonly date: string;
  readonly site: GroupFigures;
  readonly flows: readonly FlowFigures[];
  readonly partners: readonly PartnerFigures[];
  readonly trunks: readonly TrunkFigures[];
};

/** All figures at `nowMs`. */
export function figuresAt(floor: Floor, ofSite: Setup, nowMs: number): Figures {
  const setup = withSkills(ofSite, floor.control.skills);
  const { site, rules } = setup;
  const date = rules.dateOf(nowMs);
  const lines = callsByFlow(floor);
  const flows = flowsShown(floor, setup, date, lines).map((flow): FlowFigures => {
    const level = rules.levelOf(flow);
    const today = countsOf(floor, date, flow);
    const known = site.flows.get(flow);
    return {
      flow,
      name: known?.name ?? { en: flow, fr: flow },
      level,
      expectedWaitMs: known === undefined ? null : expectedWaitMs(floor, setup, known, today, nowMs),
      ...lineFigures(lines.get(flow) ?? []),
      alarms: alarmsAbout(floor, flow),
      callBacks: toBeMade(floor, flow),
      today,
      serviceLevel: serviceLevelShare(today, level.formula),
      agents: countAgents(floor, setup.eligible.get(flow) ?? [], nowMs),
    };
  });
  return {
    atMs: nowMs,
    date,
    site: {
      ...sum(flows),
      alarms: alarmsAbout(floor, null),
      agents: countAgents(floor, [...site.agents.keys()], nowMs),
    },
    flows,
    partners: [...site.partners.values()].map(({ id, name }) => ({
      partner: id,
      name,
      talking: [...floor.calls.values()].filter(call => call.answer?.partner === id).length,
      answered: flows.reduce((total, flow) => total + (flow.today.overflowed[id] ?? 0), 0),
    })),
    trunks: [...site.trunks.values()].map(({ id, name }) => {
      const { inUse, usable, alarm } = floor.trunks.get(id) ?? { inUse: 0, usable: null, alarm: null };
      return { trunk: id, name, inUse, usable, alarm };
    }),
  };
}

function callsByFlow(floor: Floor): Map<FlowId, CallRecord[]> {
  const lines = new Map<FlowId, CallRecord[]>();
  for (const call of floor.calls.values()) {
    const line = lines.get(call.flow);
    if (line) line.push(call);
    else lines.set(call.flow, [call]);
  }
  return lines;
}

/** The flows of the site file in its order, then those that it does not know but that had calls today. */
function flowsShown(floor: Floor, setup: Setup, date: string, lines: ReadonlyMap<FlowId, unknown>): FlowId[] {
  const today = [...floor.days.values()].filter(day => day.date === date).map(day => day.flow);
  return [...new Set([...setup.site.flows.keys(), ...lines.keys(), ...today])];
}

function lineFigures(
  calls: readonly CallRecord[],
): Pick<GroupFigures, 'waiting' | 'talking' | 'withPartner' | 'longestSinceMs'> {
  let waiting = 0;
  let withPartner = 0;
  let longestSinceMs: number | null = null;
  for (const call of calls) {
    const { answer } = call;
    if (answer === null) {
      waiting += 1;
      const sinceMs = waitsSinceMs(call);
      longestSinceMs = Math.min(longestSinceMs ?? sinceMs, sinceMs);
    } else if (answer.partner !== null) withPartner += 1;
  }
  return { waiting, talking: calls.length - waiting - withPartner, withPartner, longestSinceMs };
}

function sum(flows: readonly FlowFigures[]): Omit<GroupFigures, 'agents' | 'alarms'> {
  const today = emptyCounts();
  let callBacks = 0;
  let waiting = 0;
  let talking = 0;
  let withPartner = 0;
  let good = 0;
  let of = 0;
  let longestSinceMs: number | null = null;
  for (const flow of flows) {
    addCounts(today, flow.today);
    callBacks += flow.callBacks;
    waiting += flow.waiting;
    talking += flow.talking;
    withPartner += flow.withPartner;
    good += flow.serviceLevel.good;
    of += flow.serviceLevel.of;
    if (flow.longestSinceMs !== null)
      longestSinceMs = Math.min(longestSinceMs ?? Number.POSITIVE_INFINITY, flow.longestSinceMs);
  }
  return { waiting, talking, withPartner, longestSinceMs, callBacks, today, serviceLevel: { good, of } };
}

/** None is kept for as long as the days are. */
function toBeMade(floor: Floor, flow: FlowId): number {
  let left = 0;
  for (const day of floor.days.values()) {
    const { callBacks, calledBack, callBacksGivenUp } = day.counts;
    if (day.flow === flow) left += callBacks - calledBack - callBacksGivenUp;
  }
  return Math.max(0, left);
}

/** How many of these agents are in each state. */
export function countAgents(floor: Floor, ids: readonly AgentId[], nowMs: number): AgentCounts {
  const counts: AgentCounts = {
    ready: 0,
    offered: 0,
    talking: 0,
    'wrap-up': 0,
    'not-ready': 0,
    'phone-busy': 0,
    'backed-off': 0,
    'phone-unavailable': 0,
    'logged-out': 0,
  };
  for (const id of ids) {
    const agent = floor.agents.get(id);
    counts[agent === undefined ? 'logged-out' : agentStateOf(agent, nowMs)] += 1;
  }
  return counts;
}
