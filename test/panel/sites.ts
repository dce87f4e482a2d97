// Sites for the panel's tests.
import {
  type AgentSetup,
  type Flow,
  plainTransfers,
  type ServiceLevel,
  type Site,
} from '../../src/core/site.js';

const release = { kind: 'release' } as const;

export const levelN1: ServiceLevel = {
  formula: 'ignore-abandoned',
  thresholdMs: 20_000,
  targetPercent: 80,
  shortAbandonMs: 5_000,
};

/** A flow for who has the skill of the same name. */
export function givenFlow(id: string, change: Partial<Flow> = {}): Flow {
  return {
    id,
    name: { en: `${id} in English`, fr: `${id} en français` },
    priority: 0,
    rings: [{ kind: 'agents', requirement: id, afterMs: 0, whenWaitingAtLeast: null }],
    selection: 'longest-idle',
    ringAtOnce: 1,
    offerTimeoutMs: 15_000,
    callBack: null,
    wrapUpMs: null,
    shortTalkMs: 0,
    hours: null,
    closed: release,
    atClosing: release,
    lineMaximum: null,
    lineFull: release,
    maximumWaitMs: null,
    tooLong: release,
    nobody: null,
    announcements: null,
    shares: [],
    music: 'default',
    serviceLevel: levelN1,
    satisfaction: null,
    recording: null,
    expectedHandleMs: 180_000,
    ...change,
  };
}

/** An agent with these skills, all at level 1. */
export function givenAgent(id: string, skills: readonly string[], order = 0): AgentSetup {
  return {
    id,
    name: `Agent ${id}`,
    endpoint: `PJSIP/${id}`,
    teams: ['floor'],
    skills: new Map(skills.map(skill => [skill, 1])),
    wrapUpMs: null,
    wrapUpByFlow: new Map(),
    confirm: false,
    order,
  };
}

const byId = <One extends { readonly id: string }>(all: readonly One[]) =>
  new Map(all.map(one => [one.id, one]));
const backOff = { callMs: 60_000, agentMs: 10_000 };

/** Two flows with different thresholds, four agents, two partners, one trunk. */
export function givenSite(change: Partial<Site> = {}): Site {
  const flows = [
    givenFlow('n1'),
    givenFlow('n2', {
      rings: [
        { kind: 'agents', requirement: 'n2', afterMs: 0, whenWaitingAtLeast: null },
        { kind: 'partners', partners: ['snt'], afterMs: 90_000, whenWaitingAtLeast: null },
      ],
      serviceLevel: { ...levelN1, formula: 'abandoned-count-for', thresholdMs: 60_000, shortAbandonMs: 0 },
    }),
  ];
  const partner = (id: string) => ({
    id,
    name: `Partner ${id}`,
    destinations: [{ trunk: 't2', number: '0145000000' }],
    caps: { concurrent: null, perMinute: null, minutesPerDay: null },
    dialTimeoutMs: 20_000,
    confirm: false,
    maximumTalkMs: null,
    retryAfterMs: 30_000,
  });
  return {
    name: 'Paris 19e',
    revision: 'r1',
    language: 'fr',
    dayStarts: [],
    priorityStepMs: 30_000,
    wrapUpMs: 10_000,
    outbound: null,
    noAnswersBeforeNotReady: 1,
    confirmTimeoutMs: 8_000,
    backOffs: { noAnswer: backOff, rejected: backOff, busy: backOff, unreachable: backOff },
    shortPauses: new Set(),
    transfers: plainTransfers,
    repeatCallers: null,
    cases: null,
    notReadyReasons: [{ id: 'lunch', code: '1', name: { en: 'Lunch', fr: 'Repas' } }],
    requirements: byId(flows.map(({ id }) => ({ id, skills: [{ skill: id, level: 1 }], teams: null }))),
    flows: byId(flows),
    supervisors: new Map(),
    supervisionTone: false,
    recordingAnnouncement: 'conf-now-recording',
    agents: byId([
      givenAgent('101', ['n1'], 0),
      givenAgent('102', ['n1', 'n2'], 1),
      givenAgent('103', ['n2'], 2),
      givenAgent('104', [], 3),
    ]),
    partners: byId([partner('snt'), partner('axa')]),
    trunks: byId([
      { id: 't2', name: 'T2', kind: 'dahdi' as const, endpoint: 'g1', spans: [1], channels: 30 },
    ]),
    ...change,
  };
}
