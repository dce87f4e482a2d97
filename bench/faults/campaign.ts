// `npm run sim -- --faults`: seed after seed through the fault machine, and what came of them in one table.
import { printTable } from '../rows.js';
import { allKinds, type FaultKind } from './kinds.js';
import { type FaultResult, runFaults } from './machine.js';

export type Campaign = { readonly seeds: number; readonly from: number; readonly hours: number };

const progressEveryMs = 10_000;
/** Then it is not one seed that fails. */
const failuresLimit = 20;

type Sum = {
  readonly counts: Map<FaultKind, number>;
  readonly shapes: Map<string, number>;
  done: number;
  failed: number;
  floorMs: number;
  steps: number;
  calls: number;
  facts: number;
};

/** Resolves to whether every promise was kept on every seed. */
export async function runCampaign({ seeds, from, hours }: Campaign): Promise<boolean> {
  const sum: Sum = {
    counts: new Map(),
    shapes: new Map(),
    done: 0,
    failed: 0,
    floorMs: 0,
    steps: 0,
    calls: 0,
    facts: 0,
  };
  const startedMs = performance.now();
  let toldMs = startedMs;
  for (let seed = from; seed < from + seeds && sum.failed < failuresLimit; seed++) {
    const result = await runFaults({ seed, hours, only: null });
    add(sum, result);
    if (result.failures.length > 0) tellFailure(seed, hours, result);
    if (performance.now() - toldMs < progressEveryMs) continue;
    toldMs = performance.now();
    console.log(
      `${sum.done} of ${seeds} seeds, ${sum.failed} failed, ${faultsOf(sum)} faults, ${years(sum)}`,
    );
  }
  tellSum(sum, (performance.now() - startedMs) / 1_000);
  return sum.failed === 0;
}

function add(sum: Sum, { counts, floor, failures, floorMs, steps, calls, facts }: FaultResult): void {
  for (const [kind, count] of counts) sum.counts.set(kind, (sum.counts.get(kind) ?? 0) + count);
  sum.shapes.set(floor.shape, (sum.shapes.get(floor.shape) ?? 0) + 1);
  sum.done++;
  if (failures.length > 0) sum.failed++;
  sum.floorMs += floorMs;
  sum.steps += steps;
  sum.calls += calls;
  sum.facts += facts;
}

function tellFailure(seed: number, hours: number, { floor, failures }: FaultResult): void {
  console.log(`\nseed ${seed}, floor ${floor.shape} with ${floor.site.agents.size} agents: BROKEN`);
  for (const failure of failures.slice(0, 5)) console.log(`  ${failure.slice(0, 500)}`);
  console.log(`  again: npm run sim -- --faults --from ${seed} --seeds 1 --hours ${hours}\n`);
}

const faultsOf = ({ counts }: Sum) => [...counts.values()].reduce((all, count) => all + count, 0);
const years = ({ floorMs }: Sum) => `${(floorMs / 3_600_000 / 24 / 365.25).toFixed(3)} years of floor time`;

function tellSum(sum: Sum, seconds: number): void {
  console.log('');
  printTable(
    ['fault', 'injected'],
    allKinds.map(kind => [kind, String(sum.counts.get(kind) ?? 0)]),
  );
  const shapes = [...sum.shapes].map(([shape, count]) => `${shape} ${count}`).join(', ');
  console.log('');
  printTable(
    ['what', 'how much'],
    [
      ['seeds', String(sum.done)],
      ['seeds that failed', String(sum.failed)],
      ['kinds of fault', String(allKinds.length)],
      ['faults injected', String(faultsOf(sum))],
      ['floor time', years(sum)],
      ['calls', String(sum.calls)],
      ['steps of the daemon', String(sum.steps)],
      ['facts', String(sum.facts)],
      ['floors', shapes],
      ['time taken', `${seconds.toFixed(0)} s`],
      ['floor time per second', `${(sum.floorMs / 3_600_000 / seconds).toFixed(1)} h`],
    ],
  );
}
