// A supervisor before the console in a real browser, and what the tests ask of what he sees.
import type { Browser, Page } from 'playwright-core';
import type { Test } from 'tap';
import { until } from '../until.js';
import { password } from './given-console.js';
import { listenIn } from './in-page.js';

const waitMs = 20_000;
export const desktop = { width: 1440, height: 900 };

/** A browser whose user has logged in, at an address of the console. */
export async function givenSupervisor(
  t: Test,
  browser: Browser,
  origin: string,
  query = '?lang=en&theme=light',
  { user = 'sue', viewport = desktop, isListened = false } = {},
) {
  const context = await browser.newContext({ viewport, locale: 'en-GB' });
  t.teardown(() => context.close());
  const page = await context.newPage();
  page.setDefaultTimeout(waitMs);
  if (isListened) await page.addInitScript(listenIn);
  const complaints: string[] = [];
  page.on('console', message => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', error => complaints.push(error.message));
  await page.goto(`${origin}/console${query}`);
  await page.getByLabel('Name').fill(user);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.locator('.console .top').waitFor();
  return { page, complaints };
}

export const row = (page: Page, list: 'flows' | 'calls' | 'agents', id: string) =>
  page.locator(`.${list}-grid [role="row"][data-id="${id}"]`);
export const shows = (page: Page, selector: string, text: RegExp) =>
  until(
    `${selector} shows ${text}`,
    async () => text.test((await page.locator(selector).first().textContent()) ?? ''),
    waitMs,
  );
export const isHere = (page: Page, query: RegExp) =>
  until(`the address is ${query}`, () => query.test(decodeURIComponent(page.url())), waitMs);
