// What people send: site files, messages on the control socket, command lines. Whatever it is, there is an answer or a clear refusal in
// time, and what is asked next is answered.
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import t, { type Test } from 'tap';
import type { Recorded } from '../../src/core/facts.js';
import { invariants } from '../../src/core/invariants.js';
import { createState } from '../../src/core/state.js';
import { Engine } from '../../src/engine/engine.js';
import { answersOf } from '../../src/engine/requests.js';
import { createSignDesk } from '../../src/engine/sign-desk.js';
import { connectLink } from '../../src/link/client.js';
import { serveLink } from '../../src/link/server.js';
import { givenAgent, givenFlow, givenSite, noon } from '../core/given.js';
import { givenFolder, runHere } from '../ctl/daemon.js';
import { fuzzRuns, nasty, nastyJson, nastyText } from '../nasty.js';
import { fc } from '../properties.js';
import { quietLog } from '../quiet-log.js';
import { check } from '../site/small-site.js';
import { until } from '../until.js';

const demo = readFileSync(new URL('../../../config/site.yaml', import.meta.url), 'utf8').split('\n');

type Edit = { readonly kind: string; readonly at: number; readonly to: number; readonly text: string };

const edit: fc.Arbitrary<Edit> = fc.record({
  kind: fc.constantFrom('delete', 'double', 'swap', 'indent', 'value', 'key', 'insert', 'cut'),
  at: fc.nat(demo.length - 1),
  to: fc.nat(demo.length - 1),
  text: nastyText,
});

function edited(lines: readonly string[], { kind, at, to, text }: Edit): string[] {
  const line = lines[at] ?? '';
  switch (kind) {
    case 'delete':
      return lines.toSpliced(at, 1);
    case 'double':
      return lines.toSpliced(at, 0, line);
    case 'swap':
      return lines.with(at % lines.length, lines[to % lines.length] ?? '');
    case 'indent':
      return lines.toSpliced(at, 1, `  ${line}`);
    case 'value':
      return lines.toSpliced(at, 1, line.replace(/: .*/, `: ${text}`));
    case 'key':
      return lines.toSpliced(at, 1, line.replace(/[a-z0-9]+:/i, `${text}:`));
    case 'cut':
      return lines.slice(0, Math.max(1, at));
    default:
      return lines.toSpliced(at, 0, text);
  }
}

t.test(
  'site files: the demo’s with mistakes is accepted, or refused with place and words, in time',
  async t => {
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 3 }), async edits => {
        const startedAt = performance.now();
        const result = await check(edits.reduce<string[]>(edited, demo).join('\n'), 'skip');
        if (performance.now() - startedAt > 20_000) throw new Error('too slow');
        if (result.ok) return;
        refused++;
        for (const { line, column, text } of result.problems)
          if (!(line >= 0 && column >= 0) || text.en === '' || text.fr === '')
            throw new Error(JSON.stringify(text));
        if (result.problems.length === 0) throw new Error('refused without a word');
      }),
      { numRuns: fuzzRuns(25) },
    );
    t.ok(refused > 5, `${refused} refused`);
  },
);

t.test('site files: bombs', async t => {
  const laughs = ['a: &a [x,x,x,x,x,x,x,x,x]'];
  for (let level = 1; level < 12; level++) {
    const before = String.fromCharCode(96 + level);
    const name = String.fromCharCode(97 + level);
    laughs.push(`${name}: &${name} [${Array.from({ length: 9 }, () => `*${before}`).join(',')}]`);
  }
  const bombs: Readonly<Record<string, string>> = {
    'a billion laughs': laughs.join('\n'),
    'an anchor that holds itself': 'site: &a { name: *a }',
    'ten thousand brackets': '['.repeat(10_000),
    'ten thousand levels': Array.from({ length: 10_000 }, (_, level) => `${' '.repeat(level % 500)}a:`).join(
      '\n',
    ),
    'a key of a megabyte': `${'k'.repeat(1_000_000)}: 1`,
    'names of prototypes': nasty
      .map(text => `? ${JSON.stringify(text)}\n: { __proto__: { polluted: 1 } }`)
      .join('\n'),
    'many documents': '---\nsite: 1\n'.repeat(1_000),
  };
  for (const [what, text] of Object.entries(bombs)) {
    const startedAt = performance.now();
    const result = await check(text);
    t.ok(!result.ok && result.problems.length > 0, what);
    t.ok(performance.now() - startedAt < 20_000, `${what}: in time`);
  }
  t.equal(Reflect.get({}, 'polluted'), undefined);
});

const site = givenSite([givenFlow({ id: 'n1' })], [givenAgent('101', { internet: 1 })]);

/** The daemon's engine behind its control socket; facts are safe as soon as they are decided. */
async function givenDaemon(t: Test) {
  const path = `${givenFolder(t)}/s`;
  const records: Recorded[] = [];
  const performed: string[] = [];
  const log = quietLog();
  const engine = new Engine({
    state: createState(site),
    store: {
      lastSeq: 0,
      snapshotIsDue: false,
      append: (facts, atMs, then) => {
        const added = facts.map((fact, index) => ({ seq: records.length + index + 1, atMs, fact }));
        records.push(...added);
        setImmediate(then);
        return added;
      },
      read: async from => records.slice(from - 1),
      readableFrom: async from => (from > records.length ? null : from),
      factsOf: async call => records.filter(({ fact }) => 'call' in fact && fact.call === call),
      writeSnapshot: async () => true,
    },
    clock: { now: () => noon, after: () => () => undefined },
    logger: log,
    boot: 'b',
    decided: () => undefined,
    route: () => ({ flow: null, priority: null, rules: [] }),
    switch: {
      start: () => undefined,
      perform: effect => void performed.push(effect.type),
      writeQueueLog: () => undefined,
      close: async () => undefined,
    },
  });
  engine.start();
  const answers = answersOf({
    engine,
    store: {
      lastSeq: 0,
      factsOf: async call => records.filter(({ fact }) => 'call' in fact && fact.call === call),
    },
    storeHealth: () => ({
      trouble: null,
      inMemory: 0,
      dropped: 0,
      damaged: null,
      checkpointFailed: null,
      room: null,
    }),
    customers: {
      state: () => ({ isOn: false, directory: null, trouble: null, crm: null }),
      renew: async () => undefined,
      find: async () => null,
    },
    recordings: {
      list: async () => ({ folder: '/r', recordings: [] }),
      open: async () => ({ path: null }),
    },
    campaigns: {
      view: async () => ({ nowMs: noon, zone: 'UTC', campaigns: [], trouble: null }),
      add: async () => ({ ok: false, because: 'unknown-campaign' }),
      clear: async () => ({ ok: false, because: 'unknown-campaign' }),
      records: async () => [],
      bar: async (_change, unread) => ({ changed: 0, unread }),
      barred: async () => ({ numbers: [] }),
    },
    version: '0',
    boot: 'b',
    startedAtMs: noon,
    simulated: true,
    site: () => ({ zone: 'Europe/Paris', inForceSinceMs: noon, page: null }),
    reload: async () => [],
    checkpoints: { state: () => ({ underWay: null, last: null }), begin: () => undefined },
    signs: createSignDesk({ known: () => ['hall'], now: () => noon, tell: fact => engine.tell(fact) }),
    doctor: async () => [],
  });
  const server = await serveLink({
    path,
    answers,
    source: {
      firstSeq: async () => 1,
      publishedSeq: () => records.length,
      read: async from => records.slice(from - 1),
    },
    heartbeat: () => ({ nowMs: noon, seq: records.length, switchConnected: true, storeOk: true }),
    log,
  });
  t.teardown(() => server.close());
  return { path, engine, performed };
}

const request = fc.record(
  {
    id: fc.oneof(
      { weight: 5, arbitrary: fc.integer({ min: 1, max: 99 }) },
      { weight: 1, arbitrary: nastyJson },
    ),
    type: fc.oneof(
      {
        weight: 5,
        arbitrary: fc.constantFrom(
          'agent-command',
          'explain',
          'status',
          'agents',
          'calls',
          'reload',
          'subscribe',
        ),
      },
      {
        weight: 1,
        arbitrary: fc.oneof(fc.constantFrom('dial', 'originate', 'ring', '__proto__'), nastyJson),
      },
    ),
    agent: fc.oneof(fc.constant('101'), nastyText, nastyJson),
    call: fc.oneof(nastyText, nastyJson),
    command: fc.oneof(
      fc.record({
        kind: fc.constantFrom('login', 'logout', 'ready', 'not-ready', '__proto__'),
        reason: nastyText,
      }),
      nastyJson,
    ),
    by: fc.oneof(
      fc.record({ kind: fc.constantFrom('desk', 'command-line', 'rule'), name: nastyText }),
      nastyJson,
    ),
    fromSeq: fc.oneof(fc.integer(), nastyJson),
    endpoint: fc.constant('PJSIP/0899000000@operator'),
    number: fc.constant('0899000000'),
  },
  { requiredKeys: ['id', 'type'] },
);

t.test(
  'control socket: no message dials, rings or ends anything that was not there; the daemon answers on',
  async t => {
    const { path, engine, performed } = await givenDaemon(t);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(request, fc.integer({ min: 0, max: 9 })), { maxLength: 12 }),
        async messages => {
          const socket = connect(path);
          socket.on('error', () => socket.destroy());
          socket.resume();
          for (const [message, cut] of messages) {
            const line = `${JSON.stringify(message)}\n`;
            // Now and then only half of a line, with the next one behind it.
            socket.write(cut === 0 ? line.slice(0, line.length / 2) : line);
          }
          await new Promise<void>(resolve => socket.end(resolve));
          const client = await connectLink(path);
          const { agents } = await client.ask('agents', {});
          client.close();
          const broken = invariants(engine.state, noon);
          if (broken.length > 0 || agents.length !== 1)
            throw new Error(broken.join() || JSON.stringify(agents));
        },
      ),
      { numRuns: fuzzRuns(40) },
    );
    t.strictSame(performed, [], 'nothing was done to the switch');
    t.strictSame([...engine.state.agents.keys()], ['101'], 'no agent came to be');
  },
);

t.test('control socket: names of prototypes are unknown agents and unknown calls', async t => {
  const { path } = await givenDaemon(t);
  const client = await connectLink(path);
  t.teardown(() => client.close());
  const by = { kind: 'command-line', name: '__proto__' } as const;
  for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
    t.strictSame(await client.ask('agent-command', { agent: name, command: { kind: 'login' }, by }), {
      ok: false,
      because: 'unknown-agent',
    });
    t.strictSame(await client.ask('explain', { call: name }), { facts: [] });
  }
});

t.test('control socket: who holds hundreds of connections, or half lines, holds up nobody', async t => {
  const { path } = await givenDaemon(t);
  const client = await connectLink(path);
  t.teardown(() => client.close());
  const idle = Array.from({ length: 400 }, () => connect(path));
  t.teardown(() => {
    for (const socket of idle) socket.destroy();
  });
  let cut = 0;
  for (const socket of idle) {
    socket.on('close', () => {
      cut++;
    });
    socket.on('error', () => socket.destroy());
    socket.write('{"id":1,');
  }
  await until('those beyond the limit are turned away', () => cut >= 200);
  t.equal((await client.ask('agents', {})).agents.length, 1, 'who was there is answered');
  for (const socket of idle) socket.destroy();
  const again = await until('there is room again', () => connectLink(path).catch(() => null));
  t.equal((await again.ask('agents', {})).agents.length, 1);
  again.close();
});

const options = ['--site', '--socket', '--lang', '--json', '--call', '--agent', '--follow', '--', '-h', '-'];

t.test('plateauctl: any arguments end in an answer or a refusal, and never steer the terminal', async t => {
  const folder = givenFolder(t);
  const word = fc.oneof(
    fc.constantFrom('status', 'agents', 'calls', 'explain', 'agent', 'reload', 'tail', 'check', 'doctor'),
    fc.constantFrom('login', 'ready', 'pause', ...options),
    nastyText,
  );
  await fc.assert(
    fc.asyncProperty(fc.array(word, { maxLength: 5 }), async words => {
      const at = ['--socket', `${folder}/nobody`, '--site', `${folder}/site.yaml`];
      const { exit, out, err } = await runHere([...at, ...words]);
      if (exit === null || ![0, 1, 2, 3].includes(exit)) throw new Error(`exit ${exit}`);
      const steering = /[\p{Cc}\u202a-\u202e]/u.exec(`${out}${err}`.replaceAll(/[\n\t]/g, ''));
      if (steering !== null) throw new Error(JSON.stringify(`${out}${err}`.slice(0, 200)));
    }),
    { numRuns: fuzzRuns(80) },
  );
  t.pass('none has thrown');
});
