// Keys of the whole console; those of a list are the list's own.
import { useLayoutEffect } from 'preact/hooks';
import { searchId } from './filters.js';
import { type Place, tabs } from './place.js';
import type { Go } from './use-place.js';

type Keys = {
  readonly place: Place;
  readonly go: Go;
  /** Something lies over the page and hears its own keys. */
  readonly isCovered: boolean;
  readonly showShortcuts: () => void;
};

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement && ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName);

export function useKeys({ place, go, isCovered, showShortcuts }: Keys): void {
  // With what is drawn, and not after it: a key means what the page shows when it is pressed.
  useLayoutEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (isCovered || event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
      if (event.key === 'Escape') stepBack(event, place, go);
      else if (!isTyping(event.target)) plain(event, go, showShortcuts);
    };
    addEventListener('keydown', pressed);
    return () => removeEventListener('keydown', pressed);
  });
}

/** First what is typed, then what is open. */
function stepBack(event: KeyboardEvent, place: Place, go: Go): void {
  const { target } = event;
  if (isTyping(target) && target instanceof HTMLElement) {
    if (target.id === searchId && place.text !== '') go({ text: '' }, true);
    target.blur();
  } else if (place.opened !== null) go({ opened: null });
  else return;
  event.preventDefault();
}

function plain(event: KeyboardEvent, go: Go, showShortcuts: () => void): void {
  const tab = tabs[Number(event.key) - 1];
  if (event.key === '/') {
    go({ tab: 'floor' }, true);
    requestAnimationFrame(() => document.getElementById(searchId)?.focus());
  } else if (event.key === '?') showShortcuts();
  else if (tab !== undefined) go({ tab });
  else return;
  event.preventDefault();
}
