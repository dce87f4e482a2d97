// Housekeeping, and the site's own schedules, as jobs.
import { unreachable } from '../base/assert.js';
import type { Input } from '../core/inputs.js';
import type { TeamId } from '../core/site.js';
import type { State } from '../core/state.js';
import type { Schedule } from '../site/site-file.js';
import type { Job } from './schedules.js';
import type { SignDesk } from './sign-desk.js';

/** Before the first callers, after the hour that the change of clocks repeats or takes out. */
const nightly = '30 3 * * *';

export type Chores = {
  /** Openings and days, worked out anew from today on. */
  readonly recompileSite: () => void;
  /** The state, so that older facts are no longer needed for recovery. */
  readonly writeSnapshot: () => Promise<unknown>;
  /** Resolves to how many recordings were deleted. */
  readonly deleteOldRecordings: () => Promise<number>;
  /** Resolves to how many facts were deleted. */
  readonly forgetOldFacts: () => Promise<number>;
  /** Of all that is kept; reports how it went. */
  readonly writeCheckpoint: () => Promise<void>;
  /** Reports what it finds. */
  readonly verifyJournal: () => Promise<void>;
};

/** The job of every night. One chore that fails does not keep the others from being done. */
export function nightJob(chores: Chores): Job {
  return {
    name: 'night',
    cron: nightly,
    run: async () => {
      const failed: unknown[] = [];
      const steps = [
        chores.recompileSite,
        chores.deleteOldRecordings,
        chores.writeSnapshot,
        chores.forgetOldFacts,
        chores.verifyJournal,
        chores.writeCheckpoint,
      ];
      for (const step of steps) {
        try {
          await step();
        } catch (error) {
          failed.push(error);
        }
      }
      if (failed.length > 0) throw new Error(failed.map(String).join('; '));
    },
  };
}

/** A schedule of the site file as a job: its inputs are decided one by one. */
export function scheduledJob(
  { id, cron, action }: Schedule,
  state: State,
  input: (input: Input) => void,
  signs: Pick<SignDesk, 'order'>,
): Job {
  return {
    name: id,
    cron,
    run: () => {
      switch (action.kind) {
        case 'log-out':
          for (const one of logOuts(state, id, action.teams)) input(one);
          return;
        case 'message': {
          const { signs: names, ...message } = action;
          signs.order(message, names, { kind: 'rule', name: id });
          return;
        }
        default:
          unreachable(action);
      }
    },
  };
}

/** Who forgot to log out is logged out; a talk that goes on is not cut. */
export function logOuts(state: State, schedule: string, teams: readonly TeamId[] | null): Input[] {
  return [...state.agents.values()]
    .filter(({ presence, setup }) => {
      const isMeant = teams === null || teams.some(team => setup?.teams.includes(team));
      return presence !== 'logged-out' && isMeant;
    })
    .map(({ id }) => ({
      type: 'agent-command',
      agent: id,
      command: { kind: 'logout' },
      by: { kind: 'rule', name: schedule },
    }));
}
