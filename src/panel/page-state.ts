// What the page knows: the same sections on both sides of the wire. The server sends what changed, the page merges it. Free of Node.
import type { Text } from '../base/language.js';
import type { AlarmSeverity } from '../core/alarm-kinds.js';
import type { ShareTarget } from '../core/facts-shares.js';
import type { ForcedState } from '../core/facts-supervision.js';
import type { ServiceLevel } from '../core/site.js';
import type { AgentState } from '../link/messages.js';
import type { AgentCounts, Counts } from './counts.js';
import type { HalfHour } from './half-hours.js';
import type { Share } from './service-level.js';

/**
 * Why figures must not be believed. `silent`: nothing is heard of the calls process. `switch-lost`: it has lost its
 * Asterisk, and with it sight of the floor. `counting`: the journal is being read from its start.
 */
export type StaleReason = 'silent' | 'switch-lost' | 'counting';

/** How much of the journal has been read, of all that it holds. */
export type Counted = { readonly facts: number; readonly of: number };

/** What is wrong though the figures are right. `store-degraded`: the calls process cannot write to its disk. */
export type Trouble = 'store-degraded';

export type Alert = 'fine' | 'amber' | 'red';

/** Figures that are judged for each flow. */
export type JudgedFigure = 'waiting' | 'longest' | 'serviceLevel';

/** Dots of one page of a sign, a string a line of dots, a digit a dot: 0 dark, else the number of a colour. */
export type SignDots = readonly string[];

export type SignPage = {
  /** The characters, row after row. */
  readonly text: string;
  readonly dots: SignDots;
  /** The dark half of what flashes; `null`: nothing does. */
  readonly dark: SignDots | null;
  /** Wider than the sign: it moves through it from right to left. */
  readonly moves: boolean;
};

export type SiteOnPage = {
  readonly name: string;
  readonly zone: string;
  readonly language: 'en' | 'fr';
  /** The local day that is counted. */
  readonly date: string;
  readonly stale: { readonly because: StaleReason; readonly sinceMs: number } | null;
  /** While figures are being counted anew, as far as it is known. */
  readonly counted: Counted | null;
  /** Not said of figures that are old: nobody knows then. */
  readonly trouble: Trouble | null;
};

export type GroupOnPage = {
  readonly waiting: number;
  readonly talking: number;
  readonly withPartner: number;
  readonly longestSinceMs: number | null;
  /** Still to be made. */
  readonly callBacks: number;
  readonly today: Counts;
  readonly share: Share;
  readonly agents: AgentCounts;
};

/** A flow that somebody holds open or closed. */
export type ForcedOnPage = {
  readonly to: ForcedState;
  readonly untilMs: number;
  /** Who, in his own name or that of the rule. */
  readonly by: string;
};

/** The answered calls of the running hour or day of a flow's share. */
export type InHouseOnPage = {
  readonly inHouse: number;
  readonly byPartner: Readonly<Record<string, number>>;
  readonly untilMs: number;
  /** `limit`: at least so much in-house. `null`: only the proportions of the partners are kept. */
  readonly target: ShareTarget | null;
};

/** Percent answered in-house, rounded; `null`: nothing was answered yet. */
export function inHousePercent({ inHouse, byPartner }: InHouseOnPage): number | null {
  const answered = Object.values(byPartner).reduce((sum, count) => sum + count, inHouse);
  return answered === 0 ? null : Math.round((100 * inHouse) / answered);
}

export type FlowOnPage = GroupOnPage & {
  readonly forced: ForcedOnPage | null;
  readonly inHouse: InHouseOnPage | null;
  readonly order: number;
  readonly name: Text;
  readonly level: ServiceLevel;
  readonly expectedWaitMs: number | null;
  readonly alerts: Readonly<Record<JudgedFigure, Alert>>;
};

export type AgentOnPage = {
  readonly name: string;
  readonly order: number;
  readonly state: AgentState;
  readonly sinceMs: number;
  readonly reason: Text | null;
  /** The call that he is offered or has, or works on after it. */
  readonly call: string | null;
  /** Its flow. */
  readonly flow: string | null;
  /** Those of which he may take calls. */
  readonly flows: readonly string[];
  /** End of wrap-up or back-off. */
  readonly untilMs: number | null;
  /** What callers answered about him today. */
  readonly scores: Pick<Counts, 'scores' | 'scoreSum'>;
  readonly teams: readonly string[];
  readonly day: DayOnPage;
  /** Cases of his that are neither solved nor closed. */
  readonly cases: number;
};

/** What one or more agents did today. */
export type DayOnPage = {
  /** Calls answered, and not sent back in line. */
  readonly answered: number;
  /** Of them, those that had waited no longer than their flow's threshold. */
  readonly inThreshold: number;
  /** The targets of the flows, weighed by the calls answered in each; `null`: none was. */
  readonly targetPercent: number | null;
  readonly talks: number;
  readonly talkMs: number;
};

export type TeamOnPage = {
  readonly name: Text;
  readonly order: number;
  readonly agents: AgentCounts;
  readonly day: DayOnPage;
};

/** The open cases of one colour. */
export type CasesOnPage = {
  readonly name: Text;
  readonly order: number;
  readonly open: number;
  /** Of them, those that wait for another entity. */
  readonly waiting: number;
};

export type CallOnPage = {
  readonly flow: string;
  /** Cut: the page is seen by the whole floor. */
  readonly caller: string;
  readonly state: 'waiting' | 'offered' | 'talking';
  readonly queuedAtMs: number;
  /** As if he had waited without a break: talks before a transfer are no waiting. */
  readonly waitsSinceMs: number;
  readonly answeredAtMs: number | null;
  /** Names of who rings or talks. */
  readonly agents: readonly string[];
  readonly partners: readonly string[];
  readonly ring: number;
};

export type TrunkOnPage = {
  readonly name: string;
  readonly order: number;
  readonly inUse: number;
  readonly usable: number | null;
  readonly channels: number;
  readonly alarm: string | null;
};

export type PartnerOnPage = {
  readonly name: string;
  readonly order: number;
  readonly talking: number;
  readonly answered: number;
};

export type AlarmOnPage = {
  readonly order: number;
  /** The flow, trunk, partner or sign that is meant. */
  readonly about: string | null;
  readonly severity: AlarmSeverity;
  /** The severity in words. */
  readonly word: Text;
  readonly text: Text;
  /** What to do. */
  readonly advice: Text | null;
  readonly sinceMs: number;
  /** Who cares for it. */
  readonly acknowledged: { readonly by: Text; readonly atMs: number; readonly note: string | null } | null;
};

export type SignOnPage = {
  readonly order: number;
  /** Dots of a line. */
  readonly width: number;
  readonly pages: readonly SignPage[];
  readonly trouble: string | null;
};

/** What agents said the talks of a flow were about today; the last entry of a flow counts those of which they said nothing. */
export type CodeOnPage = {
  readonly flow: string;
  readonly order: number;
  readonly name: Text;
  readonly count: number;
};

/** Sections of entries by id; `site` and `all` have one entry each, of that name. */
export type PageState = {
  readonly site: Readonly<Record<string, SiteOnPage>>;
  readonly all: Readonly<Record<string, GroupOnPage>>;
  readonly flows: Readonly<Record<string, FlowOnPage>>;
  readonly agents: Readonly<Record<string, AgentOnPage>>;
  readonly calls: Readonly<Record<string, CallOnPage>>;
  readonly trunks: Readonly<Record<string, TrunkOnPage>>;
  readonly partners: Readonly<Record<string, PartnerOnPage>>;
  readonly signs: Readonly<Record<string, SignOnPage>>;
  /** Those that are raised. */
  readonly alarms: Readonly<Record<string, AlarmOnPage>>;
  /** Of today, by `<flow>/<when it began>`; the flow `all` is the site. */
  readonly halfHours: Readonly<Record<string, HalfHour>>;
  readonly teams: Readonly<Record<string, TeamOnPage>>;
  /** By colour; empty where the site keeps no cases. */
  readonly cases: Readonly<Record<string, CasesOnPage>>;
  /** By `<flow>/<code>`, of flows that ask; `<flow>/` is for talks without a code. */
  readonly codes: Readonly<Record<string, CodeOnPage>>;
};

export type SectionName = keyof PageState;

const sectionNames: readonly SectionName[] = [
  'site',
  'all',
  'flows',
  'agents',
  'calls',
  'trunks',
  'partners',
  'signs',
  'alarms',
  'halfHours',
  'teams',
  'cases',
  'codes',
];

export const emptyPageState: PageState = {
  site: {},
  all: {},
  flows: {},
  agents: {},
  calls: {},
  trunks: {},
  partners: {},
  signs: {},
  alarms: {},
  halfHours: {},
  teams: {},
  cases: {},
  codes: {},
};

/**
 * One event on the wire. `whole`: forget what you had. `set` has new and changed entries, `gone` the ids of those that are
 * no more.
 */
export type PageChange = {
  readonly nowMs: number;
  readonly whole: boolean;
  readonly set: Partial<PageState>;
  readonly gone: Partial<Readonly<Record<SectionName, readonly string[]>>>;
};

/** The state after a change; sections that did not change stay the same objects. */
export function mergeChange(state: PageState, change: PageChange): PageState {
  const merged: Record<string, Readonly<Record<string, unknown>>> = {
    ...(change.whole ? emptyPageState : state),
  };
  for (const name of sectionNames) {
    const set = change.set[name];
    const gone = change.gone[name];
    if (set === undefined && gone === undefined) continue;
    const section: Record<string, unknown> = { ...merged[name], ...set };
    for (const id of gone ?? []) delete section[id];
    merged[name] = section;
  }
  return merged as PageState;
}

/** What changed from one state to the next. */
export function changeBetween(before: PageState, after: PageState, nowMs: number): PageChange {
  const set: Record<string, Record<string, unknown>> = {};
  const gone: Record<string, string[]> = {};
  for (const name of sectionNames) {
    const old: Readonly<Record<string, unknown>> = before[name];
    const now: Readonly<Record<string, unknown>> = after[name];
    const changed = Object.entries(now).filter(([id, entry]) => !isSame(old[id], entry));
    const lost = Object.keys(old).filter(id => !Object.hasOwn(now, id));
    if (changed.length > 0) set[name] = Object.fromEntries(changed);
    if (lost.length > 0) gone[name] = lost;
  }
  return { nowMs, whole: false, set, gone };
}

/** The whole state as one event. */
export const wholeChange = (state: PageState, nowMs: number): PageChange => ({
  nowMs,
  whole: true,
  set: state,
  gone: {},
});

/** Entries are plain records, made by the same code in the same order. */
const isSame = (a: unknown, b: unknown) => a === b || JSON.stringify(a) === JSON.stringify(b);
