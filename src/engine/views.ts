// The state as people and programs ask for it over the control socket. Costs what it shows; never on the call path.
import { dayStartOf } from '../core/days.js';
import { isOpen } from '../core/hours.js';
import { isWaiting } from '../core/index-floor.js';
import type { AgentId, FlowId } from '../core/site.js';
import { skillsOf } from '../core/skill-changes.js';
import type { Agent, Call, State } from '../core/state.js';
import { waitedMsOf } from '../core/treatments.js';
import { askedOf } from '../core/wrap-up.js';
import type { AgentState, AgentView, CallView, FlowView, TrunkView } from '../link/messages.js';
import { pageFor } from '../site/screen-page.js';
import { shareView } from './share-views.js';

export function agentViews(state: State, nowMs: number): AgentView[] {
  const views: AgentView[] = [];
  for (const agent of state.agents.values())
    if (agent.setup !== undefined) views.push(agentView(state, agent, nowMs));
  return views;
}

/** The one word that is shown: what he is doing comes before why he could not do anything else. */
export function agentStateOf(agent: Agent, nowMs: number): AgentState {
  if (agent.work.kind !== 'idle') return agent.work.kind;
  if (agent.presence !== 'ready') return agent.presence;
  if (agent.phone === 'busy') return 'phone-busy';
  if (agent.phone === 'unavailable') return 'phone-unavailable';
  return agent.backOffUntilMs > nowMs ? 'backed-off' : 'ready';
}

export function agentView(state: State, agent: Agent, nowMs: number): AgentView {
  const { work, setup } = agent;
  const shown = agentStateOf(agent, nowMs);
  return {
    agent: agent.id,
    name: setup?.name ?? agent.id,
    endpoint: setup?.endpoint ?? '',
    state: shown,
    sinceMs: work.kind === 'idle' ? Math.max(agent.presenceSinceMs, agent.workSinceMs) : agent.workSinceMs,
    reason: agent.presence === 'not-ready' ? agent.reason : null,
    call: work.kind === 'idle' ? null : work.call,
    leaving: state.leaving.has(agent.id),
    untilMs: work.kind === 'wrap-up' ? work.untilMs : shown === 'backed-off' ? agent.backOffUntilMs : null,
    phone: agent.phone,
    teams: setup?.teams ?? [],
    skills: Object.fromEntries(setup?.skills ?? []),
    siteSkills: siteSkillsOf(state, agent),
    lastTalk: lastTalkView(state, agent),
  };
}

function siteSkillsOf(state: State, { id }: Agent): AgentView['siteSkills'] {
  const own = state.site.agents.get(id);
  return own === undefined || !state.skillChanges.has(id) ? null : skillsOf(own);
}

function lastTalkView(state: State, agent: Agent): AgentView['lastTalk'] {
  if (agent.lastTalk === null) return null;
  const { call, flow, code } = agent.lastTalk;
  const asked = askedOf(state, agent);
  return { call, flow, code, codes: asked?.codes ?? [], required: asked?.required ?? false };
}

/** `page`: the site file's template of the page about a customer. */
export function callViews(state: State, page: string | null): CallView[] {
  // A call to a customer that rests is no call of this moment.
  const calls = [...state.calls.values()].filter(({ outbound }) => (outbound?.restUntilMs ?? null) === null);
  return calls.map(call => callView(call, page));
}

function callView(call: Call, page: string | null): CallView {
  const targets = call.talk === null ? [...call.legs.values()].map(leg => leg.to) : [call.talk.to];
  const { id, caller, dialled, flow, customer } = call;
  const agents = targets.flatMap(to => (to.kind === 'agent' ? [to.agent] : []));
  return {
    call: id,
    flow,
    caller,
    dialled,
    state: call.talk !== null ? 'talking' : call.legs.size > 0 ? 'offered' : 'waiting',
    queuedAtMs: call.queuedAtMs,
    virtualEntryAtMs: call.virtualEntryAtMs,
    answeredAtMs: call.talk?.answeredAtMs ?? null,
    ring: call.openRings.at(-1) ?? 0,
    agents,
    partner: targets.flatMap(to => (to.kind === 'partner' ? [to.partner] : []))[0] ?? null,
    customer,
    page: pageOf(call, page, agents[0] ?? ''),
  };
}

/** The page about the caller, for this agent. */
export function pageOf(call: Call, template: string | null, agent: AgentId): string | null {
  const { id, caller, dialled, choice, flow, customer } = call;
  return template === null
    ? null
    : pageFor(template, { call: id, caller, dialled, choice, flow, customer, agent });
}

export function flowViews(state: State, nowMs: number): FlowView[] {
  const talking = new Map<string, number>();
  const waiting = new Map<string, number>();
  const longest = new Map<string, number>();
  for (const call of state.calls.values()) {
    if (call.talk !== null) talking.set(call.flow, (talking.get(call.flow) ?? 0) + 1);
    // An agent-first call has nobody who waits.
    if (!isWaiting(call) || call.outbound !== null) continue;
    waiting.set(call.flow, (waiting.get(call.flow) ?? 0) + 1);
    longest.set(call.flow, Math.max(longest.get(call.flow) ?? 0, waitedMsOf(call, nowMs)));
  }
  return [...state.flows.values()].map(({ flow }) => ({
    flow: flow.id,
    name: flow.name,
    waiting: waiting.get(flow.id) ?? 0,
    talking: talking.get(flow.id) ?? 0,
    longestWaitMs: longest.get(flow.id) ?? 0,
    open: isOpen(state, flow, nowMs),
    forced: forcedView(state, flow.id, nowMs),
    scores: scoresOf(state, flow.id, nowMs),
    rings: flow.rings,
    share: shareView(state, flow.id, nowMs),
  }));
}

function scoresOf(state: State, flow: FlowId, nowMs: number): FlowView['scores'] {
  const known = state.scores.get(flow);
  return known?.dayMs === dayStartOf(state.site, nowMs)
    ? { given: known.given, sum: known.sum }
    : { given: 0, sum: 0 };
}

function forcedView(state: State, flow: FlowId, nowMs: number): FlowView['forced'] {
  const forced = state.forced.get(flow);
  if (forced === undefined || forced.untilMs <= nowMs) return null;
  return { to: forced.to, untilMs: forced.untilMs, by: forced.by };
}

export function trunkViews(state: State): TrunkView[] {
  return [...state.site.trunks.values()].map(({ id, name, channels }) => {
    const known = state.trunks.get(id) ?? { inUse: 0, usable: channels, alarm: null };
    return { trunk: id, name, ...known };
  });
}
