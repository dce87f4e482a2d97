// `plateauctl user` and `plateauctl audit`: what is kept, what is said, what is refused.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { readUsers } from '../../src/users/file.js';
import { Comparer, tokenSecret } from '../../src/users/secrets.js';
import { smallSite } from '../site/small-site.js';
import { givenFolder, program, runHere } from './daemon.js';

const phrase = 'four words that fit';

function givenPanelFolder(t: Test) {
  const folder = givenFolder(t);
  const site = join(folder, 'site.yaml');
  writeFileSync(site, smallSite);
  const ctl = (args: readonly string[], typed: string | null | (() => Promise<string>) = phrase) =>
    runHere(['--site', site, ...args, '--data', folder], {}, typed);
  const hash = (...args: string[]) => runHere(['user', 'hash', ...args], {}, phrase);
  return { folder, site, ctl, hash };
}

t.test('a user is added, shown, changed and removed, and all of it is on record', async t => {
  const { folder, ctl } = givenPanelFolder(t);
  t.match(await ctl(['user', 'list']), { exit: 0, out: 'No users.\n' });
  t.match(await ctl(['user', 'add', 'alice', '--role', 'agent', '--agent', '101']), {
    exit: 0,
    out: 'User alice (agent) may log in.\n',
  });
  const [alice] = readUsers(folder);
  t.match(alice, { name: 'alice', role: 'agent', agent: '101', supervisor: null, flows: null });
  t.equal(await new Comparer().compare(alice ?? null, phrase), 'right');
  t.match(await ctl(['user', 'list']), {
    out: /^User +Role +Agent +Flows +Comes with\nalice +agent +101 +all +password\n$/,
  });
  t.match(await ctl(['user', 'password', 'alice'], 'another long phrase'), {
    exit: 0,
    out: /his sessions end/,
  });
  t.equal(await new Comparer().compare(readUsers(folder)[0] ?? null, 'another long phrase'), 'right');
  t.match(await ctl(['user', 'role', 'alice', '--role', 'supervisor', '--flows', 'n1']), { exit: 0 });
  t.match(readUsers(folder), [{ name: 'alice', role: 'supervisor', agent: null, flows: ['n1'] }]);
  t.match(await ctl(['user', 'remove', 'alice', '--lang', 'fr']), {
    exit: 0,
    out: /L’utilisateur alice est supprimé/,
  });
  t.strictSame(readUsers(folder), []);
  const { out } = await ctl(['audit', '--json']);
  const { result } = JSON.parse(out) as {
    result: { entries: { act: string; user: string; from: string }[] };
  };
  t.strictSame(
    result.entries.map(({ act, user, from }) => [act, user, from]),
    ['user-remove', 'user-role', 'user-password', 'user-add'].map(act => [act, 'luc', 'command-line']),
  );
  t.match(await ctl(['audit', '--limit', '1']), { out: /user-remove +alice +done/ });
});

t.test('a change of a user leaves what is not given, and tells the whole of it', async t => {
  const { folder, site, ctl } = givenPanelFolder(t);
  writeFileSync(site, `${smallSite}supervisors:\n  anna: { name: Anna, phone: PJSIP/201, may: [listen] }\n`);
  const role = (...args: string[]) => ctl(['user', 'role', 'sue', ...args]);
  await ctl(['user', 'add', 'sue', '--role', 'supervisor', '--flows', 'n1']);
  const now = (user: object) => t.match(readUsers(folder), [{ name: 'sue', ...user }]);
  t.match(await role('--role', 'supervisor', '--supervisor', 'anna'), {
    exit: 0,
    out: /He is now: supervisor, supervisor anna; flows: n1\./,
  });
  now({ role: 'supervisor', supervisor: 'anna', flows: ['n1'] });
  t.match(await role('--role', 'supervisor', '--flows', 'all'), { exit: 0, out: /flows: all/ });
  now({ role: 'supervisor', supervisor: 'anna', flows: null });
  t.match(await role('--role', 'supervisor', '--supervisor', 'none'), { exit: 0, out: /flows: all/ });
  now({ role: 'supervisor', supervisor: null, flows: null });
  await role('--role', 'supervisor', '--supervisor', 'anna');
  writeFileSync(site, smallSite);
  t.match(await role('--role', 'supervisor', '--flows', 'n1'), { exit: 0 });
  now({ role: 'supervisor', supervisor: null, flows: ['n1'] });
  t.match(await role('--role', 'agent', '--agent', '101'), { exit: 0, out: /agent, agent 101; flows: n1/ });
  now({ role: 'agent', agent: '101', supervisor: null, flows: ['n1'] });
  t.match(await ctl(['audit', '--limit', '1']), { out: /user-role +sue \(agent, agent 101; flows: n1\)/ });
});

t.test('a board and a program have tokens, shown once', async t => {
  const { folder, ctl, hash } = givenPanelFolder(t);
  const { out } = await ctl(['user', 'add', 'hall', '--role', 'board']);
  const [token = ''] = /^plt_[A-Za-z0-9_-]{43}$/m.exec(out) ?? [];
  t.match(readUsers(folder), [{ name: 'hall', role: 'board', secret: tokenSecret(token) }]);
  t.match(await ctl(['user', 'add', 'crm', '--role', 'supervisor', '--token']), {
    out: /Token, shown this once/,
  });
  t.match(await hash('--token'), { exit: 0, out: /secret: "sha256:/ });
  t.match(await hash(), { exit: 0, out: /secret: "\$argon2id\$v=19\$m=19456/ });
});

t.test('what does not fit is refused, and nothing is changed', async t => {
  const { folder, ctl } = givenPanelFolder(t);
  const refused = async (args: readonly string[], err: RegExp, typed?: string | null) =>
    t.match(
      await ctl(['user', ...args], typed === undefined ? phrase : typed),
      { exit: 1, err },
      args.join(' '),
    );
  await refused(['add', 'Alice', '--role', 'technician'], /cannot be the name of a user/);
  await refused(['add', 'alice', '--role', 'agent'], /needs --agent/);
  await refused(['add', 'alice', '--role', 'agent', '--agent', '10'], /no agent 10[\s\S]*101/);
  await refused(['add', 'alice', '--role', 'supervisor', '--flows', 'n1,n9'], /no flow n9/);
  await refused(['add', 'alice', '--role', 'supervisor', '--supervisor', 'anna'], /no supervisor anna/);
  await refused(['add', 'alice', '--role', 'technician', '--agent', '101'], /is for the role agent/);
  await refused(['add', 'alice', '--role', 'technician'], /10 to 200 characters/, 'short');
  await refused(['add', 'alice', '--role', 'technician'], /differ/, null);
  await refused(['remove', 'alice'], /there is no user alice/);
  t.match(await ctl(['user', 'add', 'alice', '--role', 'king']), {
    exit: 2,
    err: /agent, supervisor, technician or board/,
  });
  t.strictSame(readUsers(folder), []);
  writeFileSync(join(folder, 'users.json'), 'nonsense');
  await refused(['add', 'alice', '--role', 'technician'], /users\.json[\s\S]*mended by restoring/);
});

t.test('what another technician does while a password is typed stands', async t => {
  const { folder, ctl } = givenPanelFolder(t);
  const add = (name: string) => ['user', 'add', name, '--role', 'technician'];
  const meanwhile = (args: readonly string[]) => async () => {
    t.equal((await ctl(args)).exit, 0, args.join(' '));
    return phrase;
  };
  const names = () => readUsers(folder).map(({ name }) => name);
  for (const name of ['alice', 'zoe']) await ctl(add(name));
  t.match(await ctl(add('bob'), meanwhile(['user', 'remove', 'zoe'])), { exit: 0 });
  t.strictSame(names(), ['alice', 'bob']);
  t.match(await ctl(['user', 'password', 'alice'], meanwhile(['user', 'remove', 'bob'])), { exit: 0 });
  t.strictSame(names(), ['alice']);
  t.match(await ctl(add('carl'), meanwhile(add('carl'))), { exit: 1, err: /there is a user carl already/ });
  const removed = await ctl(['user', 'password', 'alice'], meanwhile(['user', 'remove', 'alice']));
  t.match(removed, { exit: 1, err: /there is no user alice/ });
  t.strictSame(names(), ['carl']);
});

t.test('who stands in the site file is not added again', async t => {
  const { site, ctl } = givenPanelFolder(t);
  writeFileSync(
    site,
    `${smallSite}\nusers:\n  tess: { role: technician, secret: "sha256:${'A'.repeat(43)}" }\n`,
  );
  t.match(await ctl(['user', 'add', 'tess', '--role', 'technician']), {
    exit: 1,
    err: /there is a user tess already/,
  });
});

t.test('the password is read from standard input where nobody types', async t => {
  const { folder, site } = givenPanelFolder(t);
  const args = [
    program,
    '--site',
    site,
    'user',
    'add',
    'tess',
    '--role',
    'technician',
    '--data',
    folder,
    '--lang',
    'en',
  ];
  const child = spawnSync(process.execPath, args, { input: `${phrase}\r\nmore\n`, encoding: 'utf8' });
  t.match(child, { status: 0, stdout: 'User tess (technician) may log in.\n' });
  t.equal(await new Comparer().compare(readUsers(folder)[0] ?? null, phrase), 'right');
});
