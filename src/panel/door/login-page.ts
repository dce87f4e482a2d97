// The page on which people log in: a form and no script, so that it works wherever there is a browser.
import type { Language } from '../../base/language.js';
import { escapeHtml } from '../web/shell.js';

export type LoginTrouble = 'wrong' | 'too-many' | 'busy';

export type LoginPage = {
  readonly site: string;
  readonly language: Language;
  readonly trouble: LoginTrouble | null;
  /** Where he goes then. */
  readonly next: string;
  readonly isFirstStart: boolean;
};

const texts = {
  en: {
    title: 'Log in',
    user: 'Name',
    password: 'Password',
    submit: 'Log in',
    other: 'Français',
    firstStart:
      'There are no users yet, and the pages open on this machine alone. The technician makes the first user: plateauctl user add NAME --role technician',
    trouble: {
      wrong: 'Name or password is wrong.',
      'too-many': 'Too many wrong passwords: try again in a few minutes.',
      busy: 'Too many people log in at this moment: try again.',
    },
  },
  fr: {
    title: 'Connexion',
    user: 'Nom',
    password: 'Mot de passe',
    submit: 'Se connecter',
    other: 'English',
    firstStart:
      'Il n’y a pas encore d’utilisateurs, et les pages ne s’ouvrent que sur cette machine. Le technicien crée le premier : plateauctl user add NOM --role technician',
    trouble: {
      wrong: 'Nom ou mot de passe incorrect.',
      'too-many': 'Trop de mots de passe faux : réessayez dans quelques minutes.',
      busy: 'Trop de personnes se connectent en ce moment : réessayez.',
    },
  },
} as const;

export function loginPage({ site, language, trouble, next, isFirstStart }: LoginPage): string {
  const said = texts[language];
  const other = language === 'en' ? 'fr' : 'en';
  const escapedNext = escapeHtml(next);
  const to = next === '/' ? '' : `&amp;next=${encodeURIComponent(next)}`;
  const form = `<form method="post" action="/login?lang=${language}">
<input type="hidden" name="next" value="${escapedNext}">
<label for="user">${said.user}</label>
<input id="user" name="user" autocomplete="username" autocapitalize="none" spellcheck="false" maxlength="64" required autofocus>
<label for="password">${said.password}</label>
<input id="password" name="password" type="password" autocomplete="current-password" maxlength="200" required>
<button type="submit">${said.submit}</button>
</form>`;
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${said.title} · ${escapeHtml(site)} · Plateau</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/login.css">
</head>
<body>
<main>
<img src="/icon.svg" alt="" width="48" height="48">
<h1>${escapeHtml(site)}</h1>
<p class="product">Plateau · ${said.title}</p>
<div role="alert">${trouble === null ? '' : `<p class="trouble">${said.trouble[trouble]}</p>`}</div>
${isFirstStart ? `<p class="first-start">${said.firstStart}</p>` : form}
<p class="language"><a href="/login?lang=${other}${to}" lang="${other}" hreflang="${other}">${said.other}</a></p>
</main>
</body>
</html>
`;
}

export const loginStyle = `:root {
  color-scheme: light dark;
  --ground: light-dark(#eef1f5, #0c1117);
  --card: light-dark(#ffffff, #161d27);
  --ink: light-dark(#16202c, #e8edf3);
  --quiet: light-dark(#4a5868, #a9b4c2);
  --line: light-dark(#8493a5, #5d6b7c);
  --strong: light-dark(#0b5cad, #ffb000);
  --on-strong: light-dark(#ffffff, #10151d);
  --bad: light-dark(#a3160f, #ff9d94);
}
* { box-sizing: border-box; }
body {
  margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1rem;
  background: var(--ground); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif;
}
main {
  width: min(24rem, 100%); padding: 2.25rem 2rem 1.5rem; background: var(--card);
  border-radius: 14px; box-shadow: 0 1px 2px rgb(0 0 0 / 12%), 0 12px 40px rgb(0 0 0 / 14%);
}
img { display: block; }
h1 { margin: .9rem 0 0; font-size: 1.4rem; line-height: 1.25; }
.product { margin: .1rem 0 1.4rem; color: var(--quiet); }
label { display: block; margin: .9rem 0 .3rem; font-weight: 600; }
input:not([type="hidden"]) {
  display: block; width: 100%; padding: .65rem .75rem; font: inherit; color: inherit;
  background: var(--ground); border: 1px solid var(--line); border-radius: 8px;
}
button {
  width: 100%; margin-top: 1.5rem; padding: .75rem; font: inherit; font-weight: 700; cursor: pointer;
  color: var(--on-strong); background: var(--strong); border: 0; border-radius: 8px;
}
:focus-visible { outline: 3px solid var(--strong); outline-offset: 2px; }
.trouble { margin: 0 0 .5rem; padding: .6rem .75rem; color: var(--bad); border: 1px solid; border-radius: 8px; }
.first-start { margin: 0; overflow-wrap: anywhere; }
.language { margin: 1.4rem 0 0; text-align: right; font-size: .9rem; }
a { color: var(--strong); }
`;
