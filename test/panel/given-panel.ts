// The panel as a process of its own, beside a real control socket whose facts the test makes up.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Test } from 'tap';
import { type OwnedProcess, startOwned } from '../../lab/owned-process.js';
import { takePorts } from '../../lab/ports.js';
import type { Fact, Recorded } from '../../src/core/facts.js';
import { type LinkAnswers, type LinkServer, serveLink } from '../../src/link/server.js';
import type { SignView } from '../../src/link/sign-messages.js';
import { noCampaigns } from '../link/no-campaigns.js';
import { quietLog } from '../quiet-log.js';
import { until } from '../until.js';

const program = fileURLToPath(new URL('../../src/panel.js', import.meta.url));
const startMs = 30_000;

/** A daemon's end of the control socket, with a journal that the test writes. */
export class Daemon {
  readonly facts: Recorded[] = [];
  /** Where readers began: the first entry of each subscription. */
  readonly readFrom: number[] = [];
  /** What the panel last told of its signs. */
  signsReported: readonly SignView[] = [];
  readonly path: string;
  readonly #answers: (daemon: Daemon) => Partial<LinkAnswers>;
  #server: LinkServer | null = null;

  constructor(path: string, answers: (daemon: Daemon) => Partial<LinkAnswers> = () => ({})) {
    this.path = path;
    this.#answers = answers;
  }

  async start(): Promise<void> {
    const never = () => Promise.reject(new Error('not asked in these tests'));
    this.#server = await serveLink({
      path: this.path,
      log: quietLog(),
      answers: {
        status: never,
        agents: never,
        calls: never,
        desk: never,
        explain: never,
        'agent-command': never,
        signs: never,
        'sign-order': never,
        'signs-report': async ({ signs }) => {
          this.signsReported = signs;
          return { ok: true };
        },
        supervision: never,
        alarms: never,
        'alarm-command': never,
        'report-alarms': never,
        cases: never,
        'case-command': never,
        outbound: never,
        partners: never,
        listening: never,
        'outbound-cancel': never,
        'recording-command': never,
        supervise: never,
        recordings: never,
        'open-recording': never,
        reload: never,
        doctor: never,
        checkpoint: never,
        'checkpoint-state': never,
        customers: never,
        customer: never,
        ...noCampaigns,
        ...this.#answers(this),
      },
      source: {
        firstSeq: async () => 1,
        publishedSeq: () => this.facts.length,
        read: async fromSeq => {
          this.readFrom.push(fromSeq);
          return this.facts.slice(fromSeq - 1, fromSeq + 999);
        },
      },
      heartbeat: () => ({ nowMs: Date.now(), seq: this.facts.length, switchConnected: true, storeOk: true }),
    });
  }

  /** Something happens now. */
  happen(...facts: readonly Fact[]): void {
    const records = facts.map((fact, index) => ({
      seq: this.facts.length + 1 + index,
      atMs: Date.now(),
      fact,
    }));
    this.facts.push(...records);
    this.#server?.publish(records);
  }

  async stop(): Promise<void> {
    await this.#server?.close();
    this.#server = null;
  }
}

export type Ports = { readonly page: number; readonly boards: number; readonly raw: number };

/** A site of one flow and two agents, with a board, and a sign on `signPort`. */
export const siteText = (ports: Ports, signPort: number, more = '') => `
site: { name: Plateau d'essai, zone: Europe/Paris, languages: [fr, en] }
asterisk:
  ami: { host: 127.0.0.1, port: 5038, user: plateau, password: "\${NOT_FOR_THE_PANEL}" }
  ari: { host: 127.0.0.1, port: 8088, user: plateau, password: "\${NOT_FOR_THE_PANEL}" }
trunks:
  operator: { name: Operator, kind: pjsip, endpoint: operator, channels: 30 }
skills:
  n1: { en: Level 1, fr: Niveau 1 }
agents:
  - { phone: PJSIP/101, name: Alice Martin, skills: { n1: 1 } }
  - { phone: PJSIP/102, name: Bruno Petit, skills: { n1: 1 } }
notReadyReasons:
  lunch: { code: 1, name: { en: Lunch, fr: Repas } }
flows:
  n1:
    name: { en: Level 1, fr: Niveau 1 }
    rings: [{ at: 0s, agents: n1 }]
    closed: release
    serviceLevel: { target: 80%, within: 20s }
    expectedHandle: 3m
signs:
  hall: { protocol: alpha, host: 127.0.0.1, port: ${signPort}, columns: 12, pages: ["N1 ATT {n1.waiting:3}"] }
thresholds:
  n1.waiting: { amber: 2, red: 3 }
boards:
  hall: { columns: 16, port: ${ports.raw}, rows: ["ATT {n1.waiting:3}"] }
${more}
panel: { port: ${ports.page}, boardsPort: ${ports.boards} }
`;

/** A folder, free ports and a daemon's end. Nothing runs yet but the daemon. `answers`: what it is asked in this test. */
export async function givenPlace(t: Test, answers?: (daemon: Daemon) => Partial<LinkAnswers>) {
  const folder = mkdtempSync(join(tmpdir(), 'plateau-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const block = await takePorts();
  t.teardown(() => block.release());
  const [page, boards, raw] = [await block.take(), await block.take(), await block.take()];
  const ports: Ports = { page, boards, raw };
  const daemon = new Daemon(join(folder, 's'), answers);
  await daemon.start();
  t.teardown(() => daemon.stop());
  const siteFile = join(folder, 'site.yaml');
  const write = (text: string) => writeFileSync(siteFile, text);
  return { folder, ports, daemon, siteFile, write };
}

/** Starts the panel on a site file; `isUp` says when. */
export function startPanelProcess(
  t: Test,
  place: { readonly folder: string; readonly siteFile: string; readonly daemon: Pick<Daemon, 'path'> },
): OwnedProcess {
  const args = [
    '--site',
    place.siteFile,
    '--data',
    join(place.folder, 'data'),
    '--socket',
    place.daemon.path,
  ];
  const panel = startOwned({ command: process.execPath, args: ['--enable-source-maps', program] }, [
    ...args,
    '--lang',
    'en',
  ]);
  t.teardown(() => panel.end('SIGTERM', 6_000));
  return panel;
}

/** Resolves when the panel says that it runs; rejects with its output when it has ended before. */
export async function isUp(panel: OwnedProcess): Promise<void> {
  await until(
    'the panel runs',
    () => {
      if (!panel.isRunning()) throw new Error(`the panel has ended: ${panel.output()}`);
      return panel.output().includes('"msg":"plateau-panel runs"');
    },
    startMs,
  );
}

const rule = { kind: 'rule', name: 'test' } as const;

/** Facts of a small story. */
export const story = {
  loggedIn: (agent: string): Fact => ({ type: 'agent-logged-in', agent, by: rule }),
  queued: (call: string): Fact => ({
    type: 'call-queued',
    call,
    channel: `PJSIP/${call}`,
    flow: 'n1',
    caller: '0142345617',
    callerName: '',
    dialled: '3200',
    trunk: 'operator',
    language: 'fr',
    choice: '1',
    priority: 0,
    virtualEntryAtMs: Date.now(),
  }),
  offered: (call: string, agent: string): Fact => ({
    type: 'call-offered',
    call,
    leg: `${call}.1`,
    agent,
    endpoint: `PJSIP/${agent}`,
    confirm: false,
    deadlineAtMs: Date.now() + 15_000,
    why: {
      from: 'call',
      ring: 0,
      requirement: 'n1',
      rule: 'longest-idle',
      ready: 1,
      waiting: 1,
      passedOver: [],
    },
  }),
  answered: (call: string, agent: string, waitedMs: number): Fact => ({
    type: 'call-answered',
    call,
    leg: `${call}.1`,
    agent,
    partner: null,
    waitedMs,
  }),
} as const;
