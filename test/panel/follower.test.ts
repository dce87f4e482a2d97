import t, { type Test } from 'tap';
import type { Recorded } from '../../src/core/facts.js';
import { emptyFloor } from '../../src/panel/floor.js';
import { Follower } from '../../src/panel/follower.js';
import { FloorKeeper } from '../../src/panel/keeper.js';
import { localDates } from '../../src/panel/local-date.js';
import { momentOf } from '../../src/panel/moment.js';
import { applyFact } from '../../src/panel/projection.js';
import { Publisher } from '../../src/panel/publisher.js';
import { rulesFingerprint, setUp } from '../../src/panel/setup.js';
import { quietLog } from '../quiet-log.js';
import { until } from '../until.js';
import { CoreFloor } from './core-floor.js';
import { FeedInMemory } from './feed-in-memory.js';
import { givenSite } from './sites.js';
import { StoreInMemory } from './store-in-memory.js';

const site = givenSite();
const setup = setUp(site, localDates('Europe/Paris'));
const rules = rulesFingerprint(site, 'Europe/Paris');
const startMs = Date.UTC(2026, 2, 28, 9);

/** What happened on a floor in some minutes. */
function givenFacts(minutes: number, seed = 5): readonly Recorded[] {
  const floor = new CoreFloor(site, startMs, seed, {
    betweenCallsMs: 8_000,
    talkMs: 40_000,
    patienceMs: 60_000,
  });
  floor.run(startMs + minutes * 60_000);
  return floor.facts;
}

const facts = givenFacts(20);
const half = Math.floor(facts.length / 2);

function folded(from: readonly Recorded[]) {
  const { touched: _, ...floor } = from.reduce((floor, recorded) => {
    applyFact(floor, recorded, setup.rules);
    return floor;
  }, emptyFloor());
  return floor;
}

async function givenFollower(t: Test, feed: FeedInMemory, store = new StoreInMemory()) {
  const log = quietLog();
  const clock = { nowMs: startMs };
  const keeper = new FloorKeeper(store, rules);
  const now = () => clock.nowMs;
  const follower = new Follower({ feed, rules: setup.rules, keeper, log, now, changed: () => undefined });
  await follower.start();
  let isOpen = true;
  const close = async () => {
    if (isOpen) await follower.close();
    isOpen = false;
  };
  t.teardown(close);
  const seen = () => {
    const { touched: _, ...floor } = follower.floor;
    return floor;
  };
  const reaches = (seq: number) => until(`fact ${seq} is folded in`, () => follower.floor.seq === seq);
  return { follower, log, clock, seen, reaches, store, close };
}

t.test('while a journal that begins late is counted, it is known how far', async t => {
  const late = facts.map(fact => ({ ...fact, seq: fact.seq + 1000 }));
  const feed = new FeedInMemory(late);
  const { follower, reaches } = await givenFollower(t, feed);
  t.equal(follower.status.counted, null, 'nothing is known of it yet');
  feed.sendsAtMost = half;
  feed.connect();
  await reaches(1000 + half);
  t.strictSame(follower.status.counted, { facts: half, of: facts.length });
  feed.sendsAtMost = Number.POSITIVE_INFINITY;
  feed.happen([]);
  await reaches(1000 + facts.length);
  t.match(follower.status, { complete: true, counted: null }, 'and that it is over');
});

t.test('after a restart the panel has its figures at once, and asks only for what it missed', async t => {
  const store = new StoreInMemory();
  const first = await givenFollower(t, new FeedInMemory(facts.slice(0, half)), store);
  const feed = new FeedInMemory(facts.slice(0, half));
  await first.close();
  const before = await givenFollower(t, feed, store);
  feed.connect();
  await before.reaches(half);
  await before.close();

  const later = new FeedInMemory(facts);
  const after = await givenFollower(t, later, store);
  t.strictSame(after.seen(), folded(facts.slice(0, half)), 'before anybody has answered');
  t.equal(after.follower.status.complete, true);
  later.connect();
  await after.reaches(facts.length);
  t.strictSame(later.asked, [half], 'the last known fact is asked for again, to know the journal by it');
  t.strictSame(after.seen(), folded(facts));
  t.strictSame(after.log.lines, []);
});

t.test('another journal is counted from its start', async t => {
  const others = givenFacts(20, 6);
  const shorter = givenFacts(2, 7);
  const begun = facts.slice(40);
  const cases: readonly [string, readonly Recorded[], string][] = [
    ['one with another past', others, 'another journal'],
    ['a shorter one', shorter, 'journal is shorter'],
    ['one that begins later than we ended', facts.slice(half + 10), 'journal begins later'],
    ['one that lost only what we know already is ours', begun, ''],
  ];
  for (const [name, journal, because] of cases) {
    const store = new StoreInMemory();
    const feed = new FeedInMemory(facts.slice(0, half));
    const before = await givenFollower(t, feed, store);
    feed.connect();
    await before.reaches(half);
    await before.close();

    const later = new FeedInMemory(journal);
    const after = await givenFollower(t, later, store);
    later.connect();
    await until(`${name} is read`, () => after.follower.floor.seq === journal.at(-1)?.seq);
    await until('it is complete', () => after.follower.status.complete);
    t.strictSame(after.seen(), because === '' ? folded(facts) : folded(journal), name);
    const told =
      because === '' ? [] : [{ level: 'warn', message: 'figures are counted afresh', fields: { because } }];
    t.match(after.log.lines, told);
    await after.close();
    const kept = await new FloorKeeper(store, rules).load();
    t.equal(kept.floor?.seq, journal.at(-1)?.seq, 'and that is what is kept');
  }
});

t.test('a gap in the stream is noticed and asked for', async t => {
  const feed = new FeedInMemory(facts.slice(0, half));
  const { reaches, seen, log } = await givenFollower(t, feed);
  feed.connect();
  await reaches(half);
  const [lost, ...rest] = facts.slice(half, half + 20);
  feed.happen(rest);
  if (lost !== undefined) feed.journal.splice(half, 0, lost);
  await reaches(half + 20);
  t.strictSame(seen(), folded(facts.slice(0, half + 20)));
  t.match(log.lines, [{ message: 'gap in the facts' }]);
});

t.test('a store that fails costs nothing but a new reading of the journal', async t => {
  const store = new StoreInMemory();
  store.failing = true;
  const feed = new FeedInMemory(facts);
  const { reaches, seen, log, close } = await givenFollower(t, feed, store);
  feed.connect();
  await reaches(facts.length);
  t.strictSame(seen(), folded(facts));
  await until('the failure is told', () => log.lines.length > 0);
  t.match(log.lines, [{ level: 'error', message: 'figures cannot be stored' }]);
  store.failing = false;
  await close();
  const kept = await new FloorKeeper(store, rules).load();
  t.equal(kept.floor?.seq, facts.length, 'what could not be stored is stored when it can be');
});

t.test('figures are stale when nobody vouches for them, and say why', async t => {
  const feed = new FeedInMemory(facts);
  const { follower, reaches, clock } = await givenFollower(t, feed);
  const stale = () => momentOf(follower.floor, follower.status, setup, clock.nowMs).stale;
  t.strictSame(stale(), { because: 'silent', sinceMs: 0 }, 'nothing was ever heard');
  feed.connect();
  await reaches(facts.length);
  t.equal(stale(), null);
  clock.nowMs += 5_001;
  t.strictSame(stale(), { because: 'silent', sinceMs: startMs });
  feed.beat(clock.nowMs);
  t.equal(stale(), null, 'a heartbeat is enough: nothing has happened');
  const seenMs = clock.nowMs;
  for (let second = 1; second <= 6; second += 1) {
    clock.nowMs += 1000;
    feed.beat(clock.nowMs, false);
  }
  t.strictSame(stale(), { because: 'switch-lost', sinceMs: seenMs }, 'it does not see its own switch');
  feed.beat(clock.nowMs);
  t.equal(stale(), null);
  feed.lose();
  t.equal(stale(), null, 'a short loss is nothing');
  clock.nowMs += 5_001;
  t.match(stale(), { because: 'silent' });
});

t.test('figures that are being counted from the start are not shown as complete', async t => {
  const feed = new FeedInMemory(facts);
  const { follower, clock } = await givenFollower(t, feed);
  feed.connect();
  t.match(momentOf(follower.floor, follower.status, setup, clock.nowMs).stale, { because: 'silent' });
  await until('all is counted', () => follower.status.complete);
  t.equal(momentOf(follower.floor, follower.status, setup, clock.nowMs).stale, null);
});

t.test('a storm of facts is published four times a second at most', async t => {
  const { follower } = await givenFollower(t, new FeedInMemory(facts));
  const times: number[] = [];
  const sinks = [() => void times.push(performance.now())];
  const publisher = new Publisher({ setup, now: Date.now, sinks });
  t.teardown(() => publisher.close());
  publisher.start(follower);
  await until('there were five', () => {
    publisher.changed();
    return times.length >= 5;
  });
  const between = times.slice(1).map((time, index) => time - (times[index] ?? 0));
  t.ok(Math.min(...between) > 248, `${between.map(Math.round)} ms between them`);
});
