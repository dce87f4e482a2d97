// Examples of the facts of shares.
import type { ShareCallFact, ShareFlowFact } from '../../src/core/facts-shares.js';

type AnyFact = ShareCallFact | ShareFlowFact;

const call = 'c1';
const flow = 'n1';
const noon = Date.UTC(2026, 10, 23, 12);
const stand = {
  kind: 'target',
  inHousePercent: 40,
  inHouse: 43,
  byPartners: 57,
  inHouseSoon: 1,
  byPartnersSoon: 2,
} as const;
const limit = {
  kind: 'limit',
  inHousePercent: 67,
  inHouse: 0,
  byPartners: 0,
  inHouseSoon: 0,
  byPartnersSoon: 0,
} as const;
const moments = { softMs: 20_000, hardMs: 120_000 };

export const shareFacts: {
  readonly [T in AnyFact['type']]: readonly Extract<AnyFact, { readonly type: T }>[];
} = {
  'share-weighed': [
    { type: 'share-weighed', call, flow, stand, opensAfterMs: 40_000, ...moments },
    { type: 'share-weighed', call, flow, stand: limit, opensAfterMs: null, softMs: 0, hardMs: null },
  ],
  'share-opened': [
    { type: 'share-opened', call, flow, ring: 2, stand, because: 'share', opensAfterMs: 40_000, ...moments },
    {
      type: 'share-opened',
      call,
      flow,
      ring: 2,
      stand: limit,
      because: 'hard-limit',
      opensAfterMs: 120_000,
      ...moments,
    },
  ],
  'partner-weighed': [
    {
      type: 'partner-weighed',
      call,
      flow,
      partner: 'snt',
      weighed: [
        { partner: 'opl', parts: 2, calls: 10, behind: 1.33, passedOver: true },
        { partner: 'snt', parts: 1, calls: 6, behind: -0.33, passedOver: false },
      ],
    },
  ],
  'share-period-began': [
    {
      type: 'share-period-began',
      flow,
      untilMs: noon + 3_600_000,
      target: { kind: 'target', inHousePercent: 40 },
      carried: 1.25,
      carriedByPartner: { snt: 0.67, opl: -0.67, third: 0 },
    },
    {
      type: 'share-period-began',
      flow,
      untilMs: noon + 3_600_000,
      target: { kind: 'limit', inHousePercent: 67 },
      carried: 0,
      carriedByPartner: {},
    },
    {
      type: 'share-period-began',
      flow,
      untilMs: noon + 3_600_000,
      target: null,
      carried: 0,
      carriedByPartner: {},
    },
  ],
  'share-period-ended': [{ type: 'share-period-ended', flow }],
};
