// Partners as they go over the control socket.
import type { Caps, PartnerId } from '../core/site.js';

export type PartnerView = {
  readonly partner: PartnerId;
  readonly name: string;
  readonly caps: Caps;
  /** Calls that ring or talk there. */
  readonly live: number;
  /** Calls begun within the last minute. */
  readonly lastMinute: number;
  /** Whole minutes of talk of the local day, talks that go on included. */
  readonly minutesToday: number;
  /** Callers who wait for the partner. */
  readonly waiting: number;
  /** A cap is reached, and holds until then at least; `null`: none is. */
  readonly cappedUntilMs: number | null;
};

export type PartnersView = { readonly nowMs: number; readonly partners: readonly PartnerView[] };
