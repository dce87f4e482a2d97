// The whole console: head, the site in one line, and the view that is chosen.
import { useState } from 'preact/hooks';
import { unreachable } from '../../base/assert.js';
import { Alarms } from '../page/alarms.js';
import { Banner, Header } from '../page/header.js';
import { useSession } from '../page/session.js';
import { useFloor } from '../page/use-floor.js';
import type { Desk } from './desk.js';
import { Drawer } from './drawer.js';
import { Filters } from './filters.js';
import { useKeys } from './keys.js';
import { AgentList, CallList, FlowList } from './lists.js';
import { Shortcuts } from './shortcuts.js';
import { Summary, Views } from './summary.js';
import { consoleTexts } from './texts.js';
import { usePlace } from './use-place.js';

/** However much happens, the page is not drawn more often. */
const paceMs = 100;

export function App() {
  const session = useSession();
  const floor = useFloor(paceMs);
  const [place, go] = usePlace();
  const [isHelp, setHelp] = useState(false);
  useKeys({ place, go, isCovered: isHelp, showShortcuts: () => setHelp(true) });
  if (floor.view === null) return <p class="starting">{floor.texts.connecting}…</p>;
  const { view, site, settings, change, serverMs, isOld, oldText } = floor;
  const words = consoleTexts[view.language];
  const desk: Desk = { view, words, place, go, session };
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
      <ViewOf desk={desk} />
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
      return (
        <main class="alarms-view">
          <Alarms view={desk.view} />
        </main>
      );
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
