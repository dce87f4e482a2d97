// The web server: the page, its stream of events, the log-in and what else is registered; all of it behind the door. Everything comes from
// here, nothing from elsewhere.
import { readFile } from 'node:fs/promises';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import fastify, { type FastifyError, type FastifyInstance } from 'fastify';
import type { Language } from '../../base/language.js';
import type { Logger } from '../../base/logger.js';
import { cookieNameOf, type Door, type DoorRule, type Frame, guard } from '../door/door.js';
import { type Home, homeOf } from '../door/home.js';
import { serveLogin } from '../door/login.js';
import { serveSession } from '../door/session-routes.js';
import { sightAtFirstStart, sightOf } from '../door/sight.js';
import { type Listening, listen, type Place } from '../listen.js';
import type { Setup } from '../setup.js';
import type { TlsFiles } from './certificate.js';
import type { LiveStream } from './live.js';
import { languageOf, type Problem, problems, sendProblem } from './problem.js';
import { webServer } from './secure.js';
import { icon, shell } from './shell.js';

export type WebParts = {
  readonly stream: LiveStream;
  /** Holds the bundles, such as `main.js` and `main.css`. */
  readonly folder: URL;
  readonly site: { readonly name: string; readonly language: Language };
  readonly door: Door;
  readonly setup: Setup;
  readonly tls: TlsFiles | null;
  readonly log: Logger;
  /** What else is served. */
  readonly more?: (app: FastifyInstance, frame: Frame) => void;
};

/** Pages with a script and a style sheet of their own. */
const bundles = ['main', 'wallboard', 'console', 'desk'];

const bodyLimitBytes = 32_768;
/** Of one session, or of who has none by his address: a console fetches a few a second. */
const mostRequestsAMinute = 6_000;

/** Serves the pages at `place`. Rejects with an `OutsideError` (`tls-unreadable`), or when the bundle cannot be read. */
export async function servePage(parts: WebParts, place: Place): Promise<Listening> {
  const { stream, door, log, site } = parts;
  const frame: Frame = { isSecure: parts.tls !== null, language: site.language };
  const server = await webServer(parts.tls, log, door.now);
  const app = fastify({
    forceCloseConnections: true,
    bodyLimit: bodyLimitBytes,
    routerOptions: { maxParamLength: 200 },
    serverFactory: handler => server.listen(handler),
  });
  await protect(app, parts, frame);
  await serveFiles(app, parts);
  serveStream(app, parts, frame);
  serveLogin(app, door, frame, site);
  serveSession(app, door, frame, parts.setup);
  parts.more?.(app, frame);
  await app.ready();
  const sweep = setInterval(() => {
    door.sessions.sweep(door.now());
    door.refusals.sweep(door.now());
  }, 60_000);
  sweep.unref();
  const listening = listen(app.server, place, { log, setting: 'panel.port' });
  return {
    ...listening,
    close: async () => {
      clearInterval(sweep);
      server.close();
      stream.close();
      await listening.close();
      await app.close();
    },
  };
}

async function protect(app: FastifyInstance, { door, log }: WebParts, frame: Frame): Promise<void> {
  const none = ["'none'"];
  const self = ["'self'"];
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: none,
        scriptSrc: self,
        styleSrc: self,
        imgSrc: self,
        connectSrc: self,
        baseUri: none,
        formAction: self,
        frameAncestors: self,
      },
    },
    // With `no-referrer` browsers send the form of the log-in with the origin `null`.
    referrerPolicy: { policy: 'same-origin' },
    strictTransportSecurity: frame.isSecure ? { maxAge: 31_536_000, includeSubDomains: false } : false,
  });
  await app.register(cookie);
  await app.register(rateLimit, {
    max: mostRequestsAMinute,
    timeWindow: 60_000,
    cache: 10_000,
    // A floor stands behind one address, and each desk looks often.
    keyGenerator: request => {
      const who = door.who(request);
      const session = who.kind === 'user' ? who.session : null;
      return session === null ? request.ip : `session ${session.csrf}`;
    },
    errorResponseBuilder: (_request, { ttl }) =>
      new Refused(problems.tooMany(Math.max(1, Math.ceil(ttl / 1000)))),
  });
  guard(app, door, frame);
  app.setNotFoundHandler((request, reply) =>
    sendProblem(reply, problems.notFound, languageOf(request, frame.language)),
  );
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const problem = problemOf(error);
    if (problem === problems.failed) log.error({ error: error.stack ?? String(error) }, 'web request failed');
    return sendProblem(reply, problem, languageOf(request, frame.language));
  });
}

/** A problem on its way to the error handler. */
class Refused extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.code);
    this.problem = problem;
  }
}

function problemOf(error: FastifyError): Problem {
  if (error instanceof Refused) return error.problem;
  const { statusCode = 500 } = error;
  if (statusCode === 413) return problems.tooLong;
  if (statusCode === 415) return problems.wrongType;
  return statusCode >= 400 && statusCode < 500
    ? problems.badRequest('request', error.message)
    : problems.failed;
}

const lookers: DoorRule = { roles: ['agent', 'supervisor', 'technician', 'board'], isPage: true };

/** Pages with a document of their own, and whose they are. */
const pages: readonly { readonly path: Home; readonly bundle: string; readonly door: DoorRule }[] = [
  { path: '/wallboard', bundle: 'wallboard', door: lookers },
  { path: '/desk', bundle: 'desk', door: { roles: ['agent'], isPage: true } },
  { path: '/console', bundle: 'console', door: { roles: ['supervisor', 'technician'], isPage: true } },
];

async function serveFiles(app: FastifyInstance, { folder, site, door }: WebParts): Promise<void> {
  const serve = (path: string, type: string, content: string | Buffer, door: DoorRule) =>
    app.get(path, { config: { door } }, (_request, reply) =>
      reply.header('Content-Type', type).header('Cache-Control', 'no-cache').send(content),
    );
  const open: DoorRule = { isOpen: true };
  const html = 'text/html; charset=utf-8';
  const overview = shell(site.name, site.language);
  app.get('/', { config: { door: lookers } }, (request, reply) => {
    const who = door.who(request);
    // The overview is the floor's; an agent has a page of his own.
    if (who.kind === 'user' && who.user.role === 'agent')
      return reply.redirect(`${homeOf(who.user.role)}${request.url.slice(1)}`, 303);
    return reply.header('Content-Type', html).header('Cache-Control', 'no-cache').send(overview);
  });
  for (const page of pages) serve(page.path, html, shell(site.name, site.language, page.bundle), page.door);
  serve('/icon.svg', 'image/svg+xml', icon, open);
  for (const bundle of bundles) {
    const file = (name: string) => readFile(new URL(name, folder));
    serve(`/${bundle}.js`, 'text/javascript; charset=utf-8', await file(`${bundle}.js`), open);
    serve(`/${bundle}.css`, 'text/css; charset=utf-8', await file(`${bundle}.css`), open);
  }
}

function serveStream(app: FastifyInstance, { stream, door, setup }: WebParts, frame: Frame): void {
  const { roles } = lookers;
  const rule: DoorRule = roles === undefined ? {} : { roles };
  app.get('/events', { config: { door: rule } }, (request, reply) => {
    const who = door.who(request);
    const id = request.cookies[cookieNameOf(frame)];
    const { 'last-event-id': lastEventId } = request.headers;
    reply.hijack();
    stream.add(
      reply.raw,
      typeof lastEventId === 'string' ? lastEventId : undefined,
      who.kind === 'user' ? sightOf(who.user, setup) : sightAtFirstStart,
      () => door.isStill(who, id),
    );
  });
}
