// What the console decides without a browser: what its address says, which rows there are and in which order, which of them are drawn.
import { deepEqual, equal, ok } from 'node:assert/strict';
import t from 'tap';
import * as schemas from '../../src/panel/api/schemas.js';
import { actWords, saidOf } from '../../src/panel/console/act-words.js';
import {
  front,
  nothingFilled,
  presencesFor,
  type Request,
  requestOf,
  undoOf,
  type Wish,
} from '../../src/panel/console/acts.js';
import { daySum, slotsOf, waitScale } from '../../src/panel/console/chart-data.js';
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
import { inMinutes, nextTimeOf } from '../../src/panel/console/times.js';
import { rowAfter, scrollFor, windowOf } from '../../src/panel/console/window.js';
import { emptyCounts } from '../../src/panel/counts.js';
import type { HalfHour } from '../../src/panel/half-hours.js';
import { timeOfDay } from '../../src/panel/page/format.js';
import {
  type AgentOnPage,
  type CallOnPage,
  emptyPageState,
  type PageState,
} from '../../src/panel/page-state.js';
import { halfHourMs } from '../../src/panel/wallboard/trend-data.js';
import { examples } from '../link/facts.js';
import { fc } from '../properties.js';

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

const agent = (
  order: number,
  name: string,
  state: AgentOnPage['state'],
  sinceMs: number,
  more: Partial<AgentOnPage> = {},
): AgentOnPage => ({
  ...{ name, order, state, sinceMs, reason: null, call: null, flow: null, flows: ['n1'], untilMs: null },
  ...{ scores: { scores: 0, scoreSum: 0 }, teams: ['paris'], cases: 0 },
  day: { answered: order, inThreshold: 0, targetPercent: null, talks: 0, talkMs: 0 },
  ...more,
});

const call = (
  state: CallOnPage['state'],
  queuedAtMs: number,
  more: Partial<CallOnPage> = {},
): CallOnPage => ({
  ...{
    flow: 'n1',
    caller: '0142••••17',
    state,
    queuedAtMs,
    answeredAtMs: null,
    agents: [],
    partners: [],
    ring: 0,
  },
  ...more,
});

const flow = (order: number, en: string, waiting: number, longestSinceMs: number | null, good: number) => ({
  ...{ order, name: { en, fr: en }, waiting, longestSinceMs, talking: 0, withPartner: 0, callBacks: 0 },
  ...{ today: emptyCounts(), share: { good, of: 10 }, forced: null, inHouse: null, expectedWaitMs: null },
  level: { formula: 'ignore-abandoned', thresholdMs: 20_000, targetPercent: 80, shortAbandonMs: 0 } as const,
  agents: { ...noAgents, ready: waiting },
  alerts: { waiting: 'fine', longest: 'fine', serviceLevel: 'fine' } as const,
});
const noAgents = {
  ...{ ready: 0, offered: 0, talking: 0, 'wrap-up': 0, 'not-ready': 0, 'phone-busy': 0 },
  ...{ 'backed-off': 0, 'phone-unavailable': 0, 'logged-out': 0 },
};

const floor: PageState = {
  ...emptyPageState,
  flows: {
    n1: flow(0, 'Level 1', 3, 5_000, 9),
    n2: flow(1, 'Technical', 7, 9_000, 4),
    n3: flow(2, 'Retention', 0, null, 7),
  },
  agents: {
    '101': agent(1, 'Zoé Élan', 'talking', 4_000, { flow: 'n2', call: 'c3', flows: ['n1', 'n2'] }),
    '102': agent(2, 'Bruno Petit', 'ready', 3_000, { teams: ['lyon'] }),
    '103': agent(3, 'Alice Martin', 'ready', 2_000),
    '104': agent(4, 'Chloé Roy', 'not-ready', 1_000, { reason: { en: 'Lunch', fr: 'Repas' } }),
    '105': agent(5, 'Away Gone', 'logged-out', 0, { flows: [] }),
  },
  calls: {
    c1: call('waiting', 2_000),
    c2: call('waiting', 1_000, { flow: 'n2' }),
    c3: call('talking', 500, { flow: 'n2', answeredAtMs: 3_000, agents: ['Zoé Élan'] }),
    c4: call('offered', 1_500, { agents: ['Bruno Petit'] }),
  },
};
const english = { language: 'en' } as const;
const ids = (rows: readonly (readonly [string, unknown])[]) => rows.map(([id]) => id);
const agentsAt = (change: Partial<Place>) => {
  const place = { ...startPlace, ...change };
  return ids(agentsOfState(agentRows(floor, place, english), place));
};
const callsAt = (change: Partial<Place>) => ids(callRows(floor, { ...startPlace, ...change }, english));

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
  const counts = countByState(agentRows(floor, startPlace, english));
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
    ids(flowRows(floor, { ...startPlace, flows: { by, down } }));
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

const wishes: readonly Wish[] = [
  { kind: 'take', call: 'c/1' },
  { kind: 'move', call: 'c1' },
  { kind: 'raise', call: 'c1' },
  { kind: 'force', flow: 'n1', to: 'closed' },
  { kind: 'release', flow: 'n1' },
  ...(['login', 'logout', 'logout-after-call', 'ready', 'not-ready'] as const).map(
    (command): Wish => ({ kind: 'presence', agent: '101', command }),
  ),
  { kind: 'listen', agent: '101', mode: 'whisper' },
  { kind: 'mode', mode: 'barge' },
  { kind: 'stop' },
  { kind: 'acknowledge', alarm: 'trunk-down:operator' },
];
/** What the API takes at an address. */
const bodies: readonly (readonly [
  RegExp,
  { readonly safeParse: (body: unknown) => { readonly success: boolean } },
])[] = [
  [/^\/calls\/[^/]+\/command$/, schemas.callBody],
  [/^\/flows\/[^/]+\/command$/, schemas.flowBody],
  [/^\/agents\/[^/]+\/command$/, schemas.agentCommandBody],
  [/^\/listening$/, schemas.listeningBody],
  [/^\/alarms$/, schemas.alarmBody],
];
const isTaken = ({ path, body }: Request) =>
  bodies.some(([address, schema]) => address.test(path) && schema.safeParse(body).success);

t.test('every act, and what takes it back, is what the API takes', t => {
  const filled = { ...nothingFilled, choice: '20', untilMs: 1_795_000_000_000, note: ' I call them ' };
  const held = { to: 'open', untilMs: 1_795_000_000_000, by: 'Nadia' } as const;
  const flows = { ...floor.flows, n1: { ...flow(0, 'Level 1', 3, 5_000, 9), forced: held } };
  for (const wish of wishes) {
    const request = requestOf(wish, filled);
    t.ok(request !== null && isTaken(request), JSON.stringify(request));
    for (const state of [floor, { ...floor, flows }]) {
      const undo = undoOf(wish, { state, reason: 'lunch' });
      t.ok(undo === null || isTaken(undo), JSON.stringify(undo));
      t.ok(actWords.en[saidOf(wish)].done.length > 0);
    }
  }
  t.same(
    wishes.map(wish => requestOf(wish, nothingFilled) === null),
    [true, true, true, true, false, false, false, false, false, true, false, false, false, false],
    'nothing is sent before it is said how',
  );
  t.same(requestOf({ kind: 'acknowledge', alarm: 'a' }, filled)?.body, { alarm: 'a', note: 'I call them' });
  t.same(requestOf({ kind: 'raise', call: 'c1' }, { ...filled, choice: front })?.body, {
    kind: 'raise',
    priority: null,
  });
  t.end();
});

t.test('an act is taken back to what was before it', t => {
  const back = (wish: Wish, reason: string | null = null) =>
    undoOf(wish, { state: floor, reason })?.body ?? null;
  t.same(back({ kind: 'move', call: 'c2' }), { kind: 'move', flow: 'n2' });
  t.same(back({ kind: 'force', flow: 'n1', to: 'open' }), { kind: 'release' });
  t.same(back({ kind: 'release', flow: 'n1' }), null, 'nobody held it');
  t.same(back({ kind: 'presence', agent: '101', command: 'logout-after-call' }), { kind: 'login' });
  t.same(back({ kind: 'presence', agent: '104', command: 'ready' }, 'lunch'), {
    kind: 'not-ready',
    reason: 'lunch',
  });
  t.same(
    back({ kind: 'presence', agent: '104', command: 'ready' }),
    null,
    'a RONA is no reason that one gives',
  );
  t.same(back({ kind: 'presence', agent: '102', command: 'not-ready' }), { kind: 'ready' });
  t.same(back({ kind: 'listen', agent: '101', mode: 'listen' }), { kind: 'stop' });
  t.same(back({ kind: 'raise', call: 'c1' }), null, 'the rules put nobody back in line behind others');
  t.same(presencesFor('talking'), ['not-ready', 'logout-after-call']);
  t.same(presencesFor('logged-out'), ['login']);
  t.end();
});

t.test(
  'until a time of the clock: the next moment at which it shows it, on days of 23 and 25 hours too',
  t => {
    const zone = 'Europe/Paris';
    const nights = [Date.UTC(2026, 2, 28, 20), Date.UTC(2026, 9, 24, 20), Date.UTC(2026, 10, 22, 20)];
    fc.assert(
      fc.property(
        fc.constantFrom(...nights),
        fc.nat(12 * 60),
        fc.nat(23),
        fc.nat(59),
        (night, later, hour, minute) => {
          const nowMs = night + later * 60_000 + 13_000;
          const time = `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
          const atMs = nextTimeOf(time, zone, nowMs);
          if (atMs === null) return hour === 2;
          equal(timeOfDay(atMs, zone, 'en'), time);
          ok(atMs > nowMs && atMs - nowMs <= 25 * 3_600_000);
          return true;
        },
      ),
    );
    t.same(
      ['24:00', '9:00', '', '12:60'].map(time => nextTimeOf(time, zone, 0)),
      [null, null, null, null],
    );
    t.equal(inMinutes(15, Date.UTC(2026, 0, 1, 12, 0, 1)), Date.UTC(2026, 0, 1, 12, 16));
    t.end();
  },
);

const half = (flow: string, slot: number, more: Partial<HalfHour> = {}): HalfHour => ({
  ...{ flow, fromMs: slot * halfHourMs, offered: 10, byAgents: 6, byPartners: 2, abandoned: 1 },
  ...{ serviceLevel: { good: 6, of: 8 }, meanWaitMs: 10_000, longestWaitMs: 40_000 },
  ...more,
});

t.test('the day of all flows is their sum, half-hour by half-hour, with none left out', t => {
  const halves = [
    half('n1', 3),
    half('n2', 3, { byAgents: 2, byPartners: 0, meanWaitMs: 30_000, longestWaitMs: 50_000 }),
    half('n1', 5, { offered: 4, byAgents: 0, byPartners: 0, meanWaitMs: null, longestWaitMs: 0 }),
    half('all', 3, { offered: 99 }),
  ];
  t.same(slotsOf(halves, null, 'all'), [
    {
      ...{ fromMs: 3 * halfHourMs, offered: 20, byAgents: 8, byPartners: 2, abandoned: 2, others: 8 },
      ...{ share: { good: 12, of: 16 }, meanWaitMs: 14_000, longestWaitMs: 50_000 },
    },
    {
      ...{ fromMs: 4 * halfHourMs, offered: 0, byAgents: 0, byPartners: 0, abandoned: 0, others: 0 },
      ...{ share: { good: 0, of: 0 }, meanWaitMs: null, longestWaitMs: 0 },
    },
    {
      ...{ fromMs: 5 * halfHourMs, offered: 4, byAgents: 0, byPartners: 0, abandoned: 1, others: 3 },
      ...{ share: { good: 6, of: 8 }, meanWaitMs: null, longestWaitMs: 0 },
    },
  ]);
  t.same(
    slotsOf(halves, 'n2', 'all').map(({ offered }) => offered),
    [10],
  );
  t.same(slotsOf(halves, 'night', 'all'), []);
  const sum = daySum(slotsOf(halves, null, 'all'));
  t.match(sum, { offered: 24, byAgents: 8, meanWaitMs: 14_000, share: { good: 18, of: 24 } });
  fc.assert(
    fc.property(
      fc.array(fc.record({ slot: fc.nat(40), offered: fc.nat(50), byAgents: fc.nat(20) }), { minLength: 1 }),
      all => {
        const slots = slotsOf(
          all.map(({ slot, offered, byAgents }) =>
            half('n1', slot, { offered, byAgents, byPartners: 0, abandoned: 0 }),
          ),
          'n1',
          'all',
        );
        const total = daySum(slots);
        equal(
          total.offered,
          all.reduce((count, { offered }) => count + offered, 0),
        );
        equal(
          total.byAgents,
          all.reduce((count, { byAgents }) => count + byAgents, 0),
        );
        for (const [index, { fromMs }] of slots.entries())
          if (index > 0) equal(fromMs - (slots[index - 1]?.fromMs ?? 0), halfHourMs);
      },
    ),
  );
  t.same([0, 9_999, 10_001, 61_000, 4_000_000].map(waitScale), [10, 10, 20, 120, 7200]);
  t.end();
});
