// What is measured, how often, and in which order: the contestants take turns, and each round the other one begins, so that
// whatever else the machine does hits both.
import type { Contestant, Group } from './floor.js';
import { idleGroup, soloGroup } from './floor.js';
import type { Talk } from './sipp.js';

/** A test that its contestants run. */
export type Test = {
  readonly name: string;
  readonly group: Group;
  readonly contestants: readonly Contestant[];
  readonly callers: number;
  readonly perSecond: number;
  readonly talk: Talk;
  /** About how long a round takes, for the progress lines. */
  readonly expectedMs: number;
};

/** Agents are idle: a third of them talks at most. */
export const idleTests: readonly Test[] = [10, 30].map(perSecond => ({
  name: `idle agent, ${perSecond} calls/s`,
  group: idleGroup,
  contestants: ['app_queue', 'Plateau', 'bare ARI'],
  callers: perSecond * 15,
  perSecond,
  talk: { fromMs: 400, toMs: 600 },
  expectedMs: 17_000,
}));

/**
 * One agent talks to the first of 21 callers, 20 wait. app_queue looks once a second; talks of 100 to 1,100 ms end evenly over
 * that second.
 */
export const waitingTest: Test = {
  name: '20 callers wait for one agent',
  group: soloGroup,
  contestants: ['app_queue', 'Plateau'],
  callers: 21,
  perSecond: 40,
  talk: { fromMs: 100, toMs: 1_100 },
  expectedMs: 21_000,
};

/** Not counted: the first calls of a process find cold caches and code that is not compiled yet. */
export const warmUp: Test = {
  name: 'warm-up',
  group: idleGroup,
  contestants: ['app_queue', 'Plateau', 'bare ARI'],
  callers: 200,
  perSecond: 30,
  talk: { fromMs: 400, toMs: 600 },
  expectedMs: 8_500,
};

export type Round = { readonly test: Test; readonly contestant: Contestant; readonly counts: boolean };

/** The rounds in their order; warm-ups first. */
export function schedule(tests: readonly Test[], times: number): readonly Round[] {
  const rounds: Round[] = warmUp.contestants.map(contestant => ({ test: warmUp, contestant, counts: false }));
  for (let time = 0; time < times; time += 1)
    for (const test of tests) {
      const order = time % 2 === 0 ? test.contestants : test.contestants.toReversed();
      for (const contestant of order) rounds.push({ test, contestant, counts: true });
    }
  return rounds;
}
