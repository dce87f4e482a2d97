// Everything at once, for the test from end to end: a real Asterisk with phones, the daemon, the panel with its users, an emulated sign
// on its wire, and browsers that are logged in.
import { mkdirSync } from 'node:fs';
import { type Browser, type Page, chromium as playwright } from 'playwright-core';
import type { Test } from 'tap';
import { type Chromium, chromiumArguments } from '../../lab/chromium.js';
import { givenPhone } from '../../lab/given.js';
import { takePorts } from '../../lab/ports.js';
import { systemClock } from '../../src/signs/clock.js';
import { EmulatedSign } from '../../src/signs/emulated-sign.js';
import { startEmulator } from '../../src/signs/emulator.js';
import { plainRows } from '../../src/signs/screen.js';
import { writeUsers } from '../../src/users/file.js';
import { hashPassword } from '../../src/users/secrets.js';
import { type Floor, givenFloor, type Phone } from '../asterisk/floor.js';
import { isUp, startPanelProcess } from '../panel/given-panel.js';

export type WholeFloor = {
  readonly floor: Floor;
  readonly supervisorsPhone: Phone;
  /** The rows that the sign shows now. */
  readonly sign: () => readonly string[];
  /** A browser of his own, logged in, on the page that he goes to. */
  readonly browse: (user: 'alice' | 'sue', path: '/desk' | '/console' | '/wallboard') => Promise<Page>;
};

const password = 'correct horse battery';
export const pageMs = 30_000;

const site = (ports: { readonly page: number; readonly boards: number; readonly sign: number }) => `
site: { name: Plateau d'essai, zone: Europe/Paris, languages: [fr, en], wrapUp: 10m }
trunks:
  operator: { name: Operator, kind: pjsip, endpoint: operator, channels: 30 }
skills:
  n1: { en: Level 1, fr: Niveau 1 }
  n2: { en: Level 2, fr: Niveau 2 }
agents:
  - { phone: PJSIP/101, name: Alice Martin, skills: { n1: 1 } }
  - { phone: PJSIP/201, name: Bruno Petit, skills: { n2: 1 } }
supervisors:
  sue: { name: Sue, phone: PJSIP/301, may: [listen, whisper, barge] }
notReadyReasons:
  lunch: { code: 1, name: { en: Lunch, fr: Repas } }
wrapUpCodes:
  line-fault: { en: Line fault, fr: Panne de ligne }
  sale: { en: Sale, fr: Vente }
flows:
  n1:
    name: { en: Level 1, fr: Niveau 1 }
    rings: [{ at: 0s, agents: n1 }]
    closed: release
    serviceLevel: { target: 80%, within: 20s }
    wrapUpCodes: { codes: [line-fault, sale], required: true }
  n2:
    name: { en: Level 2, fr: Niveau 2 }
    rings: [{ at: 0s, agents: n2 }]
    closed: release
    serviceLevel: { target: 80%, within: 20s }
transfers: { codes: { "91": flow:n2 } }
signs:
  hall: { protocol: alpha, host: 127.0.0.1, port: ${ports.sign}, columns: 12, pages: ["N1 {n1.waiting:3} N2 {n2.talking:2}"] }
panel: { port: ${ports.page}, boardsPort: ${ports.boards} }
`;

/** Level 1 has Alice (101), level 2 has Bruno (201); Sue supervises both and listens on 301. */
export async function givenWholeFloor(t: Test, chromium: Chromium): Promise<WholeFloor> {
  if (!chromium.ok) throw new Error(chromium.reason.en);
  const emulated = new EmulatedSign({
    wire: { format: 'binary', checksum: true, accents: 'two-byte' },
    destination: { type: 'Z', address: '01' },
  });
  const emulator = await startEmulator({ host: '127.0.0.1', port: 0, signs: [emulated] }, systemClock);
  t.teardown(() => emulator.close());
  const block = await takePorts();
  t.teardown(() => block.release());
  const ports = { page: await block.take(), boards: await block.take(), sign: emulator.port };
  const floor = await givenFloor(t, { site: site(ports), flows: ['n1', 'n2'], agents: ['101', '201'] });
  const supervisorsPhone = await givenPhone(t, floor.asterisk, { id: '301' }, { kind: 'rings' });
  const { folder, siteFile, socket } = floor.plateau;
  const secret = await hashPassword(password);
  const nobodys = { agent: null, supervisor: null, flows: null, secret } as const;
  mkdirSync(`${folder}/panel/data`, { recursive: true });
  writeUsers(`${folder}/panel/data`, [
    { ...nobodys, name: 'alice', role: 'agent', agent: '101' },
    { ...nobodys, name: 'sue', role: 'supervisor', supervisor: 'sue' },
  ]);
  await isUp(startPanelProcess(t, { folder: `${folder}/panel`, siteFile, daemon: { path: socket } }));
  const browser = await playwright.launch({
    executablePath: chromium.path,
    args: [...chromiumArguments],
  });
  t.teardown(() => browser.close());
  return {
    floor,
    supervisorsPhone,
    sign: () => emulated.screen(systemClock.now()).flatMap(page => plainRows(page)),
    browse: (user, path) => browse(t, browser, `http://127.0.0.1:${ports.page}`, user, path),
  };
}

async function browse(t: Test, browser: Browser, origin: string, user: string, path: string): Promise<Page> {
  const viewport = path === '/desk' ? { width: 420, height: 800 } : { width: 1440, height: 900 };
  const context = await browser.newContext({ viewport, locale: 'en-GB' });
  t.teardown(() => context.close());
  const page = await context.newPage();
  page.setDefaultTimeout(pageMs);
  await page.goto(`${origin}${path}?lang=en`);
  await page.getByLabel('Name').fill(user);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.waitForURL(url => url.pathname === path);
  return page;
}
