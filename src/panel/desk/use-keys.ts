// The keys of the desk: one letter an act, when nobody types and no dialogue is open. They can be switched off, for who speaks to his
// computer.
import { useLayoutEffect, useState } from 'preact/hooks';
import { type ActId, keyOf } from './possible.js';

const place = 'plateau-desk-keys';

/** What this browser remembers; a browser that remembers nothing has them on. */
function remembered(): boolean {
  try {
    return localStorage.getItem(place) !== 'off';
  } catch {
    return true;
  }
}

export function useKeysOn(): readonly [boolean, (isOn: boolean) => void] {
  const [isOn, setOn] = useState(remembered);
  const change = (next: boolean) => {
    setOn(next);
    try {
      localStorage.setItem(place, next ? 'on' : 'off');
    } catch {
      // Without a memory the choice holds until the page is loaded again.
    }
  };
  return [isOn, change];
}

const writing = 'input, select, textarea, [contenteditable]';

export type Keys = {
  readonly acts: readonly ActId[];
  /** Called with the act whose key was pressed. */
  readonly run: (id: ActId) => void;
  /** With a digit, which is the number of a code on the phone as well. */
  readonly digit: (digit: number) => void;
  /** With `?`. */
  readonly help: () => void;
};

export function useKeys(isOn: boolean, { acts, run, digit, help }: Keys): void {
  // With what is drawn, and not after it: a key means what the page shows when it is pressed.
  useLayoutEffect(() => {
    if (!isOn) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || event.defaultPrevented) return;
      if (event.target instanceof Element && event.target.closest(writing) !== null) return;
      if (document.querySelector('dialog[open]') !== null) return;
      const act = acts.find(id => keyOf[id] === event.key.toLowerCase());
      const isDigit = /^[1-9]$/.test(event.key);
      if (act === undefined && event.key !== '?' && !isDigit) return;
      event.preventDefault();
      if (act !== undefined) run(act);
      else if (isDigit) digit(Number(event.key));
      else help();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });
}
