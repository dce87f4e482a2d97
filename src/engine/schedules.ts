// What happens by the clock: the site's schedules and the night's housekeeping. The only file that knows node-cron, which skips what falls
// into the hour that the spring change takes out and replays nothing after a restart: so nothing that decides about a call stands here.
import { schedule } from 'node-cron';
import type { Logger } from '../base/logger.js';

/** Something to be done by the clock. */
export type Job = {
  readonly name: string;
  /** Five fields, in the zone of the site. */
  readonly cron: string;
  readonly run: () => void | Promise<void>;
};

export type Schedules = {
  /** These jobs from now on, and no others. One that cannot be planned is an error in the log; the others are. */
  readonly replace: (zone: string, jobs: readonly Job[]) => void;
  readonly stop: () => void;
};

/** A tick that we were too busy to notice is made up for within this time. */
const lateMs = 60_000;

/** A job that fails is an error in the log and comes again at its next time; one that still runs is not started twice. */
export function createSchedules(log: Logger): Schedules {
  let tasks: readonly { readonly destroy: () => unknown }[] = [];
  const stop = () => {
    for (const task of tasks) task.destroy();
    tasks = [];
  };
  return {
    replace: (zone, jobs) => {
      stop();
      tasks = jobs.flatMap(job => plan(zone, job, log) ?? []);
    },
    stop,
  };
}

/** `null`: node-cron refuses it, as it does a day that never comes. */
function plan(zone: string, job: Job, log: Logger): { readonly destroy: () => unknown } | null {
  const { name, cron } = job;
  try {
    return schedule(cron, () => runJob(job, log), {
      name,
      timezone: zone,
      noOverlap: true,
      missedExecutionTolerance: lateMs,
      unref: true,
      logger: quiet(log),
    });
  } catch (error) {
    log.error({ job: name, cron, error: String(error) }, 'scheduled job left out');
    return null;
  }
}

/** Runs a job now. Never rejects. */
export async function runJob({ name, run }: Job, log: Logger): Promise<void> {
  const startedAtMs = performance.now();
  try {
    await run();
    log.info({ job: name, ms: Math.round(performance.now() - startedAtMs) }, 'scheduled job done');
  } catch (error) {
    log.error({ job: name, error: String(error) }, 'scheduled job failed');
  }
}

/** node-cron's own words, in our fields. */
function quiet(log: Logger) {
  const at = (level: 'debug' | 'info' | 'warn' | 'error') => (message: string | Error) =>
    log[level]({ says: String(message) }, 'node-cron speaks');
  return { debug: at('debug'), info: at('debug'), warn: at('warn'), error: at('error') };
}
