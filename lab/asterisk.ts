// One private Asterisk: its own folder, ports and passwords, dialplan/ as shipped, phones and trunks on loopback. Any number
// of them run side by side.
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { must } from '../src/base/assert.js';
import { writeConfiguration, writeEndpoints } from './asterisk-conf.js';
import type { AsteriskPlan, PhonePlan, TrunkPlan } from './asterisk-plan.js';
import type { LabPrograms } from './install.js';
import { forgetFolder, type OwnedProcess, startOwned } from './owned-process.js';
import { sipAddress } from './pjsip-conf.js';
import { type PortBlock, takePorts } from './ports.js';

const exec = promisify(execFile);

/** The compiled file is dist/lab/asterisk.js: the project is two folders up. */
const dialplanFolder = fileURLToPath(new URL('../../dialplan', import.meta.url));
const bootMs = 60_000;
const pollMs = 25;
const stopMs = 5_000;
const cliMs = 15_000;

export type AsteriskOptions = {
  readonly programs: LabPrograms;
  /** Lines for extensions.conf, beside dialplan/example-extensions.conf. */
  readonly extensions?: string;
  /** Lines for queues.conf, beside dialplan/queues.conf. */
  readonly queues?: string;
  /** Ports for media, four for each call of two parties; 500 if not given. */
  readonly mediaPorts?: number;
  /** Log warnings and errors only: for benches, where each line costs. */
  readonly quiet?: boolean;
};

/** A running Asterisk. */
export type Asterisk = {
  readonly programs: LabPrograms;
  readonly folder: string;
  /** The trunk on which callers come in. */
  readonly operator: TrunkPlan;
  /** The address and port of SIP over UDP. */
  readonly sip: { readonly host: string; readonly port: number };
  readonly ami: {
    readonly host: string;
    readonly port: number;
    readonly user: string;
    readonly secret: string;
  };
  readonly ari: { readonly url: string; readonly user: string; readonly password: string };
  /** A port of 127.0.0.1 that is free now and is nobody else's of this lab. */
  readonly freePort: () => Promise<number>;
  /** Adds phones, or changes those with the same id, while calls go on. What is not given is chosen; their language is French. */
  readonly addPhones: (
    phones: readonly (Pick<PhonePlan, 'id'> & Partial<PhonePlan>)[],
  ) => Promise<readonly PhonePlan[]>;
  /** Adds a partner's trunk. Calls that come in on it go to `context`, which is `from-partner` if not given. */
  readonly addTrunk: (
    name: string,
    options?: { readonly context?: string; readonly port?: number },
  ) => Promise<TrunkPlan>;
  /** What `asterisk -rx COMMAND` prints. Throws when Asterisk does not answer in 15 s. */
  readonly cli: (command: string) => Promise<string>;
  /** All that this Asterisk has logged, over its restarts. */
  readonly log: () => Promise<string>;
  /** The lines of queue_log. */
  readonly queueLog: () => Promise<readonly string[]>;
  /** The process as it is now; it changes with a restart. */
  readonly pid: () => number;
  /** SIGKILL, as in a crash; `restart` brings it back. */
  readonly kill: () => Promise<void>;
  /** Ends it if it runs and starts it again with the same folder, ports and passwords; resolves when it has booted. */
  readonly restart: () => Promise<void>;
  /** Something to end before this Asterisk ends, such as the phones that it calls. */
  readonly beforeStop: (action: () => Promise<void>) => void;
  /** Ends it, by SIGKILL after 5 s, and removes its folder. */
  readonly stop: () => Promise<void>;
};

/** Starts an Asterisk and resolves when it is fully booted, with the trunk `operator` (into context `from-operator`). */
export async function startAsterisk(options: AsteriskOptions): Promise<Asterisk> {
  await removeOrphans();
  const folder = await mkdtemp(join(tmpdir(), `plateau-lab-${process.pid}-`));
  const ports = await takePorts(options.mediaPorts);
  const plan: AsteriskPlan = {
    folder,
    dialplan: dialplanFolder,
    programs: options.programs,
    ports: { sip: await ports.take(), http: await ports.take(), ami: await ports.take(), rtp: ports.rtp },
    secret: randomBytes(12).toString('hex'),
    phones: [],
    trunks: [await newTrunk('operator', 'from-operator', 0, ports)],
    extensions: options.extensions ?? '',
    queues: options.queues ?? '',
    quiet: options.quiet ?? false,
  };
  await writeConfiguration(plan);
  try {
    return running(plan, ports, await boot(plan));
  } catch (error) {
    ports.release();
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

/** Folders whose owner was killed before it could remove them. */
async function removeOrphans(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const pid = /^plateau-lab-(\d+)-/.exec(name)?.[1];
    if (pid !== undefined && !existsSync(`/proc/${pid}`))
      await rm(join(tmpdir(), name), { recursive: true, force: true });
  }
}

function running(firstPlan: AsteriskPlan, ports: PortBlock, booted: OwnedProcess): Asterisk {
  let plan = firstPlan;
  let daemon = booted;
  const endFirst: (() => Promise<void>)[] = [];
  const operator = must(plan.trunks[0], 'the operator');
  const { sip, http, ami } = plan.ports;
  const apply = async (change: Partial<AsteriskPlan>): Promise<void> => {
    plan = { ...plan, ...change };
    await writeEndpoints(plan);
    await cli(plan, 'module reload res_pjsip.so');
    await cli(plan, 'queue reload members');
  };
  return {
    programs: plan.programs,
    folder: plan.folder,
    operator,
    sip: { host: sipAddress, port: sip },
    ami: { host: '127.0.0.1', port: ami, user: 'plateau', secret: plan.secret },
    ari: { url: `http://127.0.0.1:${http}`, user: 'plateau', password: plan.secret },
    freePort: ports.take,
    addPhones: async wanted => {
      const phones: PhonePlan[] = [];
      for (const phone of wanted)
        phones.push({
          address: '127.0.0.1',
          port: phone.port ?? (await ports.take()),
          password: randomBytes(8).toString('hex'),
          language: 'fr',
          qualifyS: 0,
          ...phone,
        });
      const others = plan.phones.filter(({ id }) => !phones.some(phone => phone.id === id));
      await apply({ phones: [...others, ...phones] });
      return phones;
    },
    addTrunk: async (name, { context = 'from-partner', port } = {}) => {
      const trunk = await newTrunk(name, context, plan.trunks.length, ports, port);
      await apply({ trunks: [...plan.trunks, trunk] });
      return trunk;
    },
    cli: command => cli(plan, command),
    log: () => log(plan),
    queueLog: async () => (await textOf(join(plan.folder, 'log/queue_log'))).trimEnd().split('\n'),
    pid: () => daemon.pid,
    kill: () => daemon.end('SIGKILL', 0),
    restart: async () => {
      await daemon.end('SIGTERM', stopMs);
      daemon = await boot(plan);
    },
    beforeStop: action => {
      endFirst.push(action);
    },
    stop: async () => {
      await Promise.all(endFirst.map(action => action()));
      await daemon.end('SIGTERM', stopMs);
      ports.release();
      await rm(plan.folder, { recursive: true, force: true });
      forgetFolder(plan.folder);
    },
  };
}

/** Each trunk has a loopback address of its own, because an operator's calls are told from a phone's by their address. */
async function newTrunk(
  name: string,
  context: string,
  index: number,
  ports: PortBlock,
  port?: number,
): Promise<TrunkPlan> {
  return { name, context, address: `127.0.0.${index + 2}`, port: port ?? (await ports.take()) };
}

async function boot(plan: AsteriskPlan): Promise<OwnedProcess> {
  const etc = join(plan.folder, 'etc/asterisk.conf');
  const daemon = startOwned(plan.programs.asterisk, ['-C', etc, '-f'], { folder: plan.folder });
  const deadlineAtMs = Date.now() + bootMs;
  while (daemon.isRunning() && Date.now() < deadlineAtMs) {
    if (existsSync(join(plan.folder, 'run/asterisk.ctl')) && (await hasBooted(plan))) return daemon;
    await delay(pollMs);
  }
  const how = daemon.isRunning() ? `did not boot in ${bootMs} ms` : 'ended instead of booting';
  await daemon.end('SIGKILL', 0);
  throw new Error(`lab: Asterisk ${how}\n${daemon.output()}\n${await log(plan)}`);
}

/** The console refuses connections for the first moments. */
async function hasBooted(plan: AsteriskPlan): Promise<boolean> {
  try {
    return (await cli(plan, 'core waitfullybooted')).includes('fully booted');
  } catch {
    return false;
  }
}

async function cli({ programs, folder }: AsteriskPlan, command: string): Promise<string> {
  const { command: file, args } = programs.asterisk;
  const all = [...args, '-C', join(folder, 'etc/asterisk.conf'), '-rx', command];
  const { stdout } = await exec(file, all, { timeout: cliMs, maxBuffer: 50_000_000 });
  return stdout;
}

function log({ folder }: AsteriskPlan): Promise<string> {
  return textOf(join(folder, 'log/full.log'));
}

async function textOf(path: string): Promise<string> {
  return existsSync(path) ? await readFile(path, 'utf8') : '';
}
