// Where a report is shown: how wide, in which language, with colours or without, and in which time zone clock times are said.
import type { Language } from '../base/language.js';

/** What a piece of text tells at a glance. */
export type Tone = 'plain' | 'good' | 'warning' | 'bad' | 'dim' | 'strong';

export type Screen = {
  readonly language: Language;
  /** Columns of the terminal; `null`: no terminal, nothing is cut. */
  readonly columns: number | null;
  readonly colours: boolean;
};

/** Sentences are wrapped to this where there is no terminal. */
const plainColumns = 80;
/** Longer lines are hard to read, however wide the terminal. */
const longestLine = 110;

/** Width to which sentences are wrapped. */
export function lineWidth(screen: Screen): number {
  return Math.min(longestLine, Math.max(40, screen.columns ?? plainColumns));
}

/** SGR codes: the sixteen colours that every terminal has, so that its own theme keeps them readable. */
const codes: Readonly<Record<Exclude<Tone, 'plain'>, readonly [string, string]>> = {
  good: ['\u001b[32m', '\u001b[39m'],
  warning: ['\u001b[33m', '\u001b[39m'],
  bad: ['\u001b[31m', '\u001b[39m'],
  dim: ['\u001b[2m', '\u001b[22m'],
  strong: ['\u001b[1m', '\u001b[22m'],
};

/** The text in its tone. Nothing is added where there are no colours, and to an empty text. */
export function paint(text: string, tone: Tone, screen: Screen): string {
  if (tone === 'plain' || !screen.colours || text === '') return text;
  const [on, off] = codes[tone];
  return `${on}${text}${off}`;
}

/** Whether to colour: only a terminal that can, and that nobody has told not to (https://no-color.org). */
export function wantsColours(
  terminal: boolean,
  environment: Readonly<Record<string, string | undefined>>,
  option: boolean,
): boolean {
  const { NO_COLOR: noColor = '', TERM: term = '' } = environment;
  return terminal && option && noColor === '' && term !== 'dumb';
}
