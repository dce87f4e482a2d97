// All users: those of the site file, and those of the file that `plateauctl user` writes, which is followed while the panel runs.
import { statSync } from 'node:fs';
import { OutsideError } from '../base/errors.js';
import type { Logger } from '../base/logger.js';
import { hasToken, type User } from '../site/user.js';
import { isOpenToOthers, readUsers, usersFile } from './file.js';
import { type Compared, Comparer, tokenSecret } from './secrets.js';

const lookEveryMs = 1_000;

/** `unreadable`: there are users, but nobody knows who. Then nobody gets in. */
export type BookState = 'none' | 'some' | 'unreadable';

export class UserBook {
  readonly #folder: string;
  readonly #log: Logger;
  readonly #comparer = new Comparer();
  readonly #changed: (() => void)[] = [];
  #ofSite: readonly User[];
  #ofFile: readonly User[] = [];
  #isUnreadable = false;
  #seen = '';
  #byName = new Map<string, User>();
  #bySecret = new Map<string, User>();
  #timer: NodeJS.Timeout | null = null;

  /** Reads the file in `folder`, and looks at it again every second. */
  constructor(folder: string, ofSite: readonly User[], log: Logger) {
    this.#folder = folder;
    this.#ofSite = ofSite;
    this.#log = log;
    this.#look();
    this.#gather();
    this.#timer = setInterval(() => {
      if (this.#look()) this.#gather();
    }, lookEveryMs);
    this.#timer.unref();
  }

  get state(): BookState {
    if (this.#byName.size > 0) return 'some';
    return this.#isUnreadable ? 'unreadable' : 'none';
  }

  /** Another site file is in force. */
  setSite(users: readonly User[]): void {
    this.#ofSite = users;
    this.#gather();
  }

  /** `job` is done whenever users have changed. */
  onChange(job: () => void): void {
    this.#changed.push(job);
  }

  find(name: string): User | null {
    return this.#byName.get(name) ?? null;
  }

  byToken(token: string): User | null {
    return this.#bySecret.get(tokenSecret(token)) ?? null;
  }

  all(): readonly User[] {
    return [...this.#byName.values()];
  }

  compare(user: User | null, password: string): Promise<Compared> {
    return this.#comparer.compare(user, password);
  }

  close(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
  }

  /** True when the file is another one than it was. One that cannot be read leaves the users as they were. */
  #look(): boolean {
    const seen = fingerprint(usersFile(this.#folder));
    if (seen === this.#seen) return false;
    this.#seen = seen;
    try {
      this.#ofFile = readUsers(this.#folder);
      this.#isUnreadable = false;
      this.#log.info({ users: this.#ofFile.length }, 'users read');
      if (isOpenToOthers(this.#folder))
        this.#log.warn(
          { path: usersFile(this.#folder) },
          'other accounts may read the file of users: chmod 600',
        );
    } catch (error) {
      if (!(error instanceof OutsideError)) throw error;
      this.#isUnreadable = true;
      this.#log.error({ error: error.message }, 'users cannot be read, they stay as they were');
    }
    return true;
  }

  #gather(): void {
    const users = [...this.#ofFile, ...this.#ofSite];
    // The site file goes first.
    this.#byName = new Map(users.map(user => [user.name, user]));
    this.#bySecret = new Map(
      [...this.#byName.values()].flatMap(user => (hasToken(user) ? [[user.secret, user] as const] : [])),
    );
    for (const job of this.#changed) job();
  }
}

/** Each writing makes another file. */
function fingerprint(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false });
  return found === undefined ? 'none' : `${found.ino} ${found.size} ${found.mtimeMs}`;
}
