// The indexes that follow from the site: pools (a requirement with a selection rule), who can serve which, and fast look-ups.
// Rebuilt whole when the site changes and after a recovery; kept true one step at a time by index-floor.ts.
import { buildShareLines, indexShare } from './apply-shares.js';
import { indexForced } from './apply-supervision.js';
import { indexAgent, indexCall, leavePools } from './index-floor.js';
import { type OrderedSet, orderedSet } from './ordered-set.js';
import { followRings } from './ring-places.js';
import type { AgentSetup, Flow, Requirement, RequirementId, SelectionRule, UnitId } from './site.js';
import { setupOf } from './skill-changes.js';
import type { Agent, Call, PartnerState, State } from './state.js';

/** Calls that wait and agents that are available for one requirement under one selection rule, each in the order in which they are served. */
export type Pool = {
  readonly key: string;
  readonly requirement: Requirement;
  readonly rule: SelectionRule;
  readonly waiting: OrderedSet<Call>;
  readonly ready: OrderedSet<Agent>;
};

/** Where the calls of a ring wait: in one pool, or each in that of its caller's unit. */
export type RingPools =
  | { readonly kind: 'one'; readonly requirement: Requirement; readonly pool: Pool }
  | {
      readonly kind: 'by-unit';
      readonly requirement: Requirement;
      readonly pools: ReadonlyMap<UnitId, Pool>;
    };

/** A flow with the pools of each of its rings (`null` for a ring of partners). */
export type FlowIndex = {
  readonly flow: Flow;
  readonly ringPools: readonly (RingPools | null)[];
  readonly requirements: readonly RequirementId[];
};

/** Does the agent meet the requirement: every skill at its level or above, one of the teams if any are named, one of the unit? */
export function meets(setup: AgentSetup, requirement: Requirement): boolean {
  if (requirement.byUnit !== undefined) {
    for (const one of requirement.byUnit.values()) if (meets(setup, one)) return true;
    return false;
  }
  for (const { skill, level } of requirement.skills) if ((setup.skills.get(skill) ?? 0) < level) return false;
  const isIn = (team: string) => setup.teams.includes(team);
  if (requirement.unitTeams !== undefined && !requirement.unitTeams.some(isIn)) return false;
  return requirement.teams === null || requirement.teams.some(isIn);
}

export function newAgent(id: string, setup: AgentSetup | undefined): Agent {
  return {
    kind: 'agent',
    id,
    presence: 'logged-out',
    presenceSinceMs: 0,
    reason: null,
    work: { kind: 'idle' },
    workSinceMs: 0,
    lastTalk: null,
    phone: 'unknown',
    backOffUntilMs: 0,
    keptFor: null,
    noAnswers: 0,
    idleSinceMs: 0,
    callsToday: 0,
    callsDayMs: 0,
    dueAtMs: null,
    setup,
    meets: [],
    entries: null,
    own: orderedSet(),
    countedAs: 'logged-out',
  };
}

export function partnerState(state: State, partner: string): PartnerState {
  let known = state.partners.get(partner);
  if (known === undefined) {
    known = {
      live: new Set(),
      starts: [],
      dayStartMs: 0,
      talkedMs: 0,
      retryAtMs: new Map(),
      waiting: orderedSet(),
    };
    state.partners.set(partner, known);
  }
  return known;
}

/** Rebuilds every index from the site and the records. A flow that the site no longer has is kept while calls are in it. */
export function buildIndex(state: State, nowMs = 0): void {
  const before = state.flows;
  followRings(state);
  state.flows = new Map();
  state.pools = new Map();
  for (const flow of state.site.flows.values()) indexFlow(state, flow, undefined);
  for (const call of state.calls.values()) {
    const retired = before.get(call.flow);
    if (!state.flows.has(call.flow) && retired !== undefined) indexFlow(state, retired.flow, retired);
  }
  indexAgents(state);
  for (const id of state.site.partners.keys()) partnerState(state, id);
  for (const [id, partner] of state.partners) state.partners.set(id, { ...partner, waiting: orderedSet() });
  state.lines.clear();
  buildShareLines(state);
  state.deadlines = [];
  indexForced(state);
  for (const agent of state.agents.values()) {
    agent.dueAtMs = null;
    agent.entries = null;
    agent.own = orderedSet();
    indexAgent(state, agent, nowMs);
    state.touched.add(agent);
  }
  for (const call of state.calls.values()) {
    Object.assign(call, {
      dueAtMs: null,
      inLine: null,
      pools: [],
      inPartnerLines: [],
      inOwnLine: null,
      standing: null,
    });
    indexCall(state, call);
    indexShare(state, call);
    state.touched.add(call);
  }
}

function indexFlow(state: State, flow: Flow, retired: FlowIndex | undefined): void {
  const ringPools = flow.rings.map((ring, index) => {
    if (ring.kind === 'partners') return null;
    const requirement =
      state.site.requirements.get(ring.requirement) ?? retired?.ringPools[index]?.requirement;
    return requirement === undefined ? null : poolsOf(state, requirement, flow.selection);
  });
  const pools = ringPools.flatMap(ring =>
    ring === null ? [] : ring.kind === 'one' ? [ring.pool] : [...ring.pools.values()],
  );
  const requirements = [...new Set(pools.map(pool => pool.requirement.id))];
  state.flows.set(flow.id, { flow, ringPools, requirements });
}

function poolsOf(state: State, requirement: Requirement, rule: SelectionRule): RingPools {
  const { byUnit } = requirement;
  if (byUnit === undefined) return { kind: 'one', requirement, pool: poolOf(state, requirement, rule) };
  const pools = new Map([...byUnit].map(([unit, own]) => [unit, poolOf(state, own, rule)]));
  return { kind: 'by-unit', requirement, pools };
}

function poolOf(state: State, requirement: Requirement, rule: SelectionRule): Pool {
  const key = `${rule} ${requirement.id}`;
  let pool = state.pools.get(key);
  if (pool === undefined) {
    pool = { key, requirement, rule, waiting: orderedSet(), ready: orderedSet() };
    state.pools.set(key, pool);
  }
  return pool;
}

function indexAgents(state: State): void {
  state.agentByEndpoint = new Map();
  state.loggedIn = new Map();
  state.staffed = new Map();
  const bySkill = poolsBySkill(state);
  for (const setup of state.site.agents.values()) {
    const agent = state.agents.get(setup.id) ?? newAgent(setup.id, setup);
    state.agents.set(setup.id, agent);
    state.agentByEndpoint.set(setup.endpoint, setup.id);
  }
  for (const agent of state.agents.values()) {
    agent.countedAs = 'logged-out';
    equip(state, agent, bySkill);
  }
}

/** By the first skill that they ask for; '' for those that ask for none. */
function poolsBySkill({ pools }: State): Map<string, Pool[]> {
  const bySkill = new Map<string, Pool[]>();
  for (const pool of pools.values()) {
    const skill = pool.requirement.skills[0]?.skill ?? '';
    const list = bySkill.get(skill);
    if (list === undefined) bySkill.set(skill, [pool]);
    else list.push(pool);
  }
  return bySkill;
}

function equip(state: State, agent: Agent, bySkill: ReadonlyMap<string, readonly Pool[]>): void {
  const setup = setupOf(state, agent.id);
  agent.setup = setup;
  const candidates =
    setup === undefined ? [] : ['', ...setup.skills.keys()].flatMap(skill => bySkill.get(skill) ?? []);
  agent.meets = setup === undefined ? [] : candidates.filter(pool => meets(setup, pool.requirement));
}

/** His skills are others now: he leaves the pools of the old ones and enters those of the new. Costs the pools of the site. */
export function reskill(state: State, agent: Agent, nowMs: number): void {
  leavePools(state, agent);
  equip(state, agent, poolsBySkill(state));
  indexAgent(state, agent, nowMs);
}
