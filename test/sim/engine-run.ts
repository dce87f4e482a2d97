// The whole calls process on the simulated PBX in virtual time: engine, journal in memory, reconcile, recovery; killed now and then.
import type { Logger } from '../../src/base/logger.js';
import type { Fact, Recorded } from '../../src/core/facts.js';
import { invariants } from '../../src/core/invariants.js';
import type { Site } from '../../src/core/site.js';
import { createState, type State } from '../../src/core/state.js';
import type { Switch } from '../../src/core/switch.js';
import { Engine } from '../../src/engine/engine.js';
import type { Clock, FactStore } from '../../src/engine/ports.js';
import { recover } from '../../src/engine/recover.js';
import { type VirtualClock, virtualClock } from '../../src/sim/clock.js';
import { switchOn } from '../../src/sim/connection.js';
import { addPhone, addTrunk } from '../../src/sim/devices.js';
import { createPbx, type Pbx } from '../../src/sim/pbx.js';
import { createPromises, endStep, type Promises, takeEffect, takeFact } from '../../src/sim/promises.js';
import { between, chance, createRandom, exponential, pick, type Random } from '../../src/sim/random.js';
import type { Traffic } from '../../src/sim/traffic.js';
import { populate } from '../../src/sim/world.js';

export type EngineRunOptions = {
  readonly site: Site;
  readonly traffic: Traffic;
  readonly seed: number;
  readonly hours: number;
  readonly startMs: number;
  /** The daemon is killed, or loses its links, about so often. */
  readonly troubleEveryMs: number;
  /** And is back within so long. */
  readonly awayMs: number;
};

export type EngineRunResult = {
  readonly failures: readonly string[];
  readonly facts: readonly Recorded[];
  readonly kills: number;
  readonly losses: number;
};

const snapshotEvery = 400;

/** What is written survives the process when it is acknowledged; what is not, may or may not. */
class MemoryJournal implements FactStore {
  readonly records: Recorded[] = [];
  snapshots: { readonly seq: number; readonly state: unknown }[] = [];
  readonly #pending: { readonly upToSeq: number; readonly then: () => void }[] = [];
  readonly #published: (records: readonly Recorded[]) => void;
  #publishedSeq = 0;
  #later: (action: () => void) => void;

  constructor(later: (action: () => void) => void, published: (records: readonly Recorded[]) => void) {
    this.#later = later;
    this.#published = published;
  }

  get lastSeq(): number {
    return this.records.length;
  }

  get snapshotIsDue(): boolean {
    return this.records.length - (this.snapshots[0]?.seq ?? 0) > snapshotEvery;
  }

  get isAtRest(): boolean {
    return this.#pending.length === 0;
  }

  append(facts: readonly Fact[], atMs: number, then: () => void): readonly Recorded[] {
    const added = facts.map((fact, index) => {
      return { seq: this.records.length + index + 1, atMs, fact: JSON.parse(JSON.stringify(fact)) as Fact };
    });
    this.records.push(...added);
    this.#pending.push({ upToSeq: this.records.length, then });
    this.#later(() => this.#acknowledge());
    return added;
  }

  #acknowledge(): void {
    const oldest = this.#pending.shift();
    if (oldest === undefined) return;
    this.#publish(oldest.upToSeq);
    oldest.then();
  }

  #publish(upToSeq: number): void {
    this.#published(this.records.slice(this.#publishedSeq, upToSeq));
    this.#publishedSeq = Math.max(this.#publishedSeq, upToSeq);
  }

  /** Kill -9: some decisions that were on their way are there, whole and in order, and their effects never follow. */
  kill(random: Random): void {
    const ends = [this.#publishedSeq, ...this.#pending.map(({ upToSeq }) => upToSeq)];
    const upToSeq = pick(random, ends) ?? this.#publishedSeq;
    this.#pending.length = 0;
    this.records.length = upToSeq;
    this.#publish(upToSeq);
    this.snapshots = this.snapshots.filter(({ seq }) => seq <= upToSeq);
  }

  async read(fromSeq: number): Promise<readonly Recorded[]> {
    return this.records.slice(fromSeq - 1, fromSeq + 99);
  }

  async readableFrom(fromSeq: number): Promise<number | null> {
    return fromSeq > this.records.length ? null : Math.max(1, fromSeq);
  }

  async factsOf(): Promise<readonly Recorded[]> {
    return [];
  }

  async writeSnapshot(state: unknown): Promise<boolean> {
    this.snapshots.unshift({ seq: this.records.length, state: JSON.parse(JSON.stringify(state)) });
    return true;
  }
}

type Daemon = { readonly engine: Engine; readonly cut: () => void; alive: boolean };

type Run = {
  readonly options: EngineRunOptions;
  readonly clock: VirtualClock;
  readonly random: Random;
  readonly pbx: Pbx;
  readonly promises: Promises;
  readonly journal: MemoryJournal;
  readonly failures: string[];
  readonly untilMs: number;
  daemon: Daemon | null;
  lost: ((why: string) => void) | null;
  boots: number;
  kills: number;
  losses: number;
};

const silent = () => undefined;
const logger: Logger = { debug: silent, info: silent, warn: silent, error: silent, child: () => logger };

function boot(run: Run, state: State): void {
  const { clock, pbx, promises, journal } = run;
  let plateau = switchOn(pbx);
  const daemon: { alive: boolean } = { alive: true };
  const time: Clock = {
    now: clock.nowMs,
    after: (ms, wake) => {
      let wanted = true;
      clock.at(clock.nowMs() + Math.max(0, Math.ceil(ms)), () => {
        if (wanted && daemon.alive) wake();
      });
      return () => {
        wanted = false;
      };
    },
  };
  // A switch that stays connected: it tries again by itself when its links are lost.
  const lasting: Switch = {
    start: events => {
      plateau.start(events);
      run.lost = why => {
        plateau.cut();
        events.lost(why);
        clock.at(clock.nowMs() + exponential(run.random, run.options.awayMs), () => {
          if (!daemon.alive) return;
          plateau = switchOn(pbx);
          plateau.start(events);
        });
      };
    },
    perform: effect => {
      takeEffect(promises, effect);
      plateau.perform(effect);
    },
    writeQueueLog: silent,
    close: () => plateau.close(),
  };
  const engine = new Engine({
    state,
    switch: lasting,
    store: journal,
    clock: time,
    logger,
    boot: `b${++run.boots}`,
    chooseFlow: () => null,
    decided: silent,
  });
  run.daemon = Object.assign(daemon, { engine, cut: () => plateau.cut() });
  engine.start();
}

async function restart(run: Run): Promise<void> {
  const { state } = await recover(run.options.site, run.journal.snapshots, run.journal);
  boot(run, state);
}

/** Runs until everything has drained. */
export async function runEngine(options: EngineRunOptions): Promise<EngineRunResult> {
  const clock = virtualClock(options.startMs);
  const { site, traffic, seed } = options;
  const pbx = createPbx({ clock, random: createRandom(seed, 'pbx'), faults: traffic.faults });
  for (const { endpoint } of site.agents.values()) addPhone(pbx, endpoint);
  for (const trunk of site.trunks.values()) addTrunk(pbx, trunk);
  const promises = createPromises(site, 30 * options.awayMs);
  const random = createRandom(seed, 'trouble');
  const journal = new MemoryJournal(
    action => clock.at(clock.nowMs() + between(random, 0, 2), action),
    records => {
      for (const { fact, atMs } of records) takeFact(promises, fact, atMs);
    },
  );
  const untilMs = options.startMs + options.hours * 3_600_000;
  const run: Run = {
    options,
    clock,
    random,
    pbx,
    promises,
    journal,
    failures: [],
    untilMs,
    daemon: null,
    lost: null,
    boots: 0,
    kills: 0,
    losses: 0,
  };
  boot(run, createState(site));
  const { begin } = populate(pbx, { site: () => site, traffic, seed, untilMs, comeWithinMs: 30_000 });
  begin();
  await goOn(run);
  return { failures: run.failures, facts: journal.records, kills: run.kills, losses: run.losses };
}

/** A daemon that lives samples its invariants for ever: the end is a time, not silence. */
async function goOn(run: Run): Promise<void> {
  const { clock, random, options, promises, pbx, failures, untilMs } = run;
  let troubleMs = clock.nowMs() + exponential(random, options.troubleEveryMs);
  let backMs: number | null = null;
  let killed = true;
  const endMs = untilMs + 3_600_000;
  while (clock.nowMs() < endMs && failures.length < 20) {
    clock.runNext();
    const nowMs = clock.nowMs();
    failures.push(...promises.broken.splice(0), ...pbx.breaches.splice(0));
    const { daemon } = run;
    if (isAtRest(run)) endStep(promises);
    if (daemon !== null && chance(random, 0.05)) failures.push(...invariants(daemon.engine.state, nowMs));
    if (backMs !== null && nowMs >= backMs) {
      backMs = null;
      await restart(run);
    } else if (daemon !== null && nowMs >= troubleMs && nowMs < untilMs) {
      // The worst moment for a kill is between writing down and doing.
      if (killed && run.journal.isAtRest) continue;
      if (killed) backMs = nowMs + kill(run, daemon);
      else lose(run);
      killed = !killed;
      troubleMs = nowMs + exponential(random, options.troubleEveryMs);
    }
  }
  leftOver(run);
}

/** Whoever comes back must say `hold` again for every caller who waits: only so is his dead-man's switch renewed. */
function callersAreForgotten({ ledger, calls }: Promises): void {
  for (const call of ledger.calls.values()) {
    call.held = false;
    calls.add(call.id);
  }
}

/** Connected, and everything that was decided is written down and done. */
function isAtRest({ daemon, journal }: Run): boolean {
  return daemon?.engine.switchHealth.connected === true && journal.isAtRest;
}

function lose(run: Run): void {
  run.losses++;
  callersAreForgotten(run.promises);
  run.lost?.('trouble');
}

function kill(run: Run, daemon: Daemon): number {
  run.kills++;
  daemon.alive = false;
  daemon.cut();
  run.journal.kill(run.random);
  callersAreForgotten(run.promises);
  run.daemon = null;
  const awayMs = exponential(run.random, run.options.awayMs);
  run.clock.at(run.clock.nowMs() + awayMs, silent);
  return awayMs;
}

function leftOver({ daemon, pbx, promises, failures }: Run): void {
  const left = (what: string, ids: Iterable<string>) => {
    const some = [...ids].slice(0, 5);
    if (some.length > 0) failures.push(`left over: ${what} ${some.join(', ')}`);
  };
  left('calls in the core', daemon?.engine.state.calls.keys() ?? ['no daemon']);
  left('callers in the PBX', pbx.callers.keys());
  left('legs in the PBX', pbx.legs.keys());
  left('calls in the facts', promises.ledger.calls.keys());
}
