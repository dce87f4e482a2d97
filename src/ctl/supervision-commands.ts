// The part of the command line for supervisors: `call take|move|raise`, `flow open|close|normal` and `agent skills`.
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Language, Text } from '../base/language.js';
import type { CtlCommand } from './commands.js';
import { help } from './texts-usage.js';

const defaultFor = '10m';

export function addSupervisionCommands(
  program: Command,
  language: Language,
  found: (command: CtlCommand) => void,
): void {
  const say = (text: Text) => text[language];
  const calls = program.command('call').description(say(help.call));
  const call = (verb: 'take' | 'move' | 'raise') =>
    calls
      .command(verb)
      .description(say(help[`call-${verb}`]))
      .argument('<CALL>', say(help.explainCall));
  call('take')
    .requiredOption('--agent <AGENT>', say(help.agentId))
    .addOption(
      new Option('--for <duration>', say(help.takeFor))
        .argParser(readFor)
        .default(readFor(defaultFor), defaultFor),
    )
    .action((id: string, options: { agent: string; for: number }) =>
      found({ kind: 'call', verb: 'take', call: id, agent: options.agent, forMs: options.for }),
    );
  call('move')
    .requiredOption('--flow <FLOW>', say(help.flowId))
    .action((id: string, options: { flow: string }) =>
      found({ kind: 'call', verb: 'move', call: id, flow: options.flow }),
    );
  call('raise')
    .addOption(new Option('--priority <N>', say(help.priority)).argParser(readPriority))
    .action((id: string, options: { priority?: number }) =>
      found({ kind: 'call', verb: 'raise', call: id, priority: options.priority ?? null }),
    );
  const flows = program.command('flow').description(say(help.flow));
  for (const verb of ['open', 'close'] as const)
    flows
      .command(verb)
      .description(say(help[`flow-${verb}`]))
      .argument('<FLOW>', say(help.flowId))
      .requiredOption('--until <HH:MM>', say(help.until))
      .option('--date <YYYY-MM-DD>', say(help.untilDate))
      .action((flow: string, options: { until: string; date?: string }) =>
        found({ kind: 'flow', verb, flow, until: options.until, date: options.date ?? null }),
      );
  flows
    .command('normal')
    .description(say(help['flow-normal']))
    .argument('<FLOW>', say(help.flowId))
    .action((flow: string) => found({ kind: 'flow', verb: 'normal', flow }));
}

/** `agent skills AGENT`. */
export function addSkillsCommand(
  agents: Command,
  language: Language,
  found: (command: CtlCommand) => void,
): void {
  const say = (text: Text) => text[language];
  agents
    .command('skills')
    .description(say(help.skills))
    .argument('<AGENT>', say(help.agentId))
    .addOption(new Option('--set <SKILL=LEVEL>', say(help.skillSet)).argParser(readLevel).default({}, ''))
    .addOption(new Option('--drop <SKILL>', say(help.skillDrop)).argParser(readSkill).default([], ''))
    .addOption(new Option('--site-file', say(help.skillsBack)).conflicts(['set', 'drop']).default(false))
    .action((agent: string, options: { set: Levels; drop: readonly string[]; siteFile: boolean }) => {
      const { set, drop, siteFile } = options;
      found({ kind: 'skills', verb: 'skills', agent, change: siteFile ? null : { set, drop } });
    });
}

type Levels = Readonly<Record<string, number>>;

/** `n1=3`, once or several times. */
function readLevel(written: string, before: Levels): Levels {
  const [, skill = '', digits = ''] = /^([a-z][a-z0-9-]{0,31})=(\d{1,2})$/.exec(written) ?? [];
  const level = Number(digits);
  if (skill === '' || level < 1 || level > 10) throw new InvalidArgumentError('');
  return { ...before, [skill]: level };
}

function readSkill(written: string, before: readonly string[]): readonly string[] {
  if (!/^[a-z][a-z0-9-]{0,31}$/.test(written)) throw new InvalidArgumentError('');
  return [...before, written];
}

/** As the daemon takes it: from a second to four hours. */
function readFor(written: string): number {
  const [, digits = '', unit = ''] = /^(\d{1,5})(s|m|h)$/.exec(written) ?? [];
  const ms = Number(digits) * (unit === 's' ? 1_000 : unit === 'm' ? 60_000 : 3_600_000);
  if (ms >= 1_000 && ms <= 4 * 3_600_000) return ms;
  throw new InvalidArgumentError('');
}

function readPriority(written: string): number {
  const priority = Number(written);
  if (/^\d{1,3}$/.test(written) && priority <= 100) return priority;
  throw new InvalidArgumentError('');
}
