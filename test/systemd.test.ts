// The units, and the programs as systemd would run them: the environment is systemd's, the command lines are the units' own.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import t, { type Test } from 'tap';
import { connectLink } from '../src/link/client.js';
import { keepAlive, type Systemd, tellSystemd } from '../src/systemd.js';
import { givenNotifySocket, noNotifySocket } from './notify-socket.js';
import { quietLog } from './quiet-log.js';
import { until } from './until.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const units = readdirSync(`${root}systemd`).filter(name => name.endsWith('.service'));
const analyze = '/usr/bin/systemd-analyze';
const noAnalyze = existsSync(analyze) ? false : `there is no ${analyze} here (Debian's package systemd)`;

/** Exposure of each unit by systemd's own measure, times ten, is at most this: 12 is 1.2. */
const exposure: Readonly<Record<string, number>> = {
  'plateaud.service': 12,
  'plateau-panel.service': 13,
  'plateau-rescue.service': 10,
};

t.test('the units are as systemd wants them, and as closed as promised', { skip: noAnalyze }, async t => {
  t.strictSame(units.toSorted(), Object.keys(exposure).toSorted());
  // Node may be elsewhere on this machine; the units are for Debian's place.
  const folder = mkdtempSync(`${tmpdir()}/plateau-`);
  t.teardown(() => rmSync(folder, { recursive: true }));
  for (const unit of units) {
    const text = readFileSync(`${root}systemd/${unit}`, 'utf8');
    writeFileSync(`${folder}/${unit}`, text.replaceAll('/usr/bin/node', process.execPath));
  }
  for (const unit of units) {
    const path = `${folder}/${unit}`;
    const verified = spawnSync(analyze, ['verify', path], { encoding: 'utf8' });
    t.strictSame([verified.status, verified.stderr], [0, ''], `${unit}: nothing to complain of`);
    const args = ['security', '--offline=true', `--threshold=${exposure[unit]}`, '--no-pager', path];
    const measured = spawnSync(analyze, args, { encoding: 'utf8' });
    t.equal(measured.status, 0, measured.stdout.trim().split('\n').at(-1) ?? '');
  }
});

const settingsOf = (unit: string, name: string): string[] =>
  readFileSync(`${root}systemd/${unit}`, 'utf8')
    .split('\n')
    .flatMap(line => (line.startsWith(`${name}=`) ? [line.slice(name.length + 1)] : []));

t.test('the folders of socket, journal and figures are open to no other account', async t => {
  t.strictSame(settingsOf('plateaud.service', 'RuntimeDirectory'), ['plateau']);
  t.strictSame(settingsOf('plateaud.service', 'RuntimeDirectoryMode'), ['0750']);
  for (const unit of ['plateaud.service', 'plateau-panel.service'])
    t.strictSame(settingsOf(unit, 'StateDirectoryMode'), ['0700'], unit);
});

t.test('when the daemon fails again and again the rescue runs, and tries it again', async t => {
  t.strictSame(settingsOf('plateaud.service', 'OnFailure'), ['plateau-rescue.service']);
  t.strictSame(settingsOf('plateaud.service', 'Restart'), ['always']);
  t.match(
    settingsOf('plateaud.service', 'StartLimitBurst'),
    ['5'],
    'OnFailure= comes with the last failure only',
  );
  const steps = settingsOf('plateau-rescue.service', 'ExecStart');
  t.match(steps[0], /rescue\.js$/);
  t.match(steps.at(-1), /start plateaud\.service$/);
  for (const step of steps.slice(0, -1))
    t.match(step, /^-/, 'what fails does not keep the daemon from being tried');
  const watchdogS = Number.parseInt(settingsOf('plateaud.service', 'WatchdogSec')[0] ?? '', 10);
  t.ok(
    watchdogS > 0 && watchdogS < 10,
    'a hung daemon is ended before the dead-man’s switch of 15 s, renewed each 5 s, fires',
  );
});

t.test('the rescue leaves a daemon alone that systemd starts again', t => {
  const [line = ''] = settingsOf('plateau-rescue.service', 'ExecCondition');
  const [, script = ''] = /^\+\/bin\/sh -c '(.+)'$/.exec(line) ?? [];
  const folder = mkdtempSync(`${tmpdir()}/plateau-`);
  t.teardown(() => rmSync(folder, { recursive: true }));
  // Says the states of the daemon one after the other, `active/sub`, and stays with the last one.
  const systemctl = `#!/bin/sh
cd ${folder}
read -r now rest < states || exit 1
[ "$1 $2 $4" = "show -P plateaud.service" ] || exit 1
case $3 in
  SubState) echo "\${now#*/}"; [ -z "$rest" ] || echo "$rest" > states ;;
  ActiveState) echo "\${now%/*}" ;;
esac
`;
  writeFileSync(`${folder}/systemctl`, systemctl, { mode: 0o755 });
  const runs = (...states: string[]) => {
    writeFileSync(`${folder}/states`, states.length === 0 ? '' : `${states.join(' ')}\n`);
    const command = script.replaceAll('/usr/bin/systemctl', `${folder}/systemctl`);
    return spawnSync('/bin/sh', ['-c', command], { timeout: 30_000 }).status === 0;
  };
  const again = 'activating/auto-restart';
  t.equal(runs('failed/failed'), true, 'systemd has given up');
  t.equal(runs(again, again, 'failed/failed'), true, 'it gives up at the last start');
  t.equal(runs(again, 'activating/auto-restart-queued', 'activating/start'), false, 'it is started again');
  t.equal(runs('activating/start'), false);
  for (const byHand of ['inactive/dead', 'active/running']) t.equal(runs(byHand), true, byHand);
  t.equal(runs(), true, 'what cannot be known keeps nobody from being rescued');
  t.end();
});

/** Passwords stand in no file that the daemon's account can read: they come as credentials. */
const site = `
site: { name: Test, zone: Europe/Paris, languages: [fr, en], wrapUp: 0s }
asterisk:
  ami: { host: 127.0.0.1, port: 1, user: plateau, password: "\${PLATEAU_AMI_PASSWORD}" }
  ari: { host: 127.0.0.1, port: 2, user: plateau, password: "\${PLATEAU_ARI_PASSWORD}" }
panel: { port: PAGE, boardsPort: BOARDS }
skills:
  n1: { en: Level 1, fr: Niveau 1 }
agents:
  - { phone: PJSIP/101, name: Alice, skills: { n1: 2 } }
flows:
  n1: { name: { en: Level 1, fr: Niveau 1 }, rings: [{ at: 0s, agents: n1 }] }
`;

type Run = {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly ended: Promise<number | string | null>;
};

/** Runs the unit's first ExecStart=, with what systemd would set. */
function startUnit(t: Test, unit: string, folder: string, more: NodeJS.ProcessEnv = {}): Run {
  const [line = ''] = settingsOf(unit, 'ExecStart');
  const [, ...args] = line
    .replace(/^[-+]*/, '')
    .replaceAll('/opt/plateau/', root)
    .split(' ');
  const child = spawn(process.execPath, args, {
    env: {
      PATH: '/usr/bin:/bin',
      LANG: 'C.UTF-8',
      NODE_ENV: 'production',
      NOTIFY_SOCKET: `${folder}/notify`,
      CREDENTIALS_DIRECTORY: `${folder}/credentials`,
      PLATEAU_SITE: `${folder}/site.yaml`,
      PLATEAU_DATA: `${folder}/data`,
      PLATEAU_PANEL_DATA: `${folder}/panel`,
      PLATEAU_SOCKET: `${folder}/s`,
      ...more,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
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

async function freePort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return String(typeof address === 'object' ? address?.port : '');
}

async function givenMachine(t: Test): Promise<string> {
  const folder = mkdtempSync(`${tmpdir()}/plateau-`);
  t.teardown(() => rmSync(folder, { recursive: true }));
  mkdirSync(`${folder}/credentials`);
  for (const name of ['PLATEAU_AMI_PASSWORD', 'PLATEAU_ARI_PASSWORD'])
    writeFileSync(`${folder}/credentials/${name}`, 'secret\n');
  const ports = [await freePort(), await freePort()] as const;
  writeFileSync(`${folder}/site.yaml`, site.replace('PAGE', ports[0]).replace('BOARDS', ports[1]));
  return folder;
}

const watchdog = { WATCHDOG_USEC: '900000' };

t.test(
  'the daemon tells systemd that it is ready, how it is, that its loop turns, and that it stops',
  { skip: noNotifySocket },
  async t => {
    const folder = await givenMachine(t);
    const { said } = await givenNotifySocket(t, `${folder}/notify`);
    const first = startUnit(t, 'plateaud.service', folder, watchdog);
    await until(`it is ready; it says ${first.output()}`, () => said().includes('READY=1'), 30_000);
    const link = await connectLink(`${folder}/s`);
    t.equal((await link.ask('status', {})).site, 'Test', 'ready is who can be talked to');
    link.close();
    const status = /^STATUS=Asterisk away \(.+\); 0 waiting, 0 talking; journal well$/;
    await until('it says how it is', () => said().some(line => status.test(line)));
    const beats = () => said().filter(line => line === 'WATCHDOG=1').length;
    await until('it is alive again and again', () => beats() >= 3);

    first.child.kill('SIGSTOP');
    first.child.kill('SIGABRT');
    first.child.kill('SIGCONT');
    t.equal(await first.ended, 'SIGABRT', 'so systemd ends who hangs');
    const readies = () => said().filter(line => line === 'READY=1').length;
    const second = startUnit(t, 'plateaud.service', folder, watchdog);
    await until(`it is back; it says ${second.output()}`, () => readies() === 2, 30_000);
    second.child.kill('SIGTERM');
    t.equal(await second.ended, 0);
    await until('it says that it stops', () => said().at(-1) === 'STOPPING=1', 30_000);
  },
);

t.test(
  'who was not meant by the watchdog is not watched; without systemd nothing is said',
  { skip: noNotifySocket },
  async t => {
    const told = (environment: NodeJS.ProcessEnv) => tellSystemd(environment, quietLog()).watchdogMs;
    t.equal(told({ WATCHDOG_USEC: '6000000' }), 6_000);
    t.equal(told({ WATCHDOG_USEC: '6000000', WATCHDOG_PID: String(process.pid) }), 6_000);
    t.equal(told({ WATCHDOG_USEC: '6000000', WATCHDOG_PID: '1' }), null);
    t.equal(told({}), null);
  },
);

t.test('a long start asks for more time until it is over', { skip: noNotifySocket }, async t => {
  const folder = await givenMachine(t);
  const { said } = await givenNotifySocket(t, `${folder}/notify`);
  const systemd = tellSystemd({ NOTIFY_SOCKET: `${folder}/notify` }, quietLog(), 5);
  await until('it asks', () => said().filter(line => line === 'EXTEND_TIMEOUT_USEC=30000000').length >= 2);
  systemd.ready();
  await until('it is ready', () => said().includes('READY=1'));
  const asked = said().length;
  systemd.status('a  line\nof its own');
  await until('the status is one line', () => said().includes('STATUS=a line of its own'));
  t.equal(said().length, asked + 1, 'who is ready asks for no more');
});

t.test('a missing credential: the site file’s complaint names it', async t => {
  const folder = await givenMachine(t);
  writeFileSync(`${folder}/credentials/PLATEAU_ARI_PASSWORD`, '-');
  const daemon = startUnit(t, 'plateaud.service', folder, { NOTIFY_SOCKET: undefined });
  t.equal(await daemon.ended, 1);
  t.match(daemon.output(), /site\.yaml:5:\d+.*\n*[\s\S]*PLATEAU_ARI_PASSWORD/);
  t.notMatch(daemon.output(), /PLATEAU_AMI_PASSWORD` is not set/);
});

t.test('the panel tells systemd as well', { skip: noNotifySocket }, async t => {
  const folder = await givenMachine(t);
  const { said } = await givenNotifySocket(t, `${folder}/notify`);
  const panel = startUnit(t, 'plateau-panel.service', folder, watchdog);
  await until(`it is ready; it says ${panel.output()}`, () => said().includes('READY=1'), 30_000);
  await until('it is alive', () => said().filter(line => line === 'WATCHDOG=1').length >= 2);
  panel.child.kill('SIGTERM');
  t.equal(await panel.ended, 0);
  await until('it says that it stops', () => said().at(-1) === 'STOPPING=1', 30_000);
});

const childrenOf = (pid: number | string | undefined) =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);

t.test(
  'a systemd that is slow hears the last word of a panel that has long ended',
  { skip: noNotifySocket },
  async t => {
    const folder = await givenMachine(t);
    const { said, sleep, wake } = await givenNotifySocket(t, `${folder}/notify`);
    const panel = startUnit(t, 'plateau-panel.service', folder, watchdog);
    await until(`it is ready; it says ${panel.output()}`, () => said().includes('READY=1'), 30_000);
    sleep();
    const [shell] = childrenOf(panel.child.pid);
    await until('something is being said', () => childrenOf(shell).length > 0);
    panel.child.kill('SIGTERM');
    t.equal(await once(panel.child, 'exit').then(([code]) => code), 0, 'it does not wait for ever');
    wake();
    await until('it says that it stops', () => said().at(-1) === 'STOPPING=1', 30_000);
  },
);

t.test('the rescue runs as its unit says, and fails with a reason where there is no Asterisk', async t => {
  const folder = await givenMachine(t);
  const rescue = startUnit(t, 'plateau-rescue.service', folder);
  t.equal(await rescue.ended, 1);
  t.match(
    rescue.output(),
    /nobody could be rescued \(AMI plateau@127\.0\.0\.1:1, from the site file\): .*ECONNREFUSED/,
  );
  rmSync(`${folder}/site.yaml`);
  rmSync(`${folder}/credentials`, { recursive: true });
  const wrong = startUnit(t, 'plateau-rescue.service', folder, { PLATEAU_RESCUE_PORT: 'http' });
  t.equal(await wrong.ended, 1);
  t.match(wrong.output(), /http.*1 … 65535/);
  const blind = startUnit(t, 'plateau-rescue.service', folder, {
    PLATEAU_RESCUE_PORT: '1',
    LANG: 'fr_FR.UTF-8',
  });
  t.equal(await blind.ended, 1);
  t.match(blind.output(), /credentials: ENOENT/, 'what is missing is said, and does not keep it from trying');
  t.match(
    blind.output(),
    /plateau-rescue@127\.0\.0\.1:1, par défaut, car le fichier de site est inutilisable/,
  );
});

t.test('a loop that runs, and decides nothing, is not alive', async t => {
  const said: string[] = [];
  const systemd: Systemd = {
    watchdogMs: 15,
    ready: () => undefined,
    alive: () => void said.push('alive'),
    stopping: async () => undefined,
    status: () => undefined,
  };
  let turn: ((turned: boolean) => void) | null = null;
  let asked = 0;
  const turns = () =>
    new Promise<boolean>(resolve => {
      asked += 1;
      turn = resolve;
    });
  let looked = 0;
  const status = () => String(++looked);
  const log = quietLog();
  t.teardown(keepAlive(systemd, { turns, status }, log));
  const looks = (count: number) => until(`it looks ${count} times`, () => looked >= count);
  const answer = (turned: boolean) => turn?.(turned);
  await looks(4);
  t.strictSame([asked, said], [1, []], 'what has not come back is not asked again, and nothing is said');
  answer(true);
  await until('it asks again', () => asked === 2);
  t.strictSame(said, ['alive']);
  answer(false);
  await until('it asks a third time', () => asked === 3);
  t.strictSame(said, ['alive'], 'a turn that finds its deadlines dead is no sign of life');
  t.match(log.lines, [{ level: 'error', message: 'the main loop does not turn: systemd is told nothing' }]);
});
