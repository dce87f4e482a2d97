// The head of the desk: whose it is, language and theme, notifications, keys, and the way out of the page.
import { useState } from 'preact/hooks';
import { themeIcons } from '../page/header.js';
import { logOut } from '../page/session.js';
import { nextTheme } from '../page/settings.js';
import { pageTexts } from '../page/texts.js';
import { BellIcon, LeaveIcon } from './icons.js';
import { noticeState } from './ring.js';
import type { Followed } from './use-desk.js';

type Props = { readonly followed: Followed; readonly name: string; readonly help: () => void };

export function Head({ followed, name, help }: Props) {
  const { settings, change, session, words, seen } = followed;
  const { language, theme } = settings;
  const page = pageTexts[language];
  return (
    <header class="desk-head">
      <img src="/icon.svg" alt="" width="26" height="26" />
      <div class="whose">
        <h1>{name}</h1>
        <p>{seen?.site?.name ?? 'Plateau'}</p>
      </div>
      <nav aria-label={words.title}>
        <Bell words={words} />
        <button type="button" title={words.shortcuts} onClick={help}>
          <span aria-hidden="true">?</span>
          <span class="unseen">{words.shortcuts}</span>
        </button>
        <button
          type="button"
          lang={language === 'en' ? 'fr' : 'en'}
          title={page.otherLanguage}
          onClick={() => change({ language: language === 'en' ? 'fr' : 'en' })}
        >
          <span aria-hidden="true">{language === 'en' ? 'FR' : 'EN'}</span>
          <span class="unseen">{page.otherLanguage}</span>
        </button>
        <button
          type="button"
          aria-label={page.theme[theme]}
          title={page.theme[theme]}
          onClick={() => change({ theme: nextTheme(theme) })}
        >
          {themeIcons[theme]}
        </button>
        {session?.kind === 'user' ? (
          <button
            type="button"
            class="leave"
            aria-label={words.leavePage}
            title={words.leavePage}
            onClick={logOut}
          >
            <LeaveIcon />
          </button>
        ) : null}
      </nav>
    </header>
  );
}

/** Asks the browser, once the agent wants it. */
function Bell({ words }: Pick<Followed, 'words'>) {
  const [state, setState] = useState(noticeState);
  if (state === 'impossible' || state === 'granted') return null;
  const text = state === 'denied' ? words.notifyBlocked : words.notify;
  return (
    <button
      type="button"
      disabled={state === 'denied'}
      aria-label={text}
      title={text}
      onClick={() => void Notification.requestPermission().then(setState)}
    >
      <BellIcon />
    </button>
  );
}
