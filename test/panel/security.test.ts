// What was tried at the door of the pages, each test named as what it tries. What was tried on the API is in security-api.test.ts.
import { connect } from 'node:net';
import t from 'tap';
import { localDates } from '../../src/panel/local-date.js';
import { setUp } from '../../src/panel/setup.js';
import { until } from '../until.js';
import { ask, cookieOf, formLogIn, givenWeb, people, tokens } from './given-door.js';
import { givenSite } from './sites.js';

const setup = setUp(givenSite(), localDates('Europe/Paris'));
const right = { user: 'tess', password: 'right password' };

t.test('who is not logged in sees the log-in and nothing else', async t => {
  const { port } = await givenWeb(t, setup);
  const page = await ask(port, '/');
  t.match(page, { status: 303, headers: { location: '/login' } });
  t.match(await ask(port, '/?lang=fr'), { headers: { location: '/login?next=%2F%3Flang%3Dfr' } });
  for (const path of ['/events', '/api/v1/session', '/nothing', '/login/../events'])
    t.match(
      await ask(port, path),
      { status: 401, headers: { 'content-type': /^application\/problem\+json/ } },
      path,
    );
  t.match(await ask(port, '/login'), { status: 200, text: /<form method="post"/ });
});

t.test('session fixation: an id that was there before the log-in is worth nothing after it', async t => {
  const { port, door } = await givenWeb(t, setup);
  const planted = 'plateau=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';
  const came = await formLogIn(port, right, { cookie: planted });
  t.equal(came.status, 303);
  t.not(cookieOf(came), planted);
  t.equal((await ask(port, '/', { headers: { cookie: planted } })).status, 303, 'it leads to the log-in');
  const again = await formLogIn(port, right, { cookie: cookieOf(came) });
  t.not(cookieOf(again), cookieOf(came), 'and each log-in gives a new one');
  t.equal(
    (await ask(port, '/', { headers: { cookie: cookieOf(came) } })).status,
    303,
    'which ends the old one',
  );
  t.equal((await ask(port, '/', { headers: { cookie: cookieOf(again) } })).status, 200);
  t.equal(door.sessions.size, 1);
});

t.test('cookie flags: no script reads it, no other site sends it', async t => {
  const { port } = await givenWeb(t, setup);
  const flags = (await formLogIn(port, right)).headers['set-cookie']?.[0] ?? '';
  t.match(flags, /^plateau=[A-Za-z0-9_-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
});

t.test('a forged Origin: a page of another site sends the form of the log-in', async t => {
  const { port, door } = await givenWeb(t, setup);
  for (const origin of [
    'https://evil.example',
    'null',
    `http://127.0.0.1.evil.example:${port}`,
    'http://127.0.0.1:1',
  ])
    t.match(await formLogIn(port, right, { origin }), { status: 403, text: /other-origin/ }, origin);
  for (const site of ['cross-site', 'same-site'])
    t.equal(
      (await formLogIn(port, right, { 'sec-fetch-site': site, 'sec-fetch-mode': 'navigate' })).status,
      403,
      site,
    );
  t.equal(door.sessions.size, 0);
  t.equal((await formLogIn(port, right, { origin: `http://127.0.0.1:${port}` })).status, 303, 'our own may');
});

t.test('another site reads the stream of events through its visitor', async t => {
  const { port, logIn } = await givenWeb(t, setup);
  const { cookie } = await logIn('tess');
  const headers = { cookie, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' };
  t.equal((await ask(port, '/events', { headers })).status, 403);
  t.equal((await ask(port, '/api/v1/session', { headers })).status, 403);
  const link = { cookie, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
  t.equal((await ask(port, '/', { headers: link })).status, 200, 'a link to the page is a link');
});

t.test('CSRF: an act without the token of the session, with an empty one, with that of another', async t => {
  const { port, logIn } = await givenWeb(t, setup);
  const tess = await logIn('tess');
  const sue = await logIn('sue');
  const logOut = (headers: Record<string, string>) =>
    ask(port, '/api/v1/session', { method: 'DELETE', headers: { cookie: tess.cookie, ...headers } });
  for (const headers of [
    {},
    { 'x-plateau-csrf': '' },
    { 'x-plateau-csrf': sue.csrf },
    { 'x-plateau-csrf': `${tess.csrf}x` },
  ])
    t.match(await logOut(headers), { status: 403, text: /csrf-token-missing/ });
  t.equal((await tess.get('/')).status, 200, 'she is logged in still');
  t.equal((await logOut({ 'x-plateau-csrf': tess.csrf })).status, 204);
  t.equal((await tess.get('/')).status, 303);
});

t.test('brute force: one name from one place, many names from one place, one name from many', async t => {
  const { port, book, clock, entries } = await givenWeb(t, setup);
  const guess = (user: string) => formLogIn(port, { user, password: 'wrong' });
  for (let tries = 0; tries < 5; tries += 1) t.equal((await guess('tess')).status, 401);
  t.match(await guess('tess'), {
    status: 429,
    headers: { 'content-type': /html/ },
    text: /Too many wrong passwords/,
  });
  t.equal((await formLogIn(port, right)).status, 429, 'not even the right one is looked at');
  t.equal(book.compared, 5);
  t.match(await ask(port, '/api/v1/session', { method: 'POST', body: right }), {
    status: 429,
    headers: { 'retry-after': '300' },
  });
  t.equal(
    (await formLogIn(port, { ...right, user: 'sue' })).status,
    303,
    'a colleague behind the same address may',
  );
  clock.nowMs += 300_000;
  t.equal((await formLogIn(port, right)).status, 303, 'and she again, after a while');
  for (let tries = 0; tries < 50; tries += 1) await guess(`user${tries}`);
  t.equal((await guess('somebody-else')).status, 429, 'names are not gone through either');
  t.match(entries.at(-1), { user: 'somebody-else', act: 'log-in', outcome: 'too-many', from: '127.0.0.1' });
});

t.test(
  'the audit trail flooded by who is refused: a few lines a minute, and one that counts the rest',
  async t => {
    const { port, clock, door, entries, logIn } = await givenWeb(t, setup);
    const alice = await logIn('alice');
    entries.length = 0;
    const linesOf = (outcome: string) => entries.filter(entry => entry.outcome === outcome);
    for (let tries = 0; tries < 105; tries += 1) await formLogIn(port, { user: 'tess', password: 'wrong' });
    for (let tries = 0; tries < 100; tries += 1) await ask(port, '/enter?token=guessed');
    for (let tries = 0; tries < 100; tries += 1)
      await ask(port, '/api/v1/site/reload', { method: 'POST', body: {}, headers: { cookie: alice.cookie } });
    const counts = () =>
      ['wrong-password', 'too-many', 'wrong-token', 'csrf-token-missing'].map(one => linesOf(one).length);
    t.strictSame(counts(), [5, 10, 10, 20]);

    clock.nowMs += 60_000;
    await formLogIn(port, { user: 'tess', password: 'wrong' });
    t.strictSame(
      linesOf('too-many')
        .slice(10)
        .map(({ user, from, about }) => [user, from, about]),
      [
        ['tess', '127.0.0.1', 'and 90 more'],
        ['tess', '127.0.0.1', ''],
      ],
      'what was not written is counted before what comes after it',
    );
    door.refusals.sweep(clock.nowMs);
    door.refusals.sweep(clock.nowMs);
    t.strictSame(counts(), [5, 12, 11, 21], 'and when nothing comes after it, too');
    t.match(entries.slice(-2), [
      { act: 'enter', about: 'and 90 more' },
      { user: 'alice', act: 'POST /api/v1/site/reload', about: 'and 80 more' },
    ]);

    entries.length = 0;
    for (let place = 0; place < 1_000; place += 1) {
      const from = `2001:db8::${place.toString(16)}`;
      const entry = {
        atMs: clock.nowMs,
        user: '',
        role: null,
        from,
        act: 'enter',
        about: '',
        outcome: 'wrong-token',
      };
      door.refusals.note(entry, 'address');
    }
    t.equal(entries.length, 30, 'a thousand addresses are not a thousand times as many lines');
    door.refusals.sweep(clock.nowMs + 60_000);
    t.match(entries.slice(30), [{ from: '2001:db8::3e7', about: 'and 970 more' }]);
  },
);

t.test('brute force: a thousand guesses at once are counted before they are compared', async t => {
  const { port, book } = await givenWeb(t, setup);
  const answers = await Promise.all(
    Array.from({ length: 40 }, () => formLogIn(port, { user: 'tess', password: 'wrong' })),
  );
  t.equal(book.compared, 5);
  t.equal(answers.filter(({ status }) => status === 429).length, 35);
});

t.test('unknown names: the answer is that to a wrong password, to the letter', async t => {
  const { port, book } = await givenWeb(t, setup);
  const known = await formLogIn(port, { user: 'tess', password: 'wrong' });
  const unknown = await formLogIn(port, { user: 'nobody', password: 'wrong' });
  t.equal(unknown.text, known.text);
  t.equal(unknown.status, known.status);
  t.equal(book.compared, 2, 'a password is compared for either');
});

t.test('a user removed while logged in, or given another role, is out at once; his stream ends', async t => {
  const { port, book, logIn, stream } = await givenWeb(t, setup);
  const [tess, sue] = [await logIn('tess'), await logIn('sue')];
  const looking = ask(port, '/events', { headers: { cookie: sue.cookie } });
  await until('she looks', () => stream.viewers === 1);
  book.set([people.tess, { ...people.sue, role: 'board', supervisor: null }]);
  t.equal((await sue.get('/api/v1/session')).status, 401, 'she has another role now');
  stream.update(stream.state, 0);
  t.equal((await looking).status, 200, 'her stream has ended');
  t.equal((await tess.get('/api/v1/session')).status, 200, 'who did not change stays');
  book.set([{ ...people.sue }]);
  t.equal((await tess.get('/api/v1/session')).status, 401, 'removed');
});

t.test('an old session: idle too long, or begun too long ago', async t => {
  const { clock, logIn } = await givenWeb(t, setup);
  const idle = await logIn('tess');
  clock.nowMs += 4 * 3_600_000 - 1;
  t.equal((await idle.get('/')).status, 200);
  clock.nowMs += 4 * 3_600_000;
  t.equal((await idle.get('/')).status, 303, 'four hours without a word');
  const busy = await logIn('tess');
  for (let hours = 3; hours < 12; hours += 3) {
    clock.nowMs += 3 * 3_600_000;
    t.equal((await busy.get('/')).status, 200, `${hours} h`);
  }
  clock.nowMs += 3 * 3_600_000;
  t.equal((await busy.get('/')).status, 303, 'twelve hours in all');
});

t.test('an open redirect: the log-in leads to places of ours only', async t => {
  const { port } = await givenWeb(t, setup);
  const next = async (to: string) => (await formLogIn(port, { ...right, next: to })).headers.location;
  t.equal(await next('/?lang=fr'), '/?lang=fr');
  for (const wrong of [
    '//evil.example',
    'https://evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    'javascript:1',
  ])
    t.equal(await next(wrong), '/', wrong);
});

t.test('each begins on his own page, and sees no other’s', async t => {
  const { port, logIn } = await givenWeb(t, setup);
  const homes = { tess: '/', sue: '/console', alice: '/desk' } as const;
  for (const [user, home] of Object.entries(homes)) {
    const came = await formLogIn(port, { ...right, user });
    t.equal(came.headers.location, home, user);
    t.equal((await ask(port, home, { headers: { cookie: cookieOf(came) } })).status, 200, user);
  }
  const alice = await logIn('alice');
  t.match(await alice.get('/?lang=fr'), { status: 303, headers: { location: '/desk?lang=fr' } });
  t.match(await alice.get('/console'), { status: 403, text: /not-allowed/ });
  const sue = await logIn('sue');
  t.match(await sue.get('/desk'), { status: 403, text: /not-allowed/ });
  t.equal((await sue.get('/')).status, 200, 'the overview');
  const board = { authorization: `Bearer ${tokens.hall.token}` };
  for (const path of ['/desk', '/console']) t.equal((await ask(port, path, { headers: board })).status, 403);
  for (const path of ['/desk', '/console'])
    t.match(await ask(port, path), { status: 303, headers: { location: `/login?next=%2F${path.slice(1)}` } });
});

t.test('header injection: line ends in what is sent back', async t => {
  const { port, entries } = await givenWeb(t, setup);
  const split = '/x\r\nSet-Cookie: plateau=evil';
  const came = await formLogIn(port, { ...right, next: split });
  t.equal(came.headers.location, '/');
  t.equal(came.headers['set-cookie']?.length, 1);
  await formLogIn(port, { user: 'eve\r\n{"user":"tess"}', password: 'x' });
  t.equal(entries.at(-1)?.user, 'eve  {"user":"tess"}', 'and no line of the audit trail is made up');
});

t.test('markup in what is sent back is text', async t => {
  const { port } = await givenWeb(t, setup);
  const page = await ask(port, `/login?next=${encodeURIComponent('/"><script>alert(1)</script>')}`);
  t.notMatch(page.text, /<script>alert/);
  t.match(page.headers['content-security-policy'], /default-src 'none';script-src 'self';style-src 'self'/);
  t.notMatch(page.headers['content-security-policy'], /unsafe/);
  t.notMatch(page.text, /<script|style=|onclick/, 'nothing inline');
  t.match(page.headers, { 'x-content-type-options': 'nosniff', 'referrer-policy': 'same-origin' });
});

t.test('path traversal: there are no files behind addresses', async t => {
  const { port, logIn } = await givenWeb(t, setup);
  const { cookie } = await logIn('tess');
  for (const path of [
    '/../../etc/passwd',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/main.js/../../package.json',
    '/..%2fusers.json',
    '/users.json',
  ])
    t.equal((await ask(port, path, { headers: { cookie } })).status, 404, path);
  t.match(await ask(port, '/%00%ff', { headers: { cookie } }), { status: 400 });
});

t.test('oversized bodies, bodies of another kind, and no body at all', async t => {
  const { port } = await givenWeb(t, setup);
  const post = (body: string, type: string) =>
    ask(port, '/api/v1/session', { method: 'POST', body, headers: { 'content-type': type } });
  t.match(await post(`"${'x'.repeat(5_000)}"`, 'application/json'), { status: 413, text: /too-long/ });
  t.match(await post('{"user":', 'application/json'), { status: 400, text: /bad-request/ });
  t.match(await post('<user/>', 'application/xml'), { status: 415 });
  t.match(await post('', 'application/json'), { status: 400 });
  t.match(await post('{"user":"tess","password":"x","role":"technician"}', 'application/json'), {
    status: 400,
  });
  t.equal((await formLogIn(port, { user: 'tess', password: 'x'.repeat(5_000) })).status, 413);
});

t.test('request smuggling: two lengths, or a length and chunks', async t => {
  const { port } = await givenWeb(t, setup);
  for (const head of [
    'Content-Length: 4\r\nContent-Length: 5',
    'Content-Length: 4\r\nTransfer-Encoding: chunked',
  ]) {
    const answer = await raw(port, `POST /login HTTP/1.1\r\nHost: x\r\n${head}\r\n\r\n0\r\n\r\n`);
    t.match(answer, /^HTTP\/1\.1 400 /, head);
  }
});

t.test('a token in place of a password, and a password in place of a token', async t => {
  const { port } = await givenWeb(t, setup);
  t.equal((await formLogIn(port, { user: 'hall', password: tokens.hall.token })).status, 401);
  const bearer = (token: string) => ask(port, '/', { headers: { authorization: `Bearer ${token}` } });
  t.equal((await bearer(tokens.crm.token)).status, 200);
  for (const wrong of ['right password', tokens.crm.secret, '', 'undefined'])
    t.equal((await bearer(wrong)).status, 303, wrong);
});

t.test('a board enters by its address, sees figures and no people, and cannot act', async t => {
  const { port, stream, book } = await givenWeb(t, setup);
  t.match(await ask(port, '/enter?token=plt_wrong'), { status: 401 });
  t.match(await ask(port, `/enter?token=${tokens.crm.token}`), { status: 401 }, 'only a board does');
  const came = await ask(port, `/enter?token=${tokens.hall.token}`);
  t.match(
    came,
    { status: 303, headers: { location: '/wallboard' } },
    'the token does not stay in the address',
  );
  const headers = { cookie: cookieOf(came) };
  t.equal((await ask(port, '/', { headers })).status, 200);
  const looking = ask(port, '/events', { headers });
  await until('it looks', () => stream.viewers === 1);
  book.set([people.tess]);
  stream.update(stream.state, 0);
  t.match(await looking, { text: /"agents":\{\},"calls":\{\}/ });
  t.equal((await ask(port, '/', { headers })).status, 303, 'taken back');
});

t.test('no users yet: to look at, on this machine, under its own name', async t => {
  const { port } = await givenWeb(t, setup, []);
  t.equal((await ask(port, '/')).status, 200);
  t.match(await ask(port, '/login'), { status: 200, text: /There are no users yet/ });
  t.match(await ask(port, '/login?lang=fr'), { text: /pas encore d’utilisateurs/ });
  t.match((await ask(port, '/api/v1/session')).json(), { kind: 'first-start', user: null, csrf: null });
  t.match(
    await ask(port, '/', { headers: { host: 'rebound.evil.example' } }),
    { status: 421 },
    'DNS rebinding',
  );
  t.match(await ask(port, '/api/v1/session', { method: 'DELETE' }), { status: 403, text: /no-users-yet/ });
  t.equal((await formLogIn(port, right)).status, 401);
});

t.test('users that cannot be read: nobody gets in', async t => {
  const { port, book } = await givenWeb(t, setup, []);
  book.state = 'unreadable';
  t.equal((await ask(port, '/')).status, 303);
  t.equal((await formLogIn(port, right)).status, 401);
});

/** Bytes as they are; resolves to what comes back until the end. */
function raw(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let got = '';
    const socket = connect(port, '127.0.0.1', () => socket.end(text));
    socket.setEncoding('utf8').on('data', chunk => {
      got += chunk;
    });
    socket.on('end', () => resolve(got)).on('error', reject);
  });
}
