// `npm run bench`: Plateau beside Asterisk's own app_queue, in one run, against the targets of the design. Ends within a quarter
// of an hour, and leaves nothing running.
import { writeFile } from 'node:fs/promises';
import { cpus, loadavg, release, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { installLab, type LabPrograms } from '../lab/install.js';
import { method, rowsOf } from './against-app-queue.js';
import { startBareAri } from './bare-ari.js';
import { boardsExpectedMs, measureBoards } from './boards.js';
import { benchCore } from './core.js';
import { displaysExpectedMs, measureDisplays } from './displays.js';
import { type Floor, idleGroup, phonesOf, soloGroup, startFloor } from './floor.js';
import { measureMemory, memoryExpectedMs } from './memory.js';
import { idleTests, type Round, schedule, waitingTest } from './plan.js';
import { startPlateau } from './plateau.js';
import { Progress } from './progress.js';
import { longestMs, type RoundResult, runRound } from './rounds.js';
import type { BenchRow } from './row.js';
import { figure, percentile } from './statistics.js';
import { measureStorm, stormExpectedMs } from './storm.js';
import { table } from './table.js';

const deadlineMs = 840_000;
/** What takes so many times as long as it should is still waited for. */
const patience = 1.5;
const coreExpectedMs = 25_000;
const startedAtMs = Date.now();
const parts = ['idle', 'waiting', 'memory', 'boards', 'storm', 'displays', 'core'] as const;
type Part = (typeof parts)[number];
/** These need none. */
const withoutAsterisk: readonly Part[] = ['core', 'storm', 'displays'];

type Options = {
  readonly write: string | undefined;
  readonly only: readonly Part[];
  readonly times: number;
  readonly nodeArguments: readonly string[];
};

const usage = `npm run bench -- [--write FILE] [--only PART]… [--times N] [--node ARGUMENT]…
  --write FILE     also write the report to FILE
  --only PART      only this part: ${parts.join(', ')}
  --times N        rounds of each test and contestant; 3 if not given
  --node ARGUMENT  for the daemon's Node, e.g. --node=--cpu-prof`;

function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      write: { type: 'string' },
      only: { type: 'string', multiple: true },
      times: { type: 'string', default: '3' },
      node: { type: 'string', multiple: true },
    },
  });
  const only = (values.only ?? parts).map(name => {
    const part = parts.find(known => known === name);
    if (part === undefined) throw new Error(`no part "${name}"`);
    return part;
  });
  const times = Number(values.times);
  if (!Number.isInteger(times) || times < 1) throw new Error('--times wants a number from 1 on');
  return { write: values.write, only, times, nodeArguments: values.node ?? [] };
}

async function main(options: Options): Promise<void> {
  const programs = options.only.some(part => !withoutAsterisk.includes(part)) ? await lab() : null;
  const rows = programs === null ? [] : [...(await onAsterisk(programs, options))];
  if (options.only.includes('storm')) {
    console.log(`The daemon in a storm of events; about ${Math.round(stormExpectedMs / 1000)} s`);
    rows.push(...(await orFailure('a storm of events', () => measureStorm(options.nodeArguments))));
  }
  if (options.only.includes('displays')) {
    console.log(`Calls while displays poll; about ${Math.round(displaysExpectedMs / 1000)} s`);
    rows.push(...(await orFailure('displays', () => measureDisplays(options.nodeArguments))));
  }
  if (options.only.includes('core')) {
    console.log('The core by itself; about 20 s');
    rows.push(...(await orFailure('the core', benchCore)));
  }
  const report = [...machine(programs), ...(programs === null ? [] : method), '', table(rows)].join('\n');
  console.log(`\n${report}`);
  if (options.write !== undefined) await writeFile(options.write, report);
}

async function lab(): Promise<LabPrograms> {
  const installed = await installLab(line => console.log(line.en));
  if (!installed.ok) throw new Error(installed.reason.en);
  return installed.programs;
}

async function onAsterisk(programs: LabPrograms, options: Options): Promise<readonly BenchRow[]> {
  const tests = [
    ...(options.only.includes('idle') ? idleTests : []),
    ...(options.only.includes('waiting') ? [waitingTest] : []),
  ];
  const rounds = tests.length === 0 ? [] : schedule(tests, options.times);
  const withMemory = options.only.includes('memory');
  const withBoards = options.only.includes('boards');
  const afterwards = [...(withMemory ? [memoryExpectedMs] : []), ...(withBoards ? [boardsExpectedMs] : [])];
  const coreMs =
    (options.only.includes('core') ? coreExpectedMs : 0) +
    (options.only.includes('storm') ? stormExpectedMs : 0) +
    (options.only.includes('displays') ? displaysExpectedMs : 0);
  const progress = new Progress([...rounds.map(({ test }) => test.expectedMs), ...afterwards]);
  const floor = await startFloor(programs);
  try {
    const rows: BenchRow[] = [];
    if (rounds.length > 0) {
      const endOfRoundsAtMs = startedAtMs + deadlineMs - (sum(afterwards) + coreMs) * patience;
      rows.push(...(await takeTurns(floor, rounds, progress, endOfRoundsAtMs, options)));
    }
    if (withMemory) {
      progress.begin('Plateau, memory with 1,000 agents and 500 calls');
      rows.push(
        ...(await orFailure('memory', async () => [await measureMemory(floor, options.nodeArguments)])),
      );
      progress.end(rows.at(-1)?.measured ?? '');
    }
    if (withBoards) {
      progress.begin('displays that poll, beside a plain Node server');
      rows.push(...(await orFailure('boards', measureBoards)));
      progress.end(rows.at(-1)?.measured ?? '');
    }
    return rows;
  } finally {
    await floor.asterisk.stop();
  }
}

/** Leaves out the last rounds where the machine is too slow for all of them. */
async function takeTurns(
  floor: Floor,
  rounds: readonly Round[],
  progress: Progress,
  endOfRoundsAtMs: number,
  options: Options,
): Promise<readonly BenchRow[]> {
  const results: RoundResult[] = [];
  const plateau = await startPlateau(floor.asterisk, [idleGroup, soloGroup], options.nodeArguments);
  await plateau.logIn([...phonesOf(idleGroup), ...phonesOf(soloGroup)]);
  const bare = await startBareAri(floor.asterisk, phonesOf(idleGroup));
  for (const round of rounds) {
    progress.begin(describe(round));
    if (Date.now() + longestMs(round.test) > endOfRoundsAtMs) {
      progress.end('left out, the machine is too slow');
      continue;
    }
    const result = await runRound(floor, round, plateau.pid);
    results.push(result);
    progress.end(summary(result));
  }
  bare.close();
  await plateau.stop();
  return rowsOf(results);
}

/** A part that fails is a line of the report, and the others are measured all the same. */
async function orFailure(
  what: string,
  measure: () => Promise<readonly BenchRow[]>,
): Promise<readonly BenchRow[]> {
  try {
    return await measure();
  } catch (error) {
    const note = error instanceof Error ? error.message : String(error);
    return [{ what, measured: 'failed', reference: null, ratio: null, target: null, ok: false, note }];
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function describe({ test, contestant, counts }: Round): string {
  return `${contestant}, ${test.name}${counts ? '' : ' (not counted)'}`;
}

function summary({ delaysMs, failure }: RoundResult): string {
  const at = (share: number): string => figure(percentile(delaysMs, share), 'ms');
  const failed = failure === null ? '' : `; FAILED: ${failure}`;
  return `p50 ${at(0.5)}, p99 ${at(0.99)} of ${delaysMs.length}${failed}`;
}

function machine(programs: LabPrograms | null): readonly string[] {
  const [first] = cpus();
  return [
    `${new Date().toISOString()}. ${cpus().length} × ${first?.model.trim() ?? 'unknown CPU'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Linux ${release()}, Node ${process.version}${programs === null ? '' : `, Asterisk ${programs.asteriskVersion}`}. Load ${loadavg()
      .map(load => load.toFixed(1))
      .join(', ')}.`,
  ];
}

const late = setTimeout(() => {
  console.error(`bench: not finished after ${deadlineMs / 1000} s; given up`);
  process.exit(1);
}, deadlineMs);

try {
  await main(readOptions());
} catch (error) {
  console.error(error instanceof Error ? `${error.message}\n\n${usage}` : error);
  process.exitCode = 1;
}
clearTimeout(late);
