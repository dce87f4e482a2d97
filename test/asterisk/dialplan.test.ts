// The dialplan as shipped, on a real Asterisk with real calls. Plateau itself is away, or played by a bare ARI app.
import t, { type Test } from 'tap';
import type { Asterisk } from '../../lab/asterisk.js';
import { givenAsterisk, givenCaller, givenPhone, labSkip, type Scope, until } from '../../lab/given.js';
import { plainAmi } from '../../lab/plain-ami.js';
import { type PlainAri, plainAri } from '../../lab/plain-ari.js';
import { arrivals, type Channel, heardBy, pressWhenAsked } from './look.js';

// Each test has an Asterisk of its own, and spends its time waiting for announcements.
const skip = await labSkip();
/** A new one for each test: tap keeps what a buffered test says in the object that it was given. */
const options = (): { skip: string | false; buffered: true } => ({ skip, buffered: true });
t.jobs = 4;
/** What Asterisk says takes up to nine seconds. */
const spokenMs = 60_000;

/** What the dialplan wrote into queue_log when it gave up on Plateau for this channel: `queue why flow`. */
async function fallbacks(asterisk: Asterisk, channelId: string): Promise<readonly string[]> {
  const fields = (await asterisk.queueLog()).map(line => line.split('|'));
  return fields
    .filter(([, id, , , event]) => event === 'PLATEAUAWAY' && id === channelId)
    .map(([, , queue, , , why, flow]) => `${queue} ${why} ${flow}`);
}

/** Plays Plateau: the app is announced as the daemon announces itself, and does nothing by itself. */
async function givenApp(t: Scope, asterisk: Asterisk, app: string): Promise<PlainAri> {
  const ari = await plainAri(asterisk.ari, app);
  t.teardown(ari.close);
  await setGlobals(asterisk, { PLATEAU_APP: app });
  return ari;
}

async function setGlobals(asterisk: Asterisk, globals: Readonly<Record<string, string>>): Promise<void> {
  const ami = await plainAmi(asterisk.ami);
  for (const [Variable, Value] of Object.entries(globals)) {
    const { Response } = await ami.act({ Action: 'Setvar', Variable, Value });
    if (Response !== 'Success') throw new Error(`Setvar ${Variable}: ${Response}`);
  }
  ami.close();
}

t.test('entry while Plateau is away', options(), async t => {
  const asterisk = await givenAsterisk(t, {
    queues: '[retention](fallback)\n',
    extensions: '[from-operator]\nexten => 3299,1,Goto(plateau-queue,?,1)\n',
  });
  await asterisk.cli('dialplan set global MENU_WAIT 0.4');
  const ari = await plainAri(asterisk.ari, 'look');
  t.teardown(ari.close);
  const channelOfCaller = async (number: string) =>
    ((await ari.request('GET', 'channels')).body as Channel[]).find(({ caller }) => caller.number === number);

  /** Where the caller ends up: `queue why flow language`. */
  const landing = async (from: string, number: string, keys: string) => {
    const caller = await givenCaller(t, asterisk, { number, from });
    const channel = await until('the call is there', () => channelOfCaller(from));
    await pressWhenAsked(asterisk, caller, channel, keys);
    const line = await until(
      'the caller waits in the fall-back',
      async () => {
        const [away] = await fallbacks(asterisk, channel.id);
        const shown = await asterisk.cli(`queue show ${away?.split(' ')[0] ?? ''}`);
        return shown.includes(` ${channel.name} `) && away;
      },
      { withinMs: 60_000 },
    );
    const language = (await channelOfCaller(from))?.language;
    await caller.hangUp();
    return `${line} ${language}`;
  };
  const cases = [
    ['a direct number', '3204', '', 'plateau-fallback away acquisition en'],
    ['the hot line of the distributors', '3202', '', 'plateau-fallback away distributors en'],
    ['French, then assistance', '3200', '11', 'plateau-fallback away n1 fr'],
    ['English, then level 2', '3200', '22', 'plateau-fallback away n2 en'],
    ['a flow with a queue of its own', '3200', '13', 'retention away retention fr'],
    ['a wrong key in the language menu, then a right one', '3200', '722', 'plateau-fallback away n2 en'],
    ['wrong keys in the reason menu, then a right one', '3200', '1982', 'plateau-fallback away n2 fr'],
    ['three wrong keys in the reason menu', '3200', '2789', 'plateau-fallback away n1 en'],
    ['no key at all', '3200', '', 'plateau-fallback away n1 fr'],
    ['a flow that cannot be one', '3299', '', 'plateau-fallback misnamed plateau-fallback en'],
  ] as const;
  const landed = await Promise.all(
    cases.map(async ([what, number, keys], index) => [
      what,
      await landing(`014200000${index}`, number, keys),
    ]),
  );
  t.strictSame(
    landed,
    cases.map(([what, , , expected]) => [what, expected]),
  );
  const stranger = await givenCaller(t, asterisk, { number: '0142000000' });
  t.match(await until('he is refused', () => stranger.calls()[0]?.end), { by: 'them', how: 404 });
});

t.test('the fall-back rings the phones', options(), async t => {
  const asterisk = await givenAsterisk(t);
  const phone = await givenPhone(t, asterisk, { id: '101' }, { kind: 'answers', afterMs: 50 });
  const caller = await givenCaller(t, asterisk, { number: '3204' });
  await until('the phone has answered', () => phone.calls()[0]?.confirmedAtMs !== undefined);
  await caller.hangUp();
  const end = await until('the phone is hung up', () => phone.calls()[0]?.end);
  t.match(end, { by: 'them', how: 'bye' });
  t.equal(`${await caller.complaints()}${await phone.complaints()}`, '');
});

t.test('the hand-over to Plateau', options(), async t => {
  const asterisk = await givenAsterisk(t, {
    extensions: [
      '[from-operator]',
      'exten => _32XX*.,1,Set(PLATEAU_CUSTOMER=48151623)',
      ` same => n,Set(PLATEAU_CHOICE=a,b"c(\${EXTEN:5})`,
      ` same => n,Set(PLATEAU_DIALLED=32:04?"\${EXTEN:5}")`,
      ' same => n,Set(PLATEAU_TRUNK=side,door)',
      ' same => n,Goto(plateau-queue,n1,1)',
    ].join('\n'),
  });
  const ari = await givenApp(t, asterisk, 'boot-1');
  let callers = 0;
  const arrival = async (t: Scope, number: string, keys: string) => {
    callers += 1;
    const from = `01430000${callers + 10}`;
    const caller = await givenCaller(t, asterisk, { number, from });
    const channels = async () => (await ari.request('GET', 'channels')).body as Channel[];
    const ringing = await until('the call is there', async () =>
      (await channels()).find(channel => channel.caller.number === from),
    );
    await pressWhenAsked(asterisk, caller, ringing, keys);
    const event = await until('the call arrives', () =>
      arrivals(ari).find(({ channel }) => (channel as Channel).id === ringing.id),
    );
    return { caller, channel: event['channel'] as Channel & Record<string, unknown>, args: event['args'] };
  };
  const release = async ({ id }: Channel, next: string) => {
    await ari.request('POST', `channels/${id}/variable?variable=PLATEAU_NEXT&value=${next}`);
    await ari.request('POST', `channels/${id}/continue`);
  };

  await t.test(
    'brings the flow, the number, the language and the choice; a SIP trunk is in the name',
    async t => {
      const { args, channel } = await arrival(t, '3200', '12');
      t.strictSame(args, ['call', 'n2', '3200', 'fr', 'technical', '', '']);
      t.match(channel.name, /^PJSIP\/operator-/);
    },
  );
  await t.test('does not answer the call, and leaves out what there is not', async t => {
    const { args, channel, caller } = await arrival(t, '3204', '');
    t.strictSame(args, ['call', 'acquisition', '3204', 'en', '', '', '']);
    t.equal(channel.state, 'Ring');
    t.equal(caller.calls()[0]?.answeredAtMs, undefined);
  });
  await t.test('cuts what was made up down to harmless characters, and brings the customer', async t => {
    const { args, channel } = await arrival(t, '3204*1', '');
    t.strictSame(args, ['call', 'n1', '32041', 'en', 'abc1', 'sidedoor', '48151623']);
    t.strictSame(channel['channelvars'], { PLATEAU_CUSTOMER: '48151623' });
  });

  const releases = [
    ['closing', ['im-sorry fr', 'vm-nobodyavail fr', 'please-try-call-later fr']],
    ['closed', ['im-sorry fr', 'vm-nobodyavail fr', 'please-try-call-later fr']],
    ['line-full', ['all-circuits-busy-now fr', 'please-try-call-later fr']],
    ['nobody', ['vm-nobodyavail fr', 'please-try-call-later fr']],
    ['too-long', ['queue-thankyou fr', 'vm-nobodyavail fr', 'please-try-call-later fr']],
  ] as const;
  await t.test('a released caller hears why, in his language', async t => {
    const heard = await Promise.all(
      releases.map(async ([reason]) => {
        const { channel, caller } = await arrival(t, '3200', '11');
        await release(channel, reason);
        await until('the line is cut', () => caller.calls()[0]?.end, { withinMs: spokenMs });
        return heardBy(asterisk, channel);
      }),
    );
    t.strictSame(
      heard,
      releases.map(([, sounds]) => sounds),
    );
  });
  await t.test('Plateau may ask for the fall-back', async t => {
    const { channel } = await arrival(t, '3204', '');
    await release(channel, 'fallback');
    const lines = await until('the caller is in the fall-back', async () => {
      const all = await fallbacks(asterisk, channel.id);
      return all.length > 0 && all;
    });
    t.strictSame(lines, ['plateau-fallback asked acquisition']);
  });
  await t.test('a caller whom Plateau lets go without a word is hung up', async t => {
    const { channel, caller } = await arrival(t, '3204', '');
    await ari.request('POST', `channels/${channel.id}/continue`);
    t.match(await until('the line is cut', () => caller.calls()[0]?.end), { by: 'them' });
  });
});

t.test('callers whom Plateau cannot hold', options(), async t => {
  const asterisk = await givenAsterisk(t);
  const landing = async (t: Test) => {
    const caller = await givenCaller(t, asterisk, { number: '3204' });
    const name = await until(
      'the caller waits in the fall-back',
      async () => /1\. (PJSIP\/operator-\S+)/.exec(await asterisk.cli('queue show plateau-fallback'))?.[1],
    );
    const [line] = (await asterisk.queueLog()).filter(one => one.includes('|PLATEAUAWAY|')).slice(-1);
    const timeout = await asterisk.cli(`core show channel ${name}`);
    t.equal(caller.calls()[0]?.end, undefined, 'the caller is still up');
    t.notMatch(timeout, /Time to Hangup: [1-9]/, 'and nothing will cut him');
    await caller.stop();
    return line?.split('|').slice(2);
  };
  await t.test('the app is not there', async t => {
    await setGlobals(asterisk, { PLATEAU_APP: 'nobody-is-connected' });
    t.strictSame(await landing(t), ['plateau-fallback', 'NONE', 'PLATEAUAWAY', 'gone', 'acquisition']);
  });
  await t.test('the app takes the call and then says nothing', async t => {
    const ari = await givenApp(t, asterisk, 'silent');
    await setGlobals(asterisk, { PLATEAU_DEADMAN: '1' });
    t.strictSame(await landing(t), ['plateau-fallback', 'NONE', 'PLATEAUAWAY', 'silent', 'acquisition']);
    t.strictSame(
      arrivals(ari).map(event => event['args']),
      [['call', 'acquisition', '3204', 'en', '', '', '']],
    );
  });
});

t.test('the agents’ feature codes', options(), async t => {
  const asterisk = await givenAsterisk(t);
  const ids = ['101', '102', '103', '104', '105', '106', '107', '109', '110', '111'];
  const phones = await asterisk.addPhones([...ids.map(id => ({ id })), { id: '108', language: 'en' }]);
  /** Dials a code; `heard` waits until Asterisk has said what it has to say. */
  const dial = async (t: Scope, code: string, id: string) => {
    const phone = phones.find(one => one.id === id);
    if (phone === undefined) throw new Error(`no phone ${id}`);
    const ari = await plainAri(asterisk.ari, 'look');
    t.teardown(ari.close);
    const caller = await givenCaller(t, asterisk, { number: code, phone });
    const channel = await until('the phone is on the line', async () =>
      ((await ari.request('GET', 'channels')).body as Channel[]).find(({ name }) =>
        name.includes(`/${phone.id}-`),
      ),
    );
    const heard = async () => {
      await until('Asterisk hangs up', () => caller.calls()[0]?.end, { withinMs: spokenMs });
      return heardBy(asterisk, channel);
    };
    return { channel, heard };
  };

  await t.test('say so while Plateau is away', async t => {
    const [one, two] = await Promise.all([dial(t, '*45', '101'), dial(t, '*473', '108')]);
    t.strictSame(await one.heard(), ['im-sorry fr', 'please-try-call-later fr']);
    t.strictSame(await two.heard(), ['im-sorry en', 'please-try-call-later en']);
  });
  await t.test('reach Plateau with the phone’s own name, and say what came of it', async t => {
    const ari = await givenApp(t, asterisk, 'boot-1');
    const cases = [
      ['*45', '101', 'ok', ['login', '101', ''], ['agent-loginok fr']],
      ['*46', '102', 'ok', ['logout', '102', ''], ['agent-loggedoff fr']],
      ['*47', '103', 'ok', ['pause', '103', ''], ['do-not-disturb fr', 'activated fr']],
      ['*473', '104', 'ok', ['pause', '104', '3'], ['do-not-disturb fr', 'activated fr']],
      ['*48', '105', 'ok', ['ready', '105', ''], ['do-not-disturb fr', 'de-activated fr']],
      ['*49', '106', 'talking', ['status', '106', ''], ['agent-loginok fr', 'is-in-use fr']],
      ['*5212', '109', 'ok', ['wrap-up-code', '109', '12'], ['auth-thankyou fr']],
      ['*523', '110', 'refused', ['wrap-up-code', '110', '3'], ['beeperr fr', 'cancelled fr']],
      ['*48', '111', 'code-needed', ['ready', '111', ''], ['beeperr fr', 'dir-pls-enter fr']],
      ['*45', '107', 'unknown', ['login', '107', ''], ['feature-not-avail-line fr']],
      ['*45', '108', 'nonsense', ['login', '108', ''], ['beeperr en', 'cancelled en']],
    ] as const;
    const got = await Promise.all(
      cases.map(async ([code, phone, result]) => {
        const { channel, heard } = await dial(t, code, phone);
        const event = await until('Plateau is asked', () =>
          arrivals(ari).find(one => (one['channel'] as Channel).id === channel.id),
        );
        await ari.request('POST', `channels/${channel.id}/variable?variable=PLATEAU_RESULT&value=${result}`);
        await ari.request('POST', `channels/${channel.id}/continue`);
        return [code, phone, result, (event['args'] as string[]).slice(1), await heard()];
      }),
    );
    t.strictSame(got, cases);
  });
});

t.test('AMI gives Plateau what it needs and nothing else', options(), async t => {
  const asterisk = await givenAsterisk(t);
  const ami = await plainAmi(asterisk.ami);
  t.teardown(async () => ami.close());
  const refused = async (action: Readonly<Record<string, string>>) =>
    (await ami.act(action))['Message'] === 'Permission denied';
  const allowed = [
    { Action: 'Ping' },
    { Action: 'Setvar', Variable: 'PLATEAU_X', Value: '1' },
    { Action: 'Getvar', Variable: 'PLATEAU_X' },
    { Action: 'Hangup', Channel: 'none' },
    { Action: 'Redirect', Channel: 'none', Context: 'phones', Exten: '*45', Priority: '1' },
    { Action: 'DeviceStateList' },
    { Action: 'CoreShowChannels' },
    { Action: 'QueueLog', Queue: 'n1', Event: 'TEST', Interface: 'NONE' },
  ];
  const denied = [
    { Action: 'Originate', Channel: 'PJSIP/101', Context: 'phones', Exten: '*45', Priority: '1' },
    { Action: 'Command', Command: 'core show uptime' },
    { Action: 'ModuleLoad', LoadType: 'reload' },
    { Action: 'GetConfig', Filename: 'manager.conf' },
    { Action: 'DBPut', Family: 'a', Key: 'b', Val: 'c' },
  ];
  for (const action of allowed) t.equal(await refused(action), false, action.Action);
  for (const action of denied) t.equal(await refused(action), true, action.Action);
  await ami.act({ Action: 'Ping' });
  const kinds = new Set(ami.events.map(({ Event }) => Event));
  for (const kind of ['VarSet', 'Newexten', 'Newchannel']) t.notOk(kinds.has(kind), `no ${kind}`);
});
