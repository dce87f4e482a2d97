// The page's end of the stream of events: keeps the state, notices silence, and knows the server's clock.

import { emptyPageState, mergeChange, type PageChange, type PageState } from '../page-state.js';
import { goToLogin } from './session.js';

export type Live = {
  readonly state: PageState;
  /** Server time minus ours. */
  readonly offsetMs: number;
  /** When something was last heard of the server, by our clock; 0: never. */
  readonly heardAtMs: number;
};

const nothing: Live = { state: emptyPageState, offsetMs: 0, heardAtMs: 0 };

/** The server speaks at least once a second. */
export const silentAfterMs = 5_000;
/** An `EventSource` that was refused, for instance by a proxy, gives up: we do not. */
const againAfterMs = 3_000;

/** Follows the stream for as long as the page lives. `heard` is called with each new state. */
export function follow(heard: (live: Live) => void): void {
  let live = nothing;
  const open = () => {
    const events = new EventSource('/events');
    events.onmessage = ({ data }: MessageEvent<string>) => {
      const change = JSON.parse(data) as PageChange;
      const heardAtMs = Date.now();
      const offsetMs = steadyOffset(live, change.nowMs - heardAtMs);
      live = { state: mergeChange(live.state, change), offsetMs, heardAtMs };
      heard(live);
    };
    events.onerror = () => {
      if (events.readyState !== EventSource.CLOSED) return;
      void goToLogin();
      setTimeout(open, againAfterMs);
    };
  };
  open();
}

/** Small differences are the network's; following each of them would make waits jump. */
function steadyOffset(before: Live, offsetMs: number): number {
  const isFirst = before.heardAtMs === 0;
  return !isFirst && Math.abs(offsetMs - before.offsetMs) < 500 ? before.offsetMs : offsetMs;
}
