import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Level } from 'level';
import t from 'tap';
import { OutsideError } from '../../src/base/errors.js';
import type { Store } from '../../src/base/store.js';
import type { Recorded } from '../../src/core/facts.js';
import type { Journal } from '../../src/journal/journal.js';
import { openStore } from '../../src/journal/level.js';
import { opener } from '../../src/journal/opening.js';
import { until } from '../until.js';
import { givenDisk } from './failing-store.js';
import { damages, fillJournal, fillTables, flipInKey, someFact, wipeSector } from './files.js';
import { atMs, bridged, givenJournal } from './given-journal.js';

const tables = 6000;
const log = 4000;
const last = tables + log;
/** LevelDB's log is read by blocks of 32 kB, a table by blocks of 4 kB: what one flipped bit can take. */
const perBlock = 600;

/** Everything that can be read, over all holes; waits while the journal mends itself. */
async function readable(journal: Journal): Promise<Recorded[]> {
  const all: Recorded[] = [];
  const patiently = <T>(read: () => Promise<T>) =>
    until('the journal can be read', async () => {
      try {
        return { value: await read() };
      } catch (error) {
        if (error instanceof OutsideError) return null;
        throw error;
      }
    });
  let from = 0;
  for (;;) {
    const next = from;
    const start = (await patiently(() => journal.readableFrom(next))).value;
    if (start === null) return all;
    const page = (await patiently(() => journal.read(start))).value;
    all.push(...page);
    from = (page.at(-1)?.seq ?? start) + 1;
  }
}

type Expected = {
  /** Facts that must still be there. */
  readonly atLeast: number;
  /** LevelDB opens it as if nothing were: then the folder stays. */
  readonly setAside: boolean;
  /** It must be said that facts are missing. */
  readonly damage: 'none' | 'gap' | 'tail-lost' | 'gap or bad-sum';
};

const whole: Expected = { atLeast: last, setAside: true, damage: 'none' };
const expected: Readonly<Record<keyof typeof damages, Expected>> = {
  'a bit flipped in the log': { atLeast: last - perBlock, setAside: false, damage: 'gap' },
  'a bit flipped at the end of the log': { atLeast: last - perBlock, setAside: false, damage: 'tail-lost' },
  'a bit flipped in a table': { atLeast: last - perBlock, setAside: true, damage: 'gap or bad-sum' },
  'a sector of zeros in a table': { atLeast: last - perBlock, setAside: true, damage: 'none' },
  'a bit flipped at the end of a table': { atLeast: log, setAside: true, damage: 'none' },
  'a cut log': { atLeast: tables, setAside: false, damage: 'tail-lost' },
  'a missing log': { atLeast: tables, setAside: false, damage: 'tail-lost' },
  'a missing CURRENT': whole,
  'an empty CURRENT': whole,
  'a cut MANIFEST': whole,
  'a missing MANIFEST': whole,
  'a missing table': { atLeast: log, setAside: true, damage: 'none' },
};

const kinds = Object.keys(damages) as (keyof typeof damages)[];

t.test('each kind of damage is found, told and survived; nothing is emptied in silence', async t => {
  const folder = t.testdir();
  await fillJournal(`${folder}/whole`, tables, log);
  for (const kind of kinds) {
    const path = `${folder}/${kinds.indexOf(kind)}/journal`;
    const { atLeast, setAside, damage } = expected[kind];
    cpSync(`${folder}/whole`, path, { recursive: true });
    cpSync(`${folder}/whole.last`, `${path}.last`);
    damages[kind](path);
    const names = readdirSync(path).filter(name => name.endsWith('.ldb'));
    const first = await givenJournal({ path });
    await first.append(bridged('new'));
    const newSeq = first.journal.lastSeq;
    await until('the journal is well', () => first.journal.health.trouble === null);
    const facts = (await readable(first.journal)).filter(({ seq }) => seq !== newSeq);
    const { recovery } = first;
    t.ok(facts.length >= atLeast, `${kind}: ${facts.length} of ${last} facts are there`);
    t.strictSame(
      facts.filter(({ seq, fact }) => JSON.stringify(fact) !== JSON.stringify(someFact(seq))),
      [],
      'and none is another one than was written',
    );
    t.ok(newSeq > last, 'no number is used twice');
    const told = [...recovery.damage, ...first.damaged].map(one => one.kind);
    if (damage === 'none') t.strictSame(told, [], 'what is there is there without a gap');
    else t.ok(damage.includes(told[0] ?? 'nothing'), `it is told: ${told.join()}`);
    const aside = recovery.setAside ?? first.setAside[0] ?? null;
    if (setAside) {
      t.match(aside, { salvaged: true });
      t.equal(first.setAside.length, recovery.setAside === null ? 1 : 0, 'and it is made anew once');
      t.ok(
        names.every(name => readdirSync(aside?.folder ?? '').includes(name)),
        'the folder is set aside with all its tables',
      );
    }
    t.equal(await first.journal.close(), 0);
    const again = await givenJournal({ path });
    t.equal((await readable(again.journal)).length, facts.length + 1, 'and so it stays');
    await again.journal.close();
  }
});

t.test('damage that ends the daemon again and again is noticed at the third start, and mended', async t => {
  const folder = t.testdir();
  await fillTables(`${folder}/whole/journal`, 4, 2000);
  const child = fileURLToPath(new URL('compacting-child.js', import.meta.url));
  /** Merges the tables in a process of its own, as LevelDB does when it sees fit: the signal that ended it, or what it told. */
  const merge = (path: string) => {
    const given = { encoding: 'utf8' } as const;
    const { signal, stdout, stderr } = spawnSync(process.execPath, [child, path], given);
    if (signal === null && stdout === '') throw new Error(stderr);
    return signal ?? (JSON.parse(stdout) as unknown);
  };
  /** A journal with such a flipped bit that LevelDB does not survive it: most leave the keys in their order. */
  const deadly = () => {
    for (let which = 0; ; which++) {
      const path = `${folder}/${which}/journal`;
      cpSync(`${folder}/whole`, `${folder}/${which}`, { recursive: true });
      if (!flipInKey(path, which)) throw new Error(`LevelDB survives each of ${which} flipped bits`);
      if (merge(path) === 'SIGABRT') return path;
    }
  };
  const path = deadly();
  t.equal(merge(path), 'SIGABRT', 'LevelDB ends whoever has it open');
  t.match(merge(path), { lost: 0, setAside: { salvaged: true } }, 'a third start makes a new one of it');
  const { journal, recovery } = await givenJournal({ path });
  t.strictSame(recovery.damage, [], 'what is missing was told, and is on record');
  const facts = await readable(journal);
  t.ok(facts.length >= 8000 - perBlock, `${facts.length} of 8000 facts are there`);
  t.strictSame(
    facts.filter(({ seq, fact }) => JSON.stringify(fact) !== JSON.stringify(someFact(seq))),
    [],
    'and none is another one than was written',
  );
  await journal.close();
});

t.test(
  'what is missing in a journal that was made anew at the start is told, and no reason to do so again',
  async t => {
    const path = `${t.testdir()}/journal`;
    await fillJournal(path, tables, log);
    wipeSector(path, 0.5);
    rmSync(`${path}/CURRENT`);
    const { journal, recovery } = await givenJournal({ path });
    t.match(recovery, { setAside: { salvaged: true }, damage: [{ kind: 'gap' }] });
    t.equal(journal.health.trouble, null);
    await journal.close();
  },
);

t.test('a start waits while a new journal is made, but not for a disk that hangs', async t => {
  const path = `${t.testdir()}/journal`;
  await fillJournal(path, 100, 100);
  const answers: (() => void)[] = [];
  let how: 'damaged' | 'hangs' | 'works' = 'damaged';
  const opened = {
    store: await givenDisk()
      .open()
      .then(({ store }) => store),
    made: false,
    droppedBytes: 0,
  };
  const openAgain = opener(
    path,
    () => atMs,
    async () => {
      if (how === 'hangs') await new Promise<void>(resolve => answers.push(resolve));
      if (how !== 'damaged') return opened;
      how = 'works';
      throw new OutsideError('store-damaged', 'Corruption');
    },
    // No process begins and ends within that.
    5,
  );
  t.match(await openAgain('sound'), { setAside: { salvaged: true } }, 'it is made, and waited for');
  how = 'hangs';
  await t.rejects(openAgain('sound'), { code: 'store-failed', message: /opening takes more than 5 ms/ });
  for (const answer of answers.splice(0)) answer();
  t.match(await openAgain('sound'), { setAside: null }, 'the next try takes that one up');
  await t.rejects(openAgain('damaged'), { code: 'store-failed' }, 'what was made may hang as well');
  for (const answer of answers.splice(0)) answer();
  t.match(await openAgain('sound'), { setAside: { salvaged: true } });
});

t.test('what cannot be mended is set aside, and a new journal begins at numbers never used', async t => {
  const path = `${t.testdir()}/journal`;
  await fillJournal(path, 100, 100);
  for (const name of readdirSync(path).filter(one => /\d/.test(one)))
    writeFileSync(`${path}/${name}`, 'garbage');
  const { journal, recovery, append } = await givenJournal({ path });
  t.match(recovery, { lastSeq: atMs - 1, setAside: { salvaged: false }, made: true });
  await append(bridged('c'));
  t.equal(journal.lastSeq, atMs);
  await journal.close();
});

t.test('the night finds damage in old facts, which recovery does not read', async t => {
  const path = `${t.testdir()}/journal`;
  await fillJournal(path, tables, log);
  const before = await givenJournal({ path });
  await until('a snapshot is written', () => before.journal.writeSnapshot({}, atMs));
  await before.journal.close();
  wipeSector(path, 0.5);
  const { journal, recovery, setAside } = await givenJournal({ path });
  t.match(recovery, { damage: [], setAside: null, snapshots: [{ seq: last }] });
  t.match(await journal.verify(), [{ kind: 'gap' }]);
  await until('a new journal is made of it', () => journal.health.trouble === null);
  t.match(setAside, [{ salvaged: true }]);
  t.strictSame(await journal.verify(), [], 'the next night finds nothing new');
  await journal.close();
});

t.test('what LevelDB refuses to read while we run is mended beside the calls', async t => {
  const path = `${t.testdir()}/journal`;
  await fillJournal(path, 100, 100);
  let isBroken = false;
  const open = async (at: string) => {
    const opened = await openStore(at, 'journal');
    const { store } = opened;
    const range: Store['range'] = async asked => {
      if (!isBroken) return store.range(asked);
      isBroken = false;
      throw new OutsideError('store-damaged', 'Corruption: block checksum mismatch');
    };
    return { ...opened, store: { ...store, range } };
  };
  const { journal, append, setAside, healths } = await givenJournal({ path, open });
  isBroken = true;
  await t.rejects(journal.read(1), { code: 'store-damaged' });
  await append(bridged('meanwhile'));
  await until('it is well again', () => journal.health.trouble === null && journal.health.inMemory === 0);
  t.match(healths[0]?.trouble, { code: 'store-damaged' }, 'with an alarm');
  t.match(setAside, [{ salvaged: true }]);
  const facts = await readable(journal);
  t.strictSame([facts.length, facts.at(-1)?.fact], [201, bridged('meanwhile')], 'nothing is lost');
  await journal.close();
});

t.test('what is not ours is left alone, and calls are served from memory until it is mended', async t => {
  const folder = t.testdir();
  const foreign = async (path: string, key: string, value: string) => {
    const level = new Level<string, string>(path);
    await level.put(key, value);
    await level.close();
  };
  const cases: Readonly<Record<string, readonly [code: string, make: (path: string) => unknown]>> = {
    'a folder of papers': [
      'store-foreign',
      path => {
        mkdirSync(path);
        writeFileSync(`${path}/letter.txt`, 'Dear sirs');
      },
    ],
    'a database of somebody else': ['store-foreign', path => foreign(path, 'a', 'b')],
    'one of another version': [
      'store-foreign',
      path => foreign(path, '!sentinel', '{"format":2,"kind":"journal"}'),
    ],
    'one of another kind': ['store-foreign', async path => (await openStore(path, 'panel')).store.close()],
    'a file': ['store-failed', path => writeFileSync(path, 'I am a file')],
  };
  for (const [name, [code, make]] of Object.entries(cases)) {
    const path = `${folder}/${name.replaceAll(' ', '-')}`;
    await make(path);
    const { journal, recovery, append, damaged } = await givenJournal({ path });
    t.match(journal.health.trouble, { code }, name);
    t.equal(recovery.lastSeq, atMs - 1);
    await append(bridged('a'), bridged('b'));
    t.strictSame(
      readdirSync(folder).filter(one => one.includes('set-aside')),
      [],
      'nothing is moved',
    );
    rmSync(path, { recursive: true });
    await until(`the journal is made when ${name} is out of the way`, () => journal.health.trouble === null);
    t.strictSame(damaged, [], 'and misses nothing');
    t.equal(await journal.close(), 0);
    const after = await givenJournal({ path });
    t.strictSame(
      (await readable(after.journal)).map(({ seq }) => seq),
      [atMs, atMs + 1],
      'with what memory held',
    );
    await after.journal.close();
  }
});

t.test('a second process is refused, even when it has deleted the file LOCK', async t => {
  const path = `${t.testdir()}/journal`;
  const first = await givenJournal({ path });
  await first.append(bridged('first'));
  rmSync(`${path}/LOCK`);
  await t.rejects(givenJournal({ path }), { code: 'store-locked', message: /is in use by another process/ });
  const child = fileURLToPath(new URL('appending-child.js', import.meta.url));
  const second = spawn(process.execPath, [child, path], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  second.stderr.setEncoding('utf8').on('data', text => {
    said += text;
  });
  const code = await new Promise(resolve => second.on('close', resolve));
  t.not(code, 0);
  t.match(said, /store-locked/);
  await first.append(bridged('more'));
  await first.journal.close();
  const after = await givenJournal({ path });
  t.equal((await readable(after.journal)).length, 2, 'and has done no harm');
  await after.journal.close();
});

t.test('an account that may not write serves calls from memory', { skip: rootSkip() }, async t => {
  const path = `${t.testdir()}/journal`;
  await fillJournal(path, 10, 10);
  chmodSync(path, 0o500);
  const { journal, append } = await givenJournal({ path });
  await append(bridged('c'));
  t.match(journal.health.trouble, { code: 'store-failed' });
  chmodSync(path, 0o700);
  await until('it is well again', () => journal.health.trouble === null);
  await journal.close();
});

/** A disk that is mounted read-only is in disk-full.test.ts. */
function rootSkip(): string | false {
  return process.getuid?.() === 0 ? 'root may write everywhere' : false;
}
