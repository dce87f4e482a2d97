// Campaigns in line: their calls come after every caller's, some agents stay free for callers, and in a preview the agent is asked before
// anybody is dialled.
import type { Pool } from './index-site.js';
import type { CampaignId, CampaignRules } from './site-campaigns.js';
import type { Call, State } from './state.js';
import type { Outbound } from './state-outbound.js';
import { emit, type Step } from './step.js';

/** The subject of a campaign's call is `<campaign>.<record>`. */
export function campaignSubject(campaign: CampaignId, record: number): string {
  return `${campaign}.${record}`;
}

/** `null`: the call belongs to no campaign. */
export function campaignOf({ kind, subject }: Pick<Outbound, 'kind' | 'subject'>): CampaignId | null {
  return kind === 'campaign' ? subject.slice(0, subject.indexOf('.')) : null;
}

/** `null`: the site file no longer has the campaign. */
export function campaignRules(state: State, outbound: Outbound): CampaignRules | null {
  return state.site.campaigns?.get(campaignOf(outbound) ?? '') ?? null;
}

/** Leaves the call enough ready agents in the pool for callers, when it takes one who may take it? Of other calls: always. */
export function leavesReserve(state: State, call: Call, pool: Pool, nowMs: number): boolean {
  const { outbound } = call;
  const keep = outbound?.kind === 'campaign' ? (campaignRules(state, outbound)?.keepReady ?? 0) : 0;
  if (keep === 0) return true;
  let ready = pool.ready.size;
  // Whoever has refused it does not count: when he is free again, that alone must change nothing for the others.
  for (const [id, untilMs] of call.refusals) {
    const agent = untilMs > nowMs ? state.agents.get(id) : undefined;
    if (agent !== undefined && agent.entries !== null && agent.meets.includes(pool)) ready--;
  }
  return ready > keep;
}

/** The named exception to the first invariant: agents who could take the call are kept free for callers. */
export function isHeldBack(state: State, call: Call, nowMs: number): boolean {
  return (
    call.outbound?.kind === 'campaign' && !call.pools.some(pool => leavesReserve(state, call, pool, nowMs))
  );
}

/** Campaigns' calls whom the site file no longer lets be made, or whose customer may not be called at this hour any more. */
export function mayNotDial(
  state: State,
  outbound: Outbound,
  nowMs: number,
): 'not-allowed' | 'expired' | null {
  if (outbound.kind !== 'campaign') return null;
  if (campaignRules(state, outbound) === null) return 'not-allowed';
  return outbound.expiresAtMs !== null && outbound.expiresAtMs <= nowMs ? 'expired' : null;
}

/** The agent has answered his phone: true where he is to say first whether the customer is dialled. */
export function asksFirst(step: Step, call: Call): boolean {
  const { outbound, talk } = call;
  if (outbound === null || talk?.to.kind !== 'agent' || outbound.preview?.stage === 'accepted') return false;
  const preview = campaignRules(step.state, outbound)?.preview ?? null;
  if (preview === null) return false;
  if (outbound.preview === null)
    emit(step, {
      type: 'preview-started',
      call: call.id,
      leg: talk.leg,
      agent: talk.to.agent,
      deadlineAtMs: step.nowMs + preview.withinMs,
      otherwise: preview.otherwise,
    });
  return true;
}

/** Sentences about what is broken. */
export function brokenCampaigns(state: State): readonly string[] {
  const broken: string[] = [];
  for (const { id, outbound, talk } of state.calls.values()) {
    if (outbound === null || outbound.preview === null) continue;
    if (talk === null) broken.push(`call ${id} is shown to an agent, and none is reserved`);
    if (outbound.preview.stage === 'shown' && outbound.customer !== null)
      broken.push(`call ${id} has dialled its customer, and its agent was still to say so`);
  }
  return broken;
}
