// The whole desk: state and call on one side, cases and the day on the other; on a narrow window one below the other.
import { useEffect, useLayoutEffect, useState } from 'preact/hooks';
import { timeOfDay } from '../page/format.js';
import { fill } from '../page/texts.js';
import type { Act } from './api.js';
import { CallCard } from './call-card.js';
import { CaseDialogue } from './case-dialogue.js';
import { CasesCard } from './cases-card.js';
import { DayCard } from './day-card.js';
import { silentAfterMs } from './follow.js';
import { Head } from './head.js';
import { Notices } from './notices.js';
import { type ActId, actsOf } from './possible.js';
import { ReasonsDialogue } from './reasons-dialogue.js';
import { tellOf } from './ring.js';
import { titleOf } from './sayings.js';
import { ShortcutsDialogue } from './shortcuts-dialogue.js';
import { StateCard } from './state-card.js';
import { TransferDialogue } from './transfer-dialogue.js';
import { type Followed, useDesk } from './use-desk.js';
import { useKeys, useKeysOn } from './use-keys.js';
import type { Dialogue, View } from './view.js';

export function App() {
  const followed = useDesk();
  const [dialogue, open] = useState<Dialogue | null>(null);
  const { seen, words, trouble, forgetTrouble } = followed;
  const view = viewOf(followed, open);
  const run = (id: ActId) => {
    if (view === null) return;
    if (id === 'transfer') open({ kind: 'transfer' });
    else if (id === 'pause') open({ kind: 'reasons' });
    else void view.perform(actOf(id, view.desk.agent.agent));
  };
  const help = () => open({ kind: 'shortcuts' });
  const [areKeysOn, turnKeys] = useKeysOn();
  const acts = view === null ? [] : actsOf(view.desk, view.site?.caseColours != null);
  const digit = (number: number) => {
    const code = view?.desk.agent.lastTalk?.codes[number - 1];
    if (view !== null && code !== undefined)
      void view.perform({ about: 'agent', command: { kind: 'wrap-up-code', code } });
  };
  useKeys(areKeysOn, { acts, run, digit, help });
  useRing(view);
  if (view === null)
    return (
      <p class="starting" role="status">
        {seen?.isGone === true ? `${words.noAgent} ${words.noAgentAdvice}` : `${words.connecting}…`}
      </p>
    );
  const close = () => open(null);
  return (
    <div class="desk">
      <Head followed={followed} name={view.desk.agent.name} help={help} />
      <Banner followed={followed} view={view} />
      {dialogue?.kind === 'case' ? null : (
        <Notices trouble={trouble} forget={forgetTrouble} label={words.closeDialog} />
      )}
      <main>
        <div class="now">
          <StateCard view={view} run={run} />
          <CallCard view={view} run={run} />
        </div>
        <div class="beside">
          <CasesCard view={view} />
          <DayCard view={view} />
        </div>
      </main>
      {dialogue?.kind === 'reasons' ? <ReasonsDialogue view={view} close={close} /> : null}
      {dialogue?.kind === 'transfer' ? <TransferDialogue view={view} close={close} /> : null}
      {dialogue?.kind === 'case' ? (
        <CaseDialogue key={dialogue.case} id={dialogue.case} view={view} trouble={trouble} close={close} />
      ) : null}
      {dialogue?.kind === 'shortcuts' ? (
        <ShortcutsDialogue view={view} isOn={areKeysOn} turn={turnKeys} close={close} />
      ) : null}
    </div>
  );
}

function viewOf({ seen, words, settings, perform }: Followed, open: View['open']): View | null {
  if (seen === null || seen.desk === null || seen.isGone) return null;
  const { desk, cases, day, site, offsetMs } = seen;
  return {
    ...{ desk, cases, day, site, words, perform, open },
    language: settings.language,
    nowMs: Date.now() + offsetMs,
    zone: site?.zone ?? 'UTC',
  };
}

type Simple = Exclude<ActId, 'transfer' | 'pause'>;

/** What is done at once. */
function actOf(id: Simple, agent: string): Act {
  switch (id) {
    case 'accept':
    case 'skip':
      return { about: 'preview', answer: id };
    case 'pause-recording':
      return { about: 'recording', command: 'pause' };
    case 'resume-recording':
      return { about: 'recording', command: 'resume' };
    case 'open-case':
      return { about: 'case', command: { kind: 'open-last', agent } };
    case 'complete':
    case 'cancel':
    case 'swap':
      return { about: 'agent', command: { kind: `transfer-${id}` } };
    case 'leave-after':
      return { about: 'agent', command: { kind: 'logout-after-call' } };
    case 'stay':
      return { about: 'agent', command: { kind: 'login' } };
    default:
      return { about: 'agent', command: { kind: id } };
  }
}

/** The name of the tab, and a notification as long as the phone rings. */
function useRing(view: View | null): void {
  const title = view === null ? null : titleOf(view.desk, view.words, view.language);
  const offered = view?.desk.call?.stage === 'offered' ? view.desk.call.call : null;
  useLayoutEffect(() => {
    if (title !== null) document.title = title;
  }, [title]);
  useEffect(() => {
    const call = view?.desk.call ?? null;
    if (view === null || offered === null || call === null) return;
    return tellOf(call, view.words, view.language);
  }, [offered]);
}

/** That what is shown may be old, or cannot be acted upon, and why. */
function Banner({
  followed: { seen, words, settings },
  view,
}: {
  readonly followed: Followed;
  readonly view: View;
}) {
  const isSilent = seen !== null && Date.now() - seen.heardAtMs > silentAfterMs;
  const since = (seen?.heardAtMs ?? 0) + (seen?.offsetMs ?? 0);
  const lost = fill(words.lost, { T: timeOfDay(since, view.zone, settings.language, true) });
  const away = seen?.callsAnswer === false ? words.callsAway : null;
  const switchAway = view.desk.switchConnected ? null : words.switchAway;
  const refused = seen?.isRefused === true ? words.mayBeOld : null;
  const text = isSilent ? lost : (away ?? refused ?? switchAway);
  return (
    <div role="alert">
      {text === null ? null : (
        <p class="banner">
          <span aria-hidden="true">⚠</span> {text}
        </p>
      )}
    </div>
  );
}
