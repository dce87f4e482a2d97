// The Asterisk side of the port Switch, on a real Asterisk with SIP callers and phones.
import t, { type Test } from 'tap';
import type { Asterisk } from '../../lab/asterisk.js';
import { givenAsterisk, labSkip } from '../../lab/given.js';
import { asteriskFindings, type DoctorOptions } from '../../src/asterisk/doctor.js';
import type { Logger } from '../../src/base/logger.js';
import type { Switch } from '../../src/core/switch.js';
import { switchContract } from '../contract/switch.js';
import { talkContract } from '../contract/talks.js';
import { type Watch, watch } from '../contract/watch.js';
import { until } from '../until.js';
import { type AsteriskPbx, asteriskPbx, linksTo, trunkOf } from './asterisk-pbx.js';

const skip = await labSkip();

/** Says what the switch logs, where a test fails. */
function loggerOf(lines: string[]): Logger {
  const log = (level: string) => (fields: object, message: string) => {
    lines.push(`${level} ${message} ${JSON.stringify(fields)}`);
  };
  const logger: Logger = {
    debug: log('debug'),
    info: log('info'),
    warn: log('warn'),
    error: log('error'),
    child: () => logger,
  };
  return logger;
}

t.test('a switch on a real Asterisk', { skip }, async t => {
  const asterisk: Asterisk = await givenAsterisk(t);
  const lines: string[] = [];
  const pbxes: AsteriskPbx[] = [];
  const keep = (pbx: AsteriskPbx) => {
    pbxes.push(pbx);
    return pbx;
  };
  const given = async () => keep(await asteriskPbx(asterisk, loggerOf(lines)));
  const { asteriskVersion } = asterisk.programs;
  const old = `22.3.${'0'.repeat(Math.max(1, asteriskVersion.length - 5))}`;
  t.afterEach(async t => {
    for (const pbx of pbxes.splice(0)) await pbx.stop();
    await asterisk.cli('channel request hangup all');
    if (!t.passing()) t.comment(lines.join('\n'));
    lines.length = 0;
  });

  switchContract(t, given);
  linksContract(t, given, asterisk);
  t.test('an Asterisk that takes commands by HTTP only', async t => {
    const givenOld = async () => keep(await asteriskPbx(asterisk, loggerOf(lines), old));
    t.test('says so', async t => {
      const daemon = await (await givenOld()).daemon();
      t.teardown(() => daemon.switch.close());
      t.equal((await watch(daemon.switch)).snapshots[0]?.version, old);
    });
    talkContract(t, givenOld);
  });

  t.test('the doctor says what is there and what is not', async t => {
    const [phone] = await asterisk.addPhones([{ id: '100' }]);
    const site = {
      ...linksTo(asterisk),
      trunks: () => new Map([['operator', trunkOf('operator')]]),
      endpoints: () => new Set([`PJSIP/${phone?.id}`]),
    };
    const said = async (options: DoctorOptions) =>
      (await asteriskFindings(options)).map(({ severity, code }) => `${severity} ${code}`);
    t.strictSame(await said(site), [
      'ok ami',
      'warning dialplan-app',
      'ok ari',
      'ok endpoints',
      'ok modules',
      'ok prompts',
    ]);
    const wrong = { ...site, ami: { ...site.ami, password: 'x' }, ari: { ...site.ari, password: 'x' } };
    t.strictSame(await said(wrong), ['error ami', 'error ari']);
    const [missing] = (
      await asteriskFindings({
        ...site,
        endpoints: () => new Set(['PJSIP/nobody']),
        trunks: () => new Map([['t2', { ...trunkOf('g1'), id: 't2', kind: 'dahdi' as const, spans: [1] }]]),
      })
    ).filter(({ code }) => code === 'endpoints');
    t.strictSame(missing?.text, {
      en: 'Asterisk does not know PJSIP/nobody.',
      fr: 'Asterisk ne connaît pas PJSIP/nobody.',
    });
  });
});

/** What goes wrong with links to a real Asterisk. */
function linksContract(t: Test, given: () => Promise<AsteriskPbx>, asterisk: Asterisk): void {
  const connected = async (t: Test, pbx: AsteriskPbx) => {
    const daemon = await pbx.daemon();
    t.teardown(() => daemon.switch.close());
    return { ...daemon, seen: await watch(daemon.switch) };
  };
  const waiting = async (pbx: AsteriskPbx, plateau: Switch, seen: Watch) => {
    const caller = await pbx.caller();
    const { call } = await seen.next('call-arrived');
    plateau.perform({ type: 'hold', call, music: 'default', language: 'en' });
    await until('the caller is answered', () => caller.state() === 'up');
    return { caller, call };
  };

  for (const link of ['ami', 'ari'] as const)
    t.test(
      `when ${link} alone is lost, new callers go to the fall-back, and those who wait are found again`,
      async t => {
        const pbx = await given();
        const daemon = await connected(t, pbx);
        const { call, caller } = await waiting(pbx, daemon.switch, daemon.seen);
        daemon[link].refuse();
        await until('it says so', () => daemon.seen.losses.length > 0);
        await pbx.caller();
        await until(
          'the fall-back has the new one',
          async () => (await pbx.released()).at(-1) === 'fallback',
        );
        daemon[link].mend();
        await until('it is connected again', () => daemon.seen.snapshots.length === 2);
        t.strictSame(
          daemon.seen.snapshots[1]?.callers.map(({ arrival }) => arrival.call),
          [call],
        );
        await caller.hangUp();
        t.strictSame(await daemon.seen.next('caller-hung-up'), { type: 'caller-hung-up', call });
      },
    );

  t.test('a daemon whose place is taken stands by, and comes back when the other has gone', async t => {
    const pbx = await given();
    const first = await connected(t, pbx);
    const { call } = await waiting(pbx, first.switch, first.seen);
    const second = await connected(t, pbx);
    t.strictSame(
      second.seen.snapshots[0]?.callers.map(({ arrival }) => arrival.call),
      [call],
    );
    await until('the first gives up', () => first.seen.losses.length === 1);
    t.match(first.seen.losses[0], /another daemon/);
    t.strictSame(
      first.seen.ofCalls().map(({ type }) => type),
      ['call-arrived'],
    );
    await second.switch.close();
    await until('the first is back', () => first.seen.snapshots.length === 2);
    t.strictSame(
      first.seen.snapshots[1]?.callers.map(({ arrival }) => arrival.call),
      [call],
    );
  });

  t.test('a stream that carries nothing any more is noticed', async t => {
    const pbx = await given();
    const daemon = await connected(t, pbx);
    daemon.ari.freeze();
    await until('it says so', () => daemon.seen.losses.length === 1, 15_000);
    t.equal(daemon.seen.losses.length, 1);
  });

  t.test('a dialplan that forgot us at a reload is told again', async t => {
    const pbx = await given();
    const daemon = await connected(t, pbx);
    await asterisk.cli('dialplan set global PLATEAU_APP ""');
    await until('callers come again', async () => {
      const app = await asterisk.cli('dialplan show globals');
      return /PLATEAU_APP=plateau-/.test(app);
    });
    await waiting(pbx, daemon.switch, daemon.seen);
  });

  t.test('when Asterisk crashes and comes back, so do we', async t => {
    const pbx = await given();
    const daemon = await connected(t, pbx);
    await waiting(pbx, daemon.switch, daemon.seen);
    await asterisk.kill();
    await until('it says so', () => daemon.seen.losses.length === 1);
    await asterisk.restart();
    await until('it is connected again', () => daemon.seen.snapshots.length === 2, 15_000);
    t.strictSame(daemon.seen.snapshots[1]?.callers, []);
    await waiting(pbx, daemon.switch, daemon.seen);
  });
}
