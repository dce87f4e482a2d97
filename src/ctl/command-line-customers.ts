// The words of `plateauctl customers`.
import { type Command, Option } from 'commander';
import type { Language, Text } from '../base/language.js';
import type { CtlCommand } from './commands.js';
import { customersHelp } from './texts-customers.js';
import { help } from './texts-usage.js';

/** `data`: the daemon's data folder, unless it is said otherwise. */
export function addCustomerCommands(
  program: Command,
  language: Language,
  data: string,
  found: (command: CtlCommand) => void,
): void {
  const say = (text: Text) => text[language];
  const customers = program.command('customers').description(say(customersHelp.customers));
  customers
    .command('import')
    .description(say(customersHelp.customersImport))
    .argument('<FILE>', say(customersHelp.customersFile))
    .option('--dry-run', say(help.dryRun), false)
    .option('--skip-bad', say(customersHelp.skipBad), false)
    .addOption(new Option('--data <FOLDER>', say(help.restoreData)).default(data).env('PLATEAU_DATA'))
    .action((file: string, options: { dryRun: boolean; skipBad: boolean; data: string }) =>
      found({ kind: 'customers-import', file, ...options }),
    );
  customers
    .command('show')
    .description(say(customersHelp.customersShow))
    .argument('<NUMBER>', say(customersHelp.customersNumber))
    .action((number: string) => found({ kind: 'customers-show', number }));
  customers
    .command('count')
    .description(say(customersHelp.customersCount))
    .action(() => found({ kind: 'customers-count' }));
}
