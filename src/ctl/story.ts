// Facts as a story: a line each with its clock time, what there is to know beside it below.
import type { Fact, Recorded } from '../core/facts.js';
import { durationText } from '../link/durations.js';
import { tell } from '../link/sentences.js';
import type { Told } from '../link/told.js';
import type { Names } from './names.js';
import { lineWidth, paint, type Screen, type Tone } from './screen.js';
import { padStart, printable, wrap } from './text-width.js';

/** A fact with what it means, for people and for `--json`. */
export type Step = Recorded & { readonly told: Told };

/** Tells facts in their order; what an earlier one said is known to the later ones. */
export function toldSteps(facts: readonly Recorded[], names: Names): Step[] {
  return facts.map(recorded => {
    names.see(recorded);
    return { ...recorded, told: tell(recorded, names) };
  });
}

/** The fact and its sentence, for machines. */
export function jsonStep({ seq, atMs, fact, told }: Step, screen: Screen): object {
  const { language } = screen;
  return {
    seq,
    atMs,
    text: told.text[language],
    details: told.details.map(detail => detail[language]),
    fact,
  };
}

export type StepStyle = {
  readonly time: string;
  /** Left of the sentence: how long after the beginning, or the number of the fact. */
  readonly second: string;
};

const secondWidth = 7;

/** `12:00:30    +30s  Ring 2 opened …` and the details below, indented. */
export function printStep({ fact, told }: Step, { time, second }: StepStyle, screen: Screen): string {
  const { language } = screen;
  const left = `${time}  ${padStart(second, secondWidth)}  `;
  const margin = ' '.repeat(left.length);
  const width = lineWidth(screen) - left.length;
  const sentence = wrap(printable(told.text[language]), width).map(line => paint(line, toneOf(fact), screen));
  const details = told.details.flatMap(detail =>
    wrap(printable(detail[language]), width - 2).map((line, index) =>
      paint(`${index === 0 ? '· ' : '  '}${line}`, 'dim', screen),
    ),
  );
  const [first = '', ...rest] = sentence;
  return [`${paint(left, 'dim', screen)}${first}`, ...[...rest, ...details].map(line => `${margin}${line}`)]
    .map(line => `${line}\n`)
    .join('');
}

/** `+1m20s` after the beginning. */
export function offset(ms: number, screen: Screen): string {
  return `+${durationText(ms < 1000 ? 0 : ms, screen.language)}`;
}

/** At a glance: what went well, what did not, where the call is at its end. */
export function toneOf(fact: Fact): Tone {
  switch (fact.type) {
    case 'call-answered':
    case 'call-bridged':
    case 'transfer-completed':
    case 'switch-connected':
      return 'good';
    case 'offer-ended':
    case 'partner-attempt-ended':
      return fact.cause === 'taken-elsewhere' || fact.cause === 'caller-gone' || fact.cause === 'withdrawn'
        ? 'plain'
        : 'warning';
    case 'partners-exhausted':
    case 'call-treated':
    case 'call-returned':
    case 'caller-left-on-hold':
    case 'transfer-ended':
    case 'overflow-opened':
      return 'warning';
    case 'switch-lost':
      return 'bad';
    case 'call-ended':
      return fact.end === 'released' || fact.end.endsWith('-hung-up') ? 'strong' : 'bad';
    case 'call-queued':
    case 'call-offered':
      return 'strong';
    default:
      return 'plain';
  }
}
