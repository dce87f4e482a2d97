// From a moment to what the page shows. Pure.
import type { Text } from '../../base/language.js';
import type { AgentSetup, TeamId } from '../../core/site.js';
import type { Threshold } from '../../site/site-file.js';
import { dayOf } from '../agent-day.js';
import { alertsOf } from '../alerts.js';
import { type OpenCases, openCases } from '../case-facts.js';
import type { GroupFigures } from '../figures.js';
import {
  type AgentRecord,
  agentSinceMs,
  agentStateOf,
  type CallRecord,
  callStateOf,
  type Floor,
  unseenAgent,
  waitsSinceMs,
} from '../floor.js';
import { halfHoursOn } from '../half-hours.js';
import type { Moment } from '../moment.js';
import type {
  AgentOnPage,
  CallOnPage,
  GroupOnPage,
  PageState,
  SignOnPage,
  SiteOnPage,
} from '../page-state.js';
import type { Setup } from '../setup.js';
import type { SignPort } from '../sign-port.js';
import { ownReasonTexts } from '../texts.js';
import { alarmsOnPage } from './view-alarms.js';
import { codesOnPage } from './view-codes.js';
import { casesOnPage, dayOnPage, forcedOnPage, inHouseOnPage, teamsOnPage } from './view-teams.js';

export type PageSetup = {
  readonly setup: Setup;
  readonly zone: string;
  readonly thresholds: readonly Threshold[];
  readonly signs: readonly SignPort[];
  /** Names of the teams. */
  readonly teams: ReadonlyMap<TeamId, Text>;
};

/** Everything that the page shows at this moment. */
export function pageStateOf(moment: Moment, page: PageSetup): PageState {
  const { figures, floor, nowMs } = moment;
  const { site } = page.setup;
  const cases = openCases(floor);
  const about: SiteOnPage = {
    name: site.name,
    zone: page.zone,
    language: site.language,
    date: figures.date,
    stale: moment.stale,
    counted: moment.counted,
    trouble: moment.trouble,
  };
  return {
    site: { site: about },
    all: { all: groupOnPage(figures.site) },
    flows: entries(figures.flows, (flow, order) => [
      flow.flow,
      {
        ...groupOnPage(flow),
        order,
        name: flow.name,
        level: flow.level,
        expectedWaitMs: flow.expectedWaitMs,
        forced: forcedOnPage(floor.control.forced, flow.flow),
        inHouse: inHouseOnPage(floor.shares.get(flow.flow)),
        alerts: alertsOf(figures, flow, page.thresholds),
      },
    ]),
    agents: entries([...site.agents.values()], (agent, order) => [
      agent.id,
      agentOnPage(floor, page.setup, agent, order, { nowMs, date: figures.date, cases }),
    ]),
    calls: entries([...floor.calls.values()], call => [call.call, callOnPage(call, page.setup)]),
    trunks: entries(figures.trunks, ({ trunk, ...shown }, order) => [
      trunk,
      { ...shown, order, channels: site.trunks.get(trunk)?.channels ?? 0 },
    ]),
    partners: entries(figures.partners, ({ partner, ...shown }, order) => [partner, { ...shown, order }]),
    signs: entries(page.signs, (sign, order): [string, SignOnPage] => [
      sign.id,
      { order, width: sign.width, pages: sign.picture(nowMs), trouble: sign.trouble() },
    ]),
    alarms: alarmsOnPage(floor.control.alarms, site),
    halfHours: entries(halfHoursOn(floor, page.setup, figures.date), half => [
      `${half.flow}/${half.fromMs}`,
      half,
    ]),
    teams: teamsOnPage(floor, page, figures.date, nowMs),
    cases: casesOnPage(cases, site.cases?.colours ?? []),
    codes: codesOnPage(figures.flows, site),
  };
}

function entries<One, Shown>(
  all: readonly One[],
  show: (one: One, order: number) => readonly [string, Shown],
): Record<string, Shown> {
  return Object.fromEntries(all.map(show));
}

function groupOnPage(group: GroupFigures): GroupOnPage {
  const { serviceLevel, waiting, talking, withPartner, longestSinceMs, callBacks, today, agents } = group;
  return { waiting, talking, withPartner, longestSinceMs, callBacks, today, share: serviceLevel, agents };
}

function agentOnPage(
  floor: Floor,
  setup: Setup,
  { id, name, teams }: AgentSetup,
  order: number,
  { nowMs, date, cases }: { readonly nowMs: number; readonly date: string; readonly cases: OpenCases },
): AgentOnPage {
  const agent = floor.agents.get(id) ?? unseenAgent(id);
  const state = agentStateOf(agent, nowMs);
  const { work } = agent;
  const reasons = setup.site.notReadyReasons;
  const given = reasons.find(one => one.id === agent.reason)?.name;
  return {
    name,
    order,
    state,
    sinceMs: agentSinceMs(agent, nowMs),
    reason:
      state === 'not-ready' && agent.reason !== null
        ? (given ?? ownReasonTexts[agent.reason] ?? { en: agent.reason, fr: agent.reason })
        : null,
    call: work.kind === 'idle' ? null : work.call,
    flow: work.kind === 'idle' ? null : (floor.calls.get(work.call)?.flow ?? null),
    flows: setup.flowsOf.get(id) ?? [],
    scores: scoresOf(agent, date),
    teams,
    day: dayOnPage([dayOf(agent, date)], setup),
    cases: cases.byOwner.get(id) ?? 0,
    untilMs: untilMsOf(state, work.kind === 'wrap-up' ? work.untilMs : null, agent.backOffUntilMs),
  };
}

function scoresOf({ scores }: AgentRecord, date: string): AgentOnPage['scores'] {
  return scores?.date === date
    ? { scores: scores.scores, scoreSum: scores.scoreSum }
    : { scores: 0, scoreSum: 0 };
}

function untilMsOf(state: string, wrapUpUntilMs: number | null, backOffUntilMs: number): number | null {
  if (state === 'wrap-up') return wrapUpUntilMs;
  return state === 'backed-off' ? backOffUntilMs : null;
}

function callOnPage(call: CallRecord, { site }: Setup): CallOnPage {
  const legs = call.answer === null ? call.offers : [call.answer];
  return {
    flow: call.flow,
    caller: cutNumber(call.caller),
    state: callStateOf(call),
    queuedAtMs: call.queuedAtMs,
    waitsSinceMs: waitsSinceMs(call),
    answeredAtMs: call.answer?.atMs ?? null,
    agents: legs.flatMap(leg => (leg.agent === null ? [] : [site.agents.get(leg.agent)?.name ?? leg.agent])),
    partners: legs.flatMap(leg =>
      leg.partner === null ? [] : [site.partners.get(leg.partner)?.name ?? leg.partner],
    ),
    ring: call.ring,
  };
}

/** `0142345617` becomes `0142••••17`: enough to recognise a call, not enough to dial it. */
export function cutNumber(number: string): string {
  if (number.length < 8) return '•'.repeat(number.length);
  return `${number.slice(0, 4)}${'•'.repeat(number.length - 6)}${number.slice(-2)}`;
}
