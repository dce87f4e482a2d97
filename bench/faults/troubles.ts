// What befalls the daemon, its links, its store, its clock and the PBX, from time to time.
import { goOnRenewing, stopRenewing } from '../../src/sim/dead-man.js';
import { setAlarm } from '../../src/sim/devices.js';
import { armDeadMan, legEnds, letGo } from '../../src/sim/pbx.js';
import { between, exponential, pick } from '../../src/sim/random.js';
import { counted, draw, type Trouble, troubles } from './kinds.js';
import type { Daemon, Run } from './run.js';

/** Means, of exponentials. */
const linkAwayMs = 4_000;

/** Begins the series; it ends with the callers. */
export function nextTrouble(run: Run): void {
  const { clock, plan } = run;
  const atMs = clock.nowMs() + exponential(plan.random, plan.troubleEveryMs);
  if (atMs >= run.untilMs) return;
  clock.at(atMs, () => {
    const kind = draw(plan, troubles);
    const { daemon } = run;
    if (kind !== null && daemon !== null && !daemon.life.hangs && befall(run, daemon, kind))
      counted(plan, kind);
    nextTrouble(run);
  });
}

/** False when it could not happen now, or when it is counted later. */
function befall(run: Run, daemon: Daemon, kind: Trouble): boolean {
  const { random } = run.plan;
  const { journal } = run;
  const lose = (why: string, meanMs = linkAwayMs) => daemon.wire.lose(why, exponential(random, meanMs));
  const die = () => kill(run, () => journal.kill());
  switch (kind) {
    case 'link lost':
      lose(kind);
      return true;
    case 'link flaps':
      for (let flap = between(random, 2, 6), ms = 0; flap > 0; flap--, ms += between(random, 50, 2_000))
        run.clock.at(run.clock.nowMs() + ms, () => daemon.life.alive && lose(kind, 100));
      return true;
    case 'link lost in reconcile':
      daemon.wire.breakAfter = between(random, 0, 8);
      lose(kind);
      return false;
    case 'snapshot behind events':
      daemon.wire.lateMs = between(random, 20, 2_000);
      lose(kind);
      return false;
    case 'killed':
      die();
      return true;
    case 'killed before the journal':
    case 'killed before the effects':
      journal.deathAtWrite = {
        when: kind === 'killed before the journal' ? 'before' : 'after',
        die: () => {
          daemon.life.alive = false;
          counted(run.plan, kind);
          die();
        },
      };
      return false;
    case 'killed between effects':
      dieBetweenEffects(run, daemon, die);
      return false;
    case 'daemon hangs for a while':
      hang(run, daemon, between(random, 500, run.pbx.deadManMs * 0.6));
      return true;
    case 'dead-man fires while it hangs':
      hang(run, daemon, run.pbx.deadManMs * (1.1 + random.next()));
      return [...run.pbx.callers.values()].some(({ joinedWith }) => joinedWith === null);
    case 'second daemon takes over':
      rival(run, daemon, between(random, 5_000, 60_000));
      return true;
    case 'asterisk restarts':
      lose(kind, 6_000);
      forgetEverybody(run);
      return true;
    case 'trunk alarm':
      return alarm(run);
    case 'site reloaded':
      return reload(run, daemon);
    default:
      return troubleWithStoreOrClock(run, daemon, kind);
  }
}

type StoreOrClock = Extract<
  Trouble,
  `${'write' | 'store' | 'tail' | 'hole' | 'snapshot u' | 'clock' | 'killed without'}${string}`
>;

function troubleWithStoreOrClock(run: Run, daemon: Daemon, kind: StoreOrClock): boolean {
  const { journal, clock, wall } = run;
  const { random } = run.plan;
  switch (kind) {
    case 'write is slow':
      journal.slowFor(between(random, 1_000, 15_000));
      return true;
    case 'write fails':
      journal.awayFor(between(random, 1_000, 2_000));
      return true;
    case 'store away for a while':
      journal.awayFor(between(random, 5_000, 60_000));
      return true;
    case 'killed without a store': {
      const ms = between(random, 500, 30_000);
      journal.awayFor(ms + 10_000);
      clock.at(clock.nowMs() + ms, () => {
        if (run.daemon !== daemon || !journal.isAway) return;
        counted(run.plan, kind);
        kill(run, () => journal.kill());
      });
      return false;
    }
    case 'tail of the journal lost':
      kill(run, () => {
        const lost = journal.failPower();
        if (lost > 0) counted(run.plan, kind);
        return lost;
      });
      return false;
    case 'hole in the journal':
      kill(run, () => journal.kill() + (journal.makeHole() ? 1 : 0));
      return true;
    case 'snapshot unreadable':
      if (!journal.spoilSnapshot()) return false;
      kill(run, () => journal.kill());
      return true;
    case 'clock set forward':
      wall.setForwardMs += 600_000;
      wall.aheadMs += between(random, 1_000, 600_000);
      return true;
    case 'clock set back':
      wall.aheadMs -= between(random, 1_000, 600_000);
      return true;
    case 'clock set back while down':
      kill(run, () => {
        wall.aheadMs -= between(random, 1_000, 600_000);
        return journal.kill();
      });
      return true;
  }
}

/** The process is dead when the event that goes on is over. `journal`: what the store keeps; returns how many published facts it lost. */
function kill(run: Run, journal: () => number): void {
  run.dying ??= () => {
    if (journal() > 0) run.lossy = true;
  };
}

/** The first effect of a step is carried out, the second one is not. */
function dieBetweenEffects(run: Run, { wire, life }: Daemon, die: () => void): void {
  let step = -1;
  wire.beforeEffect = () => {
    const same = step === run.events;
    step = run.events;
    if (!same) return false;
    wire.beforeEffect = null;
    life.alive = false;
    counted(run.plan, 'killed between effects');
    die();
    return true;
  };
}

/** The process stops for a while (SIGSTOP, a swapping machine): nobody is renewed, and what happens piles up. */
function hang({ pbx, clock }: Run, daemon: Daemon, ms: number): void {
  const held = [...pbx.callers.values()].filter(
    ({ deadManAtMs }) => deadManAtMs === Number.POSITIVE_INFINITY,
  );
  const { events } = pbx;
  daemon.life.stop();
  if (events !== null) stopRenewing(pbx);
  clock.at(clock.nowMs() + ms, () => {
    if (!daemon.life.alive) return;
    pbx.controlSinceMs = clock.nowMs();
    if (events !== null && pbx.events === events) goOnRenewing(pbx, held);
    daemon.life.goOn();
  });
}

/** Another daemon holds the callers for a while, and dies. */
function rival(run: Run, daemon: Daemon, ms: number): void {
  const { pbx, clock, plan } = run;
  daemon.wire.lose('another daemon has taken our place', ms + exponential(plan.random, 5_000));
  if (pbx.events !== null) return;
  const taken = [...pbx.callers.values()].filter(({ deadManAtMs }) => deadManAtMs !== null);
  for (const caller of taken) caller.deadManAtMs = Number.POSITIVE_INFINITY;
  clock.at(clock.nowMs() + ms, () => {
    for (const caller of taken)
      if (caller.deadManAtMs === Number.POSITIVE_INFINITY && pbx.events === null) armDeadMan(pbx, caller);
  });
}

/** Asterisk has ended every call. */
function forgetEverybody({ pbx }: Run): void {
  for (const caller of [...pbx.callers.values()]) letGo(pbx, caller);
  for (const leg of [...pbx.legs.values()]) legEnds(pbx, leg, 'hung-up');
}

function alarm({ pbx, clock, plan }: Run): boolean {
  const trunk = pick(plan.random, [...pbx.lines.keys()]);
  if (trunk === undefined) return false;
  setAlarm(pbx, trunk, 'red');
  clock.at(clock.nowMs() + between(plan.random, 1_000, 60_000), () => setAlarm(pbx, trunk, null));
  return true;
}

function reload(run: Run, { engine }: Daemon): boolean {
  const sites = [...run.floor.sites.values()].filter(({ revision }) => revision !== run.site.revision);
  const next = pick(run.plan.random, [run.floor.site, ...sites]);
  if (next === undefined || next === run.site) return false;
  run.site = next;
  engine.changeSite(next);
  run.reloadSeq = run.journal.lastSeq;
  return true;
}
