// The file of users that `plateauctl user` writes and the panel follows: one step from the old one to the new one, and read by nobody else.
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  closeSync,
  existsSync,
  fchmodSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { OutsideError } from '../base/errors.js';
import {
  passwordSecretPattern,
  roles,
  tokenSecretPattern,
  type User,
  userFaults,
  userNamePattern,
} from '../site/user.js';

const mostUsers = 10_000;
const mostBytes = 8_000_000;
const name = z.string().min(1).max(64);

const userRecord = z.strictObject({
  name: z.string().regex(userNamePattern),
  role: z.enum(roles),
  agent: name.nullable(),
  supervisor: name.nullable(),
  flows: z.array(name).min(1).nullable(),
  secret: z.string().regex(new RegExp(`${passwordSecretPattern.source}|${tokenSecretPattern.source}`)),
}) satisfies z.ZodType<User>;

const usersRecord = z.strictObject({
  version: z.literal(1),
  users: z.array(userRecord).max(mostUsers),
});

/** In the panel's data folder. */
export const usersFile = (folder: string): string => join(folder, 'users.json');

/** The users; none where there is no file. Throws an `OutsideError` (`users-unreadable`) for anything that is not whole. */
export function readUsers(folder: string): readonly User[] {
  const path = usersFile(folder);
  return attempt(path, () => {
    if (!existsSync(path)) return [];
    if (statSync(path).size > mostBytes) throw new OutsideError('users-unreadable', `${path}: too long`);
    const read = usersRecord.safeParse(JSON.parse(readFileSync(path, 'utf8')));
    if (!read.success) {
      const [issue] = read.error.issues;
      throw new OutsideError('users-unreadable', `${path}: ${issue?.path.join('.')}: ${issue?.message}`);
    }
    const { users } = read.data;
    const names = new Set(users.map(user => user.name));
    const faulty = users.find(user => userFaults(user).length > 0);
    if (names.size < users.length || faulty !== undefined)
      throw new OutsideError('users-unreadable', `${path}: ${faulty?.name ?? 'a user stands there twice'}`);
    return users;
  });
}

/** Whether somebody else than its owner may read it. */
export function isOpenToOthers(folder: string): boolean {
  const path = usersFile(folder);
  return existsSync(path) && (statSync(path).mode & 0o077) !== 0;
}

/** Puts these users in the place of the old ones. Throws an `OutsideError` (`users-unreadable`), and then the old file is as it was. */
export function writeUsers(folder: string, users: readonly User[]): void {
  const path = usersFile(folder);
  const next = `${path}.${randomBytes(4).toString('hex')}`;
  attempt(path, () => {
    try {
      const fd = openSync(next, 'wx', 0o600);
      try {
        fchmodSync(fd, 0o600);
        writeSync(fd, `${JSON.stringify({ version: 1, users }, null, 1)}\n`);
        fsyncSync(fd);
      } finally {
        closeSync(fd);
      }
      giveToOwner(next, folder);
      renameSync(next, path);
    } finally {
      rmSync(next, { force: true });
    }
    const fd = openSync(folder, 'r');
    fsyncSync(fd);
    closeSync(fd);
  });
}

/** What root writes into the panel's folder must be the panel's. */
export function giveToOwner(path: string, folder: string): void {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = statSync(folder);
  chownSync(path, uid, gid);
}

function attempt<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof OutsideError) throw error;
    throw new OutsideError('users-unreadable', `${path}: ${(error as Error).message}`, error);
  }
}
