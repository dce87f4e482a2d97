import t from 'tap';
import type { Language } from '../../src/base/language.js';
import type { Fact } from '../../src/core/facts.js';
import type { Ring } from '../../src/core/site.js';
import { durationText } from '../../src/link/durations.js';
import { tell } from '../../src/link/sentences.js';
import type { Callee, Naming } from '../../src/link/told.js';
import { ownReasons } from '../../src/link/words.js';
import { sameAsGolden } from '../golden.js';
import { examples, noon } from './facts.js';

const rings: readonly Ring[] = [
  { kind: 'agents', requirement: 'internet>=3 & team:paris', afterMs: 0, whenWaitingAtLeast: null },
  { kind: 'agents', requirement: 'any', afterMs: 30_000, whenWaitingAtLeast: 4 },
  { kind: 'partners', partners: ['snt', 'opl'], afterMs: 90_000, whenWaitingAtLeast: null },
];

const callees: Readonly<Record<string, Callee>> = {
  'c1.1': { kind: 'agent', agent: '101' },
  'c1.2': { kind: 'partner', partner: 'snt' },
};

const naming: Naming = {
  clock: atMs => new Date(atMs).toISOString().slice(11, 19),
  agent: agent => (agent === '101' ? '101 Marie' : agent),
  flow: flow => (flow === 'n1' ? { en: 'n1 (Level 1)', fr: 'n1 (Niveau 1)' } : { en: flow, fr: flow }),
  partner: partner => partner,
  trunk: trunk => trunk,
  reason: reason =>
    ownReasons[reason] ?? (reason === 'lunch' ? { en: 'Lunch', fr: 'Repas' } : { en: reason, fr: reason }),
  wrapUpCode: code =>
    code === 'fault' ? { en: 'Line fault', fr: 'Panne de ligne' } : { en: code, fr: code },
  ring: (call, ring) => (call === 'c1' ? (rings[ring] ?? null) : null),
  callee: leg => callees[leg] ?? null,
};

/** The sentence and, indented, its details. */
function lines(fact: Fact, language: Language): string[] {
  const told = tell({ seq: 1, atMs: noon, fact }, naming);
  return [told.text[language], ...told.details.map(detail => `  ${detail[language]}`)];
}

t.test('every fact is told in both languages', async t => {
  const blocks = examples.map(fact =>
    [JSON.stringify(fact), ...lines(fact, 'en'), ...lines(fact, 'fr')].map(line => `${line}\n`).join(''),
  );
  sameAsGolden(t, 'sentences.txt', blocks.join('\n'));
});

t.test('nothing is told of what is not known: no undefined, null or NaN', async t => {
  const odd = examples.flatMap(fact => [...lines(fact, 'en'), ...lines(fact, 'fr')]);
  t.strictSame(
    odd.filter(line => /undefined|null|NaN|\[object|Invalid/.test(line)),
    [],
  );
});

t.test('a fact of a later version is told by its type', async t => {
  const fact: Fact = JSON.parse('{ "type": "call-parked", "call": "c1" }');
  t.strictSame(
    [lines(fact, 'en'), lines(fact, 'fr')],
    [['call-parked (not known to this version)'], ['call-parked (inconnu de cette version)']],
  );
});

t.test('durations are written as in the site file', async t => {
  const all: readonly [ms: number, text: string][] = [
    [-1, '0s'],
    [0, '0s'],
    [350, '<1s'],
    [999, '<1s'],
    [1000, '1s'],
    [59_999, '59s'],
    [60_000, '1m'],
    [80_000, '1m20s'],
    [3_599_000, '59m59s'],
    [3_600_000, '1h00m'],
    [7_500_000, '2h05m'],
    [86_400_000, '1d00h'],
    [273_600_000, '3d04h'],
  ];
  for (const [ms, text] of all) t.equal(durationText(ms, 'en'), text);
  t.equal(durationText(273_600_000, 'fr'), '3j04h');
});
