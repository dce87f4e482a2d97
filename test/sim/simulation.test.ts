// Seeds of the simulator, one after the other: small floors, rough people, every promise checked on every step.
// A failure prints its shape and its seed; `npm run sim -- --shape SHAPE --from SEED --seeds 1` shows it again.
import t from 'tap';
import { must } from '../../src/base/assert.js';
import type { Fact, Recorded } from '../../src/core/facts.js';
import { createPromises, takeFact } from '../../src/sim/promises.js';
import { simulate } from '../../src/sim/simulate.js';
import { roughRun, shapes } from './sites.js';

const seedsOfEach = 12;

for (const shape of Object.keys(shapes)) {
  t.test(`every promise holds on the floor ${shape}`, async t => {
    for (let seed = 1; seed <= seedsOfEach; seed++) {
      const { failures, statistics } = simulate(roughRun(shape, seed, 0.3));
      t.strictSame(failures.slice(0, 5), [], `shape ${shape}, seed ${seed}`);
      t.ok(
        statistics.answeredByAgents + statistics.answeredByPartners > 20,
        `shape ${shape}, seed ${seed}: calls are answered`,
      );
    }
  });
}

const factsOf = (seed: number): string[] => {
  const facts: string[] = [];
  simulate({ ...roughRun('rings', seed, 0.1), facts: recorded => facts.push(JSON.stringify(recorded)) });
  return facts;
};

t.test('the same seed gives the same facts, another one others', async t => {
  t.strictSame(factsOf(7), factsOf(7));
  t.notSame(factsOf(7).slice(0, 100), factsOf(8).slice(0, 100));
});

/** What the promises say of these facts. */
function brokenBy(records: readonly Recorded[]): readonly string[] {
  const promises = createPromises(must(shapes['subcontracted'], 'the shape')());
  for (const { fact, atMs } of records) takeFact(promises, fact, atMs);
  return promises.broken;
}

t.test('a story that is not true breaks a promise', async t => {
  const records: Recorded[] = [];
  simulate({ ...roughRun('subcontracted', 3, 0.3), facts: recorded => records.push(recorded) });
  t.strictSame(brokenBy(records), [], 'as it happened');
  const nth = (type: Fact['type']) => {
    const found = records.flatMap(({ fact }, index) => (fact.type === type ? [index] : []));
    return must(found[Math.floor(found.length / 2)], type);
  };
  const without = (type: Fact['type']) => records.toSpliced(nth(type), 1);
  const twice = (type: Fact['type']) => records.toSpliced(nth(type), 0, must(records[nth(type)], type));
  const told = <T extends Fact['type']>(type: T, change: Partial<Extract<Fact, { type: T }>>) => {
    const recorded = must(records[nth(type)], type);
    return records.with(nth(type), { ...recorded, fact: { ...recorded.fact, ...change } });
  };
  for (const type of [
    'call-queued',
    'offer-ended',
    'call-answered',
    'talk-ended',
    'agent-wrap-up-ended',
  ] as const)
    t.ok(brokenBy(without(type)).length > 0, `without a fact ${type}`);
  for (const type of ['call-queued', 'call-answered', 'call-ended', 'call-offered', 'talk-ended'] as const)
    t.ok(brokenBy(twice(type)).length > 0, `with a fact ${type} twice`);
  t.ok(brokenBy(told('call-ended', { waitedMs: 1 })).length > 0, 'another wait');
  t.ok(brokenBy(told('talk-ended', { talkMs: 1 })).length > 0, 'another talk');
  t.ok(brokenBy(told('partner-dialled', { number: '0899' })).length > 0, 'a number that is in no list');
  t.ok(brokenBy(told('call-announced', { position: 99 })).length > 0, 'another position');
  t.ok(brokenBy(told('call-offered', { agent: '199' })).length > 0, 'an agent who is not logged in');
  t.ok(brokenBy(told('agent-wrap-up-started', { untilMs: 1 })).length > 0, 'another wrap-up');
  t.ok(brokenBy(told('offer-ended', { callUntilMs: 1 })).length > 0, 'a refusal that is remembered for less');
});
