// Shares in the site file: what a technician writes, what it becomes, and what is said of shares that cannot be kept.
import t from 'tap';
import { must } from '../../src/base/assert.js';
import { compiled, edited, nowMs, saidOf } from './small-site.js';

const partners = `trunks:
  out: { name: Out, kind: pjsip, endpoint: out, channels: 30 }
partners:
  teleperf: { name: Teleperf, destinations: [{ trunk: out, number: "0140000001" }], caps: { concurrent: 9 } }
  snt: { name: SNT, destinations: [{ trunk: out, number: "0140000002" }], caps: { concurrent: 9 } }
calendars:
  evening: { every-day: "20:00-22:00" }
flows:
`;

/** The small site with two partners in a ring of its flow, and these shares. */
const withShares = (shares: string, ring = '{ at: 30s, partners: [teleperf, snt] }') =>
  edited('flows:\n', partners).replace(
    '{ at: 0s, agents: n1 }\n',
    `{ at: 0s, agents: n1 }\n      - ${ring}\n    shares:\n${shares}`,
  );

const sharesLine = 26;

t.test(
  'shares are compiled: target or limit, period, limits of the moment, proportions, calendar',
  async t => {
    const { core } = await compiled(
      withShares(`      - { during: evening, partnersAtMost: 33%, per: day }
      - { inHouse: 40%, overflow: { soft: 20s, hard: 2m }, proportions: { teleperf: 2, snt: 1 } }
`),
    );
    const [first, second, ...more] = must(core.flows.get('n1'), 'n1').shares;
    t.strictSame(more, []);
    t.strictSame(second, {
      during: null,
      target: { kind: 'target', inHousePercent: 40 },
      per: 'hour',
      softMs: 20_000,
      hardMs: 120_000,
      proportions: new Map([
        ['teleperf', 2],
        ['snt', 1],
      ]),
    });
    const { during, ...rest } = must(first, 'the first share');
    t.strictSame(rest, {
      target: { kind: 'limit', inHousePercent: 67 },
      per: 'day',
      softMs: 0,
      hardMs: null,
      proportions: new Map(),
    });
    const tonight = must(during, 'a calendar').find(({ toMs }) => toMs > nowMs);
    t.strictSame(tonight, {
      fromMs: Date.parse('2026-11-22T19:00:00Z'),
      toMs: Date.parse('2026-11-22T21:00:00Z'),
    });
  },
);

const bad: readonly [string, string, string[], ring?: string][] = [
  [
    'both ways to say how much',
    '      - { inHouse: 40%, partnersAtMost: 33% }\n',
    [
      `${sharesLine}:25 error flows.n1.shares[0].partnersAtMost: \`inHouse\` and \`partnersAtMost\` both say how much is in-house (keep one)`,
    ],
  ],
  [
    'nothing at all',
    '      - { per: day }\n',
    [
      `${sharesLine}:9 error flows.n1.shares[0]: this share says nothing (add \`inHouse: 40%\`, \`partnersAtMost: 33%\` or \`proportions: { teleperf: 2, snt: 1 }\`)`,
    ],
  ],
  [
    'limits the wrong way round',
    '      - { inHouse: 40%, overflow: { soft: 2m, hard: 20s } }\n',
    [
      `${sharesLine}:53 error flows.n1.shares[0].overflow.hard: the hard limit comes before the soft one (e.g. { soft: 20s, hard: 2m })`,
    ],
  ],
  [
    'a share that is never in force',
    '      - { inHouse: 40% }\n      - { during: evening, inHouse: 20% }\n',
    [
      `${sharesLine + 1}:9 error flows.n1.shares[1]: this share is never in force: the one above it always is (put shares with \`during\` first)`,
    ],
  ],
  [
    'a partner of no ring, and one without a part',
    '      - { proportions: { teleperf: 2, sntt: 1 } }\n',
    [
      `${sharesLine}:11 warning flows.n1.shares[0].proportions: \`snt\` has no part: it is tried only when no other partner can be (e.g. snt: 1)`,
      `${sharesLine}:39 error flows.n1.shares[0].proportions.sntt: \`sntt\` is not in the flow's ring of partners (did you mean \`snt\`?)`,
    ],
  ],
  [
    'a calendar that does not exist',
    '      - { during: evenin, inHouse: 40% }\n',
    [
      `${sharesLine}:19 error flows.n1.shares[0].during: there is no calendar \`evenin\` (did you mean \`evening\`?)`,
    ],
  ],
  [
    'a long line that opens the ring anyway',
    '      - { inHouse: 40% }\n',
    [
      '24:20 warning flows.n1.rings[1].whenWaiting: a long line opens this ring whatever the share says (remove it, or bear with the share being missed)',
    ],
    '{ at: 30s, whenWaiting: 9, partners: [teleperf, snt] }',
  ],
  [
    'no ring of partners',
    '      - { inHouse: 40% }\n',
    [
      '25:5 error flows.n1.shares: shares need exactly one ring of partners, there are 0 (e.g. rings: [{ at: 0s, agents: n1 }, { at: 30s, partners: [teleperf, snt] }])',
    ],
    '{ at: 30s, agents: any }',
  ],
  [
    'overflow where nothing is steered',
    '      - { overflow: { soft: 5s }, proportions: { teleperf: 2, snt: 1 } }\n',
    [
      `${sharesLine}:11 warning flows.n1.shares[0].overflow: \`overflow\` has no effect: the ring opens at its own time (add \`inHouse: 40%\` or \`partnersAtMost: 33%\`)`,
    ],
  ],
];

for (const [what, shares, said, ring] of bad)
  t.test(what, async t => {
    t.strictSame(await saidOf(withShares(shares, ring)), said);
    const french = await saidOf(withShares(shares, ring), 'fr');
    t.equal(french.length, said.length);
    t.notSame(french, said);
  });
