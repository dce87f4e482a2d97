// Time for the simulated world: virtual (as fast as the machine can) or real. Both run what is due in the same order.

export type Clock = {
  /** Epoch milliseconds, whole. */
  readonly nowMs: () => number;
  /** Runs `action` at that moment, at once if it has passed. What is due in the same millisecond runs in the order in which it was asked for. */
  readonly at: (atMs: number, action: () => void) => void;
};

type Event = { readonly atMs: number; readonly order: number; readonly action: () => void };

const isBefore = (a: Event, b: Event) => a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order);

function push(heap: Event[], event: Event): void {
  let place = heap.length;
  heap.push(event);
  while (place > 0) {
    const parent = (place - 1) >>> 1;
    const above = heap[parent];
    if (above === undefined || isBefore(above, event)) break;
    heap[place] = above;
    place = parent;
  }
  heap[place] = event;
}

function pop(heap: Event[]): Event | undefined {
  const first = heap[0];
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return first;
  let place = 0;
  for (;;) {
    let child = 2 * place + 1;
    const left = heap[child];
    const right = heap[child + 1];
    if (left === undefined) break;
    let lesser = left;
    if (right !== undefined && isBefore(right, left)) {
      lesser = right;
      child++;
    }
    if (!isBefore(lesser, last)) break;
    heap[place] = lesser;
    place = child;
  }
  heap[place] = last;
  return first;
}

export type VirtualClock = Clock & {
  /** When the next event is due; `null`: nothing will ever happen again. */
  readonly nextMs: () => number | null;
  /** Goes to the next event's moment and runs it. */
  readonly runNext: () => void;
  /** Goes to a moment before the next event. */
  readonly goTo: (atMs: number) => void;
};

/** A clock that jumps from event to event. */
export function virtualClock(startMs: number): VirtualClock {
  const heap: Event[] = [];
  let nowMs = startMs;
  let order = 0;
  return {
    nowMs: () => nowMs,
    at: (atMs, action) => push(heap, { atMs: Math.max(atMs, nowMs), order: order++, action }),
    nextMs: () => heap[0]?.atMs ?? null,
    runNext: () => {
      const event = pop(heap);
      if (event === undefined) return;
      nowMs = event.atMs;
      event.action();
    },
    goTo: atMs => {
      nowMs = Math.max(nowMs, atMs);
    },
  };
}

export type RealClock = Clock & {
  /** Nothing that was asked for runs any more. */
  readonly stop: () => void;
};

/** The machine's clock. An action that throws is a programmer's error and ends the process, as anywhere else. */
export function realClock(): RealClock {
  const heap: Event[] = [];
  let order = 0;
  let stopped = false;
  let timer: { readonly timeout: NodeJS.Timeout; readonly atMs: number } | null = null;
  const arm = (): void => {
    const first = heap[0];
    if (first === undefined || stopped || (timer !== null && timer.atMs <= first.atMs)) return;
    if (timer !== null) clearTimeout(timer.timeout);
    const waitMs = Math.min(Math.max(0, first.atMs - Date.now()), 3_600_000);
    timer = { timeout: setTimeout(run, waitMs), atMs: first.atMs };
  };
  const run = (): void => {
    timer = null;
    while (!stopped && (heap[0]?.atMs ?? Number.POSITIVE_INFINITY) <= Date.now()) pop(heap)?.action();
    arm();
  };
  return {
    nowMs: () => Date.now(),
    at: (atMs, action) => {
      push(heap, { atMs, order: order++, action });
      arm();
    },
    stop: () => {
      stopped = true;
      heap.length = 0;
      if (timer !== null) clearTimeout(timer.timeout);
      timer = null;
    },
  };
}
