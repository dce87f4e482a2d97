// The expected wait, by the formula that core/ewt.ts publishes.
import t from 'tap';
import { must } from '../../src/base/assert.js';
import { expectedWaitMs } from '../../src/core/ewt.js';
import type { Ring } from '../../src/core/site.js';
import { Floor, givenAgent, givenFlow, givenPartner, givenSite } from './given.js';

const agents = (requirement: string, afterMs: number): Ring => ({
  kind: 'agents',
  requirement,
  afterMs,
  whenWaitingAtLeast: null,
});

const expected = (floor: Floor, call: string) =>
  expectedWaitMs(floor.state, must(floor.state.calls.get(call), call), floor.nowMs);

/** Talks on every phone, and these callers in line behind. */
function givenLine(rings: readonly Ring[], waiting: readonly string[]): Floor {
  const floor = new Floor(
    givenSite(
      [givenFlow({ id: 'n1', rings, expectedHandleMs: 200_000 })],
      [
        givenAgent('101', { internet: 3 }),
        givenAgent('102', { internet: 3 }),
        givenAgent('103', { phone: 1 }),
      ],
      [givenPartner('snt')],
    ),
  );
  floor.logsIn('101', '102');
  for (const [index, agent] of ['101', '102'].entries()) {
    floor.arrives(`talk${index}`, 'n1');
    floor.answers(agent);
  }
  for (const call of waiting) floor.arrives(call, 'n1');
  return floor;
}

t.test('everybody ahead is served first, by all who work for the ring', async t => {
  const floor = givenLine([agents('internet>=1', 0)], ['c1', 'c2', 'c3']);
  t.strictSame(
    ['c1', 'c2', 'c3'].map(call => expected(floor, call)),
    [100_000, 200_000, 300_000],
  );
});

t.test('a ring that opens soon and whose agents are ready is the end of the wait', async t => {
  const floor = givenLine([agents('internet>=1', 0), agents('phone>=1', 30_000)], ['c1', 'c2']);
  floor.logsIn('103');
  floor.passes(10_000);
  t.equal(expected(floor, 'c1'), 20_000);
  t.equal(expected(floor, 'c2'), 200_000, 'the one who is ready will be taken by then');
});

t.test('partners end the wait when their ring opens and they have been dialled', async t => {
  const partners: Ring = { kind: 'partners', partners: ['snt'], afterMs: 45_000, whenWaitingAtLeast: null };
  const floor = givenLine([agents('internet>=1', 0), partners], ['c1']);
  floor.passes(5_000);
  t.equal(expected(floor, 'c1'), 50_000);
});

t.test('those ahead who are likely to hang up shorten the wait', async t => {
  const floor = givenLine([agents('internet>=1', 0)], ['c1', 'c2', 'c3', 'c4', 'c5']);
  const before = must(expected(floor, 'c4'), 'EWT of c4');
  floor.passes(20_000);
  floor.step({ type: 'caller-hung-up', call: 'c5' });
  const after = must(expected(floor, 'c4'), 'EWT of c4');
  // One hang-up in 20 s of waiting: nearly everybody leaves before he is served.
  t.equal(before, 400_000);
  const leaves = 1 / 20_000;
  const freed = 2 / 200_000;
  const exact = [0, 1, 2, 3].reduce((sum, ahead) => sum + 1 / (freed + ahead * leaves), 0);
  t.ok(Math.abs(after - exact) < 0.05 * exact, `${after} ms, the sum itself is ${exact} ms`);
  t.equal(expected(floor, 'c1'), 100_000, 'nobody is ahead of him');
});

t.test('where nobody works for any ring, no figure is given', async t => {
  const floor = new Floor(givenSite([givenFlow({ id: 'n1' })], [givenAgent('101', { internet: 1 })]));
  floor.arrives('c1', 'n1');
  t.equal(expected(floor, 'c1'), null);
});

t.test(
  'an agent who is ready but has refused this caller is no reason to promise him an answer now',
  async t => {
    const announcements = { firstAfterMs: 20_000, everyMs: 60_000, position: true, expectedWait: true };
    const site = givenSite(
      [givenFlow({ id: 'n1', announcements })],
      [givenAgent('101', { internet: 1 })],
      [],
      {
        noAnswersBeforeNotReady: 0,
      },
    );
    const floor = new Floor(site);
    floor.logsIn('101');
    floor.arrives('c1', 'n1');
    floor.passes(20_000);
    t.strictSame(
      floor.take('call-announced').map(fact => fact.expectedWaitMs),
      [180_000],
    );
  },
);
