// Shadows of the live state, kept from the facts alone: what a recovery would come to. They must be equal to the live one at any time.
import { apply } from '../core/apply.js';
import type { Fact } from '../core/facts.js';
import { buildIndex } from '../core/index-site.js';
import type { Site } from '../core/site.js';
import { fromSnapshot, toSnapshot } from '../core/snapshot.js';
import { createState, type State } from '../core/state.js';

export type Replay = {
  /** All facts from the beginning. */
  readonly whole: State;
  /** The facts since a snapshot. */
  fromSnapshot: State | null;
};

export function createReplay(site: Site): Replay {
  return { whole: createState(site), fromSnapshot: null };
}

const shadows = ({ whole, fromSnapshot: since }: Replay) => (since === null ? [whole] : [whole, since]);

export function replayFact(replay: Replay, fact: Fact, atMs: number): void {
  for (const state of shadows(replay)) apply(state, fact, atMs);
}

export function replaySite(replay: Replay, site: Site, nowMs: number): void {
  for (const state of shadows(replay)) {
    state.site = site;
    buildIndex(state, nowMs);
  }
}

/** Compares both shadows with the live state, and takes a new snapshot to go on from. What differs is said in one sentence a shadow. */
export function compareReplay(replay: Replay, live: State): readonly string[] {
  const json = recordsOf(live);
  const differences: string[] = [];
  for (const state of shadows(replay)) {
    const replayed = recordsOf(state);
    if (replayed !== json)
      differences.push(
        `replayed from ${state === replay.whole ? 'the beginning' : 'a snapshot'}: ${differenceOf(json, replayed)}`,
      );
  }
  // A flow that a reload took away lives on in its calls until a restart hands them to the fall-back: no recovery goes on with them.
  if ([...live.calls.values()].every(({ flow }) => live.site.flows.has(flow)))
    replay.fromSnapshot = fromSnapshot(JSON.parse(JSON.stringify(toSnapshot(live))), live.site);
  return differences;
}

/** Where the records of two states differ, those of the live one first; `null`: nowhere. */
export function differenceBetween(live: State, replayed: State): string | null {
  const [a, b] = [recordsOf(live), recordsOf(replayed)];
  return a === b ? null : differenceOf(a, b);
}

/** The order of the records says nothing where they are looked up by id, nor does a partner who was never dialled, or a flow that is gone. */
function recordsOf(state: State): string {
  const sorted = <T>(map: Map<string, T>) => new Map([...map].sort(([a], [b]) => (a < b ? -1 : 1)));
  const { agents, partners, trunks, handling, patience, nobodySinceMs } = state;
  return JSON.stringify(
    toSnapshot({
      ...state,
      agents: sorted(agents),
      partners: sorted(
        new Map([...partners].filter(([, { dayStartMs, starts }]) => dayStartMs > 0 || starts.length > 0)),
      ),
      trunks: sorted(trunks),
      handling: sorted(handling),
      patience: sorted(patience),
      nobodySinceMs: sorted(new Map([...nobodySinceMs].filter(([flow]) => state.site.flows.has(flow)))),
    }),
  );
}

function differenceOf(live: string, replayed: string): string {
  let at = 0;
  while (at < live.length && live[at] === replayed[at]) at++;
  const around = (text: string) => text.slice(Math.max(0, at - 120), at + 80);
  return `live …${around(live)}… replayed …${around(replayed)}…`;
}
