// Links that die, or that one channel holds up: what is noticed, how soon, and what goes on meanwhile.
import t, { type Test } from 'tap';
import type { Asterisk } from '../../lab/asterisk.js';
import { givenAsterisk, givenCaller, givenPhone, givenPlateau, labSkip, until } from '../../lab/given.js';
import { relayTo } from '../../lab/relay.js';
import { requests, succeeded } from '../../src/asterisk/commands.js';
import type { Happening } from '../../src/asterisk/events.js';
import { openLinks } from '../../src/asterisk/links.js';
import { watch } from '../contract/watch.js';
import { quietLog } from '../quiet-log.js';
import { asteriskPbx, linksTo } from './asterisk-pbx.js';
import { siteText } from './floor.js';

const skip = await labSkip();
/** A dead link is noticed within 5 s; what a busy machine adds to that is no failure of ours. */
const noticedMs = 10_000;
/** A slow one is given up when an answer of AMI is 5 s late, or a proof of ARI 2.5 s. */
const slowNoticedMs = 20_000;

const apps = async (asterisk: Asterisk, app: string) =>
  (await asterisk.cli('ari show apps')).split('\n').filter(line => line.includes(app)).length;

t.test(
  'one channel that does not obey holds up no other: 30 calls go on at once, and its socket is replaced',
  { skip, timeout: 120_000 },
  async t => {
    const asterisk = await givenAsterisk(t);
    const app = `plateau-slow${process.pid}`;
    const entered: string[] = [];
    const lost: string[] = [];
    const links = await openLinks(
      { ...linksTo(asterisk), app, log: quietLog() },
      {
        ami: () => undefined,
        happening: (happening: Happening) => {
          if (happening.type === 'entered') entered.push(happening.channel.id);
        },
        lost: why => void lost.push(why),
      },
    );
    t.teardown(async () => links.close());
    await links.ami.setGlobal('PLATEAU_DEADMAN', '120');
    await links.ami.setGlobal('PLATEAU_APP', app);
    const callers = await givenCaller(t, asterisk, { number: '3204', count: 31 });
    await until('all are ours', () => entered.length === 31);
    const run = links.commands.run;
    await Promise.all(entered.map(call => run(call, requests.answer(call))));
    const socketsBefore = await apps(asterisk, app);

    const [slow = '', ...others] = entered;
    // Whoever hears an announcement does what he is told at its end: some 12 s.
    const digits = ['digits:12345678901234567890'];
    t.ok(succeeded(await run(slow, requests.play(slow, 'long', digits, 'en'))));
    let obeyed = false;
    const order = run(slow, requests.setVariable(slow, 'PLATEAU_NEXT', 'x')).then(answer => {
      obeyed = true;
      return answer;
    });
    const startedAtMs = performance.now();
    const tookMs = await Promise.all(
      others.map(async call => {
        for (const request of [requests.music(call, 'default'), requests.stopMusic(call)])
          t.ok(succeeded(await run(call, request)), `${call} obeys`);
        return performance.now() - startedAtMs;
      }),
    );
    t.notOk(obeyed, 'the slow one has not obeyed yet');
    t.comment(`30 others, two commands each: the last was done after ${Math.round(Math.max(...tookMs))} ms`);
    await links.prove();
    t.notOk(obeyed, 'nor has he when an event of our own has come back');

    await until('the socket has a successor', async () => (await apps(asterisk, app)) > socketsBefore);
    t.strictSame(await order, { known: false, why: 'no answer in time' });
    await Promise.all(others.map(call => run(call, requests.music(call, 'default'))));
    const obeys = async () => succeeded(await run(slow, requests.music(slow, 'default')));
    await until('he obeys again', obeys, { withinMs: 30_000 });
    t.strictSame(lost, [], 'and no link was lost');
    await until('the old socket is gone', async () => (await apps(asterisk, app)) === socketsBefore, {
      withinMs: 30_000,
    });
    await callers.hangUp();
  },
);

/** The daemon’s side of two links in a relay, with one waiting caller. */
async function givenWaiting(t: Test, asterisk: Asterisk) {
  const log = quietLog();
  const pbx = await asteriskPbx(asterisk, log);
  t.teardown(pbx.stop);
  const daemon = await pbx.daemon();
  t.teardown(() => daemon.switch.close());
  const seen = await watch(daemon.switch);
  const caller = await pbx.caller();
  const { call } = await seen.next('call-arrived');
  daemon.switch.perform({ type: 'hold', call, music: 'default', language: 'en' });
  await until('he is answered', () => caller.state() === 'up');
  return { pbx, daemon, seen, caller };
}

t.test('a link that is dead is noticed within seconds', { skip, timeout: 300_000 }, async t => {
  const asterisk = await givenAsterisk(t);
  t.afterEach(async () => {
    await asterisk.cli('channel request hangup all');
  });

  for (const link of ['ami', 'ari'] as const) {
    t.test(`${link} that carries nothing any more`, async t => {
      const { daemon, seen } = await givenWaiting(t, asterisk);
      const startedAtMs = performance.now();
      daemon[link].mute();
      await until('it is noticed', () => seen.losses.length > 0, { withinMs: noticedMs });
      t.comment(`noticed after ${Math.round(performance.now() - startedAtMs)} ms: ${seen.losses[0]}`);
    });

    t.test(`${link} that is gone for good: nobody is renewed, and who waits is let go`, async t => {
      const { pbx, daemon, caller } = await givenWaiting(t, asterisk);
      daemon[link].cut();
      await until('he is in the fall-back', async () => (await pbx.released()).at(-1) === 'fallback');
      t.equal(caller.state(), 'up');
    });
  }

  const slow = [
    ['ari', 'comes 1.5 s late each way', { delayMs: 1_500 }],
    ['ari', 'comes at 200 bytes a second', { bytesPerSecond: 200 }],
    ['ami', 'comes 3 s late each way', { delayMs: 3_000 }],
    ['ami', 'comes at 100 bytes a second', { bytesPerSecond: 100 }],
  ] as const;
  for (const [link, how, pace] of slow)
    t.test(`${link} that lives, and ${how}: given up, and who waits is let go and not lost`, async t => {
      const { pbx, daemon, seen, caller } = await givenWaiting(t, asterisk);
      const startedAtMs = performance.now();
      daemon[link].slow('all', pace);
      await until('it is noticed', () => seen.losses.length > 0, { withinMs: slowNoticedMs });
      t.comment(`noticed after ${Math.round(performance.now() - startedAtMs)} ms: ${seen.losses[0]}`);
      await until('he is in the fall-back', async () => (await pbx.released()).at(-1) === 'fallback', {
        withinMs: 30_000,
      });
      t.equal(caller.state(), 'up');
      daemon[link].brisk();
      await until('it is connected again', () => seen.snapshots.length >= 2, { withinMs: 60_000 });
    });

  t.test('an Asterisk that hangs', async t => {
    const { daemon, seen } = await givenWaiting(t, asterisk);
    const startedAtMs = performance.now();
    process.kill(asterisk.pid(), 'SIGSTOP');
    t.teardown(() => process.kill(asterisk.pid(), 'SIGCONT'));
    await until('it is noticed', () => seen.losses.length > 0, { withinMs: noticedMs });
    t.comment(`noticed after ${Math.round(performance.now() - startedAtMs)} ms: ${seen.losses[0]}`);
    process.kill(asterisk.pid(), 'SIGCONT');
    await until('it is connected again', () => seen.snapshots.length === 2, { withinMs: 30_000 });
    await daemon.switch.close();
  });
});

const site = `
trunks:
  operator: { name: Operator, kind: pjsip, endpoint: operator, channels: 30 }
agents:
  - { phone: PJSIP/101, name: Alice, skills: { n1: 1 } }
  - { phone: PJSIP/102, name: Bruno, skills: { n1: 1 } }
flows:
  n1: { name: { en: a, fr: a }, rings: [{ at: 0s, agents: n1 }], shortTalk: 0s }
`;

t.test(
  'while AMI is silent nobody is rung; then a phone that has died meanwhile is passed over',
  { skip, timeout: 120_000 },
  async t => {
    const asterisk = await givenAsterisk(t, {
      extensions: '[from-operator]\nexten => 6000,1,Goto(plateau-queue,n1,1)\n',
    });
    const relay = await relayTo(asterisk.ami.host, asterisk.ami.port);
    const dies = await givenPhone(t, asterisk, { id: '101', qualifyS: 1 }, { kind: 'rings' });
    const lives = await givenPhone(t, asterisk, { id: '102', qualifyS: 1 }, { kind: 'rings' });
    const plateau = await givenPlateau(
      t,
      { ...asterisk, ami: { ...asterisk.ami, port: relay.port } },
      { site: siteText({ site, flows: ['n1'] }), deadmanSeconds: 90 },
    );
    const phones = async () => {
      const { agents } = await plateau.ask('agents', {});
      return Object.fromEntries(agents.map(({ agent, phone }) => [agent, phone]));
    };
    await until('both phones are there', async () => {
      const now = await phones();
      return now['101'] === 'idle' && now['102'] === 'idle';
    });
    const caller = await givenCaller(t, asterisk, { number: '6000' });
    await until('he waits', () => plateau.told('call-queued').length === 1);

    const startedAtMs = performance.now();
    relay.mute();
    const away = await until('it is noticed', async () => {
      const { switch: link, alarms } = await plateau.ask('status', {});
      return !link.connected && alarms.length > 0 && alarms;
    });
    t.comment(`noticed after ${Math.round(performance.now() - startedAtMs)} ms`);
    t.match(away, [{ kind: 'switch-away' }]);
    await dies.stop();
    await until('Asterisk knows that the phone is gone', async () =>
      /101 .*Unavailable/.test(await asterisk.cli('pjsip show endpoints')),
    );
    t.strictSame(await plateau.command('101', { kind: 'login' }), { ok: true });
    t.match(await phones(), { '101': 'idle' }, 'as far as we know, which is not far');
    const waiting = async () => (await plateau.ask('calls', {})).calls.map(({ state }) => state);
    t.strictSame(await waiting(), ['waiting'], 'what is known of old is nothing to ring on');
    t.equal(caller.calls()[0]?.end, undefined, 'he waits on');

    relay.thaw();
    await until('the phone’s end is known', async () => (await phones())['101'] === 'unavailable', {
      withinMs: 30_000,
    });
    t.strictSame(await waiting(), ['waiting']);
    await plateau.logIn('102');
    await until('the other phone rings', () => lives.calls().length === 1);
    const offered = () => plateau.told('call-offered').map(({ agent }) => agent);
    await until('it is on record', () => offered().length > 0);
    t.strictSame(offered(), ['102']);
    await caller.hangUp();
  },
);

t.test(
  'websockets that have become slow: Plateau takes new ones, and nobody who waits or talks notices',
  { skip, timeout: 120_000 },
  async t => {
    const asterisk = await givenAsterisk(t, {
      extensions: '[from-operator]\nexten => 6000,1,Goto(plateau-queue,n1,1)\n',
    });
    const { hostname, port } = new URL(asterisk.ari.url);
    const relay = await relayTo(hostname, Number(port));
    const alice = await givenPhone(t, asterisk, { id: '101' }, { kind: 'answers', afterMs: 1 });
    const bruno = await givenPhone(t, asterisk, { id: '102' }, { kind: 'rings' });
    const plateau = await givenPlateau(
      t,
      { ...asterisk, ari: { ...asterisk.ari, url: `http://127.0.0.1:${relay.port}` } },
      { site: siteText({ site, flows: ['n1'] }), deadmanSeconds: 60, logLevel: 'debug' },
    );
    await plateau.logIn('101');
    const callers = await givenCaller(t, asterisk, { number: '6000', count: 6, callsPerSecond: 5 });
    await until(
      'one talks, five wait',
      () => plateau.told('call-bridged').length === 1 && plateau.told('call-queued').length === 6,
    );
    const calls = async () =>
      (await plateau.ask('calls', {})).calls.map(({ call, state }) => `${call} ${state}`);
    const before = await calls();
    const starts = () => plateau.log().split('switch connected').length;
    const startsBefore = starts();

    const startedAtMs = performance.now();
    relay.slow('open', { delayMs: 60_000 });
    const status = async () => (await plateau.ask('status', {})).switch;
    await until('it is noticed', async () => !(await status()).connected || starts() > startsBefore, {
      withinMs: slowNoticedMs,
    });
    t.comment(`noticed after ${Math.round(performance.now() - startedAtMs)} ms`);
    await until('there are new ones', async () => (await status()).connected, { withinMs: 30_000 });
    t.comment(`in control again after ${Math.round(performance.now() - startedAtMs)} ms`);
    t.notMatch(
      plateau.log(),
      /did not answer in|ABORT_ERR|TimeoutError/,
      'nothing was asked on a connection of old',
    );
    t.strictSame(await calls(), before, 'the same calls, in the same order');
    t.strictSame(plateau.told('call-ended'), []);

    await plateau.logIn('102');
    await until('the phone rings', () => bruno.calls().length === 1);
    const order = plateau.told('call-queued').map(({ call }) => call);
    const offered = () => plateau.told('call-offered').map(({ call }) => call);
    await until('it is on record', () => offered().length === 2);
    t.strictSame(offered(), order.slice(0, 2), 'who has waited longest is next');
    t.equal(alice.calls()[0]?.end, undefined, 'and the talk goes on');
    await callers.hangUp();
  },
);
