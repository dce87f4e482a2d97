// How the shares of a flow stand, as people ask for it over the control socket.
import { isSteered } from '../core/apply-shares.js';
import { shareOpensAfterMs } from '../core/shares.js';
import type { FlowId } from '../core/site.js';
import type { State } from '../core/state.js';
import type { ShareView } from '../link/messages.js';

/** `null`: no share is in force in the flow. */
export function shareView(state: State, flow: FlowId, nowMs: number): ShareView | null {
  const counted = state.shares.get(flow);
  if (counted === undefined) return null;
  const share = state.shareLines.get(flow)?.share ?? null;
  return {
    target: counted.target,
    untilMs: counted.untilMs,
    inHouse: counted.inHouse,
    byPartner: Object.fromEntries(counted.byPartner),
    proportions: Object.fromEntries(share?.proportions ?? []),
    opensAfterMs: isSteered(state, flow) ? shareOpensAfterMs(state, flow, nowMs) : null,
  };
}
