// Passwords and tokens: what is kept of them, and how one is compared with it. The only file that knows argon2.
import { createHash, randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { hasToken, type User } from '../site/user.js';

/** OWASP's least for argon2id: 19 MiB, two passes. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Short ones are guessed; of very long ones only the work of hashing them is felt. */
export const shortestPassword = 10;
export const longestPassword = 200;

export const hashPassword = (password: string): Promise<string> => hash(password, cost);

/** A token of 256 random bits, and what is kept of it: nobody guesses it, so that a plain hash is enough. */
export function newToken(): { readonly token: string; readonly secret: string } {
  const token = `plt_${randomBytes(32).toString('base64url')}`;
  return { token, secret: tokenSecret(token) };
}

export const tokenSecret = (token: string): string =>
  `sha256:${createHash('sha256').update(token).digest('base64url')}`;

/** Compared with when there is no such user, so that the answer takes as long. Nobody knows the password. */
const nobodys: Promise<string> = hashPassword(randomBytes(24).toString('base64url'));

/** Memory and processors are not for who knocks loudest: so many at once, so many in line, the rest is refused. */
const mostAtOnce = 2;
const mostInLine = 32;

export type Compared = 'right' | 'wrong' | 'too-many';

/** Compares passwords, a few at a time. */
export class Comparer {
  #atOnce = 0;
  readonly #line: (() => void)[] = [];

  /** `null`: there is no such user; it takes as long, and is wrong. A user with a token has no password that could be right. */
  async compare(user: User | null, password: string): Promise<Compared> {
    if (this.#atOnce >= mostAtOnce) {
      if (this.#line.length >= mostInLine) return 'too-many';
      await new Promise<void>(resolve => this.#line.push(resolve));
    } else this.#atOnce += 1;
    try {
      const known = user !== null && !hasToken(user) ? user.secret : null;
      const isRight = await verify(known ?? (await nobodys), password.slice(0, longestPassword + 1));
      return isRight && known !== null && password.length <= longestPassword ? 'right' : 'wrong';
    } finally {
      const next = this.#line.shift();
      if (next === undefined) this.#atOnce -= 1;
      else next();
    }
  }
}
