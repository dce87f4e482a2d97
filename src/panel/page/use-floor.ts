// What a page follows of the floor, drawn anew with every event and every second: the state, how old it is, language and theme.
import { useEffect, useState } from 'preact/hooks';
import type { SiteOnPage } from '../page-state.js';
import { timeOfDay } from './format.js';
import { follow, type Live, silentAfterMs } from './live.js';
import { type Settings, useSettings } from './settings.js';
import { fill, type PageTexts, pageTexts, staleText } from './texts.js';
import type { View } from './view.js';

type Seen = {
  readonly texts: PageTexts;
  readonly settings: Settings;
  readonly change: (change: Partial<Settings>) => void;
};

export type Floor = Seen &
  (
    | { readonly view: null }
    | {
        /** Its time stands still while figures are old: waits that went on growing would look alive. */
        readonly view: View;
        readonly site: SiteOnPage;
        readonly serverMs: number;
        readonly isOld: boolean;
        /** That figures are old, why and since when; `null`: they are not. */
        readonly oldText: string | null;
      }
  );

/** Gives on the first and then, at most every `paceMs`, the newest of what is heard. */
function paced(heard: (live: Live) => void, paceMs: number): (live: Live) => void {
  let newest: Live | null = null;
  let isResting = false;
  const give = () => {
    isResting = newest !== null;
    if (newest === null) return;
    heard(newest);
    newest = null;
    setTimeout(give, paceMs);
  };
  return live => {
    newest = live;
    if (!isResting) give();
  };
}

/** `view` is null until something was heard. `paceMs`: the page is not drawn more often, however much is heard. */
export function useFloor(paceMs = 0): Floor {
  const [live, setLive] = useState<Live | null>(null);
  const [, setTick] = useState(0);
  useEffect(() => {
    follow(paceMs === 0 ? setLive : paced(setLive, paceMs));
    const timer = setInterval(() => setTick(tick => tick + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  const site = live?.state.site['site'];
  const [settings, change] = useSettings(site?.language);
  const { language } = settings;
  const texts = pageTexts[language];
  if (live === null || site === undefined) return { view: null, texts, settings, change };

  const isSilent = Date.now() - live.heardAtMs > silentAfterMs;
  const serverMs = Date.now() + live.offsetMs;
  const lostSinceMs = isSilent ? live.heardAtMs + live.offsetMs : null;
  const oldSinceMs = site.stale?.sinceMs ?? lostSinceMs;
  const nowMs = oldSinceMs === null || oldSinceMs === 0 ? serverMs : oldSinceMs;
  const since = (atMs: number) => (atMs === 0 ? texts.never : timeOfDay(atMs, site.zone, language, true));
  const oldText =
    lostSinceMs !== null
      ? fill(texts.panelLost, { T: since(lostSinceMs) })
      : staleText(texts, site, language, since(site.stale?.sinceMs ?? 0));
  const view: View = { state: live.state, texts, language, nowMs, zone: site.zone };
  return { view, site, texts, settings, change, serverMs, isOld: oldSinceMs !== null, oldText };
}
