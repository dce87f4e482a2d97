// Finds, or brings in, the browser of the tests that look at the page.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { type LabText, texts } from './texts.js';

const exec = promisify(execFile);

/** The browser's program, or the reason in words why this machine cannot have it. */
export type Chromium =
  | { readonly ok: true; readonly path: string }
  | { readonly ok: false; readonly reason: LabText };

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const installMs = 10 * 60_000;

/** How it is started here: by root, without a screen, and without a word to the world. */
export const chromiumArguments: readonly string[] = [
  '--no-sandbox',
  '--headless',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
];

/** The browser of the PATH (or of `PLATEAU_CHROMIUM`), else one installed now with apt-get, where we are root. */
export async function ensureChromium(say: (line: LabText) => void): Promise<Chromium> {
  const found = findChromium();
  if (found !== undefined) return { ok: true, path: found };
  if (process.getuid?.() !== 0) return { ok: false, reason: noChromium('not root') };
  say(texts.installing('chromium'));
  const options = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, timeout: installMs };
  try {
    await exec('apt-get', ['update'], options);
    await exec(
      'apt-get',
      ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-dejavu-core'],
      options,
    );
  } catch (error) {
    return { ok: false, reason: noChromium(lastLine(error)) };
  }
  const installed = findChromium();
  return installed === undefined
    ? { ok: false, reason: noChromium('apt-get installed nothing') }
    : { ok: true, path: installed };
}

/** What to give as `skip` to a test that needs a browser: with CI=true such a test fails rather than be left out. */
export const skipWithout = (chromium: Chromium): string | false =>
  chromium.ok || process.env['CI'] === 'true' ? false : chromium.reason.en;

function findChromium(): string | undefined {
  const given = process.env['PLATEAU_CHROMIUM'];
  if (given !== undefined) return existsSync(given) ? given : undefined;
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/bin'];
  return folders.flatMap(folder => names.map(name => join(folder, name))).find(path => existsSync(path));
}

const noChromium = (why: string): LabText => ({
  en: `no browser here: no chromium on the PATH, and it could not be installed (${why}). Install the package chromium`,
  fr: `pas de navigateur ici : pas de chromium dans le PATH, et il n’a pas pu être installé (${why}). Installez le paquet chromium`,
});

function lastLine(error: unknown): string {
  const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
  return (said === '' ? String(error) : said).split('\n').at(-1) ?? '';
}
