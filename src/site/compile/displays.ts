// Boards, thresholds and schedules, compiled.
import type { BoardSection, ThresholdSection } from '../sections/displays.js';
import type { ScheduleSection } from '../sections/keeping.js';
import { asFigure, type FigureUnit, figures, type Row } from '../sign-text.js';
import type { BoardSetup, DisplayRow, Schedule, Threshold } from '../site-file.js';
import { dayKeys } from '../week.js';

export const displayRow = ({ parts, text }: Row): DisplayRow => ({ parts, text });

export function compileBoard(id: string, section: BoardSection): BoardSetup {
  return {
    id,
    columns: section.columns,
    charset: section.charset,
    rows: section.rows.map(displayRow),
    port: section.port ?? null,
    udpPort: section.udpPort ?? null,
    modbusBlock: section.modbusBlock ?? null,
  };
}

/** The flow and the figure that the key of a threshold names; `null` when there is no such figure. */
export function thresholdKey(key: string) {
  const [flow = '', name = '', ...more] = key.split('.');
  const figure = asFigure(name);
  return figure === null || more.length > 0 ? null : { flow, figure };
}

/** What is written as a limit of a figure; `null` when it is of another unit. A score may be a whole number. */
export function thresholdValue(unit: FigureUnit, written: ThresholdSection['amber']): number | null {
  if (unit === 'score' && written.unit === 'count')
    return written.value >= 1 && written.value <= 5 ? written.value * 10 : null;
  return written.unit === unit ? written.value : null;
}

export function compileThreshold(key: string, section: ThresholdSection): Threshold[] {
  const named = thresholdKey(key);
  if (named === null) return [];
  const unit = figures[named.figure];
  const [amber, red] = [thresholdValue(unit, section.amber), thresholdValue(unit, section.red)];
  if (amber === null || red === null) return [];
  return [
    {
      ...named,
      unit,
      bad: red < amber ? 'below' : 'above',
      amber,
      red,
      flash: section.flash,
      steadyMs: section.steady,
    },
  ];
}

export function compileSchedule(id: string, section: ScheduleSection): Schedule {
  const [hour = '0', minute = '0'] = (section.at ?? '00:00').split(':');
  const days = dayKeys.get(section.days ?? 'every-day') ?? [];
  // In cron Sunday is 0 and Monday 1.
  const cronDays = days.length === 7 ? '*' : days.map(day => (day + 1) % 7).join(',');
  return {
    id,
    cron: section.cron ?? `${Number(minute)} ${Number(hour)} * * ${cronDays}`,
    action: actionOf(section),
  };
}

const usualMessageMs = 10 * 60_000;

function actionOf(section: ScheduleSection): Schedule['action'] {
  if (section.do === 'log-out') return { kind: 'log-out', teams: section.teams ?? null };
  const { text = '', colour = 'amber', flash = false, signs = null } = section;
  return { kind: 'message', signs, text, colour, flash, forMs: section.for ?? usualMessageMs };
}
