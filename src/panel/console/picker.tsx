// One of many, found by typing.
import { useState } from 'preact/hooks';
import type { Option } from './options.js';
import { folded } from './rows.js';

type PickerProps = {
  readonly label: string;
  readonly options: readonly Option[];
  readonly chosen: string | null;
  readonly choose: (id: string | null) => void;
  readonly empty: string;
};

/** From so many on there is a field to type in. */
const manyFrom = 9;
const mostShown = 200;

export function Picker({ label, options, chosen, choose, empty }: PickerProps) {
  const [text, setText] = useState('');
  const wanted = folded(text.trim());
  const found = options.filter(({ id, name }) => folded(`${name} ${id}`).includes(wanted));
  return (
    <div class="picker">
      {options.length < manyFrom ? null : (
        <input
          type="search"
          aria-label={label}
          placeholder={label}
          value={text}
          maxLength={100}
          onInput={event => setText(event.currentTarget.value)}
        />
      )}
      {found.length === 0 ? <p class="quiet">{empty}</p> : null}
      <fieldset class="options" aria-label={label}>
        {found.slice(0, mostShown).map(({ id, name, more }) => (
          <label key={id} class={id === chosen ? 'option chosen' : 'option'}>
            <input type="radio" name="choice" checked={id === chosen} onChange={() => choose(id)} />
            <span>{name}</span>
            <span class="quiet">{more}</span>
          </label>
        ))}
      </fieldset>
    </div>
  );
}
