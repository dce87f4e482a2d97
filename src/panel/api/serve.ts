// Serves the table of endpoints under /api/v1: checks what is asked, hands it on, writes acts into the audit trail.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { errorCatalogue } from '../../base/error-catalogue.js';
import { OutsideError } from '../../base/errors.js';
import { cookieNameOf, type Door, type Frame } from '../door/door.js';
import { sightOf } from '../door/sight.js';
import type { Setup } from '../setup.js';
import { languageOf, type Problem, problems, sendProblem } from '../web/problem.js';
import { actingEndpoints } from './acting.js';
import { consoleEndpoints } from './console.js';
import { deskEndpoints } from './desk.js';
import { type Asked, type Caller, type Endpoint, type Given, people, refused } from './endpoint.js';
import type { FactEvents } from './events.js';
import { lookingEndpoints } from './looking.js';
import { openApiDocument } from './openapi.js';
import type { ApiParts } from './parts.js';

export type ApiSetup = ApiParts & {
  readonly door: Door;
  readonly setup: Setup;
  readonly events: FactEvents;
  readonly version: string;
};

/** All that the API can do. */
export const endpointsOf = (parts: ApiParts): readonly Endpoint[] => [
  ...lookingEndpoints(parts),
  ...actingEndpoints(parts),
  ...deskEndpoints(parts),
  ...consoleEndpoints(parts),
];

export function serveApi(app: FastifyInstance, frame: Frame, api: ApiSetup): void {
  const endpoints = endpointsOf(api);
  const document = JSON.stringify(openApiDocument(endpoints, api.version));
  app.get('/api/v1/openapi.json', { config: { door: { isOpen: true } } }, (_request, reply) =>
    reply.type('application/json').send(document),
  );
  for (const endpoint of endpoints) serveEndpoint(app, frame, api, endpoint);
  serveEvents(app, frame, api);
}

function serveEndpoint(app: FastifyInstance, frame: Frame, api: ApiSetup, endpoint: Endpoint): void {
  app.route({
    method: endpoint.method,
    url: `/api/v1${endpoint.path}`,
    config: { door: { roles: endpoint.roles, needsUser: true } },
    handler: async (request, reply) => {
      const language = languageOf(request, frame.language);
      const caller = callerOf(request, api, frame);
      if (caller === null) return sendProblem(reply, problems.logIn, language);
      const asked = read(endpoint, request);
      const answer = 'problem' in asked ? refused(asked.problem) : await answerOf(endpoint, caller, asked);
      if (endpoint.told !== null) {
        api.looks.forget();
        noteAct(api, endpoint, request, caller, asked, answer);
      }
      if (!answer.ok) return sendProblem(reply, answer.problem, language);
      void reply.header('Cache-Control', 'no-store');
      return answer.body === null ? reply.code(204).send() : reply.send(answer.body);
    },
  });
}

function callerOf(request: FastifyRequest, { door, setup }: ApiSetup, frame: Frame): Caller | null {
  const who = door.who(request);
  if (who.kind !== 'user') return null;
  const { user } = who;
  return {
    user,
    sight: sightOf(user, setup),
    by: { kind: user.role === 'agent' ? 'desk' : 'supervisor', name: user.name },
    language: languageOf(request, frame.language),
  };
}

function read(endpoint: Endpoint, request: FastifyRequest): Asked | { readonly problem: Problem } {
  const params = endpoint.params.safeParse(request.params);
  if (!params.success) return wrong('address', params.error);
  const query = endpoint.query.safeParse(withoutLanguage(request.query));
  if (!query.success) return wrong('query', query.error);
  const body = endpoint.body?.safeParse(request.body);
  if (body?.success === false) return wrong('body', body.error);
  return { params: params.data as Asked['params'], query: query.data, body: body?.data };
}

/** `?lang=` may stand in any address. */
function withoutLanguage(query: unknown): unknown {
  if (typeof query !== 'object' || query === null) return query;
  const { lang: _, ...others } = query as Readonly<Record<string, unknown>>;
  return others;
}

function wrong(place: string, error: z.ZodError): { readonly problem: Problem } {
  const [issue] = error.issues;
  const where = [place, ...(issue?.path ?? [])].join('.');
  return { problem: problems.badRequest(where, issue?.message ?? 'not understood') };
}

async function answerOf(endpoint: Endpoint, caller: Caller, asked: Asked): Promise<Given> {
  try {
    return await endpoint.handle(caller, asked);
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    return refused({
      status: 503,
      code: error.code,
      title: {
        en: 'the calls process does not answer',
        fr: 'le traitement d’appels ne répond pas',
      },
      advice: errorCatalogue[error.code],
    });
  }
}

function noteAct(
  { audit, door, now }: ApiSetup,
  endpoint: Endpoint,
  request: FastifyRequest,
  { user }: Caller,
  asked: Asked | { readonly problem: Problem },
  answer: Given,
): void {
  const told =
    'problem' in asked
      ? { act: endpoint.path, about: '' }
      : (endpoint.told?.(asked.params, asked.body) ?? null);
  if (told === null) return;
  const about = { atMs: now(), user: user.name, role: user.role, from: request.ip, ...told };
  if (answer.ok) audit.note({ ...about, outcome: 'done' });
  else door.refusals.note({ ...about, outcome: answer.problem.code }, 'user');
}

function serveEvents(app: FastifyInstance, frame: Frame, { door, setup, events }: ApiSetup): void {
  app.get('/api/v1/events', { config: { door: { roles: people, needsUser: true } } }, (request, reply) => {
    const who = door.who(request);
    if (who.kind !== 'user') return sendProblem(reply, problems.logIn, languageOf(request, frame.language));
    const after = lastSeen(request);
    if (after === undefined)
      return sendProblem(
        reply,
        problems.badRequest('after', 'a number'),
        languageOf(request, frame.language),
      );
    const id = request.cookies[cookieNameOf(frame)];
    reply.hijack();
    events.add(reply.raw, after, sightOf(who.user, setup), () => door.isStill(who, id));
    return reply;
  });
}

/** What he saw last; `null`: nothing; `undefined`: what he says is no number. */
function lastSeen(request: FastifyRequest): number | null | undefined {
  const { query } = request;
  const { 'last-event-id': header } = request.headers;
  const asked: unknown =
    typeof query === 'object' && query !== null && 'after' in query ? query.after : undefined;
  const text = typeof header === 'string' ? header : asked;
  if (text === undefined) return null;
  return typeof text === 'string' && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
