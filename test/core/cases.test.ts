import t from 'tap';
import { must } from '../../src/base/assert.js';
import { Floor, givenAgent, givenFlow, givenSite, noon } from './given.js';
import { arrives, asks, dayMs, givenRepeatSite, talks } from './given-cases.js';

const caseIn = (floor: Floor, id: string) => must(floor.state.book.cases.get(id), id);

t.test(
  'the third contact within the window makes a repeat call, whatever the number and the channel',
  async t => {
    const floor = new Floor(givenRepeatSite());
    floor.logsIn('101');
    talks(floor, 'anne', '101');
    floor.passes(3 * dayMs);
    t.strictSame(
      asks(floor, { kind: 'contact', customer: 'anne', channel: 'mail', atMs: floor.nowMs - dayMs }),
      { about: 'case', ok: true, case: null },
    );
    floor.take();
    const call = arrives(floor, 'anne');
    t.match(floor.take('repeat-call-recognised'), [
      { call, customer: 'anne', because: 'contacts', contacts: 3, priority: 5, case: null, owner: null },
    ]);
  },
);

t.test('contacts that are too long ago, or not answered, make no repeat call', async t => {
  const floor = new Floor(givenRepeatSite());
  floor.logsIn('101');
  talks(floor, 'anne', '101');
  talks(floor, 'anne', '101');
  floor.passes(7 * dayMs + 1_000);
  arrives(floor, 'anne');
  t.strictSame(floor.take('repeat-call-recognised'), []);
  const other = new Floor(givenRepeatSite());
  for (const _ of [1, 2, 3]) other.step({ type: 'caller-hung-up', call: arrives(other, 'bob') });
  t.strictSame(other.take('repeat-call-recognised', 'call-counted'), []);
  const all = new Floor(givenRepeatSite({ counts: 'all' }));
  for (const _ of [1, 2]) all.step({ type: 'caller-hung-up', call: arrives(all, 'bob') });
  arrives(all, 'bob');
  t.match(all.take('repeat-call-recognised'), [{ customer: 'bob', contacts: 3 }]);
});

t.test('a repeat call goes to no partner, and it is said which ones were left out', async t => {
  const floor = new Floor(givenRepeatSite({ contacts: 2 }));
  floor.logsIn('101');
  talks(floor, 'anne', '101');
  floor.command('101', { kind: 'logout' });
  const call = arrives(floor, 'anne');
  floor.take();
  floor.passes(60_000);
  t.strictSame(floor.take('partner-dialled', 'partners-left-out'), [
    { type: 'partners-left-out', call, partners: ['snt'] },
  ]);
});

t.test(
  'a repeat call that instead of to partners would go to the flow where it is stays as it is',
  async t => {
    const given = givenRepeatSite({ contacts: 2, insteadOfPartners: { kind: 'flow', flow: 'n1' } });
    const tooLong = givenFlow({
      id: 'n1',
      maximumWaitMs: 5_000,
      tooLong: { kind: 'partners', partners: ['snt'] },
    });
    const floor = new Floor({ ...given, flows: new Map([...given.flows, ['n1', tooLong]]) });
    asks(floor, { kind: 'contact', customer: 'anne', channel: 'mail', atMs: null });
    floor.logsIn('101');
    const call = arrives(floor, 'anne');
    floor.take();
    floor.passes(5_000);
    t.match(
      floor.take('call-treated', 'call-moved', 'offer-ended', 'partner-dialled'),
      [{ type: 'call-treated', call, because: 'too-long', treatment: { kind: 'flow', flow: 'n1' } }],
      'and the phone that rings for it rings on',
    );
    floor.passes(60_000);
    t.strictSame(floor.take('call-treated', 'call-moved', 'partner-dialled'), [], 'nor is it treated anew');
  },
);

t.test(
  'where a treatment would send it to partners, a repeat call gets what the site file says instead',
  async t => {
    const closed = givenFlow({ id: 'n1', hours: [], closed: { kind: 'partners', partners: ['snt'] } });
    const site = givenRepeatSite({ contacts: 2, insteadOfPartners: { kind: 'flow', flow: 'n2' } });
    const floor = new Floor({ ...site, flows: new Map([...site.flows, ['n1', closed]]) });
    asks(floor, { kind: 'contact', customer: 'anne', channel: 'mail', atMs: null });
    floor.take();
    const call = arrives(floor, 'anne');
    t.match(floor.take('partners-left-out', 'call-treated', 'call-moved', 'partner-dialled'), [
      { type: 'partners-left-out', call },
      { type: 'call-treated', treatment: { kind: 'flow', flow: 'n2' } },
      { type: 'call-moved', to: 'n2', priority: 5 },
    ]);
  },
);

t.test('a repeat call goes to the flow that the site names for it', async t => {
  const floor = new Floor(givenRepeatSite({ contacts: 2, flow: 'n2', flows: new Set(['n1']) }));
  asks(floor, { kind: 'contact', customer: 'anne', channel: 'mail', atMs: null });
  floor.take();
  arrives(floor, 'anne');
  t.match(floor.take('call-moved'), [{ from: 'n1', to: 'n2', priority: 5 }]);
  arrives(floor, 'anne', 'n2');
  t.strictSame(floor.take('repeat-call-recognised'), [], 'calls of other flows are not looked at');
});

t.test('who answers a repeat call owns its case, and gets the next call first', async t => {
  const floor = new Floor(givenRepeatSite({ contacts: 2 }));
  asks(floor, { kind: 'contact', customer: 'anne', channel: 'chat', atMs: null });
  floor.logsIn('102');
  floor.take();
  const first = arrives(floor, 'anne');
  floor.answers('102');
  t.match(floor.take('case-opened', 'call-joined-case'), [
    { type: 'case-opened', case: 'K1', customer: 'anne', owner: '102', colour: 'green' },
    { type: 'call-joined-case', call: first, case: 'K1', agent: '102' },
  ]);
  floor.logsIn('101');
  const second = arrives(floor, 'anne');
  t.strictSame(floor.offers(), {}, 'agent 101 is ready, but the owner is asked first');
  t.match(floor.take('call-reserved'), [{ call: second, agent: '102', untilMs: floor.nowMs + 45_000 }]);
  floor.effects = [];
  floor.step({ type: 'caller-hung-up', call: first });
  t.strictSame(floor.offers(), { '102': second });
  t.match(floor.effects, [{}, { type: 'ring', callerName: 'VERT Mme anne' }], 'his phone shows the colour');
  floor.answers('102');
  t.match(floor.take('case-opened', 'call-joined-case'), [{ case: 'K1', agent: '102' }]);
});

t.test('an owner who is not there is not asked first', async t => {
  const floor = new Floor(givenRepeatSite());
  floor.logsIn('101');
  asks(floor, { kind: 'open', customer: 'anne', customerName: '', owner: '102', colour: 'red', note: 'cut' });
  floor.take();
  arrives(floor, 'anne');
  t.match(floor.take('repeat-call-recognised', 'call-offered'), [
    { because: 'open-case', contacts: 1, case: 'K1', owner: '102', ownerPassedOver: 'logged-out' },
    { agent: '101' },
  ]);
});

t.test(
  'an agent with as many cases as he may have passes a new one on, and cannot be given more',
  async t => {
    const floor = new Floor(givenRepeatSite({ contacts: 2 }, { maximumOpen: 1 }));
    for (const id of ['anne', 'bob', 'carl'])
      asks(floor, { kind: 'contact', customer: id, channel: 'mail', atMs: null });
    floor.logsIn('101');
    talks(floor, 'anne', '101');
    floor.logsIn('102');
    floor.step({ type: 'phone-changed', endpoint: 'PJSIP/102', phone: 'busy' });
    floor.take();
    talks(floor, 'bob', '101');
    t.match(floor.take('case-opened'), [{ case: 'K2', owner: '102', passedOver: '101' }]);
    talks(floor, 'carl', '101');
    t.match(floor.take('case-opened'), [{ case: 'K3', owner: null, passedOver: '101' }]);
    t.match(asks(floor, { kind: 'give', case: 'K3', agent: '101' }), { ok: false, because: 'agent-full' });
    asks(floor, { kind: 'solve', case: 'K1' });
    t.match(
      asks(floor, { kind: 'give', case: 'K3', agent: '101' }),
      { ok: true },
      'a solved one weighs nothing',
    );
    t.match(asks(floor, { kind: 'reopen', case: 'K1' }), { ok: true }, 'but what was his comes back to him');
  },
);

t.test('a case is closed only when it is solved', async t => {
  const floor = new Floor(givenRepeatSite());
  asks(floor, {
    kind: 'open',
    customer: 'anne',
    customerName: 'Mme A',
    owner: '101',
    colour: null,
    note: null,
  });
  t.match(asks(floor, { kind: 'close', case: 'K1' }), { ok: false, because: 'not-solved', case: 'K1' });
  asks(floor, { kind: 'wait', case: 'K1', entity: 'network' });
  t.match(asks(floor, { kind: 'close', case: 'K1' }), { ok: false, because: 'not-solved' });
  t.match(caseIn(floor, 'K1'), { state: 'waiting', entity: 'network' });
  asks(floor, { kind: 'call-back', case: 'K1', atMs: noon + dayMs, number: null });
  asks(floor, { kind: 'solve', case: 'K1' });
  t.match(caseIn(floor, 'K1'), { state: 'solved', entity: null, callBackAtMs: null });
  t.match(asks(floor, { kind: 'give', case: 'K1', agent: '102' }), { ok: false, because: 'is-solved' });
  t.match(asks(floor, { kind: 'close', case: 'K1' }), { ok: true, case: 'K1' });
  t.strictSame([floor.state.book.cases.size, floor.state.book.load.size], [0, 0]);
  t.match(asks(floor, { kind: 'note', case: 'K1', text: 'x' }), { ok: false, because: 'unknown-case' });
});

t.test('who calls again about a solved case opens it again', async t => {
  const floor = new Floor(givenRepeatSite({ contacts: 2 }));
  asks(floor, { kind: 'contact', customer: 'anne', channel: 'mail', atMs: null });
  floor.logsIn('101');
  talks(floor, 'anne', '101');
  asks(floor, { kind: 'solve', case: 'K1' });
  floor.take();
  talks(floor, 'anne', '101');
  t.match(floor.take('case-reopened', 'case-opened'), [{ case: 'K1', by: { kind: 'rule' } }]);
});

t.test('what cannot be is refused with its reason', async t => {
  const floor = new Floor(givenRepeatSite());
  const because = (command: Parameters<typeof asks>[1]) => {
    const answer = asks(floor, command);
    return answer.ok ? 'ok' : answer.because;
  };
  const open = {
    kind: 'open',
    customer: 'anne',
    customerName: '',
    owner: null,
    colour: null,
    note: null,
  } as const;
  t.equal(because({ ...open, owner: '999' }), 'unknown-agent');
  t.equal(because({ ...open, colour: 'pink' }), 'unknown-colour');
  t.equal(because(open), 'ok');
  t.equal(because(open), 'already-open');
  t.equal(because({ kind: 'colour', case: 'K1', colour: 'pink' }), 'unknown-colour');
  t.equal(because({ kind: 'give', case: 'K1', agent: '999' }), 'unknown-agent');
  t.equal(because({ kind: 'resume', case: 'K1' }), 'not-waiting');
  t.equal(because({ kind: 'call-back', case: 'K1', atMs: noon - 1, number: null }), 'in-the-past');
  t.equal(because({ kind: 'call-back', case: 'K1', atMs: noon + 400 * dayMs, number: null }), 'too-far');
  t.equal(because({ kind: 'solve', case: 'K9' }), 'unknown-case');
  t.equal(because({ kind: 'open-last', agent: '101' }), 'no-last-call');
  t.equal(
    because({ kind: 'contact', customer: 'x', channel: 'mail', atMs: noon + 120_000 }),
    'in-the-future',
  );
  t.equal(because({ kind: 'contact', customer: 'x', channel: 'mail', atMs: noon - 8 * dayMs }), 'too-old');
  const none = new Floor(givenRepeatSite({}, null));
  t.match(asks(none, open), { ok: false, because: 'no-cases' });
  const plain = new Floor(givenSite([givenFlow({ id: 'n1' })], [givenAgent('101', { internet: 1 })]));
  t.match(asks(plain, { kind: 'contact', customer: 'x', channel: 'mail', atMs: null }), {
    because: 'no-repeat-callers',
  });
});

t.test('an agent opens and solves the case of the customer he talks with, or talked with last', async t => {
  const floor = new Floor(givenRepeatSite());
  floor.logsIn('101');
  const call = arrives(floor, 'anne');
  floor.answers('101');
  floor.take();
  t.match(asks(floor, { kind: 'open-last', agent: '101' }), { ok: true, case: 'K1' });
  t.match(floor.take('case-opened', 'call-joined-case'), [
    { customer: 'anne', owner: '101', flow: 'n1' },
    { call, case: 'K1' },
  ]);
  floor.step({ type: 'caller-hung-up', call });
  t.match(asks(floor, { kind: 'solve-last', agent: '101' }), { ok: true, case: 'K1' });
});
