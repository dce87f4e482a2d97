// Inputs about campaigns.
import type { Actor } from './facts.js';
import type { ListFact } from './facts-campaigns.js';
import type { AgentId } from './site.js';
import type { CampaignId } from './site-campaigns.js';

export type CampaignInput =
  /** Answered by a `CommandAnswer`. Stopped, nobody is dialled for it any more; who is being dialled or talks is let be. */
  | {
      readonly type: 'campaign-order';
      readonly campaign: CampaignId;
      readonly order: 'start' | 'stop';
      readonly by: Actor;
    }
  /** What the agent says to the customer whom he is shown. Answered by a `CommandAnswer`. */
  | {
      readonly type: 'preview-answer';
      readonly agent: AgentId;
      readonly answer: 'accept' | 'skip';
      readonly by: Actor;
    }
  /** What was done to the lists, for the record. */
  | { readonly type: 'lists-told'; readonly fact: ListFact };

export type CampaignRefusal =
  | 'unknown-campaign'
  | 'already-running'
  | 'not-running'
  /** The agent is shown no customer now. */
  | 'no-preview';
