// From what the panel and the calls process know to what the API shows, as far as he who asks may see it.
import type { z } from 'zod';
import type { Customer } from '../../core/customers.js';
import type { AlarmView } from '../../link/alarm-messages.js';
import type { CaseView } from '../../link/case-messages.js';
import type { AgentView, CallView, Finding, FlowView, Requests, Status } from '../../link/messages.js';
import { meanScoreTenths, overflowedInAll, releasedInAll } from '../counts.js';
import type { Sight } from '../door/sight.js';
import type { FlowOnPage, PageState } from '../page-state.js';
import { formulaText, wholePercent } from '../service-level.js';
import type { agentShown, alarmShown, callShown, caseShown, customerShown, flowShown } from './schemas.js';

type Shown<T extends z.ZodType> = z.output<T>;

/** `status` is `null` when the calls process is away. */
export function flowsSeen(page: PageState, status: Status | null, sight: Sight): Shown<typeof flowShown>[] {
  const views = new Map(status?.flows.map(flow => [flow.flow, flow]));
  return Object.entries(page.flows)
    .filter(([id]) => sight.flow(id))
    .sort(([, a], [, b]) => a.order - b.order)
    .map(([id, flow]) => showFlow(id, flow, views.get(id)));
}

function showFlow(id: string, flow: FlowOnPage, view: FlowView | undefined): Shown<typeof flowShown> {
  const { today, level } = flow;
  const forced = view?.forced ?? null;
  return {
    flow: id,
    name: flow.name,
    waiting: flow.waiting,
    talking: flow.talking,
    withPartner: flow.withPartner,
    longestSinceMs: flow.longestSinceMs,
    expectedWaitMs: flow.expectedWaitMs,
    agents: flow.agents,
    today: {
      offered: today.offered,
      answered: today.answered,
      abandoned: today.abandoned,
      shortAbandoned: today.shortAbandoned,
      released: releasedInAll(today),
      fallback: today.fallback,
      lost: today.lost,
      overflowed: overflowedInAll(today),
      meanWaitMs: today.answered === 0 ? null : Math.round(today.answeredWaitMs / today.answered),
      satisfactionTenths: meanScoreTenths(today),
      codes: { ...today.codes },
      notCoded: today.notCoded,
    },
    serviceLevel: {
      percent: wholePercent(flow.share),
      targetPercent: level.targetPercent,
      thresholdMs: level.thresholdMs,
      formula: formulaText(level, 'en'),
    },
    open: view?.open ?? null,
    forced: forced === null ? null : { to: forced.to, untilMs: forced.untilMs, by: forced.by.name },
  };
}

/** Of a colleague's call in a flow that he does not see, he sees that there is one: as on the page. */
export function agentsSeen(
  { agents, openCases }: Requests['agents']['result'],
  { calls }: Requests['calls']['result'],
  sight: Sight,
): Shown<typeof agentShown>[] {
  const flowOf = new Map(calls.map(({ call, flow }) => [call, flow]));
  return agents
    .filter(({ agent }) => sight.agent(agent))
    .map(view => {
      const shown = showAgent(view, openCases);
      if (sight.isWhole || sight.ownCallsOf === view.agent) return shown;
      const { call, lastTalk } = shown;
      // A call that he works on after it is no call any more: it was his last talk.
      const flow = lastTalk?.call === call ? lastTalk?.flow : flowOf.get(call ?? '');
      return {
        ...shown,
        call: flow !== undefined && sight.flow(flow) ? call : null,
        lastTalk: lastTalk !== null && sight.flow(lastTalk.flow) ? lastTalk : null,
      };
    });
}

export function showAgent(
  view: AgentView,
  openCases: Readonly<Record<string, number>> | null,
): Shown<typeof agentShown> {
  const { agent, name, state, sinceMs, reason, call, leaving, untilMs, teams, skills, siteSkills, lastTalk } =
    view;
  return {
    ...{ agent, name, state, sinceMs, reason, call, leaving, untilMs },
    teams: [...teams],
    skills: { ...skills },
    siteSkills: siteSkills === null ? null : { ...siteSkills },
    openCases: openCases === null ? null : (openCases[agent] ?? 0),
    lastTalk: lastTalk === null ? null : { ...lastTalk, codes: [...lastTalk.codes] },
  };
}

/** An agent sees whom he is offered or talks with, and no other caller. */
export function callsSeen(calls: readonly CallView[], sight: Sight): Shown<typeof callShown>[] {
  return calls.filter(call => sight.call(call.flow, call.agents)).map(showCall);
}

function showCall(view: CallView): Shown<typeof callShown> {
  const { call, flow, caller, dialled, state, ring, partner, page, customer } = view;
  const { queuedAtMs, virtualEntryAtMs, answeredAtMs } = view;
  return {
    ...{ call, flow, caller, dialled, state, ring, partner, page },
    ...{ queuedAtMs, virtualEntryAtMs, answeredAtMs },
    agents: [...view.agents],
    customer: showCustomer(customer),
  };
}

export function showCustomer(customer: Customer | null): Shown<typeof customerShown> | null {
  if (customer === null) return null;
  const { id, name, unit, attributes } = customer;
  return { id, name, unit, attributes: { ...attributes } };
}

/** Of one flow, or of no thing in particular: trunks, partners and signs are for those who see everything. */
export const seesAlarm = ({ about }: Pick<AlarmView, 'about'>, sight: Sight): boolean =>
  sight.isWhole || about === null || sight.flow(about);

export function showAlarm(view: AlarmView): Shown<typeof alarmShown> {
  const { alarm, kind, about, severity, sinceMs, text, advice, acknowledged } = view;
  return {
    ...{ alarm, kind, about, severity, from: 'calls-process', sinceMs, text: { ...text } },
    advice: advice === null ? null : { ...advice },
    acknowledged: acknowledged === null ? null : { ...acknowledged, by: acknowledged.by.name },
  };
}

/** What is wrong with the panel itself is an alarm to whoever reads them. */
export function showFinding({ code, severity, text, advice }: Finding): Shown<typeof alarmShown> {
  return {
    ...{ alarm: code, kind: code, about: null, severity: severity === 'error' ? 'major' : 'minor' },
    ...{ from: 'panel', sinceMs: null, text: { ...text }, acknowledged: null },
    advice: advice === null ? null : { ...advice },
  };
}

/** An agent sees the cases that are his; others those of the flows that they see. */
export function seesCase({ flow, owner }: Pick<CaseView, 'flow' | 'owner'>, sight: Sight): boolean {
  if (sight.ownCallsOf !== null) return owner === sight.ownCallsOf;
  return flow === null ? sight.isWhole : sight.flow(flow);
}

export function showCase(view: CaseView): Shown<typeof caseShown> {
  const { customer, customerName, owner, colour, state, entity, flow, openedAtMs, changedAtMs } = view;
  return {
    ...{ case: view.case, customer, customerName, owner, colour, state, entity, flow },
    ...{ openedAtMs, changedAtMs, callBackAtMs: view.callBackAtMs, number: view.number },
    callBack: view.callBack === null ? null : { ...view.callBack },
    lastCallBack: view.lastCallBack === null ? null : { ...view.lastCallBack },
    notes: view.notes.map(({ atMs, by, text }) => ({ atMs, by: by.name, text })),
  };
}
