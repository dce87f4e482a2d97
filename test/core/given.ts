// Sites and floors for the tests of the core: small, and said in the domain's words.
import { must } from '../../src/base/assert.js';
import type { CaseAnswer } from '../../src/core/case-commands.js';
import type { Customer } from '../../src/core/customers.js';
import { nextDeadline } from '../../src/core/deadlines.js';
import { decide } from '../../src/core/decide.js';
import type { Effect } from '../../src/core/effects.js';
import type { Fact } from '../../src/core/facts.js';
import type { AgentCommand, CommandAnswer, Input } from '../../src/core/inputs.js';
import { invariants } from '../../src/core/invariants.js';
import {
  type AgentSetup,
  type Flow,
  type Partner,
  plainTransfers,
  type Requirement,
  type Site,
  type Supervisor,
  type Unit,
} from '../../src/core/site.js';
import { createState, type State } from '../../src/core/state.js';

export const noon = Date.UTC(2026, 10, 23, 11);

/** `internet>=2 & team:paris & unit:own` and the like, as in the site file. */
export function requirement(id: string, units: Site['units'] = new Map()): Requirement {
  const unit = /unit:([a-z]+)/.exec(id)?.[1];
  if (unit === 'own') {
    const own = [...units.keys()].map(
      one => [one, requirement(id.replace('unit:own', `unit:${one}`), units)] as const,
    );
    return { id, skills: [], teams: null, byUnit: new Map(own) };
  }
  const unitTeams = unit === undefined ? {} : { unitTeams: units.get(unit)?.teams ?? [] };
  const terms = id.split('&').map(term => term.trim());
  const teams = terms.filter(term => term.startsWith('team:')).map(term => term.slice(5));
  const skills = terms
    .filter(term => term.includes('>='))
    .map(term => {
      const [skill = '', level = '1'] = term.split('>=');
      return { skill, level: Number(level) };
    });
  return { id, skills, teams: teams.length > 0 ? teams : null, ...unitTeams };
}

export function givenFlow(about: Partial<Flow> & { id: string }): Flow {
  return {
    name: { en: about.id, fr: about.id },
    priority: 0,
    rings: [{ kind: 'agents', requirement: 'internet>=1', afterMs: 0, whenWaitingAtLeast: null }],
    selection: 'longest-idle',
    ringAtOnce: 1,
    offerTimeoutMs: 15_000,
    callBack: null,
    wrapUpMs: null,
    shortTalkMs: 3_000,
    hours: null,
    closed: { kind: 'release' },
    atClosing: { kind: 'stay' },
    lineMaximum: null,
    lineFull: { kind: 'stay' },
    maximumWaitMs: null,
    tooLong: { kind: 'stay' },
    nobody: null,
    announcements: null,
    shares: [],
    music: 'default',
    serviceLevel: {
      formula: 'ignore-abandoned',
      thresholdMs: 20_000,
      targetPercent: 80,
      shortAbandonMs: 5_000,
    },
    satisfaction: null,
    recording: null,
    expectedHandleMs: 180_000,
    ...about,
  };
}

export function givenAgent(
  id: string,
  skills: Record<string, number>,
  about: Partial<AgentSetup> = {},
): AgentSetup {
  return {
    id,
    name: `Agent ${id}`,
    endpoint: `PJSIP/${id}`,
    teams: [],
    skills: new Map(Object.entries(skills)),
    wrapUpMs: null,
    wrapUpByFlow: new Map(),
    confirm: false,
    order: Number(id),
    ...about,
  };
}

export function givenPartner(id: string, about: Partial<Partner> = {}): Partner {
  return {
    id,
    name: id,
    destinations: [{ trunk: 'out', number: '0140000001' }],
    caps: { concurrent: null, perMinute: null, minutesPerDay: null },
    dialTimeoutMs: 20_000,
    confirm: false,
    maximumTalkMs: null,
    retryAfterMs: 30_000,
    ...about,
  };
}

/** Units by their names, each with a team of its own name. */
export function givenUnits(...ids: string[]): Map<string, Unit> {
  return new Map(ids.map(id => [id, { id, name: { en: id, fr: id }, teams: [id] }]));
}

/** A customer of the unit, found in the directory. */
export function givenCustomer(id: string, unit: string | null): Customer {
  return { id, name: id, unit, attributes: {}, found: 'caller-number', source: 'directory' };
}

export function givenSupervisor(id: string, about: Partial<Supervisor> = {}): Supervisor {
  return { id, name: id, endpoint: `PJSIP/${id}`, may: ['listen'], teams: null, flows: null, ...about };
}

/** Every skill that somebody has or is asked for. */
function namesOf(requirements: readonly Requirement[], agents: readonly AgentSetup[]): string[] {
  const asked = requirements.flatMap(({ skills }) => skills.map(({ skill }) => skill));
  return [...new Set([...asked, ...agents.flatMap(({ skills }) => [...skills.keys()])])];
}

export function givenSite(
  flows: readonly Flow[],
  agents: readonly AgentSetup[],
  partners: readonly Partner[] = [],
  about: Partial<Site> = {},
): Site {
  const requirements = flows.flatMap(flow =>
    flow.rings.flatMap(ring => (ring.kind === 'agents' ? [requirement(ring.requirement, about.units)] : [])),
  );
  const backOff = { callMs: 60_000, agentMs: 0 };
  return {
    name: 'test',
    revision: 'r1',
    language: 'fr',
    dayStarts: Array.from({ length: 40 }, (_, day) => Date.UTC(2026, 10, 20 + day, 23)),
    priorityStepMs: 600_000,
    wrapUpMs: 0,
    noAnswersBeforeNotReady: 1,
    confirmTimeoutMs: 8_000,
    backOffs: {
      noAnswer: backOff,
      rejected: { callMs: 30_000, agentMs: 5_000 },
      busy: { callMs: 10_000, agentMs: 10_000 },
      unreachable: { callMs: 5_000, agentMs: 20_000 },
    },
    shortPauses: new Set(),
    repeatCallers: null,
    cases: null,
    outbound: null,
    notReadyReasons: [{ id: 'lunch', code: '1', name: { en: 'Lunch', fr: 'Repas' } }],
    skills: new Map(namesOf(requirements, agents).map(id => [id, { en: id, fr: id }])),
    requirements: new Map(requirements.map(one => [one.id, one])),
    flows: new Map(flows.map(flow => [flow.id, flow])),
    agents: new Map(agents.map(agent => [agent.id, agent])),
    partners: new Map(partners.map(partner => [partner.id, partner])),
    trunks: new Map([
      ['out', { id: 'out', name: 'out', kind: 'pjsip', endpoint: 'out', spans: [], channels: 30 }],
    ]),
    transfers: plainTransfers,
    supervisors: new Map(),
    supervisionTone: false,
    recordingAnnouncement: 'conf-now-recording',
    ...about,
  };
}

/** A floor in virtual time: feeds inputs, keeps what came of them, and checks the invariants after every step. */
export class Floor {
  readonly state: State;
  nowMs = noon;
  facts: Fact[] = [];
  effects: Effect[] = [];
  answer: CommandAnswer | null = null;
  caseAnswer: CaseAnswer | null = null;

  constructor(site: Site) {
    this.state = createState(site);
  }

  step(input: Input): void {
    const decision = decide(this.state, input, this.nowMs);
    this.facts.push(...decision.facts);
    this.effects.push(...decision.effects);
    const { answer } = decision;
    this.answer = answer !== null && 'about' in answer ? null : answer;
    this.caseAnswer = answer !== null && 'about' in answer ? answer : null;
    const broken = invariants(this.state, this.nowMs);
    if (broken.length > 0) throw new Error(`after ${JSON.stringify(input)}:\n${broken.join('\n')}`);
  }

  /** Lets time pass; whatever becomes due is done at its moment. */
  passes(ms: number): void {
    const untilMs = this.nowMs + ms;
    for (;;) {
      const due = nextDeadline(this.state);
      if (due === null || due > untilMs) break;
      this.nowMs = Math.max(this.nowMs, due);
      this.step({ type: 'clock' });
    }
    this.nowMs = untilMs;
  }

  arrives(
    call: string,
    flow: string,
    customer: Customer | null = null,
    more: { priority?: number; caller?: string } = {},
  ): void {
    const about = {
      caller: '0612345678',
      ...more,
      customer,
      channel: call,
      callerName: '',
      dialled: '3200',
      trunk: 'operator',
      language: 'fr',
      choice: '',
    } as const;
    this.step({ type: 'call-arrived', call, flow, ...about });
  }

  command(agent: string, command: AgentCommand): CommandAnswer | null {
    this.step({ type: 'agent-command', agent, command, by: { kind: 'phone', name: agent } });
    return this.answer;
  }

  logsIn(...agents: string[]): void {
    for (const agent of agents) this.command(agent, { kind: 'login' });
  }

  /** The leg that rings the agent. */
  legTo(agent: string): string {
    const work = must(this.state.agents.get(agent), `agent ${agent}`).work;
    if (work.kind !== 'offered') throw new Error(`agent ${agent} is not offered a call: ${work.kind}`);
    return work.leg;
  }

  answers(agent: string): void {
    const leg = this.legTo(agent);
    this.step({ type: 'leg-answered', leg });
    const call = this.state.legs.get(leg);
    if (call?.talk?.leg === leg) this.step({ type: 'bridged', call: call.id, leg });
  }

  /** Facts of these types since the last look, without what is of no interest here. */
  take<T extends Fact['type']>(...types: T[]): Extract<Fact, { type: T }>[] {
    const wanted: readonly string[] = types;
    const found = this.facts.filter((fact): fact is Extract<Fact, { type: T }> => wanted.includes(fact.type));
    this.facts = [];
    return found;
  }

  /** Who is offered which call now. */
  offers(): Record<string, string> {
    const offers: Record<string, string> = {};
    for (const agent of this.state.agents.values())
      if (agent.work.kind === 'offered') offers[agent.id] = agent.work.call;
    return offers;
  }
}
