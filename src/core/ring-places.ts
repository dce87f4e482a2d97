// Rings of a flow are known by their place in it. After another site file a place may be that of another ring: here the open rings of
// those who wait are put right, so that nobody is taken to have a ring that he never had.
import { isInHouseOnly } from './case-book.js';
import type { FlowId, Ring } from './site.js';
import type { Call, State } from './state.js';

function isSame(a: Ring, b: Ring): boolean {
  if (a.kind === 'agents') return b.kind === 'agents' && a.requirement === b.requirement;
  return b.kind === 'partners' && a.partners.join() === b.partners.join();
}

/** Agents' ring that was not there before, where one that was is no more: the same ring, for other agents from now on. */
function isNewAgentsRing(ring: Ring | undefined, old: readonly Ring[]): boolean {
  return ring?.kind === 'agents' && !old.some(one => isSame(one, ring));
}

/**
 * Another site file is in force, and the index is still that of the old one: an open ring is open at its new place, or for its new agents;
 * one that is gone is not, and what stands there now has its own time.
 */
export function followRings(state: State): void {
  const follow = (flow: FlowId, open: readonly number[]): number[] => {
    const old = state.flows.get(flow)?.flow.rings;
    const now = state.site.flows.get(flow)?.rings;
    if (old === undefined || now === undefined || old === now) return [...open];
    const places = new Set<number>();
    for (const place of open) {
      const ring = old[place];
      const at = ring === undefined ? -1 : now.findIndex((one, i) => !places.has(i) && isSame(ring, one));
      if (at >= 0) places.add(at);
      else if (ring?.kind === 'agents' && isNewAgentsRing(now[place], old)) places.add(place);
    }
    return [...places].sort((a, b) => a - b);
  };
  for (const call of state.calls.values()) {
    call.openRings = follow(call.flow, call.openRings);
    const back = call.transfer?.back;
    if (back !== undefined) back.openRings = follow(back.flow, back.openRings);
  }
}

/** The old site file may not be known, after a restart: a ring of partners is open for whoever has its partners, and for nobody else. */
export function closeForeignRings(state: State, call: Call): void {
  if (call.outbound !== null || isInHouseOnly(call)) return;
  call.openRings = call.openRings.filter(place => {
    const ring = state.flows.get(call.flow)?.flow.rings[place];
    return ring?.kind !== 'partners' || ring.partners.some(id => call.partners.includes(id));
  });
}
