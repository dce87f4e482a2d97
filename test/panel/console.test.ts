// What the console decides without a browser: what its address says, which rows there are and in which order, which of them are drawn.
import { deepEqual, ok } from 'node:assert/strict';
import t from 'tap';
import {
  agentOrders,
  callOrders,
  flowOrders,
  type Place,
  placeOf,
  queryOf,
  sortedBy,
  startPlace,
  tabs,
} from '../../src/panel/console/place.js';
import {
  agentRows,
  agentsOfState,
  callRows,
  countByState,
  flowRows,
  folded,
} from '../../src/panel/console/rows.js';
import { stepKind } from '../../src/panel/console/steps.js';
import { rowAfter, scrollFor, windowOf } from '../../src/panel/console/window.js';
import { examples } from '../link/facts.js';
import { fc } from '../properties.js';
import { consoleFloor } from './given-console-floor.js';

const agentStates = ['ready', 'talking', 'not-ready', 'logged-out'] as const;
const name = fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' });
const sorting = <Order extends string>(orders: readonly Order[]) =>
  fc.record({ by: fc.constantFrom(...orders), down: fc.boolean() });

const anyPlace: fc.Arbitrary<Place> = fc.record({
  tab: fc.constantFrom(...tabs),
  flow: fc.option(name),
  team: fc.option(name),
  agentState: fc.option(fc.constantFrom(...agentStates)),
  callState: fc.option(fc.constantFrom('waiting' as const, 'offered' as const, 'talking' as const)),
  text: fc.oneof(fc.constant(''), name),
  flows: sorting(flowOrders),
  calls: sorting(callOrders),
  agents: sorting(agentOrders),
  opened: fc.option(
    fc.record({ kind: fc.constantFrom('call' as const, 'agent' as const, 'flow' as const), id: name }),
  ),
  date: fc.option(fc.constantFrom('2026-11-22', '2026-03-29')),
});
/** Plain records, as the code makes them. */
const places = anyPlace.map(place => structuredClone(place));

t.test(
  'a link shows a colleague the same: the address has all of the place, and keeps what is not its own',
  t => {
    fc.assert(
      fc.property(places, fc.constantFrom('', '?lang=fr&theme=dark', '?tab=alarms&q=x'), (place, before) => {
        const query = queryOf(place, before);
        deepEqual(placeOf(query), place);
        const kept = new URLSearchParams(query);
        if (before.includes('lang')) deepEqual([kept.get('lang'), kept.get('theme')], ['fr', 'dark']);
      }),
    );
    t.equal(queryOf(startPlace, '?flow=n1&lang=fr'), '?lang=fr', 'where one starts needs no words');
    for (const wrong of [
      '?tab=x&agents=-x&open=car:1&open=&date=2026-99-99&callState=ready',
      '?date=today&open=call:',
    ])
      t.same(placeOf(wrong), startPlace, wrong);
    t.same(placeOf('?open=call:1732.7:9').opened, { kind: 'call', id: '1732.7:9' });
    t.same(sortedBy(startPlace.calls, 'time'), { by: 'time', down: false });
    t.same(
      sortedBy({ by: 'time', down: false }, 'time'),
      { by: 'time', down: true },
      'a second click turns it',
    );
    t.same(sortedBy({ by: 'time', down: true }, 'time'), { by: 'time', down: false });
    t.end();
  },
);

const english = { language: 'en' } as const;
const ids = (rows: readonly (readonly [string, unknown])[]) => rows.map(([id]) => id);
const agentsAt = (change: Partial<Place>) => {
  const place = { ...startPlace, ...change };
  return ids(agentsOfState(agentRows(consoleFloor, place, english), place));
};
const callsAt = (change: Partial<Place>) =>
  ids(callRows(consoleFloor, { ...startPlace, ...change }, english));

t.test('agents: who could take a call first, the longest in his state first; found without accents', t => {
  t.same(agentsAt({}), ['103', '102', '101', '104'], 'who is logged out is not shown unasked');
  t.same(agentsAt({ agentState: 'logged-out' }), ['105']);
  t.same(agentsAt({ text: 'gone' }), ['105'], 'but found by name');
  t.same(agentsAt({ text: 'elan zoe' }), ['101'], 'in any order of the words');
  t.same(agentsAt({ text: 'LUNCH' }), ['104'], 'by his reason');
  t.same(agentsAt({ text: 'technical' }), ['101'], 'by the flow of his call');
  t.same(agentsAt({ text: '102' }), ['102']);
  t.same(agentsAt({ flow: 'n2' }), ['101'], 'of a flow: who may take its calls');
  t.same(agentsAt({ team: 'lyon' }), ['102']);
  t.same(agentsAt({ agents: { by: 'name', down: false } }), ['103', '102', '104', '101']);
  t.same(agentsAt({ agents: { by: 'name', down: true } }), ['101', '104', '102', '103']);
  t.same(agentsAt({ agents: { by: 'time', down: false } }), ['104', '103', '102', '101']);
  t.same(agentsAt({ agents: { by: 'answered', down: false } }), ['104', '103', '102', '101']);
  const counts = countByState(agentRows(consoleFloor, startPlace, english));
  t.same([...counts].sort(), [
    ['logged-out', 1],
    ['not-ready', 1],
    ['ready', 2],
    ['talking', 1],
  ]);
  t.equal(folded('Élan Ça'), 'elan ca');
  t.end();
});

t.test('calls: who waits first, the longest first', t => {
  t.same(callsAt({}), ['c2', 'c1', 'c4', 'c3']);
  t.same(callsAt({ flow: 'n2' }), ['c2', 'c3']);
  t.same(callsAt({ text: 'bruno' }), ['c4']);
  t.same(callsAt({ team: 'lyon' }), ['c2', 'c1', 'c4'], 'of a team: its talks, and who waits for anybody');
  t.same(callsAt({ calls: { by: 'time', down: false } }), ['c2', 'c4', 'c1', 'c3']);
  t.same(callsAt({ calls: { by: 'flow', down: false } }), ['c4', 'c1', 'c2', 'c3']);
  const by = (by: Place['flows']['by'], down = false) =>
    ids(flowRows(consoleFloor, { ...startPlace, flows: { by, down } }));
  t.same(by('site'), ['n1', 'n2', 'n3']);
  t.same(by('waiting'), ['n2', 'n1', 'n3']);
  t.same(by('longest'), ['n1', 'n2', 'n3'], 'nobody waits in the last one');
  t.same(by('level'), ['n2', 'n3', 'n1'], 'the furthest below its target');
  t.same(by('level', true), ['n1', 'n3', 'n2']);
  t.end();
});

t.test('every row that is seen is drawn, and few others, however long the list', t => {
  const px = 30;
  fc.assert(
    fc.property(fc.nat(2000), fc.nat(70_000), fc.nat(1200), (count, scrolledPx, heightPx) => {
      const { from, to } = windowOf(count, px, scrolledPx, heightPx);
      ok(from >= 0 && to <= count);
      ok(to - from <= Math.ceil(heightPx / px) + 10);
      const mostPx = Math.max(0, count * px - heightPx);
      const atPx = Math.min(scrolledPx, mostPx);
      for (let row = Math.floor(atPx / px); row < Math.min(count, (atPx + heightPx) / px); row += 1)
        ok(from <= row && row < to, `row ${row} of ${count} at ${atPx}: ${from} to ${to}`);
    }),
  );
  t.same(
    [-1, 0, 4].map(at => rowAfter('ArrowDown', at, 5, 3)),
    [0, 1, 4],
  );
  t.same(
    ['ArrowUp', 'PageDown', 'PageUp', 'Home', 'End', 'x'].map(key => rowAfter(key, 2, 5, 3)),
    [1, 4, 0, 0, 4, null],
  );
  t.equal(rowAfter('End', 0, 0, 3), null, 'an empty list leads nowhere');
  t.same(
    [0, 3, 30].map(row => scrollFor(row, px, 60, 300, 28)),
    [0, 60, 658],
    'up to it, not at all, down to it',
  );
  t.end();
});

t.test('each fact of a call has a mark in its timeline', t => {
  const marks = new Map(examples.map(({ type }) => [type, stepKind(type)]));
  t.match(Object.fromEntries(marks), {
    'call-queued': 'in',
    'call-answered': 'talk',
    'offer-ended': 'trouble',
    'take-ordered': 'act',
    'call-ended': 'end',
  });
  t.end();
});
