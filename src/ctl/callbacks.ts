// `plateauctl callbacks` and `plateauctl callbacks cancel CALL`: whom the site is to call, and who is to be called no more.
import type { Actor } from '../core/facts.js';
import type { OutboundList, OutboundView } from '../link/outbound-messages.js';
import type { Daemon } from './daemon.js';
import { near } from './near.js';
import { type Outcome, refused } from './outcome.js';
import type { Screen } from './screen.js';
import { type Cell, table } from './table.js';
import { printable } from './text-width.js';
import { titles } from './texts.js';
import { callBackTexts, callBackTitles, kindTexts, stateTexts } from './texts-callbacks.js';
import { refusalText } from './texts-supervision.js';
import { type Clock, clockIn } from './times.js';

export async function callbacks(daemon: Daemon): Promise<Outcome> {
  const result = await daemon.ask('outbound', {});
  return { exit: 0, result, print: screen => printList(result, clockIn(result.zone), screen) };
}

/** `person`: who asks, for the record. */
export async function cancelCallback(daemon: Daemon, call: string, person: string): Promise<Outcome> {
  const by: Actor = { kind: 'command-line', name: person };
  const answer = await daemon.ask('outbound-cancel', { call, by });
  if (answer.ok)
    return {
      exit: 0,
      result: { call },
      print: ({ language }) => `${printable(callBackTexts.cancelled(call)[language])}\n`,
    };
  const { because: code } = answer;
  if (code !== 'unknown-call') return refused({ code, ...refusalText(code) });
  const { calls } = await daemon.ask('outbound', {});
  const known = calls.map(one => ({ id: one.call, words: [one.number, one.name] }));
  return refused({ code, ...refusalText(code), near: near(call, known) });
}

function moment(atMs: number, nowMs: number, clock: Clock, { language }: Screen): string {
  const day = clock.day(atMs, language);
  return day === clock.day(nowMs, language) ? clock.time(atMs) : `${day} ${clock.time(atMs)}`;
}

function printList({ isOn, calls, nowMs }: OutboundList, clock: Clock, screen: Screen): string {
  const { language } = screen;
  if (calls.length === 0) return `${(isOn ? callBackTexts.none : callBackTexts.isOff)[language]}\n`;
  const at = (atMs: number | null) => (atMs === null ? '' : moment(atMs, nowMs, clock, screen));
  const state = (one: OutboundView) => {
    const text = stateTexts[one.state][language];
    return one.restsUntilMs === null ? text : callBackTexts.until(text, at(one.restsUntilMs))[language];
  };
  return table(
    [
      { title: callBackTitles.call },
      { title: callBackTitles.kind },
      { title: titles.flow, least: 6 },
      { title: callBackTitles.number },
      { title: callBackTitles.name, least: 8 },
      { title: titles.state, least: 12 },
      { title: titles.agent },
      { title: callBackTitles.dialled, align: 'right' },
      { title: callBackTitles.asked, optional: true },
      { title: callBackTitles.gives, optional: true },
    ],
    calls.map((one): Cell[] => [
      one.call,
      kindTexts[one.kind][language],
      one.flow,
      one.number,
      one.name,
      state(one),
      one.agent ?? one.onlyAgent ?? '',
      String(one.dialled),
      at(one.virtualEntryAtMs),
      at(one.expiresAtMs),
    ]),
    screen,
  );
}
