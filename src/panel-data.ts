// The panel's own database, wired: opened, opened again after a failure, thrown away when it is damaged (all of it is in the journal of
// the calls process), and not written while the disk is nearly full: the calls process needs what is left more than figures do.
import { join } from 'node:path';
import { OutsideError } from './base/errors.js';
import type { Logger } from './base/logger.js';
import type { Store } from './base/store.js';
import { FolderLock } from './journal/folder-lock.js';
import { openStore, setAside } from './journal/level.js';
import { freeBytesAt } from './journal/reserve.js';
import type { PanelStore } from './panel/keeper.js';
import { panelStore } from './panel/panel-store.js';

/** Twice the reserve of the calls process: when both are on one disk, figures stop long before facts do. */
const spareBytes = 64 * 1024 * 1024;

export type PanelData = { readonly store: PanelStore; readonly close: () => Promise<void> };

/** Rejects with an `OutsideError` (`store-locked`) when another panel has the folder; all other troubles are told to the log. */
export async function openPanelData(folder: string, log: Logger, spare = spareBytes): Promise<PanelData> {
  const data = new Data(join(folder, 'panel'), folder, log, spare);
  await data.start();
  return data;
}

class Data implements PanelData {
  readonly #path: string;
  readonly #folder: string;
  readonly #log: Logger;
  readonly #spare: number;
  readonly #lock: FolderLock;
  #opened: Store | null = null;
  #isDamaged = false;
  readonly store: PanelStore;

  constructor(path: string, folder: string, log: Logger, spare: number) {
    this.#path = path;
    this.#folder = folder;
    this.#log = log;
    this.#spare = spare;
    this.#lock = new FolderLock(path);
    const work = <T>(job: (store: PanelStore) => Promise<T>) => this.#work(job);
    const entries = () => this.#entries();
    this.store = {
      entries,
      write: changes => work(store => store.write(changes)),
      clear: () => work(store => store.clear()),
    };
  }

  async start(): Promise<void> {
    try {
      await this.#open();
    } catch (error) {
      if (!(error instanceof OutsideError) || error.code === 'store-locked') throw error;
      this.#log.error({ path: this.#path, error: error.message }, 'figures cannot be kept');
    }
  }

  async close(): Promise<void> {
    await this.#opened?.close();
    this.#opened = null;
    this.#lock.letGo();
  }

  async *#entries(): AsyncIterable<readonly [string, string]> {
    try {
      yield* panelStore(await this.#open()).entries();
    } catch (error) {
      await this.#failed(error);
      throw error;
    }
  }

  async #work<T>(job: (store: PanelStore) => Promise<T>): Promise<T> {
    const free = await freeBytesAt(this.#folder);
    if (free !== null && free < this.#spare)
      throw new OutsideError(
        'disk-full',
        `${this.#folder}: figures are not stored on a disk that is nearly full`,
      );
    try {
      return await job(panelStore(await this.#open()));
    } catch (error) {
      await this.#failed(error);
      throw error;
    }
  }

  /** After an error LevelDB may lose what it takes later: the next use opens it again. */
  async #failed(error: unknown): Promise<void> {
    this.#isDamaged ||= error instanceof OutsideError && error.code === 'store-damaged';
    const opened = this.#opened;
    this.#opened = null;
    await opened?.close();
  }

  async #open(): Promise<Store> {
    if (this.#opened !== null) return this.#opened;
    this.#lock.take();
    if (this.#isDamaged) this.#moveAway();
    try {
      this.#opened = (await openStore(this.#path, 'panel')).store;
    } catch (error) {
      if (!(error instanceof OutsideError) || error.code !== 'store-damaged') throw error;
      this.#moveAway();
      this.#opened = (await openStore(this.#path, 'panel')).store;
    }
    return this.#opened;
  }

  #moveAway(): void {
    this.#log.error(
      { path: this.#path, movedTo: setAside(this.#path, Date.now()) },
      'damaged figures set aside, they are counted anew from the journal',
    );
    this.#isDamaged = false;
    this.#lock.take();
  }
}
