// What the door needs of the room that knows the users: ports, so that the panel does not know where users are kept.
import type { Role, User } from '../../site/user.js';

export type Users = {
  /** `unreadable`: there are users, but nobody knows who. */
  readonly state: 'none' | 'some' | 'unreadable';
  readonly find: (name: string) => User | null;
  readonly byToken: (token: string) => User | null;
  /** Takes as long when there is no such user (`null`), or none with a password. */
  readonly compare: (user: User | null, password: string) => Promise<'right' | 'wrong' | 'too-many'>;
  readonly onChange: (job: () => void) => void;
};

export type AuditEntry = {
  readonly atMs: number;
  readonly user: string;
  readonly role: Role | null;
  /** Address of his machine. */
  readonly from: string;
  readonly act: string;
  readonly about: string;
  /** `done`, or the literal reason for which it was not. */
  readonly outcome: string;
};

export type Audit = {
  readonly note: (entry: AuditEntry) => void;
  /** Newest first. */
  readonly read: (limit: number, user: string | null) => readonly AuditEntry[];
};
