// The agents of the simulated world: on and off duty, pauses, how they answer, and what they do instead.
import type { Site } from '../core/site.js';
import type { FeatureRequest } from '../core/switch.js';
import { callOutside, dialsFeature, setRegistered } from './devices.js';
import {
  legAnswers,
  legEnds,
  legRedirects,
  legRings,
  type Pbx,
  pressesKey,
  type SimulatedLeg,
} from './pbx.js';
import { between, chance, exponential, lognormal, pick, type Random } from './random.js';
import { hourOf, type Traffic } from './traffic.js';

type SimulatedAgent = {
  readonly id: string;
  readonly endpoint: string;
  /** Where he stands in the rota, 0 to 1. */
  readonly turn: number;
  onDuty: boolean;
  /** Counts his sessions: what belongs to an earlier one is over. */
  session: number;
};

export type Agents = {
  readonly pbx: Pbx;
  readonly site: () => Site;
  readonly traffic: Traffic;
  readonly random: Random;
  readonly byEndpoint: Map<string, SimulatedAgent>;
  readonly untilMs: number;
  /** Offers that nobody takes, because he is not at his desk or his voicemail answers. */
  readonly missed: WeakSet<SimulatedLeg>;
};

const rotaMs = 300_000;

export function createAgents(about: Omit<Agents, 'byEndpoint' | 'missed'>): Agents {
  const agents: Agents = { ...about, byEndpoint: new Map(), missed: new WeakSet() };
  for (const { id, endpoint } of agents.site().agents.values())
    agents.byEndpoint.set(endpoint, { id, endpoint, turn: agents.random.next(), onDuty: false, session: 0 });
  return agents;
}

/** The first look at the rota brings everyone who is on duty within so long. */
export function startWorking(agents: Agents, withinMs: number): void {
  lookAtRota(agents, withinMs);
}

function lookAtRota(agents: Agents, withinMs: number): void {
  const { pbx, traffic, random } = agents;
  const nowMs = pbx.clock.nowMs();
  const share = traffic.staffing[hourOf(agents.site(), nowMs)] ?? 1;
  for (const agent of agents.byEndpoint.values()) {
    const wanted = (agent.turn + nowMs / traffic.rotationMs) % 1 < share;
    if (wanted === agent.onDuty) continue;
    agent.onDuty = wanted;
    agent.session++;
    const { session } = agent;
    pbx.clock.at(nowMs + between(random, 0, withinMs), () => {
      if (agent.session !== session) return;
      if (wanted) comesOnDuty(agents, agent);
      else dials(agents, agent, 'logout');
    });
  }
  if (nowMs + rotaMs < agents.untilMs) pbx.clock.at(nowMs + rotaMs, () => lookAtRota(agents, rotaMs));
}

function comesOnDuty(agents: Agents, agent: SimulatedAgent): void {
  const { pbx, traffic } = agents;
  const { pausesEveryMs, pauseMs, outsideEveryMs, outsideMs, unreachableEveryMs, unreachableMs } =
    traffic.agents;
  dials(agents, agent, 'login');
  nowAndThen(agents, agent, pausesEveryMs, () => pauses(agents, agent, pauseMs));
  nowAndThen(agents, agent, outsideEveryMs, () => {
    callOutside(pbx, agent.endpoint, 1);
    later(agents, outsideMs, () => callOutside(pbx, agent.endpoint, -1));
  });
  nowAndThen(agents, agent, unreachableEveryMs, () => {
    setRegistered(pbx, agent.endpoint, false);
    later(agents, unreachableMs, () => setRegistered(pbx, agent.endpoint, true));
  });
}

/** Again and again while this session lasts. */
function nowAndThen(agents: Agents, agent: SimulatedAgent, everyMs: number, action: () => void): void {
  if (everyMs === 0) return;
  const { session } = agent;
  later(agents, everyMs, () => {
    if (agent.session !== session || agents.pbx.clock.nowMs() >= agents.untilMs) return;
    action();
    nowAndThen(agents, agent, everyMs, action);
  });
}

function later(agents: Agents, meanMs: number, action: () => void): void {
  agents.pbx.clock.at(agents.pbx.clock.nowMs() + exponential(agents.random, meanMs), action);
}

function dials(
  agents: Agents,
  agent: SimulatedAgent,
  command: FeatureRequest['command'],
  reasonCode = '',
): void {
  dialsFeature(agents.pbx, agent.endpoint, command, reasonCode);
}

function pauses(agents: Agents, agent: SimulatedAgent, meanMs: number): void {
  const reason = pick(agents.random, agents.site().notReadyReasons);
  dials(agents, agent, 'pause', reason?.code ?? '');
  comesBack(agents, agent, meanMs);
}

function comesBack(agents: Agents, agent: SimulatedAgent, meanMs: number): void {
  const { session } = agent;
  later(agents, meanMs, () => {
    if (agent.session === session && agent.onDuty) dials(agents, agent, 'ready');
  });
}

/** His phone is being rung: he answers, most of the time. */
export function phoneRings(agents: Agents, leg: SimulatedLeg): void {
  const { pbx, traffic, random } = agents;
  const nowMs = pbx.clock.nowMs();
  const ringsMs = nowMs + between(random, 20, 200);
  pbx.clock.at(ringsMs, () => legRings(pbx, leg));
  const atMs = ringsMs + lognormal(random, traffic.agents.answersAfterMs, 0.6);
  const mood = random.next();
  const { noAnswer, rejects, redirects } = traffic.agents;
  if (mood < noAnswer) agents.missed.add(leg);
  else if (mood < noAnswer + rejects) pbx.clock.at(atMs, () => legEnds(pbx, leg, 'rejected'));
  else if (mood < noAnswer + rejects + redirects)
    pbx.clock.at(atMs, () => legRedirects(pbx, leg, redirection(agents)));
  else
    pbx.clock.at(atMs, () => {
      // Too late: he was made not-ready meanwhile, unless the caller had gone.
      if (pbx.legs.get(leg.id) !== leg) missedIt(agents, leg);
      legAnswers(pbx, leg);
    });
}

/** Half of the phones are sent to a partner whose number is in the closed list, half to a number that is in no list. */
function redirection(agents: Agents): string {
  const partner = pick(agents.random, [...agents.site().partners.values()]);
  const number = pick(agents.random, partner?.destinations ?? [])?.number;
  return number !== undefined && chance(agents.random, 0.5) ? number : '0999999999';
}

/** He is asked to press the key: he does, or it is a voicemail that hangs up, plays tones, or listens. */
export function isAsked(agents: Agents, leg: SimulatedLeg): void {
  const { pbx, traffic, random } = agents;
  const atMs = pbx.clock.nowMs() + between(random, 500, 4_000);
  if (!chance(random, traffic.agents.voicemail)) {
    pbx.clock.at(atMs, () => pressesKey(pbx, leg, '1'));
    return;
  }
  agents.missed.add(leg);
  const what = between(random, 0, 2);
  if (what === 0) pbx.clock.at(atMs, () => legEnds(pbx, leg, 'hung-up'));
  else if (what === 1) pbx.clock.at(atMs, () => pressesKey(pbx, leg, '5'));
}

/** Now and then a caller tells the number of his card: the agent suspends the recording meanwhile. */
export function asksForCard(agents: Agents, leg: SimulatedLeg): void {
  const { pbx, random } = agents;
  const { to } = leg;
  const isRecorded = [...agents.site().flows.values()].some(({ recording }) => recording !== null);
  if (to.kind !== 'phone' || !isRecorded || !chance(random, 0.1)) return;
  for (const [command, fromMs] of [
    ['pause-recording', 5_000],
    ['resume-recording', 30_000],
  ] as const)
    pbx.clock.at(pbx.clock.nowMs() + fromMs + between(random, 0, 10_000), () => {
      if (pbx.legs.get(leg.id) === leg) dialsFeature(pbx, to.endpoint, command, '');
    });
}

/** True when he hangs up on the caller at once. */
export function hangsUpAtOnce(agents: Agents, leg: SimulatedLeg): boolean {
  const { pbx, traffic, random } = agents;
  if (!chance(random, traffic.agents.hangsUpAtOnce)) return false;
  pbx.clock.at(pbx.clock.nowMs() + between(random, 0, 2_500), () => legEnds(pbx, leg, 'hung-up'));
  return true;
}

/** His phone is quiet again. Who was not there finds out later that he was made not-ready, and makes himself ready. */
export function phoneIsQuiet(agents: Agents, leg: SimulatedLeg): void {
  if (leg.joined) afterTalk(agents, leg);
  else if (agents.missed.has(leg)) missedIt(agents, leg);
}

function missedIt(agents: Agents, leg: SimulatedLeg): void {
  const agent = leg.to.kind === 'phone' ? agents.byEndpoint.get(leg.to.endpoint) : undefined;
  if (agent !== undefined) comesBack(agents, agent, agents.traffic.agents.backAfterMs);
}

/** Of those who have talked with a customer, who open a case for him, or say that it is solved. */
const worksOnCases = 0.2;

function worksOnCase(agents: Agents, agent: SimulatedAgent): void {
  if (agents.site().cases === null || !chance(agents.random, worksOnCases)) return;
  dials(agents, agent, chance(agents.random, 0.5) ? 'case-open' : 'case-solve');
}

/** Of those whose call had a flow that asks, who say what it was about. */
const saysWhat = 0.7;

/** Most say it once, some think again, and some mistake the number. */
function saysWhatItWasAbout(agents: Agents, agent: SimulatedAgent): void {
  const { random } = agents;
  const most = Math.max(
    0,
    ...[...agents.site().flows.values()].map(one => one.wrapUpCodes?.codes.length ?? 0),
  );
  if (most === 0 || !chance(random, saysWhat)) return;
  const says = () => dials(agents, agent, 'wrap-up-code', String(between(random, 1, most + 1)));
  later(agents, 4_000, () => {
    says();
    if (chance(random, 0.2)) later(agents, 20_000, says);
  });
}

/** His talk is over: some are ready at once, some take a pause. */
function afterTalk(agents: Agents, leg: SimulatedLeg): void {
  const { traffic, random } = agents;
  const agent = leg.to.kind === 'phone' ? agents.byEndpoint.get(leg.to.endpoint) : undefined;
  if (agent === undefined) return;
  worksOnCase(agents, agent);
  saysWhatItWasAbout(agents, agent);
  const { session } = agent;
  const mood = random.next();
  const { endsWrapUpEarly, pausesAfterTalk, pauseMs } = traffic.agents;
  if (mood < endsWrapUpEarly)
    later(agents, 5_000, () => {
      if (agent.session === session) dials(agents, agent, 'ready');
    });
  else if (mood < endsWrapUpEarly + pausesAfterTalk) pauses(agents, agent, pauseMs / 4);
}
