// A floor as large as one likes, for measuring single decisions: half of its skills have long lines and no free agent, the other
// half has free agents and no line. Steady: for every caller who comes, one goes.
import { nextDeadline } from '../src/core/deadlines.js';
import { decide } from '../src/core/decide.js';
import type { Input } from '../src/core/inputs.js';
import {
  type AgentSetup,
  type Flow,
  plainTransfers,
  type Requirement,
  type Ring,
  type Site,
} from '../src/core/site.js';
import { createState, type State } from '../src/core/state.js';
import { between, createRandom, type Random } from '../src/sim/random.js';

export type FloorSize = { readonly agents: number; readonly waiting: number; readonly skills: number };

/** What happened in a step that was measured. */
export type StepKind =
  | 'a call arrives and waits'
  | 'a call arrives and is offered'
  | 'a waiting caller hangs up'
  | 'an agent answers'
  | 'caller and agent are joined'
  | 'a talk ends and the agent gets the next call'
  | 'a talk ends and nobody waits'
  | 'something is due';

export type LargeFloor = {
  readonly state: State;
  readonly random: Random;
  readonly size: FloorSize;
  nowMs: number;
  calls: number;
  /** Of the skills with lines; who has left the line is found out when he is drawn. */
  readonly waiting: string[];
  readonly ringing: { readonly call: string; readonly leg: string }[];
  readonly talking: { readonly crowded: string[]; readonly quiet: string[] };
  readonly measured: (kind: StepKind, us: number) => void;
};

/** About what such a floor has: ten thousand agents, five minutes a call, eight inputs each. */
const stepMs = 4;
const startMs = Date.UTC(2026, 10, 23, 9);

function requirementsOf(skills: number): Map<string, Requirement> {
  const requirements = new Map<string, Requirement>();
  for (let skill = 0; skill < skills; skill++) {
    for (const level of [1, 3]) {
      const id = `s${skill}>=${level}`;
      requirements.set(id, { id, skills: [{ skill: `s${skill}`, level }], teams: null });
    }
  }
  return requirements;
}

/** Neighbours help out, within the same half of the skills. */
function flowOf(skill: number, skills: number): Flow {
  const half = skills / 2;
  const neighbour = skill < half ? (skill + 1) % half : half + ((skill - half + 1) % half);
  const ring = (requirement: string, afterMs: number): Ring => ({
    kind: 'agents',
    requirement,
    afterMs,
    whenWaitingAtLeast: null,
  });
  return {
    id: `f${skill}`,
    name: { en: `f${skill}`, fr: `f${skill}` },
    priority: skill % 3,
    rings: [ring(`s${skill}>=3`, 0), ring(`s${skill}>=1`, 30_000), ring(`s${neighbour}>=1`, 60_000)],
    selection: 'longest-idle',
    ringAtOnce: 1,
    offerTimeoutMs: 15_000,
    callBack: null,
    wrapUpMs: 0,
    shortTalkMs: 0,
    hours: null,
    closed: { kind: 'release' },
    atClosing: { kind: 'stay' },
    lineMaximum: null,
    lineFull: { kind: 'stay' },
    maximumWaitMs: null,
    tooLong: { kind: 'stay' },
    nobody: null,
    announcements: { firstAfterMs: 20_000, everyMs: 45_000, position: true, expectedWait: true },
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
    expectedHandleMs: 300_000,
  };
}

/** Three skills each (where there are so many), all of the same half. */
function agentsOf({ agents, skills }: FloorSize, random: Random): Map<string, AgentSetup> {
  const setups = new Map<string, AgentSetup>();
  for (let order = 0; order < agents; order++) {
    const from = order % 2 === 0 ? 0 : skills / 2;
    const has = new Map<string, number>();
    // The first by turns, so that no skill is without an agent.
    has.set(`s${from + (Math.floor(order / 2) % (skills / 2))}`, between(random, 3, 5));
    while (has.size < Math.min(3, skills / 2))
      has.set(`s${from + between(random, 0, skills / 2 - 1)}`, between(random, 1, 5));
    const id = String(10_000 + order);
    setups.set(id, {
      id,
      name: id,
      endpoint: `PJSIP/${id}`,
      teams: [],
      skills: has,
      wrapUpMs: null,
      wrapUpByFlow: new Map(),
      confirm: false,
      order,
    });
  }
  return setups;
}

function siteOf(size: FloorSize, random: Random): Site {
  const backOff = { callMs: 60_000, agentMs: 10_000 };
  const flows = Array.from({ length: size.skills }, (_, skill) => flowOf(skill, size.skills));
  return {
    name: 'large',
    revision: 'r1',
    language: 'fr',
    dayStarts: [startMs - 43_200_000, startMs + 43_200_000],
    priorityStepMs: 30_000,
    wrapUpMs: 0,
    outbound: null,
    noAnswersBeforeNotReady: 1,
    confirmTimeoutMs: 8_000,
    backOffs: { noAnswer: backOff, rejected: backOff, busy: backOff, unreachable: backOff },
    shortPauses: new Set(),
    repeatCallers: null,
    cases: null,
    notReadyReasons: [],
    transfers: plainTransfers,
    requirements: requirementsOf(size.skills),
    flows: new Map(flows.map(flow => [flow.id, flow])),
    agents: agentsOf(size, random),
    partners: new Map(),
    trunks: new Map(),
    supervisors: new Map(),
    supervisionTone: false,
    recordingAnnouncement: 'conf-now-recording',
  };
}

/** One measured decision, and what follows from its effects. */
function step(floor: LargeFloor, kind: StepKind, input: Input): void {
  const startedAt = performance.now();
  const { effects } = decide(floor.state, input, floor.nowMs);
  floor.measured(kind, (performance.now() - startedAt) * 1_000);
  for (const effect of effects)
    if (effect.type === 'ring') floor.ringing.push({ call: effect.call, leg: effect.leg });
}

function passes(floor: LargeFloor): void {
  floor.nowMs += stepMs;
  if ((nextDeadline(floor.state) ?? Number.POSITIVE_INFINITY) <= floor.nowMs)
    step(floor, 'something is due', { type: 'clock' });
}

function arrives(floor: LargeFloor, kind: StepKind, skill: number): string {
  const call = `1795302000.${++floor.calls}`;
  step(floor, kind, {
    type: 'call-arrived',
    call,
    channel: call,
    flow: `f${skill}`,
    caller: '0612345600',
    callerName: '',
    dialled: '3200',
    trunk: 'operator',
    language: 'fr',
    choice: '',
  });
  return call;
}

const crowdedSkill = ({ size, random }: LargeFloor) => between(random, 0, size.skills / 2 - 1);
const quietSkill = ({ size, random }: LargeFloor) => between(random, size.skills / 2, size.skills - 1);

function comesToWait(floor: LargeFloor): void {
  floor.waiting.push(arrives(floor, 'a call arrives and waits', crowdedSkill(floor)));
}

function draw(list: string[], random: Random): string | undefined {
  const at = Math.floor(random.next() * list.length);
  const drawn = list[at];
  const last = list.pop();
  if (last !== undefined && at < list.length) list[at] = last;
  return drawn;
}

/** Whose phones ring answer; a caller may have hung up meanwhile. */
function answersAll(floor: LargeFloor): void {
  for (const { call, leg } of floor.ringing.splice(0)) {
    const flow = floor.state.calls.get(call)?.flow;
    if (flow === undefined) continue;
    step(floor, 'an agent answers', { type: 'leg-answered', leg });
    step(floor, 'caller and agent are joined', { type: 'bridged', call, leg });
    const crowded = Number(flow.slice(1)) < floor.size.skills / 2;
    (crowded ? floor.talking.crowded : floor.talking.quiet).push(call);
  }
}

export function ends(floor: LargeFloor, list: string[], kind: StepKind): void {
  const call = draw(list, floor.random);
  if (call !== undefined) step(floor, kind, { type: 'caller-hung-up', call });
}

/** A waiting caller who is drawn may have been served meanwhile: then another one is drawn. */
function givesUp(floor: LargeFloor): void {
  for (;;) {
    const call = draw(floor.waiting, floor.random);
    if (call === undefined) return;
    if ((floor.state.calls.get(call)?.waitingSinceMs ?? null) === null) continue;
    step(floor, 'a waiting caller hangs up', { type: 'caller-hung-up', call });
    return;
  }
}

/** All agents are logged in; in the crowded half all talk, in the quiet half seven of ten. */
export function createLargeFloor(size: FloorSize, measured: LargeFloor['measured']): LargeFloor {
  const random = createRandom(1, 'large floor');
  const state = createState(siteOf(size, random));
  const floor: LargeFloor = {
    state,
    random,
    size,
    nowMs: startMs,
    calls: 0,
    waiting: [],
    ringing: [],
    talking: { crowded: [], quiet: [] },
    measured: () => undefined,
  };
  const by = { kind: 'phone', name: '' } as const;
  for (const agent of state.site.agents.keys())
    decide(state, { type: 'agent-command', agent, command: { kind: 'login' }, by }, startMs);
  // Callers of every skill until nobody in the crowded half is free any more, then those who wait.
  const freeCrowded = () => {
    for (const [key, { ready }] of state.pools)
      if (ready.size > 0 && Number(/s(\d+)/.exec(key)?.[1]) < size.skills / 2) return true;
    return false;
  };
  while (freeCrowded()) {
    for (let skill = 0; skill < size.skills / 2; skill++) arrives(floor, 'a call arrives and waits', skill);
    answersAll(floor);
    floor.nowMs += 5_000;
    while ((nextDeadline(state) ?? Number.POSITIVE_INFINITY) <= floor.nowMs)
      step(floor, 'something is due', { type: 'clock' });
    answersAll(floor);
  }
  for (const call of state.calls.values()) if (call.waitingSinceMs !== null) floor.waiting.push(call.id);
  while (floor.waiting.length > size.waiting) givesUp(floor);
  while (floor.waiting.length < size.waiting) comesToWait(floor);
  while (floor.talking.quiet.length < size.agents * 0.35) {
    arrives(floor, 'a call arrives and is offered', quietSkill(floor));
    answersAll(floor);
  }
  return { ...floor, measured };
}

/** A handful of steps of each kind; as many callers leave as come. */
export function oneRound(floor: LargeFloor): void {
  comesToWait(floor);
  passes(floor);
  ends(floor, floor.talking.crowded, 'a talk ends and the agent gets the next call');
  passes(floor);
  answersAll(floor);
  passes(floor);
  comesToWait(floor);
  passes(floor);
  givesUp(floor);
  passes(floor);
  arrives(floor, 'a call arrives and is offered', quietSkill(floor));
  passes(floor);
  answersAll(floor);
  passes(floor);
  ends(floor, floor.talking.quiet, 'a talk ends and nobody waits');
  passes(floor);
}
