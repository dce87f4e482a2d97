import { spawn } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Level } from 'level';
import t from 'tap';
import { openStore } from '../../src/journal/level.js';
import { factKey } from '../../src/journal/records.js';
import { fc } from '../properties.js';
import { until } from '../until.js';
import { givenDisk } from './failing-store.js';
import { someFact } from './files.js';
import { atMs, bridged, everything, givenJournal } from './given-journal.js';

/** Works on the database behind the journal's back, as a fault of the disk would. */
async function tamper(path: string, work: (level: Level<string, string>) => Promise<unknown>) {
  const level = new Level<string, string>(path, { keyEncoding: 'utf8', valueEncoding: 'utf8' });
  await work(level);
  // What was there before would otherwise still lie in the older files, and come back.
  await Reflect.apply(Reflect.get(level, 'compactRange'), level, ['!', '~']);
  await level.close();
}

t.test('facts are numbered from 1 and are there after the journal is opened again', async t => {
  const path = `${t.testdir()}/journal`;
  const first = await givenJournal({ path });
  t.strictSame(
    [first.recovery.made, first.recovery.lastSeq, first.journal.lastSeq],
    [true, 0, 0],
    'a new journal is empty',
  );
  const facts = Array.from({ length: 2500 }, (_, index) => bridged(`c${index % 7}`));
  await first.append(...facts);
  t.equal(await first.journal.close(), 0, 'nothing is lost');

  const { journal, recovery, append } = await givenJournal({ path });
  t.strictSame(recovery, { snapshots: [], damage: [], lastSeq: 2500, made: false, setAside: null });
  const expected = facts.map((fact, index) => ({ seq: index + 1, atMs, fact }));
  t.strictSame(await everything(journal), expected);
  t.strictSame(
    await journal.factsOf('c3'),
    expected.filter(({ fact }) => 'call' in fact && fact.call === 'c3'),
    'a call leads to its facts',
  );
  await append(bridged('c3'));
  t.equal((await journal.factsOf('c3')).at(-1)?.seq, 2501, 'those that are not durable yet too');
  t.strictSame(await journal.factsOf('c'), [], 'the beginning of an id is not the id');
  await journal.close();
});

t.test('subscribers see a fact when it is durable, in order, once', async t => {
  const { open } = givenDisk();
  const { journal, published, append } = await givenJournal({ path: '/nowhere', open });
  await append(bridged('a'), bridged('b'));
  t.strictSame(published, [], 'an acknowledged fact is not yet durable');
  await until('both are durable', () => published.length === 2);
  await append(bridged('c'));
  await until('the third is durable', () => published.length === 3);
  t.strictSame(
    published.map(({ seq }) => seq),
    [1, 2, 3],
  );
  t.equal(journal.health.inMemory, 0);
  await journal.close();
});

t.test('a kill -9 loses nothing that was acknowledged', async t => {
  const path = `${t.testdir()}/journal`;
  const child = fileURLToPath(new URL('appending-child.js', import.meta.url));
  let acknowledged = 0;
  for (let round = 0; round < 3; round++) {
    const before = acknowledged;
    const writer = spawn(process.execPath, [child, path], { stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    writer.stdout.setEncoding('utf8').on('data', chunk => {
      text += chunk;
    });
    const gone = new Promise(resolve => writer.on('close', resolve));
    await until('some facts are acknowledged', () => text.split('\n').length > 200);
    writer.kill('SIGKILL');
    await gone;
    acknowledged = Number(text.slice(0, text.lastIndexOf('\n')).split('\n').at(-1));
    t.ok(acknowledged > before, `${acknowledged - before} more were acknowledged`);
  }
  const { journal, recovery } = await givenJournal({ path });
  t.ok(recovery.lastSeq >= acknowledged, `${recovery.lastSeq} of ${acknowledged} are there`);
  t.strictSame(recovery.damage, []);
  t.equal((await everything(journal)).length, recovery.lastSeq, 'without a gap');
  await journal.close();
});

t.test('damage is found at the opening and named', async t => {
  const path = `${t.testdir()}/journal`;
  const first = await givenJournal({ path });
  await first.append(...Array.from({ length: 10 }, (_, index) => bridged(`c${index}`)));
  await first.journal.close();
  await tamper(path, async level => {
    for (const seq of [3, 4, 10]) await level.del(factKey(seq));
    await level.put(factKey(6), ((await level.get(factKey(6))) ?? '').replace('c5', 'c9'));
    await level.put(factKey(7), (await level.get(factKey(8))) ?? '');
  });
  const { journal, recovery, append, setAside } = await givenJournal({ path });
  t.strictSame(recovery.damage, [
    { kind: 'gap', from: 3, to: 4 },
    { kind: 'bad-sum', from: 6, to: 6 },
    { kind: 'bad-sum', from: 7, to: 7 },
    { kind: 'tail-lost', from: 10, to: 10 },
  ]);
  await append(bridged('new'));
  await until('a new journal is made of it', () => journal.health.trouble === null);
  t.match(setAside, [{ salvaged: true }]);
  t.strictSame(
    await Promise.all([1, 3, 5, 8].map(async from => (await journal.read(from)).map(({ seq }) => seq))),
    [[1, 2], [], [5], [8, 9]],
    'what is missing or broken is not passed over',
  );
  t.strictSame(
    await Promise.all([1, 3, 6, 10, 12].map(from => journal.readableFrom(from))),
    [1, 5, 8, 11, null],
    'what is behind it can be found',
  );
  t.equal(await journal.firstSeq(), 11, 'figures are counted from behind the damage');
  t.equal(journal.lastSeq, 11, 'and no number is used twice');
  await journal.close();
});

t.test('recovery begins at the newest snapshot that can be read', async t => {
  const path = `${t.testdir()}/journal`;
  const first = await givenJournal({ path });
  for (const state of ['one', 'two', 'three']) {
    await first.append(bridged('c'));
    await until('the snapshot is written', () => first.journal.writeSnapshot({ state }, atMs));
  }
  await first.append(bridged('c'));
  await first.journal.close();
  const second = await givenJournal({ path });
  t.strictSame(
    second.recovery.snapshots,
    [
      { seq: 3, atMs, state: { state: 'three' } },
      { seq: 2, atMs, state: { state: 'two' } },
    ],
    'two are kept',
  );
  await second.journal.close();
  await tamper(path, level => level.put('s!0000000000000003', 'garbage'));
  const third = await givenJournal({ path });
  t.strictSame(third.recovery, {
    snapshots: [{ seq: 2, atMs, state: { state: 'two' } }],
    damage: [{ kind: 'bad-snapshot', from: 3, to: 3 }],
    lastSeq: 4,
    made: false,
    setAside: null,
  });
  await until('a new journal is made of it', () => third.journal.health.trouble === null);
  t.match(third.setAside, [{ salvaged: true }]);
  await third.journal.close();
});

t.test('old facts are forgotten, but none that recovery needs', async t => {
  const { journal, append, published } = await givenJournal({ path: `${t.testdir()}/journal` });
  await append(...Array.from({ length: 1500 }, () => bridged('old')));
  t.equal(await journal.deleteBefore(atMs + 1), 0, 'without a snapshot all are needed');
  await until('the snapshot is written', () => journal.writeSnapshot({}, atMs));
  await append(bridged('new'));
  t.equal(await journal.deleteBefore(atMs), 0, 'none is so old');
  await until('all is durable', () => published.length === 1501);
  t.equal(await journal.deleteBefore(atMs + 1), 1499);
  t.match(await everything(journal), { length: 2, 0: { seq: 1500 }, 1: { seq: 1501 } });
  t.equal(await journal.firstSeq(), 1500);
  t.strictSame((await journal.factsOf('old')).length, 1);
  t.strictSame(await journal.verify(), []);
  await journal.close();
});

t.test('a folder that is in use or not ours is refused', async t => {
  const path = `${t.testdir()}/journal`;
  const { journal, append } = await givenJournal({ path });
  await append(bridged('c'));
  await t.rejects(givenJournal({ path }), { code: 'store-locked' });
  await journal.close();
  await t.rejects(openStore(path, 'history'), { code: 'store-foreign' });
});

t.test('on a full disk calls go on from memory, and the disk gets everything later', async t => {
  const disk = givenDisk();
  const { journal, append, healths, published } = await givenJournal({ path: '/nowhere', open: disk.open });
  await append(bridged('a'));
  disk.mode = 'full';
  await append(bridged('b'));
  t.match(healths.at(-1)?.trouble, { code: 'disk-full' }, 'the alarm is raised');
  await append(bridged('c'));
  t.strictSame(
    published.map(({ seq }) => seq),
    [1, 2, 3],
    'subscribers go on too',
  );
  t.equal(journal.health.inMemory, 3, 'what was not synced before the error is not trusted to the disk');
  t.strictSame(
    (await journal.read(1)).map(({ seq }) => seq),
    [1, 2, 3],
    'and can be read from memory',
  );
  t.notOk(await journal.writeSnapshot({}, atMs), 'no snapshot is claimed');
  disk.heal();
  t.notOk(journal.snapshotIsDue);
  await until('the alarm is over', () => journal.health.trouble === null);
  t.ok(journal.snapshotIsDue, 'a snapshot is due, so that recovery begins behind whatever was lost');
  t.ok(await journal.writeSnapshot({}, atMs));
  t.notOk(journal.snapshotIsDue);
  await append(bridged('d'));
  t.equal(await journal.close(), 0);
  const again = await givenJournal({ path: '/nowhere', open: disk.open });
  t.strictSame(again.recovery.damage, []);
  t.strictSame(
    (await everything(again.journal)).map(({ fact }) => 'call' in fact && fact.call),
    ['a', 'b', 'c', 'd'],
  );
  await again.journal.close();
});

t.test('a disk that hangs holds a call up for 100 ms once, then not at all', async t => {
  const disk = givenDisk();
  const { journal, append } = await givenJournal({ path: '/nowhere', open: disk.open });
  disk.mode = 'hangs';
  const startedAt = performance.now();
  await append(bridged('a'));
  const waitedMs = performance.now() - startedAt;
  t.ok(waitedMs >= 99 && waitedMs < 1000, `waited ${waitedMs} ms`);
  t.match(journal.health.trouble, { code: 'store-slow' });
  let acknowledged = false;
  journal.append([bridged('b')], atMs, () => {
    acknowledged = true;
  });
  await new Promise(resolve => setImmediate(resolve));
  t.ok(acknowledged, 'the next call does not wait');
  disk.heal();
  await until('the alarm is over', () => journal.health.trouble === null);
  t.equal(disk.opened, 1, 'a slow disk is no reason to open the store again');
  await journal.close();
  t.equal(journal.health.inMemory, 0);
});

t.test('without a disk at the start the daemon serves calls, and the hole is on record', async t => {
  const disk = givenDisk();
  const before = await givenJournal({ path: '/nowhere', open: disk.open });
  await before.append(bridged('a'));
  await before.journal.close();
  disk.mode = 'full';
  const { journal, recovery, append } = await givenJournal({ path: '/nowhere', open: disk.open });
  t.equal(recovery.lastSeq, atMs - 1);
  await append(bridged('b'));
  await t.rejects(journal.factsOf('a'), { code: 'disk-full' });
  disk.heal();
  await until('the alarm is over', () => journal.health.trouble === null);
  await journal.close();
  const after = await givenJournal({ path: '/nowhere', open: disk.open });
  t.strictSame(after.recovery.damage, [], 'the hole is no damage');
  t.strictSame(
    await Promise.all([1, atMs].map(async from => (await after.journal.read(from)).map(({ seq }) => seq))),
    [[1], [atMs]],
  );
  t.equal(await after.journal.firstSeq(), atMs, 'figures are counted from behind the hole');
  await after.journal.close();
});

t.test('memory is bounded: the oldest facts go first, are counted, and leave a hole on record', async t => {
  const disk = givenDisk();
  const { journal, append } = await givenJournal({ path: '/nowhere', open: disk.open });
  disk.mode = 'full';
  await append(...Array.from({ length: 50_010 }, () => bridged('c')));
  t.strictSame([journal.health.inMemory, journal.health.dropped], [50_000, 10]);
  disk.heal();
  await until('the alarm is over', () => journal.health.trouble === null);
  await journal.close();
  const after = await givenJournal({ path: '/nowhere', open: disk.open });
  t.strictSame([await after.journal.firstSeq(), after.recovery.lastSeq], [11, 50_010]);
  t.strictSame(await after.journal.verify(), []);
  await after.journal.close();
});

t.test(
  'whatever the disk does: acknowledgements in order, and every fact on the disk at the end',
  async t => {
    const event = fc.constantFrom('append', 'append', 'append', 'empty', 'full', 'hang', 'heal', 'breathe');
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 40 }), async events => {
        const disk = givenDisk();
        const { journal, published } = await givenJournal({ path: '/nowhere', open: disk.open });
        const acknowledged: number[] = [];
        let appended = 0;
        for (const what of events) {
          if (what === 'append' || what === 'empty') {
            const mine = appended++;
            const facts = what === 'append' ? [bridged(`c${mine}`), bridged(`d${mine}`)] : [];
            journal.append(facts, atMs, () => acknowledged.push(mine));
          } else if (what === 'full') disk.mode = 'full';
          else if (what === 'hang') disk.mode = 'hangs';
          else if (what === 'heal') disk.heal();
          else await new Promise(resolve => setImmediate(resolve));
        }
        disk.heal();
        await until(
          'all is acknowledged and well',
          () => acknowledged.length === appended && journal.health.trouble === null,
        );
        await journal.close();
        const count = journal.lastSeq;
        const numbers = Array.from({ length: count }, (_, index) => index + 1);
        const after = await givenJournal({ path: '/nowhere', open: disk.open });
        const there = (await everything(after.journal)).map(({ seq }) => seq);
        await after.journal.close();
        t.strictSame(
          [acknowledged, there, published.map(({ seq }) => seq), after.recovery.damage],
          [Array.from({ length: appended }, (_, index) => index), numbers, numbers, []],
        );
        return true;
      }),
      { numRuns: 100 },
    );
  },
);

t.test('what is forgotten is given back to the disk', async t => {
  const path = `${t.testdir()}/journal`;
  const { journal, append } = await givenJournal({ path });
  const bytes = () => readdirSync(path).reduce((sum, name) => sum + statSync(`${path}/${name}`).size, 0);
  for (let page = 0; page < 60; page++) {
    await append(...Array.from({ length: 500 }, (_, index) => someFact(page * 500 + index)));
    await until('it is durable', () => journal.health.inMemory === 0);
  }
  await until('the snapshot is written', () => journal.writeSnapshot({}, atMs));
  const before = bytes();
  t.equal(await journal.deleteBefore(atMs + 1), 29_999);
  await until('the tables are gone', () => bytes() < before / 4);
  t.comment(`${before} bytes before, ${bytes()} after`);
  t.equal(await journal.firstSeq(), 30_000, 'and the one that recovery needs is there');
  t.equal(await journal.close(), 0);
});
