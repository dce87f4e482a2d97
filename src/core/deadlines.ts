// When something is due next. There are no timers to start or stop: a deadline follows from the state, so it survives a restart.
import type { State } from './state.js';

/** One due moment of a call or an agent; stale when its owner's `dueAtMs` has changed since. */
export type Deadline = { readonly atMs: number; readonly owner: { dueAtMs: number | null } };

/** A binary heap, earliest first. */
export type DeadlineHeap = Deadline[];

/** Makes `atMs` the moment at which `owner` is due; `null`: never. */
export function setDeadline(heap: DeadlineHeap, owner: Deadline['owner'], atMs: number | null): void {
  if (owner.dueAtMs === atMs) return;
  owner.dueAtMs = atMs;
  if (atMs === null) return;
  let place = heap.length;
  const deadline = { atMs, owner };
  heap.push(deadline);
  while (place > 0) {
    const parent = (place - 1) >>> 1;
    const above = heap[parent];
    if (above === undefined || above.atMs <= atMs) break;
    heap[place] = above;
    place = parent;
  }
  heap[place] = deadline;
}

function dropFirst(heap: DeadlineHeap): void {
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return;
  let place = 0;
  for (;;) {
    let child = 2 * place + 1;
    const left = heap[child];
    const right = heap[child + 1];
    if (left === undefined) break;
    if (right !== undefined && right.atMs < left.atMs) child++;
    const lesser = right !== undefined && right.atMs < left.atMs ? right : left;
    if (lesser.atMs >= last.atMs) break;
    heap[place] = lesser;
    place = child;
  }
  heap[place] = last;
}

function dropStale(heap: DeadlineHeap): Deadline | undefined {
  for (;;) {
    const first = heap[0];
    if (first === undefined || first.owner.dueAtMs === first.atMs) return first;
    dropFirst(heap);
  }
}

/** Takes the owner that is due at `nowMs` or before, earliest first; `undefined` when nobody is. Its deadline is cleared. */
export function takeDue(heap: DeadlineHeap, nowMs: number): Deadline['owner'] | undefined {
  const first = dropStale(heap);
  if (first === undefined || first.atMs > nowMs) return undefined;
  dropFirst(heap);
  first.owner.dueAtMs = null;
  return first.owner;
}

/** The moment (epoch ms) at which the shell must feed `{ type: 'clock' }`; `null`: nothing is due. */
export function nextDeadline(state: State): number | null {
  return dropStale(state.deadlines)?.atMs ?? null;
}
