// Users on disk: written in one step, followed by who reads them, and nothing in them that leads back to a password.
import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { OutsideError } from '../../src/base/errors.js';
import type { User } from '../../src/site/user.js';
import { type AuditEntry, AuditTrail, noteOnce, readAudit } from '../../src/users/audit.js';
import { UserBook } from '../../src/users/book.js';
import { readUsers, usersFile, writeUsers } from '../../src/users/file.js';
import { Comparer, hashPassword, newToken, tokenSecret } from '../../src/users/secrets.js';
import { quietLog } from '../quiet-log.js';
import { until } from '../until.js';

const password = 'correct horse battery';
const secret = await hashPassword(password);
const tess: User = { name: 'tess', role: 'technician', agent: null, supervisor: null, flows: null, secret };
const alice: User = { ...tess, name: 'alice', role: 'agent', agent: '101', flows: ['n1'] };

t.test('what is written is read again, by its owner only, and nothing else is left', async t => {
  const folder = t.testdir();
  t.strictSame(readUsers(folder), []);
  writeUsers(folder, [tess]);
  writeUsers(folder, [tess, alice]);
  t.strictSame(readUsers(folder), [tess, alice]);
  t.equal(statSync(usersFile(folder)).mode & 0o777, 0o600);
  t.strictSame(readdirSync(folder), ['users.json']);
  t.notMatch(readFileSync(usersFile(folder), 'utf8'), password);
});

t.test('a file that is not whole is refused with its place', async t => {
  const folder = t.testdir();
  const write = (content: unknown) => writeFileSync(usersFile(folder), JSON.stringify(content));
  const refusal = () => {
    try {
      return readUsers(folder);
    } catch (error) {
      return error instanceof OutsideError ? `${error.code} ${error.message}` : error;
    }
  };
  writeFileSync(usersFile(folder), '{"version":1,"users":[');
  t.match(refusal(), /^users-unreadable .*users\.json: /);
  write({ version: 2, users: [] });
  t.match(refusal(), /version/);
  write({ version: 1, users: [tess, tess] });
  t.match(refusal(), /twice/);
  write({ version: 1, users: [{ ...tess, role: 'king' }] });
  t.match(refusal(), /users\.0\.role/);
  write({ version: 1, users: [{ ...tess, secret: password }] });
  t.match(refusal(), /users\.0\.secret/);
  write({ version: 1, users: [{ ...alice, agent: null }] });
  t.match(refusal(), /alice/);
});

function givenBook(t: Test, ofSite: readonly User[] = []) {
  const folder = t.testdir();
  const log = quietLog();
  const book = new UserBook(folder, ofSite, log);
  t.teardown(() => book.close());
  return { folder, log, book };
}

t.test('the file is followed; one that becomes unreadable changes nothing', async t => {
  const { folder, log, book } = givenBook(t);
  t.equal(book.state, 'none');
  let changes = 0;
  book.onChange(() => {
    changes += 1;
  });
  writeUsers(folder, [tess]);
  await until('she is known', () => book.find('tess') !== null);
  t.equal(book.state, 'some');
  t.equal(changes, 1);
  chmodSync(usersFile(folder), 0o644);
  writeFileSync(usersFile(folder), 'nonsense');
  await until('it is complained of', () => log.lines.some(({ level }) => level === 'error'));
  t.match(book.find('tess'), tess);
  writeUsers(folder, []);
  await until('she is gone', () => book.find('tess') === null);
  t.equal(book.state, 'none');
});

t.test('a file that is unreadable from the start is not the first start', async t => {
  const folder = t.testdir({ 'users.json': 'nonsense' });
  const book = new UserBook(folder, [], quietLog());
  t.teardown(() => book.close());
  t.equal(book.state, 'unreadable');
});

t.test('who stands in the site file goes first', async t => {
  const { folder, book } = givenBook(t, [{ ...tess, role: 'supervisor' }]);
  writeUsers(folder, [tess, alice]);
  await until('both are known', () => book.find('alice') !== null);
  t.equal(book.find('tess')?.role, 'supervisor');
  book.setSite([]);
  t.equal(book.find('tess')?.role, 'technician');
  t.equal(book.all().length, 2);
});

t.test('a token finds its user, and what is kept of it does not', async t => {
  const { token, secret: kept } = newToken();
  const { book } = givenBook(t, [{ ...tess, secret: kept }]);
  t.match(book.byToken(token), { name: 'tess' });
  t.equal(book.byToken(kept), null);
  t.equal(book.byToken(''), null);
  t.equal(tokenSecret(token), kept);
});

t.test('passwords are compared, two at a time; the rest waits in line, and a crowd is refused', async t => {
  const comparer = new Comparer();
  t.equal(await comparer.compare(tess, password), 'right');
  t.equal(await comparer.compare(tess, `${password} `), 'wrong');
  t.equal(await comparer.compare(null, password), 'wrong');
  t.equal(await comparer.compare({ ...tess, secret: newToken().secret }, password), 'wrong');
  const crowd = await Promise.all(Array.from({ length: 40 }, () => comparer.compare(tess, password)));
  t.equal(crowd.filter(one => one === 'right').length, 34);
  t.equal(crowd.filter(one => one === 'too-many').length, 6);
  t.equal(await comparer.compare(tess, password), 'right', 'and then it is quiet again');
});

t.test('timing: an unknown name takes as long as a wrong password', async t => {
  const comparer = new Comparer();
  const times = { known: [] as number[], unknown: [] as number[] };
  await comparer.compare(null, 'warm');
  for (let round = 0; round < 15; round += 1)
    for (const [kind, user] of [
      ['known', tess],
      ['unknown', null],
    ] as const) {
      const from = performance.now();
      await comparer.compare(user, 'wrong');
      times[kind].push(performance.now() - from);
    }
  const least = (all: readonly number[]) => Math.min(...all);
  const ratio = least(times.unknown) / least(times.known);
  t.ok(ratio > 0.6 && ratio < 1.6, `${ratio}`);
});

const entry = (user: string, atMs: number): AuditEntry => ({
  ...{
    atMs,
    user,
    role: 'supervisor',
    from: '10.0.0.7',
    act: 'force-flow',
    about: 'flow n1',
    outcome: 'done',
  },
});

t.test('the audit trail is kept in order, turned over, and read newest first', async t => {
  const folder = t.testdir();
  const trail = new AuditTrail(folder, quietLog());
  for (let at = 1; at <= 20; at += 1) trail.note(entry(at % 2 === 0 ? 'sue' : 'nina', at));
  await trail.close();
  noteOnce(folder, { ...entry('root', 21), role: null });
  t.strictSame(
    readAudit(folder, 3, null).map(({ user, atMs }) => [user, atMs]),
    [
      ['root', 21],
      ['sue', 20],
      ['nina', 19],
    ],
  );
  t.equal(readAudit(folder, 100, 'nina').length, 10);
  const path = join(folder, 'audit.jsonl');
  t.equal(statSync(path).mode & 0o777, 0o600);
  writeFileSync(path, `${readFileSync(path, 'utf8')}${'x'.repeat(4_000_000)}\n`);
  trail.note(entry('late', 22));
  await trail.close();
  t.strictSame(readdirSync(folder).sort(), ['audit.1.jsonl', 'audit.jsonl']);
  t.strictSame(
    readAudit(folder, 2, null).map(({ user }) => user),
    ['late', 'root'],
    'what is not a whole line is passed over',
  );
});

t.test('an audit trail that cannot be written goes to the log', async t => {
  const log = quietLog();
  const trail = new AuditTrail(join(t.testdir(), 'nowhere'), log);
  trail.note(entry('sue', 1));
  await trail.close();
  t.match(log.lines, [{ level: 'error', fields: { entries: [{ user: 'sue' }] } }]);
});
