// The door of the web pages: who stands before it, and whether he may come in with what he asks. Everything is closed unless its route
// says otherwise.
import { timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Language } from '../../base/language.js';
import type { Role, User } from '../../site/user.js';
import { byItselfHeader } from '../by-itself.js';
import { languageOf, type Problem, problems, sendProblem } from '../web/problem.js';
import { Attempts } from './attempts.js';
import type { Audit, Users } from './ports.js';
import { Refusals } from './refusals.js';
import { type Session, type SessionLimits, Sessions } from './sessions.js';

/** `session` is `null` for who comes with a token. `first-start`: there are no users, and only this machine is let in. */
export type Who =
  | { readonly kind: 'nobody' }
  | { readonly kind: 'first-start' }
  | { readonly kind: 'user'; readonly user: User; readonly session: Session | null };

/** What a route asks of who comes. Without a rule: somebody who is logged in, boards excepted. */
export type DoorRule = {
  /** Nobody need be logged in. */
  readonly isOpen?: boolean;
  readonly roles?: readonly Role[];
  /** A page: who is not logged in is shown the way. */
  readonly isPage?: boolean;
  /** A POST that checks for itself who sends it: the log-in. */
  readonly withoutCsrf?: boolean;
  /** Not even at the first start without a user. */
  readonly needsUser?: boolean;
};

declare module 'fastify' {
  interface FastifyContextConfig {
    readonly door?: DoorRule;
  }
}

const usualRoles: readonly Role[] = ['agent', 'supervisor', 'technician'];
const safeMethods: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];
/** Names by which a machine calls itself. */
const ownNames = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i;

export const csrfHeader = 'x-plateau-csrf';

/** Outlives the pages: who is logged in stays so when the site file is read again. */
export class Door {
  readonly users: Users;
  readonly audit: Audit;
  readonly sessions: Sessions;
  readonly attempts = new Attempts();
  readonly refusals: Refusals;
  readonly now: () => number;
  readonly #who = new WeakMap<FastifyRequest, Who>();

  constructor(parts: {
    readonly users: Users;
    readonly audit: Audit;
    readonly limits: SessionLimits;
    readonly now: () => number;
  }) {
    this.users = parts.users;
    this.audit = parts.audit;
    this.refusals = new Refusals(parts.audit);
    this.now = parts.now;
    this.sessions = new Sessions(parts.limits);
    parts.users.onChange(() => this.sessions.review(name => parts.users.find(name)));
  }

  /** Who sent this request. */
  who(request: FastifyRequest): Who {
    return this.#who.get(request) ?? { kind: 'nobody' };
  }

  /** Is what was true of him when he came still so? For streams, which last. Looking on is no use of a session. */
  isStill(who: Who, sessionId: string | undefined): boolean {
    if (who.kind !== 'user') return who.kind === 'first-start' && this.users.state === 'none';
    if (who.session === null) return this.users.find(who.user.name) === who.user;
    return this.sessions.find(sessionId ?? '', this.now(), false) === who.session;
  }

  /** Finds out who it is and keeps it for the request. */
  look(request: FastifyRequest, cookieName: string): Who {
    const who = this.#find(request, cookieName);
    this.#who.set(request, who);
    return who;
  }

  #find(request: FastifyRequest, cookieName: string): Who {
    if (this.users.state === 'none') return { kind: 'first-start' };
    const { authorization } = request.headers;
    if (authorization !== undefined) {
      const [, token] = /^Bearer +(\S{1,200})$/i.exec(authorization) ?? [];
      const user = token === undefined ? null : this.users.byToken(token);
      return user === null ? { kind: 'nobody' } : { kind: 'user', user, session: null };
    }
    const id = request.cookies[cookieName];
    const session = id === undefined ? null : this.sessions.find(id, this.now(), isUse(request));
    const user = session === null ? null : this.users.find(session.user);
    return user === null ? { kind: 'nobody' } : { kind: 'user', user, session };
  }
}

/** Does somebody do something, or does a page that stands open look on? Streams come back by themselves as well. */
function isUse({ method, headers }: FastifyRequest): boolean {
  if (!safeMethods.includes(method)) return true;
  return headers[byItselfHeader] === undefined && headers.accept !== 'text/event-stream';
}

/** How the pages are served, as far as the door must know. */
export type Frame = { readonly isSecure: boolean; readonly language: Language };

/** With `__Host-` a browser takes it over https alone, and from no neighbour. */
export const cookieNameOf = ({ isSecure }: Frame): string => (isSecure ? '__Host-plateau' : 'plateau');

/** Puts the door before every route of `app`, those that do not exist included. */
export function guard(app: FastifyInstance, door: Door, frame: Frame): void {
  const cookieName = cookieNameOf(frame);
  app.addHook('onRequest', async (request, reply) => {
    const who = door.look(request, cookieName);
    const rule = request.routeOptions.config.door ?? {};
    const problem = refusalOf(request, who, rule, frame);
    if (problem === null) return;
    if (who.kind === 'user' && !safeMethods.includes(request.method))
      noteRefusal(door, request, who.user, problem);
    if (problem === problems.logIn && rule.isPage === true && request.method === 'GET') {
      const next = request.url === '/' ? '' : `?next=${encodeURIComponent(request.url)}`;
      await reply.redirect(`/login${next}`, 303);
      return;
    }
    await sendProblem(reply, problem, languageOf(request, frame.language));
  });
}

/** What somebody tried who is not let. */
function noteRefusal(door: Door, request: FastifyRequest, { name, role }: User, { code }: Problem): void {
  const act = `${request.method} ${request.url.split('?')[0] ?? ''}`;
  door.refusals.note(
    { atMs: door.now(), user: name, role, from: request.ip, act, about: '', outcome: code },
    'user',
  );
}

function refusalOf(request: FastifyRequest, who: Who, rule: DoorRule, frame: Frame): Problem | null {
  const { headers } = request;
  if (who.kind === 'first-start' && !ownNames.test(headers.host ?? '')) return problems.otherHost;
  const isSafe = safeMethods.includes(request.method);
  if (!isOwnSite(request, isSafe, frame)) return problems.otherOrigin;
  if (rule.isOpen === true) return null;
  if (who.kind === 'nobody') return problems.logIn;
  if (who.kind === 'first-start') return isSafe && rule.needsUser !== true ? null : problems.firstStart;
  if (!(rule.roles ?? usualRoles).includes(who.user.role)) return problems.notAllowed;
  if (isSafe || who.session === null || rule.withoutCsrf === true) return null;
  return isSame(headers[csrfHeader], who.session.csrf) ? null : problems.csrf;
}

/** Browsers say which site a request comes from; who is no browser says nothing, and has no cookie that was not his to use. */
function isOwnSite({ headers, method }: FastifyRequest, isSafe: boolean, { isSecure }: Frame): boolean {
  const { origin, host, 'sec-fetch-site': site, 'sec-fetch-mode': mode } = headers;
  if (site === 'cross-site' || site === 'same-site') {
    const isLink = method === 'GET' && mode === 'navigate';
    if (!isLink) return false;
  }
  if (isSafe || origin === undefined) return true;
  const [, scheme, name] = /^(https?):\/\/([^/]+)$/.exec(origin) ?? [];
  return name !== undefined && name === host && (scheme === 'https' || !isSecure);
}

function isSame(given: string | string[] | undefined, right: string): boolean {
  if (typeof given !== 'string') return false;
  const [a, b] = [Buffer.from(given), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
