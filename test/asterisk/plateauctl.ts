// What the technician types, against the daemon of a test's floor.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Floor } from './floor.js';

const plateauctl = fileURLToPath(new URL('../../src/plateauctl.js', import.meta.url));

/** Resolves to what it printed; rejects, with what it printed, when it ends with a code. */
export async function types({ plateau }: Floor, ...words: readonly string[]): Promise<string> {
  const where = ['--socket', plateau.socket, '--site', plateau.siteFile, '--timeout', '60s'];
  const { stdout } = await promisify(execFile)(process.execPath, [plateauctl, ...words, ...where]);
  return stdout;
}

/** Types what is wrong; resolves to what was printed on standard output. */
export async function typesWrongly(floor: Floor, ...words: readonly string[]): Promise<string> {
  try {
    await types(floor, ...words);
  } catch (error) {
    if (error instanceof Error && 'stdout' in error) return String(error.stdout);
    throw error;
  }
  throw new Error(`plateauctl ${words.join(' ')} was expected to end with a code`);
}
