// Control over the floor, with real calls: feature codes on the phones, restarts of the daemon, and the dialplan without it.
import t from 'tap';
import { look } from '../../bench/chaos/look.js';
import { givenCaller, givenPlateau, labSkip, until } from '../../lab/given.js';
import { givenFloor, siteText, story } from './floor.js';

const flows = ['n1', 'n2', 'told'];
// Nothing of it ends while a daemon starts on a busy machine.
const site = `
backOffs: { rejected: { call: 1m, agent: 5m } }
notReadyReasons:
  break: { code: 1, name: { en: Break, fr: Pause } }
  lunch: { code: 2, name: { en: Lunch, fr: Repas } }
wrapUpCodes: { fault: Fault, sale: Sale }
trunks:
  operator: { name: Operator, kind: pjsip, endpoint: operator, channels: 30 }
agents:
  - { phone: PJSIP/101, name: Alice, skills: { n1: 1 } }
  - { phone: PJSIP/102, name: Bruno, skills: { n2: 1 } }
  - { phone: PJSIP/103, name: Chloe, skills: { n2: 1 } }
  - { phone: PJSIP/104, name: Driss, skills: { n2: 1 } }
flows:
  n1:
    name: { en: a, fr: a }
    rings: [{ at: 0s, agents: n1 }]
    shortTalk: 0s
    wrapUp: 5m
    wrapUpCodes: { codes: [fault, sale] }
  n2: { name: { en: a, fr: a }, rings: [{ at: 0s, agents: n2 }], selection: linear, shortTalk: 0s }
  told:
    name: { en: a, fr: a }
    rings: [{ at: 0s, agents: n1 }]
    announcements: { first: 1s, every: 5m, position: true, expectedWait: true }
`;
const skip = await labSkip();

t.test(
  'feature codes: log in, pause with a reason, ready, log out, all from the phone',
  { skip, timeout: 60_000 },
  async t => {
    const floor = await givenFloor(t, { site, flows, agents: ['101'] });
    const { plateau, asterisk, phone } = floor;
    const dials = async (code: string) => {
      const call = await givenCaller(t, asterisk, { number: code, phone: phone('101').plan });
      const end = await until(`${code} was answered and hung up`, () => call.calls()[0]?.end, {
        withinMs: 20_000,
      });
      t.match(end, { by: 'them', how: 'bye' }, `${code}: the agent heard the answer to its end`);
      const { agents } = await plateau.ask('agents', {});
      const [alice] = agents.filter(({ agent }) => agent === '101');
      return { state: alice?.state, reason: alice?.reason };
    };
    await dials('*45');
    await floor.until('agent-logged-in', { agent: '101' });
    const waits = await floor.calls('n1');
    await floor.rings('101', waits);
    await phone('101').answer();
    await floor.until('call-bridged', { call: waits.call });
    await waits.hangUp();
    await floor.until('agent-wrap-up-started', { agent: '101' });
    t.match(
      await dials('*472'),
      { state: 'wrap-up', reason: 'lunch' },
      'a pause in the wrap-up takes effect after it',
    );
    t.match(await dials('*48'), { reason: null }, 'ready ends the wrap-up and the pause');
    await dials('*522');
    t.match(
      await floor.until('wrap-up-coded', { call: waits.call }),
      { agent: '101', flow: 'n1', code: 'sale', by: { kind: 'phone' } },
      'what the last call was about, said when the wrap-up is over',
    );
    t.match(await dials('*479'), { reason: null }, 'a reason that does not exist is refused');
    t.match(await dials('*46'), { state: 'logged-out' });
    t.strictSame(
      plateau
        .facts()
        .flatMap(({ fact }) =>
          'by' in fact && typeof fact.by === 'object' ? [`${fact.type} ${fact.by.kind}`] : [],
        ),
      [
        'agent-logged-in phone',
        'agent-not-ready phone',
        'agent-ready phone',
        'wrap-up-coded phone',
        'agent-logged-out phone',
      ],
    );
  },
);

t.test(
  'kill -9 with a waiting and a talking call: the talk goes on, the caller keeps his place and his music',
  { skip, timeout: 60_000 },
  async t => {
    const floor = await givenFloor(t, { site, flows, agents: ['101', '102'] });
    const { plateau, phone } = floor;
    await floor.logIn('101', '102');
    const talks = await floor.calls('n1');
    await floor.rings('101', talks);
    await phone('101').answer();
    await floor.until('call-bridged', { call: talks.call });
    const waits = await floor.calls('n1');
    const later = await floor.calls('n1');
    await plateau.kill();
    await plateau.start();
    const { calls } = await plateau.ask('calls', {});
    t.strictSame(
      calls.map(({ call, state, agents }) => ({ call, state, agents })),
      [
        { call: talks.call, state: 'talking', agents: ['101'] },
        { call: waits.call, state: 'waiting', agents: [] },
        { call: later.call, state: 'waiting', agents: [] },
      ],
    );
    for (const caller of [talks, waits, later]) t.equal(caller.calls()[0]?.end, undefined, 'still there');
    await talks.hangUp();
    await until('the agent is hung up', () => phone('101').calls()[0]?.end !== undefined);
    await floor.until('agent-wrap-up-started', { agent: '101' });
    await plateau.command('101', { kind: 'ready' });
    await floor.rings('101', waits);
    await phone('101').answer();
    await until('the first of those who waited talks', () =>
      plateau.told('call-bridged').some(fact => fact.call === waits.call),
    );
    t.strictSame(story(floor, talks), ['offered 101', 'answered by 101', 'ended: caller-hung-up']);
    t.strictSame(story(floor, later), []);
    await waits.hangUp();
    await later.hangUp();
  },
);

t.test('after an announcement the music comes back', { skip, timeout: 60_000 }, async t => {
  const floor = await givenFloor(t, { site, flows, agents: ['101'] });
  const caller = await floor.calls('told');
  await floor.until('call-announced', { call: caller.call });
  const told = async () => {
    const lines = (await floor.asterisk.log()).split('\n');
    return lines.flatMap(line => /Started music|Playing 'queue-/.exec(line)?.[0] ?? []);
  };
  await until('he hears music again', async () => (await told()).at(-1) === 'Started music', {
    withinMs: 30_000,
    context: told,
  });
  const heard = async () =>
    [...(await look(floor.asterisk)).values()].flatMap(({ place }) =>
      place.kind === 'held' ? place.heard : [],
    );
  const [before = 0] = await heard();
  await until('it is sent to him', async () => ((await heard())[0] ?? 0) > before + 50, { withinMs: 30_000 });
  await caller.hangUp();
});

t.test(
  'kill -9 while an announcement plays: the new daemon stops it, and has the caller at once',
  { skip, timeout: 60_000 },
  async t => {
    const floor = await givenFloor(t, { site, flows, agents: ['101'] });
    const { plateau, asterisk } = floor;
    const before = await floor.calls('told');
    const hears = await floor.calls('told');
    await floor.until('call-announced', { call: hears.call });
    await plateau.kill();
    await plateau.start();
    const { boot } = await plateau.ask('status', {});
    const places = [...(await look(asterisk)).values()].map(({ channel, place }) => ({
      call: channel,
      app: place.kind === 'held' ? place.app : place.kind,
    }));
    t.strictSame(
      places.sort((a, b) => (a.call < b.call ? -1 : 1)),
      [before, hears].map(({ call }) => ({ call, app: `plateau-${boot}` })),
    );
    await before.hangUp();
    await hears.hangUp();
  },
);

t.test(
  'kill -9 takes nothing from a wrap-up, a pause or a back-off, and no phone rings twice',
  { skip, timeout: 90_000 },
  async t => {
    const floor = await givenFloor(t, { site, flows, agents: ['101', '102', '103', '104'] });
    const { plateau, phone } = floor;
    await floor.logIn('101', '102', '103', '104');
    await plateau.command('104', { kind: 'not-ready', reason: 'lunch' });
    const talks = await floor.calls('n1');
    await floor.rings('101', talks);
    await phone('101').answer();
    await floor.until('call-bridged', { call: talks.call });
    await talks.hangUp();
    await floor.until('agent-wrap-up-started', { agent: '101' });
    const waits = await floor.calls('n2');
    await floor.rings('102', waits);
    await phone('102').refuse();
    await floor.rings('103', waits);
    const doing = async () =>
      (await plateau.ask('agents', {})).agents.map(
        ({ agent, state, reason, untilMs }) => `${agent} ${state} ${reason} ${untilMs}`,
      );
    const before = await doing();
    t.match(before, [
      /^101 wrap-up null \d+$/,
      /^102 backed-off null \d+$/,
      /^103 offered/,
      /^104 not-ready lunch/,
    ]);
    await plateau.kill();
    await plateau.start();
    // The phone that rang is rung anew: at once, or a second later if it had just begun.
    await until('103 is offered the call again', async () => (await doing()).join() === before.join(), {
      context: doing,
    });
    await until('one call rings there, and the one before is cancelled', () => {
      const calls = phone('103').calls();
      return calls.length === 2 && calls.filter(({ end }) => end === undefined).length === 1;
    });
    await phone('103').answer();
    await floor.until('call-bridged', { call: waits.call });
    await waits.hangUp();
  },
);

t.test(
  'a second daemon with a journal of its own takes over; the first acts no more until it is gone',
  { skip, timeout: 90_000 },
  async t => {
    const floor = await givenFloor(t, { site, flows, agents: ['101', '102'] });
    const { plateau, asterisk, phone } = floor;
    const [one, two] = [await floor.calls('n1'), await floor.calls('n1')];
    const second = await givenPlateau(t, asterisk, { site: siteText({ site, flows }) });
    await until('the first has stopped acting', () => plateau.told('switch-lost').length === 1);
    await until('the second has both', () => second.told('call-queued').length === 2);
    t.strictSame(
      second.told('call-queued').map(({ call }) => call),
      [one.call, two.call],
      'the second has them in the order in which they came',
    );
    await floor.logIn('101');
    await second.logIn('101');
    await until('one phone rings', () => phone('101').calls().length > 0);
    await phone('101').answer();
    await until('the first in line talks', () =>
      second.told('call-bridged').some(({ call }) => call === one.call),
    );
    t.strictSame(plateau.told('call-offered'), [], 'the first has rung nobody');
    await second.end();
    await until('the first is back', () => plateau.told('switch-connected').length === 2);
    await one.hangUp();
    await until('the phone is free', () => phone('101').calls()[0]?.end !== undefined);
    await floor.rings('101', two);
    t.strictSame(
      phone('101')
        .calls()
        .map(({ end }) => end?.by),
      ['them', undefined],
    );
    t.equal(two.calls()[0]?.end, undefined, 'who waited is still there');
    await two.hangUp();
  },
);

t.test(
  'a second daemon that is killed and does not come back: the first takes its place back',
  { skip, timeout: 120_000 },
  async t => {
    const deadmanSeconds = 6;
    const floor = await givenFloor(t, { site, flows, agents: ['101'], deadmanSeconds });
    const { plateau, asterisk } = floor;
    const second = await givenPlateau(t, asterisk, { site: siteText({ site, flows }), deadmanSeconds });
    await until('the first has stopped acting', () => plateau.told('switch-lost').length === 1);
    const rival = async () => (await asterisk.cli('dialplan show globals')).match(/PLATEAU_RIVAL=(\S*)/)?.[1];
    await until('the first asks whether the second lives', async () =>
      (await rival())?.startsWith('plateau-'),
    );
    await until('the second says so', async () => (await rival()) === '');
    t.equal(plateau.told('switch-connected').length, 1, 'as long as it lives the first stands by');
    await second.kill();
    await until('the first is back', () => plateau.told('switch-connected').length === 2, {
      withinMs: 60_000,
    });
    const caller = await floor.calls('n1');
    t.equal(plateau.told('call-queued').at(-1)?.call, caller.call);
    await caller.hangUp();
  },
);

t.test(
  'an agent who hangs up while the daemon is away frees his caller, who goes to the head of his flow',
  { skip, timeout: 60_000 },
  async t => {
    const floor = await givenFloor(t, { site, flows, agents: ['101', '102'] });
    const { plateau, phone } = floor;
    await floor.logIn('102');
    const talks = await floor.calls('n2');
    await floor.rings('102', talks);
    await phone('102').answer();
    await floor.until('call-bridged', { call: talks.call });
    const waits = await floor.calls('n2');
    await plateau.kill();
    await phone('102').hangUp();
    await plateau.start();
    await floor.until('call-returned', { call: talks.call, because: 'leg-lost' });
    t.equal(talks.calls()[0]?.end, undefined, 'the caller is still there');
    await floor.rings('102', talks);
    t.strictSame(story(floor, waits), [], 'who waited before him still waits');
    await talks.hangUp();
    await waits.hangUp();
  },
);

t.test(
  'without Plateau callers ring plain phones at once; a hung Plateau lets them go within the dead-man time',
  { skip, timeout: 90_000 },
  async t => {
    const floor = await givenFloor(t, { site, flows, agents: ['101', '102'], deadmanSeconds: 6 });
    const { plateau, asterisk, phone } = floor;
    const waits = await floor.calls('n1');
    plateau.signal('SIGSTOP');
    await until('the waiting caller rings a phone by the fall-back', () => phone('101').calls().length > 0, {
      withinMs: 20_000,
    });
    t.equal(waits.calls()[0]?.end, undefined, 'still up');
    await phone('101').answer();
    plateau.signal('SIGCONT');
    await floor.until('call-ended', { call: waits.call, end: 'fallback' });
    t.equal(waits.calls()[0]?.end, undefined, 'Plateau comes back and leaves him in his talk');
    const [name] = /PJSIP\/operator-\S+/.exec(await asterisk.cli('core show channels concise')) ?? [];
    t.notMatch(
      await asterisk.cli(`core show channel ${String(name).split('!')[0]}`),
      /Time to Hangup: [1-9]/,
      'and nothing will cut him there',
    );
    await waits.hangUp();
    await plateau.end();
    const direct = await givenCaller(t, asterisk, { number: '6001' });
    await until('a phone rings at once', () =>
      [...phone('101').calls(), ...phone('102').calls()].some(call => call.end === undefined),
    );
    await direct.hangUp();
    await plateau.start();
    const told = (await asterisk.log()).split('\n').filter(line => /PLATEAU_(APP|BACK)' to/.test(line));
    t.match(told.at(-2), /'PLATEAU_APP' to 'plateau-/, 'who rang meanwhile is let in');
    t.match(told.at(-1), /'PLATEAU_BACK' to ''/, 'before he is told not to wait');
  },
);
