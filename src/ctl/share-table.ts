// The shares that are in force, for `plateauctl status`: what is asked, how it stands, when partners may take a caller.
import type { Status } from '../link/messages.js';
import { targetText } from '../link/sentences-shares.js';
import { duration, same } from '../link/told.js';
import type { Screen } from './screen.js';
import { type Cell, table } from './table.js';
import { titles } from './texts.js';
import type { Clock } from './times.js';

/** Empty when no share is in force. */
export function shareTable({ flows }: Status, clock: Clock, screen: Screen): string {
  const { language } = screen;
  const rows = flows.flatMap(({ flow, share }): Cell[][] => {
    if (share === null) return [];
    const { target, inHouse, byPartner, proportions, opensAfterMs, untilMs } = share;
    const ids = [...new Set([...Object.keys(proportions), ...Object.keys(byPartner)])];
    const all = ids.reduce((sum, id) => sum + (byPartner[id] ?? 0), inHouse);
    const percent = all === 0 ? '-' : `${Math.round((100 * inHouse) / all)}%`;
    const parts = Object.entries(proportions).map(([id, part]) => `${id} ${part}`);
    const asked = target === null ? same('') : targetText(target);
    const opens = opensAfterMs === null ? same('-') : duration(opensAfterMs);
    return [
      [
        flow,
        [asked[language], parts.join(' : ')].filter(text => text !== '').join(', '),
        percent,
        String(inHouse),
        ids.map(id => `${id} ${byPartner[id] ?? 0}`).join(', '),
        target === null ? '' : opens[language],
        clock.time(untilMs),
      ],
    ];
  });
  if (rows.length === 0) return '';
  return table(
    [
      { title: titles.flow },
      { title: titles.shareAsked, least: 10 },
      { title: titles.shareMet, align: 'right' },
      { title: titles.inHouse, align: 'right' },
      { title: titles.partners, least: 8 },
      { title: titles.overflowAfter, align: 'right' },
      { title: titles.countedUntil },
    ],
    rows,
    screen,
  );
}
