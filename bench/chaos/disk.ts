// A small disk of its own for the journal, so that it can be full without harm to anybody else. Needs root.
import { execFile } from 'node:child_process';
import { mkdtemp, open, rm, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const exec = promisify(execFile);
const sizeMegabytes = 64;
const chunk = Buffer.alloc(65_536, 1);

export type Disk = {
  readonly folder: string;
  /** Leaves no byte free, and keeps it so until `free`. */
  readonly fill: () => Promise<void>;
  readonly free: () => Promise<void>;
  readonly remove: () => Promise<void>;
};

/** Null where this user may not mount. */
export async function tmpfsDisk(): Promise<Disk | null> {
  const folder = await mkdtemp(join(tmpdir(), 'plateau-disk-'));
  try {
    await exec('mount', ['-t', 'tmpfs', '-o', `size=${sizeMegabytes}m`, 'plateau-chaos', folder]);
  } catch {
    await rmdir(folder);
    return null;
  }
  const filler = join(folder, 'filler');
  return {
    folder,
    fill: async () => {
      const file = await open(filler, 'a');
      try {
        for (let size = chunk.length; size > 0; )
          size = await file.write(chunk, 0, size).then(
            ({ bytesWritten }) => (bytesWritten === 0 ? 0 : size),
            () => Math.floor(size / 2),
          );
      } finally {
        await file.close();
      }
    },
    free: () => rm(filler, { force: true }),
    remove: async () => {
      await exec('umount', ['-l', folder]);
      await rmdir(folder);
    },
  };
}
