// Units (parcs): customers are served by their own first. A ring of one's own unit costs nobody time who finds nobody in it.
import type { RingSkip } from './facts-customers.js';
import type { RingPools } from './index-site.js';
import type { Call, State } from './state.js';
import { emit, type Step } from './step.js';

/** Why an open ring has nobody for the caller; `null`: it is for others than his unit as well, or somebody is logged in. */
function emptyBecause(state: State, ring: RingPools, unit: string | null): RingSkip | null {
  if (ring.kind === 'one') return null;
  if (unit === null) return 'no-unit';
  const pool = ring.pools.get(unit);
  if (pool === undefined) return 'unknown-unit';
  return (state.loggedIn.get(pool.requirement.id) ?? 0) > 0 ? null : 'nobody-of-unit';
}

/** To be called when a ring has opened: opens the next one in its place, and so on, while there is nobody in them for him. */
export function skipEmptyRing(step: Step, call: Call, ring: number): void {
  const index = step.state.flows.get(call.flow);
  const pools = index?.ringPools[ring];
  if (index === undefined || !pools) return;
  const unit = call.customer?.unit ?? null;
  const because = emptyBecause(step.state, pools, unit);
  if (because === null) return;
  const next = index.flow.rings.findIndex(
    ({ afterMs }, at) => at > ring && afterMs !== null && !call.openRings.includes(at),
  );
  const opens = next < 0 ? null : next;
  emit(step, { type: 'ring-skipped', call: call.id, ring, unit, because, next: opens });
  if (opens !== null) skipEmptyRing(step, call, opens);
}
