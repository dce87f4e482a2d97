// `npm start`: the whole product on a real Asterisk that it brings itself, with callers, agents, partners and signs; or, where there
// can be no Asterisk, on the simulated PBX, plainly labelled. Ctrl-C ends everything.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { OutsideError } from '../src/base/errors.js';
import { connectLink, type LinkClient } from '../src/link/client.js';
import { systemClock } from '../src/signs/clock.js';
import { emulate, startEmulators } from '../src/signs/emulators.js';
import { type Asterisk, startAsterisk } from './asterisk.js';
import { type DemoSite, demoEnvironment, demoPorts, writeDemoSite } from './demo-site.js';
import { keepCalling, openPartners, seatAgents } from './demo-traffic.js';
import { installLab } from './install.js';
import { type OwnedProcess, startOwned } from './owned-process.js';
import type { LabText } from './texts.js';

const french = /^fr/i.test(process.env['LC_ALL'] ?? process.env['LANG'] ?? '');
const language = french ? 'fr' : 'en';
const say = (text: LabText) => console.log(text[language]);
const program = (name: string) => fileURLToPath(new URL(`../src/${name}.js`, import.meta.url));
const startMs = 20_000;
const stopMs = 6_000;

/** What was started, ended in the other order. */
const toEnd: (() => Promise<unknown>)[] = [];
const stopping = new AbortController();

async function endAll(): Promise<void> {
  stopping.abort();
  for (const end of toEnd.splice(0).reverse()) await end();
}

async function begin(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'plateau-demo-'));
  toEnd.push(() => rm(folder, { recursive: true, force: true }));
  const asterisk = await openAsterisk();
  const ports = await demoPorts();
  const environment = demoEnvironment(asterisk, ports);
  Object.assign(process.env, environment);
  const demo = await writeDemoSite(folder, environment, ports);
  for (const note of demo.notes) say(note);

  await hangUpSigns(demo);
  const socket = join(folder, 'control.sock');
  const daemonArgs = ['--site', demo.path, '--data', join(folder, 'data'), '--socket', socket];
  const daemon = run('plateaud', [...daemonArgs, ...(asterisk === null ? ['--simulated'] : [])]);
  const link = await connected(daemon, socket);
  const panel = run('panel', ['--site', demo.path, '--data', join(folder, 'panel'), '--socket', socket]);
  if (asterisk !== null) await peopleCome(asterisk, demo, link);
  link.close();
  explain(demo, socket, asterisk !== null);
  const tail = startOwned(
    {
      command: process.execPath,
      args: [program('plateauctl'), '--socket', socket, '--lang', language, 'tail'],
    },
    [],
    { show: true },
  );
  toEnd.push(() => tail.end('SIGTERM', stopMs));
  for (const [name, { ended, output }] of Object.entries({ plateaud: daemon, 'plateau-panel': panel })) {
    void ended.then(async () => {
      if (stopping.signal.aborted) return;
      console.error(`${name} ended:\n${output().split('\n').slice(-15).join('\n')}`);
      await endAll();
      process.exit(1);
    });
  }
}

async function openAsterisk(): Promise<Asterisk | null> {
  const installed = await installLab(say);
  if (!installed.ok) {
    say({
      en: `No Asterisk here: ${installed.reason.en}`,
      fr: `Pas d’Asterisk ici : ${installed.reason.fr}`,
    });
    say({
      en: '>>> SIMULATED: what follows runs on a simulated PBX, no call is real. <<<',
      fr: '>>> SIMULATION : la suite tourne sur un PABX simulé, aucun appel n’est réel. <<<',
    });
    return null;
  }
  say({ en: 'Starting a private Asterisk …', fr: 'Démarrage d’un Asterisk privé …' });
  const asterisk = await startAsterisk({ programs: installed.programs, mediaPorts: 1000 });
  toEnd.push(asterisk.stop);
  return asterisk;
}

/** The four LED signs of the demo, without hardware. */
async function hangUpSigns({ site }: DemoSite): Promise<void> {
  for (const sign of site.signs) {
    const { place } = sign;
    if (place.kind === 'serial') continue;
    const emulator = await startEmulators(place.kind, place, [emulate(sign)], systemClock);
    toEnd.push(() => emulator.close());
  }
}

function run(name: string, args: readonly string[]): OwnedProcess {
  const started = startOwned(
    { command: process.execPath, args: ['--enable-source-maps', program(name), ...args, '--lang', language] },
    [],
  );
  toEnd.push(() => started.end('SIGTERM', stopMs));
  return started;
}

async function connected(daemon: OwnedProcess, socket: string): Promise<LinkClient> {
  const deadlineAtMs = Date.now() + startMs;
  for (;;) {
    const link = await connectLink(socket).catch((error: unknown) => {
      if (error instanceof OutsideError) return null;
      throw error;
    });
    if (link !== null && (await link.ask('status', {})).switch.connected) return link;
    link?.close();
    if (!daemon.isRunning() || Date.now() > deadlineAtMs)
      throw new Error(`plateaud does not run:\n${daemon.output()}`);
    await delay(50);
  }
}

async function peopleCome(asterisk: Asterisk, { site }: DemoSite, link: LinkClient): Promise<void> {
  say({
    en: `Agents sit down at ${site.core.agents.size} SIP phones, partners open their lines …`,
    fr: `Les agents s’installent à ${site.core.agents.size} postes SIP, les partenaires ouvrent leurs lignes …`,
  });
  const agents = await seatAgents(asterisk, site);
  await openPartners(asterisk, site);
  for (const agent of agents)
    await link.ask('agent-command', {
      agent,
      command: { kind: 'login' },
      by: { kind: 'command-line', name: 'demo' },
    });
  const calling = keepCalling(asterisk, stopping.signal);
  toEnd.push(() => calling);
}

function explain(demo: DemoSite, socket: string, real: boolean): void {
  const board = demo.site.boards[0]?.id ?? '';
  const kind = real
    ? { en: 'real calls on a real Asterisk', fr: 'de vrais appels sur un vrai Asterisk' }
    : { en: 'SIMULATED calls', fr: 'des appels SIMULÉS' };
  say({
    en: `
Plateau runs: ${kind.en}. Ctrl-C ends everything.

  the floor, live     http://127.0.0.1:${demo.panelPort}/
  a polled board      http://127.0.0.1:${demo.boardsPort}/wb/${board}.txt
  ask the daemon      node dist/src/plateauctl.js --socket ${socket} status   (or agents, calls, explain CALL, --help)
  the site file       ${demo.path}

What happens, as it happens:
`,
    fr: `
Plateau tourne : ${kind.fr}. Ctrl-C arrête tout.

  le plateau en direct    http://127.0.0.1:${demo.panelPort}/?lang=fr
  un tableau interrogé    http://127.0.0.1:${demo.boardsPort}/wb/${board}.txt
  interroger le démon     node dist/src/plateauctl.js --socket ${socket} status   (ou agents, calls, explain APPEL, --help)
  le fichier de site      ${demo.path}

Ce qui se passe, au fil de l’eau :
`,
  });
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    say({ en: '\nEnding everything …', fr: '\nArrêt de tout …' });
    void endAll().then(() => process.exit(0));
  });
}
begin().catch(async (error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  await endAll();
  process.exit(1);
});
