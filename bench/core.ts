// The core by itself: what one decision costs on floors of three sizes, a month of reference site 1, and the memory of a floor.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { simulate } from '../src/sim/simulate.js';
import { createLargeFloor, ends, type FloorSize, oneRound, type StepKind } from './large-floor.js';
import { monthDays, monthStartMs, referenceSite } from './reference-site.js';
import type { BenchRow } from './row.js';
import { figure, percentile } from './statistics.js';

const full: FloorSize = { agents: 10_000, waiting: 5_000, skills: 200 };
const tenth: FloorSize = { agents: 1_000, waiting: 500, skills: 20 };
const hundredth: FloorSize = { agents: 100, waiting: 50, skills: 4 };
const memoryFloor: FloorSize = { agents: 1_000, waiting: 150, skills: 40 };

const warmUpRounds = 3_000;
const rounds = 10_000;
const targets = { p50Us: 10, p99Us: 100, monthSeconds: 10, memoryMb: 150 };

type Samples = {
  readonly all: number[];
  readonly byKind: Map<StepKind, number[]>;
  /** Decisions in the middle of which the machine took the CPU away: not counted. */
  interrupted: number;
};

/** Microseconds of every decision of the rounds. */
function measure(size: FloorSize): Samples {
  const samples: Samples = { all: [], byKind: new Map(), interrupted: 0 };
  let warm = false;
  let switches = 0;
  const floor = createLargeFloor(size, (kind, us) => {
    if (!warm) return;
    const before = switches;
    switches = process.resourceUsage().involuntaryContextSwitches;
    if (switches !== before) {
      samples.interrupted++;
      return;
    }
    samples.all.push(us);
    const list = samples.byKind.get(kind);
    if (list === undefined) samples.byKind.set(kind, [us]);
    else list.push(us);
  });
  for (let round = 0; round < warmUpRounds; round++) oneRound(floor);
  warm = true;
  for (let round = 0; round < rounds; round++) oneRound(floor);
  return samples;
}

const told = (what: string, measured: string, note: string): BenchRow => ({
  what,
  measured,
  reference: null,
  ratio: null,
  target: null,
  ok: null,
  note,
});

const both = (us: readonly number[]) =>
  `p50 ${figure(percentile(us, 0.5), 'µs')}, p99 ${figure(percentile(us, 0.99), 'µs')}`;

function decisionRows(): readonly BenchRow[] {
  const [small, middle, large] = [measure(hundredth), measure(tenth), measure(full)];
  const [p50, p99] = [percentile(large.all, 0.5), percentile(large.all, 0.99)];
  const name = ({ agents, waiting, skills }: FloorSize) =>
    `${agents.toLocaleString('en')} agents, ${waiting.toLocaleString('en')} waiting, ${skills} skills`;
  const how = `${large.all.length.toLocaleString('en')} decisions of all kinds in steady state, three rings a flow, announcements with position and EWT; decide() with its facts applied, without journal and PBX. Without ${large.interrupted.toLocaleString('en')} in the middle of which the machine took the CPU away.`;
  const growth = (share: number) => figure(percentile(large.all, share) / percentile(small.all, share), '×');
  return [
    {
      ...told(`one decision, ${name(full)}, p50`, figure(p50, 'µs'), how),
      target: `≤ ${targets.p50Us} µs`,
      ok: p50 <= targets.p50Us,
    },
    {
      ...told(`one decision, ${name(full)}, p99`, figure(p99, 'µs'), ''),
      target: `≤ ${targets.p99Us} µs`,
      ok: p99 <= targets.p99Us,
    },
    told(`one decision, ${name(tenth)}`, both(middle.all), ''),
    told(`one decision, ${name(hundredth)}`, both(small.all), ''),
    told('growth of a decision’s cost with a hundred times the floor, p50', growth(0.5), ''),
    told('growth of a decision’s cost with a hundred times the floor, p99', growth(0.99), ''),
    ...[...large.byKind].map(([kind, us]) => told(`decision on the largest floor: ${kind}`, both(us), '')),
  ];
}

async function monthRow(): Promise<BenchRow> {
  const { site, traffic } = await referenceSite();
  const startedAt = performance.now();
  const cpu = process.cpuUsage();
  const { statistics, failures } = simulate({
    site,
    traffic,
    seed: 1,
    hours: monthDays * 24,
    startMs: monthStartMs,
    invariantsEvery: 0,
    promises: false,
  });
  const seconds = (performance.now() - startedAt) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  if (failures.length > 0) throw new Error(`bench: the month broke: ${failures[0]}`);
  let calls = 0;
  for (const { queued } of statistics.flows.values()) calls += queued;
  return {
    ...told(
      `a month of reference site 1, ${calls.toLocaleString('en')} calls`,
      figure(seconds, 's'),
      `${statistics.steps.toLocaleString('en')} decisions; the simulated PBX and its people included; ${figure((user + system) / 1e6, 's')} of CPU with the garbage collector's threads.`,
    ),
    target: `≤ ${targets.monthSeconds} s`,
    ok: seconds <= targets.monthSeconds,
  };
}

function memoryRow(): BenchRow {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  const used = () => {
    if (typeof collect === 'function') collect();
    return process.memoryUsage().heapUsed / 2 ** 20;
  };
  const before = used();
  const floor = createLargeFloor(memoryFloor, () => undefined);
  while (floor.talking.quiet.length > 0) ends(floor, floor.talking.quiet, 'a talk ends and nobody waits');
  const megabytes = used() - before;
  const live = floor.state.calls.size;
  return {
    ...told(
      `memory of the core, 1,000 agents and ${live} calls`,
      figure(megabytes, 'MB'),
      'Heap of the state with its indexes, after a full collection; the process as a whole is measured elsewhere. MB is 2^20 bytes.',
    ),
    target: `≤ ${targets.memoryMb} MB`,
    ok: megabytes <= targets.memoryMb,
  };
}

/** Everything that can be measured without a PBX; takes about a minute. */
export async function benchCore(): Promise<readonly BenchRow[]> {
  return [...decisionRows(), await monthRow(), memoryRow()];
}
