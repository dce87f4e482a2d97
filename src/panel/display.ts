// The values behind the names that signs, boards and thresholds use: `n1.waiting`, `all.serviceLevel`.
import { unreachable } from '../base/assert.js';
import type { Figure, FigureUnit } from '../site/sign-text.js';
import { allFlows, figures as figureUnits } from '../site/sign-text.js';
import { meanScoreTenths, overflowedInAll, scoreText, shareInHouse } from './counts.js';
import type { Figures, FlowFigures, GroupFigures } from './figures.js';
import { wholePercent } from './service-level.js';

/**
 * A figure of a flow, or of `all`: a count, milliseconds or percent, as its unit says. `null`: there is none now, such as a
 * service level before the first call.
 */
export function figureValue(figures: Figures, flow: string, figure: Figure): number | null {
  const known = figures.flows.find(one => one.flow === flow);
  const group = flow === allFlows ? figures.site : known;
  if (group === undefined) return null;
  return read(group, known, figure, figures.atMs);
}

function read(
  group: GroupFigures,
  flow: FlowFigures | undefined,
  figure: Figure,
  nowMs: number,
): number | null {
  const { today, agents } = group;
  switch (figure) {
    case 'waiting':
    case 'talking':
    case 'withPartner':
    case 'alarms':
    case 'callBacks':
      return group[figure];
    case 'longest':
      return group.longestSinceMs === null ? 0 : Math.max(0, nowMs - group.longestSinceMs);
    case 'expectedWait':
      return flow?.expectedWaitMs ?? null;
    case 'ready':
      return agents.ready;
    case 'wrapUp':
      return agents['wrap-up'];
    case 'notReady':
      return agents['not-ready'];
    case 'loggedIn':
      return Object.values(agents).reduce((sum, count) => sum + count, 0) - agents['logged-out'];
    case 'offered':
    case 'abandoned':
      return today[figure];
    case 'answered':
      return today.answered - overflowedInAll(today);
    case 'overflowed':
      return overflowedInAll(today);
    case 'serviceLevel':
      return wholePercent(group.serviceLevel);
    case 'averageWait':
      return today.answered === 0 ? null : Math.round(today.answeredWaitMs / today.answered);
    case 'shareInHouse':
      return shareInHouse(today);
    case 'satisfaction':
      return meanScoreTenths(today);
    default:
      return unreachable(figure);
  }
}

/** The number that is shown: whole seconds for a time, else the value itself. */
export function shownNumber(figure: Figure, value: number | null): number | null {
  return value !== null && figureUnits[figure] === 'time' ? Math.floor(value / 1000) : value;
}

/** A figure in exactly `width` characters, right-aligned: dashes when there is none, a bound such as `>99` when it does not fit. */
export function figureText(figure: Figure, value: number | null, width: number): string {
  const number = shownNumber(figure, value);
  if (number === null) return '-'.repeat(width);
  const fitting = spellings(figureUnits[figure], number).find(text => text.length <= width);
  return fitting?.padStart(width) ?? '>'.padEnd(width, '9');
}

/** The best first. Seconds that are too many become minutes, then hours. */
function spellings(unit: FigureUnit, number: number): readonly string[] {
  if (unit === 'count') return [String(number)];
  if (unit === 'score') return [scoreText(number), String(Math.round(number / 10))];
  if (unit === 'percent') return [`${number}%`, String(number)];
  const minutes = Math.floor(number / 60);
  return [
    `${minutes}:${String(number % 60).padStart(2, '0')}`,
    `${minutes}m`,
    `${Math.floor(minutes / 60)}h`,
  ];
}
