// Call-back instead of waiting, with real calls: the offer and the caller's keys, an agent's phone first and then the customer's, a customer
// who is busy, and a daemon that is killed in between.
import t, { type Test } from 'tap';
import { labSkip, until } from '../../lab/given.js';
import { plainAri } from '../../lab/plain-ari.js';
import { type Caller, type Floor, givenFloor } from './floor.js';
import { givenReferenceSite } from './reference-site.js';

const site = `
trunks:
  operator: { name: Operator, kind: pjsip, endpoint: operator, channels: 30 }
  out: { name: Out, kind: pjsip, endpoint: out, channels: 10 }
agents:
  - { phone: PJSIP/101, name: Alice, skills: { n1: 1 } }
flows:
  n1:
    name: { en: a, fr: a }
    rings: [{ at: 0s, agents: n1 }]
    expectedHandle: 5m
    shortTalk: 0s
    callBack: { offerAbove: 10s, after: 0s }
outbound:
  trunk: out
  callerNumber: "0144000000"
  country: "+33"
  numbers: { allow: ["+33"] }
  caps: { perDay: 100 }
  notReached: { busy: { after: 1m, times: 3 }, noAnswer: { after: 1m, times: 3 } }
`;

type Dialogue = { readonly stage: string; readonly number: string };

/** What the caller's last key came to. */
async function hears(floor: Floor, caller: Caller, wanted: Dialogue): Promise<void> {
  await until(`he is at ${wanted.stage} ${wanted.number}`, () => {
    const last = floor.plateau.told('callback-dialogue').findLast(({ call }) => call === caller.call);
    return last?.stage === wanted.stage && last.number === wanted.number;
  });
}

/** An agent is kept busy by a caller; another one waits, and is offered a call-back. */
async function givenOffer(floor: Floor, flow: string, agent: string, from: string) {
  const first = await floor.calls(flow);
  await floor.rings(agent, first);
  await floor.phone(agent).answer();
  await floor.until('call-bridged', { call: first.call });
  const second = await floor.calls(flow, from);
  await floor.until('callback-offered', { call: second.call }, 60_000);
  return { first, second };
}

const live = (floor: Floor, agent: string) =>
  floor
    .phone(agent)
    .calls()
    .filter(({ end }) => end === undefined);

/** The agent's phone rings for the call-back, and he answers. */
async function agentAnswers(floor: Floor, agent: string, call: string, times: number): Promise<void> {
  await until(
    `${agent} is offered the call-back`,
    () => floor.plateau.told('call-offered').filter(fact => fact.call === call).length === times,
    { withinMs: 120_000 },
  );
  const ringing = await until('his phone rings', () =>
    live(floor, agent).find(one => one.answeredAtMs === undefined),
  );
  await floor.phone(agent).answer(ringing);
}

/** The customer's phone has been rung so often in all, and rings now. */
function customerRings(floor: Floor, trunk: string, times: number): Promise<boolean> {
  return until('the customer’s phone rings', () => {
    const calls = floor.partner(trunk).calls();
    return calls.length === times && calls.at(-1)?.end === undefined;
  });
}

async function together(t: Test, floor: Floor, legs: readonly string[]): Promise<void> {
  const ari = await plainAri(floor.asterisk.ari, 'look');
  t.teardown(() => ari.close());
  await until('agent and customer are in one bridge', async () => {
    const { body } = await ari.request('GET', 'bridges');
    return (body as { channels: string[] }[]).some(({ channels }) =>
      legs.every(leg => channels.includes(leg)),
    );
  });
}

t.test('call-back on a real Asterisk', { skip: await labSkip(), timeout: 560_000 }, async t => {
  const floor = await givenFloor(t, {
    site,
    flows: ['n1'],
    agents: ['101'],
    partners: { out: { kind: 'rings' } },
  });
  const { plateau, phone, partner } = floor;
  await floor.logIn('101');
  const dialled = () =>
    partner('out')
      .calls()
      .map(({ to }) => to);

  await t.test('what may not be dialled is never dialled: he keys another number, or waits', async t => {
    const { first, second } = await givenOffer(floor, 'n1', '101', '0899123456');
    t.match(plateau.told('callback-offered').at(-1), { call: second.call, number: null });
    await second.press('1');
    await hears(floor, second, { stage: 'keying', number: '' });
    for (const number of ['0899123456', '00881612345678']) {
      const before = plateau.told('callback-dialogue').length;
      await second.press(`${number}#`);
      await until(
        'he is asked again',
        () => plateau.told('callback-dialogue').length === before + number.length + 1,
      );
      await hears(floor, second, { stage: 'keying', number: '' });
    }
    await second.press('*');
    await hears(floor, second, { stage: 'declined', number: '' });
    await first.hangUp();
    await floor.rings('101', second);
    await second.hangUp();
    await floor.until('call-ended', { call: second.call });
    t.strictSame([dialled(), plateau.told('callback-booked')], [[], []]);
  });

  await t.test(
    'he presses 1, hears his number, confirms, and is called back by the first agent who is free',
    async t => {
      const { first, second } = await givenOffer(floor, 'n1', '101', '0612000002');
      await second.press('1');
      await hears(floor, second, { stage: 'confirming', number: '+33612000002' });
      await second.press('1');
      const { callback } = await floor.until('callback-booked', { call: second.call });
      t.match(await floor.until('call-ended', { call: second.call }), {
        end: 'released',
        reason: 'call-back',
      });
      await until('Asterisk says goodbye', () => second.calls()[0]?.end !== undefined, { withinMs: 30_000 });
      await first.hangUp();
      await until('his phone rings', () => live(floor, '101').some(one => one.answeredAtMs === undefined));
      t.strictSame(dialled(), [], 'nobody is dialled before he has answered');
      await agentAnswers(floor, '101', callback, 1);
      await customerRings(floor, 'out', 1);
      t.strictSame(dialled(), ['0612000002']);

      t.comment('he is busy: the agent is free, and he is called again by the rule');
      await partner('out').refuse();
      const busy = await floor.until('customer-not-reached', { call: callback });
      t.match(busy, { cause: 'busy', agent: '101' });
      await until('the agent’s phone is quiet', () => live(floor, '101').length === 0);
      await agentAnswers(floor, '101', callback, 2);
      await customerRings(floor, 'out', 2);

      t.comment('killed while it rings at his place: not dialled twice, and not forgotten');
      await plateau.kill();
      await plateau.start();
      const lost = await until('the attempt is over', () => plateau.told('customer-not-reached')[1]);
      t.match(lost, { call: callback, cause: 'lost' });
      t.match(await plateau.ask('outbound', {}), {
        isOn: true,
        calls: [{ call: callback, state: 'resting', number: '+33612000002', dialled: 2 }],
      });
      await until('both phones are quiet', () =>
        [...live(floor, '101'), ...partner('out').calls()].every(({ end }) => end !== undefined),
      );
      t.equal(dialled().length, 2);

      await agentAnswers(floor, '101', callback, 3);
      await customerRings(floor, 'out', 3);
      await partner('out').answer();
      const { leg } = await floor.until('call-bridged', { call: callback });
      const customer = plateau.told('customer-dialled').at(-1)?.leg ?? '';
      await together(t, floor, [leg, customer]);

      t.comment('killed while they talk: they talk on, and he is not called again');
      await plateau.kill();
      await plateau.start();
      await together(t, floor, [leg, customer]);
      await partner('out').hangUp();
      t.match(await floor.until('outbound-ended', { call: callback }), { end: 'talked', attempts: 3 });
      await until('the agent’s phone is quiet', () => live(floor, '101').length === 0);
      t.strictSame(dialled(), ['0612000002', '0612000002', '0612000002']);
      t.match(await plateau.ask('outbound', {}), { calls: [] });
      t.match(phone('101').calls().at(-1)?.end, { by: 'them', how: 'bye' });
    },
  );
});

t.test(
  'the Internet provider calls back who would wait for level 2',
  { skip: await labSkip(), timeout: 240_000 },
  async t => {
    const floor = await givenReferenceSite(t, 'internet-provider', {
      flows: ['n2'],
      agents: ['1221'],
      partners: { customers: { kind: 'rings' } },
      open: ['floor', 'calling'],
    });
    await floor.logIn('1221');
    const { first, second } = await givenOffer(floor, 'n2', '1221', '0612000003');
    await second.press('11');
    const { callback } = await floor.until('callback-booked', { call: second.call });
    await first.hangUp();
    await floor.until('agent-wrap-up-started', { agent: '1221' });
    await floor.plateau.command('1221', { kind: 'ready' });
    await agentAnswers(floor, '1221', callback, 1);
    await customerRings(floor, 'customers', 1);
    await floor.partner('customers').answer();
    await floor.until('call-bridged', { call: callback });
    t.strictSame(
      floor
        .partner('customers')
        .calls()
        .map(({ to }) => to),
      ['0612000003'],
    );
    await floor.phone('1221').hangUp();
    t.match(await floor.until('outbound-ended', { call: callback }), { end: 'talked', flow: 'n2' });
  },
);
