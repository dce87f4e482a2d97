// Findings for people: how bad, what, and what to do.
import type { Finding } from '../link/messages.js';
import { lineWidth, paint, type Screen, type Tone } from './screen.js';
import { padEnd, printable, widthOf, wrap } from './text-width.js';
import { words } from './texts.js';

const tones: Readonly<Record<Finding['severity'], Tone>> = { ok: 'good', warning: 'warning', error: 'bad' };

/** Each finding with its advice below it, in the order given. */
export function printFindings(findings: readonly Finding[], screen: Screen): string {
  const { language } = screen;
  const margin = Math.max(...Object.values(words.severities).map(text => widthOf(text[language]))) + 2;
  const width = lineWidth(screen) - margin;
  const lines = findings.flatMap(({ severity, code, text, advice }) => {
    const said = wrap(printable(`${text[language]} [${code}]`), width);
    const told = advice === null ? [] : wrap(printable(`→ ${advice[language]}`), width);
    const word = padEnd(words.severities[severity][language], margin);
    return [
      ...said.map(
        (line, index) => (index === 0 ? paint(word, tones[severity], screen) : ' '.repeat(margin)) + line,
      ),
      ...told.map((line, index) => `${' '.repeat(margin)}${index === 0 ? '' : '  '}${line}`),
    ];
  });
  return lines.map(line => `${line}\n`).join('');
}
