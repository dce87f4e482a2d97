// What one agent has before him, from the state. Costs that agent and his call, however large the floor is; never on the call path.
import { unreachable } from '../base/assert.js';
import type { Text } from '../base/language.js';
import { caseOf } from '../core/case-book.js';
import { contactsSince } from '../core/contacts.js';
import type { AgentId, FlowId, TransferTarget } from '../core/site.js';
import type { Agent, Call, Leg, State, Talk } from '../core/state.js';
import type { DeskCall, DeskTransfer, DeskView, DeskWrapUp } from '../link/desk-messages.js';
import { agentView, pageOf } from './views.js';

/** `page`: the site file's template of the page about a customer. */
export function deskView(state: State, id: AgentId, page: string | null, nowMs: number): DeskView {
  const agent = state.agents.get(id);
  const switchConnected = state.routing;
  if (agent?.setup === undefined) return { nowMs, switchConnected, agent: null, call: null, wrapUp: null };
  return {
    ...{ nowMs, switchConnected },
    agent: agentView(state, agent, nowMs),
    call: callOf(state, agent, page, nowMs),
    wrapUp: wrapUpOf(state, agent),
  };
}

/** What of the call is his: the phone that rings, or the talk. */
type Part = { readonly leg: Leg; readonly talk: null } | { readonly leg: null; readonly talk: Talk };

function callOf(state: State, agent: Agent, page: string | null, nowMs: number): DeskCall | null {
  const { work } = agent;
  if (work.kind !== 'offered' && work.kind !== 'talking') return null;
  const call = state.calls.get(work.call);
  const part = call === undefined ? null : partOf(call, work.leg);
  if (call === undefined || part === null) return null;
  const { id, flow, caller, callerName, dialled, queuedAtMs, waitedMs, waitingSinceMs, customer } = call;
  return {
    ...{ call: id, flow, flowName: flowName(state, flow), caller, callerName, dialled },
    ...{ queuedAtMs, waitedMs, waitingSinceMs, customer },
    ...stageOf(call, part),
    held: part.talk?.held ?? false,
    recording: recordingOf(state, call, part),
    transfer: transferOf(state, call, agent.id),
    repeat: call.care.repeat !== null,
    contacts: contactsOf(state, call, nowMs),
    case: openCaseOf(state, call),
    page: pageOf(call, page, agent.id),
    outbound: outboundOf(call),
  };
}

function partOf({ legs, talk, transfer }: Call, id: string): Part | null {
  const leg = legs.get(id);
  if (leg !== undefined) return { leg, talk: null };
  const his = [talk, transfer?.keeper ?? null].find(one => one?.leg === id);
  return his == null ? null : { leg: null, talk: his };
}

function stageOf(
  { outbound }: Call,
  { leg, talk }: Part,
): Pick<DeskCall, 'stage' | 'untilMs' | 'talkSinceMs'> {
  if (leg !== null) {
    const stage = leg.stage === 'confirming' ? 'confirming' : 'offered';
    return { stage, untilMs: leg.deadlineAtMs, talkSinceMs: null };
  }
  if (outbound?.preview?.stage === 'shown')
    return { stage: 'preview', untilMs: outbound.preview.deadlineAtMs, talkSinceMs: null };
  if (outbound !== null && outbound.customer?.stage !== 'answered')
    return { stage: 'dialling', untilMs: null, talkSinceMs: null };
  return { stage: talk.bridged ? 'talking' : 'joining', untilMs: null, talkSinceMs: talk.answeredAtMs };
}

function recordingOf(state: State, { id }: Call, { talk }: Part): DeskCall['recording'] {
  const current = state.recordings.get(id)?.current ?? null;
  if (current === null || current.leg !== talk?.leg) return null;
  return current.paused ? 'paused' : 'on';
}

function transferOf(state: State, { transfer, talk }: Call, agent: AgentId): DeskTransfer | null {
  if (transfer === null) return null;
  const { manner, to, from, keeper, keeperWith } = transfer;
  const isSender = from === agent && keeper !== null;
  return {
    part: isSender ? 'sender' : 'target',
    ...{ manner, to, toName: targetName(state, to) },
    fromName: state.site.agents.get(from)?.name ?? from,
    stage: talk === null ? 'sought' : 'answered',
    // Once the sender has left, whoever answers has the caller.
    talksWith: keeper === null ? 'caller' : keeperWith,
  };
}

function targetName({ site }: State, to: TransferTarget): Text {
  const same = (name: string): Text => ({ en: name, fr: name });
  switch (to.kind) {
    case 'agent':
      return same(site.agents.get(to.agent)?.name ?? to.agent);
    case 'flow':
      return site.flows.get(to.flow)?.name ?? same(to.flow);
    case 'partner':
      return same(site.partners.get(to.partner)?.name ?? to.partner);
    case 'number':
      return same(site.partners.get(to.number)?.name ?? to.number);
    default:
      return unreachable(to);
  }
}

function contactsOf({ site, book }: State, { customer, care }: Call, nowMs: number): number | null {
  if (site.repeatCallers === null || customer === null) return null;
  const all = contactsSince(book.contacts, customer.id, nowMs - site.repeatCallers.withinMs);
  return Math.max(0, all - (care.counted ? 1 : 0));
}

function openCaseOf({ book }: State, { customer, care }: Call): string | null {
  if (care.case !== null && book.cases.has(care.case)) return care.case;
  return customer === null ? null : (caseOf(book, customer.id)?.id ?? null);
}

function outboundOf({ outbound }: Call): DeskCall['outbound'] {
  if (outbound === null) return null;
  const { kind, dialled, preview } = outbound;
  return { kind, dialled, otherwise: preview?.stage === 'shown' ? preview.otherwise : null };
}

function wrapUpOf(state: State, { id, work }: Agent): DeskWrapUp | null {
  if (work.kind !== 'wrap-up') return null;
  const { call, flow, untilMs } = work;
  const last = state.book.lastTalks.get(id);
  const customerName = last?.call === call ? last.customerName : null;
  return { call, flow, flowName: flowName(state, flow), untilMs, customerName };
}

const flowName = ({ site }: State, flow: FlowId): Text =>
  site.flows.get(flow)?.name ?? { en: flow, fr: flow };
