import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import t, { type Test } from 'tap';
import type { Customer } from '../../src/core/customers.js';
import type { Fact, Recorded } from '../../src/core/facts.js';
import { ScreenTeller } from '../../src/panel/screens.js';
import { givenAgent, givenFlow, givenSite } from '../core/given.js';
import { quietLog } from '../quiet-log.js';
import { until } from '../until.js';
import { FeedInMemory } from './feed-in-memory.js';

const nowMs = Date.UTC(2026, 10, 22, 9);
const site = givenSite(
  [givenFlow({ id: 'n1' }), givenFlow({ id: 'n2' })],
  [givenAgent('101', { internet: 1 })],
);
const customer: Customer = {
  ...{ id: '47/11', name: 'Camille', unit: 'nord', attributes: { vip: true } },
  ...{ found: 'caller-number', source: 'directory' },
};

const queued = (call: string): Fact => ({
  ...{ type: 'call-queued', call, channel: call, flow: 'n1', caller: '0612345678', callerName: '' },
  ...{
    dialled: '3200',
    trunk: 'operator',
    language: 'fr',
    choice: '2',
    priority: 0,
    virtualEntryAtMs: nowMs,
  },
});
const known = (call: string): Fact => ({ type: 'caller-identified', call, customer });
const answered = (call: string, agent: string | null = '101'): Fact => ({
  ...{ type: 'call-answered', call, leg: `${call}.1`, agent, waitedMs: 4_000 },
  partner: agent === null ? 'snt' : null,
});

const recorded = (facts: readonly Fact[], fromSeq = 1, atMs = nowMs): Recorded[] =>
  facts.map((fact, index) => ({ seq: fromSeq + index, atMs, fact }));

type Notice = Readonly<Record<string, unknown>>;

/** What answers the webhook: `statuses` in their order, then 200. */
async function givenWebhook(t: Test, statuses: number[] = []) {
  const told: Notice[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', text => {
      body += text;
    });
    request.on('end', () => {
      told.push({ method: request.method, ...JSON.parse(body) });
      response.writeHead(statuses.shift() ?? 200, { location: 'http://127.0.0.1:1/' }).end('thanks');
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  return { told, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/who` };
}

async function givenTeller(t: Test, journal: readonly Recorded[], statuses: number[] = []) {
  const { told, url } = await givenWebhook(t, statuses);
  const feed = new FeedInMemory(journal);
  const log = quietLog();
  const page = 'https://crm/c/{customer.id}?call={call}&agent={agent}&vip={customer.vip}';
  const teller = new ScreenTeller(
    { setup: { page, webhook: url }, site, feed, log, now: () => nowMs, retryAfterMs: [1, 1] },
    url,
  );
  t.teardown(() => teller.close());
  teller.start();
  feed.connect();
  return { told, feed, log, teller };
}

const takenBack: Fact = {
  ...{ type: 'transfer-ended', call: 'c2', agent: '101', because: 'cancelled', backTo: 'line' },
  ...{ flow: 'n1', priority: 0 },
};

t.test('when an agent answers, the screen is told who calls', async t => {
  const { told, feed } = await givenTeller(t, []);
  feed.happen(recorded([queued('c1'), known('c1'), queued('c2')]));
  feed.happen(
    recorded(
      [
        { type: 'call-moved', call: 'c1', from: 'n1', to: 'n2', priority: 0 },
        { type: 'call-moved', call: 'c2', from: 'n1', to: 'n2', priority: 0 },
        takenBack,
        answered('c2', null),
        answered('c1'),
        answered('c2'),
      ],
      4,
    ),
  );
  await until('both are told', () => told.length === 2);
  const wanted = {
    ...{
      method: 'POST',
      event: 'call-answered',
      atMs: nowMs,
      caller: '0612345678',
      dialled: '3200',
      choice: '2',
    },
    ...{ waitedMs: 4_000, agent: { id: '101', name: 'Agent 101' } },
  };
  t.strictSame(
    [...told].sort((a, b) => String(a['call']).localeCompare(String(b['call']))),
    [
      {
        ...{ ...wanted, call: 'c1', customer, flow: { id: 'n2', name: { en: 'n2', fr: 'n2' } } },
        page: 'https://crm/c/47%2F11?call=c1&agent=101&vip=true',
      },
      {
        ...{ ...wanted, call: 'c2', customer: null, flow: { id: 'n1', name: { en: 'n1', fr: 'n1' } } },
        page: 'https://crm/c/?call=c2&agent=101&vip=',
      },
    ],
  );
});

t.test('a panel that starts later knows who waits, and does not tell of the past', async t => {
  const past = recorded([queued('c1'), known('c1'), queued('c2'), answered('c2')], 1, nowMs - 31_000);
  const { told, feed } = await givenTeller(t, past);
  await until('it has subscribed', () => feed.asked.length === 2);
  t.strictSame(feed.asked, [0, 1]);
  for (let turn = 0; turn < 3; turn++) await new Promise(resolve => setImmediate(resolve));
  feed.lose();
  feed.connect();
  await until('it has subscribed again', () => feed.asked.at(-1) === 5);
  feed.happen(recorded([answered('c1')], 5));
  await until('it is told', () => told.length > 0);
  t.match(told, [{ call: 'c1', customer: { id: '47/11' } }]);
});

t.test(
  'what fails is tried three times, what is refused once; the next one is told all the same',
  async t => {
    const { told, feed, log } = await givenTeller(t, [], [500, 503, 500, 404, 302]);
    const happens = (call: string, seq: number) => feed.happen(recorded([queued(call), answered(call)], seq));
    happens('c1', 1);
    await until('it was tried three times', () => told.length === 3);
    happens('c2', 3);
    happens('c3', 5);
    happens('c4', 7);
    await until('the last one is told', () => told.length === 6 && log.lines.length === 2);
    t.strictSame(
      told.slice(0, 3).map(notice => notice['call']),
      ['c1', 'c1', 'c1'],
    );
    t.match(log.lines, [
      { level: 'warn', message: 'screen not told', fields: { why: 'status 500' } },
      { level: 'info', message: 'screens are told again' },
    ]);
  },
);

t.test('an address at which nobody listens costs nothing but a line in the log', async t => {
  const feed = new FeedInMemory([]);
  const log = quietLog();
  const setup = { page: null, webhook: 'http://127.0.0.1:1/' };
  const teller = new ScreenTeller(
    { setup, site, feed, log, now: () => nowMs, retryAfterMs: [1] },
    setup.webhook,
  );
  t.teardown(() => teller.close());
  teller.start();
  feed.connect();
  feed.happen(recorded([queued('c1'), answered('c1')]));
  const line = await until('it is said', () => log.lines[0]);
  t.match(line, { message: 'screen not told', fields: { call: 'c1', why: /./ } });
});

t.test('when nobody takes them, the oldest go', async t => {
  const feed = new FeedInMemory([]);
  const log = quietLog();
  const setup = { page: null, webhook: 'http://127.0.0.1:1/' };
  const post = () => new Promise<never>(() => undefined);
  const teller = new ScreenTeller({ setup, site, feed, log, now: () => nowMs, post }, setup.webhook);
  teller.start();
  feed.connect();
  await until('it has subscribed', () => feed.asked.length === 2);
  const facts = Array.from({ length: 1_010 }, (_, index) => [queued(`c${index}`), answered(`c${index}`)]);
  feed.happen(recorded(facts.flat()));
  const dropped = () => log.lines.filter(({ message }) => message.includes('too many wait'));
  await until('some are dropped', () => dropped().length > 0);
  t.equal(dropped().length, 1_010 - 4 - 1_000, 'four are being told, a thousand wait');
  await teller.close();
});
