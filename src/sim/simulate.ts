// The core and the simulated PBX together in virtual time: a day of a centre in a second, the same for the same seed.
import { nextDeadline } from '../core/deadlines.js';
import { changeSite, decide, resume } from '../core/decide.js';
import type { Recorded } from '../core/facts.js';
import type { AgentCommand, Input } from '../core/inputs.js';
import { invariants } from '../core/invariants.js';
import type { Site } from '../core/site.js';
import { fromSnapshot, toSnapshot } from '../core/snapshot.js';
import { createState, type State } from '../core/state.js';
import type { Decision } from '../core/step.js';
import type { FeatureRequest } from '../core/switch.js';
import { codeOfDigits } from '../core/wrap-up.js';
import { nextCampaignAct } from './campaigns.js';
import { nextCaseAct } from './case-work.js';
import { type VirtualClock, virtualClock } from './clock.js';
import { performEffect } from './commands.js';
import { snapshotOf } from './connection.js';
import { addPhone, addTrunk } from './devices.js';
import { createPbx, type Pbx } from './pbx.js';
import { createPromises, endStep, type Promises, takeEffect, takeFact } from './promises.js';
import { between, createRandom, exponential, type Random } from './random.js';
import { compareReplay, createReplay, type Replay, replayFact, replaySite } from './replay.js';
import { count, createStatistics, type Statistics } from './statistics.js';
import { nextAct } from './supervisor.js';
import type { Traffic } from './traffic.js';
import { populate } from './world.js';

export type SimulationOptions = {
  readonly site: Site;
  readonly seed: number;
  /** Callers call for so long; then the floor drains. */
  readonly hours: number;
  readonly traffic: Traffic;
  /** Where the story begins; absent: the site's second local day at 0 o'clock. */
  readonly startMs?: number;
  /** Invariants after every so many steps. 0: never. */
  readonly invariantsEvery: number;
  /** Check the promises over every fact and effect. */
  readonly promises: boolean;
  /** Fold the facts into shadows of the state, and compare them with it about so often and at the end; absent: never. */
  readonly replayEveryMs?: number;
  /** Every fact as it is journaled. */
  readonly facts?: (recorded: Recorded) => void;
  /** Every step, when it is done. */
  readonly step?: (state: State, decision: Decision) => void;
  /** The core is stopped and recovered from its snapshot, about so often; 0: never. */
  readonly restartsEveryMs?: number;
  /** A supervisor, and somebody who works on cases, does something about so often; absent: never. */
  readonly supervisesEveryMs?: number;
  /** Site files that are loaded one after the other, about so often; the first is followed by the site itself, and so on. */
  readonly reloads?: { readonly everyMs: number; readonly sites: readonly Site[] };
};

export type SimulationResult = {
  readonly state: State;
  readonly statistics: Statistics;
  /** Broken invariants, promises and breaches, at most a hundred. Empty when all is well. */
  readonly failures: readonly string[];
  readonly endedAtMs: number;
};

type Run = {
  readonly options: SimulationOptions;
  readonly clock: VirtualClock;
  readonly timers: Random;
  readonly pbx: Pbx;
  readonly promises: Promises | null;
  readonly replay: Replay | null;
  readonly statistics: Statistics;
  readonly failures: string[];
  readonly untilMs: number;
  state: State;
  seq: number;
  reloads: number;
  armedForMs: number | null;
  armedAtMs: number;
  /** What a turn of the clock left due; `null`: nothing. */
  leftDueMs: number | null;
};

const failuresLimit = 100;
/** The floor must be empty so long after the last call came. */
const drainMs = 24 * 3_600_000;

export function simulate(options: SimulationOptions): SimulationResult {
  const startMs = options.startMs ?? options.site.dayStarts[1] ?? 0;
  const untilMs = startMs + Math.round(options.hours * 3_600_000);
  const clock = virtualClock(startMs);
  let site = options.site;
  const random = createRandom(options.seed, 'pbx');
  const pbx = createPbx({ clock, random, faults: options.traffic.faults });
  for (const one of [site, ...(options.reloads?.sites ?? [])]) {
    for (const { endpoint } of one.agents.values()) addPhone(pbx, endpoint);
    for (const trunk of one.trunks.values()) addTrunk(pbx, trunk);
  }
  const run: Run = {
    options,
    clock,
    timers: createRandom(options.seed, 'timers'),
    pbx,
    promises: options.promises ? createPromises(site) : null,
    replay: options.replayEveryMs === undefined ? null : createReplay(site),
    statistics: createStatistics(),
    failures: [],
    untilMs,
    state: createState(site),
    seq: 0,
    reloads: 0,
    armedForMs: null,
    armedAtMs: 0,
    leftDueMs: null,
  };
  pbx.events = {
    input: input => take(run, input),
    connected: () => undefined,
    lost: () => undefined,
    featureCode: request => dialled(run, request),
  };
  const { begin } = populate(pbx, {
    site: () => site,
    traffic: options.traffic,
    seed: options.seed,
    untilMs,
    comeWithinMs: 30_000,
  });
  connect(run);
  begin();
  disturb(run, next => {
    site = next;
  });
  while (run.failures.length < failuresLimit && goOn(run));
  drained(run);
  return { state: run.state, statistics: run.statistics, failures: run.failures, endedAtMs: clock.nowMs() };
}

/** The next event of the PBX or the core's own deadline, whichever comes first. A timer is up to 2 ms late, as timers are. */
function goOn(run: Run): boolean {
  const { clock, state, timers } = run;
  const dueMs = nextDeadline(state);
  if (dueMs !== run.armedForMs) {
    run.armedForMs = dueMs;
    run.armedAtMs = dueMs === null ? 0 : Math.max(clock.nowMs(), dueMs + between(timers, 0, 2));
  }
  const eventMs = clock.nextMs();
  if (
    Math.min(eventMs ?? Number.POSITIVE_INFINITY, dueMs ?? Number.POSITIVE_INFINITY) >
    run.untilMs + drainMs
  )
    return false;
  if (dueMs !== null && (eventMs === null || run.armedAtMs <= eventMs)) {
    clock.goTo(run.armedAtMs);
    run.armedForMs = null;
    const before = state.deadlines.length;
    take(run, { type: 'clock' });
    stuck(run, dueMs, before);
  } else clock.runNext();
  return true;
}

/**
 * A deadline that does not go away when its moment has come would keep the daemon busy for ever. Of many, those left are fewer; who comes
 * back to the line in the turn may be due at once, and is gone with the next.
 */
function stuck(run: Run, dueMs: number, before: number): void {
  const again = nextDeadline(run.state);
  const isLeft = again !== null && again <= dueMs && run.state.deadlines.length >= before;
  if (isLeft && run.leftDueMs === again)
    run.failures.push(`the deadline at ${again} is still due after the clock`);
  run.leftDueMs = isLeft ? again : null;
}

function take(run: Run, input: Input): void {
  settle(run, decide(run.state, input, run.clock.nowMs()), () => JSON.stringify(input));
}

function settle(run: Run, decision: Decision, what: () => string): void {
  const { options, promises, statistics, pbx } = run;
  const nowMs = run.clock.nowMs();
  statistics.steps++;
  for (const fact of decision.facts) {
    options.facts?.({ seq: ++run.seq, atMs: nowMs, fact });
    count(statistics, fact);
    if (promises !== null) takeFact(promises, fact, nowMs);
    if (run.replay !== null) replayFact(run.replay, fact, nowMs);
  }
  for (const effect of decision.effects) {
    if (promises !== null) takeEffect(promises, effect);
    performEffect(pbx, effect);
  }
  options.step?.(run.state, decision);
  if (promises !== null) endStep(promises);
  const broken = [...(promises?.broken ?? []), ...pbx.breaches.map(({ text }) => text)];
  if (promises !== null) promises.broken.length = 0;
  pbx.breaches.length = 0;
  const every = options.invariantsEvery;
  if (every > 0 && statistics.steps % every === 0) broken.push(...invariants(run.state, nowMs));
  for (const failure of broken)
    run.failures.push(`${new Date(nowMs).toISOString()} after ${what()}: ${failure}`);
}

const commands: Readonly<Record<'login' | 'logout' | 'ready', AgentCommand>> = {
  login: { kind: 'login' },
  logout: { kind: 'logout' },
  ready: { kind: 'ready' },
};

/** What the engine makes of a feature code; null where nothing is to be decided. */
function askedBy(state: State, { endpoint, command, reasonCode }: FeatureRequest): Input | null {
  const by = { kind: 'phone', name: endpoint } as const;
  const agent = state.agentByEndpoint.get(endpoint);
  switch (command) {
    case 'listen':
    case 'whisper':
    case 'barge': {
      const heard = [...state.site.agents.values()].find(one => one.endpoint.endsWith(`/${reasonCode}`));
      if (heard === undefined) return null;
      const stays = reasonCode.length % 2 === 0;
      const about = { supervisor: endpoint, agent: heard.id, mode: command, stays };
      return { type: 'supervise', request: { kind: 'start', ...about }, by };
    }
    case 'status':
      return null;
    case 'pause-recording':
    case 'resume-recording':
      return agent === undefined
        ? null
        : {
            type: 'recording-command',
            agent,
            command: command === 'pause-recording' ? 'pause' : 'resume',
            by,
          };
    case 'wrap-up-code':
      return agent === undefined ? null : aboutCall(state, agent, endpoint, reasonCode);
    default:
      return agent === undefined ? null : inputOf(state.site, { endpoint, command, reasonCode }, agent);
  }
}

function aboutCall(state: State, id: string, endpoint: string, digits: string): Input | null {
  const agent = state.agents.get(id);
  const code = agent === undefined ? null : codeOfDigits(state, agent, digits);
  if (code === null) return null;
  const by = { kind: 'phone', name: endpoint } as const;
  return { type: 'agent-command', agent: id, command: { kind: 'wrap-up-code', code }, by };
}

function inputOf(
  { notReadyReasons }: Site,
  { command, endpoint, reasonCode }: Omit<FeatureRequest, 'answer'>,
  agent: string,
): Input {
  const by = { kind: 'phone', name: endpoint } as const;
  if (command === 'case-open' || command === 'case-solve')
    return {
      ...{ type: 'case-command', by },
      command: { kind: command === 'case-open' ? 'open-last' : 'solve-last', agent },
    };
  const reason = notReadyReasons.find(({ code }) => code === reasonCode)?.id ?? '';
  const asked: AgentCommand =
    command === 'login' || command === 'logout' || command === 'ready'
      ? commands[command]
      : { kind: 'not-ready', reason };
  return { type: 'agent-command', agent, command: asked, by };
}

function dialled(run: Run, request: FeatureRequest): void {
  const { state } = run;
  const input = askedBy(state, request);
  if (input === null) {
    request.answer('unknown');
    return;
  }
  const decision = decide(state, input, run.clock.nowMs());
  settle(run, decision, () => JSON.stringify(input));
  request.answer(decision.answer?.ok === true ? 'ok' : 'refused');
}

/** As the engine does at every connect: phones and trunks as they are. */
function connect(run: Run): void {
  const { phones, trunks } = snapshotOf(run.pbx);
  for (const { endpoint, phone } of phones) take(run, { type: 'phone-changed', endpoint, phone });
  for (const trunk of trunks) take(run, { type: 'trunk-changed', ...trunk });
}

function disturb(run: Run, load: (site: Site) => void): void {
  const { options, clock } = run;
  const random = createRandom(options.seed, 'disturbances');
  const nowAndThen = (everyMs: number, action: () => void): void => {
    const atMs = clock.nowMs() + exponential(random, everyMs);
    if (atMs >= run.untilMs) return;
    clock.at(atMs, () => {
      action();
      nowAndThen(everyMs, action);
    });
  };
  if (options.restartsEveryMs) nowAndThen(options.restartsEveryMs, () => restart(run));
  if (options.supervisesEveryMs)
    nowAndThen(options.supervisesEveryMs, () => {
      for (const next of [nextAct, nextCaseAct, nextCampaignAct]) {
        const act = next(run.state, random, clock.nowMs());
        if (act !== null) take(run, act);
      }
    });
  const replay = run.replay;
  if (replay !== null && options.replayEveryMs !== undefined)
    nowAndThen(options.replayEveryMs, () => run.failures.push(...compareReplay(replay, run.state)));
  const reloads = options.reloads;
  if (reloads === undefined || reloads.sites.length === 0) return;
  const sites = [options.site, ...reloads.sites];
  nowAndThen(reloads.everyMs, () => {
    const next = sites[++run.reloads % sites.length] ?? options.site;
    load(next);
    if (run.promises !== null) run.promises.ledger.site = next;
    if (replay !== null) replaySite(replay, next, clock.nowMs());
    settle(run, changeSite(run.state, next, clock.nowMs()), () => `loading ${next.revision}`);
  });
}

function restart(run: Run): void {
  const json: unknown = JSON.parse(JSON.stringify(toSnapshot(run.state)));
  run.state = fromSnapshot(json, run.state.site);
  settle(run, resume(run.state, run.clock.nowMs()), () => 'a restart');
}

/** Nothing may be left over: in the core, in the PBX, or between the two. */
function drained(run: Run): void {
  const { state, pbx, failures, promises } = run;
  const left = (what: string, ids: Iterable<string>) => {
    const some = [...ids].slice(0, 5);
    if (some.length > 0) failures.push(`left over: ${what} ${some.join(', ')}`);
  };
  left('calls in the core', state.calls.keys());
  left('legs in the core', state.legs.keys());
  left('callers in the PBX', pbx.callers.keys());
  left('legs in the PBX', pbx.legs.keys());
  left(
    'busy agents',
    [...state.agents.values()].filter(({ work }) => work.kind !== 'idle').map(({ id }) => id),
  );
  left(
    'calls at partner',
    [...state.partners].filter(([, { live }]) => live.size > 0).map(([id]) => id),
  );
  left(
    'pools',
    [...state.pools.values()].filter(({ waiting }) => waiting.size > 0).map(({ key }) => key),
  );
  left(
    'lines',
    [...state.lines].filter(([, line]) => line.size > 0).map(([id]) => id),
  );
  if (promises !== null) left('calls in the facts', promises.ledger.calls.keys());
  const { offers, offerEnds, answeredByAgents, flows } = run.statistics;
  if (offers !== offerEnds + answeredByAgents)
    failures.push(`${offers} offers, but ${offerEnds} ended and ${answeredByAgents} were answered`);
  for (const [id, flow] of flows) {
    const ended = Object.values(flow.ends).reduce((a, b) => a + b, 0);
    if (flow.queued + flow.movedIn !== flow.movedOut + ended)
      failures.push(`flow ${id}: ${flow.queued} + ${flow.movedIn} came, ${flow.movedOut} + ${ended} left`);
  }
  if (run.replay !== null) failures.push(...compareReplay(run.replay, state));
  failures.push(...invariants(state, run.clock.nowMs()));
}
