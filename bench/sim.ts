// `npm run sim`: the core on the simulated PBX, seed after seed, for as long as one likes. Fails when a promise is broken.
import { parseArgs } from 'node:util';
import type { Recorded } from '../src/core/facts.js';
import { isPatient } from '../src/sim/callers.js';
import { createEwtErrors, type EwtErrors, ewtError, learnEwt } from '../src/sim/ewt-error.js';
import { type SimulationOptions, type SimulationResult, simulate } from '../src/sim/simulate.js';
import { trafficOf } from '../src/sim/traffic.js';
import { roughRun, shapes } from '../test/sim/sites.js';
import { runCampaign } from './faults/campaign.js';
import { overloadRows, overloadTitles } from './overload.js';
import { announcing, loadSiteAt, monthStartMs, referenceSite } from './reference-site.js';
import { printTable, type Row } from './rows.js';
import { shareRows, shareTitles } from './shares.js';

const usage = `npm run sim -- [--seeds N] [--from SEED] [--hours H] [--shape SHAPE | --site FILE | --reference] [--load L] [--ewt]
                       or: npm run sim -- --overload [--seeds N] [--from SEED]
                       or: npm run sim -- --shares [--seeds N] [--from SEED]
                       or: npm run sim -- --faults [--seeds N] [--from SEED] [--hours H]
  --seeds N      so many seeds; 20 if not given
  --from SEED    beginning with this one; 1 if not given
  --hours H      callers call for so long; 0.3 on the small floors, 24 on the others if not given
  --shape SHAPE  one of the small floors (${Object.keys(shapes).join(', ')}); all of them if not given
  --site FILE    the floor of a site file
  --reference    reference site 1 at its full size
  --load L       the reference with so many times its callers; 1 if not given
  --ewt          how wrong the announced expected waits were, were every flow of the floor to announce them
  --overload     one, two and three times the callers that a floor was built for: what its agents serve, and what becomes of the others
  --shares       whether shares in-house and of partners are met over 1,000 calls, on floors that can and on floors that cannot
  --faults       the whole daemon, and whatever can go wrong with it: commands, events, links, store, clock, kills; floors drawn from the seed`;

type Options = {
  readonly seeds: number;
  readonly from: number;
  readonly hours: number | undefined;
  readonly floors: readonly Floor[];
  readonly ewt: boolean;
  readonly overload: boolean;
  readonly shares: boolean;
  readonly faults: boolean;
};

/** A floor to run on; `given` makes the run of one seed. */
type Floor = {
  readonly name: string;
  readonly given: (seed: number, hours: number | undefined) => SimulationOptions;
};

async function readOptions(): Promise<Options> {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string', default: '20' },
      from: { type: 'string', default: '1' },
      hours: { type: 'string' },
      shape: { type: 'string' },
      site: { type: 'string' },
      reference: { type: 'boolean', default: false },
      load: { type: 'string', default: '1' },
      ewt: { type: 'boolean', default: false },
      overload: { type: 'boolean', default: false },
      shares: { type: 'boolean', default: false },
      faults: { type: 'boolean', default: false },
    },
  });
  const number = (name: string, text: string): number => {
    const value = Number(text);
    if (!(value > 0)) throw new Error(`--${name} wants a number above 0, not ${text}`);
    return value;
  };
  return {
    seeds: number('seeds', values.seeds),
    from: number('from', values.from),
    hours: values.hours === undefined ? undefined : number('hours', values.hours),
    floors: await floorsOf({ ...values, load: number('load', values.load) }),
    ewt: values.ewt,
    overload: values.overload,
    shares: values.shares,
    faults: values.faults,
  };
}

/** With --ewt: of every twenty callers one waits whatever happens, and only he is asked how long it took. */
const patientShare = 0.05;

type Which = {
  readonly shape?: string | undefined;
  readonly site?: string | undefined;
  readonly reference: boolean;
  readonly load: number;
  readonly ewt: boolean;
};

async function floorsOf({ shape, site: path, reference, load, ewt }: Which): Promise<readonly Floor[]> {
  if (path !== undefined) {
    const site = await loadSiteAt(path, monthStartMs);
    const traffic = trafficOf(site, { profile: 'day', roughness: 1 });
    return [{ name: path, given: (seed, hours = 24) => checked({ site, traffic, seed, hours }) }];
  }
  if (reference || (ewt && shape === undefined)) {
    const { site: silent, traffic } = await referenceSite(load, ewt ? patientShare : 0);
    const site = ewt ? announcing(silent) : silent;
    return [{ name: 'reference', given: (seed, hours = 24) => checked({ site, traffic, seed, hours }) }];
  }
  const names = shape === undefined ? Object.keys(shapes) : [shape];
  for (const name of names) if (shapes[name] === undefined) throw new Error(`no shape ${name}`);
  return names.map(name => ({ name, given: (seed, hours = 0.3) => roughRun(name, seed, hours) }));
}

/** A large floor: the promises at every step, the invariants, which cost the whole floor, now and then. */
function checked(about: Pick<SimulationOptions, 'site' | 'traffic' | 'seed' | 'hours'>): SimulationOptions {
  return { ...about, startMs: monthStartMs, invariantsEvery: 500, promises: true, replayEveryMs: 3_600_000 };
}

const titles = [
  'floor',
  'seed',
  'calls',
  'agents',
  'partners',
  'abandoned',
  'other',
  'mean wait',
  'steps',
  'CPU',
  'broken',
];

function rowOf(floor: string, seed: number, { statistics, failures }: SimulationResult, cpuMs: number): Row {
  let [calls, abandoned, ended, waitedMs] = [0, 0, 0, 0];
  for (const flow of statistics.flows.values()) {
    calls += flow.queued;
    waitedMs += flow.waitedMs;
    abandoned += flow.ends.abandoned ?? 0;
    ended += (flow.ends.released ?? 0) + (flow.ends.fallback ?? 0) + (flow.ends.lost ?? 0);
  }
  const { answeredByAgents, answeredByPartners, steps } = statistics;
  const meanWaitMs = waitedMs / Math.max(1, answeredByAgents + answeredByPartners);
  return [
    floor,
    seed,
    calls,
    answeredByAgents,
    answeredByPartners,
    abandoned,
    ended,
    seconds(meanWaitMs),
    steps,
    seconds(cpuMs),
    failures.length,
  ];
}

const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`;

/** The flow is the one in which he heard it. */
function ewtListener(byFlow: Map<string, EwtErrors>): (recorded: Recorded) => void {
  const flowOf = new Map<string, string>();
  return ({ fact, atMs }) => {
    if (fact.type === 'call-queued' && isPatient(fact.caller)) flowOf.set(fact.call, fact.flow);
    if (fact.type === 'call-moved' && flowOf.has(fact.call)) flowOf.set(fact.call, fact.to);
    const flow = 'call' in fact ? flowOf.get(fact.call) : undefined;
    if (!('call' in fact) || flow === undefined) return;
    const errors = byFlow.get(flow) ?? createEwtErrors();
    byFlow.set(flow, errors);
    learnEwt(errors, fact, atMs);
    if (fact.type === 'call-ended') flowOf.delete(fact.call);
  };
}

function printEwt(byFlow: ReadonlyMap<string, EwtErrors>): void {
  const line = (name: string, some: EwtErrors['buckets']): Row => {
    const { answered, abandoned, ...figures } = ewtError(some);
    const { meanExpectedMs, meanActualMs, meanAbsoluteErrorMs, biasMs } = figures;
    return [
      name,
      answered,
      abandoned,
      ...[meanExpectedMs, meanActualMs, meanAbsoluteErrorMs, biasMs].map(seconds),
    ];
  };
  const all = [...byFlow.values()].flatMap(({ buckets }) => buckets);
  const limits = [...new Set(all.map(({ fromMs }) => fromMs))];
  const rows = [
    ...limits.map(fromMs =>
      line(
        `from ${seconds(fromMs)}`,
        all.filter(one => one.fromMs === fromMs),
      ),
    ),
    ...[...byFlow].map(([flow, { buckets }]) => line(flow, buckets)),
    line('all', all),
  ];
  console.log('\nExpected wait as announced, beside the wait until the answer:');
  printTable(
    ['announced', 'answered', 'hung up', 'mean announced', 'mean real', 'mean absolute error', 'bias'],
    rows,
  );
}

async function runOverload({ seeds, from }: Options): Promise<boolean> {
  const wanted = Array.from({ length: seeds }, (_, index) => from + index);
  const { rows, ok } = await overloadRows(wanted, console.log);
  console.log('');
  printTable(overloadTitles, rows);
  return ok;
}

function runShares({ seeds, from }: Options): boolean {
  const wanted = Array.from({ length: seeds }, (_, index) => from + index);
  const { rows, ok } = shareRows(wanted, console.log);
  printTable(shareTitles, rows);
  return ok;
}

function run({ seeds, from, hours, floors, ewt }: Options): boolean {
  const rows: Row[] = [];
  const byFlow = new Map<string, EwtErrors>();
  let broken = 0;
  for (const { name, given } of floors) {
    for (let seed = from; seed < from + seeds; seed++) {
      const startedUs = process.cpuUsage().user;
      const result = simulate({ ...given(seed, hours), ...(ewt ? { facts: ewtListener(byFlow) } : {}) });
      rows.push(rowOf(name, seed, result, (process.cpuUsage().user - startedUs) / 1_000));
      console.log(`${name}, seed ${seed}: ${result.failures.length === 0 ? 'ok' : 'BROKEN'}`);
      for (const failure of result.failures.slice(0, 5)) console.log(`  ${failure}`);
      if (result.failures.length > 0) broken++;
    }
  }
  console.log('');
  printTable(titles, rows);
  if (ewt) printEwt(byFlow);
  return broken === 0;
}

function runWhatIsAsked(options: Options): boolean | Promise<boolean> {
  if (options.faults) return runCampaign({ ...options, hours: options.hours ?? 0.3 });
  if (options.shares) return runShares(options);
  return options.overload ? runOverload(options) : run(options);
}

try {
  const options = await readOptions();
  if (!(await runWhatIsAsked(options))) process.exitCode = 1;
} catch (error) {
  console.error(error instanceof Error ? `${error.message}\n\n${usage}` : error);
  process.exitCode = 2;
}
