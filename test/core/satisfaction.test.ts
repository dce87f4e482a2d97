// The question after the call: who is asked, whose answer counts, and that it counts once.

import t from 'tap';
import { isChosen } from '../../src/core/share.js';
import { fromSnapshot, toSnapshot } from '../../src/core/snapshot.js';
import { fc } from '../properties.js';
import { Floor, givenAgent, givenFlow, givenPartner, givenSite } from './given.js';

const asking = (askPercent: number) =>
  givenSite(
    [givenFlow({ id: 'n1', satisfaction: { askPercent } })],
    [givenAgent('101', { internet: 1 }), givenAgent('102', { internet: 1 })],
  );

/** A caller who talks with agent 101. */
function givenTalk(askPercent = 100): Floor {
  const floor = new Floor(asking(askPercent));
  floor.logsIn('101');
  floor.arrives('c1', 'n1');
  floor.answers('101');
  floor.passes(60_000);
  floor.facts = [];
  floor.effects = [];
  return floor;
}

const answers = (floor: Floor, key: string, call = 'c1') =>
  floor.step({ type: 'satisfaction-answered', call, key });

t.test(
  'when the agent hangs up, the caller is asked, and his answer belongs to call, flow and agent',
  async t => {
    const floor = givenTalk();
    floor.step({ type: 'leg-ended', leg: 'c1.1', end: 'hung-up' });
    t.strictSame(floor.effects, [{ type: 'release', call: 'c1', next: 'satisfaction' }]);
    t.strictSame(
      floor.facts.filter(({ type }) => type === 'call-ended').length,
      1,
      'his call has its one end',
    );
    answers(floor, '4');
    t.strictSame(floor.take('satisfaction-asked', 'satisfaction-given'), [
      { type: 'satisfaction-asked', call: 'c1', flow: 'n1', agent: '101' },
      { type: 'satisfaction-given', call: 'c1', flow: 'n1', agent: '101', score: 4 },
    ]);
    t.match(floor.state.scores.get('n1'), { given: 1, sum: 4 });
  },
);

t.test(
  'who hangs up himself, who talked with a partner, and whose flow asks nobody are not asked',
  async t => {
    const floor = givenTalk();
    floor.step({ type: 'caller-hung-up', call: 'c1' });
    t.strictSame(floor.take('satisfaction-asked'), []);

    const silent = givenTalk(0);
    silent.step({ type: 'leg-ended', leg: 'c1.1', end: 'hung-up' });
    t.strictSame(silent.effects, [{ type: 'hang-up', call: 'c1' }]);

    const flow = givenFlow({
      id: 'n1',
      satisfaction: { askPercent: 100 },
      rings: [{ kind: 'partners', partners: ['snt'], afterMs: 0, whenWaitingAtLeast: null }],
    });
    const abroad = new Floor(givenSite([flow], [], [givenPartner('snt')]));
    abroad.arrives('c1', 'n1');
    abroad.step({ type: 'leg-answered', leg: 'c1.1' });
    abroad.step({ type: 'bridged', call: 'c1', leg: 'c1.1' });
    abroad.passes(60_000);
    abroad.effects = [];
    abroad.step({ type: 'leg-ended', leg: 'c1.1', end: 'hung-up' });
    t.strictSame(abroad.effects, [{ type: 'hang-up', call: 'c1' }]);
  },
);

t.test('an answer counts once, from 1 to 5, in time, and from whom was asked', async t => {
  const floor = givenTalk();
  answers(floor, '5');
  t.strictSame(floor.take('satisfaction-given'), [], 'he talks, and was not asked');
  floor.step({ type: 'leg-ended', leg: 'c1.1', end: 'hung-up' });
  for (const key of ['0', '6', '9', '*', '#', '', '44', ' 4', '4.0', 'constructor']) answers(floor, key);
  answers(floor, '5', 'c2');
  t.strictSame(floor.take('satisfaction-given'), []);
  answers(floor, '2');
  answers(floor, '3');
  t.strictSame(
    floor.take('satisfaction-given').map(({ score }) => score),
    [2],
  );

  const late = givenTalk();
  late.step({ type: 'leg-ended', leg: 'c1.1', end: 'hung-up' });
  late.passes(600_000);
  answers(late, '5');
  t.strictSame(late.take('satisfaction-given'), []);
});

t.test('a restart between question and answer loses neither', async t => {
  const floor = givenTalk();
  floor.step({ type: 'leg-ended', leg: 'c1.1', end: 'hung-up' });
  t.equal(floor.state.dismissed.get('c1'), 'satisfaction');
  const json = JSON.parse(JSON.stringify(toSnapshot(floor.state)));
  t.strictSame([...fromSnapshot(json, floor.state.site).asked], [...floor.state.asked]);
  const { asked: _, scores: __, ...older } = json;
  const recovered = fromSnapshot(older, floor.state.site);
  t.strictSame([recovered.asked.size, recovered.scores.size], [0, 0], 'a snapshot from before can be read');
});

t.test(
  'a share is met within two points, whatever the ids look like, and two shares choose apart',
  async t => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1_600_000_000, max: 1_900_000_000 }),
        fc.integer({ min: 0, max: 100 }),
        fc.constantFrom('satisfaction', 'recording'),
        (second, percent, purpose) => {
          const ids = Array.from({ length: 10_000 }, (_, index) => `${second + (index >> 2)}.${index}`);
          const chosen = ids.filter(id => isChosen(id, purpose, percent)).length;
          return Math.abs(chosen / 100 - percent) <= 2;
        },
      ),
      { numRuns: 30 },
    );
    const ids = Array.from({ length: 10_000 }, (_, index) => `1763798400.${index}`);
    const both = ids.filter(id => isChosen(id, 'satisfaction', 50) && isChosen(id, 'recording', 50)).length;
    t.ok(Math.abs(both / 100 - 25) < 2, `${both} of 10000 are in both halves`);
  },
);
