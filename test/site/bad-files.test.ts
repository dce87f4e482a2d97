import { readFileSync } from 'node:fs';
import t from 'tap';
import { printProblems, problemLine } from '../../src/site/problem.js';
import { sameAsGolden } from '../golden.js';
import { check, edited, saidOf, smallSite } from './small-site.js';

t.test('the small site of these tests is right', async t => {
  t.strictSame(await saidOf(smallSite), []);
});

for (const language of ['en', 'fr'] as const)
  t.test(`everything wrong is said at once, in its place (${language})`, async t => {
    const result = await check(
      readFileSync(new URL('../../../test/golden/site/all-wrong.yaml', import.meta.url)),
    );
    sameAsGolden(
      t,
      `site/all-wrong.${language}.txt`,
      result.ok ? 'accepted' : printProblems(result.problems, language),
    );
  });

/** Texts that are no site file at all. */
const unreadable: readonly [string, string | Uint8Array, readonly string[]][] = [
  ['an empty file', '', ['1:1 error : the file has no sections (a site file begins with `site:`)']],
  ['a list', '- a\n- b\n', ['1:1 error : the file has no sections (a site file begins with `site:`)']],
  [
    'a NUL byte',
    'site:\n  name: a\0b\n',
    ['2:10 error : there is a NUL byte here: this is not a text file (save the file as plain text in UTF-8)'],
  ],
  [
    'Latin-1',
    new Uint8Array(Buffer.from('# a\nsite:\n  name: \xe9t\xe9\n', 'latin1')),
    ['3:9 error : this is not UTF-8 (save the file in UTF-8 (not Latin-1, Windows-1252 or UTF-16))'],
  ],
  ['a tab', 'site:\n\tname: x\n', ['2:1 error : a tab is used for indentation (indent with spaces)']],
  [
    'a key that stands twice',
    smallSite.replace('  zone:', '  name: Again\n  zone:'),
    ['3:3 error : this key stands twice in the same block (remove one of the two)'],
  ],
  [
    'a section that stands twice',
    `${smallSite}skills: {}\n`,
    ['17:1 error : this key stands twice in the same block (remove one of the two)'],
  ],
  [
    'a bracket that is not closed',
    edited('[en]', '[en'),
    [
      '5:1 error : the indentation is wrong here (lines of the same block begin in the same column; or a bracket above is not closed)',
    ],
  ],
  [
    'an alias',
    'site: &a { name: x }\nflows: *a\n',
    [
      '2:8 error : YAML aliases (*) are not accepted (write the value out; put a text that begins with * between quotes)',
    ],
  ],
  [
    'an alias of nothing',
    'site: *a\n',
    [
      '1:7 error : YAML aliases (*) are not accepted (write the value out; put a text that begins with * between quotes)',
    ],
  ],
  ['a key of JavaScript', 'site:\n  __proto__: { name: x }\n', ['2:3 error : `__proto__` cannot be a key']],
  [
    'two documents',
    `${smallSite}---\nsite: {}\n`,
    ['17:1 error : the file holds several YAML documents (remove the lines `---` and `...`)'],
  ],
  [
    'far too long',
    `# ${'x'.repeat(10_000_000)}\n`,
    ['0:0 error : the file is too long: 10000003 bytes, at most 2000000 (is this really a site file?)'],
  ],
  [
    'brackets without end',
    'a: '.padEnd(100_000, '['),
    ['0:0 error : the file is nested far too deep (look for brackets that are opened and never closed)'],
  ],
];

for (const [what, content, said] of unreadable)
  t.test(`refused: ${what}`, async t => {
    t.strictSame(await saidOf(content), said);
  });

/** One edit of the small site, and what is said of it. */
const edits: readonly [string, string, readonly string[]][] = [
  [
    '  zone: Europe/Paris\n',
    '',
    ['1:1 error site: the key `zone` is missing (write for instance `Europe/Paris`, `Africa/Douala`)'],
  ],
  [
    '  zone: Europe/Paris\n',
    '  zone: CST\n',
    ['3:9 error site.zone: there is no time zone `CST` (write for instance Europe/Paris, Africa/Douala)'],
  ],
  [
    '  name: Small',
    '  name:',
    ['2:3 error site.name: nothing is written after `name:` (write for instance `"Level 1"`)'],
  ],
  [
    'flows:\n',
    'flow:\n',
    ['1:1 error : the key `flows` is missing', '12:1 error flow: unknown key `flow` (did you mean `flows`?)'],
  ],
  [
    '  n1: Level 1',
    '  n1: { en: Level 1, de: Stufe 1 }',
    [
      '9:3 error skills.n1: the key `fr` is missing (write for instance `"Level 1"`)',
      '9:22 error skills.n1.de: unknown key `de` (allowed here: `en`, `fr`)',
    ],
  ],
  [
    'skills: { n1: 2 }',
    'skills: { n1: two }',
    ['11:52 error agents[0].skills.n1: `two` is not a whole number (from 1 to 10)'],
  ],
  [
    '{ password: one }',
    '{ password: one, passwordFile: secret }',
    ['6:25 error asterisk.ami.passwordFile: both `password` and `passwordFile` are given (keep one)'],
  ],
  [
    '{ password: one }',
    `{ password: "\${PLATEAU_SECRET}" }`,
    [
      `6:20 error asterisk.ami.password: the environment variable \`PLATEAU_SECRET\` is not set (set it for this program, or give a default: \${PLATEAU_SECRET:-…})`,
    ],
  ],
  [
    '{ password: two }',
    '{ password: two }\n  deadman: 3m',
    ['8:12 error asterisk.deadman: `3m` is too long (from 5s to 2m)'],
  ],
  [
    '  zone: Europe/Paris\n',
    '  zone: Europe/Paris\n  holidays: { country: FX, except: [2026-07-14] }\n',
    ['4:24 error site.holidays.country: no holidays are known for `FX` (did you mean `AX`?)'],
  ],
  [
    '  zone: Europe/Paris\n',
    '  zone: Europe/Paris\n  holidays: { country: FR, region: "75" }\n',
    ['4:36 error site.holidays.region: no holidays are known for `75` (did you mean `57`?)'],
  ],
  [
    '  zone: Europe/Paris\n',
    '  zone: Europe/Paris\n  holidays: { country: FR, except: [2026-07-15] }\n',
    ['4:37 warning site.holidays.except[0]: 2026-07-15 is no public holiday anyway'],
  ],
  [
    'skills: { n1: 2 } }',
    'skills: { n1: 2 } }\n  - { phone: PJSIP/102, id: "101", name: Bob, skills: { n1: 1 } }',
    [
      '12:29 error agents[1].id: the id `101` is already that of agent 1 of the list (give one of them another `id`)',
    ],
  ],
  [
    'skills: { n1: 2 } }',
    'skills: { n1: 2 } }\n  - { phones: PJSIP/100..102, name: "Agent {n}", skills: { n1: 1 } }',
    [
      '12:15 error agents[1].phones: the phone `PJSIP/101` is already that of agent 1 of the list (one phone, one agent)',
    ],
  ],
  [
    'skills: { n1: 2 } }',
    'skills: { n1: 2 } }\n  - { phone: PJSIP/102, name: Bob }',
    [
      '12:5 warning agents[1]: this agent meets no ring of any flow: he will never get a call (check his skills and teams)',
    ],
  ],
  [
    'agents: n1 }',
    'agents: n1 >= 3 }',
    [
      '11:5 warning agents[0]: this agent meets no ring of any flow: he will never get a call (check his skills and teams)',
      '16:27 warning flows.n1.rings[0].agents: no agent of this file has `n1>=3` (this ring will never find anybody)',
    ],
  ],
  [
    'PJSIP/101',
    'PJSIP/101/x',
    [
      '11:14 error agents[0].phone: `PJSIP/101/x` is not a phone (TECH/name) (write for instance `PJSIP/101`)',
    ],
  ],
  [
    '- { at: 0s, agents: n1 }',
    '- { at: 0s, agents: n1 }\n      - { at: 30s, agents: n1 }\n      - { at: 20s, agents: any }',
    [
      '18:15 error flows.n1.rings[2].at: this ring opens before the one above it (put the rings in the order of their opening)',
    ],
  ],
  [
    'at: 0s',
    'whenWaiting: 3',
    ['16:9 error flows.n1.rings[0]: the first ring must open at once (write `at: 0s`)'],
  ],
  [
    '    rings:',
    '    maximumWait: { after: 10m }\n    rings:',
    [
      '15:5 warning flows.n1.maximumWait: after this wait nothing changes: the caller stays in line (say where he goes: `do: release`, partners or a flow)',
    ],
  ],
  [
    '    rings:',
    '    nobody: { do: { flow: n1 } }\n    rings:',
    [
      '15:27 error flows.n1.nobody.do.flow: callers would go round in circles: n1 → n1 (end one of these treatments otherwise)',
    ],
  ],
  [
    'flows:\n',
    'trunks:\n  t2: { name: T2, kind: dahdi, endpoint: g1, spans: [1, 2], channels: 63 }\n  s: { name: S, kind: pjsip, endpoint: s, spans: [1], channels: 3 }\nflows:\n',
    [
      '13:71 error trunks.t2.channels: 63 channels are more than the spans can carry (62)',
      '14:43 error trunks.s.spans: only a dahdi trunk has spans',
    ],
  ],
  [
    'flows:\n',
    'trunks: { s: { name: S, kind: pjsip, endpoint: s, channels: 3 } }\npartners: { p: { name: P, destinations: [{ trunk: s, number: "+331" }] } }\nflows:\n',
    [
      '13:13 warning partners.p: nothing limits what this partner may cost (add `caps: { concurrent: 30, minutesPerDay: 3000 }`)',
    ],
  ],
  [
    'flows:\n',
    'notReadyReasons: { lunch: { code: 0, name: Lunch } }\nflows:\n',
    ['12:35 error notReadyReasons.lunch.code: `0` is out of range (from 1 to 9)'],
  ],
  [
    'flows:\n',
    'panel: { port: 5038 }\nflows:\n',
    [
      '6:3 error asterisk.ami.port: 5038 is already used by panel.port (each needs a port or address of its own)',
    ],
  ],
  [
    'flows:\n',
    'calendars: { c: { mon: 22:00-06:00, tue: 05:00-12:00 }, d: { mon: 08:00-08:00 }, e: { holidays: closed } }\nflows:\n',
    [
      '12:24 error calendars.c.mon: these hours reach into those of tue',
      '12:67 error calendars.d.mon: `08:00-08:00` is empty (a whole day is 00:00-24:00)',
      '12:82 warning calendars.e: this calendar is never open on an ordinary day (e.g. mon-fri: 08:00-20:00)',
      '12:87 warning calendars.e.holidays: hours for holidays, but the site has no holidays (add `holidays: { country: FR }` to the section site)',
    ],
  ],
];

for (const [from, to, said] of edits)
  t.test(`${JSON.stringify(from)} becomes ${JSON.stringify(to)}`, async t => {
    t.strictSame(await saidOf(edited(from, to)), said);
  });

t.test('a password is not shown, neither for itself nor for what stands beside it', async t => {
  const beside = await check(edited('{ password: one }', '{ password: "s3cret", port: none }'));
  const itself = await check(edited('{ password: one }', '{ password: 20412041 }'));
  const printed = [beside, itself].map(result => (result.ok ? '' : printProblems(result.problems, 'en')));
  t.notMatch(printed.join(''), /s3cret|20412041/);
  t.strictSame(printed[0]?.split('\n').slice(0, 3), [
    'site.yaml:6:36: error: asterisk.ami.port: `none` is not a whole number',
    '     6 |   ami: { password: ********, port: none }',
    '       |                                    ^^^^',
  ]);
});

t.test('one problem in one line, for the log', async t => {
  const result = await check(edited('agents: n1 }', 'agents: n2 }'));
  t.strictSame(result.ok ? [] : result.problems.map(problemLine), [
    {
      en: 'site.yaml:16:27: flows.n1.rings[0].agents: there is no skill `n2` (did you mean `n1`?)',
      fr: "site.yaml:16:27: flows.n1.rings[0].agents: il n'y a pas de compétence `n2` (vouliez-vous dire `n1` ?)",
    },
  ]);
});

t.test('of thousands of problems the first are said and the others counted', async t => {
  const keys = Array.from({ length: 20_000 }, (_, index) => `k${index}: 1`).join('\n');
  const said = await saidOf(keys);
  t.equal(said.length, 201);
  t.equal(said.at(-1), '0:0 error : … and 19804 more');
});
