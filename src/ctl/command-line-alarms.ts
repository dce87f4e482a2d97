// The words of `plateauctl alarms`.
import type { Command } from 'commander';
import type { Language, Text } from '../base/language.js';
import type { CtlCommand } from './commands.js';
import { alarmHelp as help } from './texts-alarms.js';

export function addAlarmCommands(
  program: Command,
  language: Language,
  found: (command: CtlCommand) => void,
): void {
  const say = (text: Text) => text[language];
  const alarms = program.command('alarms').description(say(help.alarms));
  alarms
    .command('list', { isDefault: true })
    .description(say(help.list))
    .action(() => found({ kind: 'alarms' }));
  alarms
    .command('kinds')
    .description(say(help.kinds))
    .action(() => found({ kind: 'alarm-kinds' }));
  alarms
    .command('ack')
    .description(say(help.ack))
    .argument('<ALARM>', say(help.alarmId))
    .option('--note <TEXT>', say(help.note))
    .action((alarm: string, options: { note?: string }) =>
      found({ kind: 'alarm', alarm, note: options.note ?? null }),
    );
}
