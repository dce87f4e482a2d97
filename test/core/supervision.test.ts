// What supervisors do: take, move, raise a call; hold a flow open or closed; have an agent leave after his call.
import t from 'tap';
import { must } from '../../src/base/assert.js';
import { changeSite, resume } from '../../src/core/decide.js';
import type { Supervision } from '../../src/core/facts-supervision.js';
import { isOpen } from '../../src/core/hours.js';
import type { Flow } from '../../src/core/site.js';
import { fromSnapshot, toSnapshot } from '../../src/core/snapshot.js';
import { Floor, givenAgent, givenFlow, givenPartner, givenSite, noon } from './given.js';

const by = { kind: 'supervisor', name: 'claire' } as const;
const minuteMs = 60_000;

const n1: Partial<Flow> & { id: string } = {
  id: 'n1',
  rings: [
    { kind: 'agents', requirement: 'internet>=1', afterMs: 0, whenWaitingAtLeast: null },
    { kind: 'partners', partners: ['snt'], afterMs: 60_000, whenWaitingAtLeast: null },
  ],
};
const n2: Partial<Flow> & { id: string } = {
  id: 'n2',
  priority: 2,
  rings: [{ kind: 'agents', requirement: 'expert>=1', afterMs: 0, whenWaitingAtLeast: null }],
};

function floorWith(about: Partial<Flow> = {}, second: Partial<Flow> = {}): Floor {
  const site = givenSite(
    [givenFlow({ ...n1, ...about }), givenFlow({ ...n2, ...second })],
    [
      givenAgent('101', { internet: 1 }),
      givenAgent('102', { internet: 1 }),
      givenAgent('201', { expert: 1 }),
    ],
    [givenPartner('snt')],
    { wrapUpMs: 10_000 },
  );
  return new Floor(site);
}

function orders(floor: Floor, order: Supervision): unknown {
  floor.step({ type: 'supervision', order, by });
  return floor.answer;
}

const ok = { ok: true };
const no = (because: string) => ({ ok: false, because });
const take = (call: string, agent: string, forMs = 10 * minuteMs): Supervision => ({
  kind: 'take-call',
  call,
  agent,
  forMs,
});
const force = (flow: string, to: 'open' | 'closed', untilMs: number): Supervision => ({
  kind: 'force-flow',
  flow,
  to,
  untilMs,
});

t.test('a call that is taken is offered to that agent as soon as he is free, and to nobody else', async t => {
  const floor = floorWith();
  floor.logsIn('101', '201');
  floor.arrives('busy', 'n1');
  floor.answers('101');
  floor.arrives('c1', 'n1');
  floor.facts = [];
  t.strictSame(orders(floor, take('c1', '201')), ok, 'without the skill: the supervisor knows why');
  t.strictSame(floor.offers(), { '201': 'c1' });
  t.match(floor.take('take-ordered', 'call-reserved', 'call-offered'), [
    { type: 'take-ordered', agent: '201', by, untilMs: noon + 10 * minuteMs },
    { type: 'call-reserved', because: 'supervisor' },
    { type: 'call-offered', agent: '201', why: { rule: 'reserved' } },
  ]);
});

t.test('kept for a busy agent, no other agent gets him; when the time is over everybody may', async t => {
  const floor = floorWith();
  floor.logsIn('101');
  floor.arrives('busy', 'n1');
  floor.answers('101');
  floor.arrives('c1', 'n1');
  t.strictSame(orders(floor, take('c1', '101', minuteMs)), ok);
  floor.logsIn('102');
  t.strictSame(floor.offers(), {}, '102 is idle beside a call that is kept for 101');
  floor.passes(minuteMs);
  t.strictSame(floor.offers(), { '102': 'c1' });
});

t.test('phones that ring for somebody else stop when a call is taken', async t => {
  const floor = floorWith();
  floor.logsIn('101');
  floor.arrives('c1', 'n1');
  floor.logsIn('102');
  t.strictSame(floor.offers(), { '101': 'c1' });
  t.strictSame(orders(floor, take('c1', '101')), no('already-his'));
  t.strictSame(orders(floor, take('c1', '102')), ok);
  t.strictSame(floor.offers(), { '102': 'c1' });
  t.match(floor.take('offer-ended'), [{ agent: '101', cause: 'withdrawn' }]);
});

t.test('taking is refused where it makes no sense', async t => {
  const floor = floorWith();
  floor.logsIn('101', '102');
  floor.arrives('c1', 'n1');
  floor.answers('101');
  t.strictSame(orders(floor, take('c1', '102')), no('not-waiting'));
  t.strictSame(orders(floor, take('nobody', '102')), no('unknown-call'));
  floor.arrives('c2', 'n2');
  t.strictSame(orders(floor, take('c2', '999')), no('unknown-agent'));
  t.strictSame(orders(floor, take('c2', '201')), no('not-logged-in'));
  floor.command('102', { kind: 'not-ready', reason: 'lunch' });
  t.strictSame(orders(floor, take('c2', '102')), no('agent-not-ready'));
  floor.command('101', { kind: 'logout-after-call' });
  t.strictSame(orders(floor, take('c2', '101')), no('agent-not-ready'), 'who is about to leave');
});

t.test('a call that is moved keeps the time at which he first asked', async t => {
  const floor = floorWith();
  floor.logsIn('201');
  floor.arrives('c1', 'n1');
  floor.passes(30_000);
  floor.facts = [];
  t.strictSame(orders(floor, { kind: 'move-call', call: 'c1', flow: 'n2' }), ok);
  t.match(floor.take('move-ordered', 'call-moved', 'call-offered'), [
    { type: 'move-ordered', from: 'n1', to: 'n2', by },
    { type: 'call-moved', to: 'n2', priority: 2 },
    { type: 'call-offered', agent: '201' },
  ]);
  t.equal(must(floor.state.calls.get('c1'), 'c1').virtualEntryAtMs, noon);
});

t.test('a move that would send the caller away is refused', async t => {
  const closed = floorWith({}, { hours: [{ fromMs: 0, toMs: 1 }] });
  closed.arrives('c1', 'n1');
  t.strictSame(orders(closed, { kind: 'move-call', call: 'c1', flow: 'n2' }), no('flow-closed'));
  t.strictSame(orders(closed, { kind: 'move-call', call: 'c1', flow: 'n1' }), no('already-there'));
  t.strictSame(orders(closed, { kind: 'move-call', call: 'c1', flow: 'n9' }), no('unknown-flow'));
  const full = floorWith({}, { lineMaximum: 1, lineFull: { kind: 'release' } });
  full.arrives('c1', 'n2');
  full.arrives('c2', 'n1');
  t.strictSame(orders(full, { kind: 'move-call', call: 'c2', flow: 'n2' }), no('line-full'));
  const empty = floorWith({}, { nobody: { graceMs: 0, treatment: { kind: 'release' } } });
  empty.arrives('c1', 'n1');
  t.strictSame(orders(empty, { kind: 'move-call', call: 'c1', flow: 'n2' }), no('nobody-there'));
  t.ok(empty.state.calls.has('c1'));
});

t.test('a call that is raised goes before the others: to a priority, or to the front', async t => {
  const floor = floorWith();
  for (const call of ['c1', 'c2', 'c3']) {
    floor.arrives(call, 'n1');
    floor.passes(1_000);
  }
  t.strictSame(orders(floor, { kind: 'raise-call', call: 'c3', priority: 5 }), ok);
  t.strictSame(orders(floor, { kind: 'raise-call', call: 'c3', priority: 5 }), no('not-higher'));
  t.strictSame(orders(floor, { kind: 'raise-call', call: 'c2', priority: null }), ok);
  t.strictSame(orders(floor, { kind: 'raise-call', call: 'c2', priority: null }), no('not-higher'));
  t.match(floor.take('call-raised'), [
    { call: 'c3', from: 0, priority: 5, front: false, by },
    { call: 'c2', from: 0, priority: 0, front: true, by },
  ]);
  floor.logsIn('101');
  t.strictSame(floor.offers(), { '101': 'c2' });
  floor.logsIn('102');
  t.strictSame(floor.offers(), { '101': 'c2', '102': 'c3' });
});

t.test(
  'a flow that is held closed sends new callers away, and does to the waiting what atClosing says',
  async t => {
    const floor = floorWith({ atClosing: { kind: 'partners', partners: ['snt'] } });
    floor.arrives('c1', 'n1');
    t.strictSame(orders(floor, force('n1', 'closed', noon + 10 * minuteMs)), ok);
    floor.passes(0);
    t.match(floor.take('flow-forced', 'call-treated', 'partner-dialled'), [
      { type: 'flow-forced', to: 'closed', untilMs: noon + 10 * minuteMs, by },
      { type: 'call-treated', call: 'c1', because: 'closing' },
      { type: 'partner-dialled', call: 'c1', partner: 'snt' },
    ]);
    floor.arrives('c2', 'n1');
    t.match(floor.take('call-ended'), [{ call: 'c2', end: 'released', reason: 'closed' }]);
    floor.passes(10 * minuteMs);
    t.match(floor.take('flow-force-ended'), [{ flow: 'n1', by: { kind: 'rule', name: 'time' } }]);
    floor.arrives('c3', 'n1');
    t.ok(floor.state.calls.has('c3'), 'its calendar counts again');
  },
);

t.test(
  'a flow that is held open takes callers out of hours, and closes on who waits when the time is over',
  async t => {
    const hours = [{ fromMs: noon - minuteMs, toMs: noon + minuteMs }];
    const floor = floorWith({ hours, atClosing: { kind: 'release' } });
    t.strictSame(orders(floor, force('n1', 'open', noon + 5 * minuteMs)), ok);
    floor.passes(2 * minuteMs);
    floor.arrives('c1', 'n1');
    t.ok(floor.state.calls.has('c1'));
    floor.passes(3 * minuteMs);
    t.match(floor.take('call-ended'), [{ call: 'c1', end: 'released', reason: 'closing' }]);
  },
);

t.test('normal: the calendar counts at once', async t => {
  const floor = floorWith();
  t.strictSame(orders(floor, { kind: 'release-flow', flow: 'n1' }), no('not-forced'));
  t.strictSame(orders(floor, { kind: 'release-flow', flow: 'n9' }), no('unknown-flow'));
  orders(floor, force('n1', 'closed', noon + minuteMs));
  t.strictSame(orders(floor, { kind: 'release-flow', flow: 'n1' }), ok);
  t.ok(isOpen(floor.state, must(floor.state.site.flows.get('n1'), 'n1'), floor.nowMs));
});

t.test('forcing is refused where it makes no sense', async t => {
  const floor = floorWith();
  t.strictSame(orders(floor, force('n9', 'closed', noon + 1)), no('unknown-flow'));
  t.strictSame(orders(floor, force('n1', 'closed', noon)), no('until-past'));
  t.strictSame(orders(floor, force('n1', 'closed', noon + 32 * 86_400_000)), no('until-too-far'));
  t.strictSame(orders(floor, force('n1', 'open', noon + minuteMs)), no('always-open'));
});

t.test('a forced flow survives a restart and a reload; one that is gone is forgotten', async t => {
  const floor = floorWith();
  orders(floor, force('n1', 'closed', noon + minuteMs));
  orders(floor, force('n2', 'closed', noon + minuteMs));
  const again = fromSnapshot(JSON.parse(JSON.stringify(toSnapshot(floor.state))), floor.state.site);
  resume(again, floor.nowMs);
  t.strictSame(toSnapshot(again), toSnapshot(floor.state));
  const flows = new Map([...again.site.flows].filter(([id]) => id !== 'n2'));
  const { facts } = changeSite(again, { ...again.site, flows }, floor.nowMs);
  t.match(facts, [{ type: 'site-loaded' }, { type: 'flow-force-ended', flow: 'n2' }]);
  t.notOk(isOpen(again, must(again.site.flows.get('n1'), 'n1'), floor.nowMs));
});

t.test('an agent leaves after his call, wrap-up included, and gets no other one', async t => {
  const floor = floorWith();
  floor.logsIn('101');
  floor.arrives('c1', 'n1');
  floor.answers('101');
  floor.arrives('c2', 'n1');
  t.strictSame(floor.command('101', { kind: 'logout-after-call' }), ok);
  floor.step({ type: 'caller-hung-up', call: 'c1' });
  t.equal(must(floor.state.agents.get('101'), '101').work.kind, 'wrap-up');
  floor.passes(10_000);
  t.strictSame(floor.offers(), {});
  t.match(floor.take('agent-logout-due', 'agent-logged-out'), [
    { type: 'agent-logout-due', by: { kind: 'phone', name: '101' } },
    { type: 'agent-logged-out', by: { kind: 'phone', name: '101' } },
  ]);
});

t.test('who has no call leaves at once; who was to leave may stay after all', async t => {
  const floor = floorWith();
  floor.logsIn('101', '102');
  floor.command('101', { kind: 'logout-after-call' });
  t.equal(must(floor.state.agents.get('101'), '101').presence, 'logged-out');
  t.strictSame(floor.command('101', { kind: 'logout-after-call' }), no('not-logged-in'));
  floor.arrives('c1', 'n1');
  floor.answers('102');
  floor.command('102', { kind: 'logout-after-call' });
  t.strictSame(floor.command('102', { kind: 'login' }), ok);
  t.strictSame(floor.command('102', { kind: 'login' }), no('already-logged-in'));
  floor.step({ type: 'caller-hung-up', call: 'c1' });
  floor.passes(10_000);
  t.equal(must(floor.state.agents.get('102'), '102').presence, 'ready');
});
