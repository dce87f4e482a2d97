// Tables of npm run sim: columns padded so that they can be read as they are.

export type Row = readonly (string | number)[];

export function printTable(heads: readonly string[], rows: readonly Row[]): void {
  const lines = [heads, ...rows.map(row => row.map(String))];
  const widths = heads.map((_, column) => Math.max(...lines.map(line => (line[column] ?? '').length)));
  for (const line of lines)
    console.log(line.map((text, column) => text.padStart(widths[column] ?? 0)).join('  '));
}
