// Partners against their caps, as people ask for it over the control socket.
import { partnerState } from '../core/index-site.js';
import { cappedBy, talkedTodayMs } from '../core/partners.js';
import type { State } from '../core/state.js';
import type { PartnerView } from '../link/partner-messages.js';

/** In the order of the site file. */
export function partnerViews(state: State, nowMs: number): PartnerView[] {
  return [...state.site.partners.values()].map(partner => {
    const { live, starts, waiting } = partnerState(state, partner.id);
    return {
      partner: partner.id,
      name: partner.name,
      caps: partner.caps,
      live: live.size,
      lastMinute: starts.filter(startedAtMs => startedAtMs > nowMs - 60_000).length,
      minutesToday: Math.floor(talkedTodayMs(state, partner.id, nowMs) / 60_000),
      waiting: waiting.size,
      cappedUntilMs: cappedBy(state, partner, nowMs)?.untilMs ?? null,
    };
  });
}
