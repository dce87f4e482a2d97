// Toll fraud and made-up SIP on a real Asterisk: whatever callers, phones and partners send, no call goes out but to the closed list.
// The trunk to the operator, on which everybody in the world could be reached, is played by the test: nothing may come out on it.
import t from 'tap';
import { givenCaller, labSkip, until } from '../../lab/given.js';
import { givenFloor, story } from './floor.js';
import { givenRawSip } from './raw-sip.js';

const flows = ['n1', 'out', 'limited', 'sent-on', 'referred'];
const site = `
trunks:
  operator: { name: Operator, kind: pjsip, endpoint: operator, channels: 30 }
  alpha: { name: Alpha, kind: pjsip, endpoint: alpha, channels: 30 }
  beta: { name: Beta, kind: pjsip, endpoint: beta, channels: 30 }
  gamma: { name: Gamma, kind: pjsip, endpoint: gamma, channels: 30 }
partners:
  gamma: { name: Gamma, destinations: [{ trunk: gamma, number: "0199000003" }] }
  alpha: { name: Alpha, destinations: [{ trunk: alpha, number: "0199000001" }], retryAfter: 10m }
  beta: { name: Beta, destinations: [{ trunk: beta, number: "0199000002" }], maximumTalk: 1m }
agents:
  - { phone: PJSIP/101, name: Alice, skills: { n1: 1 } }
  - { phone: PJSIP/102, name: Bruno, skills: { sent-on: 1 } }
flows:
  n1: { name: { en: a, fr: a }, rings: [{ at: 0s, agents: n1 }], shortTalk: 0s }
  out: { name: { en: a, fr: a }, rings: [{ at: 0s, partners: [alpha] }] }
  limited: { name: { en: a, fr: a }, rings: [{ at: 0s, partners: [beta] }] }
  sent-on: { name: { en: a, fr: a }, rings: [{ at: 0s, agents: sent-on }] }
  referred: { name: { en: a, fr: a }, rings: [{ at: 0s, partners: [gamma] }] }
`;
const expensive = '0899000000';
const harmful = /[\p{Cc}\p{Cf}\p{Cs}]/u;

t.test('toll fraud on a real Asterisk', { skip: await labSkip(), timeout: 120_000 }, async t => {
  const floor = await givenFloor(t, {
    site,
    flows,
    agents: ['102'],
    behaviours: { '102': { kind: 'redirects', to: `sip:${expensive}@127.0.0.1` } },
    partners: {
      alpha: { kind: 'redirects', to: `sip:${expensive}@127.0.0.1` },
      beta: { kind: 'answers', afterMs: 1 },
    },
  });
  const { asterisk, plateau, partner } = floor;
  const [plan] = await asterisk.addPhones([{ id: '101' }]);
  if (plan === undefined) throw new Error('no phone');
  const operator = await givenRawSip(t, asterisk, asterisk.operator);
  const gamma = await givenRawSip(t, asterisk, await asterisk.addTrunk('gamma'));
  const nobodyElse = () => {
    t.notOk(
      operator.heard.some(one => one.first.startsWith('INVITE ')),
      'nothing went out to the operator',
    );
    t.ok(gamma.heard.every(one => !one.first.startsWith('INVITE ') || one.first.includes(':0199000003@')));
    const dialled = [...partner('alpha').calls(), ...partner('beta').calls()].map(call => call.to);
    t.strictSame(
      dialled.filter(to => !to.startsWith('0199')),
      [],
      'partners were dialled on their numbers only',
    );
  };

  await t.test('302 from a partner, 302 from an agent’s phone: nobody is called out there', async t => {
    const first = await floor.calls('out');
    await floor.until('partner-attempt-ended', { call: first.call });
    await floor.logIn('102');
    const second = await floor.calls('sent-on');
    await floor.until('offer-ended', { call: second.call });
    t.match(story(floor, first), ['dialled alpha 0199000001', 'alpha rejected']);
    t.match(story(floor, second), ['offered 102', '102 redirected']);
    nobodyElse();
    await first.hangUp();
    await second.hangUp();
  });

  await t.test('From, P-Asserted-Identity and headers of anything: a caller, and harmless text', async t => {
    const made = [
      [`"x\\"&PJSIP/${expensive}@operator" <sip:${expensive}&101@evil>`, []],
      ['"\u202e\xff\xfe\xc3\x28 <script>" <sip:a%00b%0d%0aAction:%20Originate@x>', []],
      ['<sip:__proto__@x>', ['P-Asserted-Identity: "${' + 'SHELL(id)}|,;" <sip:$%7bEXTEN%7d@x>']],
      [`"${'A'.repeat(3_000)}" <sip:${'9'.repeat(1_500)}@x>`, []],
      [
        '<sip:0612@x>',
        [
          'PLATEAU_FLOW: out',
          'PLATEAU_NEXT: fallback',
          'X-PLATEAU_TRUNK: alpha',
          `Diversion: <sip:${expensive}@x>`,
        ],
      ],
      [`<sip:0612@x>`, [`Refer-To: <sip:${expensive}@127.0.0.1>`, `Replaces: a;to-tag=b;from-tag=c`]],
    ] as const;
    for (const [from, more] of made) {
      const before = plateau.told('call-queued').length;
      const dialog = await operator.invite('6000', from, more);
      await until(
        'it is taken or refused',
        () => dialog.status() > 0 || plateau.told('call-queued').length > before,
      );
      if (dialog.status() >= 300) continue;
      await until('he waits', () => dialog.status() === 200 && plateau.told('call-queued').length > before);
      const queued = plateau.told('call-queued').at(-1);
      t.equal(queued?.flow, 'n1', 'in the flow that the dialplan chose');
      for (const text of [
        queued?.caller,
        queued?.callerName,
        queued?.dialled,
        queued?.trunk,
        queued?.choice,
      ]) {
        t.notMatch(text, harmful);
        t.ok((text ?? '').length <= 80);
      }
      t.equal(await dialog.request('BYE', []), 200);
      await floor.until('call-ended', { call: queued?.call ?? '' });
    }
    const records = (await asterisk.queueLog()).filter(line => line.includes('|ENTERQUEUE|'));
    t.ok(
      records.length >= 3 && records.every(line => line.split('|').length === 8),
      'each on one line of queue_log',
    );
    nobodyElse();
  });

  await t.test('numbers that nobody has, feature codes, contexts: refused from outside', async t => {
    for (const to of [
      expensive,
      '*45',
      'plateau-queue',
      'T',
      'i',
      `6000%26PJSIP%2f${expensive}`,
      '9'.repeat(1_000),
      '%24%7bSHELL%28id%29%7d',
    ]) {
      const dialog = await operator.invite(to, '<sip:0612@x>');
      await until(`${to.slice(0, 40)} is refused`, () => dialog.status() >= 400);
    }
    t.strictSame(
      plateau.told('call-queued').filter(({ dialled }) => !/^600\d$/.test(dialled)),
      [],
    );
    nobodyElse();
  });

  await t.test('REFER from a caller and from an agent’s phone: refused, nobody is called', async t => {
    const phone = await givenRawSip(t, asterisk, plan);
    await floor.logIn('101');
    const before = plateau.told('call-answered').length;
    const caller = await operator.invite('6000', '<sip:0612000001@x>');
    const agent = await phone.answered();
    await until('they talk', () => plateau.told('call-answered').length > before && caller.status() === 200);
    const target = [`Refer-To: <sip:${expensive}@${asterisk.sip.host}>`, 'Referred-By: <sip:x@x>'];
    for (const [who, dialog] of [
      ['caller', caller],
      ['agent', agent],
    ] as const)
      t.ok((await dialog.request('REFER', target)) >= 400, `${who}: refused`);
    const keys = {
      type: 'Content-Type: application/dtmf-relay',
      body: (key: string) => `Signal=${key}\r\nDuration=100\r\n`,
    };
    for (const key of ['#', '*', '1', '#1', 'A'.repeat(500)])
      await caller.request('INFO', [keys.type], keys.body(key));
    nobodyElse();
    await caller.request('BYE', []);
    await plateau.command('101', { kind: 'logout' });
  });

  await t.test('REFER from a partner, and a call from him: refused, the talk goes on', async t => {
    const caller = await operator.invite('6004', '<sip:0612000004@x>');
    const leg = await gamma.answered();
    await until('they talk', () => plateau.told('call-answered').some(({ partner }) => partner === 'gamma'));
    const answered = plateau.told('call-answered').find(({ partner }) => partner === 'gamma');
    const { host } = asterisk.sip;
    const callId = operator.heard.find(one => one.first.startsWith('SIP/2.0 200'))?.header('Call-ID') ?? '';
    for (const more of [
      [`Refer-To: <sip:${expensive}@${host}>`],
      [`Refer-To: <sip:${expensive}@${asterisk.operator.address}:${asterisk.operator.port}>`],
      ['Refer-To: <sip:6000@x>', 'Referred-By: <sip:operator@x>'],
      [`Refer-To: <sip:6000@${host}?Replaces=${callId}%3Bto-tag%3Da%3Bfrom-tag%3Db>`],
      ['Refer-To: <tel:+33899000000>', 'Refer-Sub: false'],
    ])
      t.ok((await leg.request('REFER', more)) >= 400, more.join());
    const before = plateau.told('call-queued').length;
    for (const to of [expensive, '6000', '*45', '101', 'plateau-queue']) {
      const dialog = await gamma.invite(to, '<sip:0612@x>');
      await until(`${to} is refused`, () => dialog.status() >= 400);
    }
    t.equal(plateau.told('call-queued').length, before);
    const { calls } = await plateau.ask('calls', {});
    t.match(
      calls.filter(({ call }) => call === answered?.call),
      [{ state: 'talking', partner: 'gamma' }],
    );
    nobodyElse();
    t.equal(await caller.request('BYE', []), 200);
    await floor.until('call-ended', { call: answered?.call ?? '' });
  });

  await t.test('headers and parameters with the names of our variables: the variables stay ours', async t => {
    const globals = async () =>
      (await asterisk.cli('dialplan show globals')).split('\n').filter(line => line.includes('PLATEAU_'));
    const before = { globals: await globals(), queued: plateau.told('call-queued').length };
    const made = {
      ...{ APP: 'evil', BACK: '9999999999', CHOICE: 'technical', CUSTOMER: '666', DEADMAN: '0' },
      ...{ DIALLED: expensive, FLOW: 'out', NEXT: 'closed', PHONE: '101', RESULT: 'ok', TRUNK: 'alpha' },
    };
    const named = Object.entries(made).map(([name, value]) => [`PLATEAU_${name}`, value] as const);
    const headers = named.flatMap(([name, value]) =>
      ['', '_', '__', 'X-', 'X-Asterisk-', 'P-'].map(prefix => `${prefix}${name}: ${value}`),
    );
    const parameters = named.map(([name, value]) => `;${name}=${value}`).join('');
    const from = `"PLATEAU_NEXT=closed" <sip:0612000005@x${parameters}>`;
    const caller = await operator.invite('6000', from, headers);
    await until(
      'he waits',
      () => plateau.told('call-queued').length > before.queued && caller.status() === 200,
    );
    const queued = plateau.told('call-queued').at(-1);
    t.match(queued, { flow: 'n1', dialled: '6000', choice: '', trunk: 'operator' });
    const shown = await asterisk.cli(`core show channel ${queued?.channel}`);
    const variables = shown.split('\n').filter(line => /PLATEAU_/i.test(line) && line.includes('='));
    t.ok(variables.includes('PLATEAU_FLOW=n1'), 'what is ours is there');
    const values = new Set(variables.map(line => line.trim()));
    t.strictSame(
      named.filter(([name, value]) => values.has(`${name}=${value}`)),
      [],
      'and nothing of his',
    );
    t.strictSame(await globals(), before.globals);
    t.equal(await caller.request('BYE', []), 200);
    const { end } = await floor.until('call-ended', { call: queued?.call ?? '' });
    t.equal(end, 'abandoned', 'and he was let go nowhere');
    nobodyElse();
  });

  await t.test(
    'an agent’s phone that dials numbers, odd codes, other contexts: nothing goes out',
    async t => {
      const phone = { ...plan, id: '101' };
      for (const number of [expensive, '*470', '*4712', '*45123', '*52', 'login', 'plateau-release']) {
        const caller = await givenCaller(t, asterisk, { number, phone });
        await until(`${number} is refused`, () => caller.calls()[0]?.end);
      }
      const agents = (await plateau.ask('agents', {})).agents.filter(({ agent }) => agent === '101');
      t.match(agents, [{ state: 'logged-out' }], 'and no code was taken for another');
      nobodyElse();
    },
  );

  await t.test('the longest talk with a partner ends without us: Asterisk has been told', async t => {
    const caller = await floor.calls('limited');
    const { leg } = await floor.until('call-bridged', { call: caller.call });
    await plateau.kill();
    const channels = (await asterisk.cli('core show channels concise')).split('\n');
    const name = channels.find(line => line.startsWith('PJSIP/beta-'))?.split('!')[0] ?? '';
    const endsAt = /Time to Hangup: (\d+)/.exec(await asterisk.cli(`core show channel ${name}`))?.[1];
    const left = Number(endsAt) - Date.now() / 1000;
    t.ok(left > 0 && left <= 60 + 20 + 5 + 120, `${name} of ${leg} has ${left.toFixed(0)} s left`);
    await plateau.start();
    nobodyElse();
    await caller.hangUp();
  });

  await t.test('302 in the fall-back, while Plateau is away: not followed either', async t => {
    await plateau.end();
    await asterisk.cli('queue add member PJSIP/102 to plateau-fallback');
    const rung = floor.phone('102').calls().length;
    const caller = await givenCaller(t, asterisk, { number: '6000', from: '0612999999' });
    await until('the phone was rung', () => floor.phone('102').calls().length > rung);
    await until('it has redirected', () => floor.phone('102').calls().at(-1)?.end);
    t.equal(caller.calls()[0]?.end, undefined, 'the caller waits on');
    nobodyElse();
    await caller.hangUp();
  });
});
