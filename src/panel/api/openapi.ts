// The OpenAPI 3.1 document of the HTTP API, made of the same table and schemas that serve it.
import { z } from 'zod';
import { credentials, sessionShown } from '../door/session-routes.js';
import type { Endpoint } from './endpoint.js';
import { components, problemShown } from './schemas.js';

type Json = Readonly<Record<string, unknown>>;

const reference = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });

function nameOf(schema: z.ZodType): string {
  const meta = components.get(schema);
  if (meta === undefined) throw new Error('a schema of the API has no name');
  return meta.id;
}

const jsonContent = (schema: z.ZodType, more: Json = {}): Json => ({
  content: { 'application/json': { schema: reference(nameOf(schema)), ...more } },
});

const problemContent: Json = {
  description: 'Refused: why, and what to do',
  content: { 'application/problem+json': { schema: reference('Problem') } },
};

/** The whole document. `version`: of the product. */
export function openApiDocument(endpoints: readonly Endpoint[], version: string): Json {
  for (const [schema, id] of [
    [sessionShown, 'Session'],
    [credentials, 'Credentials'],
  ] as const)
    if (!components.has(schema)) components.add(schema, { id });
  const paths: Record<string, Record<string, Json>> = {};
  const add = (path: string, method: string, operation: Json) => {
    paths[path] = { ...paths[path], [method]: operation };
  };
  for (const endpoint of endpoints)
    add(`/api/v1${openPath(endpoint.path)}`, endpoint.method.toLowerCase(), operationOf(endpoint));
  for (const [path, method, operation] of byHand()) add(path, method, operation);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Plateau',
      version,
      description:
        'The floor of a call centre: what happens on it, and what agents and supervisors may do. Moments are epoch milliseconds. A browser logs in at /api/v1/session and sends back its csrf with every act; a program sends a token.',
    },
    servers: [{ url: '/' }],
    security: [{ session: [], csrf: [] }, { token: [] }],
    tags: ['session', 'floor', 'flows', 'calls', 'agents', 'desk', 'cases', 'alarms', 'site'].map(name => ({
      name,
    })),
    paths,
    components: {
      schemas: schemasOf(),
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'plateau', description: '__Host-plateau over https.' },
        csrf: {
          type: 'apiKey',
          in: 'header',
          name: 'X-Plateau-Csrf',
          description: 'With every POST and DELETE.',
        },
        token: { type: 'http', scheme: 'bearer' },
      },
    },
  };
}

const openPath = (path: string): string => path.replaceAll(/:([a-z]+)/g, '{$1}');

function operationOf(endpoint: Endpoint): Json {
  const { method, path, tag, summary, roles, body, response, examples } = endpoint;
  const done: Json =
    response === null
      ? { 204: { description: 'Done' } }
      : { 200: { description: 'Done', ...jsonContent(response) } };
  const shown = Object.fromEntries(Object.entries(examples).map(([name, value]) => [name, { value }]));
  return {
    operationId: `${method.toLowerCase()}${path.replaceAll(/[/:]+([a-z])/g, (_, letter: string) => letter.toUpperCase())}`,
    tags: [tag],
    summary,
    description: `For: ${roles.join(', ')}.`,
    parameters: [...parametersOf(endpoint.params, 'path'), ...parametersOf(endpoint.query, 'query')],
    ...(body === null ? {} : { requestBody: { required: true, ...jsonContent(body, { examples: shown }) } }),
    responses: { ...done, default: problemContent },
  };
}

function parametersOf(shape: z.ZodObject, place: 'path' | 'query'): Json[] {
  return Object.entries(shape.shape).map(([name, schema]) => {
    const plain = z.toJSONSchema(schema as z.ZodType, { io: 'input', unrepresentable: 'any' });
    const { $schema: _, ...shown } = plain;
    return { name, in: place, required: place === 'path', schema: shown };
  });
}

/** What does not come from the table: the session, and streams. */
function byHand(): [string, string, Json][] {
  const session = { tags: ['session'] };
  const shown = { description: 'Who is logged in', ...jsonContent(sessionShown) };
  return [
    [
      '/api/v1/session',
      'get',
      {
        ...session,
        operationId: 'getSession',
        summary: 'Who am I',
        responses: { 200: shown, default: problemContent },
      },
    ],
    [
      '/api/v1/session',
      'post',
      {
        ...session,
        operationId: 'logIn',
        summary: 'Log in; the answer sets the cookie',
        security: [],
        requestBody: {
          required: true,
          ...jsonContent(credentials, { example: { user: 'sue', password: 'four words that fit' } }),
        },
        responses: { 201: shown, default: problemContent },
      },
    ],
    [
      '/api/v1/session',
      'delete',
      {
        ...session,
        operationId: 'logOut',
        summary: 'Log out',
        responses: { 204: { description: 'Done' }, default: problemContent },
      },
    ],
    [
      '/api/v1/events',
      'get',
      {
        tags: ['floor'],
        operationId: 'getEvents',
        summary: 'What happens, as server-sent events',
        description:
          '`fact`: data is { seq, atMs, fact }, id is seq. `gap`: what was missed is too long ago; read /api/v1/floor again. `alive`: every five seconds, { nowMs, seq, callsProcess }. Who comes back sends Last-Event-ID, or `after`.',
        parameters: [
          { name: 'after', in: 'query', required: false, schema: { type: 'integer', minimum: 0 } },
          { name: 'Last-Event-ID', in: 'header', required: false, schema: { type: 'string' } },
        ],
        responses: {
          200: { description: 'A stream', content: { 'text/event-stream': { schema: { type: 'string' } } } },
          default: problemContent,
        },
      },
    ],
  ];
}

function schemasOf(): Json {
  // Named for the sake of the reference, wherever it is used.
  nameOf(problemShown);
  const { schemas } = z.toJSONSchema(components, {
    io: 'input',
    uri: id => `#/components/schemas/${id}`,
    unrepresentable: 'any',
  });
  return Object.fromEntries(
    Object.entries(schemas).map(([id, { $schema: _, $id: _id, ...schema }]) => [id, schema]),
  );
}
