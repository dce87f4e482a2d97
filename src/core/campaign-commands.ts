// What people do to campaigns: start and stop them, and accept or skip the customer whom they are shown.
import { unreachable } from '../base/assert.js';
import { campaignOf } from './campaigns.js';
import type { Actor } from './facts.js';
import type { CommandAnswer, Input } from './inputs.js';
import type { CampaignInput } from './inputs-campaigns.js';
import { endOutbound } from './outbound.js';
import { dialCustomer } from './outbound-dial.js';
import type { Call } from './state.js';
import { emit, type Step } from './step.js';

const byTime: Actor = { kind: 'rule', name: 'preview-time' };

export function isCampaignInput(input: Input): input is CampaignInput {
  return input.type === 'campaign-order' || input.type === 'preview-answer' || input.type === 'lists-told';
}

export function campaignInput(step: Step, input: CampaignInput): CommandAnswer {
  switch (input.type) {
    case 'campaign-order':
      return order(step, input);
    case 'preview-answer':
      return answer(step, input);
    case 'lists-told':
      emit(step, input.fact);
      return { ok: true };
    default:
      return unreachable(input);
  }
}

type OrderInput = Extract<CampaignInput, { type: 'campaign-order' }>;

function order(step: Step, { campaign, order: to, by }: OrderInput): CommandAnswer {
  const { state } = step;
  const runs = state.campaigns.has(campaign);
  if (to === 'start') {
    if (state.site.campaigns?.has(campaign) !== true) return { ok: false, because: 'unknown-campaign' };
    if (runs) return { ok: false, because: 'already-running' };
    emit(step, { type: 'campaign-started', campaign, by });
    return { ok: true };
  }
  if (!runs) return { ok: false, because: 'not-running' };
  stop(step, campaign, by);
  return { ok: true };
}

/** Who stands in line, or whose agent is still rung, goes back to the list. */
function stop(step: Step, campaign: string, by: Actor): void {
  emit(step, { type: 'campaign-stopped', campaign, by });
  for (const call of [...step.state.calls.values()])
    if (call.outbound !== null && campaignOf(call.outbound) === campaign && call.talk === null)
      endOutbound(step, call, 'cancelled', by);
}

/** The site file no longer has them. */
export function stopGoneCampaigns(step: Step): void {
  const { state } = step;
  for (const campaign of [...state.campaigns])
    if (state.site.campaigns?.has(campaign) !== true)
      stop(step, campaign, { kind: 'rule', name: 'site-file' });
}

type AnswerInput = Extract<CampaignInput, { type: 'preview-answer' }>;

function answer(step: Step, { agent: id, answer: said, by }: AnswerInput): CommandAnswer {
  const work = step.state.agents.get(id)?.work;
  if (work === undefined) return { ok: false, because: 'unknown-agent' };
  const call = work.kind === 'talking' ? step.state.calls.get(work.call) : undefined;
  if (call?.outbound?.preview?.stage !== 'shown' || call.outbound.customer !== null)
    return { ok: false, because: 'no-preview' };
  endPreview(step, call, said === 'accept' ? 'accepted' : 'skipped', by);
  return { ok: true };
}

/** 1 accepts, 2 skips; no other key means anything while the customer is shown. */
export function previewKey(step: Step, call: Call, key: string): void {
  if (call.outbound?.preview?.stage !== 'shown' || call.talk?.to.kind !== 'agent') return;
  const agent = step.state.agents.get(call.talk.to.agent);
  const by: Actor = { kind: 'phone', name: agent?.setup?.endpoint ?? call.talk.to.agent };
  if (key === '1') endPreview(step, call, 'accepted', by);
  else if (key === '2') endPreview(step, call, 'skipped', by);
}

/** The agent's time to say so is over. */
export function previewDue(step: Step, call: Call): void {
  const preview = call.outbound?.preview ?? null;
  if (preview?.stage !== 'shown' || preview.deadlineAtMs > step.nowMs) return;
  endPreview(step, call, preview.otherwise === 'dial' ? 'accepted' : 'skipped', byTime);
}

function endPreview(step: Step, call: Call, end: 'accepted' | 'skipped', by: Actor): void {
  const { talk } = call;
  if (talk?.to.kind !== 'agent') return;
  emit(step, { type: 'preview-ended', call: call.id, leg: talk.leg, agent: talk.to.agent, end, by });
  if (end === 'accepted') dialCustomer(step, call);
  else endOutbound(step, call, 'cancelled', by);
}
