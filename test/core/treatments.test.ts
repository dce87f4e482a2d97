import t from 'tap';
import { decide } from '../../src/core/decide.js';
import type { Treatment } from '../../src/core/site.js';
import { Floor, givenAgent, givenFlow, givenPartner, givenSite, noon } from './given.js';

const agent = givenAgent('101', { internet: 1 });
const toPartner: Treatment = { kind: 'partners', partners: ['snt'] };
const dials = (floor: Floor) =>
  floor.take('partner-dialled').map(({ call, partner, number }) => `${call} ${partner} ${number}`);
const releases = (floor: Floor) =>
  floor.effects.flatMap(effect => (effect.type === 'release' ? [`${effect.call} ${effect.next}`] : []));

t.test('closed: released, or to the partner and never to an agent who is still there', async t => {
  const hours = [{ fromMs: noon - 3_600_000, toMs: noon - 1 }];
  const released = new Floor(
    givenSite([givenFlow({ id: 'n1', hours, closed: { kind: 'release' } })], [agent]),
  );
  released.logsIn('101');
  released.arrives('c1', 'n1');
  t.strictSame(releases(released), ['c1 closed']);
  t.strictSame(
    released.take('call-ended').map(({ end, reason }) => [end, reason]),
    [['released', 'closed']],
  );

  const overflowed = new Floor(
    givenSite([givenFlow({ id: 'n1', hours, closed: toPartner })], [agent], [givenPartner('snt')]),
  );
  overflowed.logsIn('101');
  overflowed.arrives('c1', 'n1');
  t.strictSame(overflowed.offers(), {});
  t.strictSame(dials(overflowed), ['c1 snt 0140000001']);
});

t.test('closing time with callers in line: they finish, go to the partner, or are told', async t => {
  const closing = (atClosing: Treatment) => {
    const hours = [{ fromMs: noon - 3_600_000, toMs: noon + 60_000 }];
    const floor = new Floor(
      givenSite([givenFlow({ id: 'n1', hours, atClosing })], [agent], [givenPartner('snt')]),
    );
    floor.arrives('c1', 'n1');
    floor.passes(60_000);
    const before = [...dials(floor), ...releases(floor)];
    floor.logsIn('101');
    return [before, floor.offers()];
  };
  t.strictSame(closing({ kind: 'stay' }), [[], { 101: 'c1' }]);
  t.strictSame(closing(toPartner), [['c1 snt 0140000001'], {}]);
  t.strictSame(closing({ kind: 'release' }), [['c1 closing'], {}]);
});

t.test(
  'overflow by time: the partner is dialled, the caller keeps his place, and an agent who is free first takes him',
  async t => {
    const flow = givenFlow({
      id: 'n1',
      rings: [
        { kind: 'agents', requirement: 'internet>=1', afterMs: 0, whenWaitingAtLeast: null },
        { kind: 'partners', partners: ['snt'], afterMs: 90_000, whenWaitingAtLeast: null },
      ],
    });
    const floor = new Floor(givenSite([flow], [agent], [givenPartner('snt')]));
    floor.arrives('c1', 'n1');
    floor.passes(89_999);
    t.strictSame(dials(floor), []);
    floor.passes(1);
    t.strictSame(dials(floor), ['c1 snt 0140000001']);
    floor.logsIn('101');
    t.strictSame(floor.offers(), { 101: 'c1' });
    floor.effects = [];
    floor.answers('101');
    t.strictSame(
      floor.take('partner-attempt-ended').map(fact => fact.cause),
      ['taken-elsewhere'],
    );
    t.ok(floor.effects.some(effect => effect.type === 'cancel' && effect.leg === 'c1.1'));
  },
);

t.test('overflow by length of the line: who finds so many before him goes to the partner', async t => {
  const flow = givenFlow({
    id: 'n1',
    rings: [
      { kind: 'agents', requirement: 'internet>=1', afterMs: 0, whenWaitingAtLeast: null },
      { kind: 'partners', partners: ['snt'], afterMs: null, whenWaitingAtLeast: 2 },
    ],
  });
  const floor = new Floor(givenSite([flow], [agent], [givenPartner('snt')]));
  for (const call of ['c1', 'c2', 'c3']) floor.arrives(call, 'n1');
  t.strictSame(dials(floor), ['c3 snt 0140000001']);
});

t.test(
  'the next partner is tried when one refuses, each of its destinations first, and all are tried again later',
  async t => {
    const partners = [
      givenPartner('snt', {
        destinations: [
          { trunk: 'out', number: '1' },
          { trunk: 'out', number: '2' },
        ],
      }),
      givenPartner('teleperf', { destinations: [{ trunk: 'out', number: '3' }] }),
    ];
    const flow = givenFlow({
      id: 'n1',
      rings: [{ kind: 'partners', partners: ['snt', 'teleperf'], afterMs: 0, whenWaitingAtLeast: null }],
    });
    const floor = new Floor(givenSite([flow], [], partners));
    floor.arrives('c1', 'n1');
    for (const [attempt, end] of (['busy', 'unreachable', 'no-answer'] as const).entries()) {
      floor.step({ type: 'leg-ended', leg: `c1.${attempt + 1}`, end });
    }
    t.strictSame(dials(floor), ['c1 snt 1', 'c1 snt 2', 'c1 teleperf 3']);
    floor.passes(30_000);
    t.strictSame(dials(floor), ['c1 snt 1']);
    floor.step({ type: 'leg-answered', leg: 'c1.4' });
    floor.step({ type: 'bridged', call: 'c1', leg: 'c1.4' });
    floor.passes(10_000);
    floor.step({ type: 'leg-ended', leg: 'c1.4', end: 'hung-up' });
    t.strictSame(
      floor.take('call-ended').map(({ end, waitedMs, talkMs }) => [end, waitedMs, talkMs]),
      [['partner-hung-up', 30_000, 10_000]],
    );
  },
);

t.test('caps of a partner: concurrent, a minute, a day', async t => {
  const flow = givenFlow({
    id: 'n1',
    rings: [{ kind: 'partners', partners: ['snt'], afterMs: 0, whenWaitingAtLeast: null }],
  });
  const caps = { concurrent: null, perMinute: null, minutesPerDay: null };
  const given = (about: Partial<typeof caps> | { [K in keyof typeof caps]?: number }) =>
    new Floor(givenSite([flow], [], [givenPartner('snt', { caps: { ...caps, ...about } })]));
  const talk = (floor: Floor, leg: string, ms: number) => {
    floor.step({ type: 'leg-answered', leg });
    floor.step({ type: 'bridged', call: leg.split('.')[0] ?? '', leg });
    floor.passes(ms);
    floor.step({ type: 'leg-ended', leg, end: 'hung-up' });
  };

  const concurrent = given({ concurrent: 1 });
  concurrent.arrives('c1', 'n1');
  concurrent.arrives('c2', 'n1');
  t.strictSame(
    concurrent.take('partners-exhausted').map(({ call, refused }) => [call, refused]),
    [['c2', [{ partner: 'snt', because: 'concurrent-cap' }]]],
  );
  talk(concurrent, 'c1.1', 2_000);
  t.strictSame(dials(concurrent), ['c2 snt 0140000001'], 'as soon as there is room');

  const minute = given({ perMinute: 2 });
  for (const call of ['c1', 'c2', 'c3']) minute.arrives(call, 'n1');
  t.strictSame(dials(minute).length, 2);
  for (const leg of ['c1.1', 'c2.1']) talk(minute, leg, 1_000);
  minute.passes(57_999);
  t.strictSame(
    dials(minute).filter(dial => dial.startsWith('c3')),
    [],
  );
  minute.passes(1);
  t.strictSame(
    dials(minute).filter(dial => dial.startsWith('c3')),
    ['c3 snt 0140000001'],
  );

  const day = given({ minutesPerDay: 1 });
  day.arrives('c1', 'n1');
  talk(day, 'c1.1', 60_000);
  day.arrives('c2', 'n1');
  t.strictSame(
    day.take('partners-exhausted').map(({ refused, retryAtMs }) => [refused, retryAtMs]),
    [[[{ partner: 'snt', because: 'day-cap' }], Date.UTC(2026, 10, 23, 23)]],
  );
  day.passes(Date.UTC(2026, 10, 23, 23) - day.nowMs);
  t.strictSame(dials(day), ['c2 snt 0140000001'], 'the next local day');
});

t.test('a talk with a partner is ended at its limit', async t => {
  const flow = givenFlow({
    id: 'n1',
    rings: [{ kind: 'partners', partners: ['snt'], afterMs: 0, whenWaitingAtLeast: null }],
  });
  const floor = new Floor(givenSite([flow], [], [givenPartner('snt', { maximumTalkMs: 600_000 })]));
  floor.arrives('c1', 'n1');
  floor.step({ type: 'leg-answered', leg: 'c1.1' });
  floor.step({ type: 'bridged', call: 'c1', leg: 'c1.1' });
  floor.effects = [];
  floor.passes(600_000);
  t.strictSame(floor.effects, [
    { type: 'cancel', leg: 'c1.1' },
    { type: 'hang-up', call: 'c1' },
  ]);
  t.strictSame(
    floor.take('talk-ended').map(fact => fact.by),
    ['limit'],
  );
});

t.test('a trunk in alarm or full is not dialled, and is as soon as it carries calls again', async t => {
  const flow = givenFlow({
    id: 'n1',
    rings: [{ kind: 'partners', partners: ['snt'], afterMs: 0, whenWaitingAtLeast: null }],
  });
  const floor = new Floor(givenSite([flow], [], [givenPartner('snt')]));
  floor.step({ type: 'trunk-changed', trunk: 'out', inUse: 0, usable: 0, alarm: 'Red Alarm' });
  floor.arrives('c1', 'n1');
  t.strictSame(
    floor.take('partners-exhausted').map(({ refused }) => refused),
    [[{ partner: 'snt', because: 'trunk-down' }]],
  );
  floor.step({ type: 'trunk-changed', trunk: 'out', inUse: 30, usable: 30, alarm: null });
  t.strictSame(dials(floor), []);
  floor.step({ type: 'trunk-changed', trunk: 'out', inUse: 29, usable: 30, alarm: null });
  t.strictSame(dials(floor), ['c1 snt 0140000001']);
});

t.test('maximum line length and maximum wait lead where the site file says', async t => {
  const flows = [
    givenFlow({
      id: 'n1',
      lineMaximum: 1,
      lineFull: { kind: 'flow', flow: 'n2' },
      maximumWaitMs: 120_000,
      tooLong: { kind: 'release' },
    }),
    givenFlow({
      id: 'n2',
      rings: [{ kind: 'agents', requirement: 'expert>=1', afterMs: 0, whenWaitingAtLeast: null }],
    }),
  ];
  const floor = new Floor(givenSite(flows, [givenAgent('201', { expert: 1 })]));
  floor.logsIn('201');
  floor.arrives('c1', 'n1');
  floor.arrives('c2', 'n1');
  t.strictSame(floor.offers(), { 201: 'c2' });
  floor.passes(120_000);
  t.strictSame(releases(floor), ['c1 too-long']);
});

t.test('with nowhere to lead the caller stays', async t => {
  const floor = new Floor(
    givenSite([givenFlow({ id: 'n1', maximumWaitMs: 60_000, tooLong: { kind: 'stay' } })], [agent]),
  );
  floor.arrives('c1', 'n1');
  floor.passes(600_000);
  t.strictSame(floor.take('call-treated'), [
    { type: 'call-treated', call: 'c1', because: 'too-long', treatment: { kind: 'stay' } },
  ]);
  floor.logsIn('101');
  t.strictSame(floor.offers(), { 101: 'c1' });
});

t.test(
  'nobody logged in: refused at once, or after a grace for who waits when the last one leaves',
  async t => {
    const flow = givenFlow({ id: 'n1', nobody: { graceMs: 30_000, treatment: { kind: 'release' } } });
    const floor = new Floor(givenSite([flow], [agent]));
    floor.arrives('c1', 'n1');
    t.strictSame(releases(floor), ['c1 nobody']);
    floor.effects = [];
    floor.logsIn('101');
    floor.command('101', { kind: 'not-ready', reason: 'lunch' });
    floor.arrives('c2', 'n1');
    floor.passes(60_000);
    t.strictSame(releases(floor), [], 'he is at lunch, but he is there');
    floor.command('101', { kind: 'logout' });
    floor.arrives('c3', 'n1');
    floor.passes(29_999);
    t.strictSame(releases(floor), []);
    floor.passes(1);
    t.strictSame(releases(floor), ['c2 nobody', 'c3 nobody']);
  },
);

t.test('flows that send to each other do not turn for ever', async t => {
  const flows = [
    givenFlow({ id: 'a', lineMaximum: 0, lineFull: { kind: 'flow', flow: 'b' } }),
    givenFlow({ id: 'b', lineMaximum: 0, lineFull: { kind: 'flow', flow: 'a' } }),
  ];
  const floor = new Floor(givenSite(flows, [agent]));
  floor.arrives('c1', 'a');
  t.equal(floor.state.calls.get('c1')?.moves, 5);
  floor.logsIn('101');
  t.strictSame(floor.offers(), { 101: 'c1' });
});

t.test('an unknown flow goes to the fall-back, with one end on record', async t => {
  const floor = new Floor(givenSite([givenFlow({ id: 'n1' })], [agent]));
  floor.arrives('c1', 'nonsense');
  t.strictSame(releases(floor), ['c1 fallback']);
  t.strictSame(
    floor.take('call-ended').map(({ end, reason }) => [end, reason]),
    [['fallback', 'unknown-flow']],
  );
});

t.test('position and expected wait are announced, and never while a phone rings', async t => {
  const announcements = { firstAfterMs: 20_000, everyMs: 30_000, position: true, expectedWait: true };
  const floor = new Floor(givenSite([givenFlow({ id: 'n1', announcements })], [agent]));
  floor.logsIn('101');
  floor.arrives('c0', 'n1');
  floor.answers('101');
  floor.arrives('c1', 'n1');
  floor.arrives('c2', 'n1');
  floor.passes(20_000);
  t.strictSame(
    floor
      .take('call-announced')
      .map(({ call, position, expectedWaitMs }) => [call, position, expectedWaitMs]),
    [
      ['c1', 1, 180_000],
      ['c2', 2, 360_000],
    ],
    'EWT = position × handling / agents; one agent, 180 s by the site file',
  );
  floor.step({ type: 'caller-hung-up', call: 'c0' });
  floor.passes(14_000);
  floor.step({ type: 'leg-ringing', leg: floor.legTo('101') });
  floor.passes(100);
  t.strictSame(floor.take('call-announced'), []);
  t.equal(decide(floor.state, { type: 'clock' }, floor.nowMs).facts.length, 0);
});
