// `plateauctl supervise`, `recording` and `recordings`: what is asked of the daemon, what is said, and what is put on record.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { open, seal } from '../../src/recordings/seal.js';
import { givenDaemon, runHere } from './daemon.js';

function givenFolder(t: Test): string {
  const folder = mkdtempSync(join(tmpdir(), 'plateau-ctl-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const by = { kind: 'command-line', name: 'luc' };

t.test('a supervisor is rung, changes his mode, and is let go', async t => {
  const { socket, listening } = await givenDaemon(t);
  const supervise = (...args: string[]) => runHere(['--socket', socket, 'supervise', ...args]);
  const rung = await supervise('101', '--phone', 'PJSIP/201', '--mode', 'whisper', '--stay');
  t.match(rung, { exit: 0, out: /PJSIP\/201 rings; answer it to hear agent\s+101/ });
  t.match(await supervise('--phone', 'anna', '--mode', 'barge'), { exit: 0, out: 'Changed to barge.\n' });
  t.match(await supervise('--phone', 'anna', '--stop'), { exit: 0 });
  t.strictSame(listening, [
    {
      request: { kind: 'start', supervisor: 'PJSIP/201', agent: '101', mode: 'whisper', stays: true },
      by,
    },
    { request: { kind: 'mode', supervisor: 'anna', mode: 'barge' }, by },
    { request: { kind: 'stop', supervisor: 'anna' }, by },
  ]);
  t.match(await supervise('101', '--phone', 'PJSIP/999'), {
    exit: 1,
    err: /no supervisor of the site file has this id or this phone/,
  });
  t.match(await supervise('102', '--phone', 'anna', '--lang', 'fr'), { exit: 1, err: /c’est déjà le cas/ });
  t.match(await supervise('101'), { exit: 2, err: /--phone/ });
  t.match(await supervise('101', '--phone', 'anna', '--mode', 'shout'), {
    exit: 2,
    err: /listen, whisper or barge is expected/,
  });
});

t.test('the recording of a talk is paused, resumed and stopped', async t => {
  const { socket, listening } = await givenDaemon(t);
  const recording = (...args: string[]) => runHere(['--socket', socket, 'recording', ...args]);
  t.match(await recording('pause', '101'), {
    exit: 0,
    out: 'The recording is paused: silence is recorded.\n',
  });
  t.match(await recording('resume', '101'), { exit: 0 });
  t.match(await recording('stop', '102'), { exit: 1, err: /this talk is not recorded/ });
  t.strictSame(listening, [
    { agent: '101', command: 'pause', by },
    { agent: '101', command: 'resume', by },
    { agent: '102', command: 'stop', by },
  ]);
});

t.test('recordings are listed', async t => {
  const { socket } = await givenDaemon(t);
  const { exit, out } = await runHere(['--socket', socket, 'recordings', '--call', 'c1']);
  t.equal(exit, 0);
  t.match(out, /c1-1 +Monday.* 23 November 2026 +13:00:00 +1m02s +n1 +101 +encrypted/);
});

t.test(
  'keys are made; a recording is exported and decrypted with them, on record unless offline',
  async t => {
    const folder = givenFolder(t);
    const [key, file, to] = [join(folder, 'key'), join(folder, 'c1-1.wav.enc'), join(folder, 'c1.wav')];
    const made = await runHere(['recording', 'keygen', '--to', key]);
    const publicKey = /encryptFor: "(plateau-rec1:[^"]+)"/.exec(made.out)?.[1] ?? '';
    const sealed = seal(Buffer.from('sound'), publicKey);
    t.ok(open(sealed, readFileSync(key, 'utf8')).ok);
    writeFileSync(file, sealed);

    const asked: unknown[] = [];
    const { socket } = await givenDaemon(t, {
      'open-recording': ask => {
        asked.push(ask);
        return ask.recording === 'c1-1' ? { path: file, encrypted: true } : { path: null };
      },
    });
    const recording = (...args: string[]) => runHere(['--socket', socket, 'recording', ...args]);
    t.match(await recording('export', 'c1-1', '--key', key, '--to', to), { exit: 0, out: /Written to/ });
    t.equal(readFileSync(to, 'utf8'), 'sound');
    t.match(await recording('export', 'c2-1', '--to', to), { exit: 1, err: /there is no recording c2-1/ });
    const decrypted = await recording('decrypt', file, '--key', key, '--to', `${to}2`);
    t.match(decrypted, { exit: 0, out: /It is\s+on\s+record/ });
    const renamed = join(folder, 'old.wav.enc');
    writeFileSync(renamed, sealed);
    t.match(
      await recording('decrypt', renamed, '--key', key, '--to', `${to}4`),
      { exit: 1, err: /there is no recording old[\s\S]*--offline/ },
      'the daemon could not put it on record',
    );
    t.notOk(existsSync(`${to}4`));
    t.strictSame(asked, [
      { recording: 'c1-1', by },
      { recording: 'c2-1', by },
      { recording: 'c1-1', by },
      { recording: 'old', by },
    ]);
    const alone = ['--socket', join(folder, 'nobody'), 'recording', 'decrypt', file, '--key', key];
    t.match(await runHere([...alone, '--to', `${to}3`]), { exit: 3 }, 'nobody could put it on record');
    const offline = await runHere([...alone, '--to', `${to}3`, '--offline']);
    t.match(offline, { exit: 0, out: /It is\s+on\s+no\s+record/ });
    const french = await runHere([...alone, '--to', `${to}5`, '--offline', '--lang', 'fr']);
    t.match(french, { exit: 0, out: /consigné\s+nulle\s+part/ });
    t.match(await runHere([...alone, '--to', `${to}3`, '--offline']), { exit: 1, err: /cannot be written/ });
  },
);
