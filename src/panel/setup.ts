// The site as the panel needs it: how to count, and who may serve which flow.
import type { Skills } from '../core/facts-skills.js';
import { meets } from '../core/index-site.js';
import type { AgentId, Flow, FlowId, Requirement, RequirementId, ServiceLevel, Site } from '../core/site.js';
import type { LocalCalendar } from './local-date.js';
import type { CountingRules } from './tally.js';

export type Setup = {
  readonly site: Site;
  readonly rules: CountingRules;
  /** Agents who are eligible for a flow by one of its rings. */
  readonly eligible: ReadonlyMap<FlowId, readonly AgentId[]>;
  /** The same the other way round. */
  readonly flowsOf: ReadonlyMap<AgentId, readonly FlowId[]>;
  readonly meets: ReadonlyMap<RequirementId, readonly AgentId[]>;
};

/** Applies to a flow that the site file does not know (any more). */
const unknownFlowLevel: ServiceLevel = {
  formula: 'ignore-abandoned',
  thresholdMs: 20_000,
  targetPercent: 80,
  shortAbandonMs: 0,
};

/** Days before today of which half-hours are kept, where the site file says nothing. */
export const usualHalfHourDays = 7;

/** Prepares a site. */
export function setUp(site: Site, calendar: LocalCalendar, halfHourDays = usualHalfHourDays): Setup {
  const levelOf = (flow: FlowId) => site.flows.get(flow)?.serviceLevel ?? unknownFlowLevel;
  const able = new Map<RequirementId, readonly AgentId[]>();
  for (const requirement of site.requirements.values()) able.set(requirement.id, whoMeets(site, requirement));
  const eligible = new Map<FlowId, readonly AgentId[]>();
  for (const flow of site.flows.values()) {
    const eligibleIds = new Set(requirementsOf(flow).flatMap(id => able.get(id) ?? []));
    eligible.set(
      flow.id,
      [...site.agents.keys()].filter(id => eligibleIds.has(id)),
    );
  }
  const flowsOf = new Map<AgentId, FlowId[]>();
  for (const [flow, agents] of eligible)
    for (const agent of agents) flowsOf.set(agent, [...(flowsOf.get(agent) ?? []), flow]);
  return { site, rules: { ...calendar, levelOf, halfHourDays }, eligible, flowsOf, meets: able };
}

const changedSetups = new WeakMap<Setup, { readonly skills: ChangedSkills; readonly setup: Setup }>();

type ChangedSkills = Readonly<Record<AgentId, Skills>>;

/** The same site with the skills that supervisors have given. What was worked out for the last such change is kept. */
export function withSkills(setup: Setup, skills: ChangedSkills): Setup {
  const changed = Object.entries(skills);
  if (changed.length === 0) return setup;
  const known = changedSetups.get(setup);
  if (known?.skills === skills) return known.setup;
  const agents = new Map(setup.site.agents);
  for (const [id, levels] of changed) {
    const agent = agents.get(id);
    if (agent !== undefined) agents.set(id, { ...agent, skills: new Map(Object.entries(levels)) });
  }
  const { rules, site } = setup;
  const made = { ...setUp({ ...site, agents }, rules, rules.halfHourDays), site, rules };
  changedSetups.set(setup, { skills, setup: made });
  return made;
}

/** The requirements of a flow's rings. */
const requirementsOf = (flow: Flow): readonly RequirementId[] =>
  flow.rings.flatMap(ring => (ring.kind === 'agents' ? [ring.requirement] : []));

function whoMeets(site: Site, requirement: Requirement): readonly AgentId[] {
  return [...site.agents.values()].filter(agent => meets(agent, requirement)).map(agent => agent.id);
}

/** Names the rules of counting: figures that were counted under another name are counted anew. */
export function rulesFingerprint(site: Site, zone: string, halfHourDays = usualHalfHourDays): string {
  const levels = [...site.flows.values()].map(({ id, serviceLevel }) => [
    id,
    serviceLevel.thresholdMs,
    serviceLevel.shortAbandonMs,
  ]);
  return JSON.stringify([zone, levels, halfHourDays]);
}
