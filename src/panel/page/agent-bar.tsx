// How many agents are in which state, as a bar with its legend.
import type { AgentState } from '../../link/messages.js';
import type { AgentCounts } from '../counts.js';
import type { View } from './view.js';

/** In the order in which a supervisor looks: who could take a call, who is on one, who is not there. */
export const shownStates: readonly AgentState[] = [
  'ready',
  'offered',
  'talking',
  'wrap-up',
  'not-ready',
  'phone-busy',
  'backed-off',
  'phone-unavailable',
];

export function AgentBar({ agents, view }: { readonly agents: AgentCounts; readonly view: View }) {
  const { texts } = view;
  const shown = shownStates.filter(state => agents[state] > 0);
  if (shown.length === 0) return <p class="nobody">{texts.nobodyLoggedIn}</p>;
  return (
    <div class="agent-bar">
      <div class="bar" aria-hidden="true">
        {shown.map(state => (
          <span key={state} class={`state-${state}`} style={{ flexGrow: agents[state] }} />
        ))}
      </div>
      <ul aria-label={texts.agents}>
        {shown.map(state => (
          <li key={state}>
            <span class={`swatch state-${state}`} aria-hidden="true" />
            {texts.agentStates[state]} <strong>{agents[state]}</strong>
          </li>
        ))}
      </ul>
    </div>
  );
}
