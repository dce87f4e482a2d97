// `plateauctl user …` and `plateauctl audit`: the words, read.
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Language, Text } from '../base/language.js';
import { type Role, roles } from '../site/user.js';
import { usersHelp } from './texts-users.js';

/** The parts of a user that can be given and changed. */
export type UserParts = {
  readonly role: Role;
  readonly agent: string | null;
  readonly supervisor: string | null;
  readonly flows: readonly string[] | null;
};

/** `data`: the panel's data folder. */
export type UserCommand =
  | ({
      readonly kind: 'user-add';
      readonly name: string;
      readonly withToken: boolean;
      readonly data: string;
    } & UserParts)
  | { readonly kind: 'user-list'; readonly data: string }
  | { readonly kind: 'user-password'; readonly name: string; readonly data: string }
  | ({ readonly kind: 'user-role'; readonly name: string; readonly data: string } & UserParts)
  | { readonly kind: 'user-remove'; readonly name: string; readonly data: string }
  | { readonly kind: 'user-hash'; readonly withToken: boolean }
  | {
      readonly kind: 'audit';
      readonly data: string;
      readonly limit: number;
      readonly user: string | null;
    };

export function isUserCommand(command: { readonly kind: string }): command is UserCommand {
  return command.kind === 'audit' || command.kind.startsWith('user-');
}

const dataDefault = '/var/lib/plateau-panel';

type Found = (command: UserCommand) => void;
type Say = (text: Text) => string;
type PartOptions = { role: Role; agent?: string; supervisor?: string; flows?: string[]; data: string };

export function addUserCommands(program: Command, language: Language, found: Found): void {
  const say: Say = text => text[language];
  const users = program.command('user').description(say(usersHelp.user));
  const add = (verb: 'add' | 'password' | 'role' | 'remove') =>
    users.command(verb).description(say(usersHelp[verb])).argument('<NAME>', say(usersHelp.name));
  withParts(add('add'), say)
    .option('--token', say(usersHelp.token), false)
    .action((name: string, options: PartOptions & { token: boolean }) =>
      found({ kind: 'user-add', name, withToken: options.token, data: options.data, ...partsOf(options) }),
    );
  withParts(add('role'), say).action((name: string, options: PartOptions) =>
    found({ kind: 'user-role', name, data: options.data, ...partsOf(options) }),
  );
  withData(add('password'), say).action((name: string, { data }: { data: string }) =>
    found({ kind: 'user-password', name, data }),
  );
  withData(add('remove'), say).action((name: string, { data }: { data: string }) =>
    found({ kind: 'user-remove', name, data }),
  );
  withData(users.command('list').description(say(usersHelp.list)), say).action(({ data }: { data: string }) =>
    found({ kind: 'user-list', data }),
  );
  users
    .command('hash')
    .description(say(usersHelp.hash))
    .option('--token', say(usersHelp.token), false)
    .action(({ token }: { token: boolean }) => found({ kind: 'user-hash', withToken: token }));
  withData(program.command('audit').description(say(usersHelp.audit)), say)
    .option('--user <NAME>', say(usersHelp.auditUser))
    .addOption(new Option('--limit <N>', say(usersHelp.limit)).argParser(readLimit).default(100))
    .action((options: { data: string; user?: string; limit: number }) =>
      found({ kind: 'audit', data: options.data, limit: options.limit, user: options.user ?? null }),
    );
}

function withData(command: Command, say: Say): Command {
  return command.addOption(
    new Option('--data <FOLDER>', say(usersHelp.data)).default(dataDefault).env('PLATEAU_PANEL_DATA'),
  );
}

function withParts(command: Command, say: Say): Command {
  return withData(command, say)
    .addOption(
      new Option(`--role <${roles.join('|')}>`, say(usersHelp.roleOption))
        .argParser(readRole)
        .makeOptionMandatory(),
    )
    .option('--agent <AGENT>', say(usersHelp.agentOption))
    .option('--supervisor <ID>', say(usersHelp.supervisorOption))
    .addOption(
      new Option('--flows <FLOW,FLOW>', say(usersHelp.flowsOption)).argParser(text => text.split(',')),
    );
}

function partsOf({ role, agent, supervisor, flows }: PartOptions): UserParts {
  return { role, agent: agent ?? null, supervisor: supervisor ?? null, flows: flows ?? null };
}

function readRole(text: string): Role {
  const role = roles.find(one => one === text);
  if (role === undefined) throw new InvalidArgumentError('');
  return role;
}

function readLimit(text: string): number {
  if (!/^[1-9]\d{0,4}$/.test(text)) throw new InvalidArgumentError('');
  return Number(text);
}
