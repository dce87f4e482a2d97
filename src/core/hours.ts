// Opening hours, compiled to UTC: where a moment lies in them.
import type { Forced } from './apply-supervision.js';
import type { Flow, OpenInterval } from './site.js';
import type { State } from './state.js';

/** The opening in which the moment lies; `undefined`: closed. */
export function openingAt(hours: readonly OpenInterval[], atMs: number): OpenInterval | undefined {
  let low = 0;
  let high = hours.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((hours[middle]?.fromMs ?? Number.POSITIVE_INFINITY) <= atMs) low = middle + 1;
    else high = middle;
  }
  const last = hours[low - 1];
  return last !== undefined && atMs < last.toMs ? last : undefined;
}

/** Is the flow open: by its hours, unless a supervisor holds it open or closed? */
export function isOpen(state: Pick<State, 'forced'>, flow: Flow, atMs: number): boolean {
  const forced = forcedAt(state, flow, atMs);
  if (forced !== undefined) return forced.to === 'open';
  return flow.hours === null || openingAt(flow.hours, atMs) !== undefined;
}

/** When the flow closes on whoever waits in it, `atMs` if it is closed; `null`: never. */
export function closesAtMs(state: Pick<State, 'forced'>, flow: Flow, atMs: number): number | null {
  const forced = forcedAt(state, flow, atMs);
  if (forced?.to === 'closed') return atMs;
  if (flow.hours === null) return null;
  const fromMs = forced?.untilMs ?? atMs;
  return openingAt(flow.hours, fromMs)?.toMs ?? fromMs;
}

/** What a supervisor has ordered for the flow. */
export function forcedAt({ forced }: Pick<State, 'forced'>, flow: Flow, atMs: number): Forced | undefined {
  const found = forced.size === 0 ? undefined : forced.get(flow.id);
  return found !== undefined && atMs < found.untilMs ? found : undefined;
}
