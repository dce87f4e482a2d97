// A floor on a real Asterisk with one of the reference sites' own site files, as shipped.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Scope } from '../../lab/given.js';
import { type Floor, type FloorOptions, givenFloor } from './floor.js';
import { types } from './plateauctl.js';

/** `open` and `closed`: calendars of the file that are open, or closed, whatever the time of the test. */
export type Moment = { readonly open?: readonly string[]; readonly closed?: readonly string[] };

type Options = Omit<FloorOptions, 'site'> & Moment;

/** The site file `config/<name>.yaml` without its section `asterisk`, at this moment. */
export async function referenceSite(name: string, { open = [], closed = [] }: Moment): Promise<string> {
  const file = fileURLToPath(new URL(`../../../config/${name}.yaml`, import.meta.url));
  let text = (await readFile(file, 'utf8')).replace(/^asterisk:\n(?: .*\n)+/m, '');
  const set = (calendar: string, hours: string) => {
    const line = new RegExp(`^  ${calendar}: \\{.*\\}$`, 'm');
    if (!line.test(text)) throw new Error(`${name} has no calendar ${calendar} in one line`);
    text = text.replace(line, `  ${calendar}: { ${hours} }`);
  };
  for (const calendar of open) set(calendar, 'every-day: 00:00-24:00');
  for (const calendar of closed) set(calendar, 'every-day: closed');
  return text;
}

/** The floor; phones and partners are those that the test names. */
export async function givenReferenceSite(t: Scope, name: string, options: Options): Promise<Floor> {
  return givenFloor(t, { ...options, site: await referenceSite(name, options) });
}

/** Imports the list as the technician does. Each row is in the order of the columns. */
export async function importCustomers(floor: Floor, columns: string, rows: readonly string[]): Promise<void> {
  const { folder } = floor.plateau;
  const file = join(folder, 'customers.csv');
  await writeFile(file, `${[columns, ...rows].join('\n')}\n`);
  await types(floor, 'customers', 'import', file, '--data', folder);
}
