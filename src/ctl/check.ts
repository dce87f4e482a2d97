// `plateauctl check FILE`: the same code as the daemon's at a start or a reload, without the daemon.
import { type Problem, printProblems } from '../site/problem.js';
import type { Outcome } from './outcome.js';
import { paint } from './screen.js';
import { siteFileAt } from './site-file.js';
import { printableLines } from './text-width.js';
import { checkTexts } from './texts.js';

/** Warnings leave the exit code at 0. */
export async function check(file: string, nowMs: number): Promise<Outcome> {
  const loaded = await siteFileAt(file, nowMs);
  const problems = loaded.ok ? loaded.warnings : loaded.problems;
  const count = (severity: Problem['severity']) => problems.filter(one => one.severity === severity).length;
  const errors = count('error');
  const warnings = count('warning');
  const revision = loaded.ok ? loaded.site.core.revision : null;
  const result = { file, revision, errors, warnings, problems };
  const outcome = {
    result,
    print: screen => {
      const { language } = screen;
      const shown = printableLines(printProblems(problems, language));
      const text = problems.length === 0 ? checkTexts.fine(file) : checkTexts.counts(file, errors, warnings);
      const tone = errors > 0 ? 'bad' : warnings > 0 ? 'warning' : 'good';
      return `${shown}${shown === '' ? '' : '\n'}${paint(printableLines(text[language]), tone, screen)}\n`;
    },
  } satisfies Omit<Outcome, 'exit'>;
  return { exit: errors === 0 ? 0 : 1, ...outcome };
}
