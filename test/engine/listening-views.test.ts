// Who listens to whom: what is shown is what the rules know.
import t from 'tap';
import { listeningViews } from '../../src/engine/listening-views.js';
import { Floor, givenAgent, givenFlow, givenSite, givenSupervisor } from '../core/given.js';

t.test('a supervisor is rung, hears a talk, and waits for the next one', async t => {
  const supervisors = new Map([['anna', givenSupervisor('anna')]]);
  const floor = new Floor(
    givenSite([givenFlow({ id: 'n1' })], [givenAgent('101', { internet: 1 })], [], { supervisors }),
  );
  floor.logsIn('101');
  const by = { kind: 'desk', name: 'anna' } as const;
  const request = { kind: 'start', supervisor: 'anna', agent: '101', mode: 'listen', stays: true } as const;
  floor.step({ type: 'supervise', request, by });
  const seen = { supervisor: 'anna', agent: '101', mode: 'listen', stays: true };
  t.strictSame(listeningViews(floor.state), [{ ...seen, state: 'ringing' }]);
  const supervision = [...floor.state.supervisions.keys()][0] ?? '';
  floor.step({ type: 'supervisor-answered', supervision });
  t.strictSame(listeningViews(floor.state), [{ ...seen, state: 'waiting' }]);
  floor.arrives('c1', 'n1');
  floor.answers('101');
  t.strictSame(listeningViews(floor.state), [{ ...seen, state: 'hearing' }]);
  floor.step({ type: 'caller-hung-up', call: 'c1' });
  t.strictSame(listeningViews(floor.state), [{ ...seen, state: 'waiting' }]);
  floor.step({ type: 'supervise', request: { kind: 'stop', supervisor: 'anna' }, by });
  t.strictSame(listeningViews(floor.state), []);
});
