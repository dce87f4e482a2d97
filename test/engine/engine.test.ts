import t from 'tap';
import type { Effect } from '../../src/core/effects.js';
import type { Fact, Recorded } from '../../src/core/facts.js';
import type { Input } from '../../src/core/inputs.js';
import { invariants } from '../../src/core/invariants.js';
import { toSnapshot } from '../../src/core/snapshot.js';
import { createState, type State } from '../../src/core/state.js';
import type { QueueLogRecord, SwitchEvents } from '../../src/core/switch.js';
import { Engine } from '../../src/engine/engine.js';
import { type Clock, type FactStore, steadyTime } from '../../src/engine/ports.js';
import { recover } from '../../src/engine/recover.js';
import { givenAgent, givenFlow, givenSite, noon } from '../core/given.js';
import { fc } from '../properties.js';
import { emptySwitch } from './given-switch.js';

const site = givenSite(
  [
    givenFlow({
      id: 'n1',
      rings: [
        { kind: 'agents', requirement: 'internet>=2', afterMs: 0, whenWaitingAtLeast: null },
        { kind: 'agents', requirement: 'internet>=1', afterMs: 30_000, whenWaitingAtLeast: null },
      ],
    }),
  ],
  [givenAgent('101', { internet: 1 }), givenAgent('102', { internet: 2 })],
  [],
  { wrapUpMs: 10_000 },
);
const log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const logger = { ...log, child: () => logger };

/** A journal in memory that acknowledges when it is told to. */
class Paper implements FactStore {
  readonly records: Recorded[] = [];
  readonly waiting: (() => void)[] = [];
  readonly snapshotIsDue = false;
  get lastSeq(): number {
    return this.records.length;
  }
  append(facts: readonly Fact[], atMs: number, then: () => void): readonly Recorded[] {
    const added = facts.map((fact, index) => ({
      seq: this.records.length + index + 1,
      atMs,
      fact: JSON.parse(JSON.stringify(fact)) as Fact,
    }));
    this.records.push(...added);
    this.waiting.push(then);
    return added;
  }
  acknowledge(): void {
    for (const then of this.waiting.splice(0)) then();
  }
  async read(fromSeq: number): Promise<readonly Recorded[]> {
    return this.records.slice(fromSeq - 1, fromSeq + 6);
  }
  async readableFrom(fromSeq: number): Promise<number | null> {
    return fromSeq > this.records.length ? null : Math.max(1, fromSeq);
  }
  async factsOf(): Promise<readonly Recorded[]> {
    return [];
  }
  async writeSnapshot(): Promise<boolean> {
    return true;
  }
}

class FakeClock implements Clock {
  ms = noon;
  timers: { atMs: number; wake: () => void }[] = [];
  now(): number {
    return this.ms;
  }
  after(ms: number, wake: () => void): () => void {
    const timer = { atMs: this.ms + Math.max(0, ms), wake };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter(other => other !== timer);
    };
  }
  passes(ms: number): void {
    const untilMs = this.ms + ms;
    for (;;) {
      const next = this.timers.filter(({ atMs }) => atMs <= untilMs).sort((a, b) => a.atMs - b.atMs)[0];
      if (next === undefined) break;
      this.ms = Math.max(this.ms, next.atMs);
      this.timers = this.timers.filter(other => other !== next);
      next.wake();
    }
    this.ms = untilMs;
  }
}

function givenEngine(state: State = createState(site)) {
  const performed: Effect[] = [];
  const lines: QueueLogRecord[] = [];
  const paper = new Paper();
  const clock = new FakeClock();
  const events: SwitchEvents[] = [];
  let closed = false;
  const engine = new Engine({
    state,
    store: paper,
    clock,
    logger,
    boot: 'b1',
    decided: () => undefined,
    route: ({ dialled }) => ({ flow: dialled === '3204' ? 'n1' : null, priority: null, rules: [] }),
    switch: {
      start: given => void events.push(given),
      perform: effect => void performed.push(effect),
      writeQueueLog: line => void lines.push(line),
      close: async () => {
        closed = true;
      },
    },
  });
  engine.start();
  const [pbx] = events;
  if (pbx === undefined) throw new Error('the engine did not start its switch');
  return { engine, paper, clock, pbx, performed, lines, isClosed: () => closed };
}

const arrives = (call: string): Input => {
  const about = {
    channel: call,
    caller: '06',
    callerName: '',
    dialled: '3200',
    trunk: 'operator',
    language: 'fr',
    choice: '',
  } as const;
  return { type: 'call-arrived', call, flow: 'n1', ...about };
};
const login = (agent: string): Input => ({
  type: 'agent-command',
  agent,
  command: { kind: 'login' },
  by: { kind: 'phone', name: agent },
});
const types = (records: readonly Recorded[]) => records.map(({ fact }) => fact.type);

t.test('nothing is done before its facts are safe, and then in order', async t => {
  const { engine, paper, pbx, performed, lines } = givenEngine();
  pbx.connected(emptySwitch);
  engine.input(login('102'));
  pbx.input(arrives('c1'));
  t.strictSame(performed, []);
  t.strictSame(types(paper.records), [
    'control-started',
    'switch-connected',
    'agent-logged-in',
    'call-queued',
    'ring-opened',
    'call-offered',
  ]);
  paper.acknowledge();
  t.strictSame(
    performed.map(effect => effect.type),
    ['ring', 'hold'],
    'the phone does not wait for the music of the caller',
  );
  t.strictSame(
    lines.map(line => `${line.event} ${line.queue}`),
    ['QUEUESTART NONE', 'ADDMEMBER n1', 'ENTERQUEUE n1'],
  );
});

t.test('what is due is done at its moment; while the switch is away nothing falls due', async t => {
  const { engine, paper, clock, pbx, performed } = givenEngine();
  pbx.connected(emptySwitch);
  engine.input(login('101'));
  pbx.input(arrives('c1'));
  clock.passes(29_999);
  t.notOk(types(paper.records).includes('call-offered'));
  clock.passes(1);
  t.equal(types(paper.records).at(-1), 'call-offered');
  pbx.lost('cut');
  t.strictSame(engine.switchHealth, { connected: false, version: '22.10.1', why: 'cut' });
  clock.passes(600_000);
  t.notOk(
    types(paper.records).includes('agent-not-ready'),
    'a phone that we cannot see is not a phone that does not answer',
  );
  const arrival = { ...arrives('c1') } as Extract<Input, { type: 'call-arrived' }>;
  paper.acknowledge();
  performed.length = 0;
  pbx.connected({ ...emptySwitch, callers: [{ arrival, joinedWith: null }] });
  paper.acknowledge();
  t.strictSame(
    performed.map(effect => effect.type),
    ['ring', 'hold'],
    'the leg was lost meanwhile; he is offered again and held again',
  );
});

t.test('nobody is rung for a caller before it is known who is gone', async t => {
  const { engine, paper, pbx, performed } = givenEngine();
  pbx.connected(emptySwitch);
  pbx.input(arrives('c1'));
  pbx.input(arrives('c2'));
  pbx.lost('cut');
  engine.input(login('102'));
  paper.acknowledge();
  performed.length = 0;
  const arrival = { ...arrives('c2') } as Extract<Input, { type: 'call-arrived' }>;
  const phones = [{ endpoint: 'PJSIP/102', phone: 'idle' as const }];
  pbx.connected({ ...emptySwitch, callers: [{ arrival, joinedWith: null }], phones });
  paper.acknowledge();
  t.strictSame(
    performed.flatMap(effect => (effect.type === 'ring' ? [effect.call] : [])),
    ['c2'],
    'the first in line hung up while we were away',
  );
});

t.test('what was decided on one connection is not done on the next', async t => {
  const { engine, paper, clock, pbx, performed } = givenEngine();
  pbx.connected(emptySwitch);
  engine.input(login('102'));
  paper.acknowledge();
  pbx.input(arrives('c1'));
  pbx.lost('cut');
  clock.ms += 2_000;
  const arrival = { ...arrives('c1') } as Extract<Input, { type: 'call-arrived' }>;
  pbx.connected({ ...emptySwitch, callers: [{ arrival, joinedWith: null }] });
  paper.acknowledge();
  t.strictSame(
    performed.flatMap(effect => (effect.type === 'ring' ? [effect.leg] : [])),
    ['c1.2'],
    'the first leg was said to be lost: it is not rung beside the second',
  );
});

t.test('what was due while the process was held up is not overtaken by what happened later', async t => {
  const { engine, paper, clock, pbx } = givenEngine();
  pbx.connected(emptySwitch);
  engine.input(login('101'));
  engine.input({ type: 'phone-changed', endpoint: 'PJSIP/102', phone: 'busy' });
  pbx.input(arrives('c1'));
  clock.ms += 30_000;
  engine.input(arrives('c2'));
  t.strictSame(
    paper.records.flatMap(({ fact }) => (fact.type === 'call-offered' ? [fact.call] : [])),
    ['c1'],
    'his ring opened first',
  );
  t.strictSame(types(paper.records).slice(-4), ['ring-opened', 'call-offered', 'call-queued', 'ring-opened']);
});

t.test('a turn for the watchdog waits for the journal, and sees when deadlines are dead', async t => {
  const { engine, paper, clock, pbx } = givenEngine();
  pbx.connected(emptySwitch);
  engine.input(login('101'));
  pbx.input(arrives('c1'));
  const turn = async () => {
    let turned: boolean | null = null;
    const turning = engine.turns(5_000).then(answer => {
      turned = answer;
    });
    await new Promise(setImmediate);
    await new Promise(setImmediate);
    t.equal(turned, null, 'not before the journal has answered');
    paper.acknowledge();
    await turning;
    return turned;
  };
  t.equal(await turn(), true);
  clock.ms += 35_000;
  t.equal(await turn(), true, 'late, but a busy machine may be');
  clock.ms += 1;
  t.equal(await turn(), false, 'the ring that was to open after 30 s has not');
  pbx.lost('cut');
  t.equal(await turn(), true, 'while the switch is away nothing is due');
});

t.test('while the switch is away agents come and go, but nobody is offered a call', async t => {
  const { engine, paper, pbx, performed } = givenEngine();
  pbx.connected(emptySwitch);
  pbx.input(arrives('c1'));
  pbx.lost('cut');
  paper.acknowledge();
  performed.length = 0;
  engine.input(login('102'));
  paper.acknowledge();
  t.strictSame(performed, [], 'a phone that we cannot ring is not rung');
  t.strictSame(types(paper.records).slice(-2), ['switch-lost', 'agent-logged-in']);
  t.strictSame(invariants(engine.state, engine.now()), [], 'and that is no fault of the floor');
  const arrival = { ...arrives('c1') } as Extract<Input, { type: 'call-arrived' }>;
  pbx.connected({ ...emptySwitch, callers: [{ arrival, joinedWith: null }] });
  paper.acknowledge();
  t.strictSame(
    performed.map(effect => effect.type).sort(),
    ['hold', 'ring'],
    'as soon as it is back he gets the caller who waits',
  );
});

t.test('a caller who hung up while we were away is lost to us, with one end on record', async t => {
  const { paper, pbx } = givenEngine();
  pbx.connected(emptySwitch);
  pbx.input(arrives('c1'));
  pbx.lost('cut');
  pbx.connected(emptySwitch);
  t.strictSame(
    paper.records.flatMap(({ fact }) => (fact.type === 'call-ended' ? [fact.end] : [])),
    ['lost'],
  );
});

t.test('feature codes: the agent hears what became of it, when it is safe', async t => {
  const { engine, paper, pbx } = givenEngine();
  pbx.connected(emptySwitch);
  const dials = (
    command: 'login' | 'logout' | 'pause' | 'ready' | 'status',
    endpoint = 'PJSIP/101',
    reasonCode = '',
  ) => {
    let heard = '';
    pbx.featureCode({ endpoint, command, reasonCode, answer: result => (heard += result) });
    const early = heard;
    paper.acknowledge();
    if (heard === 'ok') t.equal(early, '', 'nothing is promised before it is written down');
    return heard;
  };
  t.strictSame(
    [
      dials('status'),
      dials('ready'),
      dials('login'),
      dials('login'),
      dials('status'),
      dials('pause', 'PJSIP/101', '7'),
      dials('pause', 'PJSIP/101', '1'),
      dials('status'),
    ],
    ['logged-out', 'logged-out', 'ok', 'ok', 'ready', 'refused', 'ok', 'not-ready'],
  );
  t.equal(dials('login', 'PJSIP/999'), 'unknown');
  t.equal(engine.state.agents.get('101')?.reason, 'lunch');
});

t.test('a wall clock that is set does not stall a deadline, and no moment comes twice', async t => {
  let wallMs = noon;
  let elapsedMs = 500;
  const now = steadyTime(
    () => wallMs,
    () => elapsedMs,
  );
  const after = (ms: number, setByMs = 0) => {
    elapsedMs += ms;
    wallMs += ms + setByMs;
    return now() - noon;
  };
  t.strictSame([after(1_000), after(1_000, 60_000)], [1_000, 62_000], 'set forward: followed at once');
  t.strictSame(
    [after(10_000, -20_000), after(100_000)],
    [71_000, 161_000],
    'set back: on at nine tenths of the pace',
  );
  t.strictSame([after(100_000), after(1_000)], [252_000, 253_000], 'until the wall clock has caught up');
});

t.test("the site file's entry rules overrule the dialplan's choice", async t => {
  const { engine, pbx } = givenEngine();
  pbx.connected(emptySwitch);
  pbx.input({ ...arrives('c1'), flow: 'nonsense', dialled: '3204' } as Input);
  t.equal(engine.state.calls.get('c1')?.flow, 'n1');
});

t.test('a clean stop says so in the journal and leaves the switch', async t => {
  const { engine, paper, clock, isClosed } = givenEngine();
  await engine.stop();
  await engine.stop();
  t.equal(types(paper.records).filter(type => type === 'control-stopped').length, 1);
  t.ok(isClosed());
  t.strictSame(clock.timers, [], 'no timer is left');
});

t.test(
  'recovery: the facts of the journal, from the start or behind a snapshot, make the state that was',
  async t => {
    const step = fc.constantFrom('arrive', 'login', 'answer', 'hang-up', 'passes');
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(step, fc.nat(6)), { maxLength: 60, size: 'max' }),
        fc.nat(60),
        async (steps, cut) => {
          const { engine, paper, clock, pbx } = givenEngine();
          pbx.connected(emptySwitch);
          const snapshots: { seq: number; state: unknown }[] = [];
          for (const [index, [kind, pick]] of steps.entries()) {
            if (kind === 'arrive') pbx.input(arrives(`c${pick}`));
            if (kind === 'login') engine.input(login(pick % 2 === 0 ? '101' : '102'));
            if (kind === 'answer')
              pbx.input({ type: 'leg-answered', leg: [...engine.state.legs.keys()][pick] ?? 'none' });
            if (kind === 'hang-up') pbx.input({ type: 'caller-hung-up', call: `c${pick}` });
            if (kind === 'passes') clock.passes(pick * 4_000);
            if (index === cut)
              snapshots.push({
                seq: paper.lastSeq,
                state: JSON.parse(JSON.stringify(toSnapshot(engine.state))),
              });
          }
          const records = (state: State) => JSON.stringify(toSnapshot(state));
          for (const found of [[], snapshots, [{ seq: 99_999, state: { version: 99 } }, ...snapshots]]) {
            const { state, lastAtMs } = await recover(site, found, paper);
            if (lastAtMs !== (paper.records.at(-1)?.atMs ?? 0)) throw new Error('the time of the last fact');
            if (records(state) !== records(engine.state))
              throw new Error(`recovered ${records(state)}\nlive ${records(engine.state)}`);
          }
        },
      ),
      { numRuns: 60 },
    );
    t.pass('60 journals');
  },
);
