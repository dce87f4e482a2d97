// What the wallboard decides without a browser: what its address asks for, whose turn it is, the bars of the day.
import t from 'tap';
import type { HalfHour } from '../../src/panel/half-hours.js';
import { choiceOf, chosen, pageAt, unknownIds } from '../../src/panel/wallboard/choice.js';
import { halfHourMs, scaleFor, trendOf } from '../../src/panel/wallboard/trend-data.js';
import { newsShown } from '../../src/panel/wallboard/turns.js';
import { fc } from '../properties.js';

t.test('the address chooses flows, teams and the time of a page', t => {
  t.same(choiceOf(''), { flows: null, teams: null, everyMs: 15_000 });
  t.same(choiceOf('?flows=n2,n1,,n2&teams=none&every=20'), {
    flows: ['n2', 'n1'],
    teams: [],
    everyMs: 20_000,
  });
  t.same(
    ['0', '-5', 'x', '1', '9999', 'Infinity'].map(every => choiceOf(`?every=${every}`).everyMs),
    [15_000, 15_000, 15_000, 3_000, 300_000, 15_000],
  );
  const all = ['n1', 'n2', 'n3'].map(id => [id, id.toUpperCase()] as const);
  t.same(chosen(all, ['n3', 'nothing', 'n1']), [all[2], all[0]], 'in the order of the address');
  t.same(chosen(all, null), all);
  t.same(unknownIds(new Set(['n1']), ['n1', 'nothing']), ['nothing']);
  t.end();
});

t.test('news take turns on the bottom line, but for what is critical: that stays', t => {
  const news = (text: string, isCritical = false) => ({ text, isCritical });
  const shown = (all: readonly { text: string; isCritical: boolean }[]) =>
    [0, 1, 2, 3].map(turn => {
      const { one, place } = newsShown(all, turn);
      return `${one?.text ?? 'all well'} ${place ?? ''}`.trim();
    });
  const [a, b, fire, flood] = [news('a'), news('b'), news('fire', true), news('flood', true)];
  t.same(shown([]), Array(4).fill('all well'));
  t.same(shown([a]), Array(4).fill('a'));
  t.same(shown([a, b]), ['a 1/2', 'b 2/2', 'a 1/2', 'b 2/2']);
  t.same(shown([fire, a, b]), Array(4).fill('fire +2'));
  t.same(shown([fire]), Array(4).fill('fire'));
  t.same(shown([fire, flood, a]), ['fire 1/2 +1', 'flood 2/2 +1', 'fire 1/2 +1', 'flood 2/2 +1']);
  t.end();
});

t.test('every entry has its turn, on as few and as even pages as can be', t => {
  fc.assert(
    fc.property(fc.nat(40), fc.integer({ min: 1, max: 9 }), fc.nat(1e12), (count, most, nowMs) => {
      const all = Array.from({ length: count }, (_, index) => index);
      const { pages } = pageAt(all, most, 1000, nowMs);
      const turns = Array.from({ length: pages }, (_, turn) => pageAt(all, most, 1000, nowMs + turn * 1000));
      const sizes = turns.map(turn => turn.entries.length);
      return (
        pages === Math.max(1, Math.ceil(count / most)) &&
        new Set(turns.map(turn => turn.page)).size === pages &&
        Math.max(...sizes) - Math.min(...sizes) <= 1 &&
        JSON.stringify(turns.toSorted((a, b) => a.page - b.page).flatMap(turn => turn.entries)) ===
          JSON.stringify(all)
      );
    }),
  );
  t.pass();
  t.end();
});

t.test('the bars of the day are those of the chosen flows, without a hole', t => {
  const half = (flow: string, slot: number, change: Partial<HalfHour> = {}): [string, HalfHour] => [
    `${flow}/${slot}`,
    {
      ...{ flow, fromMs: slot * halfHourMs, offered: 5, byAgents: 2, byPartners: 1, abandoned: 1 },
      ...{ serviceLevel: { good: 3, of: 4 }, meanWaitMs: 1, longestWaitMs: 2, ...change },
    },
  ];
  const halfHours = Object.fromEntries([
    half('n1', 3),
    half('n2', 3),
    half('n1', 20),
    half('n3', 1),
    half('all', 1),
  ]);
  const slots = trendOf(halfHours, new Set(['n1', 'n2']));
  t.equal(slots.length, 18, 'from the first to the last');
  t.same(slots[0], {
    ...{ fromMs: 3 * halfHourMs, byAgents: 4, byPartners: 2, notAnswered: 4, share: { good: 6, of: 8 } },
  });
  t.same(slots[1], {
    ...{ fromMs: 4 * halfHourMs, byAgents: 0, byPartners: 0, notAnswered: 0, share: { good: 0, of: 0 } },
  });
  t.equal(trendOf(halfHours, new Set(['n3'])).length, 16, 'room for the day to come');
  t.same(trendOf(halfHours, new Set(['n4'])), []);
  t.same([0, 5, 6, 12, 21, 99, 100, 101].map(scaleFor), [5, 5, 10, 20, 50, 100, 100, 200]);
  t.end();
});
