// Language and theme of this screen. They are kept in the address, so that a wall screen's bookmark keeps them, too.
import { useEffect, useState } from 'preact/hooks';

export type Theme = 'auto' | 'light' | 'dark';

export type Settings = { readonly language: 'en' | 'fr'; readonly theme: Theme };

type Chosen = { readonly language: 'en' | 'fr' | null; readonly theme: Theme };

const themes: readonly Theme[] = ['auto', 'light', 'dark'];

function fromAddress(): Chosen {
  const query = new URLSearchParams(location.search);
  const language = query.get('lang');
  return {
    language: language === 'en' || language === 'fr' ? language : null,
    theme: themes.find(theme => theme === query.get('theme')) ?? 'auto',
  };
}

function toAddress({ language, theme }: Chosen): void {
  const query = new URLSearchParams(location.search);
  if (language !== null) query.set('lang', language);
  if (theme === 'auto') query.delete('theme');
  else query.set('theme', theme);
  const text = query.toString();
  history.replaceState(null, '', text === '' ? location.pathname : `?${text}`);
}

/** The theme after this one. */
export const nextTheme = (theme: Theme): Theme =>
  themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'auto';

/** The settings, and how to change them. Nothing chosen: the site's language. */
export function useSettings(
  siteLanguage: 'en' | 'fr' | undefined,
): readonly [Settings, (change: Partial<Settings>) => void] {
  const [chosen, setChosen] = useState(fromAddress);
  const documentLanguage = document.documentElement.lang === 'fr' ? 'fr' : 'en';
  const language = chosen.language ?? siteLanguage ?? documentLanguage;
  useEffect(() => {
    document.documentElement.lang = language;
    document.documentElement.dataset['theme'] = chosen.theme;
  }, [language, chosen.theme]);
  const change = (next: Partial<Settings>) => {
    const now = { ...chosen, ...next };
    toAddress(now);
    setChosen(now);
  };
  return [{ language, theme: chosen.theme }, change];
}
