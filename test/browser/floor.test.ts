// From end to end: real calls on a real Asterisk, an agent at her desk, a supervisor at his console, the wallboard and a sign on the wall,
// each in a browser or behind a wire of its own. What one does, the others see.
import { mkdirSync } from 'node:fs';
import type { Page } from 'playwright-core';
import t from 'tap';
import { ensureChromium, skipWithout } from '../../lab/chromium.js';
import { givenCaller, labSkip, until } from '../../lab/given.js';
import type { Fact } from '../../src/core/facts.js';
import { givenWholeFloor, pageMs, type WholeFloor } from './given-whole-floor.js';

const chromium = await ensureChromium(line => t.comment(line.en));
const skip = skipWithout(chromium) === false ? await labSkip() : skipWithout(chromium);
const pictures = 'dist/screenshots';
mkdirSync(pictures, { recursive: true });

declare const getComputedStyle: (element: unknown) => { readonly backgroundColor: string };
const colourOf = (element: unknown) => getComputedStyle(element).backgroundColor;

const act = (page: Page, id: string) => page.locator(`[data-act="${id}"]`).first().click();
const deskIs = (page: Page, state: string) => page.locator(`.card.state[data-state="${state}"]`).waitFor();
const rowOf = (page: Page, list: 'flows' | 'calls' | 'agents', id: string, state: string) =>
  page.locator(`.${list}-grid [data-id="${id}"][data-state="${state}"]`);

/** How long after a fact it was to be seen, by the one clock of this machine. */
function seenAfterMs(floor: WholeFloor['floor'], type: Fact['type']): number {
  const at = floor.plateau.facts().findLast(({ fact }) => fact.type === type)?.atMs;
  return at === undefined ? Number.NaN : Date.now() - at;
}

t.test(
  'an agent takes a call at her desk, sends it on and says what it was; her supervisor sees, listens, and closes a flow; wall and sign follow',
  { skip, timeout: 400_000 },
  async t => {
    const whole = await givenWholeFloor(t, chromium);
    const { floor, supervisorsPhone, sign } = whole;
    const [desk, console, wall] = [
      await whole.browse('alice', '/desk'),
      await whole.browse('sue', '/console'),
      await whole.browse('sue', '/wallboard'),
    ];
    const seen: string[] = [];
    const sees = async (what: string, type: Fact['type'], row: ReturnType<typeof rowOf>) => {
      await row.waitFor({ timeout: pageMs });
      seen.push(`${what} ${seenAfterMs(floor, type)} ms`);
    };
    const picture = async (name: string) => {
      for (const [of, page] of [
        ['desk', desk],
        ['console', console],
        ['wallboard', wall],
      ] as const)
        await page.screenshot({ path: `${pictures}/floor-${name}-${of}.png` });
    };
    const signShows = (row: string) =>
      until(`the sign shows ${row}`, () => sign()[0]?.trim() === row, { withinMs: pageMs, context: sign });
    const wallShows = (flow: string, waiting: string) =>
      until(
        `${waiting} wait in ${flow} on the wall`,
        async () =>
          (
            await wall.locator(`[data-flow="${flow}"] [data-figure="waiting"] .value`).textContent()
          )?.trim() === waiting,
        { withinMs: pageMs },
      );

    await deskIs(desk, 'logged-out');
    await act(desk, 'login');
    await deskIs(desk, 'ready');
    await sees('logged in', 'agent-logged-in', rowOf(console, 'agents', '101', 'ready'));
    await floor.logIn('201');
    await signShows('N1   0 N2  0');

    const caller = await floor.calls('n1');
    await floor.rings('101', caller);
    await desk.locator('.card.call[data-stage="offered"]').waitFor();
    await floor.phone('101').answer();
    await deskIs(desk, 'talking');
    await sees('talking', 'call-bridged', rowOf(console, 'agents', '101', 'talking'));
    const colour = await rowOf(console, 'agents', '101', 'talking').locator('.swatch').evaluate(colourOf);
    t.not(colour, 'rgba(0, 0, 0, 0)', 'states have their colours');

    const second = await floor.calls('n1');
    await signShows('N1   1 N2  0');
    await wallShows('n1', '1');
    await sees('waiting', 'call-queued', rowOf(console, 'calls', second.call, 'waiting'));
    await picture('talk');

    await rowOf(console, 'agents', '101', 'talking').click();
    await act(console, 'listen');
    await console.getByRole('dialog').getByRole('button', { name: 'Ring my phone' }).click();
    await until('the supervisor’s phone rings', () =>
      supervisorsPhone.calls().some(call => call.end === undefined && call.answeredAtMs === undefined),
    );
    await supervisorsPhone.answer();
    await floor.until('supervision-joined', { agent: '101' }, pageMs);
    await console.locator('.heard', { hasText: 'You hear Alice Martin' }).waitFor();
    await console.reload();
    await console.locator('.heard', { hasText: 'You hear Alice Martin' }).waitFor();
    await console.locator('.heard [data-act="stop"]').click();
    await console.getByRole('dialog').getByRole('button', { name: 'Stop listening' }).click();
    await console.locator('.heard').waitFor({ state: 'detached' });

    await act(desk, 'transfer');
    const dialog = desk.getByRole('dialog');
    await dialog.getByRole('combobox', { name: 'To whom?' }).fill('Level 2');
    await dialog.getByLabel('At once').check();
    await picture('transfer');
    await dialog.locator('button[type="submit"]').click();
    await until('the phone of level 2 rings', () =>
      floor
        .phone('201')
        .calls()
        .some(call => call.end === undefined && call.answeredAtMs === undefined),
    );
    await deskIs(desk, 'wrap-up');
    await floor.phone('201').answer();
    await sees('level 2 talks', 'call-bridged', rowOf(console, 'agents', '201', 'talking'));
    await signShows('N1   1 N2  1');
    t.match(caller.calls()[0]?.end, undefined, 'the caller has been on the line all the time');

    await desk.getByRole('button', { name: 'Sale' }).click();
    await floor.until('wrap-up-coded', { call: caller.call, agent: '101', code: 'sale' }, pageMs);
    await picture('wrap-up');
    await act(desk, 'ready');
    await floor.rings('101', second);
    await wallShows('n1', '1');
    await floor.phone('101').answer();
    await wallShows('n1', '0');
    await signShows('N1   0 N2  1');

    await console.locator('.flows-grid [data-id="n2"]').click();
    await act(console, 'force-closed');
    await console.getByRole('dialog').getByRole('button', { name: '1 h' }).click();
    await console.getByRole('dialog').getByRole('button', { name: 'Hold closed' }).click();
    await floor.until('flow-forced', { flow: 'n2', to: 'closed' }, pageMs);
    await sees('held closed', 'flow-forced', rowOf(console, 'flows', 'n2', 'held'));
    await picture('closed');
    await givenCaller(t, floor.asterisk, { number: '6001' });
    await floor.until('call-ended', { flow: 'n2', end: 'released', reason: 'closed' }, pageMs);
    // The notice with its way back has gone by now.
    await act(console, 'release');
    await console.getByRole('dialog').getByRole('button', { name: 'Let go' }).click();
    await floor.until('flow-force-ended', { flow: 'n2' }, pageMs);
    t.comment(`seen on the console after: ${seen.join(', ')}`);
  },
);
