// What was tried on the HTTP API, each test named as what it tries. What was tried at the door is in security.test.ts.
import t from 'tap';
import { until } from '../until.js';
import { agentView, answered, callView, givenApi, loggedIn, nowMs, queued, toCallBack } from './given-api.js';
import { ask, people, tokens } from './given-door.js';

const ids = (answer: { json: () => Record<string, unknown> }, list: string, key: string) =>
  (answer.json()[list] as Record<string, unknown>[]).map(one => one[key]);

const acts: readonly (readonly [string, object])[] = [
  ['/api/v1/agents/101/command', { kind: 'logout' }],
  ['/api/v1/agents/101/recording', { command: 'stop' }],
  ['/api/v1/agents/101/skills', { skills: null }],
  ['/api/v1/calls/c3/command', { kind: 'raise', priority: null }],
  ['/api/v1/flows/n1/command', { kind: 'release' }],
  ['/api/v1/listening', { kind: 'stop' }],
  ['/api/v1/cases', { kind: 'solve', case: 'K1' }],
  ['/api/v1/contacts', { customer: '4711', channel: 'mail' }],
  ['/api/v1/alarms', { alarm: 'trunk-down:out' }],
  ['/api/v1/signs/hall/message', { kind: 'end-message' }],
  ['/api/v1/site/reload', {}],
];
const looks = [
  'floor',
  'flows',
  'agents',
  'calls',
  'calls/c1',
  'calls/c2/explanation',
  'cases',
  'alarms',
  'site',
  'targets',
  'audit',
  'desk',
  'desk/day',
  'events',
  'agents/102/day',
  'half-hours',
  'wrap-up-codes',
  'partners',
  'listening',
  'campaigns',
];

t.test('nobody is logged in: nothing is shown and nothing is done', async t => {
  const { port, feed } = await givenApi(t);
  for (const path of looks) t.equal((await ask(port, `/api/v1/${path}`)).status, 401, path);
  for (const [path, body] of acts)
    t.equal((await ask(port, path, { method: 'POST', body })).status, 401, path);
  t.strictSame(
    feed.asked.filter(({ type }) => type !== 'calls'),
    [],
  );
});

t.test('CSRF on the API: an act with the cookie and without the token of the session', async t => {
  const { port, logIn, feed } = await givenApi(t);
  const { cookie } = await logIn('tess');
  for (const [path, body] of acts)
    t.match(
      await ask(port, path, { method: 'POST', body, headers: { cookie } }),
      { status: 403, text: /csrf/ },
      path,
    );
  const simple = { cookie, 'content-type': 'text/plain' };
  const [path = '', body] = acts[0] ?? [];
  t.equal(
    (await ask(port, path, { method: 'POST', body: JSON.stringify(body), headers: simple })).status,
    403,
  );
  t.strictSame(
    feed.asked.filter(({ type }) => type !== 'calls'),
    [],
  );
});

t.test('a forged Origin on the API, with cookie and token', async t => {
  const { port, logIn, feed } = await givenApi(t);
  const { cookie, csrf } = await logIn('tess');
  const headers = { cookie, 'x-plateau-csrf': csrf, origin: 'https://evil.example' };
  for (const [path, body] of acts)
    t.match(
      await ask(port, path, { method: 'POST', body, headers }),
      { status: 403, text: /other-origin/ },
      path,
    );
  t.strictSame(
    feed.asked.filter(({ type }) => type !== 'calls'),
    [],
  );
});

t.test('a board token used on the API', async t => {
  const { port, feed } = await givenApi(t);
  const headers = { authorization: `Bearer ${tokens.hall.token}` };
  for (const path of looks) t.equal((await ask(port, `/api/v1/${path}`, { headers })).status, 403, path);
  for (const [path, body] of acts)
    t.equal((await ask(port, path, { method: 'POST', body, headers })).status, 403, path);
  t.strictSame(
    feed.asked.filter(({ type }) => type !== 'calls'),
    [],
  );
});

t.test('an agent reads another flow, other calls, other agents, other cases', async t => {
  const { logIn } = await givenApi(t);
  const alice = await logIn('alice');
  t.strictSame(ids(await alice.get('/api/v1/flows'), 'flows', 'flow'), ['n1']);
  t.equal((await alice.get('/api/v1/flows/n2')).status, 404);
  t.strictSame(
    ids(await alice.get('/api/v1/calls'), 'calls', 'call'),
    ['c1'],
    'her own, not who waits in her flow',
  );
  for (const call of ['c2', 'c3']) t.equal((await alice.get(`/api/v1/calls/${call}`)).status, 404, call);
  t.equal((await alice.get('/api/v1/calls/c2/explanation')).status, 403);
  t.strictSame(ids(await alice.get('/api/v1/agents'), 'agents', 'agent'), ['101']);
  t.equal((await alice.get('/api/v1/agents/102')).status, 404);
  t.strictSame(ids(await alice.get('/api/v1/cases'), 'cases', 'case'), ['K1']);
  t.equal((await alice.get('/api/v1/cases/K2')).status, 404);
  t.equal((await alice.get('/api/v1/audit')).status, 403);
  const floor = (await alice.get('/api/v1/floor')).json();
  t.match(floor, { flows: [{ flow: 'n1' }], agents: [{ agent: '101' }], calls: [{ call: 'c1' }] });
  for (const list of ['flows', 'agents', 'calls']) t.equal((floor[list] as unknown[]).length, 1, list);
});

t.test('an agent acts for a colleague, or as a supervisor', async t => {
  const { logIn, feed, entries } = await givenApi(t);
  const alice = await logIn('alice');
  const tries: readonly (readonly [string, object, number])[] = [
    ['/api/v1/agents/102/command', { kind: 'logout' }, 403],
    ['/api/v1/agents/102/recording', { command: 'stop' }, 403],
    ['/api/v1/agents/101/skills', { skills: { n2: 5 } }, 403],
    ['/api/v1/calls/c3/command', { kind: 'take', agent: '101' }, 403],
    ['/api/v1/flows/n1/command', { kind: 'force', to: 'closed', untilMs: 1 }, 403],
    ['/api/v1/listening', { kind: 'start', agent: '102', mode: 'listen' }, 403],
    ['/api/v1/cases', { kind: 'note', case: 'K2', text: 'x' }, 404],
    ['/api/v1/cases', { kind: 'solve-last', agent: '102' }, 403],
    ['/api/v1/cases', { kind: 'contact', customer: '1', channel: 'mail', atMs: null }, 403],
    ['/api/v1/contacts', { customer: '4711', channel: 'mail' }, 403],
    ['/api/v1/signs/hall/message', { kind: 'end-message' }, 403],
    ['/api/v1/site/reload', {}, 403],
  ];
  for (const [path, body, status] of tries) t.equal((await alice.post(path, body)).status, status, path);
  t.strictSame(
    feed.asked.filter(
      ({ type }) => type.endsWith('-command') || type.startsWith('superv') || type === 'sign-order',
    ),
    [],
  );
  t.equal(
    entries.filter(({ user, outcome }) => user === 'alice' && outcome !== 'done').length,
    tries.length,
    'and each try is on record',
  );
});

t.test('a supervisor of one flow touches another', async t => {
  const { logIn, feed } = await givenApi(t);
  const nina = await logIn('nina');
  t.strictSame(ids(await nina.get('/api/v1/calls'), 'calls', 'call'), ['c2']);
  t.strictSame(ids(await nina.get('/api/v1/agents'), 'agents', 'agent'), ['102']);
  t.strictSame(ids(await nina.get('/api/v1/cases'), 'cases', 'case'), ['K2'], 'nor cases of no flow');
  const tries: readonly (readonly [string, object, number])[] = [
    ['/api/v1/flows/n1/command', { kind: 'release' }, 403],
    ['/api/v1/calls/c3/command', { kind: 'raise', priority: null }, 404],
    ['/api/v1/calls/c2/command', { kind: 'move', flow: 'n1' }, 403],
    ['/api/v1/calls/c2/command', { kind: 'take', agent: '101' }, 403],
    ['/api/v1/agents/101/command', { kind: 'logout' }, 403],
    ['/api/v1/agents/101/skills', { skills: { n1: 2, n2: 1 } }, 403],
    ['/api/v1/signs/hall/message', { kind: 'end-message' }, 403],
    ['/api/v1/agents/102/skills', { skills: { n2: 1 } }, 403],
    ['/api/v1/agents/102/skills', { skills: { n1: 3, n2: 1 } }, 403],
    ['/api/v1/cases', { kind: 'close', case: 'K1' }, 404],
    ['/api/v1/listening', { kind: 'start', agent: '102', mode: 'listen' }, 403],
  ];
  for (const [path, body, status] of tries) t.equal((await nina.post(path, body)).status, status, path);
  t.strictSame(
    feed.asked.filter(
      ({ type }) => type.endsWith('-command') || type.startsWith('superv') || type === 'sign-order',
    ),
    [],
  );
  t.match(await nina.post('/api/v1/calls/c2/command', { kind: 'raise', priority: null }), { status: 204 });
  const hers = { skills: { n1: 2, n2: 4 } };
  t.match(await nina.post('/api/v1/agents/102/skills', hers), { status: 204 }, 'a skill of her flow');
});

t.test('a supervisor of one flow hears or touches a talk of another, of an agent of both', async t => {
  const flowOfTalk = { is: 'n1' };
  const chloe = () => ({
    ...agentView('107', 'Chloe Roux', 'c7'),
    lastTalk: { call: 'c7', flow: flowOfTalk.is, code: null, codes: [], required: false },
  });
  const { logIn, feed, book } = await givenApi(t, {
    agents: () => ({ nowMs, agents: [chloe()], openCases: null, reasons: [], wrapUpCodes: [] }),
    calls: () => ({ nowMs, calls: [callView('c7', flowOfTalk.is, ['107'])] }),
  });
  const acts = () => feed.asked.filter(({ type }) => type === 'supervise' || type === 'recording-command');
  const withPhone = (supervisor: string) =>
    book.set([
      ...Object.values(people).filter(({ name }) => name !== 'nina'),
      { ...people.nina, supervisor },
    ]);
  const start = { kind: 'start', agent: '107', mode: 'listen', stays: true };

  for (const supervisor of ['anna', 'both', 'nobody-any-more']) {
    withPhone(supervisor);
    const nina = await logIn('nina');
    for (const flow of ['n1', 'n2']) {
      flowOfTalk.is = flow;
      t.match(await nina.post('/api/v1/listening', start), { status: 403, text: /not-yours/ }, supervisor);
    }
    t.equal((await nina.post('/api/v1/listening', { kind: 'mode', mode: 'whisper' })).status, 403);
  }
  t.strictSame(acts(), [], 'a phone that hears more than she sees is not rung, whatever is talked of now');

  withPhone('second');
  const nina = await logIn('nina');
  t.equal((await nina.post('/api/v1/listening', start)).status, 204, 'the phone hears her flow alone');
  t.equal(acts().length, 1);

  flowOfTalk.is = 'n1';
  feed.asked.length = 0;
  t.equal((await nina.post('/api/v1/agents/107/recording', { command: 'stop' })).status, 403);
  t.strictSame(acts(), []);
  const seen = async () => [
    (await nina.get('/api/v1/agents/107')).json(),
    ...((await nina.get('/api/v1/agents')).json()['agents'] as object[]),
    ...((await nina.get('/api/v1/floor')).json()['agents'] as object[]),
  ];
  for (const one of await seen())
    t.match(one, { agent: '107', state: 'talking', call: null, lastTalk: null });
  flowOfTalk.is = 'n2';
  t.equal((await nina.post('/api/v1/agents/107/recording', { command: 'stop' })).status, 204);
  t.equal(acts().length, 1);
  for (const one of await seen()) t.match(one, { agent: '107', call: 'c7', lastTalk: { flow: 'n2' } });
});

t.test(
  'half-hours, partners, campaigns, listening: not for agents, and of one flow for who sees one',
  async t => {
    const { logIn, feed } = await givenApi(t);
    const alice = await logIn('alice');
    for (const path of [
      'agents/102/day',
      'half-hours',
      'half-hours?date=2026-11-22',
      'partners',
      'campaigns',
      'listening',
    ])
      t.equal((await alice.get(`/api/v1/${path}`)).status, 403, path);
    const nina = await logIn('nina');
    t.equal((await nina.get('/api/v1/agents/101/day')).status, 403, 'an agent of another flow');
    t.equal(
      (await nina.get('/api/v1/listening')).json()['listening'],
      null,
      'what others hear is nobody’s business',
    );
    t.match(
      (await (await logIn('sue')).get('/api/v1/listening')).json()['listening'],
      { agent: '101' },
      'her own',
    );
    t.equal((await nina.get('/api/v1/agents/102/day')).status, 200);
    t.equal((await nina.get('/api/v1/partners')).status, 403, 'partners are for who sees every flow');
    t.strictSame(
      feed.asked.filter(({ type }) => type === 'partners'),
      [],
    );
    t.strictSame(ids(await nina.get('/api/v1/campaigns'), 'campaigns', 'campaign'), ['survey']);
    t.strictSame(
      ids(await nina.get('/api/v1/half-hours'), 'halfHours', 'flow'),
      ['n2'],
      'and no sum of others',
    );
    t.strictSame(ids(await nina.get('/api/v1/half-hours?date=2026-11-22'), 'halfHours', 'flow'), []);
    const sue = await logIn('sue');
    t.strictSame(ids(await sue.get('/api/v1/half-hours'), 'halfHours', 'flow'), ['n1', 'n2', 'all']);
    t.match((await sue.get('/api/v1/half-hours?date=2026-11-22')).json(), {
      date: '2026-11-22',
      dates: ['2026-11-22', '2026-11-23'],
      halfHours: [
        { flow: 'n1', offered: 1 },
        { flow: 'all', offered: 1 },
      ],
    });
    for (const date of ['yesterday', '2026-1-1', '../..', "2026-11-22'"])
      t.equal((await sue.get(`/api/v1/half-hours?date=${encodeURIComponent(date)}`)).status, 400, date);
  },
);

t.test('a call-back is explained, and its events told, to who sees its flow and to nobody else', async t => {
  const story = [toCallBack('o1', 'n2'), { type: 'outbound-due', call: 'o1' } as const];
  const { logIn, feed, book, events, port } = await givenApi(t, {
    explain: () => ({ facts: story.map((fact, index) => ({ seq: index + 1, atMs: nowMs, fact })) }),
  });
  const nora = { ...people.nina, name: 'nora', flows: ['n1'] };
  book.set([...Object.values(people), nora]);
  const path = '/api/v1/calls/o1/explanation';
  for (const user of ['nina', 'sue'])
    t.match((await (await logIn(user)).get(path)).json(), {
      call: 'o1',
      steps: [{ type: 'outbound-queued' }, { type: 'outbound-due' }],
    });
  t.equal((await (await logIn('nora')).get(path)).status, 404);

  const listening = ['nina', 'nora'].map(async user => {
    const { cookie } = await logIn(user);
    const { text } = await ask(port, '/api/v1/events', { headers: { cookie } });
    return [...text.matchAll(/"fact":\{"type":"([a-z-]+)"/g)].map(([, type]) => type);
  });
  await until('both follow', () => events.listeners === 2);
  feed.happen(...story, toCallBack('o2', 'n1'));
  await events.close();
  t.strictSame(await Promise.all(listening), [['outbound-queued', 'outbound-due'], ['outbound-queued']]);
});

t.test('a supervisor transfers the caller of an agent', async t => {
  const { logIn, feed } = await givenApi(t);
  const sue = await logIn('sue');
  for (const body of [
    { kind: 'hold' },
    { kind: 'transfer', manner: 'blind', to: { kind: 'number', number: 'bank' } },
  ])
    t.equal((await sue.post('/api/v1/agents/101/command', body)).status, 403);
  t.equal((await sue.post('/api/v1/agents/101/command', { kind: 'ready' })).status, 204);
  t.equal(feed.asked.filter(({ type }) => type === 'agent-command').length, 1);
});

t.test('the desk: of nobody else, by nobody else, and not without the token of the session', async t => {
  const { port, logIn, feed } = await givenApi(t);
  const preview = { answer: 'accept' };
  t.equal((await ask(port, '/api/v1/desk/preview', { method: 'POST', body: preview })).status, 401);
  for (const user of ['sue', 'tess']) {
    const other = await logIn(user);
    t.equal((await other.get('/api/v1/desk')).status, 403, user);
    t.equal((await other.post('/api/v1/desk/preview', preview)).status, 403, user);
  }
  const alice = await logIn('alice');
  const withCookie = { method: 'POST', body: preview, headers: { cookie: alice.cookie } };
  t.match(await ask(port, '/api/v1/desk/preview', withCookie), { status: 403, text: /csrf/ });
  const forged = { cookie: alice.cookie, 'x-plateau-csrf': alice.csrf, origin: 'https://evil.example' };
  t.match(await ask(port, '/api/v1/desk/preview', { ...withCookie, headers: forged }), {
    status: 403,
    text: /other-origin/,
  });
  t.equal((await alice.post('/api/v1/desk/preview', { ...preview, agent: '102' })).status, 400);
  t.strictSame(
    feed.asked.filter(({ type }) => type === 'preview-answer' || type === 'desk'),
    [],
  );
  t.equal((await alice.get('/api/v1/desk?agent=102')).status, 400);
  t.equal((await alice.get('/api/v1/desk')).status, 200);
  t.strictSame(feed.asked.at(-1), { type: 'desk', ask: { agent: '101' } });
});

t.test('toll fraud: a number to dial is not something that can be said', async t => {
  const { logIn, feed } = await givenApi(t);
  const alice = await logIn('alice');
  for (const to of [
    { kind: 'number', number: '' },
    { kind: 'outside', number: '0899000000' },
    { kind: 'number', digits: '0899000000' },
    'tel:0899000000',
  ])
    t.equal(
      (await alice.post('/api/v1/agents/101/command', { kind: 'transfer', manner: 'blind', to })).status,
      400,
    );
  const named = { kind: 'transfer', manner: 'blind', to: { kind: 'number', number: '0899000000' } };
  await alice.post('/api/v1/agents/101/command', named);
  t.match(
    feed.asked.at(-1),
    { type: 'agent-command', ask: { command: named } },
    'a name like any other: the core knows no such target',
  );
});

t.test('made-up actors: who asks is who is logged in', async t => {
  const { logIn, feed } = await givenApi(t);
  const sue = await logIn('sue');
  await sue.post('/api/v1/agents/101/command', { kind: 'logout', by: { kind: 'rule', name: 'god' } });
  t.strictSame(feed.asked.at(-1), {
    type: 'agent-command',
    ask: { agent: '101', command: { kind: 'logout' }, by: { kind: 'supervisor', name: 'sue' } },
  });
});

t.test('oversized and deep bodies, long names, strange addresses', async t => {
  const { logIn } = await givenApi(t);
  const tess = await logIn('tess');
  t.equal(
    (await tess.post('/api/v1/cases', { kind: 'note', case: 'K1', text: 'x'.repeat(40_000) })).status,
    413,
  );
  t.equal((await tess.post('/api/v1/cases', { kind: 'note', case: 'K1', text: 'a\nb' })).status, 400);
  let deep: object = {};
  for (let depth = 0; depth < 3_000; depth += 1) deep = { a: deep };
  t.equal((await tess.post('/api/v1/listening', deep)).status, 400);
  const nina = await logIn('nina');
  t.equal((await nina.post('/api/v1/agents/__proto__/command', { kind: 'login' })).status, 403);
  t.equal((await tess.get(`/api/v1/agents/${'x'.repeat(150)}`)).status, 404);
  t.equal((await tess.get(`/api/v1/agents/${'x'.repeat(500)}`)).status, 414);
  t.equal((await tess.get('/api/v1/agents/..%2f..%2fsite')).status, 404);
  t.equal((await tess.get('/api/v1/audit?limit=1000000')).status, 400);
  t.equal((await tess.get('/api/v1/events?after=-1')).status, 400);
  t.equal(
    (await tess.post('/api/v1/listening', JSON.parse('{"__proto__":{"kind":"stop"}}') as object)).status,
    400,
  );
});

t.test('an agent listens to the events of others, and to who listens to her', async t => {
  const { logIn, feed, events, port } = await givenApi(t);
  await until('it listens', () => feed.asked.length > 0);
  const alice = await logIn('alice');
  const listening = ask(port, '/api/v1/events', { headers: { cookie: alice.cookie } });
  await until('she listens', () => events.listeners === 1);
  const by = { kind: 'supervisor', name: 'sue' } as const;
  feed.happen(
    queued('c8', 'n1'),
    queued('c9', 'n2'),
    loggedIn('102'),
    answered('c9', '102'),
    answered('c8', '101'),
  );
  feed.happen({
    ...{ type: 'supervision-started', supervision: 's1', supervisor: 'anna', endpoint: 'PJSIP/901', by },
    ...{ agent: '101', mode: 'listen', stays: false },
  });
  feed.happen({ type: 'case-noted', case: 'K2', text: 'secret', by }, loggedIn('101'));
  await events.close();
  const types = [...(await listening).text.matchAll(/"fact":\{"type":"([a-z-]+)"/g)].map(([, type]) => type);
  t.strictSame(types, ['call-answered', 'agent-logged-in']);
});

t.test('a user removed while listening', async t => {
  const { logIn, feed, events, port, book } = await givenApi(t);
  const sue = await logIn('sue');
  const listening = ask(port, '/api/v1/events', { headers: { cookie: sue.cookie } });
  await until('she listens', () => events.listeners === 1);
  book.set([people.tess]);
  feed.happen(queued('c8', 'n1'));
  t.notMatch((await listening).text, /c8/, 'her stream ends before the next fact');
});

t.test('no users yet: the API says nothing to nobody', async t => {
  const { port, book } = await givenApi(t);
  book.set([]);
  for (const path of looks)
    t.match(await ask(port, `/api/v1/${path}`), { status: 403, text: /no-users-yet/ }, path);
});
