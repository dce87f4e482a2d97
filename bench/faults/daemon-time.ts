// The daemon's own time: a wall clock that may be set, timers that may not, and a process that may stop for a while.
import { type Clock, steadyTime } from '../../src/engine/ports.js';
import type { VirtualClock } from '../../src/sim/clock.js';

/** What the process is to do waits while it hangs, and is done in order when it goes on. */
export class Process {
  readonly #backlog: (() => void)[] = [];
  #hangs = false;
  alive = true;

  get hangs(): boolean {
    return this.#hangs;
  }

  /** Runs `action` in the process: now, when it goes on, or, if it is dead, never. */
  do(action: () => void): void {
    if (!this.alive) return;
    if (this.#hangs) this.#backlog.push(action);
    else action();
  }

  stop(): void {
    this.#hangs = true;
  }

  goOn(): void {
    this.#hangs = false;
    for (const action of this.#backlog.splice(0)) this.do(action);
  }
}

/** The machine's clocks: `wall.aheadMs` is how far the wall clock is from the truth. */
export function daemonClock(
  clock: VirtualClock,
  wall: { readonly aheadMs: number },
  notBeforeMs: number,
  life: Process,
): Clock {
  return {
    now: steadyTime(
      () => clock.nowMs() + wall.aheadMs,
      () => clock.nowMs(),
      notBeforeMs,
    ),
    after: (ms, wake) => {
      let wanted = true;
      clock.at(clock.nowMs() + Math.max(0, Math.ceil(ms)), () =>
        life.do(() => {
          if (wanted) wake();
        }),
      );
      return () => {
        wanted = false;
      };
    },
  };
}
