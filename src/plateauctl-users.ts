// The users' room for the command line, brought in by the commands that need it and by no other: hashing and schemas take their time.
import type { UserTools } from './ctl/users.js';
import { noteOnce, readAudit } from './users/audit.js';
import { readUsers, writeUsers } from './users/file.js';
import { hashPassword, longestPassword, newToken, shortestPassword } from './users/secrets.js';

export const userTools: UserTools = {
  read: readUsers,
  write: writeUsers,
  hashPassword,
  newToken,
  shortestPassword,
  longestPassword,
  note: noteOnce,
  readAudit,
};
