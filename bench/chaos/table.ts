// The report of the kill loop, as Markdown.

import type { Fact } from '../../src/core/facts.js';
import { percentile } from '../statistics.js';
import { type Kind, kinds } from './kinds.js';
import type { Cycle, Report } from './run.js';

const shown: readonly (readonly [Fact['type'], string])[] = [
  ['call-held', 'holds'],
  ['transfer-started', 'transfers begun'],
  ['consultation-joined', 'joined with the target'],
  ['transfer-completed', 'completed'],
  ['transfer-ended', 'taken back'],
  ['repeat-call-recognised', 'repeat calls'],
  ['call-reserved', 'kept for an owner'],
  ['case-opened', 'cases opened'],
  ['case-closed', 'closed'],
  ['satisfaction-asked', 'callers asked how it was'],
  ['satisfaction-given', 'answers'],
];

const shownOfCustomers: readonly (readonly [Fact['type'], string])[] = [
  ['callback-offered', 'call-backs offered'],
  ['callback-booked', 'confirmed'],
  ['preview-started', 'customers shown to an agent'],
  ['customer-dialled', 'dialled'],
  ['customer-answered', 'answered'],
  ['customer-not-reached', 'not reached'],
  ['do-not-call-changed', 'changes of the do-not-call list'],
];

const titles = [
  'what',
  'cycles',
  'callers seen',
  'lost',
  'inversions',
  'doubled ends',
  'customers called',
  'called wrongly',
  'to the fall-back',
  'back in control, median / max',
  'lost per cycle, 95 % bound',
];

export function chaosTable(report: Report): string {
  const { cycles, queued, ended, recordings, dials, counts, leftOut } = report;
  const rows = kinds.flatMap(kind => {
    const some = cycles.filter(one => one.kind === kind);
    return some.length === 0 ? [] : [rowOf(kind, some)];
  });
  if (rows.length > 1) rows.push(rowOf('all', cycles));
  const late = cycles.reduce((sum, { sippLate }) => sum + sippLate, 0);
  const told = (some: typeof shown) =>
    some.map(([type, what]) => `${counts.get(type) ?? 0} ${what}`).join(', ');
  return [
    `| ${titles.join(' | ')} |`,
    `|${titles.map(() => '---|').join('')}`,
    ...rows.map(cells => `| ${cells.join(' | ')} |`),
    '',
    `${queued} calls on record, ${ended} ends. ${late} calls were given up by SIPp itself.`,
    `On the floor meanwhile: ${told(shown)}.`,
    `Calls to customers: ${told(shownOfCustomers)}; ${dials.onRecord} attempts on record, ${dials.seen} INVITEs at SIPp, ${dials.neverLeft} never left.`,
    `${recordings.begun} recordings, ${recordings.kept} kept, ${recordings.reported} reported as lost.`,
    ...leftOut,
    '',
  ].join('\n');
}

function rowOf(kind: Kind | 'all', cycles: readonly Cycle[]): readonly string[] {
  const sum = (of: (cycle: Cycle) => number) => cycles.reduce((total, cycle) => total + of(cycle), 0);
  const control = cycles.flatMap(({ controlMs }) => controlMs ?? []);
  const lost = sum(cycle => cycle.lost.length);
  return [
    kind,
    String(cycles.length),
    String(sum(({ seen }) => seen)),
    String(lost),
    String(sum(({ inversions }) => inversions)),
    String(sum(({ doubledEnds }) => doubledEnds)),
    String(sum(({ customersCalled }) => customersCalled)),
    String(sum(({ calledWrongly }) => calledWrongly.length)),
    String(sum(({ toFallback }) => toFallback)),
    control.length === 0 ? '–' : `${percentile(control, 0.5)} ms / ${percentile(control, 1)} ms`,
    // The rule of three: of n cycles without a loss.
    lost === 0 && cycles.length > 3 ? `< ${((3 / cycles.length) * 100).toFixed(1)} %` : '–',
  ];
}
