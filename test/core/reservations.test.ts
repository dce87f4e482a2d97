import t from 'tap';
import { must } from '../../src/base/assert.js';
import { reserve } from '../../src/core/reservations.js';
import { fromSnapshot, toSnapshot } from '../../src/core/snapshot.js';
import { newStep } from '../../src/core/step.js';
import { Floor, givenAgent, givenFlow, givenPartner, givenSite, noon } from './given.js';

const skilled = { internet: 1 };

/** Nobody is ready, one call waits, and it is kept for agent 101 for 45 s. */
function givenKeptCall(about: Parameters<typeof givenSite>[3] = {}, flow = givenFlow({ id: 'n1' })): Floor {
  const agents = ['101', '102'].map(id => givenAgent(id, skilled));
  const floor = new Floor(givenSite([flow], agents, [givenPartner('snt')], about));
  floor.logsIn('101', '102');
  for (const agent of ['101', '102'])
    floor.step({ type: 'phone-changed', endpoint: `PJSIP/${agent}`, phone: 'busy' });
  floor.arrives('c1', 'n1');
  keep(floor, 'c1');
  return floor;
}

function keep(floor: Floor, call: string): void {
  const step = newStep(floor.state, floor.nowMs);
  reserve(step, must(floor.state.calls.get(call), call), '101', 'case-owner', floor.nowMs + 45_000);
  floor.step({ type: 'clock' });
  floor.take();
}

const idle = (agent: string) =>
  ({ type: 'phone-changed', endpoint: `PJSIP/${agent}`, phone: 'idle' }) as const;

t.test(
  'a call that is kept for one agent is offered to no other before the bound, and then to whoever may take it',
  async t => {
    const floor = givenKeptCall();
    floor.step(idle('102'));
    t.strictSame(floor.offers(), {});
    floor.passes(44_999);
    t.strictSame(floor.offers(), {});
    floor.passes(1);
    t.strictSame(floor.offers(), { '102': 'c1' });
    t.match(floor.take('reservation-ended'), [{ agent: '101', because: 'bound' }]);
  },
);

t.test('the agent for whom a call is kept gets it before calls that go before it', async t => {
  const floor = givenKeptCall();
  floor.arrives('c2', 'n1');
  keep(floor, 'c2');
  floor.step({ type: 'caller-hung-up', call: 'c1' });
  floor.arrives('c0', 'n1');
  const c0 = must(floor.state.calls.get('c0'), 'c0');
  c0.priority = 9;
  floor.step(idle('101'));
  t.strictSame(floor.offers(), { '101': 'c2' });
  t.match(floor.take('call-offered'), [{ call: 'c2', why: { rule: 'reserved', from: 'agent' } }]);
});

t.test('his phone that rings at the bound rings on, and keeps nobody else from the call', async t => {
  const floor = givenKeptCall();
  floor.step(idle('102'));
  floor.passes(40_000);
  floor.step(idle('101'));
  t.strictSame(floor.offers(), { '101': 'c1' });
  floor.passes(5_000);
  t.strictSame(floor.offers(), { '101': 'c1', '102': 'c1' });
  floor.answers('101');
  t.strictSame(floor.offers(), {});
  t.match(floor.take('offer-ended'), [{ agent: '102', cause: 'taken-elsewhere' }]);
});

t.test('a call is not kept for an agent who will not come', async t => {
  const ends = (change: (floor: Floor) => void, about: Parameters<typeof givenSite>[3] = {}) => {
    const floor = givenKeptCall(about);
    floor.step(idle('102'));
    change(floor);
    return [floor.take('reservation-ended').map(({ because }) => because), floor.offers()];
  };
  const toOther = { '102': 'c1' };
  t.strictSame(
    ends(floor => floor.command('101', { kind: 'logout' })),
    [['logged-out'], toOther],
  );
  t.strictSame(
    ends(floor => floor.command('101', { kind: 'not-ready', reason: 'lunch' })),
    [['not-ready'], toOther],
  );
  t.strictSame(
    ends(floor => floor.command('101', { kind: 'not-ready', reason: 'lunch' }), {
      shortPauses: new Set(['lunch']),
    }),
    [[], {}],
    'the site file says that he is back in a moment',
  );
  t.strictSame(
    ends(floor => floor.step({ type: 'phone-changed', endpoint: 'PJSIP/101', phone: 'unavailable' })),
    [['phone-away'], toOther],
  );
  t.strictSame(
    ends(floor => {
      floor.step(idle('101'));
      floor.step({ type: 'leg-ended', leg: floor.legTo('101'), end: 'rejected' });
    }),
    [['refused'], toOther],
  );
});

t.test('no partner is dialled for a call while it is kept', async t => {
  const partners = {
    kind: 'partners',
    partners: ['snt'],
    afterMs: 10_000,
    whenWaitingAtLeast: null,
  } as const;
  const agents = {
    kind: 'agents',
    requirement: 'internet>=1',
    afterMs: 0,
    whenWaitingAtLeast: null,
  } as const;
  const floor = givenKeptCall({}, givenFlow({ id: 'n1', rings: [agents, partners] }));
  floor.passes(44_000);
  t.match(floor.take('ring-opened', 'partner-dialled'), [{ type: 'ring-opened', ring: 1 }]);
  floor.passes(1_000);
  t.match(floor.take('partner-dialled'), [{ partner: 'snt' }]);
});

t.test('a restart keeps the reservation, and a snapshot of an older program has none', async t => {
  const floor = givenKeptCall();
  const snapshot = JSON.parse(JSON.stringify(toSnapshot(floor.state)));
  const reservationOf = (json: unknown) =>
    must(fromSnapshot(json, floor.state.site).calls.get('c1'), 'c1').reservation;
  t.strictSame(reservationOf(snapshot), { agent: '101', because: 'case-owner', untilMs: noon + 45_000 });
  t.equal(fromSnapshot(snapshot, floor.state.site).agents.get('101')?.own.size, 1);
  delete snapshot.calls[0].reservation;
  t.equal(reservationOf(snapshot), null);
});
