// The log-in in a real browser: led there, turned away, let in, and out again.
import { type Browser, type Page, chromium as playwright } from 'playwright-core';
import t, { type Test } from 'tap';
import { chromiumArguments, ensureChromium, skipWithout } from '../../lab/chromium.js';
import { writeUsers } from '../../src/users/file.js';
import { hashPassword } from '../../src/users/secrets.js';
import { givenPlace, isUp, siteText, startPanelProcess, story } from '../panel/given-panel.js';
import { until } from '../until.js';
import { findingsOf } from './axe.js';
import { faintTexts } from './in-page.js';

const chromium = await ensureChromium(line => t.comment(line.en));
const skip = skipWithout(chromium);
let browser: Browser | null = null;
t.teardown(() => browser?.close());

const password = 'correct horse battery';
const noSign = 9;
const waitMs = 15_000;

async function givenPanel(t: Test) {
  const place = await givenPlace(t);
  place.write(siteText(place.ports, noSign));
  const panel = startPanelProcess(t, place);
  await isUp(panel);
  const data = `${place.folder}/data`;
  const nobodys = { agent: null, supervisor: null, flows: null } as const;
  const secret = await hashPassword(password);
  const setUsers = (...names: readonly string[]) =>
    writeUsers(
      data,
      names.map(name => ({ ...nobodys, name, role: 'supervisor' as const, secret })),
    );
  if (!chromium.ok) throw new Error(chromium.reason.en);
  browser ??= await playwright.launch({ executablePath: chromium.path, args: [...chromiumArguments] });
  const context = await browser.newContext({ viewport: { width: 1200, height: 800 }, locale: 'en-GB' });
  t.teardown(() => context.close());
  const page = await context.newPage();
  page.setDefaultTimeout(waitMs);
  return { ...place, panel, page, setUsers, origin: `http://127.0.0.1:${place.ports.page}` };
}

async function logIn(page: Page, user: string, typed: string): Promise<void> {
  await page.getByLabel('Name').fill(user);
  await page.getByLabel('Password').fill(typed);
  await page.getByRole('button', { name: 'Log in' }).click();
}

/** Once its style is there. */
async function faintOnPage(page: Page): Promise<string[]> {
  await page.waitForLoadState('load');
  return page.evaluate(faintTexts);
}

t.test('whoever comes is led to the log-in, and from there to where he wanted', { skip }, async t => {
  const { page, origin, setUsers, daemon } = await givenPanel(t);
  await page.goto(`${origin}/?lang=en`);
  await page.locator('.first-start').waitFor();
  t.match(await page.locator('.first-start').textContent(), /There are no users yet/);
  t.equal(await page.getByRole('button', { name: 'Log out' }).count(), 0);

  setUsers('sue');
  // The page notices by itself that it may not look any more.
  await page.waitForURL(/\/login\?next=/);
  t.same(await faintOnPage(page), [], 'it can be read');
  t.same(await findingsOf(page), [], 'and keeps nobody out');
  await page.getByRole('link', { name: 'Français' }).click();
  await page.getByLabel('Mot de passe').waitFor();
  t.equal(await page.locator('html').getAttribute('lang'), 'fr');
  await page.getByRole('link', { name: 'English' }).click();
  await page.getByLabel('Password').waitFor();
  t.equal(await page.evaluate('document.activeElement.id'), 'user', 'one can type at once');

  await logIn(page, 'sue', 'a wrong one');
  await page.getByRole('alert').getByText('Name or password is wrong.').waitFor();
  t.same(await faintOnPage(page), []);
  t.same(await findingsOf(page), []);
  await logIn(page, 'sue', password);
  await page.locator('.site-figures').waitFor();
  t.match(page.url(), /\?lang=en$/);
  daemon.happen(story.queued('c1'));
  await until(
    'she sees the floor',
    async () => (await page.locator('#site-waiting .value').textContent()) === '1',
  );
  t.equal(await page.locator('.first-start').count(), 0);

  await page.getByRole('button', { name: 'Log out' }).click();
  await page.waitForURL(/\/login$/);
  await page.goto(`${origin}/`);
  await page.waitForURL(/\/login$/);
});

t.test('who is removed while he looks finds himself before the log-in', { skip }, async t => {
  const { page, origin, setUsers } = await givenPanel(t);
  setUsers('sue', 'tess');
  await until('the log-in is asked for', async () => {
    await page.goto(`${origin}/?lang=en`).catch(() => null);
    return page.url().includes('/login');
  });
  await logIn(page, 'sue', password);
  await page.locator('.site-figures').waitFor();
  setUsers('tess');
  await page.waitForURL(/\/login/);
  await logIn(page, 'sue', password);
  await page.getByText('Name or password is wrong.').waitFor();
});
