// When a figure is not as it should be: by the site file's thresholds, and by each flow's own target where there is none.
import type { Threshold } from '../site/site-file.js';
import { figureValue } from './display.js';
import type { Figures, FlowFigures } from './figures.js';
import type { Alert, JudgedFigure } from './page-state.js';

/** Points below its target at which a service level is red where the site file has no threshold. */
const farBelowTarget = 10;

/** What a threshold says of a value; nothing is wrong with a value that there is not. */
export function alertOf(threshold: Pick<Threshold, 'bad' | 'amber' | 'red'>, value: number | null): Alert {
  if (value === null) return 'fine';
  const crosses = (limit: number) => (threshold.bad === 'above' ? value >= limit : value < limit);
  if (crosses(threshold.red)) return 'red';
  return crosses(threshold.amber) ? 'amber' : 'fine';
}

/** The judgement of each judged figure of a flow. */
export function alertsOf(
  figures: Figures,
  flow: FlowFigures,
  thresholds: readonly Threshold[],
): Readonly<Record<JudgedFigure, Alert>> {
  const judge = (figure: JudgedFigure): Alert => {
    const own = thresholds.find(one => one.flow === flow.flow && one.figure === figure);
    return alertOf(own ?? usualThreshold(flow, figure), figureValue(figures, flow.flow, figure));
  };
  return { waiting: judge('waiting'), longest: judge('longest'), serviceLevel: judge('serviceLevel') };
}

function usualThreshold(
  { level }: FlowFigures,
  figure: JudgedFigure,
): Pick<Threshold, 'bad' | 'amber' | 'red'> {
  if (figure === 'serviceLevel')
    return { bad: 'below', amber: level.targetPercent, red: level.targetPercent - farBelowTarget };
  if (figure === 'longest')
    return { bad: 'above', amber: level.thresholdMs + 1, red: 3 * level.thresholdMs + 1 };
  return { bad: 'above', amber: Number.POSITIVE_INFINITY, red: Number.POSITIVE_INFINITY };
}
