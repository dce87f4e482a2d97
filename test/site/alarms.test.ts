// The section `alarms`: what a technician writes, what it becomes, and what is said of it where it makes no sense.
import t from 'tap';
import { type AlarmRule, type AlarmRules, usualAlarms } from '../../src/core/alarm-kinds.js';
import { compiled, edited, nowMs, saidOf } from './small-site.js';

const withAlarms = (alarms: string) =>
  edited('flows:\n', `calendars:\n  night: { every-day: "20:00-22:00" }\nalarms:\n${alarms}flows:\n`);

async function rulesOf(alarms: string): Promise<AlarmRules> {
  const { core } = await compiled(withAlarms(alarms));
  if (core.alarms === undefined) throw new Error('no rules');
  return core.alarms;
}

t.test('where nothing is written the usual rules hold', async t => {
  t.strictSame((await compiled(edited('Small', 'Other'))).core.alarms, usualAlarms);
});

t.test('what is written of a kind is changed, and nothing else', async t => {
  const { kinds, serviceLevel } = await rulesOf(
    `  kinds:
    trunk-down: { severity: major, after: 1m, clearAfter: 5m }
    partner-capped: { mute: true }
    service-level: { window: 1h, calls: 50, margin: 5%, after: 10m }
`,
  );
  const usual = usualAlarms.kinds;
  t.strictSame(kinds, {
    ...usual,
    'trunk-down': { ...usual['trunk-down'], severity: 'major', afterMs: 60_000, clearAfterMs: 300_000 },
    'partner-capped': { ...usual['partner-capped'], isMuted: true },
    'service-level': { ...usual['service-level'], afterMs: 600_000 },
  });
  t.strictSame(serviceLevel, { windowMs: 3_600_000, calls: 50, marginPercent: 5 });
});

t.test('quiet times: of all that is not critical, and of one kind whatever it is', async t => {
  const tonight = ({ quiet }: AlarmRule) => quiet?.find(({ toMs }) => toMs > nowMs)?.fromMs ?? null;
  const evening = Date.parse('2026-11-22T19:00:00Z');
  const all = await rulesOf('  quiet: night\n  kinds: { trunk-down: { severity: minor } }\n');
  t.equal(tonight(all.kinds['sign-lost']), evening);
  t.equal(tonight(all.kinds['trunk-down']), evening, 'which this site does not call critical');
  t.equal(tonight(all.kinds['switch-away']), null);
  const one = await rulesOf('  kinds: { switch-away: { quiet: night } }\n');
  t.equal(tonight(one.kinds['switch-away']), evening);
  t.equal(tonight(one.kinds['sign-lost']), null);
});

const bad: readonly [string, string, string[]][] = [
  [
    'a kind that there is not',
    '  kinds: { trunk-dwon: { mute: true } }\n',
    ['15:12 error alarms.kinds.trunk-dwon: unknown key `trunk-dwon` (did you mean `trunk-down`?)'],
  ],
  [
    'a calendar that there is not',
    '  quiet: nihgt\n',
    ['15:10 error alarms.quiet: there is no calendar `nihgt` (did you mean `night`?)'],
  ],
  [
    'a calendar of a kind',
    '  kinds: { crm-away: { quiet: weekend } }\n',
    ['15:31 error alarms.kinds.crm-away.quiet: there is no calendar `weekend` (allowed here: `night`)'],
  ],
  [
    'too long',
    '  kinds: { crm-away: { after: 9h } }\n',
    ['15:31 error alarms.kinds.crm-away.after: `9h` is too long (from 0s to 4h)'],
  ],
  [
    'muted, and said how',
    '  kinds: { crm-away: { mute: true, after: 1m } }\n',
    [
      '15:36 warning alarms.kinds.crm-away.after: has no effect: `crm-away` is muted (remove it, or remove `mute`)',
    ],
  ],
  [
    'critical, and muted',
    '  kinds: { trunk-down: { mute: true } }\n',
    [
      '15:32 warning alarms.kinds.trunk-down.mute: nobody will be told of `trunk-down`, which is critical (a longer `after`, or `quiet` with a calendar, may be what you want)',
    ],
  ],
  [
    'a margin as large as the target',
    '  kinds: { service-level: { margin: 80% } }\n',
    [
      '15:37 warning alarms.kinds.service-level.margin: flow `n1` with its target of 80% can never be so far below it (e.g. margin: 5%)',
    ],
  ],
  [
    'of what the site does not have',
    '  kinds: { sign-lost: { after: 1m }, partner-capped: {}, case-without-owner: {} }\n',
    ['sign-lost', 'partner-capped', 'case-without-owner'].map(
      kind =>
        `15:${{ 'sign-lost': 12, 'partner-capped': 38, 'case-without-owner': 58 }[kind]} warning alarms.kinds.${kind}: \`${kind}\` is never raised: the site has nothing of the kind (remove it)`,
    ),
  ],
];

t.test('what makes no sense is said, with place and hint, in both languages', async t => {
  for (const [what, written, said] of bad) {
    const found = await saidOf(withAlarms(written));
    // The calendar is there for this alone: where nothing uses it, that is said as well.
    t.strictSame(
      found.filter(one => one.includes('alarms')),
      said,
      what,
    );
    const french = await saidOf(withAlarms(written), 'fr');
    t.equal(french.filter(one => one.includes('alarms')).length, said.length);
  }
});
