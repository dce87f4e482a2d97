// Every agent who is logged in, by state, with the time he has been in it.
import type { AgentState } from '../../link/messages.js';
import { meanScoreTenths, scoreText } from '../counts.js';
import type { AgentOnPage } from '../page-state.js';
import { shownStates } from './agent-bar.js';
import { duration } from './format.js';
import { fill } from './texts.js';
import { flowName, inOrder, type View } from './view.js';

export function Agents({ view }: { readonly view: View }) {
  const { texts, state } = view;
  const all = inOrder(state.agents);
  const loggedOut = all.filter(([, agent]) => agent.state === 'logged-out');
  const groups = shownStates
    .map(name => ({ name, agents: all.filter(([, agent]) => agent.state === name) }))
    .filter(group => group.agents.length > 0);
  return (
    <section class="card agents" aria-labelledby="agents-title">
      <h2 id="agents-title">{texts.agents}</h2>
      {groups.length === 0 ? <p class="nobody">{texts.nobodyLoggedIn}</p> : null}
      {groups.map(group => (
        <Group key={group.name} name={group.name} agents={group.agents} view={view} />
      ))}
      {loggedOut.length === 0 ? null : (
        <details>
          <summary>{fill(texts.loggedOut, { N: loggedOut.length })}</summary>
          <p>{loggedOut.map(([, agent]) => agent.name).join(', ')}</p>
        </details>
      )}
    </section>
  );
}

/** From so many agents on, a tile is one line: a floor of three hundred is looked at as a whole. */
const denseFrom = 24;

type GroupProps = {
  readonly name: AgentState;
  readonly agents: readonly (readonly [string, AgentOnPage])[];
  readonly view: View;
};

function Group({ name, agents, view }: GroupProps) {
  const longestFirst = agents.toSorted(([, a], [, b]) => a.sinceMs - b.sinceMs);
  return (
    <div class="group">
      <h3>
        <span class={`swatch state-${name}`} aria-hidden="true" />
        {view.texts.agentStates[name]} <strong class="count">{agents.length}</strong>
      </h3>
      <ul class={agents.length > denseFrom ? 'dense' : ''}>
        {longestFirst.map(([id, agent]) => (
          <li
            key={id}
            class={`tile state-${name}`}
            data-agent={id}
            data-state={name}
            title={moreOf(agent, view)}
          >
            <span class="name">{agent.name}</span>
            <span class="what">{whatOf(agent, view)}</span>
            <span class="time">{duration(view.nowMs - agent.sinceMs)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** What else is known of him: scores and cases. */
function moreOf({ scores, cases }: AgentOnPage, { texts }: View): string {
  const tenths = meanScoreTenths(scores);
  const given = fill(texts.answersGiven, { N: scores.scores });
  const parts = [
    ...(tenths === null ? [] : [`${texts.satisfaction} ${scoreText(tenths)} / 5, ${given}`]),
    ...(cases === 0 ? [] : [cases === 1 ? texts.oneCase : fill(texts.casesOf, { N: cases })]),
  ];
  return parts.join(' · ');
}

function whatOf(agent: AgentOnPage, view: View): string {
  if (agent.reason !== null) return agent.reason[view.language];
  if (agent.flow !== null) return flowName(view, agent.flow);
  return agent.untilMs === null ? '' : fill(view.texts.stillFor, { T: duration(agent.untilMs - view.nowMs) });
}
