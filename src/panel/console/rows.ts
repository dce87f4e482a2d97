// The rows of the console's lists: filtered, sorted. Pure, and made anew only when what they show has changed.
import type { AgentState } from '../../link/messages.js';
import { releasedInAll } from '../counts.js';
import type { AgentOnPage, CallOnPage, FlowOnPage, PageState } from '../page-state.js';
import { wholePercent } from '../service-level.js';
import type { AgentOrder, CallOrder, FlowOrder, Place, Sorting } from './place.js';

export type Row<Entry> = readonly [id: string, entry: Entry];
type Compare<Entry> = (a: Row<Entry>, b: Row<Entry>) => number;
type Names = { readonly language: 'en' | 'fr' };

/** In the order in which a supervisor looks: who could take a call, who is on one, who is not there. */
const stateRanks: Readonly<Record<AgentState, number>> = {
  ...{ ready: 0, offered: 1, talking: 2, 'wrap-up': 3, 'not-ready': 4, 'phone-busy': 5 },
  ...{ 'backed-off': 6, 'phone-unavailable': 7, 'logged-out': 8 },
};
const callRanks: Readonly<Record<CallOnPage['state'], number>> = { waiting: 0, offered: 1, talking: 2 };

/** Since when a call waits or talks. */
export const callSinceMs = ({ answeredAtMs, waitsSinceMs }: CallOnPage): number =>
  answeredAtMs ?? waitsSinceMs;

/** What an agent is looked for by: without capitals and accents. */
export const folded = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();

/** Every word that is searched for must begin or stand somewhere in what is known of a row. */
function finds(text: string): (known: readonly string[]) => boolean {
  const words = folded(text).split(/\s+/).filter(Boolean);
  if (words.length === 0) return () => true;
  return known => {
    const all = folded(known.join(' '));
    return words.every(word => all.includes(word));
  };
}

/** Equal ones stay in the order of their ids, so that no row jumps when others change. */
function sorted<Entry>(rows: Row<Entry>[], compare: Compare<Entry>, down: boolean): Row<Entry>[] {
  const way = down ? -1 : 1;
  return rows.sort((a, b) => way * compare(a, b) || compareTexts(a[0], b[0]));
}

const compareTexts = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
const collator = new Intl.Collator('fr', { numeric: true, sensitivity: 'base' });

const named = (state: PageState, flow: string | null, { language }: Names) =>
  flow === null ? '' : (state.flows[flow]?.name[language] ?? flow);

/** Agents by flow (those who may take its calls), team and text, whatever their state. */
export function agentRows(state: PageState, place: Place, names: Names): Row<AgentOnPage>[] {
  const { flow, team } = place;
  const isFound = finds(place.text);
  const rows = Object.entries(state.agents).filter(
    ([id, agent]) =>
      (flow === null || agent.flow === flow || agent.flows.includes(flow)) &&
      (team === null || agent.teams.includes(team)) &&
      isFound([id, agent.name, agent.reason?.[names.language] ?? '', named(state, agent.flow, names)]),
  );
  return sorted(rows, agentCompare(state, place.agents, names), place.agents.down);
}

/** Of them, those of the state that is asked for. Who is logged out is shown where that, or a name, is asked for. */
export function agentsOfState(rows: readonly Row<AgentOnPage>[], place: Place): readonly Row<AgentOnPage>[] {
  const { agentState, text } = place;
  if (agentState !== null) return rows.filter(([, agent]) => agent.state === agentState);
  return text.trim() === '' ? rows.filter(([, agent]) => agent.state !== 'logged-out') : rows;
}

function agentCompare(state: PageState, { by }: Sorting<AgentOrder>, names: Names): Compare<AgentOnPage> {
  const byTime: Compare<AgentOnPage> = ([, a], [, b]) => a.sinceMs - b.sinceMs;
  const what = ({ reason, flow }: AgentOnPage) => reason?.[names.language] ?? named(state, flow, names);
  const compares: Readonly<Record<AgentOrder, Compare<AgentOnPage>>> = {
    state: (a, b) => stateRanks[a[1].state] - stateRanks[b[1].state] || byTime(a, b),
    time: byTime,
    name: ([, a], [, b]) => collator.compare(a.name, b.name),
    what: (a, b) => collator.compare(what(a[1]), what(b[1])) || byTime(a, b),
    answered: ([, a], [, b]) => b.day.answered - a.day.answered,
    cases: ([, a], [, b]) => b.cases - a.cases,
  };
  return compares[by];
}

/** Calls by flow, team and text, whatever their state. */
export function callRows(state: PageState, place: Place, names: Names): Row<CallOnPage>[] {
  const { flow, team } = place;
  const isFound = finds(place.text);
  const ofTeam = team === null ? null : teamNames(state, team);
  const rows = Object.entries(state.calls).filter(
    ([id, call]) =>
      (flow === null || call.flow === flow) &&
      // Who waits is nobody's yet.
      (ofTeam === null || call.agents.length === 0 || call.agents.some(name => ofTeam.has(name))) &&
      isFound([id, call.caller, named(state, call.flow, names), ...call.agents, ...call.partners]),
  );
  return sorted(rows, callCompare(state, place.calls, names), place.calls.down);
}

const teamNames = ({ agents }: PageState, team: string) =>
  new Set(Object.values(agents).flatMap(({ teams, name }) => (teams.includes(team) ? [name] : [])));

function callCompare(state: PageState, { by }: Sorting<CallOrder>, names: Names): Compare<CallOnPage> {
  const byTime: Compare<CallOnPage> = ([, a], [, b]) => callSinceMs(a) - callSinceMs(b);
  const who = ({ agents, partners }: CallOnPage) => [...agents, ...partners].join(', ');
  const compares: Readonly<Record<CallOrder, Compare<CallOnPage>>> = {
    state: (a, b) => callRanks[a[1].state] - callRanks[b[1].state] || byTime(a, b),
    time: byTime,
    flow: (a, b) =>
      collator.compare(named(state, a[1].flow, names), named(state, b[1].flow, names)) || byTime(a, b),
    caller: ([, a], [, b]) => compareTexts(a.caller, b.caller),
    who: (a, b) => collator.compare(who(a[1]), who(b[1])) || byTime(a, b),
  };
  return compares[by];
}

/** Calls that were given up or sent away today. */
export const lostOf = ({ today }: FlowOnPage): number =>
  today.abandoned + releasedInAll(today) + today.fallback + today.lost;

/** All flows: they are the filter of the others. */
export function flowRows(state: PageState, { flows: { by, down } }: Place): Row<FlowOnPage>[] {
  const gap = ({ share, level }: FlowOnPage) => (wholePercent(share) ?? 100) - level.targetPercent;
  const compares: Readonly<Record<FlowOrder, Compare<FlowOnPage>>> = {
    site: ([, a], [, b]) => a.order - b.order,
    waiting: ([, a], [, b]) => b.waiting - a.waiting,
    longest: ([, a], [, b]) => (a.longestSinceMs ?? Infinity) - (b.longestSinceMs ?? Infinity) || 0,
    level: ([, a], [, b]) => gap(a) - gap(b),
    offered: ([, a], [, b]) => b.today.offered - a.today.offered,
    lost: ([, a], [, b]) => lostOf(b) - lostOf(a),
    ready: ([, a], [, b]) => a.agents.ready - b.agents.ready,
  };
  return sorted(Object.entries(state.flows), compares[by], down);
}

/** How many there are of each state, whatever state is asked for. */
export function countByState<State extends string>(
  rows: readonly Row<{ readonly state: State }>[],
): ReadonlyMap<State, number> {
  const counts = new Map<State, number>();
  for (const [, { state }] of rows) counts.set(state, (counts.get(state) ?? 0) + 1);
  return counts;
}
