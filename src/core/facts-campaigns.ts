// Facts about campaigns. The calls that they make are agent-first calls (facts-outbound.ts); who is on which list is not in the journal.
import type { Actor, CallId, Fact, LegId } from './facts.js';
import type { AgentId } from './site.js';
import type { CampaignId } from './site-campaigns.js';

/** Done to lists, for the record: how many numbers, not which. */
export type ListFact =
  | {
      readonly type: 'campaign-list-changed';
      readonly campaign: CampaignId;
      readonly added: number;
      readonly removed: number;
      readonly by: Actor;
    }
  | {
      readonly type: 'do-not-call-changed';
      readonly added: number;
      readonly removed: number;
      readonly by: Actor;
    };

export type CampaignFact =
  | ListFact
  | { readonly type: 'campaign-started'; readonly campaign: CampaignId; readonly by: Actor }
  /** The rules are `campaign-over` (its last day is past) and `site-file` (it is not there any more). */
  | { readonly type: 'campaign-stopped'; readonly campaign: CampaignId; readonly by: Actor };

export type PreviewFact =
  /** The agent is reserved and looks at the customer; nobody is dialled before `preview-ended`. */
  | {
      readonly type: 'preview-started';
      readonly call: CallId;
      readonly leg: LegId;
      readonly agent: AgentId;
      readonly deadlineAtMs: number;
      /** What the deadline does. */
      readonly otherwise: 'dial' | 'skip';
    }
  /** The rule is `preview-time`. */
  | {
      readonly type: 'preview-ended';
      readonly call: CallId;
      readonly leg: LegId;
      readonly agent: AgentId;
      readonly end: 'accepted' | 'skipped';
      readonly by: Actor;
    };

const campaignFactTypes: ReadonlySet<string> = new Set<CampaignFact['type']>([
  'campaign-started',
  'campaign-stopped',
  'campaign-list-changed',
  'do-not-call-changed',
]);

export function isCampaignFact(fact: Fact): fact is CampaignFact {
  return campaignFactTypes.has(fact.type);
}

export function isPreviewFact(fact: Fact): fact is PreviewFact {
  return fact.type === 'preview-started' || fact.type === 'preview-ended';
}
