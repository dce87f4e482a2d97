// The daemon as a process of its own in a private folder, for tests that start it, stop it, and look at what it says.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Test } from 'tap';
import { connectLink, type LinkClient } from '../src/link/client.js';
import { until } from './until.js';

/** One agent, one flow, and an Asterisk that is not there. */
export const lonelySite = `
site: { name: Test, zone: Europe/Paris, languages: [fr, en], wrapUp: 0s }
asterisk:
  ami: { host: 127.0.0.1, port: 1, user: plateau, password: secret }
  ari: { host: 127.0.0.1, port: 2, user: plateau, password: secret }
skills:
  n1: { en: Level 1, fr: Niveau 1 }
agents:
  - { phone: PJSIP/101, name: Alice, skills: { n1: 2 } }
flows:
  n1:
    name: { en: Level 1, fr: Niveau 1 }
    rings:
      - { at: 0s, agents: n1 }
`;

const program = fileURLToPath(new URL('../src/plateaud.js', import.meta.url));

export type Daemon = {
  readonly child: ChildProcess;
  readonly output: () => string;
  /** Its exit code or the signal that ended it. */
  readonly ended: Promise<number | string | null>;
};

/** A private folder with a site file. */
export function givenFolder(t: Test, site: string): string {
  const folder = mkdtempSync(`${tmpdir()}/plateau-`);
  t.teardown(() => rmSync(folder, { recursive: true }));
  writeFileSync(`${folder}/site.yaml`, site);
  return folder;
}

/** Starts the daemon on the folder; killed when the test ends. */
export function startDaemon(t: Test, folder: string, ...more: readonly string[]): Daemon {
  const args = ['--site', `${folder}/site.yaml`, '--data', `${folder}/data`, '--socket', `${folder}/s`];
  const child = spawn(process.execPath, [program, ...args, '--lang', 'en', ...more], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', chunk => {
      output += chunk;
    });
  const ended = new Promise<number | string | null>(resolve =>
    child.on('close', (code, signal) => resolve(code ?? signal)),
  );
  t.teardown(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  return { child, output: () => output, ended };
}

/** A connection to the daemon, as soon as it listens. */
export async function linkTo(t: Test, folder: string, daemon: Daemon): Promise<LinkClient> {
  const link = await until(`it listens; it says ${daemon.output()}`, () =>
    connectLink(`${folder}/s`).catch(() => null),
  );
  t.teardown(() => link.close());
  return link;
}

/** Its log so far. */
export const lines = (daemon: Daemon) =>
  daemon
    .output()
    .split('\n')
    .filter(line => line.startsWith('{'))
    .map(line => JSON.parse(line) as Record<string, unknown>);
