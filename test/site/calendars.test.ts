import t from 'tap';
import type { OpenInterval } from '../../src/core/site.js';
import { openings } from '../../src/site/compile/calendars.js';
import { localDays } from '../../src/site/compile/days.js';
import { holidaysOf } from '../../src/site/holidays.js';
import type { CalendarSection } from '../../src/site/sections/calendars.js';
import { dayKeys, type TimeRange } from '../../src/site/week.js';
import { fc } from '../properties.js';
import { compiled, edited } from './small-site.js';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Openings of a calendar written as YAML, as UTC texts, those that touch the given span of days. */
async function openingsOf(calendar: string, from: string, to: string, site = ''): Promise<string[]> {
  const text = edited('flows:\n', `calendars:\n  c: ${calendar}\nflows:\n`).replace(
    '  languages: [en]\n',
    `  languages: [en]\n${site}`,
  );
  const file = await compiled(text, Date.parse(`${from}T12:00:00Z`));
  const span = { fromMs: Date.parse(from), toMs: Date.parse(to) };
  return (file.calendars.get('c') ?? [])
    .filter(({ fromMs, toMs }) => fromMs < span.toMs && toMs > span.fromMs)
    .map(({ fromMs, toMs }) => `${utc(fromMs)} to ${utc(toMs)}`);
}

const utc = (ms: number) => new Date(ms).toISOString().slice(0, 16);

t.test('opening hours are local: UTC+1 in winter, UTC+2 in summer', async t => {
  t.strictSame(await openingsOf('{ mon: 08:00-20:00 }', '2026-01-05', '2026-01-06'), [
    '2026-01-05T07:00 to 2026-01-05T19:00',
  ]);
  t.strictSame(await openingsOf('{ mon: 08:00-20:00 }', '2026-07-06', '2026-07-07'), [
    '2026-07-06T06:00 to 2026-07-06T18:00',
  ]);
});

t.test(
  'on the day of 23 hours a whole day is 23 hours, and what the clock skips opens after the gap',
  async t => {
    t.strictSame(await openingsOf('{ sun: 00:00-24:00 }', '2026-03-29', '2026-03-30'), [
      '2026-03-28T23:00 to 2026-03-29T22:00',
    ]);
    t.strictSame(await openingsOf('{ sun: 02:30-05:00 }', '2026-03-29', '2026-03-30'), [
      '2026-03-29T01:30 to 2026-03-29T03:00',
    ]);
    t.strictSame(await openingsOf('{ sun: 08:00-12:00 }', '2026-03-29', '2026-03-30'), [
      '2026-03-29T06:00 to 2026-03-29T10:00',
    ]);
  },
);

t.test('on the day of 25 hours a whole day is 25 hours', async t => {
  t.strictSame(await openingsOf('{ sun: 00:00-24:00 }', '2026-10-25', '2026-10-26'), [
    '2026-10-24T22:00 to 2026-10-25T23:00',
  ]);
  t.strictSame(await openingsOf('{ sun: 01:00-04:00 }', '2026-10-25', '2026-10-26'), [
    '2026-10-24T23:00 to 2026-10-25T03:00',
  ]);
});

t.test('day starts follow the clock changes', async t => {
  const file = await compiled(edited('name: Small', 'name: Days'), Date.parse('2026-03-28T12:00:00Z'));
  const { dayStarts } = file.core;
  t.equal(utc(dayStarts[0] ?? 0), '2026-03-25T23:00');
  const lengths = dayStarts.slice(1).map((start, index) => (start - (dayStarts[index] ?? 0)) / hourMs);
  t.strictSame([lengths[3], lengths[3 + 210]], [23, 25]);
  t.strictSame([...new Set(lengths)].sort(), [23, 24, 25]);
  t.ok((dayStarts.at(-1) ?? 0) >= Date.parse('2026-03-28T12:00:00Z') + 399 * dayMs);
});

t.test('hours that cross midnight end on the next day, also over a clock change', async t => {
  t.strictSame(await openingsOf('{ fri: 22:00-06:00 }', '2026-01-09', '2026-01-11'), [
    '2026-01-09T21:00 to 2026-01-10T05:00',
  ]);
  t.strictSame(await openingsOf('{ sat: 22:00-06:00 }', '2026-03-28', '2026-03-30'), [
    '2026-03-28T21:00 to 2026-03-29T04:00',
  ]);
});

t.test('hours that touch are one opening; a pause is a pause', async t => {
  t.strictSame(await openingsOf('{ mon: 22:00-24:00, tue: 00:00-02:00 }', '2026-01-05', '2026-01-07'), [
    '2026-01-05T21:00 to 2026-01-06T01:00',
  ]);
  t.strictSame(await openingsOf('{ mon: "08:00-12:00, 13:30-18:00" }', '2026-01-05', '2026-01-06'), [
    '2026-01-05T07:00 to 2026-01-05T11:00',
    '2026-01-05T12:30 to 2026-01-05T17:00',
  ]);
  const always = await compiled(edited('flows:\n', 'calendars: { c: { every-day: 00:00-24:00 } }\nflows:\n'));
  t.equal(always.calendars.get('c')?.length, 1);
});

t.test('a date by name is stronger than a holiday, a holiday than the day of the week', async t => {
  const france = '  holidays: { country: FR, extra: [2026-07-13], except: [2026-08-15] }\n';
  const calendar =
    '{ every-day: 08:00-20:00, holidays: 10:00-12:00, dates: { 2026-07-14: 09:00-10:00, 2026-12-20..2027-01-03: closed, 2026-12-31: 08:00-09:00 } }';
  t.strictSame(await openingsOf(calendar, '2026-07-12', '2026-07-16', france), [
    '2026-07-12T06:00 to 2026-07-12T18:00',
    '2026-07-13T08:00 to 2026-07-13T10:00',
    '2026-07-14T07:00 to 2026-07-14T08:00',
    '2026-07-15T06:00 to 2026-07-15T18:00',
  ]);
  t.strictSame(await openingsOf(calendar, '2026-08-15', '2026-08-16', france), [
    '2026-08-15T06:00 to 2026-08-15T18:00',
  ]);
  t.strictSame(await openingsOf(calendar, '2026-12-20', '2027-01-04', france), [
    '2026-12-31T07:00 to 2026-12-31T08:00',
  ]);
});

t.test('holidays: closed unless the calendar says otherwise; `ordinary` is like any other day', async t => {
  const france = '  holidays: { country: FR }\n';
  t.strictSame(await openingsOf('{ every-day: 08:00-20:00 }', '2026-05-01', '2026-05-02', france), []);
  t.strictSame(
    await openingsOf('{ every-day: 08:00-20:00, holidays: ordinary }', '2026-05-01', '2026-05-02', france),
    ['2026-05-01T06:00 to 2026-05-01T18:00'],
  );
});

/** Written out from the Code du travail (L3133-1) and the dates of Easter: 5 April 2026, 28 March 2027, 16 April 2028. */
const french = {
  fixed: ['01-01', '05-01', '05-08', '07-14', '08-15', '11-01', '11-11', '12-25'],
  moving: [
    '2026-04-06',
    '2026-05-14',
    '2026-05-25',
    '2027-03-29',
    '2027-05-06',
    '2027-05-17',
    '2028-04-17',
    '2028-05-25',
    '2028-06-05',
  ],
};

t.test('the public holidays of France, 2026 to 2028; those of the Moselle', async t => {
  const answer = await holidaysOf({ country: 'FR', region: null, firstYear: 2026, lastYear: 2028 });
  const fixed = [2026, 2027, 2028].flatMap(year => french.fixed.map(day => `${year}-${day}`));
  t.strictSame(answer.kind === 'days' ? [...answer.days].sort() : [], [...fixed, ...french.moving].sort());
  const moselle = await holidaysOf({ country: 'FR', region: '57', firstYear: 2026, lastYear: 2026 });
  t.ok(moselle.kind === 'days' && moselle.days.includes('2026-04-03') && moselle.days.includes('2026-12-26'));
});

t.test('a country without an entry is refused with those that are known', async t => {
  const answer = await holidaysOf({ country: 'XX', region: null, firstYear: 2026, lastYear: 2026 });
  t.equal(answer.kind, 'unknown-country');
});

const clocks = new Map<string, Intl.DateTimeFormat>();

/** What a clock on the wall of the site shows. */
function wall(zone: string, ms: number) {
  const clock =
    clocks.get(zone) ??
    new Intl.DateTimeFormat('sv-SE', {
      timeZone: zone,
      dateStyle: 'short',
      timeStyle: 'short',
      hourCycle: 'h23',
    });
  clocks.set(zone, clock);
  const [date = '', time = ''] = clock.format(ms).split(' ');
  const [hour, minute] = time.split(':').map(Number);
  return { date, minute: (hour ?? 0) * 60 + (minute ?? 0) };
}

const dayBefore = (date: string) => new Date(Date.parse(date) - dayMs).toISOString().slice(0, 10);
const weekday = (date: string) => (new Date(date).getUTCDay() + 6) % 7;

/** Ranges of a day in order and apart; the last may cross midnight by less than the first opening of any day. */
const dayRanges: fc.Arbitrary<readonly TimeRange[]> = fc
  .uniqueArray(fc.integer({ min: 37, max: 143 }), { maxLength: 6 })
  .chain(points =>
    fc.boolean().map(late => {
      const sorted = points.map(point => point * 10).sort((a, b) => a - b);
      const ranges: TimeRange[] = [];
      for (let at = 0; at + 1 < sorted.length; at += 2)
        ranges.push({ from: sorted[at] ?? 0, to: sorted[at + 1] ?? 0, at: 0, length: 1 });
      const last = ranges.at(-1);
      if (late && last !== undefined) ranges[ranges.length - 1] = { ...last, to: 1440 + 360 };
      return ranges;
    }),
  );

const calendars: fc.Arbitrary<CalendarSection> = fc.record({
  days: fc.tuple(dayRanges, dayRanges).map(
    ([week, end]) =>
      new Map<string, readonly TimeRange[]>([
        ['mon-thu', week],
        ['sat-sun', end],
      ]),
  ),
  holidays: fc.oneof(fc.constant('ordinary' as const), dayRanges),
  dates: fc.constant(new Map<string, readonly TimeRange[]>()),
});

t.test('a moment lies in an opening when the clock on the wall says so', t => {
  const zones = [
    'Europe/Paris',
    'Africa/Douala',
    'America/New_York',
    'Asia/Kathmandu',
    'Australia/Lord_Howe',
  ];
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(
        calendars,
        fc.constantFrom(...zones),
        fc.integer({ min: 0, max: 365 * 24 * 6 }),
        fc.array(fc.integer({ min: 0, max: 9 * 24 * 6 }), { minLength: 20, maxLength: 20 }),
        (calendar, zone, start, moments) => {
          const fromMs = Date.parse('2026-01-01T00:00:00Z') + start * 600_000;
          const days = localDays(zone, fromMs - dayMs, fromMs + 11 * dayMs);
          const holidays = new Set([days[4]?.date ?? '']);
          const found = openings(calendar, days, holidays, zone);
          const rangesOf = (date: string): readonly TimeRange[] => {
            const ordinary =
              [...calendar.days].find(([key]) => dayKeys.get(key)?.includes(weekday(date)))?.[1] ?? [];
            return holidays.has(date) && calendar.holidays !== 'ordinary' ? calendar.holidays : ordinary;
          };
          return moments.every(offset => {
            const moment = fromMs + offset * 600_000;
            if (isNearClockChange(zone, moment)) return true;
            const { date, minute } = wall(zone, moment);
            const open =
              rangesOf(date).some(({ from, to }) => from <= minute && minute < to) ||
              rangesOf(dayBefore(date)).some(({ from, to }) => from <= minute + 1440 && minute + 1440 < to);
            return isOpen(found, moment) === open;
          });
        },
      ),
      { numRuns: 150 },
    ),
  );
  t.end();
});

/** On such days the wall shows some times twice or never; the examples above say what holds then. */
function isNearClockChange(zone: string, ms: number): boolean {
  const offset = (at: number) => {
    const { date, minute } = wall(zone, at);
    return Date.parse(date) + minute * 60_000 - at;
  };
  return offset(ms - 2 * hourMs) !== offset(ms + 2 * hourMs);
}

const isOpen = (intervals: readonly OpenInterval[], ms: number) =>
  intervals.some(({ fromMs, toMs }) => fromMs <= ms && ms < toMs);

t.test('openings are sorted and do not touch', t => {
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(calendars, fc.integer({ min: 0, max: 400 }), (calendar, day) => {
        const fromMs = Date.parse('2026-01-01T00:00:00Z') + day * dayMs;
        const found = openings(
          calendar,
          localDays('Europe/Paris', fromMs, fromMs + 40 * dayMs),
          new Set(),
          'Europe/Paris',
        );
        return found.every(
          ({ fromMs, toMs }, index) =>
            fromMs < toMs && toMs < (found[index + 1]?.fromMs ?? Number.POSITIVE_INFINITY),
        );
      }),
      { numRuns: 100 },
    ),
  );
  t.end();
});
