// Brings Asterisk and SIPp into the user's cache from Debian's archive, with mmdebstrap. Debian 12 has no asterisk package;
// the suite named below has 22. Nothing is installed: packages are unpacked (signatures are checked), no script of theirs
// runs, and the programs are started with the loader that came with them.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, symlink } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { asteriskVersion, type Program } from './program.js';
import { type LabText, texts } from './texts.js';

const exec = promisify(execFile);

type Say = (line: LabText) => void;

/** Where apt's programs are, and where the tree goes. */
type Places = { readonly path: string; readonly cache: string };

type Run = (
  program: string,
  args: readonly string[],
  timeout: number,
) => Promise<{ readonly stdout: string }>;

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
const aptMs = 5 * 60_000;
const lockPollMs = 200;

type Machine = { readonly triplet: string; readonly loader: string };

const machines: Readonly<Record<string, Machine>> = {
  x64: { triplet: 'x86_64-linux-gnu', loader: 'ld-linux-x86-64.so.2' },
  arm64: { triplet: 'aarch64-linux-gnu', loader: 'ld-linux-aarch64.so.1' },
};

/** The tree of the cache, extracted now if need be. Safe to call in several processes at once: one works, the others wait. */
export async function extractedTree(say: Say, places: Places): Promise<Tree> {
  const machine = machines[process.arch];
  if (process.platform !== 'linux' || machine === undefined)
    return { ok: false, reason: texts.wrongMachine(`${process.platform} ${process.arch}`) };
  const folder = (await newestTree(places.cache)) ?? (await extractAlone(places, machine, say));
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

async function newestTree(cache: string): Promise<string | undefined> {
  if (!existsSync(cache)) return undefined;
  const end = `-lab${recipe}`;
  const found = (await readdir(cache)).filter(name => name.startsWith('asterisk-') && name.endsWith(end));
  const [newest] = found.sort((a, b) => b.localeCompare(a, 'en', { numeric: true }));
  return newest === undefined ? undefined : join(cache, newest);
}

async function extractAlone(places: Places, machine: Machine, say: Say): Promise<string | Refusal> {
  try {
    const lock = await takeLock(places.cache, say);
    try {
      return (await newestTree(places.cache)) ?? (await extract(places, machine, say));
    } finally {
      lock.close();
    }
  } catch (error) {
    return { ok: false, reason: texts.extractionFailed(complaintOf(error)) };
  }
}

/** An abstract socket: the kernel lets it go when its owner dies, so a lock is never left behind. */
async function takeLock(cache: string, say: Say): Promise<Server> {
  const name = createHash('sha256').update(cache).digest('hex');
  const deadlineAtMs = Date.now() + extractionMs;
  for (let tries = 0; ; tries += 1) {
    const server = createServer();
    const taken = await new Promise<boolean>((resolve, reject) => {
      server.once('error', (error: NodeJS.ErrnoException) =>
        error.code === 'EADDRINUSE' && Date.now() < deadlineAtMs ? resolve(false) : reject(error),
      );
      server.listen(`\0plateau-lab-${name}`, () => resolve(true));
    });
    if (taken) return server;
    if (tries === 0) say(texts.waitingForLock());
    await delay(lockPollMs);
  }
}

/** To be called by the holder of the lock: what an earlier one left half done is removed. */
async function extract({ path, cache }: Places, machine: Machine, say: Say): Promise<string | Refusal> {
  const run: Run = (program, args, timeout) =>
    exec(program, [...args], {
      timeout,
      maxBuffer: 50_000_000,
      env: { ...process.env, PATH: path, DEBIAN_FRONTEND: 'noninteractive' },
    });
  const refusal = await needMmdebstrap(run, say);
  if (refusal !== undefined) return refusal;
  await mkdir(cache, { recursive: true });
  for (const name of await readdir(cache))
    if (name.startsWith('extracting-')) await rm(join(cache, name), { recursive: true, force: true });
  say(texts.extracting(cache));
  const temporary = await mkdtemp(join(cache, 'extracting-'));
  try {
    const tree = join(temporary, 'tree');
    await run('mmdebstrap', mmdebstrapArguments(tree, await debianMirror(run)), extractionMs);
    await linkLanguages(tree);
    const version = await asteriskVersion(programsOf(tree, machine)('usr/sbin/asterisk'));
    if (version === undefined) throw new Error('the Asterisk that came does not run here');
    const folder = join(cache, `asterisk-${version}-lab${recipe}`);
    await rename(tree, folder);
    say(texts.extracted(folder));
    return folder;
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
async function debianMirror(run: Run): Promise<string> {
  const all = await run('apt-get', ['indextargets', '--format', '$(REPO_URI)'], aptMs).then(
    ({ stdout }) => stdout.split('\n'),
    () => [],
  );
  return all.find(uri => /^https?:\/\/.*\/debian\/?$/.test(uri)) ?? 'http://deb.debian.org/debian';
}

async function needMmdebstrap(run: Run, say: Say): Promise<Refusal | undefined> {
  const isThere = () =>
    run('mmdebstrap', ['--version'], aptMs).then(
      () => true,
      () => false,
    );
  if (await isThere()) return undefined;
  if (process.getuid?.() !== 0) return { ok: false, reason: texts.noMmdebstrap('not root') };
  say(texts.installing('mmdebstrap'));
  try {
    await run('apt-get', ['update'], aptMs);
    const wanted = ['mmdebstrap', 'debian-archive-keyring'];
    await run('apt-get', ['install', '-y', '--no-install-recommends', ...wanted], aptMs);
  } catch (error) {
    return { ok: false, reason: texts.noMmdebstrap(complaintOf(error)) };
  }
  return (await isThere())
    ? undefined
    : { ok: false, reason: texts.noMmdebstrap('apt-get installed nothing') };
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

/** What a program complained of first (apt's `E:` lines), else the last that it said, else the error itself. */
function complaintOf(error: unknown): string {
  const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
  const lines = (said === '' ? String(error) : said).split('\n');
  return lines.find(line => line.startsWith('E: ')) ?? lines.at(-1) ?? '';
}
