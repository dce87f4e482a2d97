// Examples of the facts of campaigns.
import type { CampaignFact, PreviewFact } from '../../src/core/facts-campaigns.js';

type AnyFact = CampaignFact | PreviewFact;

const call = 'out-welcome.17.1';
const noon = Date.UTC(2026, 10, 23, 12);
const luc = { kind: 'command-line', name: 'luc' } as const;
const rule = (name: string) => ({ kind: 'rule', name }) as const;
const shown = { call, leg: `${call}.1`, agent: '101' } as const;

export const campaignFacts: {
  readonly [T in AnyFact['type']]: readonly Extract<AnyFact, { readonly type: T }>[];
} = {
  'campaign-started': [{ type: 'campaign-started', campaign: 'welcome', by: luc }],
  'campaign-stopped': [
    { type: 'campaign-stopped', campaign: 'welcome', by: luc },
    { type: 'campaign-stopped', campaign: 'welcome', by: rule('campaign-over') },
    { type: 'campaign-stopped', campaign: 'welcome', by: rule('site-file') },
  ],
  'campaign-list-changed': [
    { type: 'campaign-list-changed', campaign: 'welcome', added: 150, removed: 0, by: luc },
  ],
  'do-not-call-changed': [{ type: 'do-not-call-changed', added: 0, removed: 1, by: luc }],
  'preview-started': [
    { type: 'preview-started', ...shown, deadlineAtMs: noon + 30_000, otherwise: 'skip' },
    { type: 'preview-started', ...shown, deadlineAtMs: noon + 30_000, otherwise: 'dial' },
  ],
  'preview-ended': [
    { type: 'preview-ended', ...shown, end: 'accepted', by: { kind: 'phone', name: 'PJSIP/101' } },
    { type: 'preview-ended', ...shown, end: 'skipped', by: rule('preview-time') },
  ],
};
