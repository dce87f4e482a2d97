// Brings Asterisk and SIPp into the user's cache from Debian's archive, with mmdebstrap. Debian 12 has no asterisk package;
// the suite named below has 22. Nothing is installed: packages are unpacked (signatures are checked), no script of theirs
// runs, and the programs are started with the loader that came with them.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, symlink } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { asteriskVersion, type Program } from './program.js';
import { type LabText, texts } from './texts.js';

const exec = promisify(execFile);

type Refusal = { readonly ok: false; readonly reason: LabText };

/** An unpacked tree, and what its programs are started with. */
export type Tree =
  | {
      readonly ok: true;
      readonly folder: string;
      readonly libraries: string;
      readonly asteriskVersion: string;
      /** A program of the tree, by its path in there. */
      readonly program: (path: string) => Program;
    }
  | Refusal;

/** Raised when the content of a tree changes, so that an older one in the cache is left aside. */
const recipe = 1;
const suite = 'forky';
const packages = [
  'asterisk',
  'asterisk-core-sounds-fr-gsm',
  'asterisk-core-sounds-en-gsm',
  'asterisk-moh-opsound-gsm',
  'sip-tester',
];
const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';
const extractionMs = 10 * 60_000;
const lockPollMs = 200;

type Machine = { readonly triplet: string; readonly loader: string };

const machines: Readonly<Record<string, Machine>> = {
  x64: { triplet: 'x86_64-linux-gnu', loader: 'ld-linux-x86-64.so.2' },
  arm64: { triplet: 'aarch64-linux-gnu', loader: 'ld-linux-aarch64.so.1' },
};

/** The tree of the cache, extracted now if need be. Safe to call in several processes at once: one works, the others wait. */
export async function extractedTree(say: (line: LabText) => void): Promise<Tree> {
  const machine = machines[process.arch];
  if (process.platform !== 'linux' || machine === undefined)
    return { ok: false, reason: texts.wrongMachine(`${process.platform} ${process.arch}`) };
  const cache = cacheFolder();
  const folder = (await newestTree(cache)) ?? (await extractAlone(cache, machine, say));
  if (typeof folder !== 'string') return folder;
  const version = /asterisk-(.*)-lab/.exec(basename(folder))?.[1] ?? 'unknown';
  const libraries = join(folder, 'usr/lib', machine.triplet);
  return { ok: true, folder, libraries, asteriskVersion: version, program: programsOf(folder, machine) };
}

/** The tree's programs want its own loader and libraries: the system may be older than they are. */
function programsOf(folder: string, { triplet, loader }: Machine): (path: string) => Program {
  const libraries = join(folder, 'usr/lib', triplet);
  return path => ({
    command: join(libraries, loader),
    args: ['--library-path', libraries, join(folder, path)],
  });
}

function cacheFolder(): string {
  const cache = process.env['XDG_CACHE_HOME'];
  return join(cache !== undefined && cache !== '' ? cache : join(homedir(), '.cache'), 'plateau');
}

async function newestTree(cache: string): Promise<string | undefined> {
  if (!existsSync(cache)) return undefined;
  const end = `-lab${recipe}`;
  const found = (await readdir(cache)).filter(name => name.startsWith('asterisk-') && name.endsWith(end));
  const [newest] = found.sort((a, b) => b.localeCompare(a, 'en', { numeric: true }));
  return newest === undefined ? undefined : join(cache, newest);
}

async function extractAlone(
  cache: string,
  machine: Machine,
  say: (line: LabText) => void,
): Promise<string | Refusal> {
  const lock = await takeLock(cache, say);
  try {
    return (await newestTree(cache)) ?? (await extract(cache, machine, say));
  } finally {
    lock.close();
  }
}

/** An abstract socket: the kernel lets it go when its owner dies, so a lock is never left behind. */
async function takeLock(cache: string, say: (line: LabText) => void): Promise<Server> {
  const deadlineAtMs = Date.now() + extractionMs;
  let told = false;
  for (;;) {
    const server = createServer();
    const taken = await new Promise<boolean>((resolve, reject) => {
      server.once('error', (error: NodeJS.ErrnoException) =>
        error.code === 'EADDRINUSE' && Date.now() < deadlineAtMs ? resolve(false) : reject(error),
      );
      server.listen(`\0plateau-lab:${cache}`.slice(0, 100), () => resolve(true));
    });
    if (taken) return server;
    if (!told) say(texts.waitingForLock());
    told = true;
    await delay(lockPollMs);
  }
}

async function extract(
  cache: string,
  machine: Machine,
  say: (line: LabText) => void,
): Promise<string | Refusal> {
  const refusal = await needMmdebstrap(say);
  if (refusal !== undefined) return refusal;
  await mkdir(cache, { recursive: true });
  say(texts.extracting(cache));
  const temporary = await mkdtemp(join(cache, 'extracting-'));
  const tree = join(temporary, 'tree');
  try {
    await exec('mmdebstrap', mmdebstrapArguments(tree, await debianMirror()), {
      timeout: extractionMs,
      maxBuffer: 50_000_000,
    });
    await linkLanguages(tree);
    const version = await asteriskVersion(programsOf(tree, machine)('usr/sbin/asterisk'));
    if (version === undefined) throw new Error('the Asterisk that came does not run here');
    const folder = join(cache, `asterisk-${version}-lab${recipe}`);
    await rename(tree, folder);
    say(texts.extracted(folder));
    return folder;
  } catch (error) {
    return { ok: false, reason: texts.extractionFailed(lastLines(error)) };
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/** `Check-Valid-Until`: a mirror's copy of a testing suite may be past its date. Signatures are checked all the same. */
function mmdebstrapArguments(folder: string, mirror: string): string[] {
  return [
    '--variant=extract',
    `--include=${packages.join(',')}`,
    '--aptopt=Acquire::Check-Valid-Until "false"',
    '--aptopt=APT::Install-Recommends "false"',
    ...(existsSync(keyring) ? [`--keyring=${keyring}`] : []),
    suite,
    folder,
    mirror,
  ];
}

/** The archive that this machine's own apt uses, where it is one of Debian's; a site may reach nothing but its mirror. */
async function debianMirror(): Promise<string> {
  const all = await exec('apt-get', ['indextargets', '--format', '$(REPO_URI)']).then(
    ({ stdout }) => stdout.split('\n'),
    () => [],
  );
  return all.find(uri => /^https?:\/\/.*\/debian\/?$/.test(uri)) ?? 'http://deb.debian.org/debian';
}

async function needMmdebstrap(say: (line: LabText) => void): Promise<Refusal | undefined> {
  const there = () =>
    exec('mmdebstrap', ['--version']).then(
      () => true,
      () => false,
    );
  if (await there()) return undefined;
  if (process.getuid?.() !== 0) return { ok: false, reason: texts.noMmdebstrap('not root') };
  say(texts.installing('mmdebstrap'));
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  try {
    await exec('apt-get', ['update'], { env: environment, timeout: extractionMs });
    await exec(
      'apt-get',
      ['install', '-y', '--no-install-recommends', 'mmdebstrap', 'debian-archive-keyring'],
      {
        env: environment,
        timeout: extractionMs,
      },
    );
  } catch (error) {
    return { ok: false, reason: texts.noMmdebstrap(lastLines(error)) };
  }
  return (await there()) ? undefined : { ok: false, reason: texts.noMmdebstrap('apt-get installed nothing') };
}

/** Debian's post-install scripts would make these links; without them every prompt fails without a word. */
async function linkLanguages(tree: string): Promise<void> {
  const sounds = join(tree, 'usr/share/asterisk/sounds');
  for (const language of ['en', 'fr']) {
    const voice = (await readdir(sounds)).find(name => name.startsWith(`${language}_`));
    if (voice === undefined) throw new Error(`no sounds for ${language} in ${sounds}`);
    await symlink(voice, join(sounds, language));
  }
}

/** The end of what a program said before it failed; where it said nothing, the error itself. */
function lastLines(error: unknown): string {
  const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
  return (said === '' ? String(error) : said).split('\n').slice(-3).join(' / ');
}
