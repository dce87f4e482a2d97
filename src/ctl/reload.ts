// `plateauctl reload`: the daemon reads its site file again.
import type { Daemon } from './daemon.js';
import type { Outcome } from './outcome.js';
import { printable } from './text-width.js';
import { reloadTexts } from './texts.js';

export async function reload(daemon: Daemon): Promise<Outcome> {
  const result = await daemon.askPatiently('reload', {});
  const problems = (language: 'en' | 'fr') =>
    result.problems.map(text => `${printable(text[language])}\n`).join('');
  if (result.ok)
    return {
      exit: 0,
      result,
      print: ({ language }) => `${problems(language)}${reloadTexts.done(result.revision)[language]}\n`,
    };
  return {
    exit: 1,
    result,
    refusal: {
      code: 'site-file-refused',
      message: reloadTexts.refused(result.revision),
      advice: reloadTexts.advice,
    },
    print: ({ language }) => problems(language),
  };
}
