// Webhooks: signed, in order, tried again, given up, and known again after a restart.
import { createHmac } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import type { Fact, Recorded } from '../../src/core/facts.js';
import type { About } from '../../src/panel/api/fact-about.js';
import type { Posted } from '../../src/panel/post.js';
import { keyOf, signatureOf, Webhooks } from '../../src/panel/webhooks.js';
import type { WebhookSetup } from '../../src/site/site-file.js';
import { quietLog } from '../quiet-log.js';
import { compiled, saidOf, smallSite } from '../site/small-site.js';
import { until } from '../until.js';
import { answered, queued } from './given-api.js';

const secret = 'a secret of some length';
const nowMs = Date.UTC(2026, 10, 23, 9);

const fact = (seq: number, what: Fact, atMs = nowMs): Recorded => ({ seq, atMs, fact: what });
const about = (...flows: string[]): About => ({ flows, agents: [], isEverybodys: false });

/** One webhook whose other end answers what the test says. */
async function givenHook(
  t: Test,
  change: Partial<WebhookSetup> = {},
  kept: string | null = null,
  written = secret,
) {
  const folder = mkdtempSync(join(tmpdir(), 'plateau-hooks-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'secret'), `${written}\n`);
  if (kept !== null) writeFileSync(join(folder, 'webhooks.json'), kept);
  const setup: WebhookSetup = {
    ...{ id: 'crm', url: 'https://crm.example.net/plateau', secretFile: join(folder, 'secret') },
    ...{ events: ['call-queued', 'call-answered'], flows: null, ...change },
  };
  const posted: { readonly body: string; readonly headers: Readonly<Record<string, string>> }[] = [];
  const answers: Posted[] = [];
  const clock = { nowMs };
  const log = quietLog();
  const file = join(folder, 'webhooks.json');
  const hooks = new Webhooks({
    hooks: [setup],
    log,
    now: () => clock.nowMs,
    file,
    post: async (_url, body, headers = {}) => {
      posted.push({ body, headers });
      return answers.shift() ?? { ok: true };
    },
    retryMs: [1],
  });
  t.teardown(() => hooks.close());
  await hooks.start();
  const seqs = () => posted.map(({ body }) => (JSON.parse(body) as { seq: number }).seq);
  return { hooks, posted, answers, clock, log, file, seqs };
}

t.test('a fact is posted once, signed as Standard Webhooks wants it', async t => {
  const { hooks, posted } = await givenHook(t);
  hooks.take(fact(7, queued('c1', 'n1')), about('n1'));
  await until('it is posted', () => posted.length === 1);
  const [{ body, headers } = { body: '', headers: {} }] = posted;
  t.match(JSON.parse(body), { id: 'crm-7', type: 'call-queued', seq: 7, atMs: nowMs, fact: { call: 'c1' } });
  t.strictSame(headers, {
    'webhook-id': 'crm-7',
    'webhook-timestamp': String(nowMs / 1000),
    'webhook-signature': `v1,${createHmac('sha256', secret)
      .update(`crm-7.${nowMs / 1000}.${body}`)
      .digest('base64')}`,
  });
  const key = Buffer.from(secret);
  t.not(signatureOf(key, 'crm-7', nowMs / 1000, `${body} `), headers['webhook-signature'], 'another body');
  t.not(signatureOf(key, 'crm-7', nowMs / 1000 + 1, body), headers['webhook-signature'], 'another moment');
});

t.test('the signature is that of the libraries: whsec_ and base64 stand for the bytes that sign', async t => {
  // The vector that the libraries of Standard Webhooks are tested with.
  const published = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
  const key = keyOf(published);
  t.equal(
    key && signatureOf(key, 'msg_p5jXN8AQM9LWM0D4loKWxJek', 1_614_265_330, '{"test": 2432232314}'),
    'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  );
  const { hooks, posted } = await givenHook(t, {}, null, published);
  hooks.take(fact(7, queued('c1', 'n1')), about('n1'));
  await until('it is posted', () => posted.length === 1);
  const [{ body, headers } = { body: '', headers: {} }] = posted;
  const bytes = Buffer.from('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'base64');
  const signed = createHmac('sha256', bytes)
    .update(`crm-7.${nowMs / 1000}.${body}`)
    .digest('base64');
  t.equal((headers as Readonly<Record<string, string>>)['webhook-signature'], `v1,${signed}`);
});

t.test('only what the site file names, and of its flows', async t => {
  const { hooks, seqs } = await givenHook(t, { flows: ['n1'] });
  hooks.take(fact(1, { type: 'agent-logged-in', agent: '101', by: { kind: 'rule', name: 'x' } }), about());
  hooks.take(fact(2, queued('c1', 'n2')), about('n2'));
  hooks.take(fact(3, queued('c2', 'n1')), about('n1'));
  await until('one is posted', () => seqs().length === 1);
  t.strictSame(seqs(), [3]);
});

t.test('a failure is tried again before what comes after it, and told as an alarm meanwhile', async t => {
  const { hooks, answers, seqs, log } = await givenHook(t);
  const fails = { ok: false, why: 'status 401', again: false, isGone: false } as const;
  answers.push(fails, fails, fails);
  hooks.take(fact(1, queued('c1', 'n1')), about('n1'));
  hooks.take(fact(2, answered('c1', '101')), about('n1'));
  await until('it failed', () => seqs().length > 0);
  await until('both are told', () => seqs().at(-1) === 2);
  t.strictSame(seqs(), [1, 1, 1, 1, 2]);
  t.equal(log.lines.filter(({ level }) => level === 'warn').length, 1, 'said once');
  t.strictSame(hooks.findings(), []);
  answers.push({ ok: false, why: 'status 410', again: false, isGone: true });
  hooks.take(fact(3, queued('c3', 'n1')), about('n1'));
  hooks.take(fact(4, queued('c4', 'n1')), about('n1'));
  await until('it goes on', () => seqs().at(-1) === 4);
  t.strictSame(seqs().slice(5), [3, 4], 'what is refused for good is not sent again');
});

t.test('what is an hour old is given up; a crowd that waits loses its oldest', async t => {
  const { hooks, clock, seqs, answers } = await givenHook(t);
  const fails = { ok: false, why: 'no answer', again: true, isGone: false } as const;
  answers.push(...Array.from({ length: 50_000 }, () => fails));
  hooks.take(fact(1, queued('c1', 'n1')), about('n1'));
  await until('it failed', () => hooks.findings().length === 1);
  t.match(hooks.findings(), [
    { code: 'webhook-fails', text: { en: /crm does not get through: no answer; 1 wait/ } },
  ]);
  for (let seq = 2; seq <= 2_101; seq += 1)
    hooks.take(fact(seq, queued(`c${seq}`, 'n1'), nowMs + 3_600_000), about('n1'));
  clock.nowMs += 3_600_001;
  answers.splice(0);
  const before = seqs().length;
  await until('the last is told', () => seqs().at(-1) === 2_101);
  t.ok(seqs().length - before <= 2_000, `${seqs().length - before}`);
});

t.test('after a restart it goes on where it was, and a new one does not tell the past', async t => {
  const first = await givenHook(t);
  first.hooks.take(fact(1, queued('old', 'n1'), nowMs - 1), about('n1'));
  first.hooks.take(fact(2, queued('c2', 'n1')), about('n1'));
  await until('it is told', () => first.seqs().length === 1);
  t.strictSame(first.seqs(), [2]);
  await first.hooks.close();
  const kept = readFileSync(first.file, 'utf8');
  t.strictSame(JSON.parse(kept), { crm: 2 });
  const second = await givenHook(t, {}, kept);
  for (const seq of [1, 2, 3, 4])
    second.hooks.take(fact(seq, queued(`c${seq}`, 'n1'), nowMs - 1_000), about('n1'));
  await until('the others are told', () => second.seqs().at(-1) === 4);
  t.strictSame(second.seqs(), [3, 4]);
});

t.test('a secret that is missing, short or no base64 sends nothing, and says so', async t => {
  for (const content of [null, 'short', 'whsec_c2hvcnQ=', 'whsec_not base64, but long enough']) {
    const folder = t.testdir(content === null ? {} : { weak: content });
    const { hooks, posted } = await givenHook(t, { secretFile: join(folder, 'weak') });
    hooks.take(fact(1, queued('c1', 'n1')), about('n1'));
    await until('it is said', () => hooks.findings().length === 1);
    t.equal(posted.length, 0);
  }
});

t.test(
  'an end that never answers is given up, one that redirects is not followed, and gone alone is for good',
  { timeout: 30_000 },
  async t => {
    const { postJson } = await import('../../src/panel/post.js');
    const server = createServer((request, response) => {
      if (request.url === '/away') response.writeHead(302, { location: '/' }).end();
      const [, status] = /^\/(\d{3})$/.exec(request.url ?? '') ?? [];
      if (status !== undefined) response.writeHead(Number(status)).end();
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    t.teardown(() => {
      server.closeAllConnections();
      server.close();
    });
    const address = server.address();
    const origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
    t.match(await postJson(`${origin}/`, '{}'), { ok: false, again: true });
    t.match(await postJson(`${origin}/away`, '{}'), {
      ok: false,
      why: 'status 302',
      again: false,
      isGone: false,
    });
    for (const status of [400, 401, 404, 429, 500, 503])
      t.match(await postJson(`${origin}/${status}`, '{}'), { why: `status ${status}`, isGone: false });
    t.match(await postJson(`${origin}/410`, '{}'), { ok: false, why: 'status 410', isGone: true });
  },
);

t.test('webhooks stand in the site file', async t => {
  const lines =
    'webhooks:\n  crm: { url: "https://crm.example.net/p", secretFile: /etc/plateau/hook, events: [call-ended] }\n';
  t.strictSame((await compiled(smallSite + lines)).webhooks, [
    {
      ...{ id: 'crm', flows: null, url: 'https://crm.example.net/p' },
      ...{ secretFile: '/etc/plateau/hook', events: ['call-ended'] },
    },
  ]);
  const wrong =
    'webhooks:\n  crm: { url: "ftp://x", secretFile: hook, events: [call-ending], flows: [n9] }\n';
  const said = (await saidOf(smallSite + wrong)).join('\n');
  for (const part of ['webhooks.crm.url', 'webhooks.crm.secretFile', 'call-ended', 'there is no flow `n9`'])
    t.ok(said.includes(part), `${part}\n${said}`);
});
