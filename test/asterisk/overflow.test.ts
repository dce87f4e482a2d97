// What in-house cannot take, with real calls: partners, caps, hours, nobody there, and redirects.
import t from 'tap';
import { labSkip, until } from '../../lab/given.js';
import { givenFloor, siteText, story } from './floor.js';

const flows = ['late', 'full', 'shut', 'told', 'empty', 'closing', 'redirected', 'followed'];
const siteWith = (closing: string) => `
trunks:
  operator: { name: Operator, kind: pjsip, endpoint: operator, channels: 30 }
  alpha: { name: Alpha, kind: pjsip, endpoint: alpha, channels: 30 }
  beta: { name: Beta, kind: pjsip, endpoint: beta, channels: 30 }
partners:
  alpha: { name: Alpha, destinations: [{ trunk: alpha, number: "0199000001" }], caps: { concurrent: 1 } }
  beta: { name: Beta, destinations: [{ trunk: beta, number: "0199000002" }] }
  busy: { name: Busy, destinations: [{ trunk: beta, number: "0199000003" }, { trunk: beta, number: "0199000004" }], retryAfter: 1m }
calendars:
  always: { every-day: 00:00-24:00 }
  never: { dates: { 2020-01-01: 08:00-09:00 } }
  changing: ${closing}
agents:
  - { phone: PJSIP/101, name: Alice, skills: { late: 1, full: 1, shut: 1, told: 1, closing: 1 } }
  - { phone: PJSIP/102, name: Bruno, skills: { empty: 1 } }
  - { phone: PJSIP/103, name: Chloe, skills: { redirected: 1 } }
  - { phone: PJSIP/104, name: Driss, skills: { followed: 1 } }
flows:
  late:
    name: { en: a, fr: a }
    rings: [{ at: 0s, agents: late }, { at: 1s, partners: [alpha, beta] }]
  full: { name: { en: a, fr: a }, rings: [{ at: 0s, agents: full }], line: { maximum: 0, do: { partners: [busy, beta] } } }
  shut: { name: { en: a, fr: a }, rings: [{ at: 0s, agents: shut }], hours: never, closed: { partners: [beta] } }
  told: { name: { en: a, fr: a }, rings: [{ at: 0s, agents: told }], hours: never, closed: release }
  empty: { name: { en: a, fr: a }, rings: [{ at: 0s, agents: empty }], nobody: { after: 0s, do: release } }
  closing: { name: { en: a, fr: a }, rings: [{ at: 0s, agents: closing }], hours: changing, atClosing: { partners: [beta] } }
  redirected: { name: { en: a, fr: a }, rings: [{ at: 0s, agents: redirected }] }
  followed: { name: { en: a, fr: a }, rings: [{ at: 0s, agents: followed }] }
`;
const site = siteWith('{ every-day: 00:00-24:00 }');

t.test('overflow on a real Asterisk', { skip: await labSkip(), timeout: 120_000 }, async t => {
  const floor = await givenFloor(t, {
    site,
    flows,
    agents: ['101', '102', '103', '104'],
    behaviours: {
      '103': { kind: 'redirects', to: 'sip:0899000000@127.0.0.1' },
      '104': { kind: 'redirects', to: 'sip:0199000002@127.0.0.1' },
    },
    partners: { alpha: { kind: 'rings' }, beta: { kind: 'rings' } },
  });
  const { plateau, partner, phone } = floor;
  const atPartner = (name: string, number: string) =>
    until(`${name} is called on ${number}`, () =>
      partner(name)
        .calls()
        .find(call => call.end === undefined && call.answeredAtMs === undefined && call.to === number),
    );

  await t.test(
    'overflow by time: the partner is dialled, a cap sends the next caller to the second partner, both talk',
    async t => {
      const first = await floor.calls('late');
      const toAlpha = await atPartner('alpha', '0199000001');
      const second = await floor.calls('late');
      const toBeta = await atPartner('beta', '0199000002');
      await partner('alpha').answer(toAlpha);
      await partner('beta').answer(toBeta);
      await floor.until('call-bridged', { call: first.call });
      await floor.until('call-bridged', { call: second.call });
      t.strictSame(story(floor, first), ['dialled alpha 0199000001', 'answered by alpha']);
      t.strictSame(story(floor, second), ['dialled beta 0199000002', 'answered by beta']);
      await partner('alpha').hangUp(toAlpha);
      await until(
        'the caller is hung up when the partner hangs up',
        () => first.calls()[0]?.end !== undefined,
      );
      await second.hangUp();
      await until('the partner is hung up when the caller hangs up', () =>
        partner('beta')
          .calls()
          .every(call => call.end !== undefined),
      );
      await floor.until('call-ended', { call: first.call, end: 'partner-hung-up' });
      await floor.until('call-ended', { call: second.call, end: 'caller-hung-up' });
    },
  );

  await t.test(
    'the caller keeps his place until the partner answers: an agent who is free first takes him',
    async t => {
      const caller = await floor.calls('late');
      await atPartner('alpha', '0199000001');
      await floor.logIn('101');
      await floor.rings('101', caller);
      await phone('101').answer();
      await floor.until('call-bridged', { call: caller.call });
      await until('the partner is released', () =>
        partner('alpha')
          .calls()
          .every(call => call.end !== undefined),
      );
      t.strictSame(story(floor, caller), [
        'dialled alpha 0199000001',
        'offered 101',
        'answered by 101',
        'alpha taken-elsewhere',
      ]);
      await caller.hangUp();
      await plateau.command('101', { kind: 'logout' });
    },
  );

  await t.test(
    'a full line goes to the partners; each destination that refuses leads to the next',
    async t => {
      const caller = await floor.calls('full');
      await partner('beta').refuse(await atPartner('beta', '0199000003'));
      await partner('beta').refuse(await atPartner('beta', '0199000004'));
      await partner('beta').answer(await atPartner('beta', '0199000002'));
      await floor.until('call-bridged', { call: caller.call });
      t.strictSame(story(floor, caller), [
        'line-full: partners',
        'dialled busy 0199000003',
        'busy busy',
        'dialled busy 0199000004',
        'busy busy',
        'dialled beta 0199000002',
        'answered by beta',
      ]);
      await caller.hangUp();
    },
  );

  await t.test('out of hours: the partner, and never an agent who is still there', async t => {
    await floor.logIn('101');
    const caller = await floor.calls('shut');
    await partner('beta').answer(await atPartner('beta', '0199000002'));
    await floor.until('call-bridged', { call: caller.call });
    t.strictSame(story(floor, caller), ['closed: partners', 'dialled beta 0199000002', 'answered by beta']);
    await caller.hangUp();
    await plateau.command('101', { kind: 'logout' });
  });

  await t.test('closed, and nobody there: the caller is told and hung up by the dialplan', async t => {
    const told = await floor.calls('told');
    const refused = await floor.calls('empty');
    for (const caller of [told, refused]) {
      const end = await until('he is hung up', () => caller.calls()[0]?.end, { withinMs: 25_000 });
      t.match(end, { by: 'them', how: 'bye' });
      t.ok((caller.calls()[0]?.answeredAtMs ?? 0) > 0, 'after he was answered, so that he heard it');
    }
    t.strictSame(
      [story(floor, told), story(floor, refused)],
      [
        ['closed: release', 'ended: released'],
        ['nobody: release', 'ended: released'],
      ],
    );
  });

  await t.test('closing time with a caller in line, by a reload that drops no call', async t => {
    const caller = await floor.calls('closing');
    await plateau.writeSite(siteText({ site: siteWith('{ dates: { 2020-01-01: 08:00-09:00 } }'), flows }));
    t.match(await plateau.ask('reload', {}), { ok: true, problems: [] });
    await partner('beta').answer(await atPartner('beta', '0199000002'));
    await floor.until('call-bridged', { call: caller.call });
    t.strictSame(story(floor, caller), ['closing: partners', 'dialled beta 0199000002', 'answered by beta']);
    await plateau.writeSite('flows: nonsense');
    const { ok, problems } = await plateau.ask('reload', {});
    t.notOk(ok);
    t.match(problems[0]?.en, /site\.yaml:\d+:\d+/);
    t.equal(caller.calls()[0]?.end, undefined, 'a reload that fails changes nothing');
    await caller.hangUp();
    await plateau.writeSite(siteText({ site, flows }));
    await plateau.ask('reload', {});
  });

  await t.test("a phone's redirect goes nowhere, unless the closed list names the place", async t => {
    await floor.logIn('103', '104');
    const refused = await floor.calls('redirected');
    await floor.until('offer-ended', { call: refused.call });
    const followed = await floor.calls('followed');
    await partner('beta').answer(await atPartner('beta', '0199000002'));
    await floor.until('call-bridged', { call: followed.call });
    t.strictSame(story(floor, refused), ['offered 103', '103 redirected']);
    t.strictSame(story(floor, followed), [
      'offered 104',
      '104 redirected',
      'dialled beta 0199000002',
      'answered by beta',
    ]);
    t.notOk(
      [...partner('alpha').calls(), ...partner('beta').calls()].some(call => call.to === '0899000000'),
      'nobody was called out there',
    );
    await refused.hangUp();
    await followed.hangUp();
  });
});
