import t from 'tap';
import { decide } from '../../src/core/decide.js';
import { createState } from '../../src/core/state.js';
import { logOuts, nightJob, scheduledJob } from '../../src/engine/night.js';
import { createSchedules, runJob } from '../../src/engine/schedules.js';
import { givenAgent, givenFlow, givenSite, noon } from '../core/given.js';
import { quietLog } from '../quiet-log.js';
import { until } from '../until.js';

const everySecond = '* * * * * *';

t.test(
  'a job runs at its time in the zone of the site, and no longer when others take its place',
  async t => {
    const log = quietLog();
    const schedules = createSchedules(log);
    t.teardown(schedules.stop);
    let first = 0;
    let second = 0;
    schedules.replace('Europe/Paris', [{ name: 'first', cron: everySecond, run: () => void first++ }]);
    await until('the first has run', () => first > 0);
    schedules.replace('Africa/Douala', [{ name: 'second', cron: everySecond, run: () => void second++ }]);
    const before = first;
    await until('the second has run twice', () => second > 1);
    t.equal(first, before);
    t.match(log.lines[0], { level: 'info', message: 'scheduled job done', fields: { job: 'first' } });
  },
);

t.test('a job that fails is an error in the log, and comes again', async t => {
  const log = quietLog();
  const schedules = createSchedules(log);
  t.teardown(schedules.stop);
  let runs = 0;
  const run = () => {
    runs++;
    throw new Error('no room');
  };
  schedules.replace('UTC', [{ name: 'broken', cron: everySecond, run }]);
  await until('it has run twice', () => runs > 1);
  const errors = log.lines.filter(({ level }) => level === 'error');
  t.match(errors[0], { message: 'scheduled job failed', fields: { job: 'broken', error: 'Error: no room' } });
});

t.test(
  'a job that never comes is left out with an error; the others run, and still end when replaced',
  async t => {
    const log = quietLog();
    const schedules = createSchedules(log);
    t.teardown(schedules.stop);
    let runs = 0;
    let others = 0;
    schedules.replace('UTC', [
      { name: 'night', cron: everySecond, run: () => void runs++ },
      { name: 'never', cron: '0 0 31 2 *', run: () => undefined },
      { name: 'late', cron: everySecond, run: () => void others++ },
    ]);
    await until('both others have run', () => runs > 0 && others > 0);
    const errors = log.lines.filter(({ level }) => level === 'error');
    t.match(errors, [
      {
        message: 'scheduled job left out',
        fields: { job: 'never', cron: '0 0 31 2 *', error: /impossible day/ },
      },
    ]);
    let next = 0;
    schedules.replace('UTC', [{ name: 'next', cron: everySecond, run: () => void next++ }]);
    const before = [runs, others];
    await until('the next has run twice', () => next > 1);
    t.strictSame([runs, others], before, 'none is left behind');
  },
);

t.test(
  'the night: openings, snapshot, old facts, verification, checkpoint; one that fails keeps none from being done',
  async t => {
    const done: string[] = [];
    const job = nightJob({
      recompileSite: () => {
        done.push('recompile');
        throw new Error('calendar');
      },
      deleteOldRecordings: async () => done.push('recordings'),
      writeSnapshot: async () => done.push('snapshot'),
      forgetOldFacts: () => {
        done.push('forget');
        return Promise.reject(new Error('disk'));
      },
      verifyJournal: async () => {
        done.push('verify');
      },
      writeCheckpoint: async () => {
        done.push('checkpoint');
      },
    });
    const log = quietLog();
    await runJob(job, log);
    t.strictSame(
      done,
      ['recompile', 'recordings', 'snapshot', 'forget', 'verify', 'checkpoint'],
      'facts are forgotten after the snapshot',
    );
    t.match(log.lines, [
      { level: 'error', fields: { job: 'night', error: 'Error: Error: calendar; Error: disk' } },
    ]);
  },
);

t.test('who forgot to log out is logged out, in the teams of the schedule, and a talk goes on', async t => {
  const site = givenSite(
    [givenFlow({ id: 'n1' })],
    [
      givenAgent('101', { internet: 1 }, { teams: ['paris'] }),
      givenAgent('102', { internet: 1 }, { teams: ['lyon'] }),
      givenAgent('103', { internet: 1 }, { teams: ['paris'] }),
    ],
  );
  const state = createState(site);
  for (const agent of ['101', '102']) {
    const by = { kind: 'phone', name: agent } as const;
    decide(state, { type: 'agent-command', agent, command: { kind: 'login' }, by }, noon);
  }
  const by = { kind: 'rule', name: 'evening' } as const;
  const logout = (agent: string) => ({ type: 'agent-command', agent, command: { kind: 'logout' }, by });
  t.strictSame(logOuts(state, 'evening', ['paris']), [logout('101')], 'who is not there is left alone');
  t.strictSame(logOuts(state, 'evening', null), [logout('101'), logout('102')]);

  const schedule = { id: 'evening', cron: '30 22 * * *', action: { kind: 'log-out', teams: null } } as const;
  const job = scheduledJob(schedule, state, input => void decide(state, input, noon), {
    order: () => ({ ok: false, because: 'unknown-sign' }),
  });
  await job.run();
  t.strictSame(
    [...state.agents.values()].map(({ presence }) => presence),
    ['logged-out', 'logged-out', 'logged-out'],
  );
});
