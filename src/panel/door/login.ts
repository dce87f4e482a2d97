// Logging in and out: the page for people, and the same for programs under /api/v1/session. Wrong names and wrong passwords are told alike
// and take as long.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Language } from '../../base/language.js';
import { plainText } from '../../base/plain-text.js';
import type { User } from '../../site/user.js';
import { languageOf, type Problem, problems, sendProblem } from '../web/problem.js';
import { cookieNameOf, type Door, type Frame } from './door.js';
import { homeOf } from './home.js';
import { type LoginTrouble, loginPage, loginStyle } from './login-page.js';
import type { AuditEntry } from './ports.js';
import type { Session } from './sessions.js';

export type LoginSite = { readonly name: string; readonly language: Language };

type Given = { readonly user: string; readonly password: string };

type LoggedIn =
  | { readonly ok: true; readonly user: User; readonly session: Session }
  | { readonly ok: false; readonly problem: Problem; readonly trouble: LoginTrouble };

const formLimitBytes = 4_096;

export function serveLogin(app: FastifyInstance, door: Door, frame: Frame, site: LoginSite): void {
  const isOpen = { config: { door: { isOpen: true, withoutCsrf: true } } } as const;
  const show = (
    request: FastifyRequest,
    reply: FastifyReply,
    trouble: LoginTrouble | null,
    next: string,
  ): FastifyReply => {
    const language = languageOf(request, frame.language);
    const isFirstStart = door.users.state === 'none';
    const page = loginPage({ site: site.name, language, trouble, next, isFirstStart });
    return reply.type('text/html; charset=utf-8').header('Cache-Control', 'no-store').send(page);
  };
  app.get('/login', isOpen, (request, reply) =>
    show(request, reply, null, nextOf(field(request.query, 'next'))),
  );
  app.get('/login.css', isOpen, (_request, reply) =>
    reply.type('text/css; charset=utf-8').header('Cache-Control', 'no-cache').send(loginStyle),
  );
  void app.register(async forms => {
    forms.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: formLimitBytes },
      (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
    );
    forms.post('/login', isOpen, async (request, reply) => {
      const next = nextOf(field(request.body, 'next'));
      const given = { user: field(request.body, 'user'), password: field(request.body, 'password') };
      const came = await logIn(door, frame, request, reply, given);
      if (came.ok) return reply.redirect(next === '/' ? homeOf(came.user.role) : next, 303);
      return show(request, reply.code(came.problem.status), came.trouble, next);
    });
    forms.post('/logout', isOpen, async (request, reply) => {
      logOut(door, frame, request, reply);
      return reply.redirect('/login', 303);
    });
  });
  app.get('/enter', isOpen, (request, reply) => {
    const user = door.users.byToken(field(request.query, 'token'));
    if (user === null || user.role !== 'board') {
      const entry = entryOf(door, request, { user: '', role: null }, 'enter', 'wrong-token');
      door.refusals.note(entry, 'address');
      return sendProblem(reply, problems.logIn, languageOf(request, frame.language));
    }
    begin(door, frame, request, reply, user);
    note(door, request, { user: user.name, role: user.role }, 'enter', 'done');
    return reply.header('Cache-Control', 'no-store').redirect(homeOf(user.role), 303);
  });
}

/** A place of ours to go to after the log-in, whatever the address says; `/`: none in particular, so it is his home. */
function nextOf(next: string): string {
  return /^\/(?![/\\])[\x21-\x5b\x5d-\x7e]{0,500}$/.test(next) ? next : '/';
}

function field(record: unknown, name: string): string {
  if (typeof record !== 'object' || record === null || !Object.hasOwn(record, name)) return '';
  const value: unknown = Reflect.get(record, name);
  return typeof value === 'string' ? value : '';
}

/** Compares, counts, and gives a new session. */
export async function logIn(
  door: Door,
  frame: Frame,
  request: FastifyRequest,
  reply: FastifyReply,
  given: Given,
): Promise<LoggedIn> {
  const { ip } = request;
  const name = plainText(given.user, 64).toLowerCase();
  const refuse = (outcome: string, problem: Problem, trouble: LoginTrouble): LoggedIn => {
    const who = { user: name, role: door.users.find(name)?.role ?? null };
    const by = trouble === 'too-many' ? 'address' : 'guess';
    door.refusals.note(entryOf(door, request, who, 'log-in', outcome), by);
    return { ok: false, problem, trouble };
  };
  const waitMs = door.attempts.waitMs(name, ip, door.now());
  if (waitMs > 0) return refuse('too-many', problems.tooMany(Math.ceil(waitMs / 1000)), 'too-many');
  const user = door.users.find(name);
  door.attempts.begins(name, ip, door.now());
  const compared = await door.users.compare(user, given.password);
  if (compared === 'too-many') return refuse('busy', problems.busy, 'busy');
  if (compared === 'wrong' || user === null) return refuse('wrong-password', problems.wrongPassword, 'wrong');
  // He may have been removed while his password was being compared.
  if (door.users.find(name) !== user) return refuse('wrong-password', problems.wrongPassword, 'wrong');
  door.attempts.succeeded(name, ip);
  const session = begin(door, frame, request, reply, user);
  note(door, request, { user: user.name, role: user.role }, 'log-in', 'done');
  return { ok: true, user, session };
}

/** A new session with a new id; the one that the browser brought ends. */
function begin(door: Door, frame: Frame, request: FastifyRequest, reply: FastifyReply, user: User): Session {
  const cookieName = cookieNameOf(frame);
  door.sessions.close(request.cookies[cookieName] ?? '');
  const { id, session } = door.sessions.open(user, door.now());
  void reply.setCookie(cookieName, id, {
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    secure: frame.isSecure,
    ...(user.role === 'board' ? { maxAge: 34_560_000 } : {}),
  });
  return session;
}

export function logOut(door: Door, frame: Frame, request: FastifyRequest, reply: FastifyReply): void {
  const cookieName = cookieNameOf(frame);
  const who = door.who(request);
  door.sessions.close(request.cookies[cookieName] ?? '');
  void reply.clearCookie(cookieName, {
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    secure: frame.isSecure,
  });
  if (who.kind === 'user')
    note(door, request, { user: who.user.name, role: who.user.role }, 'log-out', 'done');
}

type Named = Pick<AuditEntry, 'user' | 'role'>;

const entryOf = (
  door: Door,
  request: FastifyRequest,
  who: Named,
  act: string,
  outcome: string,
): AuditEntry => ({ atMs: door.now(), ...who, from: request.ip, act, about: '', outcome });

function note(door: Door, request: FastifyRequest, who: Named, act: string, outcome: string): void {
  door.audit.note(entryOf(door, request, who, act, outcome));
}
