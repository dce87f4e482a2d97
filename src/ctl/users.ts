// `plateauctl user` and `plateauctl audit`: who may log in at the pages, and what they did there. The panel follows the file of users by
// itself; nothing is asked of the daemon.
import { unreachable } from '../base/assert.js';
import { errorCatalogue } from '../base/error-catalogue.js';
import { OutsideError } from '../base/errors.js';
import type { Text } from '../base/language.js';
import { problemLine } from '../site/problem.js';
import type { SiteFile } from '../site/site-file.js';
import { hasToken, type Role, type User, userFaults, userNamePattern } from '../site/user.js';
import type { Options } from './commands.js';
import { near } from './near.js';
import { type Outcome, type Refusal, refused } from './outcome.js';
import { lineWidth, type Screen } from './screen.js';
import { siteFileAt } from './site-file.js';
import { table } from './table.js';
import { printable, wrap } from './text-width.js';
import { auditColumns, userColumns, usersTexts } from './texts-users.js';
import { clockIn } from './times.js';
import type { UserCommand, UserParts } from './user-commands.js';

type AuditLine = {
  readonly atMs: number;
  readonly user: string;
  readonly role: Role | null;
  readonly from: string;
  readonly act: string;
  readonly about: string;
  readonly outcome: string;
};

/** The work of the users' room. What touches files throws an `OutsideError`. */
export type UserTools = {
  readonly read: (folder: string) => readonly User[];
  readonly write: (folder: string, users: readonly User[]) => void;
  readonly hashPassword: (password: string) => Promise<string>;
  readonly newToken: () => { readonly token: string; readonly secret: string };
  readonly shortestPassword: number;
  readonly longestPassword: number;
  readonly note: (folder: string, entry: AuditLine) => void;
  readonly readAudit: (folder: string, limit: number, user: string | null) => readonly AuditLine[];
};

export type UserWorld = {
  readonly tools: UserTools;
  readonly person: string;
  readonly now: () => number;
  /** Reads a password without showing it; again where somebody types it. `null`: the two differ. */
  readonly askPassword: (question: Text, again: Text) => Promise<string | null>;
};

const said = (...texts: readonly Text[]) => ({
  print: (screen: Screen) =>
    texts
      .flatMap(text => wrap(printable(text[screen.language]), lineWidth(screen)))
      .map(line => `${line}\n`)
      .join(''),
});

/** The same with something below it that is to be copied, and so stands on one line. */
function saidWith(copied: string | null, ...texts: readonly Text[]): ReturnType<typeof said> {
  const { print } = said(...texts);
  return { print: screen => print(screen) + (copied === null ? '' : `${copied}\n`) };
}

export async function runUsers(command: UserCommand, options: Options, world: UserWorld): Promise<Outcome> {
  try {
    return await run(command, options, world);
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    const { code, message } = error;
    return refused({ code, message: usersTexts.failed(message), advice: errorCatalogue[code] });
  }
}

async function run(command: UserCommand, options: Options, world: UserWorld): Promise<Outcome> {
  const { tools } = world;
  switch (command.kind) {
    case 'user-hash': {
      const made = await makeSecret(command.withToken, world);
      if ('code' in made) return refused(made);
      const { token, secret } = made;
      const { print } = saidWith(token, ...tokenText(token));
      const entry = `secret: "${secret}"\n`;
      return { exit: 0, result: { secret, token }, print: screen => print(screen) + entry };
    }
    case 'user-list':
      return listUsers(tools.read(command.data));
    case 'audit':
      return audit(tools.readAudit(command.data, command.limit, command.user), options, world.now());
    case 'user-add':
      return addUser(command, options, world);
    case 'user-password':
      return changeSecret(command, world);
    case 'user-role':
      return changeRole(command, options, world);
    case 'user-remove':
      return removeUser(command, world);
    default:
      return unreachable(command);
  }
}

type Made = { readonly secret: string; readonly token: string | null };

async function makeSecret(withToken: boolean, { tools, askPassword }: UserWorld): Promise<Made | Refusal> {
  if (withToken) return tools.newToken();
  const password = await askPassword(usersTexts.question, usersTexts.again);
  if (password === null) return { code: 'passwords-differ', message: usersTexts.differ, advice: null };
  const { shortestPassword: least, longestPassword: most } = tools;
  if (password.length < least || password.length > most)
    return { code: 'bad-password', message: usersTexts.badPassword(least, most), advice: usersTexts.phrase };
  return { secret: await tools.hashPassword(password), token: null };
}

async function addUser(
  command: Extract<UserCommand, { kind: 'user-add' }>,
  options: Options,
  world: UserWorld,
): Promise<Outcome> {
  const { name, data } = command;
  if (!userNamePattern.test(name))
    return refused({ code: 'bad-name', message: usersTexts.badName(name), advice: usersTexts.nameAdvice });
  const site = await siteOf(options, world);
  if ('code' in site) return refused(site);
  const before = usersWithout(name, site, data, world);
  if ('code' in before) return refused(before);
  const unfit = faultOf(command, command.withToken || command.role === 'board', site);
  if (unfit !== null) return refused(unfit);
  const made = await makeSecret(command.withToken || command.role === 'board', world);
  if ('code' in made) return refused(made);
  // Another technician may have changed the file while the password was typed.
  const users = usersWithout(name, site, data, world);
  if ('code' in users) return refused(users);
  const user = { ...partsOf(command), name, secret: made.secret };
  world.tools.write(data, [...users.list, user]);
  note(world, command.data, 'user-add', `${name} (${command.role})`);
  return {
    exit: 0,
    result: { user: shown(user), token: made.token },
    ...saidWith(made.token, usersTexts.added(name, command.role), ...tokenText(made.token)),
  };
}

/** The users of the file, if none there or in the site file has that name. */
function usersWithout(
  name: string,
  site: SiteFile,
  data: string,
  { tools }: UserWorld,
): { readonly list: readonly User[] } | Refusal {
  const list = tools.read(data);
  if (![...list, ...site.users].some(user => user.name === name)) return { list };
  return { code: 'already-there', message: usersTexts.alreadyThere(name), advice: usersTexts.toChange };
}

const tokenText = (token: string | null): Text[] => (token === null ? [] : [usersTexts.token]);

async function changeSecret(
  { name, data }: Extract<UserCommand, { kind: 'user-password' }>,
  world: UserWorld,
): Promise<Outcome> {
  const before = world.tools.read(data);
  const asked = before.find(one => one.name === name);
  if (asked === undefined) return refused(unknown(name, before));
  const made = await makeSecret(hasToken(asked), world);
  if ('code' in made) return refused(made);
  // Another technician may have changed the file while the password was typed.
  const users = world.tools.read(data);
  const user = users.find(one => one.name === name);
  if (user === undefined) return refused(unknown(name, users));
  world.tools.write(
    data,
    users.map(one => (one === user ? { ...user, secret: made.secret } : one)),
  );
  note(world, data, 'user-password', name);
  return {
    exit: 0,
    result: { user: shown(user), token: made.token },
    ...saidWith(made.token, usersTexts.changed(name), ...tokenText(made.token)),
  };
}

async function changeRole(
  command: Extract<UserCommand, { kind: 'user-role' }>,
  options: Options,
  world: UserWorld,
): Promise<Outcome> {
  const { name, data } = command;
  const site = await siteOf(options, world);
  if ('code' in site) return refused(site);
  const users = world.tools.read(data);
  const user = users.find(one => one.name === name);
  if (user === undefined) return refused(unknown(name, users));
  const parts = changedParts(user, command, site);
  const unfit = faultOf(parts, hasToken(user), site);
  if (unfit !== null) return refused(unfit);
  const changed = { ...user, ...parts };
  world.tools.write(
    data,
    users.map(one => (one === user ? changed : one)),
  );
  note(world, data, 'user-role', `${name} (${usersTexts.parts(parts).en})`);
  const texts = [usersTexts.changed(name), usersTexts.isNow(parts)];
  return { exit: 0, result: { user: shown(changed) }, ...said(...texts) };
}

/** What was not given stays, so that nobody sees more by an oversight: `--flows all` says it, and `--supervisor none`. Agent and supervisor belong to the role. */
function changedParts(user: User, given: UserParts, { core }: SiteFile): UserParts {
  const { role } = given;
  const before = role === user.role ? user : { agent: null, supervisor: null };
  const isAll = given.flows?.length === 1 && given.flows[0] === 'all' && !core.flows.has('all');
  const isNobody = given.supervisor === 'none' && !core.supervisors.has('none');
  // One that the site file has no more is nobody.
  const kept = core.supervisors.has(before.supervisor ?? '') ? before.supervisor : null;
  return {
    role,
    agent: given.agent ?? before.agent,
    supervisor: isNobody ? null : (given.supervisor ?? kept),
    flows: isAll ? null : (given.flows ?? user.flows),
  };
}

function removeUser(
  { name, data }: Extract<UserCommand, { kind: 'user-remove' }>,
  world: UserWorld,
): Outcome {
  const users = world.tools.read(data);
  if (!users.some(user => user.name === name)) return refused(unknown(name, users));
  world.tools.write(
    data,
    users.filter(user => user.name !== name),
  );
  note(world, data, 'user-remove', name);
  return { exit: 0, result: {}, ...said(usersTexts.removed(name)) };
}

function note({ tools, person, now }: UserWorld, folder: string, act: string, about: string): void {
  const who = { user: person, role: null, from: 'command-line' };
  tools.note(folder, { atMs: now(), ...who, act, about, outcome: 'done' });
}

/** Without what is secret. */
const shown = ({ secret: _, ...user }: User) => user;

const partsOf = ({ role, agent, supervisor, flows }: UserParts): UserParts => ({
  role,
  agent,
  supervisor,
  flows,
});

function unknown(name: string, users: readonly User[]): Refusal {
  const candidates = users.map(user => ({ id: user.name, words: [] }));
  return {
    code: 'unknown-user',
    message: usersTexts.unknown(name),
    advice: usersTexts.unknownAdvice,
    near: near(name, candidates),
  };
}

async function siteOf(options: Options, world: UserWorld): Promise<SiteFile | Refusal> {
  const loaded = await siteFileAt(options.site, world.now());
  if (loaded.ok) return loaded.site;
  const [first] = loaded.problems;
  return {
    code: 'site-file',
    message: usersTexts.siteFile(options.site),
    advice: first === undefined ? null : problemLine(first),
  };
}

/** What does not fit: the role, or the site file. */
function faultOf(parts: UserParts, withToken: boolean, { core }: SiteFile): Refusal | null {
  const secret = withToken ? `sha256:${'A'.repeat(43)}` : '';
  const [fault] = userFaults({ ...parts, secret });
  if (fault !== undefined) return { code: fault, message: usersTexts.faults[fault], advice: null };
  const known = { agent: core.agents, supervisor: core.supervisors, flow: core.flows };
  const named = [
    ...(parts.agent === null ? [] : [['agent', parts.agent] as const]),
    ...(parts.supervisor === null ? [] : [['supervisor', parts.supervisor] as const]),
    ...(parts.flows ?? []).map(flow => ['flow', flow] as const),
  ];
  for (const [thing, id] of named)
    if (!known[thing].has(id)) {
      const candidates = [...known[thing].keys()].map(one => ({ id: one, words: [] }));
      const message = usersTexts.noSuch[thing](id);
      return { code: `unknown-${thing}`, message, advice: null, near: near(id, candidates) };
    }
  return null;
}

function listUsers(users: readonly User[]): Outcome {
  return {
    exit: 0,
    result: { users: users.map(user => ({ ...shown(user), token: hasToken(user) })) },
    print: screen =>
      users.length === 0
        ? said(usersTexts.none).print(screen)
        : table(
            userColumns,
            users.map(user => [
              user.name,
              user.role,
              user.agent ?? '',
              user.supervisor ?? '',
              user.flows?.join(', ') ?? usersTexts.allFlows[screen.language],
              usersTexts.comesWith[hasToken(user) ? 'token' : 'password'][screen.language],
            ]),
            screen,
          ),
  };
}

async function audit(lines: readonly AuditLine[], options: Options, nowMs: number): Promise<Outcome> {
  const loaded = await siteFileAt(options.site, nowMs);
  const clock = clockIn(loaded.ok ? loaded.site.zone : '');
  const row = (line: AuditLine, { language }: Screen) => [
    `${clock.day(line.atMs, language)} ${clock.time(line.atMs)}`,
    line.user,
    line.role ?? '',
    line.from,
    line.act,
    line.about,
    line.outcome,
  ];
  return {
    exit: 0,
    result: { entries: lines },
    print: screen =>
      lines.length === 0
        ? said(usersTexts.noAudit).print(screen)
        : table(
            auditColumns,
            lines.map(line => row(line, screen)),
            screen,
          ),
  };
}
