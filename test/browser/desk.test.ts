// The agent's desk in a real Chromium, before a floor that is really decided: a call from the ring to the wrap-up, a transfer to level 2
// by keys alone, refusals in words, cases, a campaign's customer; small and large, light and dark, in both languages.
import { mkdirSync } from 'node:fs';
import { type Browser, type Page, chromium as playwright } from 'playwright-core';
import t, { type Test } from 'tap';
import { chromiumArguments, ensureChromium, skipWithout } from '../../lab/chromium.js';
import { until } from '../until.js';
import { findingsOf } from './axe.js';
import { camille, givenDesk, password } from './given-desk.js';
import { faintTexts, isTooWide } from './in-page.js';

const chromium = await ensureChromium(line => t.comment(line.en));
const skip = skipWithout(chromium);
let browser: Browser | null = null;
const pictures = 'dist/screenshots';
mkdirSync(pictures, { recursive: true });

async function openBrowser(): Promise<Browser> {
  if (!chromium.ok) throw new Error(chromium.reason.en);
  browser ??= await playwright.launch({ executablePath: chromium.path, args: [...chromiumArguments] });
  return browser;
}
t.teardown(() => browser?.close());

const waitMs = 20_000;
const small = { width: 360, height: 640 };
const large = { width: 1280, height: 860 };

/** The desk of this agent, who has logged in to the page. */
async function givenPage(
  t: Test,
  { origin }: { readonly origin: string },
  user = 'a101',
  viewport = small,
  query = '?lang=en&theme=light',
) {
  const context = await (await openBrowser()).newContext({ viewport, locale: 'en-GB' });
  t.teardown(() => context.close());
  const page = await context.newPage();
  page.setDefaultTimeout(waitMs);
  const complaints: string[] = [];
  page.on('console', message => {
    const text = message.text();
    // A refusal is an answer, and the browser notes it; while the panel is down it cannot be reached.
    if (message.type() === 'error' && !/status of 409|net::ERR_/.test(text))
      complaints.push(`${text} ${message.location().url}`);
  });
  page.on('pageerror', error => complaints.push(error.message));
  await page.goto(`${origin}/${query}`);
  await page.locator('#user').fill(user);
  await page.locator('#password').fill(password);
  await page.getByRole('button').click();
  await page.waitForURL(/\/desk/);
  await page.locator('.card.state').waitFor();
  return { page, complaints };
}

const isIn = (page: Page, state: string) => page.locator(`.card.state[data-state="${state}"]`).waitFor();
const act = (page: Page, id: string) => page.locator(`[data-act="${id}"]`);
const shows = (page: Page, selector: string, text: string | RegExp) =>
  until(
    `${selector} shows ${text}`,
    async () => {
      const shown = (await page.locator(selector).first().textContent())?.trim() ?? '';
      return typeof text === 'string' ? shown === text : text.test(shown);
    },
    waitMs,
  );

t.test('an agent logs in, takes a call, transfers it to level 2 and wraps up', { skip }, async t => {
  const place = await givenDesk(t);
  const { floor } = place;
  const { page, complaints } = await givenPage(t, place);
  await isIn(page, 'logged-out');
  await act(page, 'login').click();
  await isIn(page, 'ready');
  t.equal(await page.title(), 'Ready · My desk');

  floor.arrives();
  await page.locator('.call[data-stage="offered"]').waitFor();
  t.equal(await page.title(), '☎ Level 1 · Camille Le Goff', 'the tab rings');
  await page.screenshot({ path: `${pictures}/desk-offered-en-light.png` });
  floor.answers('101');
  await page.locator('.call[data-stage="talking"]').waitFor();
  t.match(
    await page.locator('.who').textContent(),
    /Camille Le Goff.*0142345617.*48151623.*offer.*fibre.*vip.*yes/,
  );
  const link = page.getByRole('link', { name: /customer’s page/ });
  t.equal(await link.getAttribute('href'), 'https://crm.example/48151623?agent=101');
  t.equal(await link.getAttribute('rel'), 'noopener noreferrer');

  await page.keyboard.press('h');
  await shows(page, '#call-title', 'On hold');
  await page.keyboard.press('h');
  await shows(page, '#call-title', 'Talking');
  await page.keyboard.press('e');
  await page.locator('.mark.recording.paused').waitFor();
  await page.keyboard.press('e');
  await page.locator('.mark.recording.on').waitFor();

  await page.keyboard.press('t');
  await page.locator('[data-target="flow/n2"]').waitFor();
  await page.keyboard.type('tech');
  await page.locator('[data-target="flow/n2"][aria-selected="true"]').waitFor();
  await page.screenshot({ path: `${pictures}/desk-transfer-en-light.png` });
  await page.keyboard.press('Enter');
  await shows(page, '.under-way', 'Looking for Technical level 2. The caller hears music.');
  const other = await givenPage(t, place, 'a201', large, '?lang=fr&theme=dark');
  await act(other.page, 'login').click();
  await other.page.locator('.call[data-stage="offered"]').waitFor();
  await shows(other.page, '.under-way', 'Alice Martin vous consulte d’abord ; l’appelant entend la musique.');
  floor.answers('201');
  await shows(page, '.under-way', 'You speak with Technical level 2. The caller hears music.');
  await page.keyboard.press('s');
  await shows(page, '.under-way', 'You speak with the caller. Technical level 2 waits.');
  await page.screenshot({ path: `${pictures}/desk-consultation-en-light.png` });
  await page.keyboard.press('c');

  await isIn(page, 'wrap-up');
  await shows(page, '.call.wrap-up .label', 'Level 1');
  await page.screenshot({ path: `${pictures}/desk-wrap-up-en-light.png` });
  await other.page.locator('.call[data-stage="talking"]').waitFor();
  await other.page.locator('.under-way').waitFor({ state: 'detached' });
  await other.page.screenshot({ path: `${pictures}/desk-talking-fr-dark.png` });
  await page.keyboard.press('r');
  await page.locator('.notice strong').waitFor();
  t.match(
    await page.locator('.notice strong').textContent(),
    /before the agent has said/,
    'the flow wants to know what it was about',
  );
  await page.keyboard.press('2');
  await page.locator('[data-code="bill"][aria-pressed="true"]').waitFor();
  await page.keyboard.press('r');
  await isIn(page, 'ready');
  await page.locator('.codes.over [data-code="line-fault"]').click();
  await page.locator('[data-code="line-fault"][aria-pressed="true"]').waitFor();
  await shows(page, '[data-figure="answered"] dd', '1');
  await page.locator('[data-state="talking"]').first().waitFor();
  t.same([...complaints, ...other.complaints], [], 'and the browser has nothing to complain of');
});

t.test('a refusal is told in words, with what to do, in the language of the page', { skip }, async t => {
  const place = await givenDesk(t);
  const { floor } = place;
  floor.logsIn('101');
  floor.arrives();
  floor.answers('101');
  const { page, complaints } = await givenPage(t, place, 'a101', small, '?lang=fr&theme=light');
  await page.locator('.call[data-stage="talking"]').waitFor();
  await act(page, 'transfer').click();
  await page.getByRole('combobox').fill('bruno');
  await page.locator('[role="option"][aria-selected="true"]').waitFor();
  await page.keyboard.press('Enter');
  await shows(page, '.notice strong', 'ce collègue n’est pas prêt, ou son poste est occupé');
  t.ok(((await page.locator('.notice span').first().textContent()) ?? '').length > 20, 'with what to do');
  await page.screenshot({ path: `${pictures}/desk-refusal-fr-light.png` });
  await page.getByRole('button', { name: 'Fermer' }).click();
  await page.locator('.notice').waitFor({ state: 'detached' });
  await page.locator('.call[data-stage="talking"]').waitFor();
  t.same(complaints, []);
});

t.test(
  'not ready with a reason, also after the call; out after it; a phone that is gone',
  { skip },
  async t => {
    const place = await givenDesk(t);
    const { floor } = place;
    floor.logsIn('101');
    const { page } = await givenPage(t, place);
    await isIn(page, 'ready');
    await page.keyboard.press('p');
    await page.locator('[data-reason="training"]').waitFor();
    await page.keyboard.press('2');
    await shows(page, '.state-now .reason', 'Training');
    await page.keyboard.press('r');
    await isIn(page, 'ready');
    const call = floor.arrives();
    floor.answers('101');
    await isIn(page, 'talking');
    await page.keyboard.press('p');
    await page.getByRole('heading', { name: 'Not ready after this call' }).waitFor();
    await page.locator('[data-reason="lunch"]').click();
    await shows(page, '.remark', 'Not ready after this call: Lunch');
    await page.keyboard.press('o');
    await page.getByText('You are logged out after this call.').waitFor();
    await page.keyboard.press('o');
    await page.getByText('You are logged out after this call.').waitFor({ state: 'detached' });
    floor.does(parties => parties.callerHangsUp(call));
    await isIn(page, 'wrap-up');
    await page.keyboard.press('1');
    await page.locator('[data-code="line-fault"][aria-pressed="true"]').waitFor();
    await page.keyboard.press('r');
    await isIn(page, 'ready');
    floor.step({ type: 'phone-changed', endpoint: 'PJSIP/101', phone: 'unavailable' });
    await page.getByText('Your phone cannot be reached').waitFor();
    await page.keyboard.press('?');
    await page.getByRole('checkbox', { name: 'Keys are on' }).uncheck();
    await page.keyboard.press('Escape');
    await page.locator('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('p');
    t.equal(await page.locator('dialog').count(), 0, 'keys can be switched off');
  },
);

t.test('a case from the call to its solution, and a promise that comes first', { skip }, async t => {
  const place = await givenDesk(t);
  const { floor } = place;
  floor.logsIn('101');
  const first = floor.arrives();
  floor.answers('101');
  const { page, complaints } = await givenPage(t, place, 'a101', large);
  await act(page, 'open-case').click();
  await page.locator('.mark .plain').waitFor();
  await page.locator('.mark .plain').click();
  await page.getByLabel('New note').fill('no tone since Monday');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.locator('.notes li p').getByText('no tone since Monday').waitFor();
  await page.locator('#case-wait').fill('network');
  await page.getByRole('button', { name: 'Wait', exact: true }).click();
  await page.getByRole('button', { name: 'Go on with it' }).waitFor();
  await page.locator('#case-when').fill('2031-06-02T09:30');
  await page.getByRole('button', { name: 'Promise', exact: true }).click();
  await page.locator('.notice strong').waitFor();
  t.ok((await page.locator('.notice strong').textContent()) !== '', 'too far ahead: refused in words');
  await page.screenshot({ path: `${pictures}/desk-case-en-light.png` });
  await page.getByRole('button', { name: 'Go on with it' }).click();
  await page.getByRole('button', { name: 'Solved' }).click();
  await page.getByRole('button', { name: 'Reopen' }).click();
  await page.getByRole('button', { name: 'Solved' }).waitFor();
  await page.keyboard.press('Escape');
  await page.locator('.case .name').getByText('Camille Le Goff').waitFor();
  floor.does(parties => parties.callerHangsUp(first));
  await isIn(page, 'wrap-up');
  await page.locator('[data-code="line-fault"]').click();
  await page.locator('[data-code="line-fault"][aria-pressed="true"]').waitFor();
  await page.keyboard.press('r');
  floor.arrives(camille);
  await page.locator('.call[data-stage="offered"] .mark.strong').getByText('Repeat call').waitFor();
  await page.screenshot({ path: `${pictures}/desk-repeat-en-light.png` });
  t.same(complaints, []);
});

t.test('a campaign’s customer is shown, and called when the agent says so', { skip }, async t => {
  const place = await givenDesk(t);
  const { floor } = place;
  floor.logsIn('101');
  const { page, complaints } = await givenPage(t, place);
  floor.wants(1);
  await page.locator('.call[data-stage="offered"]').waitFor();
  floor.answers('101');
  await page.locator('.call[data-stage="preview"]').waitFor();
  await shows(page, '.call-time .label', /^Skipped in 0:[0-5]\d$/);
  await page.screenshot({ path: `${pictures}/desk-preview-en-light.png` });
  await page.keyboard.press('a');
  await page.locator('.call[data-stage="dialling"]').waitFor();
  t.same(complaints, []);
});

t.test(
  'narrow and wide, light and dark, in both languages: it fits, can be read, and keeps nobody out',
  { skip },
  async t => {
    const place = await givenDesk(t);
    const { floor } = place;
    floor.logsIn('101');
    floor.arrives();
    floor.answers('101');
    for (const [size, name] of [
      [small, 'small'],
      [large, 'large'],
    ] as const)
      for (const look of ['lang=en&theme=light', 'lang=fr&theme=dark']) {
        const { page } = await givenPage(t, place, 'a101', size, `?${look}`);
        await page.locator('.call[data-stage="talking"]').waitFor();
        await page.locator('.day .by-state li').first().waitFor();
        const what = `${name} ${look}`;
        t.notOk(await page.evaluate(isTooWide), `${what}: nothing is cut off at the side`);
        t.same(await page.evaluate(faintTexts), [], `${what}: it can be read`);
        t.same(await findingsOf(page), [], what);
        await page.screenshot({
          path: `${pictures}/desk-talk-${name}-${look.replaceAll(/[a-z]+=|&/g, '')}.png`,
        });
        await act(page, 'transfer').click();
        await page.locator('[data-target="flow/n2"]').waitFor();
        t.same(await findingsOf(page), [], `${what}: the transfer`);
        t.same(await page.evaluate(faintTexts), [], `${what}: the transfer can be read`);
        await page.context().close();
      }
  },
);

t.test('what a dialogue cannot have is told and asked for again; what is typed stays', { skip }, async t => {
  const place = await givenDesk(t);
  const { floor } = place;
  floor.logsIn('101');
  floor.arrives();
  floor.answers('101');
  const { page } = await givenPage(t, place, 'a101', large);
  await act(page, 'open-case').click();
  await page.locator('.mark .plain').waitFor();
  let isCut = true;
  await page.route(/\/api\/v1\/(targets|cases\/)/, route => (isCut ? route.abort() : route.continue()));
  await act(page, 'transfer').click();
  await shows(page, 'dialog .notice strong', 'This could not be loaded.');
  isCut = false;
  await page.locator('[data-target="flow/n2"]').waitFor();
  await page.locator('dialog .notice').waitFor({ state: 'detached' });
  await page.keyboard.press('Escape');
  await page.locator('dialog').waitFor({ state: 'detached' });
  isCut = true;
  await page.locator('.mark .plain').click();
  await shows(page, 'dialog .notice strong', 'This could not be loaded.');
  isCut = false;
  const note = page.getByLabel('New note');
  await note.fill('no tone');
  let goOn: () => void = () => undefined;
  const held = new Promise<void>(resolve => {
    goOn = resolve;
  });
  await page.route(/\/api\/v1\/cases\?lang=/, async route => {
    await held;
    await route.continue();
  });
  await page.getByRole('button', { name: 'Save' }).click();
  await note.fill('call him at five');
  goOn();
  await page.locator('.notes li p').getByText('no tone').waitFor();
  t.equal(await note.inputValue(), 'call him at five', 'typed while the other was being saved');
  await page.locator('#case-when').fill('');
  await page.getByRole('button', { name: 'Promise', exact: true }).click();
  t.equal(await page.evaluate('document.activeElement.id'), 'case-when', 'the browser asks for a moment');
});

t.test('the desk says when Asterisk is away, and tells nobody that it was done', { skip }, async t => {
  const place = await givenDesk(t);
  const { floor } = place;
  floor.logsIn('101');
  floor.arrives();
  floor.answers('101');
  const { page } = await givenPage(t, place);
  await page.locator('.mark.recording.on').waitFor();
  floor.isTold({ type: 'switch-lost', why: 'cut' });
  await shows(page, '.banner', /^⚠ The connection to Asterisk is lost\. Talks go on/);
  t.same(await page.evaluate(faintTexts), [], 'it can be read');
  for (const id of ['hold', 'pause-recording']) {
    await act(page, id).click();
    await shows(
      page,
      '.notice strong',
      'there is no connection to Asterisk: nothing has changed in the talk',
    );
    await page.getByRole('button', { name: 'Close' }).click();
    await page.locator('.notice').waitFor({ state: 'detached' });
  }
  t.equal(await page.locator('.mark.recording.on').count(), 1, 'it is still recorded, and says so');
  floor.isTold({ type: 'switch-connected', version: '22' });
  await page.locator('.banner').waitFor({ state: 'detached' });
  await act(page, 'hold').click();
  await shows(page, '#call-title', 'On hold');
});

t.test('the desk says when it is cut off, and goes on by itself', { skip }, async t => {
  const place = await givenDesk(t);
  const { floor, daemon } = place;
  const { page } = await givenPage(t, place);
  await isIn(page, 'logged-out');
  await daemon.stop();
  await page.getByText('The calls process does not answer.').waitFor();
  await act(page, 'login').click();
  await shows(page, '.notice strong', 'the calls process does not answer');
  await daemon.start();
  floor.logsIn('101');
  await page.getByText('The calls process does not answer.').waitFor({ state: 'detached' });
  await isIn(page, 'ready');
  const looks = /\/api\/v1\/desk(\?|$)/;
  await page.route(looks, route => route.fulfill({ status: 429, json: {} }));
  await page.getByText('Plateau does not show this desk at the moment').waitFor();
  await page.unroute(looks);
  await page.getByText('Plateau does not show this desk at the moment').waitFor({ state: 'detached' });
});
