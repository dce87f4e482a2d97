// A file that holds room on the disk for the worst day: it is deleted when the disk is full, so that the last facts and a snapshot can
// still be written, and made anew when there is room again. It also knows how much room there is, for the alarms.
import { randomFillSync } from 'node:crypto';
import { renameSync, rmSync, unlinkSync } from 'node:fs';
import { type FileHandle, open, stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * What a journal on a full disk may still need: to open LevelDB again, its log (4 MB) as a table beside the log; all that memory may
 * hold, 50,000 facts at about 0.4 kB with what leads to them (20 MB); two snapshots of a large floor (2 × 2 MB).
 */
const standardBytes = 32 * 1024 * 1024;

/** Below so many times the reserve the disk is nearly full; the reserve is only made where it leaves that much. */
const lowFactor = 4;
export type ReserveOptions = {
  readonly bytes: number;
  /** The first look comes when the start is over. */
  readonly firstLookMs: number;
  readonly lookEveryMs: number;
};

export const standardReserve: ReserveOptions = {
  bytes: standardBytes,
  firstLookMs: 3_000,
  lookEveryMs: 15_000,
};

const chunkBytes = 1024 * 1024;

export type Room = {
  /** `null`: not known yet. */
  readonly freeBytes: number | null;
  readonly reserveBytes: number;
  /** `spent`: deleted because the disk was full; `none`: there was never room for it. */
  readonly reserve: 'there' | 'spent' | 'none';
  readonly isLow: boolean;
};

export class Reserve {
  readonly #path: string;
  readonly #options: ReserveOptions;
  #freeBytes: number | null = null;
  #reserve: Room['reserve'] = 'none';
  #timer: NodeJS.Timeout | null = null;
  #looking: Promise<void> = Promise.resolve();

  /** `path`: of the file; it lies on the disk that it is for. */
  constructor(path: string, options: ReserveOptions) {
    this.#path = path;
    this.#options = options;
  }

  /** As it was at the last look: asking never waits for the disk. */
  get room(): Room {
    const freeBytes = this.#freeBytes;
    const isLow = freeBytes !== null && freeBytes < lowFactor * this.#options.bytes;
    const reserve = this.#reserve;
    return { freeBytes, reserveBytes: this.#options.bytes, reserve, isLow: isLow || reserve === 'spent' };
  }

  /** Looks now and then, and makes the file where there is room; `mayMake`: whether the disk takes what is written. */
  watch(mayMake: () => boolean): void {
    const again = (delayMs: number) => {
      this.#timer = setTimeout(() => {
        this.#looking = this.look(mayMake()).finally(() => again(this.#options.lookEveryMs));
      }, delayMs).unref();
    };
    again(this.#options.firstLookMs);
  }

  /** Measures the room, and makes the file if it may and there is enough. Never rejects. */
  async look(mayMake: boolean): Promise<void> {
    const folder = dirname(this.#path);
    const wasSpent = this.#reserve === 'spent';
    this.#freeBytes = await freeBytesAt(folder);
    const isThere = await this.#isThere();
    // Given up while we looked: what was seen is no longer so.
    if (this.#reserve === 'spent' && !wasSpent) return;
    if (isThere) {
      this.#reserve = 'there';
      return;
    }
    if (this.#reserve === 'there') this.#reserve = 'none';
    if (!mayMake || (this.#freeBytes ?? 0) < (lowFactor + 1) * this.#options.bytes) return;
    if (await writeFileOf(this.#path, this.#options.bytes)) this.#reserve = 'there';
    this.#freeBytes = await freeBytesAt(folder);
  }

  /** Gives the room up. Returns whether there was any. */
  spend(): boolean {
    try {
      unlinkSync(this.#path);
    } catch (error) {
      if (error instanceof Error && 'code' in error) return false;
      throw error;
    }
    this.#reserve = 'spent';
    this.#looking = this.look(false);
    return true;
  }

  async stop(): Promise<void> {
    await this.#looking;
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  async #isThere(): Promise<boolean> {
    try {
      return (await stat(this.#path)).size >= this.#options.bytes;
    } catch (error) {
      if (error instanceof Error && 'code' in error) return false;
      throw error;
    }
  }
}

/** Bytes that we may still write on the disk of a folder; `null` where that cannot be found out. */
export async function freeBytesAt(folder: string): Promise<number | null> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch (error) {
    if (error instanceof Error && 'code' in error) return null;
    throw error;
  }
}

/** Random bytes: a file system that compresses would keep no room for zeros. */
async function writeFileOf(path: string, bytes: number): Promise<boolean> {
  const partial = `${path}.partial`;
  let file: FileHandle | null = null;
  try {
    file = await open(partial, 'w', 0o640);
    const chunk = randomFillSync(Buffer.alloc(Math.min(chunkBytes, bytes)));
    for (let written = 0; written < bytes; written += chunk.length) await file.write(chunk);
    await file.sync();
    await file.close();
    file = null;
    renameSync(partial, path);
    return true;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    await file?.close();
    rmSync(partial, { force: true });
    return false;
  }
}
