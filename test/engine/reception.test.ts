import t from 'tap';
import type { Customer } from '../../src/core/customers.js';
import type { Effect } from '../../src/core/effects.js';
import type { Fact } from '../../src/core/facts.js';
import { fromSnapshot, toSnapshot } from '../../src/core/snapshot.js';
import { createState } from '../../src/core/state.js';
import type { SwitchEvents } from '../../src/core/switch.js';
import { Engine } from '../../src/engine/engine.js';
import type { Arrival, CustomerSearch } from '../../src/engine/reception.js';
import { givenAgent, givenFlow, givenSite, noon } from '../core/given.js';
import { quietLog } from '../quiet-log.js';
import { until } from '../until.js';
import { emptySwitch } from './given-switch.js';

const site = givenSite([givenFlow({ id: 'n1' })], [givenAgent('101', { internet: 3 })]);
const camille: Customer = {
  ...{ id: '4711', name: 'Camille Dupont', unit: 'nord', attributes: { vip: true } },
  ...{ found: 'caller-number', source: 'directory' },
};

const arrives = (call: string, about: Partial<Arrival> = {}): Arrival => ({
  ...{ type: 'call-arrived', call, channel: call, flow: 'n1', caller: '0612345678', callerName: '' },
  ...{ dialled: '3200', trunk: 'operator', language: 'fr', choice: '', ...about },
});

type Asked = { readonly caller: string; readonly keyed: string; answer: (found: Customer | null) => void };

/** An engine whose search answers when the test says so, on a clock of the test's own. */
function givenEngine() {
  const facts: Fact[] = [];
  const performed: Effect[] = [];
  const asked: Asked[] = [];
  let timers: { atMs: number; wake: () => void }[] = [];
  let nowMs = noon;
  let pbx: SwitchEvents | null = null;
  const customers: CustomerSearch = {
    deadlineMs: () => 300,
    find: about =>
      about.caller === '' && about.keyed === ''
        ? null
        : new Promise(answer => {
            asked.push({ ...about, answer });
          }),
  };
  const state = createState(site);
  const engine = new Engine({
    ...{
      state,
      customers,
      boot: 'b1',
      logger: quietLog(),
      decided: () => undefined,
      route: () => ({ flow: null, priority: null, rules: [] }),
    },
    store: {
      ...{ lastSeq: 0, snapshotIsDue: false, read: async () => [], readableFrom: async () => null },
      ...{ factsOf: async () => [], writeSnapshot: async () => true },
      append: (added, _atMs, then) => {
        facts.push(...added);
        then();
        return [];
      },
    },
    clock: {
      now: () => nowMs,
      after: (ms, wake) => {
        const timer = { atMs: nowMs + ms, wake };
        timers.push(timer);
        return () => {
          timers = timers.filter(other => other !== timer);
        };
      },
    },
    switch: {
      start: events => {
        pbx = events;
      },
      ...{ perform: effect => void performed.push(effect), writeQueueLog: () => undefined },
      close: async () => undefined,
    },
  });
  engine.start();
  const passes = (ms: number) => {
    nowMs += ms;
    for (const timer of timers.filter(({ atMs }) => atMs <= nowMs)) timer.wake();
  };
  if (pbx === null) throw new Error('the engine did not start its switch');
  const events: SwitchEvents = pbx;
  events.connected(emptySwitch);
  const about = (call: string) =>
    facts.flatMap(fact => ('call' in fact && fact.call === call ? [fact.type] : []));
  return { engine, state, events, facts, performed, asked, passes, about };
}

t.test('a caller is looked for before his call is decided, and his call knows him', async t => {
  const { state, events, asked, facts, about, passes } = givenEngine();
  events.input(arrives('c1', { keyed: '48151623' }));
  t.strictSame(about('c1'), []);
  t.strictSame(
    asked.map(({ caller, keyed }) => ({ caller, keyed })),
    [{ caller: '0612345678', keyed: '48151623' }],
  );
  passes(40);
  asked[0]?.answer(camille);
  await until('his call is decided', () => about('c1').length > 0);
  t.strictSame(about('c1'), ['call-queued', 'caller-identified', 'ring-opened']);
  t.strictSame(
    facts.filter(({ type }) => type === 'caller-identified'),
    [{ type: 'caller-identified', call: 'c1', customer: camille }],
  );
  t.notOk(
    facts.some(fact => 'keyed' in fact || 'arrivedAtMs' in fact),
    'the shape of a released fact stays',
  );
  t.strictSame(state.calls.get('c1')?.customer, camille);
  t.equal(state.calls.get('c1')?.virtualEntryAtMs, noon, 'his place counts from his arrival');
  const again = fromSnapshot(JSON.parse(JSON.stringify(toSnapshot(state))), site);
  t.strictSame(again.calls.get('c1')?.customer, camille);
});

t.test('a snapshot of an earlier version has calls without customers', async t => {
  const { state, events } = givenEngine();
  events.input(arrives('c1', { caller: '' }));
  const text = JSON.stringify(toSnapshot(state));
  t.match(text, ',"customer":null');
  const before = JSON.parse(text.replace(',"customer":null', ''));
  t.equal(fromSnapshot(before, site).calls.get('c1')?.customer, null);
});

t.test('who waits for an answer holds up nobody, and goes on unknown at the deadline', async t => {
  const { events, asked, about, passes, performed, state } = givenEngine();
  events.input(arrives('c1'));
  passes(49);
  t.strictSame(performed, []);
  passes(1);
  t.strictSame(performed, [{ type: 'hold', call: 'c1', music: 'default', language: 'fr' }]);
  events.input(arrives('c2', { caller: '' }));
  t.strictSame(about('c2'), ['call-queued', 'ring-opened'], 'nobody to ask: decided at once');
  passes(249);
  t.strictSame(about('c1'), []);
  passes(1);
  t.strictSame(about('c1'), ['call-queued', 'ring-opened']);
  t.equal(state.calls.get('c1')?.virtualEntryAtMs, noon);
  asked[0]?.answer(camille);
  await Promise.resolve();
  t.strictSame(about('c1'), ['call-queued', 'ring-opened'], 'a later answer is dropped');
  t.equal(state.calls.get('c1')?.customer, null);
});

t.test('whoever hangs up before the answer is on record, once', async t => {
  const { events, asked, about } = givenEngine();
  events.input(arrives('c1'));
  events.input({ type: 'caller-hung-up', call: 'c1' });
  asked[0]?.answer(camille);
  await Promise.resolve();
  t.strictSame(about('c1'), ['call-queued', 'ring-opened', 'call-ended']);
});

t.test('an arrival that is heard twice is one call', async t => {
  const { events, asked, about } = givenEngine();
  events.input(arrives('c1'));
  events.input(arrives('c1'));
  asked[0]?.answer(camille);
  await until('his call is decided', () => about('c1').length > 0);
  events.input(arrives('c1'));
  t.equal(asked.length, 1);
  t.strictSame(about('c1'), ['call-queued', 'caller-identified', 'ring-opened']);
});

t.test(
  'when the switch is lost whoever is looked for is put on record, and the snapshot tells the rest',
  async t => {
    const { events, asked, about } = givenEngine();
    events.input(arrives('c1'));
    events.input(arrives('c2'));
    events.lost('cut');
    t.strictSame([about('c1'), about('c2')].flat(), [
      'call-queued',
      'ring-opened',
      'call-queued',
      'ring-opened',
    ]);
    events.connected({ ...emptySwitch, callers: [{ arrival: arrives('c2'), joinedWith: null }] });
    t.equal(about('c1').at(-1), 'call-ended');
    t.equal(asked.length, 2, 'who is known to be there is not looked for again');
  },
);

t.test('a stop forgets who is looked for: to the next daemon he arrives anew', async t => {
  const { engine, events, asked, about, passes } = givenEngine();
  events.input(arrives('c1'));
  await engine.stop();
  asked[0]?.answer(camille);
  passes(1_000);
  await Promise.resolve();
  t.strictSame(about('c1'), []);
});
