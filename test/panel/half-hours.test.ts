import { deepEqual, ok } from 'node:assert/strict';
import t from 'tap';
import type { Recorded } from '../../src/core/facts.js';
import { addCounts, emptyCounts } from '../../src/panel/counts.js';
import { emptyFloor, type Floor } from '../../src/panel/floor.js';
import { type HalfHour, halfHoursOn } from '../../src/panel/half-hours.js';
import { FloorKeeper } from '../../src/panel/keeper.js';
import { daysBefore, localDates } from '../../src/panel/local-date.js';
import { applyFact } from '../../src/panel/projection.js';
import { rulesFingerprint, setUp } from '../../src/panel/setup.js';
import { fc } from '../properties.js';
import { histories, historyStartMs } from './histories.js';
import { naiveHalfHours, wallHalfHour } from './naive-figures.js';
import { givenSite } from './sites.js';
import { StoreInMemory } from './store-in-memory.js';

const zone = 'Europe/Paris';
const halfHourMs = 30 * 60_000;
const site = givenSite();
const setup = setUp(site, localDates(zone));

function fold(facts: readonly Recorded[], floor = emptyFloor(), { rules } = setup): Floor {
  for (const recorded of facts) applyFact(floor, recorded, rules);
  return floor;
}

/** Paris at 00:40: an hour is skipped, comes twice, or neither. */
const nights = {
  'the clock goes forward': 0,
  'the clock goes back': Date.UTC(2026, 9, 24, 22, 40) - historyStartMs,
  'a plain night': 10 * 86_400_000,
};

const asOnTheWall = ({ fromMs, ...rest }: HalfHour) => ({ ...rest, wall: wallHalfHour(fromMs) });
const byName = (a: unknown, b: unknown) =>
  JSON.stringify(a, sortedKeys).localeCompare(JSON.stringify(b, sortedKeys));
const sortedKeys = (_: string, value: unknown) =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort())
    : value;
const isSomething = (one: unknown) => {
  const { flow: _, wall: __, serviceLevel, ...rest } = one as Record<string, unknown>;
  return JSON.stringify([serviceLevel, rest]).replaceAll('null', '0').match(/[1-9]/) !== null;
};

for (const [name, shiftMs] of Object.entries(nights))
  t.test(
    `${name}: every half-hour is that of a naive recount, with a restart of the panel at any point`,
    async t => {
      const walls = new Set<string>();
      await fc.assert(
        fc.asyncProperty(histories, fc.nat(150), async ({ facts: unshifted }, cut) => {
          const facts = unshifted.map(one => ({ ...one, atMs: one.atMs + shiftMs }));
          const store = new StoreInMemory();
          const rules = rulesFingerprint(site, zone);
          await new FloorKeeper(store, rules).save(fold(facts.slice(0, cut)));
          const { floor: kept } = await new FloorKeeper(store, rules).load();
          const floor = fold(facts.slice(cut), kept ?? emptyFloor());
          for (const date of new Set(facts.map(one => setup.rules.dateOf(one.atMs)))) {
            const found = halfHoursOn(floor, setup, date);
            for (const { fromMs } of found) {
              ok(fromMs % halfHourMs === 0, `${fromMs} begins a half-hour`);
              walls.add(wallHalfHour(fromMs));
            }
            deepEqual(
              found.map(asOnTheWall).filter(isSomething).sort(byName),
              naiveHalfHours(facts, site, date).filter(isSomething).sort(byName),
            );
          }
        }),
        { numRuns: 25 },
      );
      const twice = [...walls].filter(wall => / 02:[03]0 /.test(wall)).map(wall => wall.slice(11));
      const expected = {
        'the clock goes forward': [],
        'the clock goes back': ['02:00 GMT+1', '02:00 GMT+2', '02:30 GMT+1', '02:30 GMT+2'],
        'a plain night': ['02:00 GMT+2', '02:30 GMT+2'],
      }[name];
      t.same(twice.sort(), expected, 'the hour that the change is about');
    },
  );

t.test('the half-hours of a day add up to the day', t => {
  fc.assert(
    fc.property(histories, ({ facts }) => {
      const floor = fold(facts);
      for (const { date, flow, counts } of floor.days.values()) {
        const sum = emptyCounts();
        for (const half of floor.halfHours.values())
          if (half.date === date && half.flow === flow) addCounts(sum, half.counts);
        deepEqual(sum, counts, `${date} ${flow}`);
      }
    }),
    { numRuns: 25 },
  );
  t.pass('in every history');
  t.end();
});

t.test('half-hours are kept for as many days as the site file says, days for two months', async t => {
  const days = 70;
  const facts = Array.from({ length: days }, (_, day): Recorded => {
    const atMs = Date.UTC(2026, 8, 1, 10, 10) + day * 86_400_000;
    const about = { channel: 'x', flow: 'n1', caller: '', callerName: '', dialled: '', trunk: 't2' } as const;
    const fact = { type: 'call-queued', call: `c${day}`, ...about, language: 'fr', choice: '' } as const;
    return { seq: day + 1, atMs, fact: { ...fact, priority: 0, virtualEntryAtMs: atMs } };
  });
  for (const kept of [1, 7, 30]) {
    const store = new StoreInMemory();
    const rules = rulesFingerprint(site, zone, kept);
    const keeper = new FloorKeeper(store, rules);
    const floor = emptyFloor();
    for (const fact of facts) {
      fold([fact], floor, setUp(site, localDates(zone), kept));
      await keeper.save(floor);
    }
    t.equal(floor.halfHours.size, kept + 1, `${kept} days and today`);
    t.equal(floor.days.size, 62);
    t.equal(
      [...store.records.keys()].filter(key => key.startsWith('half/')).length,
      kept + 1,
      'in the store too',
    );
    const today = setup.rules.dateOf(facts.at(-1)?.atMs ?? 0);
    t.equal(halfHoursOn(floor, setup, daysBefore(today, kept)).length, 2, 'the flow and the site');
    t.equal(halfHoursOn(floor, setup, daysBefore(today, kept + 1)).length, 0);
    const again = await new FloorKeeper(store, rulesFingerprint(site, zone, kept + 1)).load();
    t.equal(again.because, 'other-rules', 'for more days the journal is read again');
  }
});

t.test('a store of the version before is counted anew', async t => {
  const store = new StoreInMemory();
  const rules = rulesFingerprint(site, zone);
  await new FloorKeeper(store, rules).save(
    fold(fc.sample(histories, { numRuns: 1, seed: 3 })[0]?.facts ?? []),
  );
  const meta = JSON.parse(store.records.get('meta') ?? '{}') as { readonly version: number };
  store.records.set('meta', JSON.stringify({ ...meta, version: meta.version - 1 }));
  t.equal((await new FloorKeeper(store, rules).load()).because, 'other-version');
  t.equal(store.records.size, 0, 'and is emptied');
});

t.test('half-hours are those of the clock on the wall, in zones of odd offsets too', t => {
  const at = (zone: string, atMs: number) => {
    const fromMs = localDates(zone).halfHourOf(atMs);
    const wall = new Date(fromMs).toLocaleTimeString('sv-SE', { timeZone: zone, timeStyle: 'short' });
    return `${wall} ${(atMs - fromMs) / 60_000}`;
  };
  const noon = Date.UTC(2026, 5, 1, 12, 0);
  t.same(
    [0, 14, 15, 29, 30, 59].map(minute => at('Asia/Kathmandu', noon + minute * 60_000)),
    ['17:30 15', '17:30 29', '18:00 0', '18:00 14', '18:00 15', '18:30 14'],
  );
  t.equal(at('Africa/Douala', noon + 31 * 60_000), '13:30 1');
  t.equal(
    at('Australia/Lord_Howe', Date.UTC(2026, 3, 4, 15, 10)),
    '01:30 10',
    'after half an hour is set back',
  );
  t.end();
});

t.test('a partner may have the name of something that every object has', async t => {
  const sum = emptyCounts();
  for (const count of [2, 3]) addCounts(sum, { ...emptyCounts(), overflowed: { constructor: count } });
  t.strictSame(Object.entries(sum.overflowed), [['constructor', 5]]);
});
