// The whole page, drawn anew with every event and every second.
import { useEffect, useState } from 'preact/hooks';
import { Agents } from './agents.js';
import { Calls } from './calls.js';
import { Cases } from './cases.js';
import { Flows } from './flows.js';
import { dayName } from './format.js';
import { Banner, Header } from './header.js';
import { Lines } from './lines.js';
import { follow, type Live, silentAfterMs } from './live.js';
import { useSettings } from './settings.js';
import { Signs } from './signs.js';
import { SiteFigures } from './site-figures.js';
import { fill, pageTexts } from './texts.js';
import type { View } from './view.js';

export function App() {
  const [live, setLive] = useState<Live | null>(null);
  const [, setTick] = useState(0);
  useEffect(() => {
    follow(setLive);
    const timer = setInterval(() => setTick(tick => tick + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  const site = live?.state.site['site'];
  const [settings, change] = useSettings(site?.language);
  const texts = pageTexts[settings.language];
  if (live === null || site === undefined) return <p class="starting">{texts.connecting}…</p>;

  const isSilent = Date.now() - live.heardAtMs > silentAfterMs;
  const serverMs = Date.now() + live.offsetMs;
  const lostSinceMs = isSilent ? live.heardAtMs + live.offsetMs : null;
  const oldSinceMs = site.stale?.sinceMs ?? lostSinceMs;
  const isOld = oldSinceMs !== null;
  // What is old stands still: waits that went on growing would look alive.
  const nowMs = oldSinceMs === null || oldSinceMs === 0 ? serverMs : oldSinceMs;
  const view: View = { state: live.state, texts, language: settings.language, nowMs, zone: site.zone };
  return (
    <div class={isOld ? 'floor old' : 'floor'}>
      <Header
        view={{ ...view, nowMs: serverMs }}
        site={site}
        settings={settings}
        change={change}
        isOld={isOld}
      />
      <Banner view={view} site={site} lostSinceMs={lostSinceMs} />
      <main>
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
      <footer>{fill(texts.countedDay, { DAY: dayName(site.date, settings.language) })}</footer>
    </div>
  );
}
