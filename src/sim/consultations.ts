// What the simulated PBX does for hold and transfer: a caller parked while his agent stays, an agent joined with who he consults.
import type { Effect } from '../core/effects.js';
import { renewDeadMan } from './dead-man.js';
import { type Pbx, report } from './pbx.js';
import { chance } from './random.js';

type Of<T extends Effect['type']> = Extract<Effect, { type: T }>;

/** He hears music; his agent's leg is left alone. */
export function park(pbx: Pbx, { call }: Of<'park'>): void {
  const caller = pbx.callers.get(call);
  if (caller === undefined) return;
  caller.joinedWith = null;
  caller.leftBy = null;
  renewDeadMan(pbx, caller);
  pbx.world.held(caller);
}

export function gather(pbx: Pbx, { call, leg: keeperId, target: id, withCaller }: Of<'gather'>): void {
  const caller = pbx.callers.get(call);
  const keeper = pbx.legs.get(keeperId);
  const target = pbx.legs.get(id);
  const isThere = caller !== undefined && keeper?.state === 'up' && target?.state === 'up';
  if (!isThere || chance(pbx.random, pbx.faults.failedJoins)) {
    report(pbx, { type: 'gather-failed', call, target: id });
    return;
  }
  if (keeper.call !== call || target.call !== call)
    pbx.breaches.push({ call, text: `joins ${keeperId} and ${id}, which are not both of call ${call}` });
  if (withCaller) {
    caller.deadManAtMs = null;
    caller.joinedWith = id;
    caller.leftBy = null;
    caller.inParty = true;
  } else if (caller.joinedWith !== null && pbx.legs.has(caller.joinedWith))
    pbx.breaches.push({ call, text: `leaves caller ${call} in a talk with ${caller.joinedWith}` });
  target.joined = true;
  report(pbx, { type: 'gathered', call, target: id });
  pbx.world.consulted(caller, keeper, target);
}
