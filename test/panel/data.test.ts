import { cpSync, mkdirSync } from 'node:fs';
import t from 'tap';
import type { Recorded } from '../../src/core/facts.js';
import { emptyFloor } from '../../src/panel/floor.js';
import { Follower } from '../../src/panel/follower.js';
import { FloorKeeper } from '../../src/panel/keeper.js';
import { localDates } from '../../src/panel/local-date.js';
import { applyFact } from '../../src/panel/projection.js';
import { rulesFingerprint, setUp } from '../../src/panel/setup.js';
import { openPanelData } from '../../src/panel-data.js';
import { damages } from '../journal/files.js';
import { givenSmallDisk, noSmallDisk } from '../journal/small-disk.js';
import { quietLog } from '../quiet-log.js';
import { until } from '../until.js';
import { CoreFloor } from './core-floor.js';
import { FeedInMemory } from './feed-in-memory.js';
import { givenSite } from './sites.js';

const site = givenSite();
const setup = setUp(site, localDates('Europe/Paris'));
const rules = rulesFingerprint(site, 'Europe/Paris');
const startMs = Date.UTC(2026, 2, 28, 9);
const floor = new CoreFloor(site, startMs, 5, { betweenCallsMs: 8_000, talkMs: 40_000, patienceMs: 60_000 });
floor.run(startMs + 20 * 60_000);
const { facts } = floor;

/** The figures, folded from the facts one by one. */
const naive = facts.reduce((sum, recorded) => {
  applyFact(sum, recorded, setup.rules);
  return sum;
}, emptyFloor());

/** A panel's follower on real files, until it knows all facts; then ended. */
async function follow(folder: string, journal: readonly Recorded[], spareBytes = 0) {
  const log = quietLog();
  const data = await openPanelData(folder, log, spareBytes);
  const feed = new FeedInMemory(journal);
  const following = new Follower({
    ...{ feed, rules: setup.rules, keeper: new FloorKeeper(data.store, rules), log },
    ...{ now: () => startMs, changed: () => undefined },
  });
  await following.start();
  feed.connect();
  await until(
    'all facts are known',
    () => following.floor.seq === journal.length && following.status.complete,
  );
  await following.close();
  await data.close();
  const { touched: _, ...seen } = following.floor;
  return { seen, log, asked: feed.asked };
}

const { touched: _, ...expected } = naive;

t.test('whatever becomes of the panel’s own database, its figures are those of the journal', async t => {
  const folder = t.testdir();
  for (const part of [4, 2]) await follow(`${folder}/whole`, facts.slice(0, Math.floor(facts.length / part)));
  for (const [index, [name, damage]] of Object.entries(damages).entries()) {
    const path = `${folder}/${index}`;
    mkdirSync(path);
    cpSync(`${folder}/whole/panel`, `${path}/panel`, { recursive: true });
    damage(`${path}/panel`);
    t.strictSame((await follow(path, facts)).seen, expected, name);
    const again = await follow(path, facts);
    t.strictSame(
      [again.seen, again.asked, again.log.lines],
      [expected, [facts.length], []],
      'and are kept again',
    );
  }
});

t.test('figures stop being stored while there is still room for facts', { skip: noSmallDisk() }, async t => {
  const disk = givenSmallDisk(t, 8);
  await follow(disk.folder, facts.slice(0, 50), 2_000_000);
  disk.fill(1_000_000);
  const { seen, log } = await follow(disk.folder, facts, 2_000_000);
  t.strictSame(seen, expected, 'they are right all the same');
  t.match(
    log.lines,
    [{ message: 'figures cannot be stored', fields: { error: /nearly full/ } }],
    'said once',
  );
  disk.free();
  await follow(disk.folder, facts, 2_000_000);
  t.strictSame((await follow(disk.folder, facts, 2_000_000)).asked, [facts.length], 'and stored again');
});
