// The kill loop itself: cycle after cycle one disturbance at a random moment, and then every caller is asked for.
import { setTimeout as delay } from 'node:timers/promises';
import type { LabPrograms } from '../../lab/install.js';
import type { Fact } from '../../src/core/facts.js';
import { isOutboundId } from '../../src/core/outbound.js';
import type { RecordView } from '../../src/link/campaign-messages.js';
import { between, createRandom, type Random } from '../../src/sim/random.js';
import { loadSiteAt } from '../reference-site.js';
import {
  checkCallers,
  checkCustomers,
  checkEndsAfterDeath,
  dialSides,
  type Sides,
  type Verdict,
} from './checks.js';
import { poll } from './control.js';
import { keepEvidence } from './evidence.js';
import { type Floor, startFloor } from './floor.js';
import { JournalSide } from './journal.js';
import { disturb, type Kind, kinds } from './kinds.js';
import { fallbackRecords } from './look.js';
import type { Recordings } from './recordings.js';
import { campaigns, leastTalking, leastWaiting } from './site.js';
import { Traffic } from './traffic.js';
import { neverLeft, wrongRecords } from './wrong-dials.js';

export type Cycle = Verdict & {
  readonly kind: Kind;
  readonly waiting: number;
  readonly talking: number;
  readonly controlMs: number | null;
  /** Callers who came to the fall-back in this cycle. */
  readonly toFallback: number;
  readonly inversions: number;
  readonly doubledEnds: number;
  /** Customers whose phones were called in this cycle, and what was wrong about it. */
  readonly customersCalled: number;
  readonly calledWrongly: readonly string[];
  /** Promises that the facts break, inversions among them. */
  readonly broken: readonly string[];
  readonly note: string;
  readonly ms: number;
};

export type Report = {
  readonly cycles: readonly Cycle[];
  /** What was wrong when all had hung up. */
  readonly atTheEnd: readonly string[];
  readonly queued: number;
  readonly ended: number;
  readonly recordings: Pick<Recordings, 'begun' | 'kept' | 'reported'>;
  /** Attempts to reach customers on record; how many phones SIPp saw called for them, and attempts that never left. */
  readonly dials: { readonly onRecord: number; readonly seen: number; readonly neverLeft: number };
  /** Facts, by type: what the floor did. */
  readonly counts: JournalSide['counts'];
  /** Where journal, facts and logs are kept; null when all was well. */
  readonly evidence: string | null;
  /** Kinds that could not be done here, and why. */
  readonly leftOut: readonly string[];
};

export type RunOptions = {
  readonly programs: LabPrograms;
  readonly cycles: number;
  readonly seed: number;
  readonly kinds: readonly Kind[];
  readonly deadmanSeconds: number;
  readonly tell: (line: string) => void;
  /** Traffic goes on behind the last cycle until each of these has happened, a minute at most: what a few cycles may miss. */
  readonly until?: readonly Fact['type'][];
};

/** Of the run's cycles so many are kills; the others share the rest. */
const killShare = 0.6;
/** The moment of the disturbance, after the floor is in its steady state. */
const momentMs = 1_500;
/** So long a new caller rings after a clean stop (`PLATEAU_BACK`), and what he has of it already when the time is taken. */
const ringsForMs = 8_000;
const momentBeforeMs = 1_000;
const emptyWithinMs = 60_000;
/** What failed to be fetched is tried again after a minute. */
const settledWithinMs = 150_000;

/** Customers of the lists: enough for the whole run. */
const listedAtLeast = 48;
const listedPerCycle = 2;

/** Runs the cycles; ends early, with the evidence kept, when a caller was lost or a promise broken. */
export async function runChaos(options: RunOptions): Promise<Report> {
  const { programs, seed, deadmanSeconds, tell } = options;
  const floor = await startFloor({
    ...{ programs, deadmanSeconds, ownDisk: options.kinds.includes('disk-full') },
    listed: listedAtLeast + listedPerCycle * options.cycles,
  });
  let traffic: Traffic | null = null;
  const cycles: Cycle[] = [];
  try {
    const leftOut: string[] = [];
    if (options.kinds.includes('disk-full') && floor.disk === null)
      leftOut.push('disk-full: only root can mount a disk of its own; not done');
    const able = options.kinds.filter(kind => kind !== 'disk-full' || floor.disk !== null);
    const plan = planOf(able, options.cycles, createRandom(seed, 'kinds'));
    const journal = new JournalSide(
      await loadSiteAt(floor.plateau.siteFile, Date.now()),
      floor.plateau.facts,
    );
    traffic = new Traffic(floor, seed);
    const sides: Sides = { floor, traffic, journal, judged: new Set() };
    traffic.start();
    for (const [index, kind] of plan.entries()) {
      const random = createRandom(seed, `cycle ${index}`);
      const cycle = await runCycle(sides, random, kind);
      cycles.push(cycle);
      tell(lineOf(cycle, index + 1, plan.length));
      if (isBad(cycle)) break;
    }
    const failed = cycles.some(isBad);
    if (!failed) {
      await allHappened(journal, options.until ?? []);
      await traffic.stop();
    }
    const atTheEnd = failed ? [] : await emptyTheFloor(sides);
    const evidence =
      failed || atTheEnd.length > 0 ? await keepEvidence(floor, { seed, cycles, atTheEnd }) : null;
    const { queued, ended, recordings, counts } = journal;
    const dials = {
      onRecord: journal.dials.all.length,
      seen: floor.everyCall().customers.length,
      neverLeft: neverLeft(dialSides(sides)),
    };
    return { cycles, atTheEnd, queued, ended, recordings, dials, counts, evidence, leftOut };
  } catch (error) {
    tell(`the evidence is in ${await keepEvidence(floor, { seed, cycles, atTheEnd: [String(error)] })}`);
    throw error;
  } finally {
    await traffic?.stop();
    await floor.stop();
  }
}

/** Every kind at least once where there are enough cycles; shuffled. */
function planOf(able: readonly Kind[], cycles: number, random: Random): readonly Kind[] {
  const others = able.filter(kind => kind !== 'kill');
  const kills = able.includes('kill') ? Math.round(cycles * (others.length === 0 ? 1 : killShare)) : 0;
  const plan: Kind[] = others.slice(0, cycles);
  for (let index = 0; plan.length < cycles; index++) {
    const kind = index < kills ? 'kill' : others[index % Math.max(1, others.length)];
    plan.push(kind ?? 'kill');
  }
  for (let index = plan.length - 1; index > 0; index--) {
    const other = between(random, 0, index);
    const [one, two] = [plan[index], plan[other]];
    if (one !== undefined && two !== undefined) [plan[index], plan[other]] = [two, one];
  }
  return plan;
}

async function runCycle(sides: Sides, random: Random, kind: Kind): Promise<Cycle> {
  const { floor, journal } = sides;
  const startedAtMs = Date.now();
  const calledBefore = floor.everyCall().customers.length;
  const { waiting, talking } = await steady(floor);
  await delay(between(random, 0, momentMs));
  const fallbackBefore = (await fallbackRecords(floor.asterisk)).size;
  const broken = [...journal.takeBroken()];
  const { inversions, doubledEnds } = journal;
  const onRecord = journal.open();
  const asteriskDied = kind === 'restart-asterisk';
  const { controlMs, note } = await disturb(kind, floor, random);
  const verdict = await checkCallers(sides);
  const lost = asteriskDied ? await checkEndsAfterDeath(journal, onRecord) : [];
  const calledWrongly = await checkCustomers(sides);
  broken.push(...journal.takeBroken());
  const toFallback = (await fallbackRecords(floor.asterisk)).size - fallbackBefore;
  if (kind === 'upgrade' && toFallback > 0 && isInTime(controlMs, floor))
    broken.push(`${toFallback} to the fall-back in an upgrade`);
  return {
    ...{ kind, waiting, talking, controlMs, note, broken },
    ...verdict,
    seen: verdict.seen + (asteriskDied ? onRecord.length : 0),
    lost: [...verdict.lost, ...lost],
    toFallback,
    inversions: journal.inversions - inversions,
    doubledEnds: journal.doubledEnds - doubledEnds,
    customersCalled: floor.everyCall().customers.length - calledBefore,
    calledWrongly,
    ms: Date.now() - startedAtMs,
  };
}

/** Whoever waits longer than his dead-man's switch, or rings for longer than an upgrade may take, is rightly in the fall-back. */
function isInTime(controlMs: number | null, { deadmanSeconds }: Floor): boolean {
  const leastMs = Math.min(deadmanSeconds * 1_000, ringsForMs) - momentBeforeMs;
  return controlMs !== null && controlMs < leastMs;
}

/** Waits until enough callers wait and enough talk. */
function steady(floor: Floor): Promise<{ readonly waiting: number; readonly talking: number }> {
  return poll(`${leastWaiting} wait and ${leastTalking} talk`, async () => {
    const { calls: all } = await floor.plateau.ask('calls', {});
    const calls = all.filter(({ call }) => !isOutboundId(call));
    const talking = calls.filter(({ state }) => state === 'talking').length;
    const waiting = calls.length - talking;
    return waiting >= leastWaiting && talking >= leastTalking && { waiting, talking };
  });
}

async function allHappened(journal: JournalSide, types: readonly Fact['type'][]): Promise<void> {
  if (types.length === 0) return;
  await poll(`each of these has happened: ${types.join(', ')}`, async () => {
    journal.read();
    return types.every(type => journal.counts.has(type));
  });
}

/** All hang up; then every call has exactly one end, and nobody is left in Asterisk. */
async function emptyTheFloor(sides: Sides): Promise<readonly string[]> {
  const { floor, journal } = sides;
  // Customers last: nobody shall be dialled whom nobody sees.
  await Promise.all([floor.callers().stop(), floor.phones().stop()]);
  await floor.asterisk.cli('channel request hangup all');
  const deadlineAtMs = Date.now() + emptyWithinMs;
  const wrong: string[] = [];
  while (journal.open().length > 0 && Date.now() < deadlineAtMs) {
    journal.read();
    await delay(100);
  }
  for (const { queued, ends } of journal.open())
    wrong.push(`${queued.dialled} has hung up, and has ${ends.length} ends`);
  if (journal.doubledEnds > 0) wrong.push(`${journal.doubledEnds} calls have more than one end`);
  wrong.push(...(await checkCustomers(sides)), ...(await checkLists(sides)));
  const settledAtMs = Date.now() + settledWithinMs;
  while (journal.recordings.unsettled().length > 0 && Date.now() < settledAtMs) {
    journal.read();
    await delay(100);
  }
  wrong.push(...journal.takeBroken(), ...journal.recordings.unsettled());
  return wrong;
}

/** What the lists count is what was dialled. They follow the journal, so they are asked until they have caught up. */
async function checkLists({ floor, journal }: Sides): Promise<readonly string[]> {
  const deadlineAtMs = Date.now() + emptyWithinMs;
  for (;;) {
    const wrong: string[] = [];
    for (const campaign of campaigns) {
      const records = await listOf(floor, campaign);
      wrong.push(...wrongRecords(journal.dials, campaign, records));
    }
    if (wrong.length === 0 || Date.now() > deadlineAtMs) return wrong;
    await delay(100);
  }
}

async function listOf({ plateau }: Floor, campaign: string): Promise<readonly RecordView[]> {
  const records: RecordView[] = [];
  for (;;) {
    const afterId = records.at(-1)?.id ?? 0;
    const page = await plateau.ask('campaign-records', { campaign, afterId, limit: 100 });
    if (page.records.length === 0) return records;
    records.push(...page.records);
  }
}

export function isBad({ lost, inversions, doubledEnds, calledWrongly, broken }: Cycle): boolean {
  return [lost, calledWrongly, broken].some(({ length }) => length > 0) || inversions > 0 || doubledEnds > 0;
}

function lineOf(cycle: Cycle, number: number, of: number): string {
  const { kind, waiting, talking, seen, lost, controlMs, toFallback, note, ms, broken } = cycle;
  const { customersCalled: called, calledWrongly } = cycle;
  const control = controlMs === null ? '' : `, control after ${controlMs} ms`;
  const fallback = toFallback === 0 ? '' : `, ${toFallback} to the fall-back`;
  const bad = isBad(cycle) ? `: FAILED\n  ${[...lost, ...calledWrongly, ...broken].join('\n  ')}` : '';
  const how = note === '' ? kind : `${kind} (${note})`;
  return `${number}/${of} ${how}: ${waiting} waiting, ${talking} talking, ${seen} callers, ${lost.length} lost, ${called} customers called${control}${fallback}, ${(ms / 1000).toFixed(1)} s${bad}`;
}

export function isKind(text: string): text is Kind {
  return kinds.some(kind => kind === text);
}
