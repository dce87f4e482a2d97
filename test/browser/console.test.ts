// The console in a real Chromium: a supervisor finds, opens and sends on what he sees; five hundred agents are no more work than a few.
import { mkdirSync } from 'node:fs';
import { type Browser, chromium as playwright } from 'playwright-core';
import t, { type Test } from 'tap';
import { chromiumArguments, ensureChromium, skipWithout } from '../../lab/chromium.js';
import type { CampaignView } from '../../src/link/campaign-messages.js';
import type { ListeningView } from '../../src/link/listening-messages.js';
import { story } from '../panel/given-panel.js';
import { until } from '../until.js';
import { findingsOf } from './axe.js';
import { type AskedOf, givenConsole } from './given-console.js';
import { desktop, givenSupervisor, isHere, row, shows } from './given-supervisor.js';
import { dayUpTo, queuedIn } from './given-wallboard.js';
import { calmFloor, rowCounts, storm } from './in-console.js';
import { faintTexts } from './in-page.js';

const chromium = await ensureChromium(line => t.comment(line.en));
const skip = skipWithout(chromium);
let browser: Browser | null = null;
const pictures = 'dist/screenshots';
mkdirSync(pictures, { recursive: true });
t.teardown(() => browser?.close());

type GivenTail = Parameters<typeof givenSupervisor> extends [Test, Browser, ...infer Tail] ? Tail : never;

async function givenPage(t: Test, ...about: GivenTail) {
  if (!chromium.ok) throw new Error(chromium.reason.en);
  browser ??= await playwright.launch({ executablePath: chromium.path, args: [...chromiumArguments] });
  return givenSupervisor(t, browser, ...about);
}

t.test('the floor is live; what is found, filtered and opened stands in the address', { skip }, async t => {
  const { daemon, origin } = await givenConsole(t, dayUpTo(Date.now()));
  const { page, complaints } = await givenPage(t, origin);
  await row(page, 'flows', 'n1').waitFor();
  daemon.happen(queuedIn('n1', 'w1'), queuedIn('n2', 'w2'), queuedIn('n1', 'w3'));
  daemon.happen(story.offered('w1', '103'), story.answered('w1', '103', 5_000));
  await row(page, 'calls', 'w3').waitFor();
  await page.locator('.calls-grid [data-id="w1"][data-state="talking"]').waitFor();
  await page.locator('.agents-grid [data-id="103"][data-state="talking"]').waitFor();
  await shows(page, '.flows-grid [data-id="n1"] .flow', /^Level 1$/);
  await shows(page, '.calls-grid [data-id="w3"] .caller', /^0142••••17$/);

  await page.getByRole('combobox', { name: 'Flow' }).selectOption({ label: 'Level 1' });
  await row(page, 'calls', 'w2').waitFor({ state: 'detached' });
  await isHere(page, /[?&]flow=n1/);
  await page.locator('.call-list .chip[data-state="talking"]').click();
  await row(page, 'calls', 'w3').waitFor({ state: 'detached' });
  await row(page, 'calls', 'w1').click();
  await shows(page, '.drawer h2', /^0142••••17$/);
  await shows(page, '.drawer .facts', /0142345617/);
  await shows(page, '.timeline [data-fact="call-answered"] p', /Agent 103/);
  await isHere(page, /open=call:w1/);

  const link = page.url();
  const { page: colleagues, complaints: theirs } = await givenPage(t, origin, new URL(link).search);
  await shows(colleagues, '.timeline [data-fact="call-answered"] p', /Agent 103/);
  t.equal(await row(colleagues, 'calls', 'w3').count(), 0, 'he sees the same');

  await page.locator('.drawer .link').click();
  await shows(page, '.drawer h2', /^Agent 103$/);
  await shows(page, '.drawer .skills', /Level 1 1/);
  await shows(page, '.drawer-body', /Time by stateReady/);
  await page.goBack();
  await shows(page, '.drawer h2', /^0142••••17$/);
  await page.goBack();
  await page.locator('.drawer').waitFor({ state: 'detached' });
  await page.goBack();
  await row(page, 'calls', 'w3').waitFor();
  t.same([...complaints, ...theirs], [], 'the browsers have nothing to complain of');
});

t.test('everything goes by keys', { skip }, async t => {
  const { daemon, origin } = await givenConsole(t, dayUpTo(Date.now()));
  const { page, complaints } = await givenPage(t, origin);
  daemon.happen(queuedIn('n1', 'w1'), queuedIn('n2', 'w2'));
  await row(page, 'calls', 'w2').waitFor();
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Shortcuts' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.keyboard.press('/');
  await until(
    'the search has the focus',
    async () => (await page.evaluate('document.activeElement.id')) === 'search',
  );
  await page.keyboard.type('agent 117');
  await until('one agent is left', async () => (await page.locator('.agents-grid .line').count()) === 1);
  await isHere(page, /q=agent.117/);
  await page.keyboard.press('Escape');
  await until('all are back', async () => (await page.locator('.agents-grid .line').count()) > 10);
  await page.locator('.agents-grid').focus();
  for (const key of ['ArrowDown', 'ArrowDown', 'ArrowUp', 'End']) await page.keyboard.press(key);
  const last = await page.locator('.agents-grid .line.at').getAttribute('data-id');
  await page.keyboard.press('Enter');
  await isHere(page, new RegExp(`open=agent:${last}`));
  await page.locator('.drawer').waitFor();
  await page.keyboard.press('Escape');
  await page.locator('.drawer').waitFor({ state: 'detached' });
  await page.keyboard.press('2');
  await isHere(page, /tab=alarms/);
  t.same(complaints, []);
});

t.test('who is of one flow sees that one; an agent and nobody see nothing', { skip }, async t => {
  const { daemon, origin } = await givenConsole(t, dayUpTo(Date.now()));
  const { page } = await givenPage(t, origin, '?lang=en', { user: 'nina' });
  daemon.happen(queuedIn('night', 'w1'), queuedIn('n1', 'w2'));
  await row(page, 'calls', 'w1').waitFor();
  t.equal(await page.locator('.flows-grid .line').count(), 1);
  t.equal(await row(page, 'calls', 'w2').count(), 0);
  await page.goto(`${origin}/console?lang=en&open=call:w2`);
  await shows(page, '.drawer-body', /no such call on record/);
  const asked = await page.context().request.get(`${origin}/console`, { maxRedirects: 0 });
  t.equal(asked.status(), 200);
});

t.test('it can be read in both themes and languages, and on a small screen', { skip }, async t => {
  const { daemon, origin } = await givenConsole(t, dayUpTo(Date.now()));
  const { page, complaints } = await givenPage(t, origin);
  for (let one = 1; one <= 14; one += 1) daemon.happen(queuedIn(one % 3 === 0 ? 'n2' : 'n1', `w${one}`));
  for (const [call, agent] of [
    ['w1', '103'],
    ['w2', '107'],
    ['w3', '111'],
  ] as const)
    daemon.happen(story.offered(call, agent), story.answered(call, agent, 5_000));
  const by = { kind: 'supervisor', name: 'Nadia' } as const;
  daemon.happen({ type: 'agent-not-ready', agent: '105', reason: 'lunch', by });
  daemon.happen({ type: 'flow-forced', flow: 'n2', to: 'closed', untilMs: Date.now() + 3_600_000, by });
  await page.locator('.flows-grid [data-id="n2"][data-state="held"]').waitFor();
  await page.locator('.calls-grid [data-id="w3"][data-state="talking"]').waitFor();
  for (const [name, query, size] of [
    ['floor-en-light', '?lang=en&theme=light&open=call:w1', desktop],
    ['floor-fr-dark', '?lang=fr&theme=dark&open=agent:103', desktop],
    ['floor-flow-en-dark', '?lang=en&theme=dark&open=flow:n2', { width: 1920, height: 1080 }],
    ['floor-small-fr-light', '?lang=fr&theme=light', { width: 1024, height: 768 }],
    ['floor-small-open-en-light', '?lang=en&theme=light&open=call:w1', { width: 1024, height: 768 }],
  ] as const) {
    await page.setViewportSize(size);
    await page.goto(`${origin}/console${query}`);
    await row(page, 'flows', 'n1').waitFor();
    if (query.includes('open')) await page.locator('.drawer .facts').first().waitFor();
    if (query.includes('call')) await page.locator('.timeline').waitFor();
    await page.screenshot({ path: `${pictures}/console-${name}.png` });
    t.same(await page.evaluate(faintTexts), [], `${name} has contrast`);
    t.same(await findingsOf(page), [], `${name} keeps nobody out`);
  }
  t.same(complaints, []);
});

const answersIn = (asked: readonly AskedOf[], type: AskedOf['type']) =>
  asked.flatMap(one => (one.type === type ? [one.ask] : []));

t.test(
  'each act says what it will do, is done once it is confirmed, and is taken back',
  { skip },
  async t => {
    const { daemon, origin, asked } = await givenConsole(t, dayUpTo(Date.now()));
    const { page, complaints } = await givenPage(t, origin);
    daemon.happen(queuedIn('n1', 'w1'), queuedIn('n2', 'w2'), story.offered('w2', '103'));
    daemon.happen(story.answered('w2', '103', 5_000));
    const dialog = page.getByRole('dialog');
    const by = { kind: 'supervisor', name: 'sue' } as const;

    await row(page, 'calls', 'w1').click();
    await page.locator('[data-act="take"]').click();
    await dialog.getByText(/to nobody else for ten minutes/).waitFor();
    t.equal(await dialog.getByRole('button', { name: 'Give him the call' }).isDisabled(), true, 'to whom?');
    await dialog.getByRole('searchbox').fill('117');
    await dialog.getByText('Agent 117').click();
    await page.screenshot({ path: `${pictures}/console-take-en-light.png` });
    t.same(await findingsOf(page), [], 'the question keeps nobody out');
    await dialog.getByRole('button', { name: 'Give him the call' }).click();
    await page.locator('.told', { hasText: 'The call is kept for Agent 117.' }).waitFor();
    t.equal(await page.locator('.told .undo').count(), 0, 'which cannot be taken back');

    await page.locator('[data-act="move"]').click();
    await dialog.getByText('Retention').click();
    await dialog.getByRole('button', { name: 'Move him' }).click();
    await page.locator('.told', { hasText: 'The caller waits in Retention.' }).waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.locator('.told', { hasText: 'Taken back.' }).waitFor();
    await page.locator('[data-act="raise"]').click();
    await dialog.waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    t.equal(await page.evaluate('document.activeElement.dataset.act'), 'raise', 'one is where one was');
    const call = 'w1';
    t.same(answersIn(asked, 'supervision'), [
      { order: { kind: 'take-call', call, agent: '117', forMs: 600_000 }, by },
      { order: { kind: 'move-call', call, flow: 'retention' }, by },
      { order: { kind: 'move-call', call, flow: 'n1' }, by },
    ]);

    await row(page, 'flows', 'n2').click();
    await page.locator('[data-act="force-closed"]').click();
    await dialog.getByRole('button', { name: '1 h' }).click();
    await dialog.getByText(/^until \d\d:\d\d$/).waitFor();
    await dialog.getByRole('button', { name: 'Hold closed' }).click();
    await page.locator('.told', { hasText: /is held closed until \d\d:\d\d/ }).waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.locator('.told', { hasText: 'Taken back.' }).waitFor();
    t.same(answersIn(asked, 'supervision').at(-1), { order: { kind: 'release-flow', flow: 'n2' }, by });

    await page.locator('.agents-grid [data-id="103"][data-state="talking"]').click();
    await page.locator('[data-act="logout-after-call"]').click();
    await dialog.getByRole('button', { name: 'Log out after the call' }).click();
    await page.locator('.told', { hasText: 'Agent 103 leaves after his call.' }).waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.locator('.told', { hasText: 'Taken back.' }).waitFor();
    await page.locator('[data-act="not-ready"]').click();
    await dialog.getByText('Lunch').click();
    await dialog.getByRole('button', { name: 'Make not ready' }).click();
    await page.locator('.told', { hasText: 'Agent 103 is not ready.' }).waitFor();
    t.same(
      answersIn(asked, 'agent-command'),
      [{ kind: 'logout-after-call' }, { kind: 'login' }, { kind: 'not-ready', reason: 'lunch' }].map(
        command => ({
          ...{ agent: '103', command, by },
        }),
      ),
    );

    await page.locator('[data-act="skills"]').click();
    await dialog.getByLabel('Retention').selectOption('3');
    await page.screenshot({ path: `${pictures}/console-skills-en-light.png` });
    await dialog.getByRole('button', { name: 'Change' }).click();
    await page.locator('.told', { hasText: 'The skills of Agent 103 are changed.' }).waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.locator('.told', { hasText: 'Taken back.' }).waitFor();
    t.same(
      answersIn(asked, 'supervision').slice(-2),
      [{ n1: 1, n2: 1, retention: 3 }, null].map(skills => ({
        ...{ order: { kind: 'change-skills', agent: '103', skills }, by },
      })),
    );

    await page.locator('[data-act="whisper"]').click();
    await dialog.getByRole('button', { name: 'Ring my phone' }).click();
    await page.locator('.heard', { hasText: 'You whisper to Agent 103' }).waitFor();
    await page.locator('.heard [data-act="mode-barge"]').click();
    await dialog.getByRole('button', { name: 'Talk with both' }).click();
    await page.locator('.heard', { hasText: 'You talk with Agent 103 and the caller' }).waitFor();
    await page.locator('.heard [data-act="stop"]').click();
    await dialog.getByRole('button', { name: 'Stop listening' }).click();
    await page.locator('.heard').waitFor({ state: 'detached' });
    const supervisor = 'anna';
    t.same(
      answersIn(asked, 'supervise').map(one => (one as { readonly request: unknown }).request),
      [
        { kind: 'start', supervisor, agent: '103', mode: 'whisper', stays: false },
        { kind: 'mode', supervisor, mode: 'barge' },
        { kind: 'stop', supervisor },
      ],
    );
    t.same(complaints, []);
  },
);

t.test(
  'whose talk one hears is what the calls process says, whoever began and ended it',
  { skip },
  async t => {
    const talk = { supervisor: 'anna', agent: '103', mode: 'listen', stays: true } as const;
    let listening: readonly ListeningView[] = [{ ...talk, state: 'ringing' }];
    const { daemon, origin } = await givenConsole(t, [], {
      listening: () => ({ nowMs: Date.now(), listening }),
    });
    const { page, complaints } = await givenPage(t, origin, '?lang=fr');
    await shows(page, '.heard', /Votre poste sonne : décrochez pour entendre Agent 103/);
    listening = [{ ...talk, state: 'waiting' }];
    await shows(page, '.heard', /Vous attendez la prochaine conversation de Agent 103/);
    listening = [{ ...talk, state: 'hearing' }];
    await shows(page, '.heard', /Vous entendez Agent 103/);
    await page.reload();
    await shows(page, '.heard', /Vous entendez Agent 103/);
    daemon.happen(queuedIn('n1', 'w1'), story.offered('w1', '103'), story.answered('w1', '103', 5_000));
    await page.locator('.agents-grid [data-id="103"][data-state="talking"]').waitFor();
    listening = [];
    await page.locator('.heard').waitFor({ state: 'detached' });
    t.same(complaints, []);
  },
);

t.test('a refusal is told in words, and leaves the question open', { skip }, async t => {
  const refuse = { ok: false, because: 'line-full' } as const;
  const { daemon, origin } = await givenConsole(t, [], { supervision: () => refuse });
  const { page } = await givenPage(t, origin, '?lang=fr');
  daemon.happen(queuedIn('n1', 'w1'));
  await row(page, 'calls', 'w1').click();
  await page.locator('[data-act="move"]').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Fidélisation').click();
  await dialog.getByRole('button', { name: 'Le déplacer' }).click();
  await dialog.locator('.refusal strong').waitFor();
  t.match(await dialog.locator('.refusal').textContent(), /plein/);
  t.same(await findingsOf(page), []);
  await dialog.getByRole('button', { name: 'Annuler' }).click();
  await dialog.waitFor({ state: 'detached' });
});

t.test('an alarm is taken care of from the console', { skip }, async t => {
  const { daemon, origin, asked } = await givenConsole(t, []);
  const { page, complaints } = await givenPage(t, origin, '?lang=en&tab=alarms');
  await page.getByText('No alarm is open.').waitFor();
  const cause = { kind: 'trunk-down', about: 'operator', why: 'RED' } as const;
  const alarm = 'trunk-down:operator';
  daemon.happen({ type: 'alarm-raised', alarm, severity: 'critical', cause });
  await page.locator(`[data-alarm="${alarm}"]`).waitFor();
  await shows(page, '.views [data-tab="alarms"] strong', /^1$/);
  await page.locator('[data-act="acknowledge"]').click();
  await page.getByLabel(/^Note/).fill('the operator is told');
  await page.getByRole('button', { name: 'I care for it' }).click();
  await page.locator('.told').waitFor();
  t.match(answersIn(asked, 'alarm-command'), [
    { command: { kind: 'acknowledge', alarm, note: 'the operator is told' } },
  ]);
  const by = { kind: 'supervisor', name: 'sue' } as const;
  daemon.happen({ type: 'alarm-acknowledged', alarm, by, note: 'the operator is told' });
  await page.locator(`[data-alarm="${alarm}"].seen`).waitFor();
  t.match(await page.locator(`[data-alarm="${alarm}"] .who`).textContent(), /sue .*: the operator is told$/);
  t.same(await findingsOf(page), []);
  await page.screenshot({ path: `${pictures}/console-alarms-en.png` });
  t.same(complaints, []);
});

t.test('the day, and days before it, in charts with a table behind', { skip }, async t => {
  const dayMs = 86_400_000;
  const nowMs = Date.now();
  const before = dayUpTo(nowMs - 2 * dayMs);
  const today = dayUpTo(nowMs).map(one => ({ ...one, seq: one.seq + before.length }));
  const { origin } = await givenConsole(t, [...before, ...today]);
  const { page, complaints } = await givenPage(t, origin, '?lang=en&theme=light&tab=day');
  await page.locator('[data-chart="calls"] rect').first().waitFor();
  await page.locator('.table summary').click();
  const offered = await page.locator('.table tbody tr td:nth-of-type(1)').evaluateAll(sumOfTexts);
  t.equal(String(offered), await page.locator('.day-sum dd').first().textContent(), 'the table adds up');
  await page.screenshot({ path: `${pictures}/console-day-table-en-light.png` });
  await page.locator('.table summary').click();
  for (const [theme, lang] of [
    ['light', 'en'],
    ['dark', 'fr'],
  ] as const) {
    await page.goto(`${origin}/console?tab=day&lang=${lang}&theme=${theme}`);
    await page.locator('[data-chart="waits"] rect').first().waitFor();
    for (const part of ['.day-view .filters', '.day-sum', '[data-chart="calls"]', '[data-chart="waits"]']) {
      const box = await page.locator(part).boundingBox();
      t.ok(box !== null && box.y > 80 && box.y + box.height <= 900, `${part} is seen at once`);
    }
    t.same(await page.evaluate(faintTexts), [], `${theme} has contrast`);
    t.same(await findingsOf(page), [], `${theme} keeps nobody out`);
    await page.screenshot({ path: `${pictures}/console-day-${lang}-${theme}.png` });
  }
  await page.goto(`${origin}/console?tab=day&lang=en&flow=n2`);
  await page.locator('[data-chart="calls"] rect').first().waitFor();
  t.ok(Number(await page.locator('.day-sum dd').first().textContent()) < offered, 'one flow has fewer');
  await page.getByRole('button', { name: 'The day before' }).click();
  await isHere(page, /date=\d{4}-\d\d-\d\d/);
  await page.locator('[data-chart="calls"] rect').first().waitFor();
  await page.getByRole('button', { name: 'The day after' }).click();
  await until('it is today again', () => !page.url().includes('date='));
  t.same(complaints, []);
});

const sumOfTexts = (cells: readonly unknown[]) =>
  cells.reduce<number>((sum, cell) => sum + Number((cell as { textContent: string }).textContent), 0);

t.test('partners against their caps, shares, campaigns and cases', { skip }, async t => {
  const view = { partner: 'snt', name: 'SNT', live: 8, lastMinute: 3, minutesToday: 412, waiting: 2 };
  const caps = { concurrent: 10, perMinute: null, minutesPerDay: 400 };
  const campaign: CampaignView = {
    ...{ campaign: 'renewal', name: { en: 'Renewals', fr: 'Renouvellements' }, flow: 'retention' },
    ...({ mode: 'preview', state: 'running' } as const),
    ...{ records: 200, open: 50, inLine: 1, reserved: 2, talking: 3 },
    ...{ done: { talked: 150 }, nextAtMs: null },
  };
  const { daemon, origin } = await givenConsole(t, dayUpTo(Date.now()), {
    partners: () => ({ nowMs: Date.now(), partners: [{ ...view, caps, cappedUntilMs: null }] }),
    campaigns: () => ({ nowMs: Date.now(), zone: 'Europe/Paris', campaigns: [campaign], trouble: null }),
  });
  const untilMs = Date.now() + 1_800_000;
  const target = { kind: 'target', inHousePercent: 70 } as const;
  daemon.happen({
    ...{ type: 'share-period-began', flow: 'n1', untilMs, target, carried: 0, carriedByPartner: {} },
  });
  const { page, complaints } = await givenPage(t, origin, '?lang=en&theme=light&tab=outside');
  await shows(page, '[data-partner="snt"]', /SNT8 \/ 103 no cap412 \/ 400/);
  await shows(page, '[data-campaign="renewal"]', /Renewals.*running.*150 \/ 200/);
  t.same(await findingsOf(page), []);
  t.same(await page.evaluate(faintTexts), []);
  await page.screenshot({ path: `${pictures}/console-outside-en-light.png` });
  t.same(complaints, []);
  const nina = await givenPage(t, origin, '?lang=en&tab=outside', { user: 'nina' });
  await nina.page.getByRole('heading', { name: 'Campaigns' }).waitFor();
  t.equal(await nina.page.locator('[data-partner]').count(), 0, 'who sees one flow sees no partners');
  t.equal(await nina.page.locator('[data-campaign]').count(), 0, 'and no campaign of another');
  t.same(nina.complaints, []);
});

t.test('five hundred agents and two hundred calls draw no more rows than a few do', { skip }, async t => {
  const { origin } = await givenConsole(t, []);
  const { page, complaints } = await givenPage(t, origin, '?lang=en', { isListened: true });
  await row(page, 'flows', 'n1').waitFor();
  const runs = { small: [] as number[], large: [] as number[] };
  const drawn = { small: 0, large: 0 };
  for (let turn = 0; turn < 3; turn += 1)
    for (const [size, agents, calls] of [
      ['small', 40, 30],
      ['large', 500, 200],
    ] as const) {
      await page.evaluate(calmFloor, { agents, calls });
      await until('the floor is shown', async () => {
        const counts = await page.evaluate(rowCounts);
        return counts.agents === agents && counts.calls === calls;
      });
      const seen = await page.evaluate(storm, { agents, calls, changes: 300 });
      runs[size].push(seen.busyMs);
      drawn[size] = Math.max(drawn[size], seen.rowsChanged);
      t.ok(seen.mostRows <= 160, `${seen.mostRows} rows are drawn of ${agents + calls}`);
      t.ok(seen.draws < seen.changes, `${seen.changes} changes are drawn in ${seen.draws} turns`);
    }
  const middle = (all: readonly number[]) => all.toSorted((a, b) => a - b)[1] ?? 0;
  const [small, large] = [middle(runs.small), middle(runs.large)];
  t.comment(
    `300 changes: ${small} ms with 40 agents, ${large} ms with 500; rows changed ${JSON.stringify(drawn)}`,
  );
  t.ok(drawn.large <= 3 * drawn.small + 200, 'the rows that are drawn are those that are seen');
  t.ok(large <= 3 * small + 500, `${large} ms for 500 agents beside ${small} ms for 40`);
  t.same(complaints, []);
});
