// A sign as the panel sees it: figures go in, a picture of it comes out. The room signs/ stands behind it in production.
import type { Figure } from '../site/sign-text.js';
import { figureValue, shownNumber } from './display.js';
import type { Moment } from './moment.js';
import type { Alert, SignPage, StaleReason } from './page-state.js';
import type { Alerts } from './steady-alerts.js';

export type SignPort = {
  readonly id: string;
  /** Dots of a line. */
  readonly width: number;
  /** The figures that it shows. */
  readonly figures: readonly { readonly flow: string; readonly figure: Figure }[];
  /** Figures by name (`n1.waiting`): counts, whole seconds, percent. One that is missing is shown as dashes. `alerts`: those that are not fine. */
  readonly show: (values: Readonly<Record<string, number>>, alerts: Readonly<Record<string, Alert>>) => void;
  readonly stale: (sinceMs: number, because: StaleReason) => void;
  /** What it shows, page after page, as it was last told. */
  readonly picture: (nowMs: number) => readonly SignPage[];
  /** Whether it is connected, and if not, why. */
  readonly trouble: () => string | null;
};

/** Tells a sign what to show at this moment. `startedAtMs` stands for figures that were never known. */
export function showOnSign(sign: SignPort, moment: Moment, judged: Alerts, startedAtMs: number): void {
  if (moment.stale !== null) {
    const { sinceMs, because } = moment.stale;
    sign.stale(sinceMs === 0 ? startedAtMs : sinceMs, because);
    return;
  }
  const values: Record<string, number> = {};
  const alerts: Record<string, Alert> = {};
  for (const { flow, figure } of sign.figures) {
    const alert = judged.get(`${flow}.${figure}`);
    if (alert !== undefined && alert !== 'fine') alerts[`${flow}.${figure}`] = alert;
    const number = shownNumber(figure, figureValue(moment.figures, flow, figure));
    if (number !== null) values[`${flow}.${figure}`] = number;
  }
  sign.show(values, alerts);
}
