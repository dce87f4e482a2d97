// A new journal beside a damaged one, made by a process of its own that LevelDB may end: then another one goes on where it was.
import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ErrorCode } from '../base/error-catalogue.js';
import { OutsideError } from '../base/errors.js';
import { copyRecords } from './level.js';
import type { Salvaged } from './salvage.js';

const salvageProgram = fileURLToPath(new URL('salvage-program.js', import.meta.url));
const lookProgram = fileURLToPath(new URL('look-program.js', import.meta.url));
const withinMs = 600_000;

/** Where the new journal is, and what is missing in it that was not on record. */
export type Rebuilt = { readonly folder: string } & Pick<Salvaged, 'missing'>;

/**
 * Makes a readable journal beside `path`, which nobody may have open and which stays as it is. `null`: nothing of ours can be got out
 * of it. Rejects with an `OutsideError`: `disk-full` or `store-failed`; then nothing is left beside it.
 */
export async function rebuild(path: string): Promise<Rebuilt | null> {
  const copy = `${path}.damaged-copy`;
  const folder = `${path}.rebuilding`;
  const remove = (name: string) => rmSync(name, { recursive: true, force: true });
  remove(copy);
  remove(folder);
  try {
    copyRecords(path, copy);
    const { facts, missing } = await salvageApart(copy, folder);
    if (facts) return { folder, missing };
    remove(folder);
    return null;
  } catch (error) {
    remove(folder);
    throw error;
  } finally {
    remove(copy);
  }
}

async function salvageApart(from: string, to: string): Promise<Salvaged> {
  const seen: string[] = [];
  for (;;) {
    const { code, stdout, stderr, isLate } = await run(salvageProgram, [from, to, ...seen]);
    const lines = stdout.split('\n');
    const result = lines.pop() ?? '';
    if (code === 0) return JSON.parse(result) as Salvaged;
    const [, named, why = ''] = /^(disk-full|store-failed) (.*)/s.exec(stderr) ?? [];
    if (named !== undefined) throw new OutsideError(named as ErrorCode, why);
    if (isLate) throw new OutsideError('store-failed', `${to}: rebuilding takes more than ${withinMs} ms`);
    // It died of the last file it named. A death without one is not of any file.
    if (lines.length === 0) throw new OutsideError('store-failed', `${to}: rebuilding ended: ${stderr}`);
    seen.push(...lines);
  }
}

/** Whether the whole journal can be read; `null` when that takes too long to know. */
export async function looksSound(path: string): Promise<boolean | null> {
  const { code, isLate } = await run(lookProgram, [path]);
  return isLate ? null : code === 0;
}

type Ended = {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly isLate: boolean;
};

function run(program: string, given: readonly string[]): Promise<Ended> {
  const limits = { timeout: withinMs, killSignal: 'SIGKILL', maxBuffer: 64 * 1024 * 1024 } as const;
  return new Promise(resolve => {
    const child = execFile(process.execPath, [program, ...given], limits, (error, stdout, stderr) =>
      resolve({ code: child.exitCode, stdout, stderr, isLate: error?.killed === true }),
    );
  });
}
