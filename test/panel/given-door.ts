// The web server of the panel with users that a test makes up, and a client that says what no browser would.
import { type IncomingHttpHeaders, request } from 'node:http';
import { pathToFileURL } from 'node:url';
import type { FastifyInstance } from 'fastify';
import type { Test } from 'tap';
import { Door, type Frame } from '../../src/panel/door/door.js';
import type { AuditEntry, Users } from '../../src/panel/door/ports.js';
import type { Setup } from '../../src/panel/setup.js';
import { LiveStream } from '../../src/panel/web/live.js';
import { servePage } from '../../src/panel/web/server.js';
import type { User } from '../../src/site/user.js';
import { newToken, tokenSecret } from '../../src/users/secrets.js';
import { quietLog } from '../quiet-log.js';

export const tokens = { hall: newToken(), crm: newToken() } as const;

const nobodys = { agent: null, supervisor: null, flows: null, secret: 'right password' };

/** What the pages need of the build. */
export const bundleFiles = {
  ...{ 'main.js': 'js', 'main.css': 'css', 'wallboard.js': 'js', 'wallboard.css': 'css' },
  ...{ 'desk.js': 'js', 'desk.css': 'css', 'console.js': 'js', 'console.css': 'css' },
};

/** The password of each is `right password`; boards and programs have a token. */
export const people = {
  tess: { ...nobodys, name: 'tess', role: 'technician' },
  sue: { ...nobodys, name: 'sue', role: 'supervisor', supervisor: 'anna' },
  /** Of one flow. */
  nina: { ...nobodys, name: 'nina', role: 'supervisor', flows: ['n2'] },
  alice: { ...nobodys, name: 'alice', role: 'agent', agent: '101' },
  hall: { ...nobodys, name: 'hall', role: 'board', secret: tokens.hall.secret },
  crm: { ...nobodys, name: 'crm', role: 'supervisor', secret: tokens.crm.secret },
} as const satisfies Record<string, User>;

export class UsersInMemory implements Users {
  readonly #jobs: (() => void)[] = [];
  #users: readonly User[];
  /** Passwords that were compared. */
  compared = 0;
  state: Users['state'];

  constructor(users: readonly User[]) {
    this.#users = users;
    this.state = users.length > 0 ? 'some' : 'none';
  }

  set(users: readonly User[]): void {
    this.#users = users;
    this.state = users.length > 0 ? 'some' : 'none';
    for (const job of this.#jobs) job();
  }

  find(name: string): User | null {
    return this.#users.find(user => user.name === name) ?? null;
  }

  byToken(token: string): User | null {
    return this.#users.find(({ secret }) => secret === tokenSecret(token)) ?? null;
  }

  async compare(user: User | null, password: string): Promise<'right' | 'wrong'> {
    this.compared += 1;
    return user !== null && user.secret === password ? 'right' : 'wrong';
  }

  onChange(job: () => void): void {
    this.#jobs.push(job);
  }
}

/** A door with these users, a clock that the test turns, and what it wrote down. */
export function givenDoor(users: readonly User[]) {
  const book = new UsersInMemory(users);
  const entries: AuditEntry[] = [];
  const clock = { nowMs: Date.UTC(2026, 10, 23, 9) };
  const audit = {
    note: (entry: AuditEntry) => void entries.push(entry),
    read: (limit: number, user: string | null) =>
      entries
        .filter(one => user === null || one.user === user)
        .reverse()
        .slice(0, limit),
  };
  const limits = { idleMs: 4 * 3_600_000, endMs: 12 * 3_600_000 };
  const door = new Door({ users: book, audit, limits, now: () => clock.nowMs });
  return { door, book, entries, clock };
}

export type Answer = {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The body as JSON; fails when it is none. */
  readonly json: () => Record<string, unknown>;
};

export type Asked = {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | object;
};

/** One request, exactly as given. An object as body goes as JSON. */
export function ask(
  port: number,
  path: string,
  { method = 'GET', headers = {}, body }: Asked = {},
): Promise<Answer> {
  const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  const all = { ...(typeof body === 'object' ? { 'content-type': 'application/json' } : {}), ...headers };
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, method, headers: all, agent: false }, response => {
      let got = '';
      response.setEncoding('utf8').on('data', chunk => {
        got += chunk;
      });
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: got,
          json: () => JSON.parse(got) as Record<string, unknown>,
        }),
      );
    });
    asked.on('error', reject);
    asked.end(text);
  });
}

/** Who is logged in, and what he must send. */
export type Browser = {
  readonly cookie: string;
  readonly csrf: string;
  readonly get: (path: string, headers?: Readonly<Record<string, string>>) => Promise<Answer>;
  readonly post: (path: string, body: object) => Promise<Answer>;
};

/** The pages of a site, served. */
export async function givenWeb(
  t: Test,
  setup: Setup,
  users: readonly User[] = Object.values(people),
  more?: (app: FastifyInstance, frame: Frame, stream: LiveStream, door: Door) => void,
) {
  const folder = t.testdir(bundleFiles);
  const given = givenDoor(users);
  const stream = new LiveStream();
  const web = await servePage(
    {
      stream,
      folder: pathToFileURL(`${folder}/`),
      site: { name: 'Paris', language: 'en' },
      door: given.door,
      setup,
      tls: null,
      log: quietLog(),
      ...(more === undefined ? {} : { more: (app, frame) => more(app, frame, stream, given.door) }),
    },
    { host: '127.0.0.1', port: 0 },
  );
  t.teardown(() => web.close());
  await web.tried;
  const port = web.port() ?? 0;
  const logIn = async (user: string): Promise<Browser> => {
    const body = { user, password: 'right password' };
    const came = await ask(port, '/api/v1/session', { method: 'POST', body });
    const cookie = cookieOf(came);
    const csrf = String(came.json()['csrf']);
    return {
      cookie,
      csrf,
      get: (path, headers = {}) => ask(port, path, { headers: { cookie, ...headers } }),
      post: (path, sent) =>
        ask(port, path, { method: 'POST', body: sent, headers: { cookie, 'x-plateau-csrf': csrf } }),
    };
  };
  return { ...given, stream, port, logIn };
}

/** What the browser would send back. */
export const cookieOf = (answer: Answer): string =>
  (answer.headers['set-cookie']?.[0] ?? '').split(';')[0] ?? '';

/** A log-in by the form. */
export const formLogIn = (
  port: number,
  fields: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> =>
  ask(port, '/login', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: new URLSearchParams(fields).toString(),
  });
