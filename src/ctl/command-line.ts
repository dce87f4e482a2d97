// Reads the command line with commander, in the language of who wrote it.
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import type { Language, Text } from '../base/language.js';
import type { TransferManner } from '../core/facts-transfers.js';
import type { TransferTarget } from '../core/site.js';
import { addAlarmCommands } from './command-line-alarms.js';
import { addCallBackCommands } from './command-line-callbacks.js';
import { addCampaignCommands } from './command-line-campaigns.js';
import { addCaseCommands } from './command-line-cases.js';
import { addCustomerCommands } from './command-line-customers.js';
import { addListeningCommands } from './command-line-listening.js';
import { addSignCommands } from './command-line-signs.js';
import type { AgentVerb, CtlCommand, Options } from './commands.js';
import { addSkillsCommand, addSupervisionCommands } from './supervision-commands.js';
import { complaint, help, helpWords } from './texts-usage.js';
import { addUserCommands } from './user-commands.js';

/** What came of the reading. */
export type Read =
  | { readonly kind: 'run'; readonly command: CtlCommand; readonly options: Options }
  /** Help or the version was asked for: it goes to standard output. */
  | { readonly kind: 'show'; readonly text: string }
  /** No command was given: the help goes where errors go. */
  | { readonly kind: 'no-command'; readonly text: string }
  | { readonly kind: 'wrong'; readonly message: Text };

export type Environment = Readonly<Record<string, string | undefined>>;

/** The same as plateaud's own. */
const defaults = {
  socket: '/run/plateau/control.sock',
  site: '/etc/plateau/site.yaml',
  data: '/var/lib/plateau',
  timeout: '5s',
};

/** `--lang` if it is there, else that of the environment, by the order in which the C library looks. Known before anything else is read. */
export function languageOf(argv: readonly string[], environment: Environment): Language {
  for (const [index, word] of argv.entries()) {
    const value = word === '--lang' ? argv[index + 1] : /^--lang=(.*)$/.exec(word)?.[1];
    if (value === 'en' || value === 'fr') return value;
  }
  const { LC_ALL: all, LC_MESSAGES: messages, LANG: lang } = environment;
  const locale = [all, messages, lang].find(one => one !== undefined && one !== '') ?? '';
  return /^fr(?![a-z])/i.test(locale) ? 'fr' : 'en';
}

/** Reads the words after the program's name. Never throws for what stands in them. */
export function readCommandLine(argv: readonly string[], language: Language, version: string): Read {
  let shown = '';
  let command: CtlCommand | null = null;
  const show = (text: string) => {
    shown += text;
  };
  const program = build(language, version, show, read => {
    command = read;
  });
  try {
    program.parse(argv, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code === 'commander.helpDisplayed' || error.code === 'commander.version')
      return { kind: 'show', text: shown };
    if (error.code === 'commander.help')
      return error.exitCode === 0 ? { kind: 'show', text: shown } : { kind: 'no-command', text: shown };
    return { kind: 'wrong', message: complaint(error.code, error.message) };
  }
  if (command === null) return { kind: 'no-command', text: program.helpInformation() };
  const { socket, site, json, color, timeout } = program.opts<{
    socket: string;
    site: string;
    json: boolean;
    color: boolean;
    timeout: number;
  }>();
  return { kind: 'run', command, options: { socket, site, language, json, color, timeoutMs: timeout } };
}

function build(
  language: Language,
  version: string,
  show: (text: string) => void,
  found: (command: CtlCommand) => void,
): Command {
  const say = (text: Text) => text[language];
  const program = new Command('plateauctl')
    .description(say(help.program))
    .exitOverride()
    .configureOutput({ writeOut: show, writeErr: show, outputError: () => undefined })
    .configureHelp({
      showGlobalOptions: true,
      styleTitle: text => helpWords(text, language),
      styleUsage: text => helpWords(text, language),
      optionDescription: describeOption,
    })
    .helpOption('-h, --help', say(help.help))
    .helpCommand(`help [${language === 'fr' ? 'commande' : 'command'}]`, say(help.helpCommand))
    .version(version, '-V, --version', say(help.version))
    .addHelpText('afterAll', say(help.exitCodes));
  addOptions(program, language);
  addCommands(program, language, found);
  return program;
}

function addOptions(program: Command, language: Language): void {
  const say = (text: Text) => text[language];
  program
    .addOption(new Option('--socket <path>', say(help.socket)).default(defaults.socket).env('PLATEAU_SOCKET'))
    .addOption(new Option('--site <file>', say(help.site)).default(defaults.site).env('PLATEAU_SITE'))
    .addOption(new Option('--lang <en|fr>', say(help.lang)).argParser(readLanguage).default(language))
    .addOption(new Option('--json', say(help.json)).default(false))
    .addOption(new Option('--no-color', say(help.noColor)))
    .addOption(
      new Option('--timeout <duration>', say(help.timeout))
        .argParser(readTimeout)
        .default(readTimeout(defaults.timeout), defaults.timeout),
    );
}

function addCommands(program: Command, language: Language, found: (command: CtlCommand) => void): void {
  const say = (text: Text) => text[language];
  program
    .command('check')
    .description(say(help.check))
    .argument('[FILE]', say(help.checkFile))
    .action((file: string | undefined) => found({ kind: 'check', file: file ?? null }));
  const addPlain = (kind: 'doctor' | 'status' | 'agents' | 'calls' | 'reload') =>
    program
      .command(kind)
      .description(say(help[kind]))
      .action(() => found({ kind }));
  for (const kind of ['doctor', 'status', 'agents', 'calls'] as const) addPlain(kind);
  addAlarmCommands(program, language, found);
  program
    .command('explain')
    .description(say(help.explain))
    .argument('<CALL>', say(help.explainCall))
    .action((call: string) => found({ kind: 'explain', call }));
  addAgentCommands(program, language, found);
  addSupervisionCommands(program, language, found);
  addListeningCommands(program, language, found);
  addPlain('reload');
  addStoreCommands(program, language, found);
  addCustomerCommands(program, language, defaults.data, found);
  addCampaignCommands(program, language, found);
  program
    .command('tail')
    .description(say(help.tail))
    .addOption(new Option('--from <SEQ>', say(help.from)).argParser(readSeq).default(0, undefined))
    .option('--call <CALL>', say(help.tailCall))
    .option('--agent <AGENT>', say(help.tailAgent))
    .action((options: { from: number; call?: string; agent?: string }) =>
      found({
        kind: 'tail',
        fromSeq: options.from,
        call: options.call ?? null,
        agent: options.agent ?? null,
      }),
    );
  addCaseCommands(program, language, found);
  addSignCommands(program, language, found);
  addCallBackCommands(program, language, found);
  addUserCommands(program, language, found);
}

function addStoreCommands(program: Command, language: Language, found: (command: CtlCommand) => void): void {
  const say = (text: Text) => text[language];
  program
    .command('checkpoint')
    .description(say(help.checkpoint))
    .option('--to <FOLDER>', say(help.checkpointTo))
    .action((options: { to?: string }) => found({ kind: 'checkpoint', to: options.to ?? null }));
  program
    .command('restore')
    .description(say(help.restore))
    .argument('<CHECKPOINT>', say(help.restoreFile))
    .addOption(
      new Option('--data <FOLDER>', say(help.restoreData)).default(defaults.data).env('PLATEAU_DATA'),
    )
    .option('--dry-run', say(help.dryRun), false)
    .action((checkpoint: string, options: { data: string; dryRun: boolean }) =>
      found({ kind: 'restore', checkpoint, ...options }),
    );
}

function addAgentCommands(program: Command, language: Language, found: (command: CtlCommand) => void): void {
  const say = (text: Text) => text[language];
  const agents = program.command('agent').description(say(help.agent));
  const add = (verb: AgentVerb) =>
    agents.command(verb).description(say(help[verb])).argument('<AGENT>', say(help.agentId));
  const addPlain = (verb: Exclude<AgentVerb, 'pause' | 'logout'>) =>
    add(verb).action((agent: string) =>
      found({ kind: 'agent', verb, agent, reason: null, afterCall: false }),
    );
  addPlain('login');
  add('logout')
    .option('--after-call', say(help.afterCall), false)
    .action((agent: string, { afterCall }: { afterCall: boolean }) =>
      found({ kind: 'agent', verb: 'logout', agent, reason: null, afterCall }),
    );
  add('pause')
    .option('--reason <REASON>', say(help.reason))
    .action((agent: string, options: { reason?: string }) =>
      found({ kind: 'agent', verb: 'pause', agent, reason: options.reason ?? null, afterCall: false }),
    );
  addPlain('ready');
  for (const verb of ['hold', 'resume', 'complete', 'cancel', 'swap'] as const)
    agents
      .command(verb)
      .description(say(help[verb]))
      .argument('<AGENT>', say(help.agentId))
      .action((agent: string) => found({ kind: 'talk', verb, agent }));
  addSkillsCommand(agents, language, found);
  agents
    .command('wrap-up-code')
    .description(say(help.wrapUpCode))
    .argument('<AGENT>', say(help.agentId))
    .argument('<CODE>', say(help.wrapUpCodeId))
    .action((agent: string, code: string) => found({ kind: 'talk', verb: 'wrap-up-code', agent, code }));
  agents
    .command('transfer')
    .description(say(help.transfer))
    .argument('<AGENT>', say(help.agentId))
    .addOption(new Option('--to <TARGET>', say(help.to)).argParser(readTarget).makeOptionMandatory())
    .addOption(
      new Option('--kind <blind|consult|accompany>', say(help.manner))
        .argParser(readManner)
        .default('blind' satisfies TransferManner, 'blind'),
    )
    .action((agent: string, { to, kind }: { to: TransferTarget; kind: TransferManner }) =>
      found({ kind: 'transfer', agent, manner: kind, to }),
    );
}

/** `flow:n2`, `agent:102`, `partner:snt`, `number:bank`. */
function readTarget(written: string): TransferTarget {
  const [, kind = '', id = ''] = /^(agent|flow|partner|number):(.{1,200})$/.exec(written) ?? [];
  if (kind === 'agent') return { kind, agent: id };
  if (kind === 'flow') return { kind, flow: id };
  if (kind === 'partner') return { kind, partner: id };
  if (kind === 'number') return { kind, number: id };
  throw new InvalidArgumentError('');
}

function readManner(written: string): TransferManner {
  if (written === 'blind') return written;
  if (written === 'consult') return 'consultation';
  if (written === 'accompany') return 'accompanied';
  throw new InvalidArgumentError('');
}

/** Commander adds `(default: …, env: …)` in English; what says something stands in brackets alone. */
function describeOption(option: Option): string {
  const value: unknown = option.defaultValueDescription ?? option.defaultValue;
  const parts = [value, option.envVar && `$${option.envVar}`].filter(part => typeof part === 'string');
  return parts.length > 0 ? `${option.description} [${parts.join(', ')}]` : option.description;
}

function readLanguage(written: string): Language {
  if (written === 'en' || written === 'fr') return written;
  throw new InvalidArgumentError('');
}

function readSeq(written: string): number {
  const seq = Number(written);
  if (/^\d{1,15}$/.test(written)) return seq;
  throw new InvalidArgumentError('');
}

/** `500ms`, `5s`, `2m`, as in the site file. */
function readTimeout(written: string): number {
  const [, digits = '', unit = ''] = /^(\d{1,6})(ms|s|m)$/.exec(written) ?? [];
  const ms = Number(digits) * (unit === 'ms' ? 1 : unit === 's' ? 1000 : 60_000);
  if (ms > 0 && ms <= 3_600_000) return ms;
  throw new InvalidArgumentError('');
}
