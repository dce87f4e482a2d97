// Facts about shares: how much of a flow is answered in-house and by which partner, and what was decided because of it.
import type { CallId } from './facts.js';
import type { FlowId, PartnerId } from './site.js';

/** What a share asks for: in-house to answer just so much, or at least so much (partners are limited). */
export type ShareTarget = { readonly kind: 'target' | 'limit'; readonly inHousePercent: number };

/** How a share stands at a moment: talks of the running period, and calls that are on their way to somebody. */
export type ShareStand = ShareTarget & {
  /** Answered in-house, and by partners. */
  readonly inHouse: number;
  readonly byPartners: number;
  /** Ringing at an agent; ringing at a partner or free to be dialled to one. */
  readonly inHouseSoon: number;
  readonly byPartnersSoon: number;
};

export type ShareCallFact =
  /** He waits, and this is when partners may take him as things stand; it moves with every answered call. `null`: not in this period. */
  | {
      readonly type: 'share-weighed';
      readonly call: CallId;
      readonly flow: FlowId;
      readonly stand: ShareStand;
      readonly opensAfterMs: number | null;
      readonly softMs: number;
      readonly hardMs: number | null;
    }
  /** The ring of partners opened for him by the share. */
  | {
      readonly type: 'share-opened';
      readonly call: CallId;
      readonly flow: FlowId;
      readonly ring: number;
      readonly stand: ShareStand;
      readonly because: 'share' | 'hard-limit';
      readonly opensAfterMs: number;
      readonly softMs: number;
      readonly hardMs: number | null;
    }
  /** Why this one of several partners is dialled: he is the furthest behind his part. */
  | {
      readonly type: 'partner-weighed';
      readonly call: CallId;
      readonly flow: FlowId;
      readonly partner: PartnerId;
      /** In the order in which they were tried. */
      readonly weighed: readonly {
        readonly partner: PartnerId;
        readonly parts: number;
        /** Calls of the period that he answered or that ring there. */
        readonly calls: number;
        /** Calls that he is behind, this one counted; hundredths. */
        readonly behind: number;
        /** He could not be dialled. */
        readonly passedOver: boolean;
      }[];
    };

export type ShareFlowFact =
  /** Counting begins anew. `carried…`: calls by which in-house, and each partner, stayed behind before; made up for now. */
  | {
      readonly type: 'share-period-began';
      readonly flow: FlowId;
      readonly untilMs: number;
      readonly target: ShareTarget | null;
      readonly carried: number;
      readonly carriedByPartner: Readonly<Record<PartnerId, number>>;
    }
  /** No share is in force any more. */
  | { readonly type: 'share-period-ended'; readonly flow: FlowId };
