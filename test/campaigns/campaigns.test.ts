// Campaigns from the list to what came of it: in virtual time, with kills at any moment.
import assert from 'node:assert/strict';
import t from 'tap';
import { OutsideError } from '../../src/base/errors.js';
import { fc } from '../properties.js';
import { type Behaviour, givenSiteFile, House, luc } from './given-house.js';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
/** A Monday, 10:30 in Paris. */
const monday = Date.UTC(2026, 10, 23, 9, 30);
const [anna, bruno, chloe] = ['+33612345001', '+33612345002', '+33612345003'];

const welcome = `
  welcome:
    name: Welcome
    flow: out
    mode: progressive
    times: day
    maximumAtOnce: 2
    attempts: 3
    notReached: { busy: { after: 10m, times: 5 }, noAnswer: { after: 2h, times: 1 } }
`;

async function givenHouse(campaigns = welcome, nowMs = monday): Promise<House> {
  return new House(await givenSiteFile(campaigns, nowMs), nowMs);
}

t.test('a list is called, and what came of it can be told', async t => {
  const house = await givenHouse();
  house.logsIn('101');
  house.behaves = number => (number === bruno ? 'busy' : 'answers');
  t.strictSame(
    await house.has('welcome', { number: anna, name: 'Anna' }, { number: bruno }, { number: anna }),
    {
      ...{ ok: true, added: 2, known: 1, barred: 0, refused: 0 },
    },
  );
  await house.settles();
  t.strictSame(house.dials, [], 'it is not started');
  house.starts('welcome');
  await house.settles();
  t.strictSame(
    house.dials.map(({ number }) => number),
    [anna, bruno],
  );
  t.match(await house.record('welcome', anna ?? ''), {
    isDone: true,
    outcome: 'talked',
    attempts: 1,
    agent: '101',
  });
  t.match(await house.record('welcome', bruno ?? ''), {
    ...{ isDone: false, outcome: 'busy', attempts: 1, nextAtMs: monday + 10 * minute },
  });
  t.match((await house.desk.view()).campaigns, [
    { campaign: 'welcome', state: 'running', records: 2, open: 1, done: { talked: 1 }, inLine: 0 },
  ]);
  await house.passes(day, 10 * minute);
  t.equal(house.dials.length, 4, 'three attempts for the one who is busy, and no more');
  t.match(await house.record('welcome', bruno ?? ''), { isDone: true, outcome: 'busy', attempts: 3 });
});

t.test('who is not reached is tried again by the rule for that outcome', async t => {
  const house = await givenHouse();
  house.logsIn('101');
  house.behaves = () => 'no-answer';
  await house.has('welcome', { number: anna });
  house.starts('welcome');
  await house.settles();
  await house.passes(2 * hour - minute);
  t.equal(house.dials.length, 1);
  await house.passes(2 * minute);
  t.equal(house.dials.length, 2);
  t.match(
    await house.record('welcome', anna ?? ''),
    { isDone: true, outcome: 'no-answer' },
    'once again, in all',
  );
});

t.test('customers are called in the hours of where they live', async t => {
  const house = await givenHouse();
  house.logsIn('101');
  await house.has(
    'welcome',
    { number: '+12125550101', zone: 'America/New_York' },
    { number: '+262692000001', zone: 'Indian/Reunion' },
  );
  house.starts('welcome');
  await house.settles();
  const numbers = () => house.dials.map(({ number }) => number);
  t.strictSame(numbers(), ['+262692000001'], '10:30 in Paris, 13:30 in Saint-Denis, 04:30 in New York');
  t.strictSame(house.lookedFor, ['+262692000001'], 'the CRM is not asked about whom it is no time to call');
  await house.passes(5 * hour + 20 * minute, 10 * minute);
  t.equal(house.dials.length, 1);
  await house.passes(20 * minute);
  t.strictSame(numbers(), ['+262692000001', '+12125550101'], '10:00 in New York');
});

t.test('a holiday of the site is nobody’s calling day', async t => {
  // Friday 25 December.
  const house = await givenHouse(welcome, Date.UTC(2026, 11, 25, 9));
  house.logsIn('101');
  await house.has('welcome', { number: anna });
  house.starts('welcome');
  await house.passes(2 * day, hour);
  t.strictSame(house.dials, []);
  await house.passes(2 * day, hour);
  t.strictSame(
    house.dials.map(({ atMs }) => new Date(atMs).toISOString().slice(0, 13)),
    ['2026-12-28T09'],
  );
});

t.test('a campaign calls within its days, and stops by itself after the last', async t => {
  const days = `${welcome}    from: 2026-11-24\n    until: 2026-11-24\n`;
  const house = await givenHouse(days);
  house.logsIn('101');
  house.behaves = () => 'busy';
  await house.has('welcome', { number: anna });
  house.starts('welcome');
  await house.settles();
  t.match((await house.desk.view()).campaigns, [{ state: 'waiting' }]);
  await house.passes(2 * day, hour);
  const on = house.dials.map(({ atMs }) => new Date(atMs).toISOString().slice(0, 10));
  t.strictSame([...new Set(on)], ['2026-11-24']);
  t.match((await house.desk.view()).campaigns, [{ state: 'over' }]);
  t.strictSame([...house.state.campaigns], []);
});

t.test(
  'who is on the do-not-call list is not called: before, at import, and when he is about to be',
  async t => {
    const house = await givenHouse();
    await house.has('welcome', { number: anna }, { number: bruno });
    t.strictSame(await house.desk.bar('add', ['06 12 34 50 01', '0612345003', 'nobody'], luc), {
      ...{ changed: 2, unread: ['nobody'] },
    });
    t.match(await house.has('welcome', { number: chloe }), { added: 0, barred: 1 });
    house.starts('welcome');
    await house.settles();
    t.strictSame([...house.state.calls.keys()], ['out-welcome.2.1'], 'Bruno stands in line, nobody is there');
    t.match(await house.record('welcome', anna ?? ''), { isDone: true, outcome: 'do-not-call', attempts: 0 });
    await house.desk.bar('add', [bruno ?? ''], luc);
    t.strictSame([...house.state.calls.keys()], [], 'he has left it when the command is answered');
    house.logsIn('101');
    await house.passes(day, 10 * minute);
    t.strictSame(house.dials, []);
    t.strictSame(
      (await house.desk.barred('', 10)).numbers.map(({ number }) => number),
      [anna, bruno, chloe],
    );
    t.match(await house.desk.bar('remove', [chloe ?? ''], luc), { changed: 1 });
    t.match(await house.has('welcome', { number: chloe }), { added: 1 });
    await house.settles();
    t.equal(house.dials.length, 1);
  },
);

t.test(
  '+33 (0)6… is the number that is dialled, also where an earlier version kept it otherwise',
  async t => {
    const house = await givenHouse();
    t.match(await house.desk.bar('add', ['+33 (0)6 12 34 50 01'], luc), { changed: 1 });
    t.match(await house.has('welcome', { number: anna }), { added: 0, barred: 1 });
    t.match(await house.desk.bar('remove', [anna ?? ''], luc), { changed: 1 });
    await house.has('welcome', { number: anna }, { number: bruno }, { number: chloe });
    const records = house.disk.records;
    const old = (number: string | undefined) => (number ?? '').replace('+33', '+330');
    records.set(`b!${old(anna)}`, '1');
    for (const key of [...records.keys()])
      if (key.endsWith(bruno ?? '')) {
        records.set(`n!welcome!${old(bruno)}`, records.get(key) ?? '');
        records.delete(key);
      } else if (key === 'r!welcome!000000002')
        records.set(key, (records.get(key) ?? '').replace(bruno ?? '', old(bruno)));
    records.set(`n!welcome!${old(chloe)}`, '3');
    house.dies();
    house.logsIn('101');
    house.starts('welcome');
    await house.settles();
    t.strictSame(
      (await house.desk.barred('', 10)).numbers,
      [{ number: anna, atMs: 1 }],
      'whoever was barred in vain is barred',
    );
    t.strictSame(
      house.dials.map(({ number }) => number),
      [bruno],
    );
    t.match(await house.record('welcome', anna ?? ''), { isDone: true, outcome: 'do-not-call' });
    t.match(await house.has('welcome', { number: bruno }), { added: 0, known: 1 });
  },
);

t.test('numbers that the site file does not let be dialled are refused, whoever sends them', async t => {
  const house = await givenHouse();
  t.match(await house.has('welcome', { number: '+33899000000' }, { number: '+8816000000000' }), {
    ...{ added: 0, refused: 2 },
  });
  t.strictSame(await house.has('other', { number: anna }), { ok: false, because: 'unknown-campaign' });
});

t.test(
  'a zone that is none harms nobody: refused, and no reason to die where it is kept already',
  async t => {
    const house = await givenHouse();
    const nowhere = ['CST', 'ist', 'Nowhere/X'].map((zone, index) => ({
      ...{ number: `+3361234510${index}`, zone },
    }));
    t.match(await house.has('welcome', ...nowhere), { added: 0, refused: 3 });
    await house.has('welcome', { number: anna }, { number: bruno });
    const { records } = house.disk;
    const key = 'r!welcome!000000001';
    records.set(key, (records.get(key) ?? '').replace('Europe/Paris', 'CST'));
    house.dies();
    house.logsIn('101');
    house.starts('welcome');
    await house.settles();
    t.strictSame(
      house.dials.map(({ number }) => number),
      [bruno],
    );
    t.match(await house.record('welcome', anna ?? ''), { isDone: true, outcome: 'not-allowed', attempts: 0 });
  },
);

t.test(
  'lists that cannot be opened, or have lost something, are told, and opened when it goes again',
  async t => {
    const house = await givenHouse();
    house.logsIn('101');
    await house.has('welcome', { number: anna });
    house.trouble = new OutsideError('store-locked', 'another process has it');
    house.dies();
    house.starts('welcome');
    await house.settles();
    await house.desk.look();
    t.match(await house.desk.view(), { campaigns: [], trouble: 'another process has it' });
    const said = () => house.log.lines.map(({ level, message }) => `${level} ${message}`);
    t.strictSame(said(), ['error lists of campaigns cannot be opened: nobody is called'], 'and once');
    house.trouble = null;
    house.droppedBytes = 40;
    await house.settles();
    t.equal(house.dials.length, 1);
    t.match(await house.desk.view(), { campaigns: [{ records: 1 }], trouble: null });
    t.strictSame(said().slice(1), [
      'error lists of campaigns lost their last changes: look at the do-not-call list',
    ]);
  },
);

t.test('no more calls at once than the campaign says, and callers go first', async t => {
  const house = await givenHouse();
  await house.has('welcome', { number: anna }, { number: bruno }, { number: chloe });
  house.starts('welcome');
  await house.settles();
  t.strictSame([...house.state.calls.keys()], ['out-welcome.1.1', 'out-welcome.2.1']);
  house.input({
    ...{ type: 'call-arrived', call: 'c1', channel: 'c1', flow: 'in', caller: '', callerName: '' },
    ...{ dialled: '', trunk: '', language: 'en', choice: '' },
  });
  house.logsIn('101');
  const offers = house.journal.filter(({ fact }) => fact.type === 'call-offered');
  t.match(offers, [{ fact: { call: 'c1', agent: '101' } }]);
});

t.test('an agent’s skip is an outcome of its own', async t => {
  const preview = welcome
    .replace('progressive', 'preview')
    .replace('busy:', 'skipped: { after: 1h, times: 1 }, busy:');
  const house = await givenHouse(preview);
  house.logsIn('101');
  house.presses = '2';
  await house.has('welcome', { number: anna });
  house.starts('welcome');
  await house.settles();
  t.match(await house.record('welcome', anna ?? ''), {
    ...{ isDone: false, outcome: 'skipped', attempts: 0, agent: '101', nextAtMs: monday + hour },
  });
  house.presses = '1';
  await house.passes(hour + minute);
  t.match(await house.record('welcome', anna ?? ''), { isDone: true, outcome: 'talked', attempts: 1 });
});

t.test('a list is forgotten when its campaign does not run, and ids go on', async t => {
  const house = await givenHouse();
  await house.has('welcome', { number: anna });
  house.starts('welcome');
  t.strictSame(await house.desk.clear('welcome', luc), { ok: false, because: 'still-running' });
  house.input({ type: 'campaign-order', campaign: 'welcome', order: 'stop', by: luc });
  t.strictSame(await house.desk.clear('welcome', luc), { ok: true, removed: 1 });
  await house.has('welcome', { number: anna });
  t.strictSame(
    (await house.desk.records('welcome', 0, 10)).map(({ id, number }) => [id, number]),
    [[2, anna]],
  );
  t.match(
    house.journal.filter(({ fact }) => fact.type === 'campaign-list-changed').map(({ fact }) => fact),
    [{ added: 1 }, { removed: 1 }, { added: 1 }],
  );
});

const zones = {
  '+336': 'Europe/Paris',
  '+262692': 'Indian/Reunion',
  '+1212': 'America/New_York',
  '+1808': 'Pacific/Honolulu',
} as const;

const numberOf = (prefix: string, index: number) =>
  `${prefix}${String(index).padStart(11 - prefix.length, '5')}`;

/** Within Monday to Friday, 10:00 to 20:00 of the clock on his wall, by another way than that of the program. */
function mayBeCalled(atMs: number, zone: string): boolean {
  const parts = new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone: zone, weekday: 'short', hour: '2-digit', hourCycle: 'h23' },
    ...{ year: 'numeric', month: '2-digit', day: '2-digit' },
  }).formatToParts(atMs);
  const at = (type: string) => parts.find(part => part.type === type)?.value ?? '';
  const clock = Number(at('hour'));
  return !['Sat', 'Sun'].includes(at('weekday')) && clock >= 10 && clock < 20;
}

type Move =
  | { readonly kind: 'passes'; readonly hours: number }
  /** In the midst of things, the feeder having been told of all that is in the journal or not. */
  | { readonly kind: 'dies'; readonly rounds: number; readonly told: boolean }
  | { readonly kind: 'bars'; readonly index: number }
  | { readonly kind: 'order'; readonly order: 'start' | 'stop' };

const move: fc.Arbitrary<Move> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('passes' as const), hours: fc.integer({ min: 1, max: 30 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('dies' as const),
      rounds: fc.nat({ max: 5 }),
      told: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('bars' as const), index: fc.nat({ max: 7 }) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('order' as const),
      order: fc.constantFrom('start' as const, 'stop' as const),
    }),
  },
);

t.test(
  'never out of his hours, never barred, never too often, never twice at once; killed at any moment, nobody is forgotten',
  async t => {
    // The clocks change on Sunday 8 March in New York and on Sunday 29 March in Paris.
    const starts = [Date.UTC(2026, 2, 6, 5), Date.UTC(2026, 2, 27, 5)];
    const sites = await Promise.all(starts.map(startMs => givenSiteFile(welcome, startMs)));
    const seen = { dials: 0, done: 0 };
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: 1 }),
        fc.array(fc.constantFrom(...(Object.keys(zones) as (keyof typeof zones)[])), {
          minLength: 2,
          maxLength: 8,
        }),
        fc.array(fc.constantFrom<Behaviour>('answers', 'busy', 'no-answer', 'unreachable', 'rejected'), {
          minLength: 8,
          maxLength: 8,
        }),
        fc.array(move, { minLength: 3, maxLength: 12 }),
        async (which, prefixes, behaviours, moves) => {
          const site = sites[which];
          assert.ok(site !== undefined);
          const house = new House(site, starts[which] ?? 0);
          const people = prefixes.map((prefix, index) => ({
            number: numberOf(prefix, index),
            zone: zones[prefix],
          }));
          house.behaves = (number, attempt) =>
            behaviours[(people.findIndex(one => one.number === number) + attempt) % 8] ?? 'answers';
          house.logsIn('101', '102');
          await house.has('welcome', ...people);
          house.starts('welcome');
          const barredAt = new Map<string, number>();
          for (const one of moves) {
            if (one.kind === 'passes') await house.passes(one.hours * hour, hour / 4);
            else if (one.kind === 'order')
              house.input({ type: 'campaign-order', campaign: 'welcome', order: one.order, by: luc });
            else if (one.kind === 'bars') {
              const number = people[one.index]?.number;
              if (number === undefined) continue;
              await house.desk.bar('add', [number], luc);
              barredAt.set(number, house.dials.length);
            } else {
              house.nowMs += hour / 4;
              house.input({ type: 'clock' });
              await house.settles(one.rounds);
              if (one.told) house.tells();
              house.dies();
              await house.settles();
            }
          }
          house.starts('welcome');
          await house.passes(16 * day, 2 * hour);
          for (const { number, zone } of people) {
            const record = await house.record('welcome', number);
            const dials = house.dials.filter(one => one.number === number);
            assert.ok(record.isDone, `${number} is forgotten: ${JSON.stringify(record)}`);
            assert.equal(record.attempts, dials.length, `${number}: attempts on record`);
            assert.ok(dials.length <= 3, `${number} was dialled ${dials.length} times`);
            for (const { atMs } of dials)
              assert.ok(mayBeCalled(atMs, zone), `${number} was dialled at ${new Date(atMs).toISOString()}`);
            const talked = house.journal.filter(
              ({ fact }) =>
                fact.type === 'customer-answered' && fact.call.startsWith(`out-welcome.${record.id}.`),
            );
            assert.ok(talked.length <= 1, `${number} has talked, and was called again`);
          }
          for (const [number, before] of barredAt)
            assert.ok(
              house.dials.slice(before).every(one => one.number !== number),
              `${number} was dialled, and is on the do-not-call list`,
            );
          seen.dials += house.dials.length;
          seen.done += people.length;
        },
      ),
      { numRuns: 40 },
    );
    t.ok(seen.dials > seen.done, `${seen.dials} dialled, ${seen.done} people`);
  },
);
