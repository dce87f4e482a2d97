// A page that stands open and looks on by itself: it keeps no session alive, takes nobody's share of the requests, and tells one refusal
// from another.
import type { IncomingHttpHeaders } from 'node:http';
import t from 'tap';
import { byItself, byItselfHeader } from '../../src/panel/by-itself.js';
import { look, lookOn } from '../../src/panel/desk/api.js';
import { refusedBecause } from '../../src/panel/desk/refused.js';
import { localDates } from '../../src/panel/local-date.js';
import { setUp } from '../../src/panel/setup.js';
import { ask, givenWeb } from './given-door.js';
import { givenSite } from './sites.js';

const setup = setUp(givenSite(), localDates('Europe/Paris'));

t.test('a session ends when nobody has used it for long, though its page looked on every minute', async t => {
  const { clock, logIn } = await givenWeb(t, setup);
  const [left, used] = [await logIn('alice'), await logIn('alice')];
  const looksOn = (browser: typeof left) => browser.get('/api/v1/session', byItself);
  for (let minutes = 0; minutes < 239; minutes += 1) {
    clock.nowMs += 60_000;
    t.equal((await looksOn(left)).status, 200);
  }
  t.equal((await used.post('/api/v1/nowhere', {})).status, 404, 'on the other one she does something');
  clock.nowMs += 60_000;
  t.equal((await looksOn(left)).status, 401);
  t.equal((await looksOn(used)).status, 200);
});

t.test('a stream that comes back by itself is no use of a session either', async t => {
  const { clock, logIn } = await givenWeb(t, setup);
  const tess = await logIn('tess');
  clock.nowMs += 4 * 3_600_000 - 1;
  await tess.get('/nothing', { accept: 'text/event-stream' });
  clock.nowMs += 1;
  t.equal((await tess.get('/')).status, 303);
});

t.test('what is asked with the mark and does something is a use all the same', async t => {
  const { port, clock, logIn } = await givenWeb(t, setup);
  const { cookie, csrf, get } = await logIn('tess');
  clock.nowMs += 4 * 3_600_000 - 1;
  const headers = { cookie, 'x-plateau-csrf': csrf, ...byItself };
  await ask(port, '/api/v1/nowhere', { method: 'POST', body: {}, headers });
  clock.nowMs += 4 * 3_600_000 - 1;
  t.equal((await get('/')).status, 200);
});

t.test('requests are counted by session, and by address for who has none', async t => {
  const { port, logIn } = await givenWeb(t, setup);
  const left = ({ headers }: { readonly headers: IncomingHttpHeaders }) =>
    Number(headers['x-ratelimit-remaining']);
  const before = left(await ask(port, '/login'));
  const [alice, sue] = [await logIn('alice'), await logIn('sue')];
  const counts = [alice, alice, sue].map(one => one.get('/api/v1/session'));
  const [first = 0, second, hers] = (await Promise.all(counts)).map(left);
  t.equal(second, first - 1);
  t.equal(hers, first, 'a colleague behind the same address has her own');
  t.equal(
    left(await ask(port, '/login')),
    before - 3,
    'the two log-ins and this one were asked by nobody yet',
  );
  const forged = { headers: { cookie: 'plateau=somebody' } };
  t.equal(
    left(await ask(port, '/login', forged)),
    before - 4,
    'a session that is none has no count of its own',
  );
});

t.test('the desk marks what it looks at by itself, and not what the agent opens', async t => {
  const marks: (string | null)[] = [];
  t.intercept(globalThis, 'fetch', {
    value: async (_path: string, init: RequestInit) => {
      marks.push(new Headers(init.headers).get(byItselfHeader));
      return Response.json({ title: 'no' }, { status: 503 });
    },
  });
  t.match(await lookOn('desk'), { ok: false, status: 503 });
  t.match(await look('targets'), { ok: false, status: 503 });
  t.strictSame(marks, ['1', null]);
});

t.test('the desk blames the calls process for nothing but a 503', t => {
  const said = [401, 404, 503, 0, 400, 403, 429, 500].map(refusedBecause);
  t.strictSame(said, ['log-in', 'gone', 'away', null, null, null, null, null]);
  t.end();
});
