// What the console decides of acts and of the day without a browser: requests, what takes them back, until when, sums of half-hours.
import { equal, ok } from 'node:assert/strict';
import t from 'tap';
import * as schemas from '../../src/panel/api/schemas.js';
import { actWords, saidOf } from '../../src/panel/console/act-words.js';
import {
  front,
  nothingFilled,
  type Presence,
  presencesFor,
  type Request,
  requestOf,
  undoOf,
  type Wish,
} from '../../src/panel/console/acts.js';
import { daySum, slotsOf, waitScale } from '../../src/panel/console/chart-data.js';
import { inMinutes, nextTimeOf } from '../../src/panel/console/times.js';
import type { HalfHour } from '../../src/panel/half-hours.js';
import { timeOfDay } from '../../src/panel/page/format.js';
import type { AgentOnPage } from '../../src/panel/page-state.js';
import { halfHourMs } from '../../src/panel/wallboard/trend-data.js';
import { fc } from '../properties.js';
import { consoleFloor, flowOnPage } from './given-console-floor.js';

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
  { kind: 'skills', agent: '101', now: { n1: 3 }, isChanged: false },
  { kind: 'restore-skills', agent: '101', now: { n1: 3 }, isChanged: true },
];
/** What the API takes at an address. */
const bodies: readonly (readonly [
  RegExp,
  { readonly safeParse: (body: unknown) => { readonly success: boolean } },
])[] = [
  [/^\/calls\/[^/]+\/command$/, schemas.callBody],
  [/^\/flows\/[^/]+\/command$/, schemas.flowBody],
  [/^\/agents\/[^/]+\/command$/, schemas.agentCommandBody],
  [/^\/agents\/[^/]+\/skills$/, schemas.skillsBody],
  [/^\/listening$/, schemas.listeningBody],
  [/^\/alarms$/, schemas.alarmBody],
];
const isTaken = ({ path, body }: Request) =>
  bodies.some(([address, schema]) => address.test(path) && schema.safeParse(body).success);

t.test('every act, and what takes it back, is what the API takes', t => {
  const filled = {
    ...nothingFilled,
    choice: '20',
    untilMs: 1_795_000_000_000,
    note: ' I call them ',
    skills: { n2: 1 },
  };
  const held = { to: 'open', untilMs: 1_795_000_000_000, by: 'Nadia' } as const;
  const flows = { ...consoleFloor.flows, n1: { ...flowOnPage(0, 'Level 1', 3, 5_000, 9), forced: held } };
  for (const wish of wishes) {
    const request = requestOf(wish, filled);
    t.ok(request !== null && isTaken(request), JSON.stringify(request));
    for (const state of [consoleFloor, { ...consoleFloor, flows }]) {
      const undo = undoOf(wish, { state, reason: 'lunch' });
      t.ok(undo === null || isTaken(undo), JSON.stringify(undo));
      t.ok(actWords.en[saidOf(wish)].done.length > 0);
    }
  }
  t.same(
    wishes.map(wish => requestOf(wish, nothingFilled) === null),
    [
      ...[true, true, true, true, false, false, false, false, false, true],
      ...[false, false, false, false, true, false],
    ],
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
    undoOf(wish, { state: consoleFloor, reason })?.body ?? null;
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
  const skills = { agent: '101', now: { n1: 3 } };
  t.same(back({ kind: 'skills', ...skills, isChanged: false }), { skills: null }, 'those of the site file');
  t.same(back({ kind: 'skills', ...skills, isChanged: true }), { skills: { n1: 3 } }, 'those before');
  t.same(back({ kind: 'raise', call: 'c1' }), null, 'the rules put nobody back in line behind others');
  t.same(presencesFor('talking'), ['not-ready', 'logout-after-call']);
  t.same(presencesFor('logged-out'), ['login']);
  t.end();
});

t.test('whoever was not ready before an act is not made ready by its Undo', t => {
  const { agents } = consoleFloor;
  const [one] = Object.values(agents);
  if (one === undefined) throw new Error('there is nobody');
  const back = (state: AgentOnPage['state'], command: Presence, reason: string | null = null) => {
    const before = { state: { ...consoleFloor, agents: { '101': { ...one, state } } }, reason };
    return undoOf({ kind: 'presence', agent: '101', command }, before)?.body ?? null;
  };
  const lunch = { kind: 'not-ready', reason: 'lunch' };
  t.same(back('wrap-up', 'not-ready'), null, 'ready would end the wrap-up');
  t.same(back('wrap-up', 'not-ready', 'lunch'), lunch);
  t.same(back('talking', 'not-ready', 'lunch'), lunch, 'which he had asked for after the talk');
  t.same(back('talking', 'not-ready'), { kind: 'ready' });
  t.same(back('not-ready', 'logout', 'lunch'), null, 'a log-in would make him ready');
  t.same(back('not-ready', 'logout'), null);
  t.same(back('ready', 'logout'), { kind: 'login' });
  t.same(back('wrap-up', 'logout-after-call', 'lunch'), { kind: 'login' }, 'which only keeps him in');
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
