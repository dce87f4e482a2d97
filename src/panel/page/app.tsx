// The whole page, drawn anew with every event and every second.
import { Agents } from './agents.js';
import { Alarms } from './alarms.js';
import { Calls } from './calls.js';
import { Cases } from './cases.js';
import { Flows } from './flows.js';
import { dayName } from './format.js';
import { Banner, Header } from './header.js';
import { Lines } from './lines.js';
import { useSession } from './session.js';
import { Signs } from './signs.js';
import { SiteFigures } from './site-figures.js';
import { fill } from './texts.js';
import { useFloor } from './use-floor.js';

export function App() {
  const session = useSession();
  const floor = useFloor();
  if (floor.view === null) return <p class="starting">{floor.texts.connecting}…</p>;
  const { view, site, settings, change, serverMs, isOld, oldText } = floor;
  return (
    <div class={isOld ? 'floor old' : 'floor'}>
      <Header
        view={{ ...view, nowMs: serverMs }}
        site={site}
        settings={settings}
        change={change}
        isOld={isOld}
        session={session}
        here="overview"
      />
      {session?.kind === 'first-start' ? (
        <p class="first-start" role="note">
          {floor.texts.firstStart}
        </p>
      ) : null}
      <Banner view={view} site={site} oldText={oldText} />
      <main>
        <Alarms view={view} />
        <SiteFigures view={view} />
        <Flows view={view} />
        <Signs view={view} />
        <div class="details">
          <Agents view={view} />
          <Calls view={view} />
          <div class="column">
            <Lines view={view} />
            <Cases view={view} />
          </div>
        </div>
      </main>
      <footer>{fill(floor.texts.countedDay, { DAY: dayName(site.date, settings.language) })}</footer>
    </div>
  );
}
