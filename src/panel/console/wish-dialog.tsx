// Asks before anything is done: what will happen, what is still to be said, and, when it is refused, why and what to do.
import { useState } from 'preact/hooks';
import { timeOfDay } from '../page/format.js';
import { fill } from '../page/texts.js';
import { actWords, saidOf } from './act-words.js';
import { type Filled, nothingFilled, requestOf, type Wish } from './acts.js';
import type { Desk } from './desk.js';
import { Dialog } from './dialog.js';
import { type Option, optionsFor } from './options.js';
import { Picker } from './picker.js';
import { SkillsField } from './skills-field.js';
import { UntilField } from './until-field.js';

export function WishDialog({ desk, wish }: { readonly desk: Desk; readonly wish: Wish }) {
  const { acts, view, words } = desk;
  const [filled, setFilled] = useState<Filled>(nothingFilled);
  const change = (more: Partial<Filled>) => setFilled({ ...filled, ...more });
  const options = optionsFor(desk, wish);
  const name = nameOf(desk, wish);
  const said = actWords[view.language][saidOf(wish)];
  const waiting = wish.kind === 'force' ? (view.state.flows[wish.flow]?.waiting ?? 0) : 0;
  const named = {
    NAME: name,
    N: String(waiting),
    CHOICE: options?.find(({ id }) => id === filled.choice)?.name ?? '',
    T: filled.untilMs === null ? '' : timeOfDay(filled.untilMs, view.zone, view.language),
  };
  const isReady = requestOf(wish, filled) !== null && !acts.isSending;
  const refusal = acts.refusal;
  return (
    <Dialog title={fill(said.title, named)} close={acts.drop}>
      <form
        onSubmit={event => {
          event.preventDefault();
          if (isReady) acts.send(filled, named);
        }}
      >
        <p class="says">{fill(said.says, named)}</p>
        <Fields desk={desk} wish={wish} options={options} filled={filled} change={change} />
        <div role="alert">
          {refusal === null ? null : (
            <p class="refusal">
              <strong>{refusal.title}</strong>
              {refusal.advice === null ? null : <span>{refusal.advice}</span>}
            </p>
          )}
        </div>
        <p class="answers">
          <button type="button" class="plain" onClick={acts.drop}>
            {words.cancel}
          </button>
          <button type="submit" class="main" disabled={!isReady}>
            {said.does}
          </button>
        </p>
      </form>
    </Dialog>
  );
}

type FieldsProps = {
  readonly desk: Desk;
  readonly wish: Wish;
  readonly options: readonly Option[] | null;
  readonly filled: Filled;
  readonly change: (more: Partial<Filled>) => void;
};

function Fields({ desk, wish, options, filled, change }: FieldsProps) {
  const { words, view } = desk;
  if (options !== null)
    return (
      <Picker
        label={words.chooseOne}
        options={options}
        chosen={filled.choice}
        choose={choice => change({ choice })}
        empty={words.nothingToChoose}
      />
    );
  if (wish.kind === 'force')
    return (
      <UntilField
        words={words}
        zone={view.zone}
        nowMs={view.nowMs}
        language={view.language}
        chosen={filled.untilMs}
        choose={untilMs => change({ untilMs })}
      />
    );
  if (wish.kind === 'acknowledge')
    return (
      <label class="field">
        {words.note}
        <input
          type="text"
          maxLength={500}
          value={filled.note}
          onInput={event => change({ note: event.currentTarget.value })}
        />
      </label>
    );
  if (wish.kind === 'skills')
    return (
      <SkillsField desk={desk} skills={filled.skills ?? wish.now} change={skills => change({ skills })} />
    );
  if (wish.kind === 'listen')
    return (
      <label class="field check">
        <input
          type="checkbox"
          checked={filled.stays}
          onChange={event => change({ stays: event.currentTarget.checked })}
        />
        {words.stays}
      </label>
    );
  return null;
}

/** Of the agent or flow that the wish is about. */
function nameOf({ view }: Desk, wish: Wish): string {
  const { state, language } = view;
  if (wish.kind === 'force' || wish.kind === 'release')
    return state.flows[wish.flow]?.name[language] ?? wish.flow;
  if ('agent' in wish) return state.agents[wish.agent]?.name ?? wish.agent;
  return '';
}
