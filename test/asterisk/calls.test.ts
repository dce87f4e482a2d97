// Who gets whom, with real calls: agents' phones and callers are SIP, what is looked at is the journal and the phones.
import t from 'tap';
import { givenCaller, labSkip, until } from '../../lab/given.js';
import type { Fact } from '../../src/core/facts.js';
import { givenFloor, privateNumber, story } from './floor.js';

const flows = [
  'skill',
  'widens',
  'rona',
  'wraps',
  'leaves',
  'twins',
  'several',
  'short',
  'confirmed',
  'busy',
];
const site = `
notReadyReasons: { break: { code: 1, name: { en: Break, fr: Pause } } }
trunks:
  operator: { name: Operator, kind: pjsip, endpoint: operator, channels: 30 }
agents:
  - { phone: PJSIP/101, name: Alice, skills: { skill: 3, widens: 1 } }
  - { phone: PJSIP/102, name: Bruno, skills: { rona: 1 } }
  - { phone: PJSIP/103, name: Chloe, skills: { rona: 1 } }
  - { phone: PJSIP/104, name: Driss, skills: { wraps: 1 }, wrapUp: 2s }
  - { phone: PJSIP/105, name: Elodie, skills: { leaves: 1, twins: 1 } }
  - { phone: PJSIP/106, name: Farid, skills: { several: 1 } }
  - { phone: PJSIP/107, name: Gaelle, skills: { several: 1 } }
  - { phone: PJSIP/108, name: Hugo, skills: { short: 1 } }
  - { phone: PJSIP/109, name: Ines, skills: { short: 1 } }
  - { phone: PJSIP/110, name: Jules, skills: { confirmed: 1 }, confirm: true }
  - { phone: PJSIP/112, name: Louis, skills: { busy: 1, widens: 2 } }
flows:
  skill: { name: { en: a, fr: a }, rings: [{ at: 0s, agents: skill >= 2 }] }
  widens: { name: { en: a, fr: a }, rings: [{ at: 0s, agents: widens >= 2 }, { at: 2s, agents: widens }] }
  rona: { name: { en: a, fr: a }, rings: [{ at: 0s, agents: rona }], selection: linear, offerTimeout: 5s }
  wraps: { name: { en: a, fr: a }, rings: [{ at: 0s, agents: wraps }], shortTalk: 0s }
  leaves: { name: { en: a, fr: a }, rings: [{ at: 0s, agents: leaves }] }
  twins: { name: { en: a, fr: a }, rings: [{ at: 0s, agents: twins }], shortTalk: 0s }
  several: { name: { en: a, fr: a }, rings: [{ at: 0s, agents: several }], ringAtOnce: 2 }
  short: { name: { en: a, fr: a }, rings: [{ at: 0s, agents: short }], selection: linear, shortTalk: 10s }
  confirmed: { name: { en: a, fr: a }, rings: [{ at: 0s, agents: confirmed }] }
  busy: { name: { en: a, fr: a }, rings: [{ at: 0s, agents: busy }] }
`;
const agents = ['101', '102', '103', '104', '105', '106', '107', '108', '109', '110', '112'];

t.test('calls on a real Asterisk', { skip: await labSkip(), timeout: 120_000 }, async t => {
  const floor = await givenFloor(t, { site, flows, agents });
  const { plateau, phone } = floor;

  await t.test('the agent with the skill is rung; both ends hear each other hang up', async t => {
    await floor.logIn('101', '102');
    const caller = await floor.calls('skill');
    await floor.rings('101', caller);
    await phone('101').answer();
    await floor.until('call-bridged', { call: caller.call });
    await caller.hangUp();
    await until('the phone is hung up', () => phone('101').calls()[0]?.end !== undefined);
    await floor.until('call-ended', { call: caller.call });
    t.strictSame(story(floor, caller), ['offered 101', 'answered by 101', 'ended: caller-hung-up']);
    t.equal(phone('102').calls().length, 0, 'the agent without the skill is left alone');
  });

  await t.test('the ring widens with waiting time', async t => {
    const caller = await floor.calls('widens');
    const offered = await floor.until('call-offered', { call: caller.call });
    t.match(offered, { agent: '101', why: { ring: 1 } });
    const [queuedAtMs, offeredAtMs] = ['call-queued', 'call-offered'].map(
      type =>
        plateau.facts().find(({ fact }) => fact.type === type && 'call' in fact && fact.call === caller.call)
          ?.atMs ?? 0,
    );
    const waitedMs = (offeredAtMs ?? 0) - (queuedAtMs ?? 0);
    t.ok(waitedMs >= 2_000 && waitedMs < 20_000, `after ${waitedMs} ms`);
    await caller.hangUp();
    await floor.until('call-ended', { call: caller.call });
    await until('the phone stops ringing', () =>
      phone('101')
        .calls()
        .every(call => call.end !== undefined),
    );
  });

  await t.test(
    'a RONA: the next agent is rung, the caller keeps his place, the agent is made not-ready',
    async t => {
      await floor.logIn('103');
      await plateau.command('103', { kind: 'not-ready', reason: 'break' });
      const first = await floor.calls('rona');
      await floor.rings('102', first);
      const second = await floor.calls('rona');
      await floor.until('agent-not-ready', { agent: '102', reason: 'no-answer' });
      await until('the phone of 102 is silent again', () =>
        phone('102')
          .calls()
          .every(call => call.end !== undefined),
      );
      await plateau.command('103', { kind: 'ready' });
      await floor.rings('103', first);
      await phone('103').answer();
      await floor.until('call-bridged', { call: first.call });
      t.strictSame(story(floor, second), [], 'who came later waits');
      await Promise.all([first.hangUp(), second.hangUp()]);
      await floor.until('call-ended', { call: second.call });
      t.strictSame(story(floor, first).slice(0, 4), [
        'offered 102',
        '102 no-answer',
        'offered 103',
        'answered by 103',
      ]);
    },
  );

  await t.test('wrap-up keeps the next call away for its time', async t => {
    await floor.logIn('104');
    const first = await floor.calls('wraps');
    await floor.rings('104', first);
    const second = await floor.calls('wraps');
    await phone('104').answer();
    await floor.until('call-bridged', { call: first.call });
    await phone('104').hangUp();
    await floor.until('call-offered', { call: second.call });
    const at = (type: Fact['type'], key: string) =>
      plateau.facts().findLast(({ fact }) => fact.type === type && JSON.stringify(fact).includes(key))
        ?.atMs ?? 0;
    const keptMs = at('call-offered', second.call) - at('agent-wrap-up-started', '104');
    t.ok(keptMs >= 2_000 && keptMs < 20_000, `${keptMs} ms`);
    await second.hangUp();
  });

  await t.test('a caller who leaves while waiting or ringing leaves no phone ringing', async t => {
    const waits = await floor.calls('leaves');
    await waits.hangUp();
    await floor.until('call-ended', { call: waits.call });
    await floor.logIn('105');
    const rings = await floor.calls('leaves');
    await floor.rings('105', rings);
    await rings.hangUp();
    await floor.until('call-ended', { call: rings.call });
    await until('the phone is silent', () =>
      phone('105')
        .calls()
        .every(call => call.end !== undefined),
    );
    t.strictSame(
      [story(floor, waits), story(floor, rings)],
      [['ended: abandoned'], ['offered 105', '105 caller-gone', 'ended: abandoned']],
    );
  });

  await t.test('two callers for one agent: each gets him, one after the other, in their order', async t => {
    const callers = await Promise.all([floor.calls('twins'), floor.calls('twins')]);
    const served: string[] = [];
    for (const _ of callers) {
      const known = served.length;
      const answered = async () => {
        await until('the phone rings', () =>
          phone('105')
            .calls()
            .some(call => call.end === undefined && call.answeredAtMs === undefined),
        );
        await phone('105').answer();
        return until(
          'they talk',
          () =>
            plateau.told('call-bridged').filter(fact => callers.some(({ call }) => call === fact.call))[
              known
            ],
        );
      };
      served.push((await answered()).call);
      t.equal(
        (await plateau.ask('calls', {})).calls.filter(call => call.state === 'talking').length,
        1,
        'one agent, one caller',
      );
      await phone('105').hangUp();
      await floor.until('call-ended', { call: served.at(-1) ?? '' });
    }
    const arrived = plateau.told('call-queued').map(fact => fact.call);
    t.strictSame(
      served,
      arrived.filter(call => served.includes(call)),
    );
  });

  await t.test(
    'several phones ring at once; two answer at the same moment: one winner, the other is released and not blamed',
    async t => {
      await floor.logIn('106', '107');
      const caller = await floor.calls('several');
      await Promise.all([floor.rings('106', caller), floor.rings('107', caller)]);
      await Promise.all([phone('106').answer(), phone('107').answer()]);
      const { agent: winner } = await floor.until('call-answered', { call: caller.call });
      await floor.until('call-bridged', { call: caller.call });
      const loser = winner === '106' ? '107' : '106';
      await until('the loser is hung up', () => phone(loser).calls()[0]?.end !== undefined);
      t.equal(phone(winner ?? '').calls()[0]?.end, undefined, 'the winner talks');
      t.strictSame(story(floor, caller).slice(2), [`answered by ${winner}`, `${loser} taken-elsewhere`]);
      const { agents: views } = await plateau.ask('agents', {});
      t.equal(views.find(view => view.agent === loser)?.state, 'ready');
      await caller.hangUp();
    },
  );

  await t.test(
    'an agent who hangs up within seconds sends the caller to the front; another agent is rung',
    async t => {
      await floor.logIn('108', '109');
      const caller = await floor.calls('short');
      await floor.rings('108', caller);
      await phone('108').answer();
      await floor.until('call-bridged', { call: caller.call });
      await phone('108').hangUp();
      await floor.rings('109', caller);
      t.equal(caller.calls()[0]?.end, undefined, 'the caller is still there');
      await phone('109').answer();
      await until(
        'they talk',
        () => plateau.told('call-bridged').filter(fact => fact.call === caller.call).length === 2,
      );
      await caller.hangUp();
      await floor.until('call-ended', { call: caller.call });
      t.strictSame(story(floor, caller), [
        'offered 108',
        'answered by 108',
        'returned: hung-up-at-once',
        'offered 109',
        'answered by 109',
        'ended: caller-hung-up',
      ]);
    },
  );

  await t.test('a mobile must press 1 before the caller is joined', async t => {
    await floor.logIn('110');
    const caller = await floor.calls('confirmed');
    await floor.rings('110', caller);
    await phone('110').answer();
    await floor.until('confirmation-asked', { call: caller.call });
    t.strictSame(story(floor, caller), ['offered 110'], 'nobody has him yet');
    await phone('110').press('1');
    await floor.until('call-bridged', { call: caller.call });
    t.strictSame(story(floor, caller), ['offered 110', 'answered by 110']);
    await caller.hangUp();
  });

  await t.test('a phone that is busy outside the ACD is not rung', async t => {
    await floor.logIn('112');
    const own = await givenCaller(t, floor.asterisk, { number: privateNumber, phone: phone('112').plan });
    await floor.until('agent-phone-changed', { agent: '112', phone: 'busy' });
    const caller = await floor.calls('busy');
    const { calls } = await plateau.ask('calls', {});
    t.match(
      calls.find(call => call.call === caller.call),
      { state: 'waiting', agents: [] },
    );
    await own.hangUp();
    await floor.rings('112', caller);
    t.equal(phone('112').calls().length, 1);
    await caller.hangUp();
  });
});
