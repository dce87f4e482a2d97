// The local directory, as calls look into it: the newest whole import, opened for reading, and changed for a newer one while calls go on.
import { OutsideError } from '../base/errors.js';
import type { Logger } from '../base/logger.js';
import type { Store } from '../base/store.js';
import { currentDirectory, forgetOthers } from './folders.js';
import {
  customerKey,
  type DirectoryInfo,
  infoKey,
  numberKey,
  readCustomer,
  readInfo,
  type StoredCustomer,
} from './records.js';

export const storeKind = 'customers';

/** Opens the store in a folder; rejects with an `OutsideError`. */
export type OpenStore = (path: string) => Promise<Store>;

type Opened = {
  readonly path: string;
  readonly store: Store;
  readonly info: DirectoryInfo | null;
  /** Look-ups under way. */
  users: number;
  /** A newer one is seen: closed as soon as nobody uses it. */
  retired: boolean;
};

export class Directory {
  readonly #data: string;
  readonly #open: OpenStore;
  readonly #log: Logger;
  #opened: Opened | null = null;
  #trouble: string | null = null;

  /** `data`: the daemon's data folder. */
  constructor(data: string, open: OpenStore, log: Logger) {
    this.#data = data;
    this.#open = open;
    this.#log = log;
  }

  /** `null`: there is none, or it cannot be read. */
  get info(): DirectoryInfo | null {
    return this.#opened?.info ?? null;
  }

  /** Why it cannot be read; `null`: it can, or there is none. */
  get trouble(): string | null {
    return this.#trouble;
  }

  get isOpen(): boolean {
    return this.#opened !== null;
  }

  /** Opens the newest import, if it is another one than that which is open. Never rejects. */
  async renew(): Promise<void> {
    try {
      const path = currentDirectory(this.#data);
      if (path === null || path === this.#opened?.path) return;
      const store = await this.#open(path);
      const info = readInfo(await store.get(infoKey));
      const before = this.#opened;
      this.#opened = { path, store, info, users: 0, retired: false };
      this.#trouble = null;
      this.#log.info({ path, ...info }, 'directory of customers opened');
      if (before !== null) await retire(before);
      forgetOthers(this.#data, path);
    } catch (error) {
      this.#failed(error);
    }
  }

  /** Who has the number, E.164. Never rejects: a store that fails knows nobody. */
  async byNumber(number: string): Promise<StoredCustomer | null> {
    return this.#use(async store => {
      const id = await store.get(numberKey(number));
      return id === undefined ? null : read(store, id);
    });
  }

  async byId(id: string): Promise<StoredCustomer | null> {
    return this.#use(store => read(store, id));
  }

  async close(): Promise<void> {
    const opened = this.#opened;
    this.#opened = null;
    if (opened !== null) await retire(opened);
  }

  async #use<T>(look: (store: Store) => Promise<T | null>): Promise<T | null> {
    const opened = this.#opened;
    if (opened === null) return null;
    opened.users++;
    try {
      return await look(opened.store);
    } catch (error) {
      this.#failed(error);
      return null;
    } finally {
      opened.users--;
      if (opened.retired && opened.users === 0) await closeQuietly(opened);
    }
  }

  #failed(error: unknown): void {
    if (!(error instanceof OutsideError)) throw error;
    if (this.#trouble !== error.message) this.#log.error({ err: error }, 'directory of customers in trouble');
    this.#trouble = error.message;
  }
}

async function read(store: Store, id: string): Promise<StoredCustomer | null> {
  const value = await store.get(customerKey(id));
  return value === undefined ? null : readCustomer(id, value);
}

async function retire(opened: Opened): Promise<void> {
  opened.retired = true;
  if (opened.users === 0) await closeQuietly(opened);
}

/** Nothing is written in it: a close that fails loses nothing. */
async function closeQuietly({ store }: Opened): Promise<void> {
  await store.close().catch((error: unknown) => {
    if (!(error instanceof OutsideError)) throw error;
  });
}
