// From the words of the command line to an exit code: reads, does, prints. All that it touches is handed to it.
import { unreachable } from '../base/assert.js';
import type { Language, Text } from '../base/language.js';
import { agent } from './agent.js';
import { acknowledge, alarms, kindsOfAlarms } from './alarms.js';
import { callbacks, cancelCallback } from './callbacks.js';
import type { ReadList } from './campaign-lists.js';
import { isCampaignCommand, runCampaigns } from './campaigns.js';
import { caseCommand, caseList, caseShow } from './cases.js';
import { check } from './check.js';
import { checkpoint } from './checkpoint.js';
import { type Environment, languageOf, readCommandLine } from './command-line.js';
import type { CtlCommand, ExitCode, Options } from './commands.js';
import { countCustomers, type ImportCustomers, importList, showCustomer } from './customers.js';
import { withDaemon } from './daemon.js';
import { doctor } from './doctor.js';
import { explain } from './explain.js';
import { isListeningCommand, type RecordingFiles, runListening } from './listening.js';
import { type Outcome, type Refusal, refused, toJson } from './outcome.js';
import { reload } from './reload.js';
import { type Restore, restore } from './restore.js';
import { lineWidth, paint, type Screen, wantsColours } from './screen.js';
import { type PreviewSigns, signPreview } from './sign-preview.js';
import { signs } from './signs.js';
import { agents, calls, status } from './status.js';
import { supervise } from './supervise.js';
import { tail } from './tail.js';
import { printable, wrap } from './text-width.js';
import { words } from './texts.js';
import { seeHelp } from './texts-usage.js';
import { isUserCommand } from './user-commands.js';
import { runUsers, type UserTools, type UserWorld } from './users.js';

/** A standard stream: whether people sit before it, and how wide it is. */
export type Terminal = { readonly isTerminal: boolean; readonly columns: number | undefined };

export type World = {
  readonly environment: Environment;
  readonly output: Terminal;
  readonly errors: Terminal;
  readonly version: string;
  /** Who asks, for the record. */
  readonly person: string;
  readonly now: () => number;
  readonly restore: Restore;
  readonly importCustomers: ImportCustomers;
  readonly readList: ReadList;
  readonly recordings: RecordingFiles;
  readonly previewSigns: PreviewSigns;
  readonly userTools: () => Promise<UserTools>;
  readonly askPassword: (question: string, again: string) => Promise<string | null>;
  /** Standard output, for what goes on and on. */
  readonly write: (text: string) => void;
  readonly complain: (text: string) => void;
};

export type Ending = { readonly exit: ExitCode; readonly out: string; readonly err: string };

/** Runs one command. Resolves to what is still to be written and to the exit code. */
export async function main(argv: readonly string[], world: World): Promise<Ending> {
  const language = languageOf(argv, world.environment);
  const read = readCommandLine(argv, language, world.version);
  switch (read.kind) {
    case 'show':
      return { exit: 0, out: read.text, err: '' };
    case 'no-command':
      return { exit: 2, out: '', err: read.text };
    case 'wrong': {
      const outcome = refused({ code: 'usage', message: read.message, advice: seeHelp }, 2);
      return ending(outcome, argv.includes('--json'), screens(language, true, world));
    }
    case 'run': {
      const both = screens(language, read.options.color, world);
      const outcome = await run(read.command, read.options, both.output, world);
      return ending(outcome, read.options.json, both);
    }
    default:
      return unreachable(read);
  }
}

/** Says on the way what goes on, to people only. */
function noticeTo({ json, language }: Options, { complain }: World): (text: Text) => void {
  return text => (json ? undefined : complain(`${text[language]}\n`));
}

/** Those that need nothing but the daemon. */
const plain = { status, agents, alarms, calls, callbacks, reload } as const;

async function run(command: CtlCommand, options: Options, screen: Screen, world: World): Promise<Outcome> {
  if (isListeningCommand(command))
    return runListening(command, work => withDaemon(options, work), world.recordings, world.person);
  if (isCampaignCommand(command))
    return runCampaigns(command, options, { ...world, notice: noticeTo(options, world) });
  if (isUserCommand(command)) return runUsers(command, options, await userWorld(options.language, world));
  switch (command.kind) {
    case 'check':
      return check(command.file ?? options.site, world.now());
    case 'doctor':
      return doctor(options, world.now());
    case 'status':
    case 'agents':
    case 'alarms':
    case 'calls':
    case 'callbacks':
    case 'reload':
      return withDaemon(options, plain[command.kind]);
    case 'alarm':
      return withDaemon(options, daemon => acknowledge(daemon, command, world.person));
    case 'alarm-kinds':
      return kindsOfAlarms();
    case 'explain':
      return withDaemon(options, daemon => explain(daemon, command.call, screen));
    case 'agent':
    case 'talk':
    case 'transfer':
      return withDaemon(options, daemon => agent(daemon, command, world.person));
    case 'call':
    case 'flow':
    case 'skills':
      return withDaemon(options, daemon => supervise(daemon, command, world.person));
    case 'case-list':
      return withDaemon(options, daemon => caseList(daemon, command.agent));
    case 'case-show':
      return withDaemon(options, daemon => caseShow(daemon, command.case));
    case 'case':
      return withDaemon(options, daemon => caseCommand(daemon, command, world.person));
    case 'sign':
      return command.verb === 'preview'
        ? signPreview(world.previewSigns, command, {
            path: options.site,
            language: options.language,
            nowMs: world.now(),
          })
        : withDaemon(options, daemon => signs(daemon, command, world.person));
    case 'callback-cancel':
      return withDaemon(options, daemon => cancelCallback(daemon, command.call, world.person));
    case 'checkpoint': {
      const notice = noticeTo(options, world);
      return withDaemon(options, daemon => checkpoint(daemon, command.to, notice));
    }
    case 'restore':
      return restore(world.restore, { ...command, nowMs: world.now() });
    case 'customers-import': {
      const notice = noticeTo(options, world);
      return importList(command, options, { ...world, notice });
    }
    case 'customers-show':
      return withDaemon(options, daemon => showCustomer(daemon, command.number));
    case 'customers-count':
      return withDaemon(options, countCustomers);
    case 'tail': {
      const { write } = world;
      const notice = (text: string) => (options.json ? undefined : world.complain(`${text}\n`));
      return withDaemon(options, daemon =>
        tail(daemon, command, { json: options.json, screen, write, notice }),
      );
    }
    default:
      return unreachable(command);
  }
}

async function userWorld(language: Language, world: World): Promise<UserWorld> {
  const tools = await world.userTools();
  const askPassword: UserWorld['askPassword'] = (question, again) =>
    world.askPassword(question[language], again[language]);
  return { tools, person: world.person, now: world.now, askPassword };
}

type Screens = { readonly output: Screen; readonly errors: Screen };

function screens(language: Language, color: boolean, { environment, output, errors }: World): Screens {
  const screen = ({ isTerminal, columns }: Terminal): Screen => ({
    language,
    columns: isTerminal ? (columns ?? null) : columnsOf(environment),
    colours: wantsColours(isTerminal, environment, color),
  });
  return { output: screen(output), errors: screen(errors) };
}

/** `COLUMNS=80 plateauctl … | less`: who sets it wants it so. */
function columnsOf({ COLUMNS: columns = '' }: Environment): number | null {
  return /^[1-9]\d{1,3}$/.test(columns) ? Number(columns) : null;
}

function ending(outcome: Outcome, asJson: boolean, { output, errors }: Screens): Ending {
  const { exit, refusal, print } = outcome;
  if (asJson) return { exit, out: toJson(outcome, output), err: '' };
  return {
    exit,
    out: print?.(output) ?? '',
    err: refusal === undefined ? '' : printRefusal(refusal, errors),
  };
}

function printRefusal({ message, near = [], advice }: Refusal, screen: Screen): string {
  const { language } = screen;
  const [first = '', ...rest] = wrap(`plateauctl: ${printable(message[language])}`, lineWidth(screen));
  const meant = near.length === 0 ? [] : wrap(printable(words.didYouMean(near)[language]), lineWidth(screen));
  const told = advice === null ? [] : wrap(printable(advice[language]), lineWidth(screen));
  return [paint(first, 'bad', screen), ...rest, ...meant, ...told].map(line => `${line}\n`).join('');
}
