// The question after the call, on a real Asterisk: the dialplan asks, the caller presses a key, the fact is told.
import t from 'tap';
import { labSkip, until } from '../../lab/given.js';
import { type Caller, type Floor, givenFloor } from './floor.js';

const site = `
trunks:
  operator: { name: Operator, kind: pjsip, endpoint: operator, channels: 30 }
agents:
  - { phone: PJSIP/101, name: Alice, skills: { asked: 1, unasked: 1 } }
flows:
  asked: { name: { en: a, fr: a }, rings: [{ at: 0s, agents: asked }], satisfaction: { ask: 100% } }
  unasked: { name: { en: a, fr: a }, rings: [{ at: 0s, agents: unasked }] }
`;

async function talks(floor: Floor, flow: string): Promise<Caller> {
  const caller = await floor.calls(flow);
  await floor.rings('101', caller);
  await floor.phone('101').answer();
  await floor.until('call-bridged', { call: caller.call });
  await floor.phone('101').hangUp();
  return caller;
}

t.test(
  'the question after the call on a real Asterisk',
  { skip: await labSkip(), timeout: 180_000 },
  async t => {
    const floor = await givenFloor(t, { site, flows: ['asked', 'unasked'], agents: ['101'] });
    const { plateau, asterisk } = floor;
    await floor.logIn('101');
    const over = (caller: Caller) =>
      until('the caller is gone', () => caller.calls().every(({ end }) => end !== undefined), {
        withinMs: 60_000,
      });
    const listens = (times: number) =>
      until(
        'the dialplan listens for a key',
        async () => (await asterisk.log()).split('Accepting a maximum of').length - 1 >= times,
        { withinMs: 30_000 },
      );

    await t.test('his key is on record, after the one end of his call', async t => {
      const caller = await talks(floor, 'asked');
      await listens(1);
      await caller.press('4');
      t.strictSame(await floor.until('satisfaction-given', { call: caller.call }, 20_000), {
        type: 'satisfaction-given',
        call: caller.call,
        flow: 'asked',
        agent: '101',
        score: 4,
      });
      await over(caller);
      t.strictSame(
        plateau
          .facts()
          .flatMap(({ fact }) =>
            'call' in fact && fact.call === caller.call && /ended|satisfaction/.test(fact.type)
              ? [fact.type]
              : [],
          ),
        ['talk-ended', 'call-ended', 'satisfaction-asked', 'satisfaction-given'],
      );
    });

    await t.test('a key that is none of the five asks once more, then thanks and hangs up', async t => {
      const caller = await talks(floor, 'asked');
      await listens(2);
      await caller.press('9');
      await listens(3);
      await caller.press('0');
      await over(caller);
      t.strictSame(
        plateau.told('satisfaction-given').filter(({ call }) => call === caller.call),
        [],
      );
    });

    await t.test(
      'a daemon that was killed between question and answer counts the answer when it is back',
      async t => {
        const caller = await talks(floor, 'asked');
        await listens(4);
        await plateau.kill();
        await plateau.start();
        await caller.press('5');
        await floor.until('satisfaction-given', { call: caller.call, score: 5 }, 30_000);
        await over(caller);
        t.equal(plateau.told('call-ended').filter(({ call }) => call === caller.call).length, 1);
      },
    );

    await t.test('where the flow does not ask, the caller is hung up', async t => {
      const caller = await talks(floor, 'unasked');
      await over(caller);
      t.strictSame(
        plateau.told('satisfaction-asked').filter(({ call }) => call === caller.call),
        [],
      );
    });
  },
);
