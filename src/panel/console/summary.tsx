// The whole site in one line, beside the views.
import { duration } from '../page/format.js';
import { fill } from '../page/texts.js';
import { wholePercent } from '../service-level.js';
import { loggedIn } from '../wallboard/board.js';
import type { Desk } from './desk.js';
import { tabs } from './place.js';

export function Views({ desk: { view, words, place, go } }: { readonly desk: Desk }) {
  const alarms = Object.values(view.state.alarms);
  const unseen = alarms.filter(({ acknowledged }) => acknowledged === null).length;
  return (
    <nav class="views" aria-label={words.views}>
      {tabs.map(tab => (
        <a
          key={tab}
          href={`?tab=${tab}`}
          aria-current={place.tab === tab ? 'page' : 'false'}
          data-tab={tab}
          onClick={event => {
            if (event.ctrlKey || event.metaKey || event.shiftKey) return;
            event.preventDefault();
            go({ tab });
          }}
        >
          {words.tabs[tab]}
          {tab === 'alarms' && alarms.length > 0 ? (
            <strong class={unseen > 0 ? 'badge unseen-alarms' : 'badge'}>{alarms.length}</strong>
          ) : null}
        </a>
      ))}
    </nav>
  );
}

export function Summary({ desk: { view } }: { readonly desk: Desk }) {
  const { texts, nowMs, state } = view;
  const { all } = state.all;
  if (all === undefined) return null;
  const { today, agents, longestSinceMs } = all;
  const level = wholePercent(all.share);
  const figures = [
    ['waiting', texts.waiting, all.waiting],
    ['longest', texts.longest, longestSinceMs === null ? '–' : duration(nowMs - longestSinceMs)],
    ['level', texts.serviceLevel, level === null ? '–' : `${level}%`],
    ['answered', texts.answered, `${today.answered} / ${today.offered}`],
    ['abandoned', texts.abandoned, today.abandoned],
    ['talking', texts.talking, all.talking + all.withPartner],
    ['ready', texts.agentsReady, `${agents.ready} / ${loggedIn(agents)}`],
  ] as const;
  return (
    <dl class="summary" aria-label={texts.site}>
      {figures.map(([id, name, value]) => (
        <div
          key={id}
          data-figure={id}
          title={id === 'ready' ? fill(texts.loggedIn, { N: loggedIn(agents) }) : ''}
        >
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
