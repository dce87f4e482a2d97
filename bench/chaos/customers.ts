// The customers of the kill loop, imported as the technician does it.
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Plateau } from '../../lab/plateau.js';
import { customerColumns, customerRows } from './site.js';

const plateauctl = fileURLToPath(new URL('../../src/plateauctl.js', import.meta.url));

/** `data`: the daemon's data folder. */
export async function importCustomers({ folder, socket, siteFile }: Plateau, data: string): Promise<void> {
  const file = join(folder, 'customers.csv');
  await writeFile(file, `${[customerColumns, ...customerRows()].join('\n')}\n`);
  const where = ['--socket', socket, '--site', siteFile];
  await promisify(execFile)(process.execPath, [
    plateauctl,
    ...where,
    'customers',
    'import',
    file,
    '--data',
    data,
  ]);
}
