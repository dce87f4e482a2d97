// `plateauctl case …` and `plateauctl contact …`, read.
import { type Command, Option } from 'commander';
import type { Language, Text } from '../base/language.js';
import type { CtlCommand } from './commands.js';
import { caseHelp as help } from './texts-usage-cases.js';

type CaseAsk = Extract<CtlCommand, { readonly kind: 'case' }>['asked'];

export function addCaseCommands(
  program: Command,
  language: Language,
  found: (command: CtlCommand) => void,
): void {
  const say = (text: Text) => text[language];
  const ask = (asked: CaseAsk) => found({ kind: 'case', asked });
  const cases = program.command('case').description(say(help.case));
  const about = (
    verb: 'show' | 'note' | 'colour' | 'give' | 'wait' | 'resume' | 'callback' | 'solve' | 'reopen' | 'close',
  ) => cases.command(verb).description(say(help[verb])).argument('<CASE>', say(help.caseId));
  cases
    .command('list')
    .description(say(help.list))
    .option('--agent <AGENT>', say(help.ofAgent))
    .action((options: { agent?: string }) => found({ kind: 'case-list', agent: options.agent ?? null }));
  about('show').action((id: string) => found({ kind: 'case-show', case: id }));
  cases
    .command('open')
    .description(say(help.open))
    .argument('<CUSTOMER>', say(help.customer))
    .option('--name <NAME>', say(help.name), '')
    .option('--agent <AGENT>', say(help.owner))
    .option('--colour <COLOUR>', say(help.colourId))
    .option('--note <TEXT>', say(help.text))
    .action((customer: string, options: { name: string; agent?: string; colour?: string; note?: string }) =>
      ask({
        ...{ kind: 'open', customer, customerName: options.name },
        ...{ owner: options.agent ?? null, colour: options.colour ?? null, note: options.note ?? null },
      }),
    );
  about('note')
    .argument('<TEXT>', say(help.text))
    .action((id: string, text: string) => ask({ kind: 'note', case: id, text }));
  about('colour')
    .argument('<COLOUR>', say(help.colourId))
    .action((id: string, colour: string) => ask({ kind: 'colour', case: id, colour }));
  about('give')
    .argument('<AGENT>', say(help.owner))
    .action((id: string, agent: string) => ask({ kind: 'give', case: id, agent }));
  about('wait')
    .argument('<ENTITY>', say(help.entity))
    .action((id: string, entity: string) => ask({ kind: 'wait', case: id, entity }));
  about('callback')
    .argument('<MOMENT>', say(help.moment))
    .option('--number <NUMBER>', say(help.callBackNumber))
    .action((id: string, at: string, options: { number?: string }) =>
      ask({ kind: 'call-back', case: id, at: at === 'none' ? null : at, number: options.number ?? null }),
    );
  for (const kind of ['resume', 'solve', 'reopen', 'close'] as const)
    about(kind).action((id: string) => ask({ kind, case: id }));
  program
    .command('contact')
    .description(say(help.contact))
    .command('add')
    .description(say(help.contactAdd))
    .argument('<CUSTOMER>', say(help.customer))
    .addOption(new Option('--channel <CHANNEL>', say(help.channel)).default('mail'))
    .option('--at <MOMENT>', say(help.contactAt))
    .action((customer: string, options: { channel: string; at?: string }) =>
      ask({ kind: 'contact', customer, channel: options.channel, at: options.at ?? null }),
    );
}
