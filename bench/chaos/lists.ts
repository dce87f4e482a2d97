// The lists of the kill loop's campaigns, and whom nobody may call: made and loaded as the technician does it.
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Plateau } from '../../lab/plateau.js';
import { asDialled, campaigns } from './site.js';

const plateauctl = fileURLToPath(new URL('../../src/plateauctl.js', import.meta.url));
/** Of so many numbers of the lists one is on the do-not-call list, half of them only after the lists were loaded. */
const barredOneIn = 12;

/** The numbers of the lists, in international form: the same customers in both campaigns. */
export function listedNumbers(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `+33698${String(index).padStart(6, '0')}`);
}

/** Loads and starts the campaigns with lists of so many; resolves to the numbers that nobody may call. */
export async function startCampaigns(plateau: Plateau, count: number): Promise<readonly string[]> {
  const numbers = listedNumbers(count);
  const barred = numbers.filter((_, index) => index % barredOneIn === 1);
  const [before, after] = [barred.filter(isEven), barred.filter((_, index) => index % 2 === 1)];
  await types(plateau, 'do-not-call', 'import', await written(plateau, 'before.csv', 'number', before));
  for (const [index, campaign] of campaigns.entries()) {
    // From the two ends, so that they come to a customer at the same time now and then only.
    const rows = numbers.map((number, at) => `${number};Customer ${at}`);
    if (index > 0) rows.reverse();
    const file = await written(plateau, `${campaign}.csv`, 'number;name', rows);
    await types(plateau, 'campaign', 'import', campaign, file);
  }
  await types(plateau, 'do-not-call', 'add', ...after.map(number => asDialled(number)));
  for (const campaign of campaigns) await types(plateau, 'campaign', 'start', campaign);
  return barred;
}

const isEven = (_: unknown, index: number) => index % 2 === 0;

async function written(
  { folder }: Plateau,
  name: string,
  columns: string,
  rows: readonly string[],
): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, `${[columns, ...rows].join('\n')}\n`);
  return file;
}

async function types({ socket, siteFile }: Plateau, ...words: readonly string[]): Promise<void> {
  const where = ['--socket', socket, '--site', siteFile, '--timeout', '60s'];
  await promisify(execFile)(process.execPath, [plateauctl, ...words, ...where]);
}
