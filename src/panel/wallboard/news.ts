// What is wrong or out of the ordinary on the floor, in sentences, the worst first: the bottom line of the wallboard.

import { duration, timeOfDay } from '../page/format.js';
import { fill } from '../page/texts.js';
import { inOrder, type View } from '../page/view.js';
import type { Alert, FlowOnPage } from '../page-state.js';
import { inHousePercent } from '../page-state.js';
import { wholePercent } from '../service-level.js';
import { loggedIn } from './board.js';
import type { WallTexts } from './texts.js';

export type News = {
  readonly severity: Alert;
  readonly text: string;
  /** It stays on the line. */
  readonly isCritical: boolean;
};

const ranks: Readonly<Record<Alert, number>> = { red: 0, amber: 1, fine: 2 };
/** A share is behind from so many points below what it asks for. */
const sharePoints = 5;
/** And only after so many answers: three calls are no share. */
const shareFrom = 10;

/** `unknown`: what the address names and the site does not have. `flows`: those that this screen shows. */
export function newsOf(
  view: View,
  words: WallTexts,
  flows: readonly (readonly [string, FlowOnPage])[],
  unknown: readonly string[],
): News[] {
  const { state, language } = view;
  const all: News[] = [
    ...inOrder(state.alarms).map(([, { severity, word, text }]): News => {
      const said = fill(words.about, { NAME: word[language], TEXT: text[language] });
      return {
        severity: severity === 'minor' ? 'amber' : 'red',
        text: said,
        isCritical: severity === 'critical',
      };
    }),
    ...flows.flatMap(([, flow]) => newsOfFlow(flow, view, words)),
    ...unknownNews(unknown, words),
  ];
  return all.toSorted((a, b) => ranks[a.severity] - ranks[b.severity]);
}

function unknownNews(unknown: readonly string[], words: WallTexts): News[] {
  if (unknown.length === 0) return [];
  const text = fill(words.unknown, { IDS: unknown.join(', ') });
  return [{ severity: 'amber', text, isCritical: false }];
}

function newsOfFlow(flow: FlowOnPage, view: View, words: WallTexts): News[] {
  const { language, nowMs, zone, texts } = view;
  const { agents, alerts, forced, inHouse, level, longestSinceMs, waiting } = flow;
  const news: News[] = [];
  const say = (severity: Alert, text: string) => {
    const said = fill(words.about, { NAME: flow.name[language], TEXT: text });
    news.push({ severity, text: said, isCritical: false });
  };
  if (waiting > 0 && loggedIn(agents) === 0) say('red', fill(words.nobodyThere, { N: waiting }));
  else if (alerts.waiting !== 'fine') say(alerts.waiting, fill(words.manyWaiting, { N: waiting }));
  if (longestSinceMs !== null && alerts.longest !== 'fine')
    say(alerts.longest, fill(words.longestWait, { T: duration(nowMs - longestSinceMs) }));
  const percent = wholePercent(flow.share);
  if (alerts.serviceLevel !== 'fine' && percent !== null)
    say(alerts.serviceLevel, fill(words.levelLow, { N: percent, TARGET: level.targetPercent }));
  if (forced !== null)
    say(
      'amber',
      fill(texts.forced[forced.to], { T: timeOfDay(forced.untilMs, zone, language), WHO: forced.by }),
    );
  const share = inHouse === null ? null : inHousePercent(inHouse);
  const target = inHouse?.target ?? null;
  const answered =
    inHouse === null ? 0 : Object.values(inHouse.byPartner).reduce((a, b) => a + b, inHouse.inHouse);
  if (
    share !== null &&
    target !== null &&
    answered >= shareFrom &&
    share < target.inHousePercent - sharePoints
  )
    say('amber', fill(words.shareLow, { N: share, TARGET: target.inHousePercent }));
  return news;
}
