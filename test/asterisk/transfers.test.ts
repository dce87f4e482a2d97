// Hold and transfer with real calls: every party hangs up in every state, and nobody else is lost.
import t from 'tap';
import { labSkip, until } from '../../lab/given.js';
import { plainAri } from '../../lab/plain-ari.js';
import type { TransferManner } from '../../src/core/facts-transfers.js';
import type { TalkCommand } from '../../src/core/inputs.js';
import type { TransferTarget } from '../../src/core/site.js';
import { type Caller, givenFloor } from './floor.js';

const none = '{ call: 0s, agent: 0s }';
const site = `
trunks:
  operator: { name: Operator, kind: pjsip, endpoint: operator, channels: 30 }
  alpha: { name: Alpha, kind: pjsip, endpoint: alpha, channels: 30 }
partners:
  alpha: { name: Alpha, destinations: [{ trunk: alpha, number: "0199000001" }], caps: { concurrent: 1 }, retryAfter: 1s }
agents:
  - { phone: PJSIP/101, name: Alice, skills: { n1: 1 } }
  - { phone: PJSIP/102, name: Bruno, skills: { n2: 1 } }
flows:
  n1: { name: { en: a, fr: a }, rings: [{ at: 0s, agents: n1 }] }
  n2: { name: { en: b, fr: b }, rings: [{ at: 0s, agents: n2 }] }
transfers:
  numbers: { bank: { name: Bank, trunk: alpha, number: "0199000002", concurrent: 10, perMinute: 100 } }
  codes: { "92": flow:n2 }
backOffs: { noAnswer: ${none}, rejected: ${none}, busy: ${none}, unreachable: ${none} }
`;

const to102: TransferTarget = { kind: 'agent', agent: '102' };
const n2: TransferTarget = { kind: 'flow', flow: 'n2' };

t.test('hold and transfer on a real Asterisk', { skip: await labSkip(), timeout: 280_000 }, async t => {
  const floor = await givenFloor(t, {
    site,
    flows: ['n1', 'n2'],
    agents: ['101', '102'],
    partners: { alpha: { kind: 'rings' } },
  });
  const { plateau, phone } = floor;
  const ari = await plainAri(floor.asterisk.ari, 'look');
  t.teardown(() => ari.close());
  await floor.logIn('101', '102');

  /** Who is with whom, by what Asterisk itself says: rooms of two and more. */
  const rooms = async (caller: Caller): Promise<string[]> => {
    const { body } = await ari.request('GET', 'bridges');
    const nameOf = (channel: string) => (channel === caller.call ? 'caller' : nameOfLeg(channel));
    return (body as { channels: string[] }[])
      .filter(({ channels }) => channels.length > 1)
      .map(({ channels }) => channels.map(nameOf).sort().join('+'))
      .sort();
  };
  const nameOfLeg = (leg: string): string => {
    const offered = plateau.told('call-offered').find(fact => fact.leg === leg);
    return offered?.agent ?? plateau.told('partner-dialled').find(fact => fact.leg === leg)?.partner ?? leg;
  };
  const together = async (caller: Caller, ...wanted: string[]) => {
    await until(
      `together are ${wanted.join(' ') || 'none'}`,
      async () => JSON.stringify(await rooms(caller)) === JSON.stringify([...wanted].sort()),
      { withinMs: 15_000, context: () => rooms(caller) },
    );
  };
  const isOnTheLine = (caller: Caller) => caller.calls()[0]?.end === undefined;
  const asks = async (command: TalkCommand) => {
    await until(
      `101 may ${command.kind}`,
      async () => {
        const answer = await plateau.command('101', command);
        if (!answer.ok && answer.because !== 'target-not-ready') throw new Error(answer.because);
        return answer.ok;
      },
      { withinMs: 20_000 },
    );
  };
  const send = (manner: TransferManner, to: TransferTarget = to102) => asks({ kind: 'transfer', manner, to });

  /** A caller talks with 101. */
  const talk = async (): Promise<Caller> => {
    const caller = await floor.calls('n1');
    await floor.rings('101', caller);
    await phone('101').answer();
    await floor.until('call-bridged', { call: caller.call });
    return caller;
  };
  const everybodyHangsUp = async (caller: Caller) => {
    if (isOnTheLine(caller)) await caller.hangUp();
    await floor.until('call-ended', { call: caller.call }, 20_000);
    await until(
      'all phones are quiet',
      async () =>
        (['101', '102'] as const).every(one =>
          phone(one)
            .calls()
            .every(({ end }) => end !== undefined),
        ) && (await rooms(caller)).length === 0,
      { withinMs: 15_000 },
    );
  };

  type State = 'ringing' | 'answered' | 'swapped';
  /** 101 transfers to 102, and it has come to this. */
  const reach = async (manner: TransferManner, state: State): Promise<Caller> => {
    const caller = await talk();
    await send(manner);
    await floor.rings('102', caller);
    if (state === 'ringing') return caller;
    await phone('102').answer();
    await floor.until('consultation-joined', { call: caller.call });
    if (state === 'swapped') await asks({ kind: 'transfer-swap' });
    await together(caller, ...roomsIn(manner, state));
    return caller;
  };
  const roomsIn = (manner: TransferManner, state: State): string[] => {
    if (manner === 'accompanied') return state === 'ringing' ? ['101+caller'] : ['101+102+caller'];
    return state === 'ringing' ? [] : state === 'answered' ? ['101+102'] : ['101+caller'];
  };

  const matrix: readonly (readonly [TransferManner, State])[] = [
    ['blind', 'ringing'],
    ['consultation', 'ringing'],
    ['consultation', 'answered'],
    ['consultation', 'swapped'],
    ['accompanied', 'ringing'],
    ['accompanied', 'answered'],
  ];
  for (const [manner, state] of matrix)
    for (const who of ['caller', 'agent', 'target'] as const) {
      if (manner === 'blind' && who === 'agent') continue;
      await t.test(`${manner}, ${state}: the ${who} hangs up`, async t => {
        const caller = await reach(manner, state);
        if (who === 'caller') {
          await caller.hangUp();
          const { end } = await floor.until('call-ended', { call: caller.call });
          t.equal(end, manner === 'blind' ? 'abandoned' : 'caller-hung-up');
        } else if (who === 'agent') {
          await phone('101').hangUp();
          await floor.until('transfer-completed', { call: caller.call });
          if (state === 'ringing') {
            await together(caller);
            await phone('102').answer();
          }
          await together(caller, '102+caller');
          t.ok(isOnTheLine(caller));
        } else {
          await phone('102').hangUp();
          const { backTo } = await floor.until('transfer-ended', { call: caller.call });
          t.equal(backTo, manner === 'blind' ? 'line' : 'agent');
          if (manner === 'blind') await floor.rings('101', caller);
          else await together(caller, '101+caller');
          t.ok(isOnTheLine(caller));
        }
        await everybodyHangsUp(caller);
      });
    }

  for (const manner of ['consultation', 'accompanied'] as const)
    await t.test(`${manner}: complete leaves the caller with the target, who may hang up`, async t => {
      const caller = await reach(manner, 'answered');
      await asks({ kind: 'transfer-complete' });
      await together(caller, '102+caller');
      await phone('102').hangUp();
      const { end } = await floor.until('call-ended', { call: caller.call });
      t.equal(end, 'agent-hung-up');
      const talked = plateau.told('talk-ended').filter(({ call }) => call === caller.call);
      t.strictSame(
        talked.map(({ agent }) => agent),
        ['101', '102'],
      );
      await everybodyHangsUp(caller);
    });

  await t.test('cancelled: the caller is the agent’s again', async t => {
    const caller = await reach('consultation', 'answered');
    await asks({ kind: 'transfer-cancel' });
    await together(caller, '101+caller');
    t.ok(isOnTheLine(caller));
    await everybodyHangsUp(caller);
  });

  await t.test('to a flow: the agent waits there, then leaves the caller his place', async () => {
    const caller = await talk();
    await send('consultation', n2);
    await asks({ kind: 'transfer-complete' });
    await floor.rings('102', caller);
    await phone('102').answer();
    await together(caller, '102+caller');
    await everybodyHangsUp(caller);
  });

  await t.test('by the keys of the phone, during the talk', async () => {
    const caller = await talk();
    await phone('101').press('*27#');
    await floor.until('call-held', { call: caller.call });
    await together(caller);
    await phone('101').press('*28#');
    await floor.until('call-resumed', { call: caller.call });
    await together(caller, '101+caller');
    await phone('101').press('*2292#');
    await floor.until('transfer-started', { call: caller.call });
    await floor.rings('102', caller);
    await phone('102').answer();
    await together(caller, '101+102');
    await phone('101').press('*24#');
    await together(caller, '102+caller');
    await everybodyHangsUp(caller);
  });

  await t.test('to an outside number of the list, and to no other', async t => {
    const caller = await talk();
    const other = { kind: 'number', number: '0199000009' } as const;
    t.strictSame(await plateau.command('101', { kind: 'transfer', manner: 'blind', to: other }), {
      ok: false,
      because: 'unknown-target',
    });
    await send('accompanied', { kind: 'number', number: 'bank' });
    const dialled = await until('the bank is called', () =>
      floor
        .partner('alpha')
        .calls()
        .find(({ end, to }) => end === undefined && to === '0199000002'),
    );
    await floor.partner('alpha').answer(dialled);
    await together(caller, '101+bank+caller');
    await asks({ kind: 'transfer-complete' });
    await together(caller, 'bank+caller');
    await everybodyHangsUp(caller);
  });

  await t.test('on hold the caller may hang up, and so may his agent', async t => {
    const first = await talk();
    await asks({ kind: 'hold' });
    await together(first);
    await first.hangUp();
    t.match(await floor.until('call-ended', { call: first.call }), { end: 'caller-hung-up' });
    await everybodyHangsUp(first);
    const second = await talk();
    await asks({ kind: 'hold' });
    await phone('101').hangUp();
    await floor.until('caller-left-on-hold', { call: second.call });
    await floor.rings('101', second);
    await phone('101').answer();
    await together(second, '101+caller');
    await everybodyHangsUp(second);
  });

  await t.test('the daemon is killed in a consultation: all go on, and are in its hands again', async t => {
    const caller = await reach('consultation', 'answered');
    await plateau.kill();
    await plateau.start();
    await together(caller, '101+102');
    t.ok(isOnTheLine(caller));
    await asks({ kind: 'transfer-complete' });
    await together(caller, '102+caller');
    await everybodyHangsUp(caller);
  });

  await t.test('agent and target hang up while the daemon is away: the caller is not lost', async t => {
    const caller = await reach('consultation', 'answered');
    await plateau.kill();
    await phone('101').hangUp();
    await phone('102').hangUp();
    await plateau.start();
    await floor.rings('101', caller);
    t.ok(isOnTheLine(caller));
    await phone('101').answer();
    await together(caller, '101+caller');
    await everybodyHangsUp(caller);
  });
});
