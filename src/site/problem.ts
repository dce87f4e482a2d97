// What is wrong with a site file: where, what, and what to do about it, in both languages.
import type { Language, Text } from '../base/language.js';
import type { Path } from './source.js';

export type Severity = 'error' | 'warning';

/** Text and advice, before anyone knows where they belong. `at` and `length` point into the value's own text. */
export type Said = {
  readonly text: Text;
  readonly hint: Text | null;
  readonly at?: number;
  readonly length?: number;
};

/** Something said of one place of the file. `on`: whether the key or what stands after it is meant. */
export type Complaint = Said & {
  readonly path: Path;
  readonly on: 'key' | 'value';
  readonly severity: Severity;
};

/** A complaint with its line and column (both from 1; 0 when the file as a whole is meant). */
export type Problem = {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Written as the technician would, e.g. `flows.n1.rings[2].at`; empty for the file as a whole. */
  readonly path: string;
  readonly severity: Severity;
  readonly text: Text;
  readonly hint: Text | null;
  /** The line as it stands in the file, passwords starred, and how many characters are meant. `null`: the file as a whole. */
  readonly excerpt: { readonly text: string; readonly length: number } | null;
};

/** An error of the file as a whole. */
export function wholeFileProblem(file: string, { text, hint }: Said): Problem {
  return { file, line: 0, column: 0, path: '', severity: 'error', text, hint, excerpt: null };
}

/** Complains of a value. */
export function wrong(path: Path, said: Said): Complaint {
  return { ...said, path, on: 'value', severity: 'error' };
}

/** Complains of a key, or of what its whole block says. */
export function wrongKey(path: Path, said: Said): Complaint {
  return { ...said, path, on: 'key', severity: 'error' };
}

/** Warns: the file is accepted all the same. */
export function doubtful(path: Path, said: Said, on: 'key' | 'value' = 'value'): Complaint {
  return { ...said, path, on, severity: 'warning' };
}

/** A path as people write it. */
export function pathText(path: Path): string {
  let text = '';
  for (const step of path) text += typeof step === 'number' ? `[${step}]` : text === '' ? step : `.${step}`;
  return text;
}

/** One problem in one line, for a log or for the answer to a reload. */
export function problemLine(problem: Problem): Text {
  const place = problem.line === 0 ? problem.file : `${problem.file}:${problem.line}:${problem.column}`;
  const path = problem.path === '' ? '' : ` ${problem.path}:`;
  const line = (language: Language) => {
    const hint = problem.hint === null ? '' : ` (${problem.hint[language]})`;
    return `${place}:${path} ${problem.text[language]}${hint}`;
  };
  return { en: line('en'), fr: line('fr') };
}

const words = {
  error: { en: 'error', fr: 'erreur' },
  warning: { en: 'warning', fr: 'avertissement' },
  hint: { en: 'hint', fr: 'conseil' },
} as const;

/** All problems for a terminal: each with its line of the file and a caret under what is meant. */
export function printProblems(problems: readonly Problem[], language: Language): string {
  return problems.map(problem => printProblem(problem, language)).join('\n');
}

function printProblem(problem: Problem, language: Language): string {
  const place = problem.line === 0 ? problem.file : `${problem.file}:${problem.line}:${problem.column}`;
  const path = problem.path === '' ? '' : ` ${problem.path}:`;
  const lines = [`${place}: ${words[problem.severity][language]}:${path} ${problem.text[language]}`];
  if (problem.excerpt !== null) {
    const number = String(problem.line).padStart(6);
    const before = problem.excerpt.text.slice(0, problem.column - 1).replaceAll(/[^\t]/g, ' ');
    const carets = '^'.repeat(Math.max(1, problem.excerpt.length));
    lines.push(`${number} | ${problem.excerpt.text}`, `       | ${before}${carets}`);
  }
  if (problem.hint !== null) lines.push(`       ${words.hint[language]}: ${problem.hint[language]}`);
  return `${lines.join('\n')}\n`;
}
