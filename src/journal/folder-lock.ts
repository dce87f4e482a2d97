// Our own lock on a store's folder. LevelDB's lies on a file: whoever deletes that file lets a second process in. This one lies on the
// folder itself (flock(2) on a directory), which nobody can delete while it holds a database, and the kernel frees it when we die.
import { spawnSync } from 'node:child_process';
import { closeSync, constants, existsSync, fstatSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { OutsideError } from '../base/errors.js';

const deadlineMs = 5000;

export class FolderLock {
  readonly #path: string;
  #fd: number | null = null;
  #isSound = true;

  constructor(path: string) {
    this.#path = path;
  }

  /** False: this machine has no `flock` program (util-linux), so that LevelDB's own lock is all there is. */
  get isSound(): boolean {
    return this.#isSound;
  }

  /**
   * Makes the folder if it is not there and locks it; does nothing when the folder at the path is locked by us already. Throws an
   * `OutsideError`: `store-locked` (another process has it), `disk-full` or `store-failed` (no folder can be had).
   */
  take(): void {
    if (this.#fd !== null && isSameFolder(this.#fd, this.#path)) return;
    this.letGo();
    const fd = openFolder(this.#path);
    // Node cannot lock. A lock belongs to the open file, which the child shares with us: it stays ours when the child is gone.
    const { status, error } = spawnSync('flock', ['--exclusive', '--nonblock', '3'], {
      stdio: ['ignore', 'ignore', 'ignore', fd],
      timeout: deadlineMs,
    });
    if (status === 1) {
      closeSync(fd);
      throw new OutsideError('store-locked', `${this.#path} is in use by another process`);
    }
    this.#fd = fd;
    this.#isSound = error === undefined && status === 0;
  }

  letGo(): void {
    if (this.#fd !== null) closeSync(this.#fd);
    this.#fd = null;
  }
}

function openFolder(path: string): number {
  try {
    mkdirSync(dirname(path), { recursive: true });
    // Made by itself: a recursive making on a read-only disk complains of a folder that is missing.
    if (!existsSync(path)) mkdirSync(path);
    return openSync(path, constants.O_RDONLY | constants.O_DIRECTORY);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === 'EEXIST' || code === 'ENOTDIR' ? 'it is a file, not a folder' : message;
    throw new OutsideError(code === 'ENOSPC' ? 'disk-full' : 'store-failed', `${path}: ${why}`, error);
  }
}

function isSameFolder(fd: number, path: string): boolean {
  const held = fstatSync(fd);
  const there = statSync(path, { throwIfNoEntry: false });
  return there !== undefined && there.ino === held.ino && there.dev === held.dev;
}
