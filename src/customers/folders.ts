// Where directories are: each import makes a new one, and the file `current` names the one that calls see. It is switched in one
// step, so that at any moment, whatever dies, there is one whole directory.
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { OutsideError } from '../base/errors.js';

const pointer = 'current';
const directoryName = /^d[0-9a-z]+-[0-9a-f]{4}$/;

/** The folder that holds the directories, in the daemon's data folder. */
export const customersFolder = (data: string): string => join(data, 'customers');

/** Where a new directory is made: LevelDB's own lock keeps a second import out. */
export const makingFolder = (data: string): string => join(customersFolder(data), 'making');

/** The directory that calls see; `null`: none was imported yet. */
export function currentDirectory(data: string): string | null {
  return attempt(customersFolder(data), () => {
    const folder = customersFolder(data);
    const file = join(folder, pointer);
    if (!existsSync(file)) return null;
    const name = readFileSync(file, 'utf8').trim();
    return directoryName.test(name) && existsSync(join(folder, name)) ? join(folder, name) : null;
  });
}

/** Makes sure that there is a folder for them, of the account that the data folder has. */
export function prepareFolder(data: string): void {
  attempt(data, () => {
    if (!existsSync(data)) throw new OutsideError('store-failed', `${data}: there is no such folder`);
    const folder = customersFolder(data);
    if (existsSync(folder)) return;
    mkdirSync(folder, { mode: 0o750 });
    giveTo(folder, data);
  });
}

/** What has been made, closed and whole, is the directory from now on. */
export function switchTo(data: string, making: string, nowMs: number): void {
  attempt(making, () => {
    const folder = customersFolder(data);
    const name = `d${nowMs.toString(36)}-${randomBytes(2).toString('hex')}`;
    giveTo(making, data);
    renameSync(making, join(folder, name));
    const next = join(folder, `${pointer}.next`);
    writeFileSync(next, `${name}\n`, { flush: true });
    giveTo(next, data);
    renameSync(next, join(folder, pointer));
    sync(folder);
  });
}

/** Deletes directories that are not seen any more. */
export function forgetOthers(data: string, keep: string): void {
  attempt(data, () => {
    const folder = customersFolder(data);
    for (const name of readdirSync(folder))
      if (directoryName.test(name) && join(folder, name) !== keep)
        rmSync(join(folder, name), { recursive: true, force: true });
  });
}

/** The daemon's account must be able to open what root has made. */
function giveTo(path: string, data: string): void {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = statSync(data);
  chownSync(path, uid, gid);
  if (statSync(path).isDirectory())
    for (const name of readdirSync(path)) chownSync(join(path, name), uid, gid);
}

function sync(folder: string): void {
  const fd = openSync(folder, 'r');
  fsyncSync(fd);
  closeSync(fd);
}

function attempt<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof OutsideError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    throw new OutsideError(code === 'ENOSPC' ? 'disk-full' : 'store-failed', `${path}: ${message}`, error);
  }
}
