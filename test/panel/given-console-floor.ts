// A floor as the console has it before it: three flows, five agents, four calls.
import { emptyCounts } from '../../src/panel/counts.js';
import {
  type AgentOnPage,
  type CallOnPage,
  emptyPageState,
  type PageState,
} from '../../src/panel/page-state.js';

const agent = (
  order: number,
  name: string,
  state: AgentOnPage['state'],
  sinceMs: number,
  more: Partial<AgentOnPage> = {},
): AgentOnPage => ({
  ...{ name, order, state, sinceMs, reason: null, call: null, flow: null, flows: ['n1'], untilMs: null },
  ...{ scores: { scores: 0, scoreSum: 0 }, teams: ['paris'], cases: 0 },
  day: { answered: order, inThreshold: 0, targetPercent: null, talks: 0, talkMs: 0 },
  ...more,
});

const call = (
  state: CallOnPage['state'],
  queuedAtMs: number,
  more: Partial<CallOnPage> = {},
): CallOnPage => ({
  ...{
    flow: 'n1',
    caller: '0142••••17',
    state,
    queuedAtMs,
    waitsSinceMs: queuedAtMs,
    answeredAtMs: null,
    agents: [],
    partners: [],
    ring: 0,
  },
  ...more,
});

export const flowOnPage = (
  order: number,
  en: string,
  waiting: number,
  longestSinceMs: number | null,
  good: number,
) => ({
  ...{ order, name: { en, fr: en }, waiting, longestSinceMs, talking: 0, withPartner: 0, callBacks: 0 },
  ...{ today: emptyCounts(), share: { good, of: 10 }, forced: null, inHouse: null, expectedWaitMs: null },
  level: { formula: 'ignore-abandoned', thresholdMs: 20_000, targetPercent: 80, shortAbandonMs: 0 } as const,
  agents: { ...noAgents, ready: waiting },
  alerts: { waiting: 'fine', longest: 'fine', serviceLevel: 'fine' } as const,
});
const noAgents = {
  ...{ ready: 0, offered: 0, talking: 0, 'wrap-up': 0, 'not-ready': 0, 'phone-busy': 0 },
  ...{ 'backed-off': 0, 'phone-unavailable': 0, 'logged-out': 0 },
};

export const consoleFloor: PageState = {
  ...emptyPageState,
  flows: {
    n1: flowOnPage(0, 'Level 1', 3, 5_000, 9),
    n2: flowOnPage(1, 'Technical', 7, 9_000, 4),
    n3: flowOnPage(2, 'Retention', 0, null, 7),
  },
  agents: {
    '101': agent(1, 'Zoé Élan', 'talking', 4_000, { flow: 'n2', call: 'c3', flows: ['n1', 'n2'] }),
    '102': agent(2, 'Bruno Petit', 'ready', 3_000, { teams: ['lyon'] }),
    '103': agent(3, 'Alice Martin', 'ready', 2_000),
    '104': agent(4, 'Chloé Roy', 'not-ready', 1_000, { reason: { en: 'Lunch', fr: 'Repas' } }),
    '105': agent(5, 'Away Gone', 'logged-out', 0, { flows: [] }),
  },
  calls: {
    c1: call('waiting', 2_000),
    c2: call('waiting', 1_000, { flow: 'n2' }),
    c3: call('talking', 500, { flow: 'n2', answeredAtMs: 3_000, agents: ['Zoé Élan'] }),
    c4: call('offered', 1_500, { agents: ['Bruno Petit'] }),
  },
};
