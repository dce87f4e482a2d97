// The report as a Markdown table.
import type { BenchRow } from './row.js';
import { threeDigits } from './statistics.js';

const titles = ['what', 'app_queue', 'Plateau', 'ratio', 'target', 'met?'] as const;

/** One line a row, columns padded so that the table can be read as it is; the notes follow, numbered. */
export function table(rows: readonly BenchRow[]): string {
  const noted = rows.filter(({ note }) => note !== '');
  const cells = rows.map(row => {
    const number = noted.indexOf(row) + 1;
    return [
      number === 0 ? row.what : `${row.what} [${number}]`,
      row.reference ?? '–',
      row.measured,
      row.ratio === null ? '–' : threeDigits(row.ratio),
      row.target ?? '–',
      row.ok === null ? '–' : row.ok ? 'yes' : 'NO',
    ];
  });
  const widths = titles.map((title, column) =>
    Math.max(title.length, ...cells.map(line => (line[column] ?? '').length)),
  );
  const line = (texts: readonly string[]): string =>
    `| ${texts.map((text, column) => text.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [
    line(titles),
    `|${widths.map(width => '-'.repeat(width + 2)).join('|')}|`,
    ...cells.map(line),
    ...(noted.length > 0 ? [''] : []),
    ...noted.map(({ note }, index) => `${index + 1}. ${note}`),
    '',
  ].join('\n');
}
