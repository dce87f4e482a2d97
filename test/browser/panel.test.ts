import { type Browser, type Page, chromium as playwright } from 'playwright-core';
import t, { type Test } from 'tap';
import { chromiumArguments, ensureChromium, skipWithout } from '../../lab/chromium.js';
import type { Fact } from '../../src/core/facts.js';
import { systemClock } from '../../src/signs/clock.js';
import { EmulatedSign } from '../../src/signs/emulated-sign.js';
import { startEmulator } from '../../src/signs/emulator.js';
import { renderMatrix } from '../../src/signs/matrix.js';
import { plainRows } from '../../src/signs/screen.js';
import { alarmCauses } from '../link/facts-alarms.js';
import { givenPlace, isUp, siteText, startPanelProcess, story } from '../panel/given-panel.js';
import { until } from '../until.js';
import { alarmIds, faintTexts, languageOfPage, litDots, themeOfPage } from './in-page.js';

const chromium = await ensureChromium(line => t.comment(line.en));
const skip = skipWithout(chromium);
let browser: Browser | null = null;

async function openBrowser(): Promise<Browser> {
  if (!chromium.ok) throw new Error(chromium.reason.en);
  browser ??= await playwright.launch({ executablePath: chromium.path, args: [...chromiumArguments] });
  return browser;
}
t.teardown(() => browser?.close());

const waitMs = 15_000;

/** The panel, a sign of one row behind a real TCP port, and a browser that looks at the page. */
async function givenPage(t: Test, path = '/?lang=en') {
  const place = await givenPlace(t);
  const sign = new EmulatedSign({
    wire: { format: 'binary', checksum: true, accents: 'two-byte' },
    destination: { type: 'Z', address: '01' },
  });
  const emulator = await startEmulator({ host: '127.0.0.1', port: 0, signs: [sign] }, systemClock);
  t.teardown(() => emulator.close());
  place.write(siteText(place.ports, emulator.port));
  const panel = startPanelProcess(t, place);
  await isUp(panel);

  const context = await (await openBrowser()).newContext({ viewport: { width: 1400, height: 1000 } });
  t.teardown(() => context.close());
  const page = await context.newPage();
  page.setDefaultTimeout(waitMs);
  const complaints: string[] = [];
  const asked: string[] = [];
  page.on('console', message => {
    // While the panel is down the browser says that it cannot reach it.
    if (message.type() === 'error' && !message.text().includes('net::ERR_')) complaints.push(message.text());
  });
  page.on('pageerror', error => complaints.push(error.message));
  page.on('request', request => asked.push(request.url()));
  const origin = `http://127.0.0.1:${place.ports.page}`;
  await page.goto(origin + path);
  await page.locator('.site-figures').waitFor();
  return { ...place, sign, panel, page, origin, complaints, asked };
}

const flowFigure = (page: Page, figure: string) =>
  page.locator(`[data-flow="n1"] [data-figure="${figure}"] strong`);
const shows = (page: Page, selector: string, text: string | RegExp) =>
  until(`${selector} shows ${text}`, async () => {
    const shown = (await page.locator(selector).first().textContent())?.trim() ?? '';
    return typeof text === 'string' ? shown === text : text.test(shown);
  });

t.test(
  'the page follows a call from the line to the agent, and so does the sign on it',
  { skip },
  async t => {
    const { page, daemon, sign, complaints, asked, origin } = await givenPage(t);
    daemon.happen(story.loggedIn('101'), story.loggedIn('102'));
    await shows(page, '#site-ready .value', '2');
    await shows(page, '[data-flow="n1"] [data-figure="waiting"] strong', '0');

    daemon.happen(story.queued('c1'), story.queued('c2'), story.queued('c3'));
    await shows(page, '[data-flow="n1"] [data-figure="waiting"] strong', /^3/);
    await shows(page, '#site-waiting .value', '3');
    await shows(page, '[data-flow="n1"] [data-figure="longest"] strong', /^0:0[1-9]/);
    t.equal(await page.locator('[data-call="c1"] .number').textContent(), '0142••••17');
    t.match(
      await flowFigure(page, 'waiting').locator('..').getAttribute('class'),
      /red/,
      'three are too many',
    );

    const seen = () => sign.screen(Date.now())[0];
    const rowSeen = () => {
      const drawn = seen();
      return drawn === undefined ? '' : plainRows(drawn)[0];
    };
    await until('the sign in the hall shows it', () => rowSeen() === 'N1 ATT   3');
    const matrix = renderMatrix(seen()?.rows ?? [], { columns: 12, rows: 1 });
    const lit = matrix.pixels.map(line => line.replaceAll(/[1-9]/g, '#').replaceAll('0', '.'));
    await until('the sign on the page shows the same dots', async () => {
      const size = [matrix.width, matrix.height] as const;
      const dots = await page.locator('[data-sign="hall"] canvas').evaluate(litDots, size);
      return dots.join('\n') === lit.join('\n');
    });
    t.ok(lit.join('').includes('#'), 'which are not all dark');
    t.equal(
      await page.locator('[data-sign="hall"] canvas').getAttribute('aria-label'),
      'Sign hall shows: N1 ATT   3',
      'and says it to who cannot see',
    );

    daemon.happen(story.offered('c1', '101'));
    await page.locator('[data-call="c1"][data-state="offered"]').waitFor();
    await page.locator('[data-agent="101"][data-state="offered"]').waitFor();
    daemon.happen(story.answered('c1', '101', 5000));
    await page.locator('[data-call="c1"][data-state="talking"]').waitFor();
    await page.locator('[data-agent="101"][data-state="talking"]').waitFor();
    await shows(page, '[data-flow="n1"] [data-figure="waiting"] strong', /^2/);
    await shows(page, '[data-flow="n1"] [data-figure="serviceLevel"] .percent', '100%');
    await shows(
      page,
      '[data-flow="n1"] .formula',
      /^= answered within 20\ss \/ \(offered − abandoned within 20\ss\)/,
    );
    await shows(page, '[data-flow="n1"] .judgement', 'on target · target 80%');
    t.same(complaints, [], 'and the browser has nothing to complain of');
    t.ok(asked.length > 3);
    t.same(
      asked.filter(url => !url.startsWith(`${origin}/`)),
      [],
      'nothing is fetched from elsewhere',
    );
  },
);

t.test('the page speaks English and French, and its address keeps the choice', { skip }, async t => {
  const { page, complaints } = await givenPage(t, '/');
  await shows(page, '.brand p', 'Plateau · Plateau en direct');
  t.equal(await page.evaluate(languageOfPage), 'fr', 'the site’s own first');
  await page.getByRole('button', { name: 'English' }).click();
  await shows(page, '.brand p', 'Plateau · Live floor');
  t.match(page.url(), /\?lang=en$/);
  t.equal(await page.evaluate(languageOfPage), 'en');
  await page.getByRole('button', { name: /^Theme/ }).click();
  await page.getByRole('button', { name: 'Theme: light' }).click();
  t.match(page.url(), /lang=en&theme=dark$/);
  await page.reload();
  await shows(page, '.brand p', 'Plateau · Live floor');
  t.equal(await page.evaluate(themeOfPage), 'dark');
  t.same(complaints, []);
});

t.test('the page says when its figures are old, and comes back by itself', { skip }, async t => {
  const { page, daemon, panel, folder, siteFile, ports, complaints } = await givenPage(t);
  daemon.happen(story.queued('c1'));
  await shows(page, '#site-waiting .value', '1');
  await shows(page, '.liveness', 'Live');
  await daemon.stop();
  await shows(page, '[role="alert"]', /No news from the calls process since \d\d:\d\d:\d\d/);
  const frozen = await flowFigure(page, 'longest').textContent();
  await shows(page, '[data-sign="hall"] figcaption', /hall/);
  t.equal(await flowFigure(page, 'longest').textContent(), frozen, 'what is old stands still');
  await daemon.start();
  await shows(page, '[role="alert"]', '');
  daemon.happen(story.queued('c2'));
  await shows(page, '#site-waiting .value', '2');

  panel.signal('SIGKILL');
  await shows(page, '[role="alert"]', /The connection to Plateau is lost since/);
  daemon.happen(story.queued('c3'));
  const again = startPanelProcess(t, { folder, siteFile, daemon });
  await isUp(again);
  await shows(page, '[role="alert"]', '');
  await shows(page, '#site-waiting .value', '3');
  t.ok(ports.page > 0);
  t.same(complaints, []);
});

const by = { kind: 'command-line', name: 'luc' } as const;

/** One critical, one that somebody cares for, one minor. */
const alarmStory: readonly Fact[] = [
  { type: 'alarm-raised', alarm: 'crm-away', severity: 'major', cause: alarmCauses['crm-away'] },
  { type: 'alarm-raised', alarm: 'nobody-there:n1', severity: 'major', cause: alarmCauses['nobody-there'] },
  { type: 'alarm-raised', alarm: 'restart-needed', severity: 'minor', cause: alarmCauses['restart-needed'] },
  {
    type: 'alarm-raised',
    alarm: 'trunk-down:operator',
    severity: 'critical',
    cause: alarmCauses['trunk-down'],
  },
  { type: 'alarm-acknowledged', alarm: 'crm-away', by, note: 'I call them' },
];

t.test('alarms: the worst first, with what to do and who cares, until they are over', { skip }, async t => {
  const { page, daemon, complaints } = await givenPage(t);
  await shows(page, '#site-ready .value', '0');
  t.equal(await page.locator('.alarms').count(), 0);
  daemon.happen(...alarmStory);
  await page.locator('[data-alarm="crm-away"].seen').waitFor();
  const ids = await page.locator('[data-alarm]').evaluateAll(alarmIds);
  t.strictSame(ids, ['trunk-down:operator', 'crm-away', 'nobody-there:n1', 'restart-needed']);
  await shows(page, '[data-alarm="trunk-down:operator"] .severity', '▲ critical');
  await shows(page, '[data-alarm="trunk-down:operator"] .what', /^Trunk .* is down: span 3: Red Alarm\.$/);
  await shows(page, '[data-alarm="trunk-down:operator"] .todo', /^→ Look at the line/);
  await shows(page, '[data-alarm="trunk-down:operator"] .who', /plateauctl alarms ack trunk-down:operator$/);
  await shows(
    page,
    '[data-alarm="crm-away"] .who',
    /acknowledged by luc on the command line at .*: I call them$/,
  );
  await page.getByRole('button', { name: 'Français' }).click();
  await shows(page, '[data-alarm="trunk-down:operator"] .severity', '▲ critique');
  await shows(page, '[data-alarm="nobody-there:n1"] .what', /^Le flux .* est ouvert/);
  const { 'trunk-down': cause } = alarmCauses;
  daemon.happen({ type: 'alarm-cleared', alarm: 'trunk-down:operator', cause, because: 'over', lastedMs: 1 });
  await page.locator('[data-alarm="trunk-down:operator"]').waitFor({ state: 'detached' });
  t.same(complaints, []);
});

t.test('the page can be read, in both themes, and by who listens to it', { skip }, async t => {
  const { page, daemon } = await givenPage(t, '/?lang=en&theme=light');
  daemon.happen(story.loggedIn('101'), story.loggedIn('102'));
  daemon.happen({
    type: 'agent-not-ready',
    agent: '102',
    reason: 'lunch',
    by: { kind: 'rule', name: 'test' },
  });
  for (const call of ['c1', 'c2', 'c3', 'c4']) daemon.happen(story.queued(call));
  daemon.happen(story.offered('c1', '101'), story.answered('c1', '101', 40_000));
  daemon.happen({ type: 'trunk-changed', trunk: 'operator', inUse: 4, usable: 0, alarm: 'RED' });
  daemon.happen(...alarmStory);
  await page.locator('[data-trunk="operator"] .alarm').waitFor();
  await page.locator('[data-alarm="crm-away"]').waitFor();
  await page.locator('[data-call="c1"][data-state="talking"]').waitFor();
  t.same(await page.evaluate(faintTexts), [], 'light');
  await page.goto(page.url().replace('light', 'dark'));
  await page.locator('[data-trunk="operator"] .alarm').waitFor();
  t.same(await page.evaluate(faintTexts), [], 'dark');

  const tree = await page.locator('body').ariaSnapshot();
  for (const heard of [
    /heading "Plateau d'essai" \[level=1\]/,
    /article "Level 1"/,
    /heading "Calls in progress 4" \[level=2\]/,
    /columnheader "Caller"/,
    /img "Sign hall shows/,
    /button "Français"/,
  ])
    t.match(tree, heard);
  t.same(
    await page.locator('[data-agent="102"]').textContent(),
    `Bruno PetitLunch${await page.locator('[data-agent="102"] .time').textContent()}`,
  );
});
