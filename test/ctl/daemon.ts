// A real link server with scripted answers, and the compiled plateauctl as a child process before it.
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Test } from 'tap';
import type { Recorded } from '../../src/core/facts.js';
import { main } from '../../src/ctl/main.js';
import type { Requests } from '../../src/link/messages.js';
import { type LinkAnswers, serveLink } from '../../src/link/server.js';
import { previewSigns } from '../../src/plateauctl-signs.js';
import { userTools } from '../../src/plateauctl-users.js';
import { exportRecording, writeNewKeys } from '../../src/recordings/export.js';
import { noCampaigns } from '../link/no-campaigns.js';
import { quietLog } from '../quiet-log.js';
import { callsNow, floorNow, givenDay, nowMs, signsNow, statusNow } from './scenario.js';

export const root = fileURLToPath(new URL('../../../', import.meta.url));
export const program = `${root}dist/src/plateauctl.js`;

/** A folder with a short name: a socket's path may have 107 bytes. */
export function givenFolder(t: Test): string {
  const folder = mkdtempSync(`${tmpdir()}/plateau-`);
  t.teardown(() => rmSync(folder, { recursive: true }));
  return folder;
}

export type Ended = { readonly exit: number | null; readonly out: string; readonly err: string };

/** Nothing of the machine that runs the tests: no language, no width, no colours, no paths. */
const environment = { PATH: process.env['PATH'] ?? '', TZ: 'UTC', SUDO_USER: 'luc' };

type About = { readonly env?: Record<string, string>; readonly cwd?: string };

/** For `env`: the command with this environment and nothing else. The test runner would slip its own modules in by NODE_OPTIONS. */
export function bareCommand(
  command: readonly string[],
  variables: Readonly<Record<string, string>>,
): string[] {
  return ['-i', ...Object.entries(variables).map(([name, value]) => `${name}=${value}`), ...command];
}

/** A child, what it has printed so far, and its end. It is killed when the test is over. */
export function start(t: Test, args: readonly string[], about: About = {}) {
  const child: ChildProcessWithoutNullStreams = spawn(
    'env',
    bareCommand([process.execPath, program, ...args], { ...environment, ...about.env }),
    { cwd: about.cwd ?? root },
  );
  t.teardown(() => child.kill('SIGKILL'));
  const printed = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', text => {
    printed.out += text;
  });
  child.stderr.setEncoding('utf8').on('data', text => {
    printed.err += text;
  });
  const ended = new Promise<Ended>(resolve => {
    child.on('close', exit => resolve({ exit, ...printed }));
  });
  return { child, printed, ended };
}

/** The same without a process of its own: for what needs many runs. It has no terminal. */
export async function runHere(
  args: readonly string[],
  env: Record<string, string> = {},
  typed: string | null | (() => Promise<string>) = null,
): Promise<Ended> {
  const printed = { out: '', err: '' };
  const noTerminal = { isTerminal: false, columns: undefined };
  const { exit, out, err } = await main(args, {
    environment: { ...environment, ...env },
    output: noTerminal,
    errors: noTerminal,
    version: '0.0.0',
    previewSigns,
    person: 'luc',
    now: () => nowMs,
    restore: () => Promise.reject(new Error('nothing is restored here')),
    importCustomers: () => Promise.reject(new Error('nothing is imported here')),
    readList: () => Promise.reject(new Error('no list is read here')),
    recordings: { exportTo: exportRecording, newKeys: writeNewKeys },
    userTools: async () => userTools,
    askPassword: async () => (typeof typed === 'function' ? typed() : typed),
    write: text => {
      printed.out += text;
    },
    complain: text => {
      printed.err += text;
    },
  });
  return { exit, out: printed.out + out, err: printed.err + err };
}

export async function run(t: Test, args: readonly string[], about: About = {}): Promise<Ended> {
  return start(t, args, about).ended;
}

/** A daemon whose state is the scenario's. `commands` is what agents were told to do, `orders` what supervisors did. */
export async function givenDaemon(t: Test, about: Partial<LinkAnswers> = {}) {
  const socket = `${givenFolder(t)}/control.sock`;
  const facts: Recorded[] = [...givenDay()];
  const commands: Requests['agent-command']['ask'][] = [];
  const orders: Requests['supervision']['ask'][] = [];
  const signOrders: Requests['sign-order']['ask'][] = [];
  const listening: (Requests['recording-command']['ask'] | Requests['supervise']['ask'])[] = [];
  const server = await serveLink({
    path: socket,
    log: quietLog(),
    heartbeat: () => ({ nowMs, seq: facts.length, switchConnected: true, storeOk: true }),
    source: {
      firstSeq: async () => 1,
      publishedSeq: () => facts.length,
      read: async fromSeq => facts.filter(({ seq }) => seq >= fromSeq),
    },
    answers: {
      status: () => statusNow,
      agents: () => floorNow,
      calls: () => callsNow,
      desk: () => ({ nowMs, switchConnected: true, agent: null, call: null, wrapUp: null }),
      explain: ({ call }) => ({ facts: facts.filter(({ fact }) => 'call' in fact && fact.call === call) }),
      'agent-command': ask => {
        commands.push(ask);
        return { ok: true };
      },
      supervision: ask => {
        orders.push(ask);
        return { ok: true };
      },
      alarms: () => ({ nowMs, zone: 'Europe/Paris', alarms: statusNow.alarms }),
      'alarm-command': ({ command }) =>
        statusNow.alarms.some(({ alarm }) => alarm === command.alarm)
          ? { ok: true }
          : { ok: false, because: 'unknown-alarm' },
      'report-alarms': () => ({}),
      cases: () => ({ nowMs, zone: 'Europe/Paris', rules: null, cases: [], load: [] }),
      'case-command': () => ({ about: 'case', ok: false, because: 'no-cases', case: null }),
      partners: () => ({ nowMs, partners: [] }),
      listening: () => ({ nowMs, listening: [] }),
      outbound: () => ({ nowMs, zone: 'Europe/Paris', isOn: false, calls: [] }),
      'outbound-cancel': () => ({ ok: false, because: 'unknown-call' }),
      'recording-command': ask => {
        listening.push(ask);
        return ask.agent === '101' ? { ok: true } : { ok: false, because: 'not-recorded' };
      },
      supervise: ask => {
        listening.push(ask);
        if (ask.request.supervisor === 'PJSIP/999') return { ok: false, because: 'unknown-supervisor' };
        const isBusy = ask.request.kind === 'start' && ask.request.agent === '102';
        return isBusy ? { ok: false, because: 'already-so' } : { ok: true };
      },
      recordings: () => ({ folder: '/srv/recordings', recordings: keptRecordings }),
      'open-recording': ({ recording }) =>
        recording === 'c1-1' ? { path: '/nowhere/c1-1.wav.enc', encrypted: true } : { path: null },
      signs: () => signsNow,
      'sign-order': ask => {
        signOrders.push(ask);
        const known = ask.signs === null || ask.signs.every(sign => signsNow.known.includes(sign));
        return known
          ? { ok: true, signs: ask.signs ?? signsNow.known }
          : { ok: false, because: 'unknown-sign' };
      },
      'signs-report': () => ({ ok: true }),
      reload: () => ({ ok: true, revision: '4f2b', problems: [] }),
      doctor: () => ({ findings: [] }),
      checkpoint: () => ({ underWay: null, last: null }),
      customers: () => ({ isOn: false, directory: null, trouble: null, crm: null }),
      customer: () => ({ customer: null }),
      ...noCampaigns,
      'checkpoint-state': () => ({ underWay: null, last: null }),
      ...about,
    },
  });
  t.teardown(() => server.close());
  const happens = (fact: Recorded['fact'], atMs: number) => {
    const recorded = { seq: facts.length + 1, atMs, fact };
    facts.push(recorded);
    server.publish([recorded]);
  };
  return { socket, server, facts, commands, orders, signOrders, listening, happens };
}

const keptRecordings = [
  {
    recording: 'c1-1',
    call: 'c1',
    flow: 'n1',
    agent: '101',
    startedAtMs: Date.UTC(2026, 10, 23, 12),
    durationMs: 62_000,
    bytes: 1_984_044,
    file: '2026-11-23/c1-1.wav.enc',
    encrypted: true,
  },
];

/** Something that accepts connections and does with them what `serve` says: nothing, if it says nothing. */
export async function givenSocket(t: Test, serve: (socket: Socket) => void): Promise<string> {
  const path = `${givenFolder(t)}/control.sock`;
  const open = new Set<Socket>();
  const server = createServer(socket => {
    open.add(socket);
    socket.on('error', () => open.delete(socket));
    serve(socket);
  });
  await new Promise<void>(resolve => server.listen(path, resolve));
  t.teardown(() => {
    for (const socket of open) socket.destroy();
    server.close();
  });
  return path;
}
