// A real file system of a few MB that a test may fill: a tmpfs, which only root can mount.
import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmdirSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import type { Test } from 'tap';

export type SmallDisk = {
  readonly folder: string;
  readonly freeBytes: () => number;
  /** Somebody else takes all but `leave` bytes. */
  readonly fill: (leave?: number) => void;
  /** Gives back what `fill` took. */
  readonly free: () => void;
  readonly remount: (mode: 'ro' | 'rw') => void;
};

/** Why tests that need one are skipped; with CI=true root has no excuse. */
export function noSmallDisk(): string | false {
  if (process.getuid?.() !== 0) return 'only root can mount a small file system';
  const folder = mkdtempSync(`${tmpdir()}/plateau-try-`);
  const mounted = mount(folder, 1);
  if (mounted.status === 0) spawnSync('umount', ['--lazy', folder]);
  rmdirSync(folder);
  if (mounted.status === 0) return false;
  const why = `no tmpfs can be mounted here: ${mounted.stderr}`;
  if (process.env['CI'] === 'true') throw new Error(why);
  return why;
}

const mount = (folder: string, megabytes: number) =>
  spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder], { encoding: 'utf8' });

export function givenSmallDisk(t: Test, megabytes: number): SmallDisk {
  const folder = mkdtempSync(`${tmpdir()}/plateau-disk-`);
  const mounted = mount(folder, megabytes);
  if (mounted.status !== 0) throw new Error(mounted.stderr);
  t.teardown(() => {
    spawnSync('umount', ['--lazy', folder]);
    rmdirSync(folder);
  });
  const filler = `${folder}/somebody-elses`;
  const freeBytes = () => {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  };
  return {
    folder,
    freeBytes,
    fill: (leave = 0) => fill(filler, () => freeBytes() - leave),
    free: () => rmSync(filler, { force: true }),
    remount: mode => void spawnSync('mount', ['-o', `remount,${mode}`, folder]),
  };
}

/** Somebody else writes at the same time: what was free is not always to be had. */
function fill(file: string, wantedBytes: () => number): void {
  try {
    for (let wanted = wantedBytes(); wanted > 0; wanted = wantedBytes())
      appendFileSync(file, Buffer.alloc(wanted, 'x'));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
  }
}
