// Shares: the moment of overflow follows the gap between what is asked and what is met; partners follow their proportions.
import t from 'tap';
import { must } from '../../src/base/assert.js';
import { changeSite, resume } from '../../src/core/decide.js';
import { expectedWaitMs } from '../../src/core/ewt.js';
import { mendRecords } from '../../src/core/mend.js';
import { shareInForce, shareOpensAfterMs } from '../../src/core/shares.js';
import type { Flow, Share, Site } from '../../src/core/site.js';
import { fromSnapshot, toSnapshot } from '../../src/core/snapshot.js';
import { Floor, givenAgent, givenFlow, givenPartner, givenSite, noon } from './given.js';

const share: Share = {
  during: null,
  target: { kind: 'target', inHousePercent: 50 },
  per: 'hour',
  softMs: 20_000,
  hardMs: 120_000,
  proportions: new Map(),
};

const rings: Flow['rings'] = [
  { kind: 'agents', requirement: 'internet>=1', afterMs: 0, whenWaitingAtLeast: null },
  { kind: 'partners', partners: ['snt', 'opl'], afterMs: 30_000, whenWaitingAtLeast: null },
];

function siteWith(shares: readonly Share[], about: Partial<Flow> = {}): Site {
  return givenSite(
    [givenFlow({ id: 'n1', rings, shares, shortTalkMs: 0, ...about })],
    [givenAgent('101', { internet: 1 }), givenAgent('102', { internet: 1 })],
    [givenPartner('snt'), givenPartner('opl', { destinations: [{ trunk: 'out', number: '0150000001' }] })],
  );
}

let calls = 0;

/** A call that is answered in-house at once and over at once. */
function answeredInHouse(floor: Floor, times: number): void {
  for (let i = 0; i < times; i++) {
    const call = `h${++calls}`;
    floor.arrives(call, 'n1');
    floor.answers('101');
    floor.step({ type: 'caller-hung-up', call });
  }
}

function answeredByPartner(floor: Floor, call: string): void {
  const leg = must([...must(floor.state.calls.get(call), call).legs.keys()][0], 'a leg');
  floor.step({ type: 'leg-answered', leg });
  floor.step({ type: 'bridged', call, leg });
  floor.step({ type: 'caller-hung-up', call });
}

const openedFor = (floor: Floor) => floor.take('share-opened').map(({ call }) => call);

t.test('with nothing answered yet overflow opens half way between the limits, and says why', async t => {
  const floor = new Floor(siteWith([share]));
  floor.arrives('c1', 'n1');
  const stand = {
    kind: 'target',
    inHousePercent: 50,
    inHouse: 0,
    byPartners: 0,
    inHouseSoon: 0,
    byPartnersSoon: 0,
  };
  const moments = { softMs: 20_000, hardMs: 120_000 };
  t.strictSame(floor.take('share-period-began', 'share-weighed', 'share-opened'), [
    {
      type: 'share-period-began',
      flow: 'n1',
      untilMs: noon + 3_600_000,
      target: { kind: 'target', inHousePercent: 50 },
      carried: 0,
      carriedByPartner: {},
    },
    { type: 'share-weighed', call: 'c1', flow: 'n1', stand, opensAfterMs: 70_000, ...moments },
  ]);
  floor.passes(69_999);
  t.strictSame(floor.take('share-opened'), []);
  floor.passes(1);
  t.strictSame(
    floor.take('share-opened', 'partner-dialled').map(({ type }) => type),
    ['share-opened', 'partner-dialled'],
  );
});

t.test('in-house ahead of its share: overflow opens at the soft limit', async t => {
  const floor = new Floor(siteWith([share]));
  floor.logsIn('101');
  answeredInHouse(floor, 12);
  floor.command('101', { kind: 'logout' });
  floor.arrives('c1', 'n1');
  floor.passes(19_999);
  t.strictSame(openedFor(floor), []);
  floor.passes(1);
  t.strictSame(openedFor(floor), ['c1']);
});

t.test('in-house behind its share: overflow waits for the hard limit, and not longer', async t => {
  const floor = new Floor(siteWith([{ ...share, target: { kind: 'target', inHousePercent: 100 } }]));
  for (let i = 0; i < 8; i++) {
    floor.arrives(`p${i}`, 'n1');
    while (openedFor(floor).length === 0) floor.passes(1_000);
    answeredByPartner(floor, `p${i}`);
  }
  floor.take('share-opened');
  floor.arrives('c1', 'n1');
  floor.passes(119_999);
  t.strictSame(openedFor(floor), []);
  floor.passes(1);
  t.strictSame(
    floor.take('share-opened').map(({ call, because }) => [call, because]),
    [['c1', 'hard-limit']],
  );
});

t.test(
  'the moment moves while he waits: what is answered meanwhile counts, and calls on their way do',
  async t => {
    const floor = new Floor(siteWith([share]));
    floor.arrives('c1', 'n1');
    t.equal(shareOpensAfterMs(floor.state, 'n1', floor.nowMs), 70_000);
    floor.passes(30_000);
    floor.logsIn('101');
    t.strictSame(floor.offers(), { '101': 'c1' });
    t.equal(shareOpensAfterMs(floor.state, 'n1', floor.nowMs), 65_000, 'a phone that rings in-house');
    floor.arrives('c2', 'n1');
    floor.passes(15_000);
    // c1 was not answered, and is nobody's again.
    t.equal(shareOpensAfterMs(floor.state, 'n1', floor.nowMs), 70_000);
    floor.passes(25_000);
    t.strictSame(openedFor(floor), ['c1']);
    t.equal(shareOpensAfterMs(floor.state, 'n1', floor.nowMs), 75_000, 'a partner who is dialled');
    floor.passes(9_999);
    t.strictSame(openedFor(floor), []);
  },
);

t.test('an agent who becomes free takes a caller at once, whatever the share says', async t => {
  const floor = new Floor(siteWith([{ ...share, target: { kind: 'target', inHousePercent: 0 }, softMs: 0 }]));
  floor.logsIn('101');
  answeredInHouse(floor, 30);
  floor.arrives('c1', 'n1');
  t.strictSame(floor.offers(), { '101': 'c1' });
});

t.test(
  'partners at most a third: the fourth caller of four waits, and the next hour begins anew',
  async t => {
    const third: Share = { ...share, target: { kind: 'limit', inHousePercent: 67 }, softMs: 0, hardMs: null };
    const floor = new Floor(siteWith([third]));
    floor.logsIn('101');
    answeredInHouse(floor, 6);
    floor.command('101', { kind: 'logout' });
    for (const call of ['c1', 'c2', 'c3']) {
      floor.arrives(call, 'n1');
      floor.passes(60_000);
    }
    t.strictSame(openedFor(floor), ['c1', 'c2'], 'two of eight are a quarter, three of nine more than 33 %');
    floor.passes(3_000_000);
    t.strictSame(openedFor(floor), [], 'never beyond the share');
    floor.passes(700_000);
    t.equal(floor.take('share-period-began').length, 1);
  },
);

t.test('what one hour leaves over is made up for in the next', async t => {
  const floor = new Floor(siteWith([share]));
  floor.logsIn('101');
  answeredInHouse(floor, 4);
  floor.take('share-period-began');
  floor.passes(3_600_000);
  t.match(floor.take('share-period-began'), [{ carried: -2, untilMs: noon + 7_200_000 }]);
});

t.test('partners are chosen by their proportions, caps and refusals respected', async t => {
  const proportions = new Map([
    ['snt', 2],
    ['opl', 1],
  ]);
  const site = siteWith([{ ...share, target: null, proportions }]);
  const floor = new Floor(site);
  const dialled: string[] = [];
  for (let i = 0; i < 9; i++) {
    floor.arrives(`c${i}`, 'n1');
    floor.passes(30_000);
    answeredByPartner(floor, `c${i}`);
    dialled.push(...floor.take('partner-dialled').map(({ partner }) => partner));
  }
  t.strictSame(dialled.filter(id => id === 'snt').length, 6);
  floor.arrives('busy', 'n1');
  floor.passes(30_000);
  const leg = must([...must(floor.state.calls.get('busy'), 'the call').legs.keys()][0], 'a leg');
  floor.take('partner-weighed');
  floor.step({ type: 'leg-ended', leg, end: 'busy' });
  t.match(floor.take('partner-weighed', 'partner-dialled'), [
    {
      partner: 'opl',
      weighed: [
        { partner: 'snt', passedOver: true },
        { partner: 'opl', passedOver: false },
      ],
    },
    { partner: 'opl' },
  ]);
});

t.test('another share by calendar: the first that is in force counts, until the next one begins', async t => {
  const evening = [{ fromMs: noon + 1_800_000, toMs: noon + 3_000_000 }];
  const shares: Share[] = [
    { ...share, during: evening, target: { kind: 'target', inHousePercent: 0 } },
    share,
  ];
  const site = siteWith(shares);
  const flow = must(site.flows.get('n1'), 'n1');
  const at = (ms: number) => {
    const now = shareInForce(site, flow, noon + ms);
    return [now.share?.target?.inHousePercent, now.untilMs - noon];
  };
  t.strictSame(
    [at(0), at(1_800_000), at(2_999_999), at(3_000_000), at(3_600_000)],
    [
      [50, 1_800_000],
      [0, 3_000_000],
      [0, 3_000_000],
      [50, 3_600_000],
      [50, 7_200_000],
    ],
  );
  const floor = new Floor(siteWith([{ ...share, during: evening }]));
  floor.arrives('c1', 'n1');
  floor.passes(30_000);
  t.equal(floor.take('ring-opened').length, 2, 'while no share is in force the ring keeps its own time');
});

t.test('who waits when a share begins or ends is judged anew', async t => {
  const evening = [{ fromMs: noon + 10_000, toMs: noon + 60_000 }];
  const none: Share = {
    ...share,
    during: evening,
    target: { kind: 'limit', inHousePercent: 100 },
    hardMs: null,
  };
  const floor = new Floor(siteWith([none]));
  floor.arrives('c1', 'n1');
  floor.passes(55_000);
  t.strictSame(openedFor(floor), []);
  t.strictSame([...must(floor.state.calls.get('c1'), 'c1').partners], []);
  floor.passes(10_000);
  t.strictSame([...must(floor.state.calls.get('c1'), 'c1').partners], ['snt', 'opl']);
});

t.test(
  'the counts survive: snapshot and facts come to the same, and the floor goes on from there',
  async t => {
    const floor = new Floor(siteWith([share]));
    floor.logsIn('101');
    answeredInHouse(floor, 3);
    floor.arrives('c1', 'n1');
    floor.arrives('c2', 'n1');
    const again = fromSnapshot(JSON.parse(JSON.stringify(toSnapshot(floor.state))), floor.state.site);
    t.strictSame(toSnapshot(again), toSnapshot(floor.state));
    t.strictSame(resume(again, floor.nowMs).facts, []);
    t.equal(shareOpensAfterMs(again, 'n1', floor.nowMs), shareOpensAfterMs(floor.state, 'n1', floor.nowMs));
    const older: Record<string, unknown> = JSON.parse(JSON.stringify(toSnapshot(floor.state)));
    delete older['shares'];
    t.equal(fromSnapshot(older, floor.state.site).shares.size, 0, 'a snapshot of an earlier version');
  },
);

t.test(
  'another site file: a share that asks for something else is counted anew, the same one goes on',
  async t => {
    const floor = new Floor(siteWith([share]));
    floor.logsIn('101');
    answeredInHouse(floor, 3);
    t.strictSame(
      changeSite(floor.state, siteWith([{ ...share, softMs: 5_000 }]), floor.nowMs).facts.length,
      1,
    );
    t.match(changeSite(floor.state, siteWith([{ ...share, target: null }]), floor.nowMs).facts, [
      { type: 'site-loaded' },
      { type: 'share-period-began', target: null },
    ]);
    t.match(changeSite(floor.state, siteWith([]), floor.nowMs).facts, [
      { type: 'site-loaded' },
      { type: 'share-period-ended', flow: 'n1' },
    ]);
  },
);

t.test('the expected wait knows when partners may take him', async t => {
  const floor = new Floor(siteWith([share]));
  floor.arrives('c1', 'n1');
  const call = must(floor.state.calls.get('c1'), 'c1');
  t.equal(expectedWaitMs(floor.state, call, floor.nowMs), 80_000);
});

t.test('a site file without the middle ring: who waits is given to partners once, in due time', async t => {
  const ring = (requirement: string, afterMs: number) =>
    ({ kind: 'agents', requirement, afterMs, whenWaitingAtLeast: null }) as const;
  const [first, second, third] = [
    ring('internet>=1', 0),
    ring('internet>=2', 15_000),
    ring('billing>=1', 45_000),
  ];
  const partners = {
    kind: 'partners',
    partners: ['snt', 'opl'],
    afterMs: 90_000,
    whenWaitingAtLeast: null,
  } as const;
  const four = [first, second, third, partners];
  for (const [shares, dialledAtMs] of [
    [[share], 70_000],
    [[], 90_000],
  ] as const) {
    const before = () => {
      const floor = new Floor(siteWith(shares, { rings: four }));
      floor.arrives('c1', 'n1');
      floor.passes(50_000);
      t.strictSame(must(floor.state.calls.get('c1'), 'c1').openRings, [0, 1, 2]);
      return floor;
    };
    const reloaded = before();
    const without = siteWith(shares, { rings: [first, second, partners] });
    changeSite(reloaded.state, without, reloaded.nowMs);
    t.strictSame(must(reloaded.state.calls.get('c1'), 'c1').openRings, [0, 1]);
    reloaded.passes(dialledAtMs - 50_001);
    t.strictSame(reloaded.take('partner-dialled'), []);
    reloaded.passes(1);
    t.strictSame(
      reloaded.take('share-opened', 'ring-opened', 'partner-dialled').map(({ type }) => type),
      [shares.length > 0 ? 'share-opened' : 'ring-opened', 'partner-dialled'],
    );

    // The file was changed while the daemon was away: nobody knows the old one.
    const earlier = before();
    const again = new Floor(without);
    Object.assign(again, {
      nowMs: earlier.nowMs,
      state: fromSnapshot(JSON.parse(JSON.stringify(toSnapshot(earlier.state))), without),
    });
    mendRecords(again.state, again.nowMs);
    resume(again.state, again.nowMs);
    again.passes(dialledAtMs - 50_000);
    t.equal(again.take('partner-dialled').length, 1);
  }
});

t.test('rings that change their places stay open for who had them, and for nobody else', async t => {
  const ring = (requirement: string, afterMs: number) =>
    ({ kind: 'agents', requirement, afterMs, whenWaitingAtLeast: null }) as const;
  const floor = new Floor(siteWith([], { rings: [ring('internet>=1', 0), ring('internet>=2', 60_000)] }));
  floor.arrives('c1', 'n1');
  const swapped = siteWith([], { rings: [ring('internet>=2', 60_000), ring('internet>=1', 0)] });
  changeSite(floor.state, swapped, floor.nowMs);
  t.strictSame(must(floor.state.calls.get('c1'), 'c1').openRings, [1]);
  floor.passes(60_000);
  t.strictSame(must(floor.state.calls.get('c1'), 'c1').openRings, [0, 1]);
});

t.test(
  'a ring that the line has opened stays open when a new site file lets more agents into it',
  async t => {
    const ring = (requirement: string, whenWaitingAtLeast: number | null) =>
      ({
        kind: 'agents',
        requirement,
        afterMs: whenWaitingAtLeast === null ? 0 : null,
        whenWaitingAtLeast,
      }) as const;
    const floor = new Floor(siteWith([], { rings: [ring('internet>=2', null), ring('billing>=2', 2)] }));
    for (const call of ['c1', 'c2', 'c3']) floor.arrives(call, 'n1');
    const open = () => [...floor.state.calls.values()].map(({ openRings }) => openRings.join());
    const before = open();
    t.ok(before.includes('0,1'), before.join(' '));
    changeSite(
      floor.state,
      siteWith([], { rings: [ring('internet>=2', null), ring('billing>=1', 2)] }),
      floor.nowMs,
    );
    t.strictSame(open(), before);
  },
);
