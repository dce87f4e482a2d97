// A daemon without campaigns.
import type { CampaignAnswers } from '../../src/link/campaign-answers.js';

export const noCampaigns: CampaignAnswers = {
  campaigns: () => ({ nowMs: 1, zone: 'UTC', campaigns: [], trouble: null }),
  'campaign-order': () => ({ ok: false, because: 'unknown-campaign' }),
  'campaign-add': () => ({ ok: false, because: 'unknown-campaign' }),
  'campaign-clear': () => ({ ok: false, because: 'unknown-campaign' }),
  'campaign-records': () => ({ records: [] }),
  'do-not-call': ({ numbers }) => ({ changed: 0, unread: numbers }),
  'do-not-call-list': () => ({ numbers: [] }),
  'preview-answer': () => ({ ok: false, because: 'no-preview' }),
};
