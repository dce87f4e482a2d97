import t from 'tap';
import { decide, record, resume } from '../../src/core/decide.js';
import type { TransferManner } from '../../src/core/facts-transfers.js';
import type { TalkCommand } from '../../src/core/inputs.js';
import { plainTransfers, type Site, type TransferTarget } from '../../src/core/site.js';
import { fromSnapshot, toSnapshot } from '../../src/core/snapshot.js';
import { targetOfDigits } from '../../src/core/transfer-targets.js';
import { fc } from '../properties.js';
import { givenAgent, givenFlow, givenPartner, givenSite } from './given.js';
import { Parties } from './parties.js';

const line = (requirement: string) => [
  { kind: 'agents', requirement, afterMs: 0, whenWaitingAtLeast: null } as const,
];

function site(about: Partial<Site> = {}): Site {
  return givenSite(
    [
      givenFlow({ id: 'n1', rings: line('internet>=1') }),
      givenFlow({ id: 'n2', rings: line('expert>=1') }),
      givenFlow({ id: 'night', rings: line('expert>=1'), hours: [] }),
    ],
    [
      givenAgent('101', { internet: 1 }),
      givenAgent('102', { internet: 1 }),
      givenAgent('201', { expert: 1 }),
      givenAgent('202', { expert: 1 }),
    ],
    [
      givenPartner('snt', { caps: { concurrent: 1, perMinute: null, minutesPerDay: null } }),
      givenPartner('bank', { destinations: [{ trunk: 'out', number: '0140000002' }], maximumTalkMs: 60_000 }),
    ],
    { wrapUpMs: 5_000, transfers: { ...plainTransfers, numbers: new Set(['bank']) }, ...about },
  );
}

const n2: TransferTarget = { kind: 'flow', flow: 'n2' };
const to201: TransferTarget = { kind: 'agent', agent: '201' };
const send = (manner: TransferManner, to: TransferTarget): TalkCommand => ({ kind: 'transfer', manner, to });

/** Caller c1 of n1 talks with 101; 201 is ready for n2. */
function talking(about: Partial<Site> = {}, ...others: string[]) {
  const floor = new Parties(site(about));
  for (const agent of ['101', ...others]) floor.asks(agent, { kind: 'login' });
  const call = floor.arrives('n1');
  const leg = floor.legOf('101');
  floor.answers(leg);
  floor.passes(10_000);
  floor.facts.length = 0;
  return { floor, call, leg };
}

const told = (floor: Parties) => floor.facts.map(({ type }) => type);

function worksAt(floor: Parties, agent: string): string {
  return floor.state.agents.get(agent)?.work.kind ?? 'nowhere';
}

t.test(
  'a blind transfer to a flow: the agent is done, the caller waits in that flow with his own time',
  async t => {
    const { floor, call } = talking();
    t.strictSame(floor.asks('101', send('blind', n2)), { ok: true });
    t.strictSame(told(floor), [
      'transfer-started',
      'talk-ended',
      'agent-wrap-up-started',
      'transfer-completed',
      'call-moved',
      'ring-opened',
    ]);
    const moved = floor.facts.find(({ type }) => type === 'call-moved');
    t.match(moved, { from: 'n1', to: 'n2', priority: 1 });
    t.equal(worksAt(floor, '101'), 'wrap-up');
    floor.asks('201', { kind: 'login' });
    floor.answers(floor.legOf('201'));
    t.strictSame(floor.rooms(), [[call, `${call}.2`]]);
    t.strictSame(floor.lost(), []);
  },
);

t.test(
  'who is transferred goes before who came to that flow from outside, and keeps his own time',
  async t => {
    const { floor, call } = talking();
    const outside = floor.arrives('n2');
    floor.asks('101', send('blind', n2));
    floor.asks('201', { kind: 'login' });
    t.match(floor.state.agents.get('201')?.work, { kind: 'offered', call });
    t.ok(floor.state.calls.has(outside));
  },
);

t.test(
  'a consultation: the caller hears music, the two agents talk, and at the end the caller is the other’s',
  async t => {
    const { floor, call, leg } = talking({}, '201');
    floor.asks('101', send('consultation', n2));
    t.equal(floor.callers.get(call), true);
    floor.answers(floor.legOf('201'));
    t.strictSame(floor.rooms(), [[leg, `${call}.2`]]);
    floor.passes(20_000);
    floor.asks('101', { kind: 'transfer-swap' });
    t.strictSame(floor.rooms(), [[call, leg]]);
    floor.asks('101', { kind: 'transfer-swap' });
    t.strictSame(floor.rooms(), [[leg, `${call}.2`]]);
    floor.asks('101', { kind: 'transfer-complete' });
    t.strictSame(floor.rooms(), [[call, `${call}.2`]]);
    t.equal(worksAt(floor, '101'), 'wrap-up');
    floor.passes(60_000);
    floor.legEnds(`${call}.2`);
    const talks = floor.facts.flatMap(fact =>
      fact.type === 'talk-ended' ? [{ agent: fact.agent, talkMs: fact.talkMs }] : [],
    );
    t.strictSame(talks, [
      { agent: '101', talkMs: 30_000 },
      { agent: '201', talkMs: 80_000 },
    ]);
    t.equal(floor.callers.has(call), false);
    t.strictSame(floor.lost(), []);
  },
);

t.test('a consultation that is cancelled brings the caller back, and who was asked wraps up', async t => {
  const { floor, call, leg } = talking({}, '201');
  floor.asks('101', send('consultation', to201));
  floor.answers(floor.legOf('201'));
  floor.asks('101', { kind: 'transfer-cancel' });
  t.strictSame(floor.rooms(), [[call, leg]]);
  t.equal(worksAt(floor, '201'), 'wrap-up');
  t.equal(worksAt(floor, '101'), 'talking');
  t.match(floor.state.calls.get(call), { flow: 'n1', transfer: null, front: false, priority: 0 });
  t.strictSame(floor.lost(), []);
});

t.test('accompanied: the agent stays with the caller, then all three hear each other', async t => {
  const { floor, call, leg } = talking({}, '201');
  floor.asks('101', send('accompanied', to201));
  t.strictSame(floor.rooms(), [[call, leg]]);
  floor.answers(floor.legOf('201'));
  t.strictSame(floor.rooms(), [[call, leg, `${call}.2`].sort()]);
  floor.asks('101', { kind: 'transfer-complete' });
  t.strictSame(floor.rooms(), [[call, `${call}.2`]]);
  t.strictSame(floor.lost(), []);
});

t.test('completed before anybody has answered, the caller takes the agent’s place in line', async t => {
  const { floor, call } = talking();
  floor.asks('101', send('consultation', n2));
  floor.passes(7_000);
  floor.asks('101', { kind: 'transfer-complete' });
  t.equal(floor.callers.get(call), true);
  t.match(floor.state.calls.get(call), { flow: 'n2', transfer: null });
  t.strictSame(floor.lost(), []);
});

for (const [name, end] of [
  ['lets it ring', null],
  ['is busy', 'busy'],
  ['refuses', 'rejected'],
  ['cannot be reached', 'unreachable'],
] as const)
  t.test(
    `a colleague who ${name}: back to the agent, or to the front of the flow when he has left`,
    async t => {
      for (const manner of ['blind', 'consultation', 'accompanied'] as const) {
        const { floor, call, leg } = talking({}, '201');
        floor.asks('101', send(manner, to201));
        if (end === null) floor.passes(15_000);
        else floor.legEnds(floor.legOf('201'), end);
        const ended = floor.facts.find(({ type }) => type === 'transfer-ended');
        t.match(ended, {
          because: end ?? 'no-answer',
          backTo: manner === 'blind' ? 'line' : 'agent',
          flow: 'n1',
        });
        if (manner === 'blind')
          t.match(floor.state.calls.get(call), { front: true, flow: 'n1', transfer: null });
        else t.strictSame(floor.rooms(), [[call, leg]]);
        t.strictSame(floor.lost(), []);
      }
    },
  );

t.test('any party may hang up at any moment, and nobody else is lost', async t => {
  for (const manner of ['consultation', 'accompanied'] as const)
    for (const answered of [false, true])
      for (const who of ['caller', 'agent', 'target'] as const) {
        const { floor, call, leg } = talking({}, '201');
        floor.asks('101', send(manner, to201));
        const target = floor.legOf('201');
        if (answered) floor.answers(target);
        if (who === 'caller') floor.callerHangsUp(call);
        else floor.legEnds(who === 'agent' ? leg : target);
        t.strictSame(floor.lost(), [], `${manner} ${answered} ${who}`);
        if (who === 'caller') {
          t.equal(floor.legs.size, 0);
          t.match(floor.facts.at(-1), { type: 'call-ended', end: 'caller-hung-up' });
        } else if (who === 'target') t.strictSame(floor.rooms(), [[call, leg]]);
        else if (answered) t.strictSame(floor.rooms(), [[call, target]]);
        else t.equal(floor.callers.get(call), true);
      }
});

t.test('on hold the caller hears music, and is not lost when his agent hangs up', async t => {
  const { floor, call, leg } = talking();
  t.strictSame(floor.asks('101', { kind: 'hold' }), { ok: true });
  t.equal(floor.callers.get(call), true);
  t.strictSame(floor.asks('101', { kind: 'hold' }), { ok: false, because: 'already-held' });
  floor.asks('101', { kind: 'resume' });
  t.strictSame(floor.rooms(), [[call, leg]]);
  t.strictSame(floor.asks('101', { kind: 'resume' }), { ok: false, because: 'not-held' });
  floor.asks('101', { kind: 'hold' });
  floor.legEnds(leg);
  t.match(floor.state.calls.get(call), { front: true, talk: null });
  t.equal(floor.callers.get(call), true);
  t.strictSame(floor.lost(), []);
});

t.test('a partner is dialled under its caps, an outside number only from the list', async t => {
  const { floor, call, leg } = talking();
  const dialled = () => floor.facts.flatMap(fact => (fact.type === 'partner-dialled' ? [fact.number] : []));
  const refused = (to: TransferTarget) => floor.asks('101', send('blind', to));
  t.strictSame(refused({ kind: 'number', number: 'snt' }), { ok: false, because: 'unknown-target' });
  t.strictSame(refused({ kind: 'number', number: '0899123456' }), { ok: false, because: 'unknown-target' });
  t.strictSame(refused({ kind: 'partner', partner: 'bank' }), { ok: false, because: 'unknown-target' });
  floor.asks('101', send('consultation', { kind: 'number', number: 'bank' }));
  t.strictSame(dialled(), ['0140000002']);
  const target = `${call}.2`;
  floor.answers(target);
  t.strictSame(floor.rooms(), [[leg, target]]);
  floor.passes(60_000);
  t.strictSame(floor.rooms(), [[call, leg]]);
  t.match(
    floor.facts.find(({ type }) => type === 'transfer-ended'),
    { because: 'limit' },
  );
  t.strictSame(floor.lost(), []);
});

t.test('what is refused is refused for a reason, and the talk goes on', async t => {
  const { floor, call, leg } = talking({}, '102');
  const asked = (to: TransferTarget) => floor.asks('101', send('blind', to));
  t.strictSame(asked({ kind: 'agent', agent: '101' }), { ok: false, because: 'to-himself' });
  t.strictSame(asked({ kind: 'agent', agent: '999' }), { ok: false, because: 'unknown-target' });
  t.strictSame(asked(to201), { ok: false, because: 'target-not-ready' });
  t.strictSame(asked({ kind: 'flow', flow: 'n1' }), { ok: false, because: 'same-flow' });
  t.strictSame(asked({ kind: 'flow', flow: 'night' }), { ok: false, because: 'flow-closed' });
  t.strictSame(asked({ kind: 'flow', flow: 'no' }), { ok: false, because: 'unknown-target' });
  t.strictSame(floor.asks('102', { kind: 'hold' }), { ok: false, because: 'no-talk' });
  t.strictSame(floor.asks('101', { kind: 'transfer-cancel' }), { ok: false, because: 'no-transfer' });
  t.strictSame(floor.rooms(), [[call, leg]]);
  floor.asks('101', send('consultation', { kind: 'agent', agent: '102' }));
  t.strictSame(floor.asks('101', { kind: 'hold' }), { ok: false, because: 'transfer-under-way' });
  t.strictSame(floor.asks('101', { kind: 'transfer-swap' }), { ok: false, because: 'target-not-there' });
  t.strictSame(floor.lost(), []);
});

t.test('without a connection to the switch nobody is put on hold or sent on', async t => {
  const { floor } = talking();
  const { state, nowMs } = floor;
  record(state, { type: 'switch-lost', why: 'cut' }, nowMs);
  const away = { ok: false, because: 'switch-away' };
  const before = floor.facts.length;
  for (const command of [{ kind: 'hold' }, { kind: 'resume' }, send('blind', n2)] as const)
    t.strictSame(floor.asks('101', command), away);
  t.equal(floor.facts.length, before, 'and nothing of it is on record');
  record(state, { type: 'switch-connected', version: 'x' }, nowMs);
  t.strictSame(floor.asks('101', send('consultation', n2)), { ok: true });
  record(state, { type: 'switch-lost', why: 'cut' }, nowMs);
  for (const kind of ['transfer-complete', 'transfer-cancel', 'transfer-swap'] as const)
    t.strictSame(floor.asks('101', { kind }), away);
});

t.test('a call is not transferred for ever', async t => {
  const { floor } = talking({ transfers: { ...plainTransfers, maximum: 2 } }, '201');
  for (let times = 0; times < 2; times++) {
    floor.asks('101', send('consultation', to201));
    floor.asks('101', { kind: 'transfer-cancel' });
  }
  t.strictSame(floor.asks('101', send('blind', n2)), { ok: false, because: 'too-many-transfers' });
});

t.test('a flow’s rules do not turn away a caller whose agent waits there for him', async t => {
  const about = site();
  const flows = new Map(about.flows).set(
    'n2',
    givenFlow({ id: 'n2', rings: line('expert>=1'), maximumWaitMs: 30_000, tooLong: { kind: 'release' } }),
  );
  const { floor, call, leg } = talking({ flows });
  floor.asks('101', send('consultation', n2));
  floor.passes(30_000);
  t.match(
    floor.facts.find(({ type }) => type === 'transfer-ended'),
    { because: 'flow-refused', backTo: 'agent' },
  );
  t.strictSame(floor.rooms(), [[call, leg]]);
});

t.test('digits name what the site file lists, or a colleague’s phone, and nothing else', async t => {
  const listed = site({ transfers: { ...plainTransfers, codes: new Map([['9', n2]]) } });
  t.strictSame(
    ['9', '201', '0899123456', '', '20'].map(digits => targetOfDigits(listed, digits)),
    [n2, to201, null, null, null],
  );
});

t.test(
  'whoever is still joined with an agent that could not be let go in time is held after that, not before',
  async t => {
    const { floor, call } = talking();
    const { state, nowMs } = floor;
    floor.asks('101', send('blind', { kind: 'partner', partner: 'snt' }));
    // The link goes in that moment: neither was the agent hung up, nor the caller held.
    record(state, { type: 'switch-lost', why: 'cut' }, nowMs);
    const lost = decide(state, { type: 'leg-ended', leg: `${call}.2`, end: 'lost' }, nowMs);
    t.match(lost.facts.at(-1), { type: 'transfer-ended', backTo: 'line' });
    t.strictSame(lost.effects, []);
    record(state, { type: 'switch-connected', version: 'x' }, nowMs);
    t.match(resume(state, nowMs).effects, [{ type: 'hold', call }]);
  },
);

const commands: readonly TalkCommand[] = [
  { kind: 'hold' },
  { kind: 'resume' },
  { kind: 'transfer-complete' },
  { kind: 'transfer-complete' },
  { kind: 'transfer-cancel' },
  { kind: 'transfer-swap' },
  ...(['blind', 'consultation', 'accompanied'] as const).flatMap(manner =>
    [
      n2,
      to201,
      { kind: 'flow', flow: 'n1' } as const,
      { kind: 'agent', agent: '102' } as const,
      { kind: 'partner', partner: 'snt' } as const,
      { kind: 'number', number: 'bank' } as const,
    ].map(to => send(manner, to)),
  ),
];

const agents = ['101', '102', '201', '202'];
type Happening = {
  readonly what: string;
  readonly pick: number;
  readonly agent: string;
  readonly command: TalkCommand;
  readonly afterMs: number;
};

const happening: fc.Arbitrary<Happening> = fc.record({
  what: fc.constantFrom(
    ...['arrives', 'answers', 'answers', 'answers', 'asks', 'asks', 'asks', 'asks', 'asks', 'leg', 'caller'],
    ...['fails', 'presence', 'passes', 'restart', 'lost'],
  ),
  pick: fc.nat(50),
  agent: fc.constantFrom(...agents),
  command: fc.constantFrom(...commands),
  afterMs: fc.constantFrom(0, 0, 500, 4_000, 20_000),
});

function happens(floor: Parties, { what, pick, agent, command }: Happening): void {
  const legs = [...floor.legs.keys()];
  const leg = legs[pick % Math.max(1, legs.length)] ?? '';
  switch (what) {
    case 'arrives':
      floor.arrives(pick % 2 === 0 ? 'n1' : 'n2');
      return;
    case 'answers':
      floor.answers(leg);
      return;
    case 'asks': {
      const busy = agents.filter(one => worksAt(floor, one) === 'talking');
      floor.asks(busy[pick % Math.max(1, busy.length)] ?? agent, command);
      return;
    }
    case 'leg':
      floor.legEnds(leg, (['hung-up', 'busy', 'rejected', 'lost'] as const)[pick % 4]);
      return;
    case 'caller':
      floor.callerHangsUp([...floor.callers.keys()][pick % Math.max(1, floor.callers.size)] ?? '');
      return;
    case 'fails':
      floor.failsNext = true;
      return;
    case 'presence':
      floor.asks(agent, pick % 3 === 0 ? { kind: 'logout' } : { kind: 'login' });
      return;
    case 'lost':
      floor.asks(agent, { kind: 'ready' });
      return;
    case 'restart':
      floor.restarts();
      return;
    default:
      floor.passes(pick * 1_000);
  }
}

t.test('no transfer loses a party, whatever anybody does, and every caller has one end', async t => {
  let transfers = 0;
  fc.assert(
    fc.property(fc.array(happening, { minLength: 20, maxLength: 120, size: 'max' }), list => {
      const floor = new Parties(site({ noAnswersBeforeNotReady: 0 }));
      for (const agent of agents) floor.asks(agent, { kind: 'login' });
      for (const one of list) {
        floor.passes(one.afterMs);
        happens(floor, one);
        const lost = floor.lost();
        if (lost.length > 0) throw new Error(`after ${JSON.stringify(one)}: ${lost.join('; ')}`);
      }
      const ends = floor.facts.flatMap(fact => (fact.type === 'call-ended' ? [fact.call] : []));
      if (new Set(ends).size !== ends.length) throw new Error(`two ends: ${ends.join(' ')}`);
      transfers += floor.facts.filter(({ type }) => type === 'transfer-started').length;
    }),
    { numRuns: Number(process.env['PLATEAU_PROPERTY_RUNS'] ?? 150) },
  );
  t.ok(transfers > 100, `${transfers} transfers`);
});

t.test('folding the facts of transfers gives the same state, from the start or from a snapshot', async t => {
  const { floor } = talking({}, '201', '102');
  floor.asks('101', send('accompanied', to201));
  floor.answers(floor.legOf('201'));
  const json: unknown = JSON.parse(JSON.stringify(toSnapshot(floor.state)));
  const again = fromSnapshot(json, floor.state.site);
  t.strictSame(JSON.parse(JSON.stringify(toSnapshot(again))), json);
  t.match(resume(again, floor.nowMs).effects, [{ type: 'gather', withCaller: true }]);
});
