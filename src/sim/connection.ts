// The port Switch of a daemon on the simulated PBX: connecting, what is there now, and what becomes of the callers when a daemon goes away.
import type { Switch, SwitchEvents, SwitchSnapshot } from '../core/switch.js';
import { performEffect } from './commands.js';
import { stopRenewing } from './dead-man.js';
import { phoneState } from './devices.js';
import { delayMs, legEnds, lineState, type Pbx } from './pbx.js';

/** What is there now, as a connecting daemon is told. */
export function snapshotOf(pbx: Pbx): SwitchSnapshot {
  return {
    version: 'simulated',
    startedAtMs: null,
    elsewhere: new Set(),
    callers: [...pbx.callers.values()].map(({ arrival, joinedWith, leftBy }) => ({
      arrival,
      joinedWith: joinedWith ?? leftBy,
    })),
    legs: [...pbx.legs.values()].map(({ id, state }) => ({
      leg: id,
      state: state === 'up' ? 'up' : 'ringing',
    })),
    recordings: new Set(pbx.recordings.keys()),
    phones: [...pbx.phones].map(([endpoint, phone]) => ({ endpoint, phone: phoneState(phone) })),
    trunks: [...pbx.lines].map(([trunk, line]) => ({ trunk, ...lineState(line) })),
  };
}

/** A daemon's switch; `cut` ends it as if the daemon had died or hung. */
export function switchOn(pbx: Pbx): Switch & { readonly cut: () => void } {
  let events: SwitchEvents | null = null;
  let over = false;
  const cut = () => {
    over = true;
    if (events === null || pbx.events !== events) return;
    pbx.events = null;
    dropRinging(pbx);
    stopRenewing(pbx);
  };
  return {
    start: given => {
      pbx.clock.at(pbx.clock.nowMs() + delayMs(pbx), () => {
        if (over) return;
        events = given;
        pbx.events = given;
        pbx.controlSinceMs = pbx.clock.nowMs();
        pbx.renewing = true;
        dropRinging(pbx);
        pbx.supervisors.clear();
        given.connected(snapshotOf(pbx));
      });
    },
    perform: effect => {
      if (!over) performEffect(pbx, effect);
    },
    writeQueueLog: () => undefined,
    close: async () => cut(),
    cut,
  };
}

/** A leg that rings belongs to the daemon that rang it. */
function dropRinging(pbx: Pbx): void {
  for (const leg of [...pbx.legs.values()]) if (leg.state !== 'up') legEnds(pbx, leg, 'lost', 'daemon');
}
