// How long an agent's wrap-up lasts: agent and flow together, else the flow's, else the agent's own, else the site's.
import type { AgentId, FlowId } from './site.js';
import type { State } from './state.js';

export function wrapUpMsOf(state: State, agent: AgentId, flow: FlowId): number {
  const setup = state.site.agents.get(agent);
  return (
    setup?.wrapUpByFlow.get(flow) ??
    state.flows.get(flow)?.flow.wrapUpMs ??
    setup?.wrapUpMs ??
    state.site.wrapUpMs
  );
}
