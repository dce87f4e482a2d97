// A field with type-ahead: whom does he mean? The keyboard stays in the field; arrows go through what fits.
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { findTargets, type Target } from './find.js';
import type { DeskTexts } from './texts.js';

type Props = {
  readonly label: string;
  readonly targets: readonly Target[];
  readonly words: DeskTexts;
  readonly chosen: Target | null;
  readonly choose: (target: Target | null) => void;
};

const idOf = ({ kind, id }: Target) => `target-${kind}-${id}`;
/** More are not looked through by anybody. */
const mostShown = 50;

export function Picker({ label, targets, words, chosen, choose }: Props) {
  const [typed, setTyped] = useState('');
  const field = useRef<HTMLInputElement>(null);
  // The dialogue was opened to fill this field in.
  useEffect(() => field.current?.focus(), []);
  const found = useMemo(() => findTargets(targets, typed).slice(0, mostShown), [targets, typed]);
  const at = found.findIndex(one => chosen !== null && idOf(one) === idOf(chosen));
  const go = (to: number) => {
    const next = found[Math.max(0, Math.min(found.length - 1, to))];
    if (next === undefined) return;
    choose(next);
    document.getElementById(idOf(next))?.scrollIntoView({ block: 'nearest' });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    go(event.key === 'ArrowDown' ? at + 1 : at - 1);
  };
  const type = (text: string) => {
    setTyped(text);
    choose(text.trim() === '' ? null : (findTargets(targets, text)[0] ?? null));
  };
  return (
    <div class="picker">
      <label for="picked">{label}</label>
      <input
        id="picked"
        type="text"
        role="combobox"
        aria-expanded="true"
        aria-controls="pick-from"
        aria-autocomplete="list"
        aria-activedescendant={at < 0 || chosen === null ? undefined : idOf(chosen)}
        autocomplete="off"
        spellcheck={false}
        placeholder={words.transfer.hint}
        value={typed}
        onInput={event => type(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        ref={field}
      />
      {found.length === 0 ? <p class="label">{words.transfer.nobody}</p> : null}
      <div id="pick-from" role="listbox" aria-label={label}>
        {found.map(target => (
          <Option
            key={idOf(target)}
            target={target}
            words={words}
            isChosen={found[at] === target}
            choose={choose}
          />
        ))}
      </div>
    </div>
  );
}

type OptionProps = {
  readonly target: Target;
  readonly words: DeskTexts;
  readonly isChosen: boolean;
  readonly choose: (target: Target) => void;
};

function Option({ target, words, isChosen, choose }: OptionProps) {
  const { kind, state, isThere, name } = target;
  const said =
    state === null ? '' : state === 'open' || state === 'closed' ? words[state] : words.states[state];
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the keys, as a combobox does
    <div
      id={idOf(target)}
      role="option"
      tabIndex={-1}
      aria-selected={isChosen}
      class={isThere ? '' : 'away'}
      data-target={`${kind}/${target.id}`}
      onClick={() => choose(target)}
    >
      <span class="name">{name}</span>
      <span class="what">
        {words.kinds[kind]}
        {said === '' ? '' : ` · ${said}`}
      </span>
    </div>
  );
}
