// `plateauctl sign …`, read.
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Language, Text } from '../base/language.js';
import type { SignTextColour } from '../core/facts-signs.js';
import type { CtlCommand } from './commands.js';
import { signHelp as help } from './texts-signs.js';

const everySign = 'all';
const defaultFor = '10m';

const readSign = (sign: string) => (sign === everySign ? null : sign);

export function addSignCommands(
  program: Command,
  language: Language,
  found: (command: CtlCommand) => void,
): void {
  const say = (text: Text) => text[language];
  const signs = program.command('sign').description(say(help.sign));
  signs
    .command('list')
    .description(say(help.list))
    .action(() => found({ kind: 'sign', verb: 'list' }));
  for (const verb of ['test', 'clear', 'end'] as const)
    signs
      .command(verb)
      .description(say(help[verb]))
      .argument('<SIGN>', say(help.signId))
      .action((sign: string) => found({ kind: 'sign', verb, sign: readSign(sign) }));
  signs
    .command('message')
    .description(say(help.message))
    .argument('<SIGN>', say(help.signId))
    .argument('<TEXT>', say(help.text), readText)
    .addOption(
      new Option('--for <duration>', say(help.for))
        .argParser(readFor)
        .default(readFor(defaultFor), defaultFor),
    )
    .addOption(
      new Option('--colour <red|amber|green>', say(help.colour))
        .argParser(readColour)
        .default('amber' satisfies SignTextColour, 'amber'),
    )
    .option('--flash', say(help.flash), false)
    .action((sign: string, text: string, options: { for: number; colour: SignTextColour; flash: boolean }) =>
      found({
        ...{ kind: 'sign', verb: 'message', sign: readSign(sign), text },
        ...{ forMs: options.for, colour: options.colour, flash: options.flash },
      }),
    );
  signs
    .command('preview')
    .description(say(help.preview))
    .argument('[SIGN]', say(help.signId))
    .option('--dots', say(help.dots), false)
    .action((sign: string | undefined, { dots }: { dots: boolean }) =>
      found({ kind: 'sign', verb: 'preview', sign: readSign(sign ?? everySign), dots }),
    );
}

/** As the daemon takes it. */
function readText(written: string): string {
  if (/^[^\p{Cc}]{1,100}$/u.test(written)) return written;
  throw new InvalidArgumentError('');
}

function readColour(written: string): SignTextColour {
  if (written === 'red' || written === 'amber' || written === 'green') return written;
  throw new InvalidArgumentError('');
}

/** From a second to a day. */
function readFor(written: string): number {
  const [, digits = '', unit = ''] = /^(\d{1,5})(s|m|h)$/.exec(written) ?? [];
  const ms = Number(digits) * (unit === 's' ? 1_000 : unit === 'm' ? 60_000 : 3_600_000);
  if (ms >= 1_000 && ms <= 86_400_000) return ms;
  throw new InvalidArgumentError('');
}
