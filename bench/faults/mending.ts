// Where information is lost for good, only a snapshot mends it: links on which something was lost do not live long.
import { exponential } from '../../src/sim/random.js';
import type { Run } from './run.js';

const aboutMs = 20_000;
const longestMs = 90_000;

/** The link is lost, and a snapshot taken, before long. */
export function needsMending(run: Run): void {
  if (run.mending) return;
  run.mending = true;
  const { clock, plan } = run;
  clock.at(clock.nowMs() + Math.min(longestMs, exponential(plan.random, aboutMs)), () => {
    run.mending = false;
    run.daemon?.wire.lose('something was lost', exponential(plan.random, 1_000));
  });
}
