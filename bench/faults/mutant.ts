// A copy of the compiled product with one bug in it, and the fault machine let loose on it.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Mutation } from './mutation-table.js';

export type Hunt = {
  /** The seed that broke, and what it said first; `null`: every promise was kept on all of them. */
  readonly caught: { readonly seed: number; readonly by: string } | null;
  readonly seeds: number;
  readonly steps: number;
  readonly faults: number;
};

const deadlineMs = 300_000;

/** What the fault machine consists of, below dist/. */
const parts = [
  'src/base',
  'src/core',
  'src/engine',
  'src/site/screen-page.js',
  'src/sim',
  'bench/faults',
  'bench/rows.js',
  'test/core',
  'test/sim',
];
const dist = fileURLToPath(new URL('../../', import.meta.url));

/** Changes the one place; throws when it is not there, or there more than once. */
export function mutate(text: string, { name, file, find, replace }: Mutation): string {
  const places = text.split(find).length - 1;
  if (places !== 1) throw new Error(`"${name}": its place is ${places} times in ${file}, not once`);
  return text.replace(find, () => replace);
}

/** Runs seeds 1 to `seeds` on a copy of the product that has this bug (`null`: none), until one breaks. */
export function hunt(
  mutation: Mutation | null,
  { seeds, hours }: { readonly seeds: number; readonly hours: number },
): Hunt {
  const folder = mkdtempSync(join(tmpdir(), 'plateau-mutant-'));
  try {
    for (const part of parts) cpSync(join(dist, part), join(folder, part), { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
    if (mutation !== null) {
      const path = join(folder, 'src', mutation.file);
      writeFileSync(path, mutate(readFileSync(path, 'utf8'), mutation));
    }
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      [join(folder, 'bench/faults/hunt.js'), String(seeds), String(hours)],
      { encoding: 'utf8', timeout: deadlineMs },
    );
    if (status !== 0) throw new Error(`the hunt itself failed (${status}): ${stderr}`);
    return JSON.parse(stdout) as Hunt;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
