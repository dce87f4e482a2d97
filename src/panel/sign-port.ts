// A sign as the panel sees it: figures go in, a picture of it comes out. The room signs/ stands behind it in production.
import type { SignTextColour } from '../core/facts-signs.js';
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
  /** Goes before the figures; `null`: nothing does. */
  readonly say: (what: SignSaying | null) => void;
  /** Erases it and sets it up from the start. */
  readonly clear: () => void;
  /** What it shows, page after page, as it was last told. */
  readonly picture: (nowMs: number) => readonly SignPage[];
  /** Whether it is connected, and if not, why. */
  readonly trouble: () => string | null;
};

export type SignSaying =
  | {
      readonly kind: 'message';
      readonly text: string;
      readonly colour: SignTextColour;
      readonly flash: boolean;
    }
  /** The test pattern, so long after it began. */
  | { readonly kind: 'test'; readonly elapsedMs: number };

/** A test longer ago is over, whatever the sign. */
const longestTestMs = 60_000;

/** Carries out what people have put on a sign. `clearedAtMs`: when it was last cleared, as far as is known; returned anew. */
export function orderSign(sign: SignPort, { floor, nowMs }: Moment, clearedAtMs: number): number {
  const { message, testAtMs, clearedAtMs: wantedAtMs = 0 } = floor.control.signs[sign.id] ?? {};
  const elapsedMs = nowMs - (testAtMs ?? Number.NEGATIVE_INFINITY);
  if (elapsedMs >= 0 && elapsedMs < longestTestMs) sign.say({ kind: 'test', elapsedMs });
  else if (message != null && nowMs < message.untilMs) sign.say({ kind: 'message', ...message });
  else sign.say(null);
  if (wantedAtMs > clearedAtMs) sign.clear();
  return Math.max(wantedAtMs, clearedAtMs);
}

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
