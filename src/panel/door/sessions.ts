// Who is logged in. A session's id is a secret of its owner's browser: what is kept here is a hash of it. Pure but for randomness; time is
// handed in.
import { createHash, randomBytes } from 'node:crypto';
import type { User } from '../../site/user.js';

export type Session = {
  readonly user: string;
  /** What must stand in a header of every act, so that no other site can have his browser act. */
  readonly csrf: string;
  readonly startedAtMs: number;
  /** Then he must log in again, whatever he does; `null`: a board, whose token can be taken back at any time. */
  readonly endsAtMs: number | null;
};

type Kept = Session & {
  /** Of the user as he was when he logged in. */
  readonly print: string;
  usedAtMs: number;
};

export type SessionLimits = { readonly idleMs: number; readonly endMs: number };

/** Who logs in more often than this loses his oldest session. */
const mostOfOne = 10;

const hashOf = (id: string): string => createHash('sha256').update(id).digest('base64url');
const secret = (): string => randomBytes(32).toString('base64url');
const printOf = (user: User): string => hashOf(JSON.stringify(user));

export class Sessions {
  readonly #byHash = new Map<string, Kept>();
  #limits: SessionLimits;

  constructor(limits: SessionLimits) {
    this.#limits = limits;
  }

  /** Sessions under way keep their end. */
  setLimits(limits: SessionLimits): void {
    this.#limits = limits;
  }

  /** A new session under a new id: one that a browser brought along is never taken over. */
  open(user: User, nowMs: number): { readonly id: string; readonly session: Session } {
    const id = secret();
    const his = [...this.#byHash].filter(([, session]) => session.user === user.name);
    for (const [hash] of his.slice(0, Math.max(0, his.length + 1 - mostOfOne))) this.#byHash.delete(hash);
    const session: Kept = {
      user: user.name,
      csrf: secret(),
      startedAtMs: nowMs,
      endsAtMs: user.role === 'board' ? null : nowMs + this.#limits.endMs,
      print: printOf(user),
      usedAtMs: nowMs,
    };
    this.#byHash.set(hashOf(id), session);
    return { id, session };
  }

  /** The session of this id, if it is still good. `isUse`: its owner did something. */
  find(id: string, nowMs: number, isUse = true): Session | null {
    const hash = hashOf(id);
    const session = this.#byHash.get(hash);
    if (session === undefined) return null;
    if (this.#isOver(session, nowMs)) {
      this.#byHash.delete(hash);
      return null;
    }
    if (isUse) session.usedAtMs = nowMs;
    return session;
  }

  close(id: string): void {
    this.#byHash.delete(hashOf(id));
  }

  /** Ends the sessions of users who are gone or not what they were when they logged in. */
  review(find: (name: string) => User | null): void {
    for (const [hash, session] of this.#byHash) {
      const user = find(session.user);
      if (user === null || printOf(user) !== session.print) this.#byHash.delete(hash);
    }
  }

  /** Forgets those that are over. */
  sweep(nowMs: number): void {
    for (const [hash, session] of this.#byHash) if (this.#isOver(session, nowMs)) this.#byHash.delete(hash);
  }

  get size(): number {
    return this.#byHash.size;
  }

  #isOver({ endsAtMs, usedAtMs }: Kept, nowMs: number): boolean {
    return endsAtMs !== null && (nowMs >= endsAtMs || nowMs - usedAtMs >= this.#limits.idleMs);
  }
}
