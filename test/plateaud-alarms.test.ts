// Alarms over both processes: a sign that is unplugged and plugged in again, acknowledged on the command line, in one list with the rest.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { systemClock } from '../src/signs/clock.js';
import { EmulatedSign } from '../src/signs/emulated-sign.js';
import { startEmulator } from '../src/signs/emulator.js';
import { givenFolder, linkTo, startDaemon } from './daemon.js';
import { givenPlace, isUp, siteText, startPanelProcess } from './panel/given-panel.js';
import { until } from './until.js';

const ctlProgram = fileURLToPath(new URL('../src/plateauctl.js', import.meta.url));
const patientMs = 60_000;

const rules = `alarms:
  kinds:
    sign-lost: { after: 1s, clearAfter: 1s }
    nobody-there: { mute: true }
`;

t.test('a sign unplugged', async t => {
  const { ports, folder: panelFolder } = await givenPlace(t);
  const wire = { format: 'binary', checksum: true, accents: 'one-byte' } as const;
  const plug = (port: number) =>
    startEmulator(
      {
        host: '127.0.0.1',
        port,
        signs: [new EmulatedSign({ wire, destination: { type: 'Z', address: '00' } })],
      },
      systemClock,
    );
  const emulator = await plug(0);
  const folder = givenFolder(t, siteText(ports, emulator.port, rules));
  const daemon = startDaemon(t, folder, '--simulated');
  const link = await linkTo(t, folder, daemon);
  const siteFile = `${folder}/site.yaml`;
  const panel = startPanelProcess(t, { folder: panelFolder, siteFile, daemon: { path: `${folder}/s` } });
  await isUp(panel);
  const alarms = async () =>
    (await link.ask('alarms', {})).alarms.filter(({ kind }) => kind === 'sign-lost' || kind === 'panel-away');
  const ctl = (...words: string[]) =>
    spawnSync(process.execPath, [ctlProgram, '--socket', `${folder}/s`, '--lang', 'en', ...words], {
      encoding: 'utf8',
    });
  await emulator.close();
  const lost = await until('it is an alarm', async () => (await alarms())[0], patientMs);
  t.match(lost, { alarm: 'sign-lost:hall', severity: 'major', text: { en: /^Sign hall is lost: / } });

  t.match(ctl('alarms', 'ack', 'sign-lost:hal'), {
    status: 1,
    stderr: /no alarm sign-lost:hal[\s\S]*sign-lost:hall/,
  });
  t.match(ctl('alarms', 'ack', 'sign-lost:hall', '--note', 'cable ordered'), { status: 0 });
  t.match(ctl('alarms', 'ack', 'sign-lost:hall'), { status: 1, stderr: /acknowledged already/ });
  t.match(ctl('alarms').stdout, /^major +Sign hall is lost[\s\S]*\[sign-lost:hall\][\s\S]*: cable ordered/);
  t.match(JSON.parse(ctl('alarms', '--json').stdout), {
    ok: true,
    result: { alarms: [{ alarm: 'sign-lost:hall', acknowledged: { note: 'cable ordered' } }] },
  });
  t.match(
    ctl('alarms', 'kinds').stdout,
    /^critical +\[switch-away\] raised when AMI or ARI is not connected, for 5s/,
  );

  const again = await plug(emulator.port);
  t.teardown(() => again.close());
  await until('it is over', async () => (await alarms()).length === 0, patientMs);
  t.strictSame(ctl('alarms').stdout.includes('sign-lost'), false);
});
