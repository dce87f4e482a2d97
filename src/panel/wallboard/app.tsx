// The whole wallboard: head, flows, the day, teams, and what is wrong.

import { useFloor } from '../page/use-floor.js';
import { inOrder } from '../page/view.js';
import { Board } from './board.js';
import { choiceOf, chosen, pageAt, unknownIds } from './choice.js';
import { Head } from './head.js';
import { newsOf } from './news.js';
import { NewsLine } from './news-line.js';
import { Teams } from './teams.js';
import { wallTexts } from './texts.js';
import { Trend } from './trend.js';

const choice = choiceOf(location.search);
/** So many fit at the size that is read from ten metres. */
const flowsAtOnce = 5;
const teamsAtOnce = 3;
/** So few have a screen to themselves. */
const fewFlows = 2;

export function App() {
  const floor = useFloor();
  if (floor.view === null) return <p class="starting">{floor.texts.connecting}…</p>;
  const { view, serverMs, isOld } = floor;
  const words = wallTexts[view.language];
  const flows = chosen(inOrder(view.state.flows), choice.flows);
  const teams = chosen(inOrder(view.state.teams), choice.teams);
  const flowPage = pageAt(flows, flowsAtOnce, choice.everyMs, serverMs);
  const teamPage = pageAt(
    teams,
    flows.length === fewFlows ? teamsAtOnce - 1 : teamsAtOnce,
    choice.everyMs,
    serverMs,
  );
  const unknown = [
    ...unknownIds(new Set(Object.keys(view.state.flows)), choice.flows),
    ...unknownIds(new Set(Object.keys(view.state.teams)), choice.teams),
  ];
  return (
    <div class={`wall${isOld ? ' old' : ''}${flows.length <= fewFlows ? ' few' : ''}`}>
      <Head view={{ ...view, nowMs: serverMs }} words={words} isOld={isOld} page={flowPage} />
      <main>
        <Board view={view} words={words} flows={flowPage.entries} />
        <div class="side">
          <Trend view={view} words={words} flows={flows} />
          {teams.length === 0 ? null : <Teams view={view} words={words} page={teamPage} />}
        </div>
      </main>
      <NewsLine
        news={newsOf(view, words, flows, unknown)}
        words={words}
        old={floor.oldText}
        turn={Math.floor(serverMs / newsEveryMs)}
      />
    </div>
  );
}

const newsEveryMs = 6_000;
