// The whole console: head, the site in one line, and the view that is chosen.
import { useState } from 'preact/hooks';
import type { z } from 'zod';
import { unreachable } from '../../base/assert.js';
import type { siteShown } from '../api/schemas.js';
import { Banner, Header } from '../page/header.js';
import { useSession } from '../page/session.js';
import { useFloor } from '../page/use-floor.js';
import { AlarmsView } from './alarms-view.js';
import { useAnswer } from './asking.js';
import { DayView } from './day-view.js';
import { awayIn, type Desk } from './desk.js';
import { Drawer } from './drawer.js';
import { Filters } from './filters.js';
import { useKeys } from './keys.js';
import { AgentList, CallList, FlowList } from './lists.js';
import { OutsideView } from './outside-view.js';
import { Shortcuts } from './shortcuts.js';
import { Summary, Views } from './summary.js';
import { consoleTexts } from './texts.js';
import { HeardLine, Told } from './told.js';
import { useActs } from './use-acts.js';
import { useHeard } from './use-heard.js';
import { usePlace } from './use-place.js';
import { WishDialog } from './wish-dialog.js';

/** However much happens, the page is not drawn more often. */
const paceMs = 100;

export function App() {
  const session = useSession();
  const floor = useFloor(paceMs);
  const [place, go] = usePlace();
  const [isHelp, setHelp] = useState(false);
  const words = consoleTexts[floor.settings.language];
  const around = { language: floor.settings.language, away: awayIn({ words }) };
  const acts = useActs({ ...around, takenBack: words.takenBack });
  const isUser = session?.kind === 'user';
  // With a new site file the stream begins anew, and with it this part of what is shown.
  const again = floor.view === null ? session : floor.site;
  const named = useAnswer<z.output<typeof siteShown>>(isUser ? '/site' : null, again, around);
  const heard = useHeard({ session, done: acts.done, agents: floor.view?.state.agents ?? {}, around });
  const { wish } = acts;
  useKeys({ place, go, isCovered: isHelp || wish !== null, showShortcuts: () => setHelp(true) });
  if (floor.view === null) return <p class="starting">{floor.texts.connecting}…</p>;
  const { view, site, settings, change, serverMs, isOld, oldText } = floor;
  const names = named?.ok === true ? named.body : null;
  const desk: Desk = { view, words, place, go, session, site: names, acts, heard };
  return (
    <div class={isOld ? 'console old' : 'console'}>
      <Header
        view={{ ...view, nowMs: serverMs }}
        site={site}
        settings={settings}
        change={change}
        isOld={isOld}
        session={session}
        here="console"
      />
      <Banner view={view} site={site} oldText={oldText} />
      <div class="top">
        <Views desk={desk} />
        <Summary desk={desk} />
        <button
          type="button"
          class="plain"
          aria-label={words.shortcutsKey}
          title={words.shortcutsKey}
          onClick={() => setHelp(true)}
        >
          ?
        </button>
      </div>
      <HeardLine desk={desk} />
      <ViewOf desk={desk} />
      <Told desk={desk} />
      {wish === null ? null : <WishDialog key={JSON.stringify(wish)} desk={desk} wish={wish} />}
      {isHelp ? <Shortcuts words={words} close={() => setHelp(false)} /> : null}
    </div>
  );
}

function ViewOf({ desk }: { readonly desk: Desk }) {
  const { tab } = desk.place;
  switch (tab) {
    case 'floor':
      return <FloorView desk={desk} />;
    case 'alarms':
      return <AlarmsView desk={desk} />;
    case 'day':
      return <DayView desk={desk} />;
    case 'outside':
      return <OutsideView desk={desk} />;
    default:
      return unreachable(tab);
  }
}

function FloorView({ desk }: { readonly desk: Desk }) {
  const { opened } = desk.place;
  return (
    <main class={opened === null ? 'floor-view' : 'floor-view with-drawer'}>
      <Filters desk={desk} />
      <FlowList desk={desk} />
      <CallList desk={desk} />
      <AgentList desk={desk} />
      {opened === null ? null : <Drawer desk={desk} opened={opened} />}
    </main>
  );
}
