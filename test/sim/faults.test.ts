// Two hundred fixed seeds of the fault machine: whatever goes wrong, every promise, every invariant, and nobody left behind.
// A failure prints its seed; `npm run sim -- --faults --from SEED --seeds 1 --hours 0.1` shows it again.
import t from 'tap';
import { allKinds, type FaultKind } from '../../bench/faults/kinds.js';
import { runFaults } from '../../bench/faults/machine.js';

const seeds = 200;
const hours = 0.1;

t.test('no promise is broken, whatever goes wrong', async t => {
  const counts = new Map<FaultKind, number>();
  let calls = 0;
  for (let seed = 1; seed <= seeds; seed++) {
    const result = await runFaults({ seed, hours, only: null });
    if (result.failures.length > 0) t.strictSame(result.failures.slice(0, 3), [], `seed ${seed}`);
    calls += result.calls;
    for (const [kind, count] of result.counts) counts.set(kind, (counts.get(kind) ?? 0) + count);
  }
  t.ok(allKinds.length >= 25, `${allKinds.length} kinds`);
  t.strictSame(
    allKinds.filter(kind => (counts.get(kind) ?? 0) === 0),
    [],
    'every kind of fault was injected',
  );
  t.ok(calls > 2_000, `${calls} calls`);
});

t.test('the same seed gives the same story', async t => {
  const [one, again, other] = [
    await runFaults({ seed: 7, hours, only: null }),
    await runFaults({ seed: 7, hours, only: null }),
    await runFaults({ seed: 8, hours, only: null }),
  ];
  t.strictSame([one.facts, one.steps, [...one.counts]], [again.facts, again.steps, [...again.counts]]);
  t.not(one.steps, other.steps);
});
