// The HTTP API: what it shows, what it does, and that its document says the same.
import t from 'tap';
import type { z } from 'zod';
import {
  campaignsShown,
  codesShown,
  halfHoursShown,
  listeningShown,
  partnersShown,
} from '../../src/panel/api/console-schemas.js';
import { dayShown, deskShown } from '../../src/panel/api/desk-schemas.js';
import type { ApiParts } from '../../src/panel/api/parts.js';
import * as schemas from '../../src/panel/api/schemas.js';
import { endpointsOf } from '../../src/panel/api/serve.js';
import { until } from '../until.js';
import { answered, givenApi, loggedIn, nowMs, queued } from './given-api.js';
import { ask, tokens } from './given-door.js';

t.test('what is shown is what the document says', async t => {
  const { logIn } = await givenApi(t);
  const tess = await logIn('tess');
  const shown: readonly (readonly [string, z.ZodType])[] = [
    ['floor', schemas.floorShown],
    ['flows', schemas.flowsShown],
    ['flows/n1', schemas.flowShown],
    ['agents', schemas.agentsShown],
    ['agents/101', schemas.agentShown],
    ['calls', schemas.callsShown],
    ['calls/c1', schemas.callShown],
    ['calls/c2/explanation', schemas.explanationShown],
    ['cases', schemas.casesShown],
    ['cases/K1', schemas.caseShown],
    ['alarms', schemas.alarmsShown],
    ['site', schemas.siteShown],
    ['targets', schemas.targetsShown],
    ['audit', schemas.auditShown],
    ['agents/101/day', dayShown],
    ['half-hours', halfHoursShown],
    ['half-hours?date=2026-11-22', halfHoursShown],
    ['wrap-up-codes', codesShown],
    ['wrap-up-codes?date=2026-11-22', codesShown],
    ['partners', partnersShown],
    ['listening', listeningShown],
    ['campaigns', campaignsShown],
  ];
  for (const [path, schema] of shown) {
    const answer = await tess.get(`/api/v1/${path}`);
    t.equal(answer.status, 200, path);
    t.strictSame(schema.parse(answer.json()), answer.json(), `${path}: all of it, and nothing else`);
  }
  const before = (await tess.get('/api/v1/wrap-up-codes?date=2026-11-22')).json();
  t.strictSame(
    before['flows'],
    [{ flow: 'n1', codes: { sale: 1 }, notCoded: 0 }],
    'the last word, on its day',
  );
  t.strictSame((await tess.get('/api/v1/wrap-up-codes')).json()['flows'], []);
  t.match((await tess.get('/api/v1/calls/c2/explanation?lang=fr')).json(), {
    steps: [{ seq: 1, type: 'call-queued', text: /Niveau 2|n2/ }],
  });
  t.match((await tess.get('/api/v1/targets')).json(), {
    agents: [{ id: '101' }, { id: '102' }],
    partners: [{ id: 'snt' }],
    numbers: [{ id: 'bank', name: 'Bank' }],
  });
  t.match((await tess.get('/api/v1/alarms')).json(), {
    alarms: [{ alarm: 'trunk-down:out', severity: 'major', from: 'calls-process' }],
  });
});

t.test('an agent’s desk shows what is before him, and hands on what he says to a preview', async t => {
  const { logIn, feed, entries } = await givenApi(t);
  const alice = await logIn('alice');
  const answer = await alice.get('/api/v1/desk');
  t.equal(answer.status, 200);
  t.strictSame(deskShown.parse(answer.json()), answer.json(), 'all of it, and nothing else');
  t.match(answer.json(), {
    agent: { agent: '101', phone: 'idle' },
    call: { call: 'c1', contacts: 2, transfer: { part: 'sender', toName: { fr: 'Niveau 2' } } },
  });
  const day = (await alice.get('/api/v1/desk/day')).json();
  t.strictSame(dayShown.parse(day), day);
  t.strictSame(day, {
    ...{ date: '2026-11-23', answered: 0, talks: 0, talkMs: 0, wrapUpMs: 0, missed: 0, states: {} },
  });
  t.equal((await alice.post('/api/v1/desk/preview', { answer: 'skip' })).status, 204);
  t.strictSame(feed.asked.at(-1), {
    type: 'preview-answer',
    ask: { agent: '101', answer: 'skip', by: { kind: 'desk', name: 'alice' } },
  });
  t.match(entries.at(-1), { user: 'alice', act: 'preview-skip', outcome: 'done' });
});

t.test('acts go to the calls process with who did them, and are on record', async t => {
  const { logIn, feed, entries } = await givenApi(t);
  const sue = await logIn('sue');
  const alice = await logIn('alice');
  const by = { kind: 'supervisor', name: 'sue' };
  const done: readonly (readonly [typeof sue, string, object, string, object])[] = [
    [
      sue,
      '/agents/102/command',
      { kind: 'not-ready', reason: 'lunch' },
      'agent-command',
      { agent: '102', command: { kind: 'not-ready', reason: 'lunch' }, by },
    ],
    [
      sue,
      '/calls/c3/command',
      { kind: 'take', agent: '101' },
      'supervision',
      { order: { kind: 'take-call', call: 'c3', agent: '101', forMs: 600_000 }, by },
    ],
    [
      sue,
      '/calls/c3/command',
      { kind: 'move', flow: 'n2' },
      'supervision',
      { order: { kind: 'move-call', call: 'c3', flow: 'n2' }, by },
    ],
    [
      sue,
      '/calls/c3/command',
      { kind: 'raise', priority: 5 },
      'supervision',
      { order: { kind: 'raise-call', call: 'c3', priority: 5 }, by },
    ],
    [
      sue,
      '/flows/n1/command',
      { kind: 'force', to: 'closed', untilMs: nowMs },
      'supervision',
      { order: { kind: 'force-flow', flow: 'n1', to: 'closed', untilMs: nowMs }, by },
    ],
    [
      sue,
      '/agents/101/skills',
      { skills: { n1: 2, n2: 1 } },
      'supervision',
      { order: { kind: 'change-skills', agent: '101', skills: { n1: 2, n2: 1 } }, by },
    ],
    [
      alice,
      '/agents/101/command',
      { kind: 'wrap-up-code', code: 'fault' },
      'agent-command',
      { agent: '101', command: { kind: 'wrap-up-code', code: 'fault' }, by: { kind: 'desk', name: 'alice' } },
    ],
    [
      sue,
      '/signs/hall/message',
      { kind: 'message', text: 'Réunion à 14 h', colour: 'amber', flash: false, forMs: 600_000 },
      'sign-order',
      {
        order: { kind: 'message', text: 'Réunion à 14 h', colour: 'amber', flash: false, forMs: 600_000 },
        ...{ signs: ['hall'], by },
      },
    ],
    [
      sue,
      '/signs/all/message',
      { kind: 'end-message' },
      'sign-order',
      { order: { kind: 'end-message' }, signs: null, by },
    ],
    [
      sue,
      '/listening',
      { kind: 'start', agent: '101', mode: 'whisper' },
      'supervise',
      { request: { kind: 'start', agent: '101', mode: 'whisper', stays: false, supervisor: 'anna' }, by },
    ],
    [
      sue,
      '/contacts',
      { customer: '4711', channel: 'mail' },
      'case-command',
      { command: { kind: 'contact', customer: '4711', channel: 'mail', atMs: null }, by },
    ],
    [
      alice,
      '/agents/101/command',
      { kind: 'hold' },
      'agent-command',
      { agent: '101', command: { kind: 'hold' }, by: { kind: 'desk', name: 'alice' } },
    ],
    [
      alice,
      '/agents/101/recording',
      { command: 'pause' },
      'recording-command',
      { agent: '101', command: 'pause', by: { kind: 'desk', name: 'alice' } },
    ],
    [
      alice,
      '/cases',
      { kind: 'solve', case: 'K1' },
      'case-command',
      { command: { kind: 'solve', case: 'K1' }, by: { kind: 'desk', name: 'alice' } },
    ],
  ];
  for (const [browser, path, body, type, asked] of done) {
    const answer = await browser.post(`/api/v1${path}`, body);
    t.ok(answer.status === 204 || answer.status === 200, `${path} ${answer.text}`);
    t.strictSame(feed.asked.at(-1), { type, ask: asked }, path);
  }
  t.strictSame(
    entries
      .filter(({ act }) => act !== 'log-in')
      .map(({ user, act, about, outcome }) => [user, act, about, outcome]),
    [
      ['sue', 'not-ready', 'agent 102', 'done'],
      ['sue', 'take-call', 'call c3', 'done'],
      ['sue', 'move-call', 'call c3', 'done'],
      ['sue', 'raise-call', 'call c3', 'done'],
      ['sue', 'force-closed', 'flow n1', 'done'],
      ['sue', 'change-skills', 'agent 101', 'done'],
      ['alice', 'wrap-up-code', 'agent 101', 'done'],
      ['sue', 'sign-message', 'sign hall', 'done'],
      ['sue', 'sign-message-end', 'sign all', 'done'],
      ['sue', 'whisper', 'agent 101', 'done'],
      ['sue', 'contact', 'mail 4711', 'done'],
      ['alice', 'hold', 'agent 101', 'done'],
      ['alice', 'recording-pause', 'agent 101', 'done'],
      ['alice', 'case-solve', 'case K1', 'done'],
    ],
  );
  const tess = await logIn('tess');
  t.strictSame((await tess.post('/api/v1/site/reload', {})).json(), { revision: 'r2' });
});

t.test('refusals say why, and what to do, in the language that is asked for', async t => {
  const { port, logIn, entries } = await givenApi(t, {
    'agent-command': () => ({ ok: false, because: 'already-ready' }),
    supervision: () => ({ ok: false, because: 'unknown-flow' }),
    'case-command': () => ({ about: 'case', ok: false, because: 'unknown-case', case: null }),
    reload: () => ({ ok: false, revision: 'r', problems: [{ en: 'line 3', fr: 'ligne 3' }] }),
  });
  const tess = await logIn('tess');
  const refused = await tess.post('/api/v1/agents/101/command?lang=fr', { kind: 'ready' });
  t.match(refused, { status: 409, headers: { 'content-type': 'application/problem+json' } });
  t.strictSame(schemas.problemShown.parse(refused.json()), refused.json());
  t.match(refused.json(), { code: 'already-ready', title: 'l’agent est déjà prêt' });
  t.match(entries.at(-1), { user: 'tess', act: 'ready', about: 'agent 101', outcome: 'already-ready' });
  t.match((await tess.post('/api/v1/flows/n9/command', { kind: 'release' })).json(), {
    status: 404,
    advice: /plateauctl status/,
  });
  t.match((await tess.post('/api/v1/contacts', { customer: '1', channel: 'mail' })).json(), {
    status: 404,
    code: 'unknown-case',
  });
  t.match((await tess.post('/api/v1/site/reload', {})).json(), { status: 409, advice: 'line 3' });
  t.match((await tess.post('/api/v1/agents/101/command', { kind: 'dance' })).json(), {
    status: 400,
    title: /^body\.kind: /,
  });
  t.match(await ask(port, '/api/v1/nothing'), { status: 401 });
  t.match(await tess.get('/api/v1/nothing'), { status: 404 });
});

t.test('the calls process is away: figures are there, the rest says so', async t => {
  const { logIn, feed } = await givenApi(t);
  const sue = await logIn('sue');
  feed.isAway = true;
  t.match((await sue.get('/api/v1/flows')).json(), { flows: [{ flow: 'n1', open: null }, { flow: 'n2' }] });
  t.match(await sue.get('/api/v1/calls'), { status: 503, text: /daemon-lost/ });
  t.match((await sue.post('/api/v1/agents/101/command', { kind: 'ready' })).json(), {
    status: 503,
    title: 'the calls process does not answer',
    advice: /journalctl/,
  });
});

t.test('however many look at once, the calls process is asked once', async t => {
  const { logIn, feed } = await givenApi(t);
  const sue = await logIn('sue');
  const before = feed.asked.length;
  await Promise.all(Array.from({ length: 50 }, () => sue.get('/api/v1/calls')));
  t.ok(feed.asked.length - before <= 3, `${feed.asked.length - before} times`);
});

t.test('a program comes with a token: no cookie, no CSRF', async t => {
  const { port, feed } = await givenApi(t);
  const headers = { authorization: `Bearer ${tokens.crm.token}` };
  const body = { customer: '4711', channel: 'chat' };
  t.equal((await ask(port, '/api/v1/contacts', { method: 'POST', body, headers })).status, 200);
  t.match(feed.asked.at(-1), { ask: { by: { kind: 'supervisor', name: 'crm' } } });
  t.match((await ask(port, '/api/v1/session', { headers })).json(), { user: 'crm', csrf: null });
});

type Document = {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
};
type Operation = {
  readonly operationId: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: {
    readonly content: { readonly 'application/json': { readonly schema: { readonly $ref: string } } };
  };
  readonly responses: Readonly<Record<string, object>>;
};

t.test('the document is OpenAPI 3.1: every address, every reference, every example', async t => {
  const { port } = await givenApi(t);
  const served = await ask(port, '/api/v1/openapi.json');
  const document = JSON.parse(served.text) as Document;
  t.match(document, { openapi: '3.1.0', info: { title: 'Plateau', version: '1.2.3' } });
  const endpoints = endpointsOf({ site: { core: { cases: null } } } as ApiParts);
  const paths = endpoints.map(
    ({ method, path }) => `${method} /api/v1${path.replaceAll(/:([a-z]+)/g, '{$1}')}`,
  );
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      name: `${method.toUpperCase()} ${path}`,
      path,
      operation,
    })),
  );
  t.strictSame(
    operations
      .map(({ name }) => name)
      .filter(name => !/\/(session|events)$/.test(name))
      .sort(),
    [...paths].sort(),
  );
  t.equal(new Set(operations.map(({ operation }) => operation.operationId)).size, operations.length);
  for (const { name, path, operation } of operations) {
    const inPath = [...path.matchAll(/\{([a-z]+)\}/g)].map(([, one]) => one);
    const told = (operation.parameters ?? []).filter(one => one.in === 'path').map(one => one.name);
    t.strictSame(told, inPath, name);
  }
  const references = [...served.text.matchAll(/"\$ref":"#\/components\/schemas\/([A-Za-z]+)"/g)].map(
    ([, id]) => id ?? '',
  );
  t.ok(references.length > 20);
  for (const id of new Set(references)) t.ok(Object.hasOwn(document.components.schemas, id), id);
  t.notMatch(
    served.text,
    /"\$ref":"(?!#\/components\/schemas\/)/,
    'nothing is referred to that is elsewhere',
  );
  for (const { path, body, examples } of endpoints)
    if (body !== null) {
      t.ok(Object.keys(examples).length > 0, `${path} has an example`);
      for (const [name, example] of Object.entries(examples))
        t.ok(body.safeParse(example).success, `${path} ${name}`);
    }
});

/** What a listener was told, as id and kind. */
const told = (text: string) =>
  [...text.matchAll(/(?:id: (\d+)\n)?event: (\w+)\n/g)]
    .map(([, id, kind]) => (id === undefined ? kind : `${kind} ${id}`))
    .filter(one => one !== 'alive');

t.test('events go on after a gap, and say when it is too old', async t => {
  const { logIn, feed, events, port } = await givenApi(t, {}, 4);
  const sue = await logIn('sue');
  feed.happen(queued('c1', 'n1'), loggedIn('101'), answered('c1', '101'));
  await until('they are known', () => events.lastSeq === 3);
  t.match((await sue.get('/api/v1/floor')).json(), { seq: 3 });
  const listen = (after: string, headers: Record<string, string> = {}) =>
    ask(port, `/api/v1/events${after}`, { headers: { cookie: sue.cookie, ...headers } });
  const listening = [
    listen('?after=1'),
    listen('', { 'last-event-id': '2' }),
    listen(''),
    listen('?after=3'),
    listen('?after=99'),
  ];
  await until('all listen', () => events.listeners === listening.length);
  feed.happen(queued('c2', 'n2'));
  feed.reconnect();
  await until('it is connected again', () => events.isConnected);
  feed.happen(queued('c3', 'n2'), queued('c4', 'n2'), queued('c5', 'n2'));
  await until('they are known', () => events.lastSeq === 7);
  const late = listen('?after=1');
  await until('he listens', () => events.listeners === listening.length + 1);
  await events.close();
  const texts = (await Promise.all([...listening, late])).map(({ text }) => told(text));
  const after3 = ['fact 4', 'fact 5', 'fact 6', 'fact 7'];
  t.strictSame(texts, [
    ['fact 2', 'fact 3', ...after3],
    ['fact 3', ...after3],
    after3,
    after3,
    ['gap 3', ...after3],
    ['gap 7'],
  ]);
});

t.test('events begin anew with another journal', async t => {
  const { logIn, feed, events, port } = await givenApi(t);
  const tess = await logIn('tess');
  feed.happen(queued('c1', 'n1'), loggedIn('101'));
  await until('they are known', () => events.lastSeq === 2);
  const listening = ask(port, '/api/v1/events?after=2', { headers: { cookie: tess.cookie } });
  await until('she listens', () => events.listeners === 1);
  feed.journal.splice(0);
  feed.reconnect();
  await until('it is noticed', () => events.lastSeq === 0);
  feed.happen(queued('c1', 'n1'));
  await until('it is known', () => events.lastSeq === 1);
  await events.close();
  t.strictSame(told((await listening).text), ['gap 0', 'fact 1']);
});
