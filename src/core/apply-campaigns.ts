// apply() for the facts about campaigns: which of them run, and who is shown a customer before he is dialled.
import type { CampaignFact, PreviewFact } from './facts-campaigns.js';
import type { Call, State } from './state.js';

export function applyPreview(call: Call, fact: PreviewFact): void {
  const { outbound } = call;
  if (outbound === null) return;
  if (fact.type === 'preview-started')
    outbound.preview = { stage: 'shown', deadlineAtMs: fact.deadlineAtMs, otherwise: fact.otherwise };
  else outbound.preview = fact.end === 'accepted' ? { stage: 'accepted' } : null;
}

export function applyCampaignFact(state: State, fact: CampaignFact): void {
  if (fact.type === 'campaign-started') state.campaigns.add(fact.campaign);
  else if (fact.type === 'campaign-stopped') state.campaigns.delete(fact.campaign);
}
