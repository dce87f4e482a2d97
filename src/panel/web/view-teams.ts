// Teams, cases, forced flows and shares, as pages show them. Pure.
import type { Text } from '../../base/language.js';
import type { FlowId, TeamId } from '../../core/site.js';
import type { CaseColour } from '../../core/site-cases.js';
import { dayOf } from '../agent-day.js';
import type { OpenCases } from '../case-facts.js';
import { countAgents } from '../figures.js';
import { type AgentDay, type Floor, type Forced, type ShareRecord, unseenAgent } from '../floor.js';
import type { CasesOnPage, DayOnPage, ForcedOnPage, InHouseOnPage, TeamOnPage } from '../page-state.js';
import type { Setup } from '../setup.js';

/** The teams of the site file that have agents, in its order. */
export function teamsOnPage(
  floor: Floor,
  { setup, teams }: { readonly setup: Setup; readonly teams: ReadonlyMap<TeamId, Text> },
  date: string,
  nowMs: number,
): Record<string, TeamOnPage> {
  const agentsOf = new Map<TeamId, string[]>();
  for (const agent of setup.site.agents.values())
    for (const team of agent.teams) agentsOf.set(team, [...(agentsOf.get(team) ?? []), agent.id]);
  const shown = [...teams].filter(([id]) => agentsOf.has(id));
  return Object.fromEntries(
    shown.map(([id, name], order) => {
      const ids = agentsOf.get(id) ?? [];
      const days = ids.map(agent => dayOf(floor.agents.get(agent) ?? unseenAgent(agent), date));
      return [id, { name, order, agents: countAgents(floor, ids, nowMs), day: dayOnPage(days, setup) }];
    }),
  );
}

/** One agent's day, or the sum of several. */
export function dayOnPage(days: readonly AgentDay[], { rules }: Setup): DayOnPage {
  let answered = 0;
  let targets = 0;
  const sum = { inThreshold: 0, talks: 0, talkMs: 0 };
  for (const day of days) {
    for (const [flow, calls] of Object.entries(day.answered)) {
      answered += calls;
      targets += calls * rules.levelOf(flow).targetPercent;
    }
    sum.inThreshold += day.inThreshold;
    sum.talks += day.talks;
    sum.talkMs += day.talkMs;
  }
  return { answered, ...sum, targetPercent: answered === 0 ? null : Math.round(targets / answered) };
}

/** The colours of the site file, the most urgent first, then those that it no longer has. */
export function casesOnPage(cases: OpenCases, colours: readonly CaseColour[]): Record<string, CasesOnPage> {
  const names = new Map<string, Text>(colours.map(({ id, name }) => [id, name]));
  for (const id of cases.byColour.keys()) if (!names.has(id)) names.set(id, { en: id, fr: id });
  return Object.fromEntries(
    [...names].map(([id, name], order) => {
      const { open, waiting } = cases.byColour.get(id) ?? { open: 0, waiting: 0 };
      return [id, { name, order, open, waiting }];
    }),
  );
}

export function forcedOnPage(forced: Readonly<Record<FlowId, Forced>>, flow: FlowId): ForcedOnPage | null {
  // A flow may have the name of something that every object has.
  const held = Object.hasOwn(forced, flow) ? forced[flow] : undefined;
  if (held === undefined) return null;
  const { to, untilMs, by } = held;
  return { to, untilMs, by: by.name === '' ? by.kind : by.name };
}

export function inHouseOnPage(share: ShareRecord | undefined): InHouseOnPage | null {
  if (share === undefined) return null;
  const { inHouse, byPartner, untilMs, target } = share;
  return { inHouse, byPartner: { ...byPartner }, untilMs, target };
}
