// The head of the page: which site, what time it is there, whether what is shown is live, language and theme.
import type { SiteOnPage } from '../page-state.js';
import { dayName, timeOfDay } from './format.js';
import { logOut, type Session } from './session.js';
import { nextTheme, type Settings } from './settings.js';
import type { View } from './view.js';

type HeaderProps = {
  readonly view: View;
  readonly site: SiteOnPage;
  readonly settings: Settings;
  readonly change: (change: Partial<Settings>) => void;
  readonly isOld: boolean;
  readonly session: Session | null;
  readonly here: Place;
};

/** Pages between which one goes. */
type Place = 'overview' | 'console';
const addresses: Readonly<Record<Place, string>> = { overview: '/', console: '/console' };

export const themeIcons = { auto: '◐', light: '☀', dark: '☾' } as const;

export function Header({ view, site, settings, change, isOld, session, here }: HeaderProps) {
  const { texts, language, nowMs, zone } = view;
  return (
    <header>
      <div class="brand">
        <img src="/icon.svg" alt="" width="32" height="32" />
        <div>
          <h1>{site.name}</h1>
          <p>Plateau · {texts.places[here]}</p>
        </div>
      </div>
      <Places view={view} settings={settings} session={session} here={here} />
      <div class={isOld ? 'liveness old' : 'liveness'}>
        <span class="dot" aria-hidden="true" />
        {isOld ? texts.old : texts.live}
      </div>
      <time class="clock">
        <span class="day">{dayName(site.date, language)}</span>
        <strong>{timeOfDay(nowMs, zone, language)}</strong>
      </time>
      <nav>
        <button
          type="button"
          class="language"
          lang={language === 'en' ? 'fr' : 'en'}
          onClick={() => change({ language: language === 'en' ? 'fr' : 'en' })}
        >
          {texts.otherLanguage}
        </button>
        <button
          type="button"
          title={texts.theme[settings.theme]}
          aria-label={texts.theme[settings.theme]}
          onClick={() => change({ theme: nextTheme(settings.theme) })}
        >
          {themeIcons[settings.theme]}
        </button>
        {session?.kind === 'user' ? (
          <button type="button" class="log-out" title={session.user ?? ''} onClick={logOut}>
            {texts.logOut}
          </button>
        ) : null}
      </nav>
    </header>
  );
}

/** The way to the other page, for who may go there; with language and theme. */
function Places({
  view,
  settings,
  session,
  here,
}: Pick<HeaderProps, 'view' | 'settings' | 'session' | 'here'>) {
  const mayGo =
    session?.kind === 'first-start' || session?.role === 'supervisor' || session?.role === 'technician';
  if (!mayGo) return null;
  const query = new URLSearchParams({ lang: settings.language });
  if (settings.theme !== 'auto') query.set('theme', settings.theme);
  const { places } = view.texts;
  const others = (Object.keys(addresses) as Place[]).filter(place => place !== here);
  return (
    <ul class="places">
      {others.map(place => (
        <li key={place}>
          <a href={`${addresses[place]}?${query}`}>{places[place]}</a>
        </li>
      ))}
    </ul>
  );
}

type BannerProps = {
  readonly view: View;
  readonly site: SiteOnPage;
  /** That figures are old, and since when. */
  readonly oldText: string | null;
};

/** Says that figures are old, and since when; or what else is wrong. */
export function Banner({ view, site, oldText }: BannerProps) {
  const text = oldText ?? (site.trouble === null ? null : view.texts.trouble[site.trouble]);
  return (
    <div role="alert" class="banner-place">
      {text === null ? null : (
        <p class="banner">
          <span aria-hidden="true">⚠</span> {text}
        </p>
      )}
    </div>
  );
}
