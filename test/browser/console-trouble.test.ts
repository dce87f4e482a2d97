// The console in a real Chromium when things do not go as they should: answers that come late, a session that is another one by now, and
// what could not be had at first.
import { type Browser, chromium as playwright } from 'playwright-core';
import t, { type Test } from 'tap';
import { chromiumArguments, ensureChromium, skipWithout } from '../../lab/chromium.js';
import type { CommandAnswer } from '../../src/core/inputs.js';
import { story } from '../panel/given-panel.js';
import { until } from '../until.js';
import { givenConsole, password } from './given-console.js';
import { givenSupervisor, row } from './given-supervisor.js';
import { queuedIn } from './given-wallboard.js';

const chromium = await ensureChromium(line => t.comment(line.en));
const skip = skipWithout(chromium);
let browser: Browser | null = null;
t.teardown(() => browser?.close());

async function givenPage(t: Test, origin: string) {
  if (!chromium.ok) throw new Error(chromium.reason.en);
  browser ??= await playwright.launch({ executablePath: chromium.path, args: [...chromiumArguments] });
  return givenSupervisor(t, browser, origin);
}

t.test('an answer that comes late is told, and is of no other question', { skip }, async t => {
  let answer: CommandAnswer = { ok: false, because: 'line-full' };
  const waiting: (() => void)[] = [];
  const supervision = () =>
    new Promise<CommandAnswer>(resolve => {
      waiting.push(() => resolve(answer));
    });
  const { daemon, origin } = await givenConsole(t, [], { supervision });
  const { page } = await givenPage(t, origin);
  daemon.happen(queuedIn('n1', 'w1'));
  await row(page, 'calls', 'w1').click();
  const dialog = page.getByRole('dialog');
  /** Moves him, and does not wait for what comes of it: another question is on the page. */
  const moveAndRaise = async () => {
    await page.locator('[data-act="move"]').click();
    await dialog.getByText('Retention').click();
    await dialog.getByRole('button', { name: 'Move him' }).click();
    const answers = await until('it is asked', () => waiting.shift());
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.locator('[data-act="raise"]').click();
    await dialog.waitFor();
    answers();
  };
  await moveAndRaise();
  await page.locator('.told.refused', { hasText: /full/ }).waitFor();
  t.equal(await dialog.locator('.refusal').count(), 0, 'nobody was raised yet');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await dialog.waitFor({ state: 'detached' });
  answer = { ok: true };
  await moveAndRaise();
  await page.locator('.told', { hasText: 'The caller waits in Retention.' }).waitFor();
  t.equal(await dialog.count(), 1, 'the question stays');
});

t.test('who has logged in again in another tab goes on in this one, and logs out', { skip }, async t => {
  const { daemon, origin, asked } = await givenConsole(t, []);
  const { page } = await givenPage(t, origin);
  daemon.happen(queuedIn('n1', 'w1'));
  await row(page, 'calls', 'w1').click();
  await page.locator('[data-act="move"]').waitFor();
  const logInAgain = async () => {
    const other = await page.context().newPage();
    await other.goto(`${origin}/login`);
    await other.getByLabel('Name').fill('sue');
    await other.getByLabel('Password').fill(password);
    await other.getByRole('button').click();
    await other.waitForURL(/\/console/);
    await other.close();
  };
  await logInAgain();
  await page.locator('[data-act="move"]').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Retention').click();
  await dialog.getByRole('button', { name: 'Move him' }).click();
  await page.locator('.told', { hasText: 'The caller waits in Retention.' }).waitFor();
  t.equal(asked.filter(({ type }) => type === 'supervision').length, 1, 'done once');
  await logInAgain();
  await page.getByRole('button', { name: 'Log out' }).click();
  await page.waitForURL(/\/login$/);
  const session = await page.context().request.get(`${origin}/api/v1/session`);
  t.equal(session.status(), 401, 'nobody is logged in');
});

t.test('who he is, and what a new site file names, is asked for again', { skip }, async t => {
  const { daemon, origin, write, site } = await givenConsole(t, []);
  const { page } = await givenPage(t, origin);
  daemon.happen(story.loggedIn('103'));
  await page.route('**/api/v1/session', route => route.abort(), { times: 1 });
  await page.reload();
  await page.getByRole('button', { name: 'Log out' }).waitFor();
  await row(page, 'agents', '103').click();
  await page.locator('[data-act="not-ready"]').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Lunch').waitFor();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await dialog.waitFor({ state: 'detached' });
  write(
    site.replace(
      'notReadyReasons:',
      'notReadyReasons:\n  course: { code: 2, name: { en: Course, fr: Stage } }',
    ),
  );
  daemon.happen({ type: 'site-loaded', revision: 'r2' });
  await until(
    'the new reason is there',
    async () => {
      await page.locator('[data-act="not-ready"]').click();
      const isThere = (await dialog.getByText('Course').count()) === 1;
      await dialog.getByRole('button', { name: 'Cancel' }).click();
      await dialog.waitFor({ state: 'detached' });
      return isThere;
    },
    20_000,
  );
});
