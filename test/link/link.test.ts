import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import t, { type Test } from 'tap';
import type { Recorded } from '../../src/core/facts.js';
import { connectLink } from '../../src/link/client.js';
import { linkFeed } from '../../src/link/feed.js';
import { LineSplitter } from '../../src/link/lines.js';
import type { Status } from '../../src/link/messages.js';
import { type LinkAnswers, type LinkServer, serveLink } from '../../src/link/server.js';
import { fc } from '../properties.js';
import { quietLog } from '../quiet-log.js';
import { until } from '../until.js';
import { noCampaigns } from './no-campaigns.js';

const fact = (seq: number): Recorded => ({
  seq,
  atMs: seq * 1000,
  fact: { type: 'call-bridged', call: `c${seq}`, leg: `c${seq}.1` },
});

const status: Status = {
  version: '0',
  site: 'test',
  zone: 'Europe/Paris',
  revision: 'r1',
  inForceSinceMs: 0,
  boot: 'b',
  startedAtMs: 0,
  nowMs: 1,
  switch: { connected: true, version: '22', simulated: false, why: null },
  store: { ok: true, why: null, lastSeq: 0 },
  flows: [],
  trunks: [],
  alarms: [],
};

/** A folder with a short name: a socket's path may have 107 bytes. */
function givenFolder(t: Test) {
  const folder = mkdtempSync(`${tmpdir()}/plateau-`);
  t.teardown(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** A daemon's end: `facts` are its journal; those in `missing` cannot be read, which it finds out when it tries. */
async function givenServer(t: Test, about: Partial<LinkAnswers> = {}, path = `${givenFolder(t)}/s`) {
  const facts: Recorded[] = [];
  const missing = new Set<number>();
  let behindGap = 1;
  const log = quietLog();
  const commands: unknown[] = [];
  const answers: LinkAnswers = {
    status: () => status,
    agents: () => ({ nowMs: 1, agents: [], reasons: [], wrapUpCodes: [], openCases: null }),
    calls: () => ({ nowMs: 1, calls: [] }),
    explain: ({ call }) => ({ facts: facts.filter(({ fact }) => 'call' in fact && fact.call === call) }),
    'agent-command': command => {
      commands.push(command);
      return { ok: false, because: 'unknown-agent' };
    },
    supervision: order => {
      commands.push(order);
      return { ok: false, because: 'unknown-call' };
    },
    signs: () => ({ known: [], signs: [], reportedAtMs: null, nowMs: 1 }),
    'sign-order': command => {
      commands.push(command);
      return { ok: false, because: 'unknown-sign' };
    },
    'signs-report': command => {
      commands.push(command);
      return { ok: true };
    },
    alarms: () => ({ nowMs: 1, zone: 'UTC', alarms: [] }),
    'alarm-command': command => {
      commands.push(command);
      return { ok: true };
    },
    'report-alarms': report => {
      commands.push(report);
      return {};
    },
    cases: () => ({ nowMs: 1, zone: 'UTC', rules: null, cases: [], load: [] }),
    'case-command': command => {
      commands.push(command);
      return { about: 'case', ok: false, because: 'unknown-case', case: null };
    },
    desk: () => ({ nowMs: 1, switchConnected: true, agent: null, call: null, wrapUp: null }),
    partners: () => ({ nowMs: 1, partners: [] }),
    outbound: () => ({ nowMs: 1, zone: 'UTC', isOn: false, calls: [] }),
    'outbound-cancel': command => {
      commands.push(command);
      return { ok: false, because: 'unknown-call' };
    },
    'recording-command': command => {
      commands.push(command);
      return { ok: true };
    },
    supervise: command => {
      commands.push(command);
      return { ok: true };
    },
    listening: () => ({ nowMs: 1, listening: [] }),
    recordings: () => ({ folder: '/r', recordings: [] }),
    'open-recording': () => ({ path: null }),
    reload: () => ({ ok: true, revision: 'r1', problems: [] }),
    doctor: () => Promise.reject(new Error('no doctor here')),
    checkpoint: () => ({ underWay: { written: 0, total: 1 }, last: null }),
    customers: () => ({ isOn: false, directory: null, trouble: null, crm: null }),
    customer: () => ({ customer: null }),
    ...noCampaigns,
    'checkpoint-state': () => ({ underWay: null, last: null }),
    ...about,
  };
  const server = await serveLink({
    path,
    answers,
    log,
    source: {
      firstSeq: async () => behindGap,
      publishedSeq: () => facts.length,
      read: async from => {
        const page: Recorded[] = [];
        for (let seq = from; seq < from + 100 && seq <= facts.length; seq++) {
          if (missing.has(seq)) {
            behindGap = seq + 1;
            break;
          }
          page.push(fact(seq));
        }
        return page;
      },
    },
    heartbeat: () => ({ nowMs: 1, seq: facts.length, switchConnected: true, storeOk: true }),
  });
  t.teardown(() => server.close());
  const happen = (count: number) => {
    const fresh = Array.from({ length: count }, (_, index) => fact(facts.length + 1 + index));
    facts.push(...fresh);
    server.publish(fresh);
  };
  return { path, server, facts, missing, log, commands, happen };
}

/** A client that speaks bytes. */
async function givenRawClient(t: Test, path: string) {
  const socket: Socket = connect(path);
  const lines: unknown[] = [];
  const splitter = new LineSplitter(10_000_000);
  socket.on('data', (chunk: Buffer) => {
    for (const line of splitter.push(chunk)) lines.push('text' in line ? JSON.parse(line.text) : 'too long');
  });
  let closed = false;
  socket.on('close', () => {
    closed = true;
  });
  t.teardown(() => socket.destroy());
  return { socket, lines, isClosed: () => closed };
}

t.test('each request is answered once, with its own id', async t => {
  const { path, commands, happen } = await givenServer(t);
  happen(3);
  const client = await connectLink(path);
  t.teardown(() => client.close());
  const by = { kind: 'command-line', name: 'root' } as const;
  const [first, second, third] = await Promise.all([
    client.ask('explain', { call: 'c2' }),
    client.ask('status', {}),
    client.ask('agent-command', { agent: '12', command: { kind: 'not-ready', reason: 'lunch' }, by }),
  ]);
  t.strictSame(first, { facts: [fact(2)] });
  t.strictSame(second, status);
  t.strictSame(third, { ok: false, because: 'unknown-agent' });
  t.strictSame(commands, [{ agent: '12', command: { kind: 'not-ready', reason: 'lunch' }, by }]);
  await t.rejects(client.ask('doctor', {}), { code: 'daemon-refused', message: 'failed: no doctor here' });
});

t.test('what is not a request is refused with a reason, and the next one is answered', async t => {
  const { path } = await givenServer(t);
  const { socket, lines } = await givenRawClient(t, path);
  socket.write('{"id":1,"type":"status"\n');
  socket.write('[]\n\n');
  socket.write('{"id":2,"type":"shutdown"}\n');
  socket.write('{"id":3,"type":"explain"}\n');
  socket.write(
    '{"id":4,"type":"agent-command","agent":"1","command":{"kind":"login"},"by":{"kind":"rule","name":"x"}}\n',
  );
  socket.write(`{"id":5,"type":"explain","call":"${'x'.repeat(70_000)}"}\n`);
  socket.write('{"id":6,"type":"calls","verbose":true}\n');
  await until('all are answered', () => lines.length === 8);
  t.strictSame(
    lines.slice(0, 7).map(answer => [Object(answer).id, Object(answer).ok, Object(answer).code]),
    [
      [0, false, 'bad-request'],
      [0, false, 'bad-request'],
      [0, false, 'bad-request'],
      [2, false, 'bad-request'],
      [3, false, 'bad-request'],
      [4, false, 'bad-request'],
      [0, false, 'too-long'],
    ],
  );
  t.match(lines[3], { message: /type/ });
  t.match(lines[4], { message: /^call: / });
  t.match(lines[5], { message: /^by.kind: / });
  t.strictSame(lines[7], { id: 6, ok: true, result: { nowMs: 1, calls: [] } });
});

t.test('no bytes whatever kill the daemon', async t => {
  const { path } = await givenServer(t);
  const piece = fc.oneof(
    fc.uint8Array({ maxLength: 200 }).map(bytes => Buffer.from(bytes)),
    fc.json().map(text => Buffer.from(`${text}\n`)),
    fc
      .record({
        id: fc.oneof(fc.integer(), fc.string()),
        type: fc.constantFrom('status', 'explain', 'subscribe', 'agent-command', '__proto__'),
        call: fc.oneof(fc.string(), fc.constant('\ud800'), fc.integer()),
        fromSeq: fc.oneof(fc.integer(), fc.double(), fc.string()),
      })
      .map(message => Buffer.from(`${JSON.stringify(message)}\n`)),
    fc.constant(Buffer.alloc(100_000, 'x')),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 20 }), async pieces => {
      const socket = connect(path);
      for (const bytes of pieces) socket.write(bytes);
      await new Promise<void>(resolve => socket.end(resolve));
      socket.destroy();
      const client = await connectLink(path);
      const answer = await client.ask('status', {});
      client.close();
      return answer.site === 'test';
    }),
    { numRuns: 100 },
  );
});

t.test('a subscriber gets every fact from where he was, once, in order, then new ones', async t => {
  const { path, happen } = await givenServer(t);
  happen(350);
  const client = await connectLink(path);
  t.teardown(() => client.close());
  const seen: number[] = [];
  let beats = 0;
  const heartbeat = () => beats++;
  const journal = await client.subscribe(101, {
    facts: facts => seen.push(...facts.map(f => f.seq)),
    heartbeat,
  });
  t.strictSame(journal, { firstSeq: 1, lastSeq: 350 });
  happen(5);
  await until('he has caught up', () => seen.at(-1) === 355);
  happen(2);
  await until('he is told the new ones', () => seen.at(-1) === 357);
  t.strictSame(
    seen,
    Array.from({ length: 257 }, (_, index) => 101 + index),
  );
  await until('a heartbeat comes', () => beats > 0);

  const fresh: number[] = [];
  await client.subscribe(0, { facts: facts => fresh.push(...facts.map(f => f.seq)), heartbeat });
  happen(1);
  await until('the new subscription is told', () => fresh.length === 1);
  t.strictSame(fresh, [358], '0 means new ones only');
  t.equal(seen.at(-1), 357, 'the old subscription is over');
});

t.test('a subscriber who meets a gap is cut, and told then where to begin afresh', async t => {
  const { path, happen, missing } = await givenServer(t);
  happen(10);
  missing.add(4);
  const seen: number[] = [];
  const events = {
    facts: (facts: readonly Recorded[]) => seen.push(...facts.map(f => f.seq)),
    heartbeat: () => 0,
  };
  const first = await connectLink(path);
  t.strictSame(await first.subscribe(2, events), { firstSeq: 1, lastSeq: 10 });
  t.match(await first.closed, /journal-gap/);
  t.strictSame(seen, [2, 3]);
  const second = await connectLink(path);
  t.teardown(() => second.close());
  t.strictSame(await second.subscribe(4, events), { firstSeq: 5, lastSeq: 10 });
  await until('he has caught up', () => seen.at(-1) === 10);
  t.strictSame(seen, [2, 3, 5, 6, 7, 8, 9, 10]);
});

t.test('a subscriber who does not read is cut, and the others go on', async t => {
  const { path, happen } = await givenServer(t);
  const slow = await givenRawClient(t, path);
  slow.socket.write('{"id":1,"type":"subscribe","fromSeq":0}\n');
  await until('he is subscribed', () => slow.lines.length === 1);
  slow.socket.pause();
  const client = await connectLink(path);
  t.teardown(() => client.close());
  let seen = 0;
  await client.subscribe(0, {
    facts: facts => {
      seen += facts.length;
    },
    heartbeat: () => 0,
  });
  for (let round = 1; round <= 30; round++) {
    happen(5000);
    await until('the other one has them', () => seen === round * 5000);
  }
  slow.socket.resume();
  await until('he is cut', slow.isClosed);
  t.ok(slow.lines.length < 31, 'before he was sent everything');
});

t.test('a subscriber who is cut and reads on at once is told why', async t => {
  const { path, happen } = await givenServer(t);
  const slow = await givenRawClient(t, path);
  slow.socket.write('{"id":1,"type":"subscribe","fromSeq":0}\n');
  await until('he is subscribed', () => slow.lines.length === 1);
  slow.socket.pause();
  happen(80_000);
  slow.socket.resume();
  await until('he is cut', slow.isClosed);
  t.strictSame(slow.lines.at(-1), { event: 'cut', why: 'too-slow' });
});

t.test('a daemon that is alive is respected, what a dead one left is removed', async t => {
  const folder = givenFolder(t);
  const { path } = await givenServer(t, {}, `${folder}/s`);
  t.equal(statSync(path).mode & 0o777, 0o660, 'only owner and group may connect');
  await t.rejects(givenServer(t, {}, path), {
    code: 'socket-in-use',
    message: `another plateaud (pid ${process.pid}) listens on ${path}`,
  });
  const stale = `${folder}/stale`;
  const code = `require('net').createServer().listen(${JSON.stringify(stale)}, () => process.kill(process.pid, 9))`;
  spawnSync(process.execPath, ['-e', code]);
  t.ok(statSync(stale).isSocket(), 'a dead daemon left its socket');
  await givenServer(t, {}, stale);
  const client = await connectLink(stale);
  t.equal((await client.ask('status', {})).site, 'test');
  client.close();

  const file = `${folder}/file`;
  writeFileSync(file, 'precious');
  await t.rejects(givenServer(t, {}, file), {
    code: 'socket-failed',
    message: `${file} exists and is not a socket`,
  });
  t.ok(existsSync(file));
  await t.rejects(givenServer(t, {}, `/${'x'.repeat(120)}`), { code: 'socket-failed' });
  await t.rejects(givenServer(t, {}, `${folder}/no/folder`), { code: 'socket-failed' });
});

t.test('a client is told why there is no answer', async t => {
  const folder = givenFolder(t);
  await t.rejects(connectLink(`${folder}/nothing`), { code: 'daemon-unreachable' });
  const never = new Promise<Status>(() => undefined);
  const { path, server } = await givenServer(t, { status: () => never }, `${folder}/s`);
  const client = await connectLink(path);
  await t.rejects(client.ask('status', {}, 20), { code: 'daemon-late' });
  const waiting = client.ask('status', {});
  const lost = t.rejects(waiting, { code: 'daemon-lost' });
  await server.close();
  await lost;
  t.match(await client.closed, /stopping/);
  t.notOk(existsSync(path), 'the socket is gone with the daemon');
  await t.rejects(client.ask('status', {}), { code: 'daemon-lost' });
});

t.test('a feed connects again by itself and goes on where it was', async t => {
  const path = `${givenFolder(t)}/s`;
  const feed = linkFeed(path);
  t.teardown(() => feed.close());
  const seen: number[] = [];
  const told: string[] = [];
  feed.start({
    connected: () => {
      told.push('connected');
      feed.subscribe((seen.at(-1) ?? 0) + 1);
    },
    subscribed: ({ lastSeq }) => told.push(`subscribed ${lastSeq}`),
    facts: facts => {
      told.push('facts');
      seen.push(...facts.map(({ seq }) => seq));
    },
    heartbeat: () => undefined,
    lost: () => told.push('lost'),
  });
  await until('it found nobody', () => told.includes('lost'));
  await t.rejects(feed.ask('status', {}), { code: 'daemon-lost' });
  const first: { server: LinkServer; happen: (count: number) => void } = await givenServer(t, {}, path);
  first.happen(3);
  await until('it has the first facts', () => seen.length === 3);
  t.equal((await feed.ask('status', {})).site, 'test');
  await first.server.close();
  const second = await givenServer(t, {}, path);
  second.happen(7);
  await until('it has the others', () => seen.length === 7);
  t.strictSame(seen, [1, 2, 3, 4, 5, 6, 7]);
  t.strictSame(
    told.filter(what => what !== 'lost').slice(0, 3),
    ['connected', 'subscribed 3', 'facts'],
    'the answer comes before the facts',
  );
});

t.test('a daemon that hangs is noticed', async t => {
  const path = `${givenFolder(t)}/s`;
  const sockets: Socket[] = [];
  const hung = createServer(socket => sockets.push(socket));
  await new Promise<void>(resolve => hung.listen(path, resolve));
  t.teardown(() => {
    for (const socket of sockets) socket.destroy();
    hung.close();
  });
  const feed = linkFeed(path, 50);
  t.teardown(() => feed.close());
  const why: string[] = [];
  feed.start({
    connected: () => feed.subscribe(1),
    subscribed: () => undefined,
    facts: () => undefined,
    heartbeat: () => undefined,
    lost: reason => why.push(reason),
  });
  await until('it gives up', () => why.length > 0);
  t.strictSame(why, ['silent for 50 ms']);
});
