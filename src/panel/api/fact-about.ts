// Whom a fact is about: flows and agents, so that it is told to those who may know it. A fact of which that is not known is told to those
// who see everything.
import type { CallId, Fact, Recorded } from '../../core/facts.js';
import type { AgentId, FlowId } from '../../core/site.js';
import type { Sight } from '../door/sight.js';

export type About = {
  readonly flows: readonly FlowId[];
  readonly agents: readonly AgentId[];
  /** About the daemon itself: no secret. */
  readonly isEverybodys: boolean;
};

/** Agents are not told who listens to them. */
const hiddenFromAgents = /^supervision-/;

/** Calls of which flow and agents are remembered; more than there are at once, so that what comes after the end finds them too. */
const mostCalls = 20_000;

type KnownCall = { flow: FlowId | null; readonly agents: Set<AgentId> };

export class Abouts {
  readonly #calls = new Map<CallId, KnownCall>();

  /** A call that began before the first fact that is seen. */
  know(call: CallId, flow: FlowId, agents: readonly AgentId[]): void {
    if (!this.#calls.has(call)) this.#calls.set(call, { flow, agents: new Set(agents) });
  }

  /** Facts are to be shown in their order. */
  of({ fact }: Recorded): About {
    const named = namedIn(fact);
    if (!('call' in fact) || typeof fact.call !== 'string')
      return { ...named, isEverybodys: isOfDaemon(fact) };
    const known = this.#call(fact.call);
    const before = known.flow;
    if (fact.type === 'call-moved') known.flow = fact.to;
    else if (isPlace(fact)) known.flow = fact.flow;
    for (const agent of named.agents) known.agents.add(agent);
    const flows = [before, known.flow, ...named.flows].filter(flow => flow !== null);
    return { flows: [...new Set(flows)], agents: [...known.agents], isEverybodys: false };
  }

  #call(id: CallId): KnownCall {
    const known = this.#calls.get(id) ?? { flow: null, agents: new Set<AgentId>() };
    this.#calls.delete(id);
    this.#calls.set(id, known);
    if (this.#calls.size > mostCalls)
      for (const oldest of this.#calls.keys()) {
        this.#calls.delete(oldest);
        break;
      }
    return known;
  }
}

type Place = Extract<Fact, { type: 'call-queued' | 'outbound-queued' | 'transfer-ended' }>;

/** Does its `flow` say where the call is from now on? */
export const isPlace = (fact: Fact): fact is Place =>
  fact.type === 'call-queued' || fact.type === 'outbound-queued' || fact.type === 'transfer-ended';

function namedIn(fact: Fact): Pick<About, 'flows' | 'agents'> {
  const flow = 'flow' in fact && typeof fact.flow === 'string' ? [fact.flow] : [];
  const agent = 'agent' in fact && typeof fact.agent === 'string' ? [fact.agent] : [];
  const owner = 'owner' in fact && typeof fact.owner === 'string' ? [fact.owner] : [];
  // Who gives a case away and who gets it.
  const given = fact.type === 'case-given' ? [fact.to, ...(fact.from === null ? [] : [fact.from])] : [];
  return { flows: flow, agents: [...agent, ...owner, ...given] };
}

function isOfDaemon({ type }: Fact): boolean {
  return type.startsWith('control-') || type.startsWith('switch-') || type === 'site-loaded';
}

export function seesFact({ fact }: Recorded, about: About, sight: Sight): boolean {
  if (about.isEverybodys || (sight.isWhole && sight.people)) return true;
  if (!sight.people) return false;
  if (sight.ownCallsOf !== null)
    return about.agents.includes(sight.ownCallsOf) && !hiddenFromAgents.test(fact.type);
  if (about.flows.length > 0) return about.flows.some(flow => sight.flow(flow));
  return !('call' in fact) && about.agents.some(agent => sight.agent(agent));
}
