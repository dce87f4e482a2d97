// `plateauctl sign`: how the signs are, messages, the test pattern, and setting one up again.
import type { SignOrder } from '../core/facts-signs.js';
import type { SignsView, SignView } from '../link/sign-messages.js';
import type { SignCommand } from './commands-signs.js';
import type { Daemon } from './daemon.js';
import { near } from './near.js';
import { type Outcome, refused } from './outcome.js';
import { paint, type Screen } from './screen.js';
import { type Cell, table } from './table.js';
import { signTexts } from './texts-signs.js';

/** The panel tells every few seconds: what is older nobody vouches for. */
const freshMs = 15_000;

export async function signs(
  daemon: Daemon,
  command: Exclude<SignCommand, { readonly verb: 'preview' }>,
  person: string,
): Promise<Outcome> {
  if (command.verb === 'list') return list(await daemon.ask('signs', {}));
  const answer = await daemon.ask('sign-order', {
    order: orderOf(command),
    signs: command.sign === null ? null : [command.sign],
    by: { kind: 'command-line', name: person },
  });
  if (!answer.ok) {
    const { known } = await daemon.ask('signs', {});
    return refused({
      code: answer.because,
      message: command.sign === null ? signTexts.none : signTexts.unknown(command.sign),
      advice: signTexts.unknownAdvice,
      near: near(
        command.sign ?? '',
        known.map(id => ({ id, words: [] })),
      ),
    });
  }
  const said = signTexts.ordered[command.verb](answer.signs.join(', '));
  return { exit: 0, result: { signs: answer.signs }, print: ({ language }) => `${said[language]}\n` };
}

function orderOf(command: Exclude<SignCommand, { readonly verb: 'list' | 'preview' }>): SignOrder {
  switch (command.verb) {
    case 'test':
      return { kind: 'test' };
    case 'clear':
      return { kind: 'clear' };
    case 'end':
      return { kind: 'end-message' };
    case 'message': {
      const { text, colour, flash, forMs } = command;
      return { kind: 'message', text, colour, flash, forMs };
    }
  }
}

function list(view: SignsView): Outcome {
  const { known, signs: reported, reportedAtMs, nowMs } = view;
  const isFresh = reportedAtMs !== null && nowMs - reportedAtMs < freshMs;
  const troubled = !isFresh || reported.some(({ trouble }) => trouble !== null);
  return {
    exit: troubled && known.length > 0 ? 1 : 0,
    result: view,
    print: screen => {
      if (known.length === 0) return `${signTexts.none[screen.language]}\n`;
      if (!isFresh) return `${paint(signTexts.panelAway[screen.language], 'bad', screen)}\n`;
      return printSigns(reported, screen);
    },
  };
}

function printSigns(all: readonly SignView[], screen: Screen): string {
  const rows = all.map(({ sign, protocol, place, trouble, pages }): readonly Cell[] => [
    sign,
    protocol,
    place,
    trouble === null
      ? { text: signTexts.connected[screen.language], tone: 'good' }
      : { text: trouble, tone: 'bad' },
    pages.join(' | '),
  ]);
  return table(signTexts.columns, rows, screen);
}
