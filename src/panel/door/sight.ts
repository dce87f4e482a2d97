// Who sees what: the one place where pages, API and events ask. Whatever is not known to be somebody's is shown to those who see all.
import type { AgentId, FlowId } from '../../core/site.js';
import type { User } from '../../site/user.js';
import type { Setup } from '../setup.js';

/** What one kind of onlookers sees. Two with the same key see the same. */
export type Sight = {
  readonly key: string;
  /** Every flow, and what belongs to none: trunks, partners, signs. */
  readonly isWhole: boolean;
  /** Agents and calls one by one, and not only their numbers. */
  readonly people: boolean;
  readonly flow: (flow: FlowId) => boolean;
  readonly agent: (agent: AgentId) => boolean;
  /** The agent who sees his own calls, cases and events one by one, and no others. `null`: whoever sees the flow. */
  readonly ownCallsOf: AgentId | null;
  /** A call with its caller. */
  readonly call: (flow: FlowId, agents: readonly AgentId[]) => boolean;
};

const everything: Sight = {
  key: 'all',
  isWhole: true,
  people: true,
  flow: () => true,
  agent: () => true,
  ownCallsOf: null,
  call: () => true,
};

/** The first start: whoever sits at this machine sees all, and can do nothing. */
export const sightAtFirstStart = everything;

/** An agent sees the flows that he may take calls of, unless his user names others. */
export function sightOf(user: Pick<User, 'role' | 'agent' | 'flows'>, setup: Setup): Sight {
  const people = user.role !== 'board';
  const flows = user.flows ?? (user.role === 'agent' ? flowsOf(user.agent, setup) : null);
  if (flows === null)
    return people ? everything : { ...everything, key: 'all figures', people, call: () => false };
  const seen = new Set(flows);
  const agents = new Set(flows.flatMap(flow => setup.eligible.get(flow) ?? []));
  // Agents with the same flows share a stream; whoever takes none of them sees himself alone.
  const own = user.role === 'agent' ? user.agent : null;
  const alone = own === null || agents.has(own) ? '' : ` and ${own}`;
  if (own !== null) agents.add(own);
  return {
    key: `${people ? 'flows' : 'figures of'} ${[...seen].sort().join(' ')}${alone}`,
    isWhole: false,
    people,
    flow: flow => seen.has(flow),
    agent: agent => agents.has(agent),
    ownCallsOf: own,
    call: (flow, of) => (own === null ? people && seen.has(flow) : of.includes(own)),
  };
}

function flowsOf(agent: AgentId | null, setup: Setup): FlowId[] {
  return [...setup.eligible].flatMap(([flow, agents]) =>
    agent !== null && agents.includes(agent) ? [flow] : [],
  );
}
