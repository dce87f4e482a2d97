// The fault machine: the real engine, reconcile and recovery over the simulated PBX in virtual time, and everything that can go
// wrong with them, from one seed. It wires two rooms together that do not know each other, engine/ and sim/, as an entry point does.
import type { Logger } from '../../src/base/logger.js';
import { toSnapshot } from '../../src/core/snapshot.js';
import { createState, type State } from '../../src/core/state.js';
import { engineCauses, watchAlarms } from '../../src/engine/alarms.js';
import { Engine } from '../../src/engine/engine.js';
import { recover } from '../../src/engine/recover.js';
import { virtualClock } from '../../src/sim/clock.js';
import { addPhone, addTrunk } from '../../src/sim/devices.js';
import { ledgerOf } from '../../src/sim/ledger-recovery.js';
import { createPbx, legRings } from '../../src/sim/pbx.js';
import { createPromises } from '../../src/sim/promises.js';
import { createRandom, exponential } from '../../src/sim/random.js';
import { populate } from '../../src/sim/world.js';
import { startActing } from './acts.js';
import { checkPublished, checkStep, differsFrom, isDrained, leftOver } from './checks.js';
import { daemonClock, Process } from './daemon-time.js';
import { type Floor, floorOf } from './floors.js';
import { FaultyJournal } from './journal.js';
import { type FaultKind, planOf } from './kinds.js';
import type { Daemon, Run } from './run.js';
import { nextTrouble } from './troubles.js';
import { wireTo } from './wire.js';

export type FaultOptions = {
  readonly seed: number;
  /** Callers call for so long; then the floor drains. */
  readonly hours: number;
  /** Of the kinds that the seed draws, these alone; `null`: all. */
  readonly only: readonly FaultKind[] | null;
};

export type FaultResult = {
  /** Broken promises, invariants and breaches; empty when all is well. */
  readonly failures: readonly string[];
  readonly counts: ReadonlyMap<FaultKind, number>;
  readonly floor: Floor;
  /** Time that passed on the floor. */
  readonly floorMs: number;
  readonly steps: number;
  readonly calls: number;
  readonly facts: number;
};

const failuresLimit = 10;
/** Everybody must be gone so long after the last call came. */
const drainMs = 3_600_000;
/** Nothing makes so many events in one millisecond. */
const circlesLimit = 20_000;
/** Mean of an exponential: how long a dead daemon stays away. */
const awayMs = 5_000;
/** A wrap-up may end so much later than it should: nothing falls due while the switch is away, and clocks jump. */
const slackMs = 2 * 3_600_000;

const silent = () => undefined;
const logger: Logger = { debug: silent, info: silent, warn: silent, error: silent, child: () => logger };

export async function runFaults(options: FaultOptions): Promise<FaultResult> {
  const run = begin(options);
  boot(run, createState(run.site), 0);
  nextTrouble(run);
  run.clock.at(run.untilMs, () => run.daemon?.wire.lose('the last snapshot', 0));
  await goOn(run);
  const { failures, plan, floor, clock, steps, calls, journal } = run;
  return {
    failures,
    counts: plan.counts,
    floor,
    floorMs: clock.nowMs() - floor.startMs,
    steps,
    calls,
    facts: journal.lastSeq,
  };
}

function begin({ seed, hours, only }: FaultOptions): Run {
  const floor = floorOf(createRandom(seed, 'floor'));
  const { site, traffic, startMs, deadManMs } = floor;
  const clock = virtualClock(startMs);
  const plan = planOf(createRandom(seed, 'faults'), only);
  const pbx = createPbx({ clock, random: createRandom(seed, 'pbx'), faults: traffic.faults, deadManMs });
  for (const { endpoint } of site.agents.values()) addPhone(pbx, endpoint);
  for (const trunk of site.trunks.values()) addTrunk(pbx, trunk);
  const run: Run = {
    floor,
    clock,
    plan,
    pbx,
    journal: new FaultyJournal({
      random: plan.random,
      clock,
      published: records => checkPublished(run, records),
      stepped: () => {
        run.stepped = true;
        run.steps++;
      },
    }),
    failures: [],
    excused: new Map(),
    deafLegs: new Set(),
    untilMs: startMs + Math.round(hours * 3_600_000),
    wall: { aheadMs: 0, setForwardMs: 0 },
    promises: createPromises(site, slackMs),
    site,
    daemon: null,
    boots: 0,
    steps: 0,
    calls: 0,
    events: 0,
    strays: new Map(),
    overdueSinceMs: null,
    stepped: false,
    dying: null,
    beforeDeath: null,
    restartAtMs: 0,
    mending: false,
    lossy: false,
    reloadSeq: 0,
  };
  const { begin: start } = populate(pbx, {
    site: () => run.site,
    traffic,
    seed,
    untilMs: run.untilMs,
    comeWithinMs: 30_000,
  });
  const { world } = pbx;
  pbx.world = {
    ...world,
    legStarted: leg => (run.deafLegs.delete(leg.id) ? legRings(pbx, leg) : world.legStarted(leg)),
  };
  start();
  startActing(run, seed);
  return run;
}

function boot(run: Run, state: State, notBeforeMs: number): void {
  const life = new Process();
  const wire = wireTo(run, life);
  const clock = daemonClock(run.clock, run.wall, notBeforeMs, life);
  const engine = new Engine({
    state,
    switch: wire,
    store: run.journal,
    clock,
    logger,
    boot: `b${++run.boots}`,
    route: () => ({ flow: null, priority: null, rules: [] }),
    decided: silent,
  });
  run.daemon = { engine, wire, life };
  run.overdueSinceMs = null;
  run.strays.clear();
  engine.start();
  watchAlarms(engine, clock, () => engineCauses(engine));
}

async function goOn(run: Run): Promise<void> {
  const { clock, failures, untilMs } = run;
  const endMs = untilMs + drainMs;
  let [sinceMs, sinceEvents] = [0, 0];
  while (failures.length < failuresLimit && clock.nowMs() < endMs) {
    clock.runNext();
    run.events++;
    checkStep(run);
    if (clock.nowMs() > sinceMs) [sinceMs, sinceEvents] = [clock.nowMs(), run.events];
    else if (run.events - sinceEvents > circlesLimit) failures.push('it turns in circles: time stands still');
    if (run.dying !== null && run.daemon !== null) die(run, run.daemon, run.dying);
    if (run.daemon === null && clock.nowMs() >= run.restartAtMs) await restart(run);
    if (clock.nowMs() > untilMs && run.events % 16 === 0 && isDrained(run)) break;
  }
  leftOver(run);
}

function die(run: Run, daemon: Daemon, dying: () => void): void {
  daemon.life.alive = false;
  daemon.wire.cut();
  run.beforeDeath = run.journal.isAtRest ? daemon.engine.state : null;
  dying();
  run.dying = null;
  run.daemon = null;
  run.wall.setForwardMs = 0;
  run.restartAtMs = run.clock.nowMs() + exponential(run.plan.random, awayMs);
  run.clock.at(run.restartAtMs, silent);
}

async function restart(run: Run): Promise<void> {
  const { journal, site, beforeDeath } = run;
  const { state, snapshotSeq, holes, lastAtMs } = await recover(site, journal.snapshots, journal);
  // The reload may not have been written down: the file is read again all the same.
  run.promises.ledger.site = site;
  if (run.lossy || holes > 0) {
    run.promises = { ...createPromises(site, slackMs), ledger: ledgerOf(state, endedIn(run)) };
    for (const call of run.pbx.callers.keys()) run.excused.set(call, 'facts lost');
    run.promises.ledger.foundLegs = new Set(run.pbx.legs.keys());
    run.lossy = false;
  } else if (beforeDeath !== null && snapshotSeq >= run.reloadSeq) {
    const difference = differsFrom(beforeDeath, state);
    if (difference !== null) run.failures.push(`recovered from ${snapshotSeq}: ${difference}`);
  }
  if (holes > 0) await journal.writeSnapshot(toSnapshot(state));
  boot(run, state, lastAtMs);
}

/** Whose end can still be read; but not of him who is still there, because what was forgotten was his talk. */
function endedIn({ journal, pbx }: Run): Set<string> {
  const ended = new Set<string>();
  for (const { fact } of journal.readable)
    if ((fact.type === 'call-ended' || fact.type === 'outbound-ended') && !pbx.callers.has(fact.call))
      ended.add(fact.call);
  return ended;
}
