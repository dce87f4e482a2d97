// What commands that read a list have in common: the site file by whose rules it is read, how far the reading is, and what is wrong
// with its rows.
import { errorCatalogue } from '../base/error-catalogue.js';
import { OutsideError } from '../base/errors.js';
import type { Text } from '../base/language.js';
import type { RowProblem } from '../base/row-problems.js';
import { problemLine } from '../site/problem.js';
import type { SiteFile } from '../site/site-file.js';
import type { Options } from './commands.js';
import { type Outcome, type Refusal, refused } from './outcome.js';
import { lineWidth, type Screen } from './screen.js';
import { siteFileAt } from './site-file.js';
import { printable, wrap } from './text-width.js';
import { words } from './texts.js';
import { customersTexts } from './texts-customers.js';

export type ReadingWorld = {
  readonly now: () => number;
  /** Says how far it is. */
  readonly notice: (text: Text) => void;
};

export type Progress = (rows: number, readBytes: number, allBytes: number) => void;

/** All are counted, the first of them are kept. */
export type Findings = {
  readonly bad: number;
  readonly warnings: number;
  readonly problems: readonly RowProblem[];
};

const progressEveryMs = 1_000;

/** Reads with `read`; what the world refuses becomes a refusal, and so does a site file that cannot be used. */
export async function readByRules(
  options: Options,
  { now, notice }: ReadingWorld,
  read: (site: SiteFile, progress: Progress, startedAtMs: number) => Promise<Outcome>,
): Promise<Outcome> {
  const startedAtMs = now();
  const loaded = await siteFileAt(options.site, startedAtMs);
  if (!loaded.ok) {
    const [first] = loaded.problems;
    const message = customersTexts.siteFile(options.site);
    return refused({ code: 'site-file', message, advice: first === undefined ? null : problemLine(first) });
  }
  let saidAtMs = startedAtMs;
  const progress: Progress = (rows, readBytes, allBytes) => {
    if (now() - saidAtMs < progressEveryMs) return;
    saidAtMs = now();
    notice(customersTexts.progress(rows, readBytes, allBytes, saidAtMs - startedAtMs));
  };
  try {
    return await read(loaded.site, progress, startedAtMs);
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    const { code, message } = error;
    return refused({ code, message: customersTexts.refused(message), advice: errorCatalogue[code] });
  }
}

export function listRefusal(bad: number): Refusal {
  return {
    code: 'list-refused',
    message: customersTexts.listRefused(bad),
    advice: customersTexts.skipAdvice,
  };
}

/** A line for each problem, as compilers print them, and how many there are besides. */
export function problemLines(
  file: string,
  { problems, bad, warnings }: Findings,
  { language }: Screen,
): string {
  const lines = problems.map(
    ({ line, severity, text }) =>
      `${file}:${line}: ${words.severities[severity][language]}: ${text[language]}`,
  );
  const more = bad + warnings - problems.length;
  if (more > 0) lines.push(customersTexts.more(more)[language]);
  return lines.map(line => `${printable(line)}\n`).join('');
}

/** Each text begins on a line of its own. */
export function wrapped(texts: readonly Text[], screen: Screen): string {
  return texts
    .flatMap(text => wrap(printable(text[screen.language]), lineWidth(screen)))
    .map(line => `${line}\n`)
    .join('');
}
