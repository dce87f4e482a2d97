// A row for each team: who is free, who talks, and how many of its answers came in time.

import { fill } from '../page/texts.js';
import type { View } from '../page/view.js';
import type { Alert, TeamOnPage } from '../page-state.js';
import { alertMarks, loggedIn } from './board.js';
import type { Page } from './choice.js';
import type { WallTexts } from './texts.js';

/** Points below the target at which a team is red, as a flow without thresholds. */
const farBelow = 10;

/** A name of more letters has two lines, and nothing stands beside it. */
const longName = 11;

type TeamsProps = {
  readonly view: View;
  readonly words: WallTexts;
  readonly page: Page<readonly [string, TeamOnPage]>;
};

export function Teams({ view, words, page }: TeamsProps) {
  return (
    <table class="teams">
      <thead>
        <tr>
          <th scope="col">{words.teams}</th>
          <th scope="col">{words.ready}</th>
          <th scope="col">{words.inTime}</th>
        </tr>
      </thead>
      <tbody>
        {page.entries.map(([id, { name, agents, day }]) => {
          const percent = day.answered === 0 ? null : Math.floor((100 * day.inThreshold) / day.answered);
          const alert = alertFor(percent, day.targetPercent);
          const isLong = name[view.language].length > longName;
          return (
            <tr key={id} data-team={id}>
              <th scope="row">
                <span class={isLong ? 'name long' : 'name'}>{name[view.language]}</span>
                {isLong ? null : <span class="beside">{fill(words.talking, { N: agents.talking })}</span>}
              </th>
              <td data-figure="ready">
                <span class="value">{agents.ready}</span>
                <span class="said">{fill(words.of, { N: loggedIn(agents) })}</span>
              </td>
              <td data-figure="inTime" class={alert}>
                <span class="value">
                  {percent === null ? '–' : percent}
                  {percent === null ? null : <small>%</small>}
                </span>
                {percent === null ? null : (
                  <span class="said">
                    <span aria-hidden="true">{alert === 'fine' ? '✓' : alertMarks[alert]} </span>
                    {fill(words.levels[alert], { N: day.targetPercent ?? 0 })}
                  </span>
                )}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function alertFor(percent: number | null, target: number | null): Alert {
  if (percent === null || target === null || percent >= target) return 'fine';
  return percent < target - farBelow ? 'red' : 'amber';
}
