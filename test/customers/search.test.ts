import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import t, { type Test } from 'tap';
import { Directory } from '../../src/customers/directory.js';
import { CustomerFinder } from '../../src/customers/search.js';
import type { CustomersSetup } from '../../src/site/site-file.js';
import { givenSite, givenUnits } from '../core/given.js';
import { quietLog } from '../quiet-log.js';
import { until } from '../until.js';
import { imports, open, rules } from './given.js';

const list = `id,numbers,name,unit,vip
4711,0612345678,Local Camille,nord,yes
4712,0612345679,Local Bob,sud,no
`;
const fromCrm = {
  id: 4711,
  name: 'Camille',
  unit: 'sud',
  vip: 'yes',
  debts: 3,
  orderedOn: '2026-11-03',
  secret: 'x',
};

type Asked = { readonly url: string; readonly authorization: string | undefined };

/** A CRM on this machine that does with each question what `answer` says. */
async function givenCrm(t: Test, answer: (response: ServerResponse, asked: Asked) => void) {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const about = { url: request.url ?? '', authorization: request.headers.authorization };
    asked.push(about);
    answer(response, about);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { asked, url: `http://127.0.0.1:${port}/c?n={number}&k={kind}` };
}

async function givenFinder(t: Test, crm: Partial<NonNullable<CustomersSetup['crm']>> | null, data?: string) {
  const directory = new Directory(data ?? t.testdir({ 'list.csv': list }), open, quietLog());
  let setup: CustomersSetup = {
    country: 'FR',
    attributes: rules.attributes,
    crm: crm === null ? null : { url: '', deadlineMs: 2_000, rememberMs: 60_000, token: null, ...crm },
  };
  let nowMs = Date.now();
  const log = quietLog();
  const core = givenSite([], [], [], { units: givenUnits('nord', 'sud') });
  const finder = new CustomerFinder({
    directory,
    log,
    now: () => nowMs,
    site: () => ({ customers: setup, core }),
  });
  t.teardown(async () => {
    finder.close();
    await directory.close();
  });
  return {
    ...{ finder, directory, log },
    find: (caller: string, keyed = '') => finder.find({ caller, keyed }),
    passes: (ms: number) => {
      nowMs += ms;
    },
    change: (about: Partial<CustomersSetup>) => {
      setup = { ...setup, ...about };
    },
  };
}

async function givenDirectory(t: Test): Promise<string> {
  const data = t.testdir({ 'list.csv': list });
  await imports(data, 'list.csv');
  return data;
}

t.test('in the directory: by his number, by what he keyed before that, by nothing', async t => {
  const { find, directory, change } = await givenFinder(t, null, await givenDirectory(t));
  t.equal(find('0612345678'), null, 'no directory is open: nobody is to be asked');
  await directory.renew();
  t.match(await find('0612345678'), { id: '4711', found: 'caller-number', source: 'directory' });
  t.match(await find('0612345678', '4712'), { id: '4712', found: 'keyed-number', source: 'directory' });
  t.match(await find('', '06 12 34 56 79'), { id: '4712', found: 'keyed-number' });
  t.match(
    await find('0612345678', '9999'),
    { id: '4711', found: 'caller-number' },
    'what he keyed is nobody’s',
  );
  t.equal(await find('0699999999'), null);
  for (const nobody of ['', 'anonymous', '3204', 'Unavailable', '0'.repeat(300)]) t.equal(find(nobody), null);
  change({ country: null });
  t.equal(find('0612345678'), null);
});

t.test('the CRM goes before the directory; its answers are remembered for a while', async t => {
  const crm = await givenCrm(t, response => void response.end(JSON.stringify(fromCrm)));
  const { find, directory, passes } = await givenFinder(
    t,
    { url: crm.url, token: 'sesame' },
    await givenDirectory(t),
  );
  await directory.renew();
  const camille = {
    ...{ id: '4711', name: 'Camille', unit: 'sud', found: 'caller-number', source: 'crm' },
    attributes: { vip: true, debts: 3, orderedOn: '2026-11-03' },
  };
  t.strictSame(await find('0612345678'), camille);
  passes(59_000);
  t.strictSame(await find('+33612345678'), camille);
  t.strictSame(crm.asked, [{ url: '/c?n=%2B33612345678&k=caller-number', authorization: 'Bearer sesame' }]);
  passes(2_000);
  await find('0612345678');
  t.equal(crm.asked.length, 2, 'asked again when the answer has aged');
  await Promise.all([find('0612345670'), find('0612345670'), find('0612345670')]);
  t.equal(crm.asked.length, 3, 'callers of one number ask once');
});

t.test('whom the CRM does not know is not looked for in the directory', async t => {
  const crm = await givenCrm(t, response => void response.writeHead(404).end());
  const { find, directory } = await givenFinder(t, { url: crm.url }, await givenDirectory(t));
  await directory.renew();
  t.equal(await find('0612345678'), null);
});

t.test('whatever a CRM answers: the directory is the fall-back', async t => {
  const answers: Readonly<Record<string, (response: ServerResponse) => void>> = {
    garbage: response => void response.end('<html>nope</html>'),
    'a list': response => void response.end('[1]'),
    'no id': response => void response.end('{"name":"x"}'),
    'an id with a line feed': response => void response.end('{"id":"a\\nb"}'),
    'a failure': response => void response.writeHead(500).end(JSON.stringify(fromCrm)),
    'a redirect': response => void response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
    'a huge body': response => void response.end(JSON.stringify({ ...fromCrm, pad: 'x'.repeat(100_000) })),
    'half a body': response => {
      response.writeHead(200, { 'content-length': 1000 });
      response.write('{"id":');
      response.socket?.destroySoon();
    },
    'a reset': response => void response.socket?.destroy(),
  };
  for (const [what, answer] of Object.entries(answers)) {
    const crm = await givenCrm(t, answer);
    const { find, directory } = await givenFinder(t, { url: crm.url }, await givenDirectory(t));
    await directory.renew();
    t.match(await find('0612345678'), { id: '4711', name: 'Local Camille', source: 'directory' }, what);
    await directory.close();
  }
});

t.test('a body without end is cut off at its limit', async t => {
  const crm = await givenCrm(t, response => {
    const more = () => {
      if (!response.destroyed) response.write('x'.repeat(50_000), () => setImmediate(more));
    };
    more();
  });
  const { find, directory } = await givenFinder(
    t,
    { url: crm.url, deadlineMs: 60_000 },
    await givenDirectory(t),
  );
  await directory.renew();
  t.match(await find('0612345678'), { source: 'directory' });
});

t.test('a slow CRM costs its deadline, a dead one nothing after three callers', async t => {
  let silent = true;
  const crm = await givenCrm(t, response => {
    if (!silent) response.end(JSON.stringify(fromCrm));
  });
  const { find, finder, directory, passes, log } = await givenFinder(
    t,
    { url: crm.url, deadlineMs: 100 },
    await givenDirectory(t),
  );
  await directory.renew();
  t.equal(finder.deadlineMs(), 300, 'the engine waits a little longer: for the directory');
  for (const caller of ['0612345678', '0612345679', '0612345670']) await find(caller);
  t.equal(crm.asked.length, 3);
  t.match(log.lines, [{ level: 'warn', message: 'crm does not answer' }]);
  t.match(finder.crmState, { why: 'no answer in 100 ms' });
  t.ok(finder.crmState.failingSinceMs !== null);
  const many = await Promise.all(Array.from({ length: 50 }, () => find('0612345678')));
  t.equal(crm.asked.length, 3, 'it is left alone');
  t.ok(many.every(customer => customer?.source === 'directory'));
  silent = false;
  passes(10_001);
  t.match(await find('0612345678'), { source: 'directory' }, 'nobody waits for the one question');
  await until('it answers again', () => finder.crmState.failingSinceMs === null);
  t.equal(crm.asked.length, 4);
  t.match(await find('0612345678'), { source: 'crm', name: 'Camille' });
});

t.test('where it is down, what it said within a day is better than the directory', async t => {
  let up = true;
  const crm = await givenCrm(
    t,
    response => void (up ? response.end(JSON.stringify(fromCrm)) : response.destroy()),
  );
  const { find, directory, passes, change } = await givenFinder(t, { url: crm.url }, await givenDirectory(t));
  await directory.renew();
  await find('0612345678');
  up = false;
  passes(3_600_000);
  t.match(await find('0612345678'), { source: 'crm', name: 'Camille' });
  passes(86_400_000);
  t.match(await find('0612345678'), { source: 'directory' });
  change({ attributes: {} });
  t.match(await find('0612345678'), { source: 'directory' });
});

t.test('a CRM that nobody listens for', async t => {
  const { find, directory } = await givenFinder(
    t,
    { url: 'http://127.0.0.1:1/{number}' },
    await givenDirectory(t),
  );
  await directory.renew();
  t.match(await find('0612345678'), { source: 'directory' });
});

t.test('a CRM that cannot be asked at all costs nobody his call', async t => {
  for (const crm of [
    { url: 'http://[x/{number}' },
    { url: 'https://crm:99999/{number}' },
    { url: 'http://127.0.0.1:1/{number}', token: 'clé€' },
  ]) {
    const { find, directory } = await givenFinder(t, crm, await givenDirectory(t));
    await directory.renew();
    t.match(await find('0612345678'), { source: 'directory' }, crm.url);
  }
});
