// A board at one moment, before it is written in any of its forms. Pure.
import type { Language } from '../../base/language.js';
import type { Figure } from '../../site/sign-text.js';
import type { BoardSetup, DisplayRow } from '../../site/site-file.js';
import { figureText, figureValue, shownNumber } from '../display.js';
import type { Moment } from '../moment.js';
import type { Alert, StaleReason, Trouble } from '../page-state.js';
import { type Alerts, alertLevel } from '../steady-alerts.js';
import { stateTexts } from '../texts.js';

export type BoardFigure = {
  /** `n1.waiting`. */
  readonly name: string;
  /** Counts, whole seconds, percent, tenths; `null`: not known, or not to be believed. */
  readonly value: number | null;
  readonly alert: Alert;
};

export type BoardView = {
  readonly rows: readonly string[];
  /** The same without the time of the day, which makes no news. */
  readonly timelessRows: readonly string[];
  /** Those that the board shows, each once, in their order. */
  readonly figures: readonly BoardFigure[];
  readonly stale: boolean;
  /** One word: `ok`, or what is wrong. */
  readonly state: StaleReason | Trouble | 'ok';
  /** What is wrong, for people. */
  readonly notice: string | null;
  /** Since the figures were confirmed, at most a day. */
  readonly ageSeconds: number;
  /** The worst of its figures: 0 fine, 1 amber, 2 red. */
  readonly alarm: number;
  /** `null` before anything is known. */
  readonly time: string | null;
};

/** What is published now; `null`: nothing yet. */
export type Published = { readonly moment: Moment; readonly alerts: Alerts } | null;

const daySeconds = 86_400;
const noTime = '     ';

/** The board as it is to be shown now. */
export function boardView(
  board: BoardSetup,
  published: Published,
  language: Language,
  localTime: (atMs: number) => string,
): BoardView {
  const moment = published?.moment ?? null;
  const stale = moment === null || moment.stale !== null;
  const figureNow = (flow: string, figure: Figure) =>
    moment === null || stale ? null : figureValue(moment.figures, flow, figure);
  const time = moment === null ? null : localTime(moment.nowMs);
  const rowText = (row: DisplayRow, clock: string) =>
    row.parts
      .map(part => {
        if (part.kind === 'text') return part.text;
        if (part.kind === 'clock') return clock;
        return figureText(part.figure, figureNow(part.flow, part.figure), part.width);
      })
      .join('');
  const figures = namedFigures(board).map(
    ([name, flow, figure]): BoardFigure => ({
      name,
      value: shownNumber(figure, figureNow(flow, figure)),
      alert: stale ? 'fine' : (published?.alerts.get(name) ?? 'fine'),
    }),
  );
  const state = moment === null ? 'silent' : (moment.stale?.because ?? moment.trouble ?? 'ok');
  return {
    rows: board.rows.map(row => rowText(row, time ?? '--:--')),
    timelessRows: board.rows.map(row => rowText(row, noTime)),
    figures,
    stale,
    state,
    notice: state === 'ok' ? null : stateTexts[state][language],
    ageSeconds: moment === null ? daySeconds : Math.min(daySeconds, Math.floor(moment.ageMs / 1000)),
    alarm: Math.max(0, ...figures.map(({ alert }) => alertLevel(alert))),
    time,
  };
}

/** The figures that a board shows, each once. */
export function namedFigures(
  board: BoardSetup,
): readonly (readonly [name: string, flow: string, figure: Figure])[] {
  const named = new Map<string, readonly [string, string, Figure]>();
  for (const part of board.rows.flatMap(row => row.parts)) {
    if (part.kind !== 'figure') continue;
    const name = `${part.flow}.${part.figure}`;
    named.set(name, [name, part.flow, part.figure]);
  }
  return [...named.values()];
}
