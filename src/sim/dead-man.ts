// The dead-man's switch of every caller, as the dialplan arms it before the hand-over and the daemon renews it while he waits.
import { armDeadMan, type Pbx, type SimulatedCaller } from './pbx.js';

/** The daemon says that he waits: from now on it renews him, for as long as it can. */
export function renewDeadMan(pbx: Pbx, caller: SimulatedCaller): void {
  if (pbx.events === null || !pbx.renewing) armDeadMan(pbx, caller);
  else caller.deadManAtMs = Number.POSITIVE_INFINITY;
}

/** The daemon is cut off, or hangs: nobody is renewed any more. */
export function stopRenewing(pbx: Pbx): void {
  pbx.renewing = false;
  for (const caller of pbx.callers.values())
    if (caller.deadManAtMs === Number.POSITIVE_INFINITY) armDeadMan(pbx, caller);
}

/** A daemon that hung goes on: it renews at once whom it held. */
export function goOnRenewing(pbx: Pbx, held: readonly SimulatedCaller[]): void {
  pbx.renewing = true;
  for (const caller of held)
    if (caller.ours && caller.deadManAtMs !== null) caller.deadManAtMs = Number.POSITIVE_INFINITY;
}
