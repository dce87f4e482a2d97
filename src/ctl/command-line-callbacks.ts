// `plateauctl callbacks` and `plateauctl callbacks cancel`, read.
import type { Command } from 'commander';
import type { Language } from '../base/language.js';
import type { CtlCommand } from './commands.js';
import { callBackHelp as help } from './texts-callbacks.js';

export function addCallBackCommands(
  program: Command,
  language: Language,
  found: (command: CtlCommand) => void,
): void {
  const callBacks = program
    .command('callbacks')
    .description(help.callbacks[language])
    .action(() => found({ kind: 'callbacks' }));
  callBacks
    .command('cancel')
    .description(help.cancel[language])
    .argument('<CALL>', help.call[language])
    .action((call: string) => found({ kind: 'callback-cancel', call }));
}
