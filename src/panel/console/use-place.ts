// The place that the address names, and how to go to another one: `back` works, a link can be sent.
import { useEffect, useState } from 'preact/hooks';
import { type Place, placeOf, queryOf } from './place.js';

/** `quietly`: not a step that one would go back from, such as a letter typed. */
export type Go = (change: Partial<Place>, quietly?: boolean) => void;

export function usePlace(): readonly [Place, Go] {
  const [place, setPlace] = useState(() => placeOf(location.search));
  useEffect(() => {
    const look = () => setPlace(placeOf(location.search));
    addEventListener('popstate', look);
    return () => removeEventListener('popstate', look);
  }, []);
  const go: Go = (change, quietly = false) => {
    const next = { ...placeOf(location.search), ...change };
    const address = location.pathname + queryOf(next, location.search);
    if (quietly) history.replaceState(null, '', address);
    else history.pushState(null, '', address);
    setPlace(next);
  };
  return [place, go];
}
