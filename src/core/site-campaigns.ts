// Campaigns as the core needs them: whom they call, when and how often is the feeder's (src/campaigns/); here is what holds once a record
// of a list stands in line.

/** Letters, digits and `-`: what the site file calls it. */
export type CampaignId = string;

export type CampaignRules = {
  readonly id: CampaignId;
  /** So many of the agents who could make its calls stay free for callers. */
  readonly keepReady: number;
  /** Shown to the customer; `null`: as for all calls to customers. */
  readonly callerNumber: string | null;
  /** The agent sees the customer before he is dialled, and says so; `null`: he is dialled at once (progressive). */
  readonly preview: { readonly withinMs: number; readonly otherwise: 'dial' | 'skip' } | null;
};
