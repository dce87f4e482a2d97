// What the lists are narrowed by: text, flow, team.
import { inOrder } from '../page/view.js';
import type { Desk } from './desk.js';
import { startPlace } from './place.js';

export const searchId = 'search';

export function Filters({ desk }: { readonly desk: Desk }) {
  const { view, words, place, go } = desk;
  const { state, language } = view;
  const flows = inOrder(state.flows).map(([id, { name }]) => ({ id, name: name[language] }));
  const teams = inOrder(state.teams).map(([id, { name }]) => ({ id, name: name[language] }));
  const { flow, team, text, agentState, callState } = place;
  const isNarrowed =
    flow !== null || team !== null || text !== '' || agentState !== null || callState !== null;
  return (
    <search class="filters">
      <input
        id={searchId}
        type="search"
        aria-label={words.search}
        placeholder={words.searchKey}
        value={text}
        maxLength={100}
        onInput={event => go({ text: event.currentTarget.value }, true)}
      />
      <Choice
        label={words.flowFilter}
        all={words.allFlows}
        options={flows}
        chosen={flow}
        choose={id => go({ flow: id })}
      />
      {teams.length === 0 ? null : (
        <Choice
          label={words.teamFilter}
          all={words.allTeams}
          options={teams}
          chosen={team}
          choose={id => go({ team: id })}
        />
      )}
      {isNarrowed ? (
        <button
          type="button"
          class="plain"
          onClick={() => {
            const { flow, team, text, agentState, callState } = startPlace;
            go({ flow, team, text, agentState, callState });
          }}
        >
          {words.clear}
        </button>
      ) : null}
    </search>
  );
}

type ChoiceProps = {
  readonly label: string;
  readonly all: string;
  readonly options: readonly { readonly id: string; readonly name: string }[];
  readonly chosen: string | null;
  readonly choose: (id: string | null) => void;
};

export function Choice({ label, all, options, chosen, choose }: ChoiceProps) {
  const isKnown = chosen === null || options.some(({ id }) => id === chosen);
  return (
    <select
      aria-label={label}
      value={chosen ?? ''}
      class={chosen === null ? '' : 'chosen'}
      onChange={event => choose(event.currentTarget.value === '' ? null : event.currentTarget.value)}
    >
      <option value="">{all}</option>
      {isKnown ? null : <option value={chosen}>{chosen}</option>}
      {options.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </select>
  );
}
