// Who am I: the session under /api/v1/session, for pages and programs.
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Setup } from '../setup.js';
import { languageOf, problems, sendProblem } from '../web/problem.js';
import type { Door, Frame, Who } from './door.js';
import { logIn, logOut } from './login.js';

/** What a page must know of who looks at it. */
export const sessionShown = z
  .object({
    kind: z
      .enum(['user', 'first-start'])
      .describe('first-start: there are no users yet; one can look, and do nothing.'),
    user: z.string().nullable(),
    role: z.enum(['agent', 'supervisor', 'technician', 'board']).nullable(),
    agent: z.string().nullable().describe('The agent as whom he acts.'),
    supervisor: z.string().nullable().describe('The supervisor whose phone rings when he listens.'),
    flows: z.array(z.string()).nullable().describe('What he sees; null: every flow.'),
    csrf: z
      .string()
      .nullable()
      .describe('To be sent back in the header X-Plateau-Csrf of every act; null with a token.'),
    endsAtMs: z.number().int().nullable(),
  })
  .meta({ id: 'Session' });

export type SessionShown = z.output<typeof sessionShown>;

export const credentials = z
  .strictObject({ user: z.string().min(1).max(64), password: z.string().min(1).max(200) })
  .meta({ id: 'Credentials' });

export function showSession(who: Who, setup: Setup): SessionShown {
  if (who.kind !== 'user')
    return {
      ...{ kind: 'first-start', user: null, role: null, agent: null, supervisor: null },
      ...{ flows: null, csrf: null, endsAtMs: null },
    };
  const { user, session } = who;
  const own = user.role === 'agent' && user.agent !== null ? user.agent : null;
  const ownFlows =
    own === null
      ? null
      : [...setup.eligible].flatMap(([flow, agents]) => (agents.includes(own) ? [flow] : []));
  return {
    kind: 'user',
    user: user.name,
    role: user.role,
    agent: user.agent,
    supervisor: user.supervisor,
    flows: user.flows === null ? ownFlows : [...user.flows],
    csrf: session?.csrf ?? null,
    endsAtMs: session?.endsAtMs ?? null,
  };
}

export function serveSession(app: FastifyInstance, door: Door, frame: Frame, setup: Setup): void {
  const roles = ['agent', 'supervisor', 'technician', 'board'] as const;
  app.get('/api/v1/session', { config: { door: { roles } } }, (request, reply) =>
    reply.header('Cache-Control', 'no-store').send(showSession(door.who(request), setup)),
  );
  app.post(
    '/api/v1/session',
    { config: { door: { isOpen: true, withoutCsrf: true } }, bodyLimit: 4_096 },
    async (request, reply) => {
      const language = languageOf(request, frame.language);
      const given = credentials.safeParse(request.body);
      if (!given.success)
        return sendProblem(reply, problems.badRequest('body', '{ user, password }'), language);
      const came = await logIn(door, frame, request, reply, given.data);
      if (!came.ok) return sendProblem(reply, came.problem, language);
      const who: Who = { kind: 'user', user: came.user, session: came.session };
      return reply.code(201).header('Cache-Control', 'no-store').send(showSession(who, setup));
    },
  );
  app.delete('/api/v1/session', { config: { door: { roles } } }, (request, reply) => {
    logOut(door, frame, request, reply);
    return reply.code(204).send();
  });
}
