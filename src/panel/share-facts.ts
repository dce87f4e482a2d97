// The running period of a flow's share, counted as core/apply-shares.ts counts it: by answers of this period, in the flow of the answer.
import type { ShareFlowFact } from '../core/facts-shares.js';
import type { FlowId, PartnerId } from '../core/site.js';
import type { Floor } from './floor.js';

/** A period begins or ends. */
export function applyShareFact(floor: Floor, fact: ShareFlowFact): void {
  const { flow } = fact;
  if (fact.type === 'share-period-ended') floor.shares.delete(flow);
  else {
    const { untilMs, target } = fact;
    floor.shares.set(flow, { flow, untilMs, target, inHouse: 0, byPartner: {} });
  }
  floor.touched.add(`share/${flow}`);
}

/** A call was answered in the flow (`step` 1), or the answer came to nothing (-1): of the period before, perhaps. */
export function countShare(floor: Floor, flow: FlowId, partner: PartnerId | null, step: 1 | -1): void {
  const share = floor.shares.get(flow);
  if (share === undefined) return;
  if (partner === null) share.inHouse = Math.max(0, share.inHouse + step);
  else share.byPartner[partner] = Math.max(0, (share.byPartner[partner] ?? 0) + step);
  floor.touched.add(`share/${flow}`);
}
