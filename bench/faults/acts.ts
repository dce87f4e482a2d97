// What supervisors and those who work on cases do beside the calls, whatever state the daemon and its links are in.
import { nextCampaignAct } from '../../src/sim/campaigns.js';
import { nextCaseAct } from '../../src/sim/case-work.js';
import { createRandom, exponential, type Random } from '../../src/sim/random.js';
import { nextAct } from '../../src/sim/supervisor.js';
import { type Act, acts, counted, draw } from './kinds.js';
import type { Run } from './run.js';

const inputs: Readonly<Record<Act, typeof nextAct>> = {
  'a supervisor acts': nextAct,
  'a case is worked on': nextCaseAct,
  'a campaign is worked on': nextCampaignAct,
};

/** Mean of an exponential. */
const everyMs = 25_000;

/** Begins the series; it ends with the callers. */
export function startActing(run: Run, seed: number): void {
  next(run, createRandom(seed, 'acts'));
}

function next(run: Run, random: Random): void {
  const { clock, plan } = run;
  const atMs = clock.nowMs() + exponential(random, everyMs);
  if (atMs >= run.untilMs) return;
  clock.at(atMs, () => {
    const kind = draw({ ...plan, random }, acts);
    if (kind !== null) act(run, random, kind);
    next(run, random);
  });
}

/** Who asks a daemon that hangs is answered when it goes on. */
function act(run: Run, random: Random, kind: Act): void {
  const { daemon } = run;
  daemon?.life.do(() => {
    const { state } = daemon.engine;
    const nowMs = daemon.engine.now();
    const input = inputs[kind](state, random, nowMs);
    if (input === null) return;
    daemon.engine.input(input, answer => {
      if (answer?.ok === true) counted(run.plan, kind);
    });
  });
}
