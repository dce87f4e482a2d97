// The page before its script has run, and its icon.

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
export const escapeHtml = (text: string) =>
  text.replaceAll(/[&<>"]/g, character => entities[character] ?? '');

const noScript = {
  en: 'Plateau shows the floor live: please allow JavaScript for this page.',
  fr: 'Plateau montre l’activité en direct : veuillez autoriser JavaScript pour cette page.',
};

/** The document, of the page that is bundled under that name; scripts and styles are files of their own, so that the content policy can forbid all others. */
export function shell(siteName: string, language: 'en' | 'fr', bundle = 'main'): string {
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(siteName)} · Plateau</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/${bundle}.css">
<script src="/${bundle}.js" defer></script>
</head>
<body><div id="page"><noscript>${noScript[language]}</noscript></div></body>
</html>
`;
}

/** Three rows of LEDs. */
export const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#10151d"/><g fill="#ffb000"><circle cx="8" cy="10" r="2.6"/><circle cx="16" cy="10" r="2.6"/><circle cx="24" cy="10" r="2.6"/><circle cx="8" cy="18" r="2.6"/><circle cx="16" cy="18" r="2.6"/></g><g fill="#39424f"><circle cx="24" cy="18" r="2.6"/><circle cx="8" cy="26" r="1.8"/><circle cx="16" cy="26" r="1.8"/><circle cx="24" cy="26" r="1.8"/></g></svg>`;
