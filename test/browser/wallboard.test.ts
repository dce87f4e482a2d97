// The wallboard in a real Chromium: figures follow a call, size and contrast are those of a screen that is read from ten metres, nothing
// scrolls, it says when its figures are old, it pages itself, and a day of it takes no more memory than an hour.
import { mkdirSync } from 'node:fs';
import { type Browser, type Page, chromium as playwright } from 'playwright-core';
import t, { type Test } from 'tap';
import { chromiumArguments, ensureChromium, skipWithout } from '../../lab/chromium.js';
import type { Recorded } from '../../src/core/facts.js';
import { startDaemon } from '../daemon.js';
import { givenPlace, isUp, startPanelProcess, story } from '../panel/given-panel.js';
import { until } from '../until.js';
import { findingsOf } from './axe.js';
import { dayUpTo, flowIds, queuedIn, wallSite } from './given-wallboard.js';
import {
  elementsOfPage,
  faintTexts,
  languageOfPage,
  listenIn,
  liveThrough,
  spillsOf,
  textSizes,
  themeOfPage,
} from './in-page.js';

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

/** All news have had their turn by then. */
const newsMs = 90_000;
const waitMs = 20_000;
type Size = { readonly width: number; readonly height: number };
const fullHd: Size = { width: 1920, height: 1080 };

/** The panel in the middle of a day, beside a daemon's end whose facts the test makes up. */
async function givenFloor(t: Test, past: readonly Recorded[]) {
  const place = await givenPlace(t);
  place.daemon.facts.push(...past);
  place.write(wallSite(place.ports));
  const panel = startPanelProcess(t, place);
  await isUp(panel);
  return { ...place, panel, origin: `http://127.0.0.1:${place.ports.page}` };
}

/** A screen on the wall. */
async function givenScreen(t: Test, address: string, viewport = fullHd) {
  const context = await (await openBrowser()).newContext({ viewport });
  t.teardown(() => context.close());
  const page = await context.newPage();
  page.setDefaultTimeout(waitMs);
  const complaints: string[] = [];
  page.on('console', message => {
    // While the panel is down the browser says that it cannot reach it.
    if (message.type() === 'error' && !message.text().includes('net::ERR_')) complaints.push(message.text());
  });
  page.on('pageerror', error => complaints.push(error.message));
  await page.goto(address);
  await page.locator('.wall header').waitFor();
  return { page, complaints };
}

const figure = (page: Page, flow: string, name: string) =>
  page.locator(`[data-flow="${flow}"] [data-figure="${name}"] .value`);
const textOf = async (page: Page, selector: string) =>
  (await page.locator(selector).first().textContent()) ?? '';
const shows = (page: Page, selector: string, text: RegExp) =>
  until(`${selector} shows ${text}`, async () => text.test(await textOf(page, selector)), waitMs);

t.test('figures follow a call, in either language', { skip }, async t => {
  const { daemon, origin } = await givenFloor(t, dayUpTo(Date.now()));
  const { page, complaints } = await givenScreen(t, `${origin}/wallboard?flows=n1,n2&lang=en&theme=dark`);
  await shows(page, '[data-flow="n1"] .name', /^Level 1$/);
  const took: number[] = [];
  const before = Number(await figure(page, 'n1', 'waiting').textContent());
  for (let count = 1; count <= 5; count += 1) {
    const startedMs = performance.now();
    daemon.happen(queuedIn('n1', `w${count}`));
    await until(
      `${count} more wait`,
      async () => (await figure(page, 'n1', 'waiting').textContent()) === String(before + count),
      waitMs,
    );
    took.push(performance.now() - startedMs);
  }
  t.comment(`shown after ${took.map(Math.round).join(', ')} ms`);
  t.match(await textOf(page, '[data-flow="n1"] [data-figure="waiting"] .said'), /^[▲■] (too )?many$/);
  await shows(page, '[data-flow="n1"] [data-figure="longest"] .value', /^\d+:\d\d$/);
  daemon.happen(story.offered('w1', '101'), story.answered('w1', '101', 5000));
  await until(
    'it is answered',
    async () => (await figure(page, 'n1', 'waiting').textContent()) === String(before + 4),
    waitMs,
  );
  const calls = await page.locator('.plot.calls [data-half-hour]').evaluateAll(allCalls);
  const expected = daemon.facts.filter(
    ({ fact, atMs }) =>
      fact.type === 'call-queued' && ['n1', 'n2'].includes(fact.flow) && sameDay(atMs, Date.now()),
  );
  t.equal(calls, expected.length, 'the bars of the day are all calls of these two flows');
  t.ok(expected.length >= 5);
  t.equal(await page.evaluate(languageOfPage), 'en');
  t.equal(await page.evaluate(themeOfPage), 'dark');

  const by = { kind: 'supervisor', name: 'Nadia' } as const;
  daemon.happen({ type: 'flow-forced', flow: 'n2', to: 'closed', untilMs: Date.now() + 3_600_000, by });
  await shows(page, '[data-flow="n2"] .beside', /^⊘ closed until \d\d:\d\d$/);
  const french = await givenScreen(t, `${origin}/wallboard?flows=n2,missing&teams=none&lang=fr&theme=light`);
  await shows(french.page, '[data-flow="n2"] .name', /^Assistance technique niveau 2$/);
  t.match(await textOf(french.page, '[data-flow="n2"] .beside'), /^⊘ fermé → \d\d:\d\d$/);
  t.equal(await french.page.locator('.teams').count(), 0);
  await shows(french.page, '.news .text', /^Inconnu dans l’adresse de cet écran : missing$/);
  t.same(await french.page.evaluate(spillsOf), [], 'one flow fits as well');
  t.same(await page.evaluate(spillsOf), [], 'and two');
  await page.screenshot({ path: `${pictures}/wallboard-two-flows-en-dark.png` });
  await french.page.screenshot({ path: `${pictures}/wallboard-one-flow-fr-light.png` });
  const cause = { kind: 'trunk-down', about: 'operator', why: 'RED' } as const;
  daemon.happen({ type: 'alarm-raised', alarm: 'trunk-down operator', severity: 'critical', cause });
  // News take turns.
  const isTold = (one: Page, text: RegExp) =>
    one.locator('.news.red .text', { hasText: text }).waitFor({ timeout: newsMs });
  await isTold(page, /Operator T2/);
  await isTold(french.page, /Operator T2/);
  t.same([...complaints, ...french.complaints], [], 'the browsers have nothing to complain of');
});

const parisDay = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris' });
const sameDay = (a: number, b: number) => parisDay.format(a) === parisDay.format(b);
const allCalls = (groups: readonly unknown[]) =>
  groups.reduce<number>(
    (sum, group) => sum + Number((group as { dataset: Record<string, string> }).dataset['calls']),
    0,
  );

t.test('it fits its screen without a scroll bar and is read from ten metres', { skip }, async t => {
  const { daemon, origin } = await givenFloor(t, dayUpTo(Date.now()));
  for (const call of ['w1', 'w2', 'w3', 'w4', 'w5', 'w6', 'w7', 'w8', 'w9', 'w10', 'w11'])
    daemon.happen(queuedIn('n1', call), queuedIn('dealers', `${call}d`));
  const sizes: readonly Size[] = [fullHd, { width: 1280, height: 720 }, { width: 3840, height: 2160 }];
  for (const size of sizes)
    for (const [language, theme] of [
      ['en', 'dark'],
      ['fr', 'light'],
    ] as const)
      for (const asked of ['', '&flows=n1,n2,dealers', `&flows=${flowIds.slice(0, 5).join(',')}`]) {
        const name = `wallboard-${size.height}-${language}-${asked.split(',').length}`;
        const { page } = await givenScreen(
          t,
          `${origin}/wallboard?lang=${language}&theme=${theme}&every=300${asked}`,
          size,
        );
        await shows(page, '.board .value', /^\d+$/);
        t.same(await page.evaluate(spillsOf), [], `${name}: nothing spills`);
        const { texts, smallest } = await page.evaluate(textSizes, '.wall *');
        t.ok(texts > 20, `${name}: ${texts} texts`);
        t.ok(
          smallest.share >= 0.033,
          `${name}: the smallest, ${smallest.text}, is ${smallest.share} of its height`,
        );
        const figures = await page.evaluate(textSizes, '.board .value');
        t.ok(figures.smallest.share >= 0.1, `${name}: figures are ${figures.smallest.share} of its height`);
        await page.screenshot({ path: `${pictures}/${name}.png` });
        await page.context().close();
      }
});

t.test('it turns its pages by itself when there are more flows than fit', { skip }, async t => {
  const { origin } = await givenFloor(t, dayUpTo(Date.now()));
  const { page } = await givenScreen(t, `${origin}/wallboard?lang=en&every=3`);
  const seen = new Set<string>();
  const pagesSaid = new Set<string>();
  await until(
    'every flow was shown',
    async () => {
      for (const id of await page.locator('[data-flow]').evaluateAll(idsOf)) seen.add(id);
      pagesSaid.add(await textOf(page, '.pages'));
      return seen.size === flowIds.length;
    },
    waitMs,
  );
  t.same([...pagesSaid].sort(), ['Page 1 of 2', 'Page 2 of 2']);
  t.equal((await page.locator('[data-flow]').count()) > 2, true, 'the pages are even');
});

const idsOf = (rows: readonly unknown[]) =>
  rows.map(row => (row as { dataset: Record<string, string> }).dataset['flow'] ?? '');

t.test('it says when its figures are old, beside a real daemon too', { skip }, async t => {
  const place = await givenPlace(t);
  await place.daemon.stop();
  place.write(wallSite(place.ports).replaceAll(/"\$\{.*?\}"/g, 'secret'));
  const daemon = startDaemon(t, place.folder, '--simulated', '--data', `${place.folder}/calls`);
  const panel = startPanelProcess(t, place);
  await isUp(panel);
  const { page, complaints } = await givenScreen(
    t,
    `http://127.0.0.1:${place.ports.page}/wallboard?lang=fr&flows=n1,n2`,
  );
  await shows(page, '.liveness', /En direct/);
  await until(
    'calls have come in',
    async () => (await page.locator('.beside').allTextContents()).some(text => / sur [1-9]/.test(text)),
    60_000,
  );
  daemon.child.kill('SIGTERM');
  await daemon.ended;
  await shows(page, '[role="alert"]', /Aucune nouvelle du traitement d’appels depuis \d\d:\d\d:\d\d/);
  await shows(page, '.liveness', /Chiffres anciens/);
  t.same(await page.evaluate(faintTexts), [], 'and can be read');
  await page.screenshot({ path: `${pictures}/wallboard-old-fr.png` });
  const still = await figure(page, 'n1', 'longest').textContent();
  startDaemon(t, place.folder, '--simulated', '--data', `${place.folder}/calls`);
  t.type(still, 'string');
  await shows(page, '.liveness', /En direct/);
  panel.signal('SIGKILL');
  await shows(page, '[role="alert"]', /La connexion avec Plateau est perdue depuis/);
  t.same(complaints, []);
});

t.test('a day and a night of it take no more memory than the day before', { skip }, async t => {
  const { origin } = await givenFloor(t, dayUpTo(Date.now()));
  const context = await (await openBrowser()).newContext({ viewport: fullHd });
  t.teardown(() => context.close());
  const page = await context.newPage();
  page.setDefaultTimeout(waitMs);
  await page.addInitScript(listenIn);
  await page.goto(`${origin}/wallboard?lang=en`);
  await page.locator('[data-flow]').first().waitFor();
  const browserItself = await context.newCDPSession(page);
  const used = async () => {
    await browserItself.send('HeapProfiler.collectGarbage');
    const { usedSize } = await browserItself.send('Runtime.getHeapUsage');
    const { nodes, jsEventListeners } = await browserItself.send('Memory.getDOMCounters');
    return { bytes: usedSize, nodes, jsEventListeners, elements: await page.evaluate(elementsOfPage) };
  };
  t.equal(await page.evaluate(liveThrough, { fromHour: 0, hours: 24 }), 43_200);
  const oneDay = await used();
  t.equal(await page.evaluate(liveThrough, { fromHour: 24, hours: 24 }), 43_200);
  const twoDays = await used();
  const said = JSON.stringify([oneDay, twoDays]);
  t.ok(twoDays.bytes - oneDay.bytes < 500_000, `heap: ${said}`);
  t.ok(twoDays.nodes - oneDay.nodes < 300, 'nodes');
  t.ok(twoDays.elements - oneDay.elements < 100, 'elements on the page');
  t.ok(twoDays.jsEventListeners <= oneDay.jsEventListeners + 2, 'listeners');
  t.comment(said);
  t.same(await page.evaluate(spillsOf), [], 'and it still fits');
});

t.test('a tool finds nothing serious about access to it, nor about the live page', { skip }, async t => {
  const { daemon, origin } = await givenFloor(t, dayUpTo(Date.now()));
  for (const call of ['w1', 'w2', 'w3', 'w4']) daemon.happen(queuedIn('n1', call));
  daemon.happen({ type: 'trunk-changed', trunk: 'operator', inUse: 4, usable: 0, alarm: 'RED' });
  for (const path of ['/wallboard', '/'])
    for (const theme of ['light', 'dark']) {
      const { page } = await givenScreenAt(t, `${origin}${path}?lang=en&theme=${theme}`);
      t.same(await page.evaluate(faintTexts), [], `${path} ${theme}: every text stands out`);
      t.same(await findingsOf(page), [], `${path} ${theme}: axe`);
      await page.context().close();
    }
});

async function givenScreenAt(t: Test, address: string) {
  const context = await (await openBrowser()).newContext({ viewport: fullHd });
  t.teardown(() => context.close());
  const page = await context.newPage();
  page.setDefaultTimeout(waitMs);
  await page.goto(address);
  await page.locator('[data-flow="n1"]').waitFor();
  return { page };
}
