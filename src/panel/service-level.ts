// Service level: four formulas are in use in the field, and each figure that is shown names its own.
import { unreachable } from '../base/assert.js';
import type { Language, Text } from '../base/language.js';
import type { ServiceLevel, ServiceLevelFormula } from '../core/site.js';
import type { Counts } from './counts.js';
import { releasedInAll } from './counts.js';

/** The share that counts as good, before the division. */
export type Share = { readonly good: number; readonly of: number };

/**
 * The two sides of a formula, from the counts of one or more days. *Offered* is every call whose wait is over, except
 * short abandons and calls that came while the flow was closed; a call still waiting counts when its wait is over.
 * An answer by a partner is an answer. The names of the formulas are those of `ServiceLevelFormula`; they are Cisco's
 * "only handled", "ignore abandoned", "negative" and "positive".
 */
export function serviceLevelShare(counts: Counts, formula: ServiceLevelFormula): Share {
  const offered =
    counts.answered +
    counts.abandoned +
    releasedInAll(counts) -
    counts.released.closed +
    counts.fallback +
    counts.lost;
  switch (formula) {
    case 'answered-only':
      return { good: counts.answeredInThreshold, of: counts.answered };
    case 'ignore-abandoned':
      return { good: counts.answeredInThreshold, of: offered - counts.abandonedInThreshold };
    case 'abandoned-count-against':
      return { good: counts.answeredInThreshold, of: offered };
    case 'abandoned-count-for':
      return { good: counts.answeredInThreshold + counts.abandonedInThreshold, of: offered };
    default:
      return unreachable(formula);
  }
}

/** Percent, rounded down, so that a target is never shown as met before it is; `null` when there is nothing to divide by. */
export const wholePercent = ({ good, of }: Share): number | null =>
  of === 0 ? null : Math.floor((100 * good) / of);

const formulas: Readonly<Record<ServiceLevelFormula, Text>> = {
  'answered-only': {
    en: 'answered within {T} / answered',
    fr: 'décrochés en {T} / décrochés',
  },
  'ignore-abandoned': {
    en: 'answered within {T} / (offered − abandoned within {T})',
    fr: 'décrochés en {T} / (présentés − abandonnés en {T})',
  },
  'abandoned-count-against': {
    en: 'answered within {T} / offered',
    fr: 'décrochés en {T} / présentés',
  },
  'abandoned-count-for': {
    en: '(answered + abandoned within {T}) / offered',
    fr: '(décrochés + abandonnés en {T}) / présentés',
  },
};

const shortAbandons: Text = {
  en: '; abandons under {S} left out',
  fr: ' ; abandons de moins de {S} exclus',
};

/** The formula in words, with the site's threshold in it: what stands beside every service level that people see. */
export function formulaText(level: ServiceLevel, language: Language): string {
  const ending = level.shortAbandonMs > 0 ? shortAbandons[language] : '';
  return (formulas[level.formula][language] + ending)
    .replaceAll('{T}', seconds(level.thresholdMs))
    .replaceAll('{S}', seconds(level.shortAbandonMs));
}

/** The blank does not break. */
const seconds = (ms: number) => `${ms / 1000}\u00a0s`;
