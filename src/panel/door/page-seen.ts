// What of the page somebody sees: the same sections with fewer entries, and sums of what is left.
import type { AgentCounts } from '../counts.js';
import { addCounts, emptyCounts } from '../counts.js';
import {
  type AgentOnPage,
  emptyPageState,
  type FlowOnPage,
  type GroupOnPage,
  type PageChange,
  type PageState,
  type SectionName,
} from '../page-state.js';
import type { Sight } from './sight.js';

/** All that he sees. */
export function stateSeen(state: PageState, sight: Sight): PageState {
  if (sight.isWhole && sight.people) return state;
  return {
    // Sections that belong to no flow.
    ...(sight.isWhole ? state : emptyPageState),
    site: state.site,
    all: sumsSeen(state, sight),
    flows: only(state.flows, id => sight.flow(id)),
    agents: sight.people ? agentsSeen(state.agents, sight) : {},
    calls: sight.people ? only(state.calls, (_, call) => sight.flow(call.flow)) : {},
    codes: only(state.codes, (_, code) => sight.flow(code.flow)),
    alarms: alarmsSeen(state.alarms, sight),
    halfHours: only(state.halfHours, (_, half) => sight.flow(half.flow)),
  };
}

function only<Entry>(
  section: Readonly<Record<string, Entry>>,
  isSeen: (id: string, entry: Entry) => boolean,
): Readonly<Record<string, Entry>> {
  return Object.fromEntries(Object.entries(section).filter(([id, entry]) => isSeen(id, entry)));
}

/** As `seesAlarm` of the API: of his flows, and of no thing in particular. */
function alarmsSeen(alarms: PageState['alarms'], sight: Sight): PageState['alarms'] {
  if (sight.isWhole) return alarms;
  return sight.people ? only(alarms, (_, { about }) => about === null || sight.flow(about)) : {};
}

/** Of a colleague's call in a flow that he does not see, he sees that there is one. */
function agentsSeen(agents: PageState['agents'], sight: Sight): PageState['agents'] {
  return Object.fromEntries(
    Object.entries(agents).flatMap(([id, agent]): [string, AgentOnPage][] => {
      if (!sight.agent(id)) return [];
      const flows = agent.flows.filter(flow => sight.flow(flow));
      const isSeen = agent.flow !== null && sight.flow(agent.flow);
      return [[id, isSeen ? { ...agent, flows } : { ...agent, flows, flow: null, call: null }]];
    }),
  );
}

function sumsSeen(state: PageState, sight: Sight): PageState['all'] {
  const { all } = state.all;
  if (sight.isWhole || all === undefined) return state.all;
  const flows = Object.entries(state.flows).flatMap(([id, flow]) => (sight.flow(id) ? [flow] : []));
  const agents = Object.entries(state.agents).flatMap(([id, agent]) => (sight.agent(id) ? [agent] : []));
  return { all: { ...sumOf(flows), agents: countStates(agents, all.agents) } };
}

function sumOf(flows: readonly FlowOnPage[]): Omit<GroupOnPage, 'agents'> {
  const today = emptyCounts();
  const sum = { waiting: 0, talking: 0, withPartner: 0, callBacks: 0 };
  const share = { good: 0, of: 0 };
  let longestSinceMs: number | null = null;
  for (const flow of flows) {
    addCounts(today, flow.today);
    sum.waiting += flow.waiting;
    sum.talking += flow.talking;
    sum.withPartner += flow.withPartner;
    sum.callBacks += flow.callBacks;
    share.good += flow.share.good;
    share.of += flow.share.of;
    if (flow.longestSinceMs !== null)
      longestSinceMs = Math.min(longestSinceMs ?? flow.longestSinceMs, flow.longestSinceMs);
  }
  return { ...sum, longestSinceMs, today, share };
}

/** `pattern` has every state. */
function countStates(agents: readonly AgentOnPage[], pattern: AgentCounts): AgentCounts {
  const counts = { ...pattern };
  for (const state of Object.keys(counts) as (keyof AgentCounts)[])
    counts[state] = agents.filter(agent => agent.state === state).length;
  return counts;
}

/**
 * What of a change he sees: `change` is what happened to the whole page, `before` and `after` are all that he saw and sees. Costs what
 * changed, not what there is.
 */
export function changeSeen(
  change: PageChange,
  before: PageState,
  after: PageState,
  sight: Sight,
): PageChange {
  if (sight.isWhole && sight.people) return change;
  const set: Record<string, Readonly<Record<string, unknown>>> = {};
  const gone: Record<string, readonly string[]> = {};
  for (const name of Object.keys(after) as SectionName[]) {
    if (name === 'all') continue;
    const seen: Readonly<Record<string, unknown>> = after[name];
    const was: Readonly<Record<string, unknown>> = before[name];
    const changed = Object.keys(change.set[name] ?? {});
    const now = changed.filter(id => Object.hasOwn(seen, id));
    // A call that goes on in another flow is gone, for who does not see that one.
    const lost = [...changed, ...(change.gone[name] ?? [])].filter(
      id => Object.hasOwn(was, id) && !Object.hasOwn(seen, id),
    );
    if (now.length > 0) set[name] = Object.fromEntries(now.map(id => [id, seen[id]]));
    if (lost.length > 0) gone[name] = lost;
  }
  if (JSON.stringify(before.all) !== JSON.stringify(after.all)) set['all'] = after.all;
  return { nowMs: change.nowMs, whole: change.whole, set, gone };
}
