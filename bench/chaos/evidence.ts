// What is kept of a run that failed: the journal as it lies on the disk, the facts, and what every process wrote.
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Floor } from './floor.js';
import { look } from './look.js';

/** What is written down of the run itself. */
export type About = {
  readonly seed: number;
  readonly cycles: readonly object[];
  readonly atTheEnd: readonly string[];
};

/** Keeps it in a new folder of the system's folder for temporary files, and resolves to its path. */
export async function keepEvidence(floor: Floor, about: About): Promise<string> {
  const { asterisk, plateau, disk } = floor;
  const folder = join(tmpdir(), `plateau-chaos-${about.seed}-${Date.now()}`);
  await mkdir(folder, { recursive: true });
  const json = (value: unknown) => JSON.stringify(value, undefined, 1);
  await writeFile(join(folder, 'run.json'), json(about));
  await writeFile(
    join(folder, 'facts.jsonl'),
    plateau
      .facts()
      .map(record => `${JSON.stringify(record)}\n`)
      .join(''),
  );
  await writeFile(join(folder, 'plateaud.log'), plateau.log());
  await writeFile(join(folder, 'asterisk.json'), json([...(await look(asterisk)).values()]));
  await writeFile(join(folder, 'callers.json'), json(floor.callers().calls()));
  const { phones, customers } = floor.everyCall();
  await writeFile(join(folder, 'phones.json'), json(phones));
  await writeFile(join(folder, 'customers.json'), json(customers));
  await cp(join(asterisk.folder, 'log'), join(folder, 'asterisk'), { recursive: true });
  await cp(join(asterisk.folder, 'sipp'), join(folder, 'sipp'), { recursive: true });
  await cp(join(disk?.folder ?? plateau.folder, 'journal'), join(folder, 'journal'), { recursive: true });
  return folder;
}
