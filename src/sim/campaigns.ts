// What people do to campaigns in the simulated world, sensible or not, and what a feeder would: the core refuses what makes no sense.
import { campaignSubject } from '../core/campaigns.js';
import type { Input } from '../core/inputs.js';
import type { CampaignRules } from '../core/site-campaigns.js';
import type { Call, State } from '../core/state.js';
import { between, chance, pick, type Random } from './random.js';

const by = { kind: 'command-line', name: 'sim' } as const;
/** So many customers, whom campaigns and callers share now and then. */
const customers = 40;

/** The next thing that somebody does; `null`: the site has no campaigns. */
export function nextCampaignAct(state: State, random: Random, nowMs: number): Input | null {
  const campaigns = [...(state.site.campaigns?.values() ?? [])];
  if (campaigns.length === 0) return null;
  const campaign = pick(random, campaigns);
  const shown = [...state.calls.values()].filter(({ outbound }) => outbound?.preview?.stage === 'shown');
  const looks = chance(random, 0.7) ? pick(random, shown) : undefined;
  if (looks !== undefined) return says(looks, random);
  if (campaign === undefined) return null;
  const runs = state.campaigns.has(campaign.id);
  if (chance(random, runs ? 0.1 : 0.7))
    return { type: 'campaign-order', campaign: campaign.id, order: runs ? 'stop' : 'start', by };
  return wanted(state, campaign, random, nowMs);
}

/** By the key or by command; or another key. */
function says(call: Call, random: Random): Input | null {
  const { talk } = call;
  if (talk?.to.kind !== 'agent') return null;
  if (chance(random, 0.6))
    return { type: 'leg-key', leg: talk.leg, key: pick(random, ['1', '1', '2', '7']) ?? '1' };
  const answer = chance(random, 0.7) ? 'accept' : 'skip';
  return { type: 'preview-answer', agent: talk.to.agent, answer, by };
}

/** The next record of its list. Some have little time left, some may not be dialled. */
function wanted(state: State, { id }: CampaignRules, random: Random, nowMs: number): Input {
  const isAllowed = chance(random, 0.95);
  const number = `+336${12_345_000 + between(random, 0, customers)}`;
  return {
    ...{
      type: 'outbound-wanted',
      kind: 'campaign',
      subject: campaignSubject(id, between(random, 1, 100_000)),
    },
    ...{ serial: 1, flow: pick(random, [...state.site.flows.keys()]) ?? '', name: '', language: 'en' },
    ...{ number: isAllowed ? number : '+33899123456', priority: null, onlyAgent: null, customer: null },
    ...{ notBeforeMs: nowMs, expiresAtMs: nowMs + between(random, 5_000, 600_000) },
    by: { kind: 'rule', name: 'campaign' },
  };
}
